import { place } from "./cells.mjs";

export const MANIFEST = "_crossfoot";
export const LISTS = "_crossfoot_lists";

/**
 * What is known of a workbook before its cells are read. Rows and columns count from 0.
 * @typedef {object} Table
 * @property {string} name
 * @property {string} sheet
 * @property {number} row
 * @property {number} column
 * @property {number} rows
 * @property {number} columns
 * @property {boolean} totals
 *
 * @typedef {object} SheetFrame
 * @property {string} name
 * @property {number[]} columns those that are read
 * @property {number | null} ids the column of the ids
 * @property {number} top the first row that is read
 * @property {number} bottom the last one that holds anything
 * @property {boolean} protected
 *
 * @typedef {object} Frame
 * @property {string} title
 * @property {Record<string, string>} names
 * @property {Table[]} tables
 * @property {SheetFrame[]} sheets
 * @property {boolean} date1904
 */

/**
 * Where everything stands that is read.
 * @param {Excel.RequestContext} context
 * @returns {Promise<Frame>}
 */
export async function frameOf(context) {
  const { workbook } = context;
  const { names, worksheets, tables } = workbook;
  const day = workbook.functions.date(2000, 1, 1);
  workbook.load("name");
  names.load("items/name,items/formula");
  worksheets.load("items/name");
  tables.load("items/name,items/showTotals,items/worksheet/name");
  day.load("value");
  await context.sync();

  const ours = names.items.filter((each) => each.name.startsWith("cf."));
  const bound = Object.fromEntries(ours.map((each) => [each.name, String(each.formula)]));
  const wanted = columnsOf(bound, new Set(worksheets.items.map((each) => each.name)));
  const sheets = [...wanted].map(([name, found]) => {
    const sheet = worksheets.getItem(name);
    const used = sheet.getUsedRangeOrNullObject(true);
    used.load("isNullObject,rowIndex,rowCount,columnIndex,columnCount");
    sheet.protection.load("protected");
    return { name, found, used, protection: sheet.protection };
  });
  const around = tables.items
    .filter((each) => wanted.has(each.worksheet.name))
    .map((each) => {
      const range = each.getRange();
      range.load("rowIndex,columnIndex,rowCount,columnCount");
      return { table: each, range };
    });
  await context.sync();

  return {
    title: workbook.name,
    names: bound,
    tables: around.map(({ table, range }) => ({
      name: table.name,
      sheet: table.worksheet.name,
      row: range.rowIndex,
      column: range.columnIndex,
      rows: range.rowCount,
      columns: range.columnCount,
      totals: table.showTotals,
    })),
    sheets: sheets.map(({ name, found, used, protection }) => sheetOf(name, found, used, protection.protected)),
    // In the date system of 1904 this day has another number.
    date1904: Number(day.value) < 36_000,
  };
}

/**
 * @typedef {{ columns: Set<number>, ids: number | null, top: number }} Wanted
 */

/**
 * The columns that names bind, by sheet, and the hidden sheets, of which all columns are wanted.
 * @param {Record<string, string>} names
 * @param {Set<string>} there the sheets that there are
 * @returns {Map<string, Wanted>}
 */
function columnsOf(names, there) {
  /** @type {Map<string, Wanted>} */
  const wanted = new Map();
  for (const hidden of [MANIFEST, LISTS]) {
    if (there.has(hidden)) wanted.set(hidden, { columns: new Set(), ids: null, top: 0 });
  }
  for (const [name, refersTo] of Object.entries(names)) {
    const found = name.startsWith("cf.list.") ? null : place(refersTo);
    if (!found || !there.has(found.sheet)) continue;
    const sheet = wanted.get(found.sheet) || { columns: new Set(), ids: null, top: found.row };
    sheet.columns.add(found.column);
    sheet.top = Math.min(sheet.top, found.row);
    if (name.endsWith("._id")) sheet.ids = found.column;
    wanted.set(found.sheet, sheet);
  }
  return wanted;
}

/**
 * @param {string} name
 * @param {Wanted} found
 * @param {Excel.Range} used
 * @param {boolean} isProtected
 * @returns {SheetFrame}
 */
function sheetOf(name, found, used, isProtected) {
  const hidden = name === MANIFEST || name === LISTS;
  const bottom = used.isNullObject ? -1 : used.rowIndex + used.rowCount - 1;
  const right = used.isNullObject ? -1 : used.columnIndex + used.columnCount - 1;
  const columns = hidden ? Array.from({ length: right + 1 }, (_, at) => at) : [...found.columns].sort((a, b) => a - b);
  return { name, columns, ids: found.ids, top: found.top, bottom, protected: isProtected };
}
