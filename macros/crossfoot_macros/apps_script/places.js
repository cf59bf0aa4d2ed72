/** Keys of developer metadata, and what it says: see crossfoot_templates.layout. */
const TABLE_KEY_ = "crossfoot.table";
const COLUMN_KEY_ = "crossfoot.column";
const ROW_KEY_ = "crossfoot.row";
const SHEET_KEY_ = "crossfoot.sheet";

/** The managed columns that matter here. */
const TICK_ = "_tick";
const MESSAGE_ = "_message";
const ID_ = "_id";

/** Ticks, the good ones first. */
const TICKS_ = ["✓", "●", "+", "⚠", "⏳", "✗"];

/** Those of rows where something is to be decided. */
const PROBLEMS_ = ["⚠", "✗"];

/** @typedef {GoogleAppsScript.Spreadsheet.Sheet} Sheet */

/**
 * Where a table stands now. Rows and columns count from 1; status is null where its row was deleted.
 * @typedef {{ name: string, sheet: Sheet, columns: Record<string, number>, status: number | null }} Table
 */

/**
 * The tables that have a tick column, in the order of their sheets. Of a sheet that was copied the first one counts.
 * @returns {Table[]}
 */
function tables_() {
  /** @type {Map<string, Sheet>} */
  const sheets = new Map();
  for (const [name, sheet] of markedSheets_(TABLE_KEY_)) {
    if (!sheets.has(name)) sheets.set(name, sheet);
  }
  return [...sheets].map(([name, sheet]) => table_(name, sheet)).filter((table) => TICK_ in table.columns);
}

/**
 * The table on a sheet. Of a column that was copied with its mark the leftmost counts.
 * @param {string} name
 * @param {Sheet} sheet
 * @returns {Table}
 */
function table_(name, sheet) {
  /** @type {Record<string, number>} */
  const columns = {};
  for (const mark of sheet.createDeveloperMetadataFinder().withKey(COLUMN_KEY_).find()) {
    const column = String(mark.getValue()).replace(`${name}.`, "");
    const place = [TICK_, MESSAGE_, ID_].includes(column) ? mark.getLocation().getColumn() : null;
    if (place) columns[column] = Math.min(place.getColumn(), columns[column] || Infinity);
  }
  const rows = sheet.createDeveloperMetadataFinder().withKey(ROW_KEY_).withValue(`${name}.status`).find();
  const status = rows.length ? rows[0].getLocation().getRow() : null;
  return { name, sheet, columns, status: status && status.getRow() };
}

/**
 * Sheets that are marked with a key, each with what the mark says, in their order.
 * @param {string} key
 * @returns {[string, Sheet][]}
 */
function markedSheets_(key) {
  /** @type {[string, Sheet][]} */
  const found = [];
  for (const mark of SpreadsheetApp.getActive().createDeveloperMetadataFinder().withKey(key).find()) {
    const sheet = mark.getLocation().getSheet();
    if (sheet) found.push([String(mark.getValue()), sheet]);
  }
  return found.sort((one, other) => one[1].getIndex() - other[1].getIndex());
}

/**
 * What a column of a table holds, from row 1 of its sheet on; nothing where the column is gone.
 * @param {Table} table
 * @param {string} column
 * @returns {string[]}
 */
function cells_(table, column) {
  const last = table.sheet.getLastRow();
  if (!last || !(column in table.columns)) return [];
  const values = table.sheet.getRange(1, table.columns[column], last, 1).getValues();
  return values.map((row) => String(row[0]));
}

/**
 * What the status line of a table says.
 * @param {Table} table
 * @returns {string}
 */
function statusLine_(table) {
  if (table.status === null) return "";
  return String(table.sheet.getRange(table.status, table.columns[TICK_]).getValue());
}

/**
 * A fact of the manifest; empty where it has none.
 * @param {string} key
 * @returns {string}
 */
function fact_(key) {
  const manifest = markedSheets_(SHEET_KEY_).find(([which]) => which === "manifest");
  if (!manifest || !manifest[1].getLastRow()) return "";
  const rows = manifest[1].getRange(1, 1, manifest[1].getLastRow(), 2).getValues();
  const row = rows.find((each) => each[0] === key);
  return row ? String(row[1]) : "";
}
