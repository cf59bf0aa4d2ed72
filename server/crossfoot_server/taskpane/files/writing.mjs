import { entered, formulaOf, letters, raw } from "./cells.mjs";
import { patiently } from "./excel.mjs";

/**
 * @typedef {import("./cells.mjs").Raw} Raw
 *
 * @typedef {object} Block cells of one column
 * @property {string} sheet
 * @property {number} column
 * @property {number} row
 * @property {Raw[]} values
 * @property {Record<number, string>} formulas
 * @property {Record<number, string>} formats
 *
 * @typedef {object} NewRows
 * @property {string} table
 * @property {Raw[][]} rows
 * @property {Record<number, string>[]} formulas
 * @property {Record<number, string>[]} formats
 * @property {Record<number, Raw>[]} beside
 *
 * @typedef {object} Removal
 * @property {string} table
 * @property {string} sheet
 * @property {number[]} columns
 * @property {number[]} rows
 *
 * @typedef {object} WriteBatch
 * @property {Record<string, string>} names
 * @property {Block[]} looks
 * @property {Block[]} puts
 * @property {Removal[]} removals
 * @property {NewRows[]} additions
 *
 * @typedef {{ outcome: "written" | "changed" | "unsure", displaced: string[] }} Outcome
 * @typedef {{ done: number, outcome: "all" | "changed" | "unsure" | "refused" | "displaced", said: string }} Applied
 */

/** How often what a write displaced is put back while somebody goes on changing the same cells. */
const REPAIRS = 4;

/** What Excel says where nothing can be written, and nothing was. */
const REFUSALS = ["AccessDenied", "RequestPayloadSizeLimitExceeded", "InvalidArgument"];

/** What Excel says where a filter keeps rows from being taken out. */
const FILTERED = "InsertDeleteConflict";

/**
 * Writes batches one after the other, up to the first that finds something changed.
 * @param {Excel.RequestContext} context
 * @param {WriteBatch[]} batches
 * @returns {Promise<Applied>}
 */
export async function apply(context, batches) {
  for (const [done, batch] of batches.entries()) {
    const { outcome, said } = await applyOne(context, batch);
    if (outcome !== "all") return { done, outcome, said };
  }
  return { done: batches.length, outcome: "all", said: "" };
}

/**
 * @param {Excel.RequestContext} context
 * @param {WriteBatch} batch
 * @returns {Promise<Omit<Applied, "done">>}
 */
async function applyOne(context, batch) {
  // Nothing was done yet of this batch; what came before it is not to be done twice.
  const places = await patiently(() => lookAt(context, batch));
  if (places === null) return { outcome: "changed", said: "" };
  try {
    const { outcome, displaced } = await write(context, batch, places);
    if (displaced.length) return { outcome: "displaced", said: displaced.join(", ") };
    return { outcome: outcome === "written" ? "all" : outcome, said: "" };
  } catch (error) {
    const { code, message } = /** @type {any} */ (error);
    if (code === FILTERED && batch.removals.length) return applyOne(context, emptied(batch));
    return { outcome: REFUSALS.includes(code) ? "refused" : "unsure", said: String(code || message) };
  }
}

/**
 * A batch in which rows are emptied that cannot be taken out.
 * @param {WriteBatch} batch
 * @returns {WriteBatch}
 */
function emptied(batch) {
  const cells = batch.removals.flatMap(({ sheet, columns, rows }) =>
    columns.flatMap((column) =>
      rows.map((row) => ({ sheet, column, row, values: [null], formulas: {}, formats: {} })),
    ),
  );
  return { ...batch, removals: [], puts: [...batch.puts, ...cells] };
}

/**
 * Looks whether everything is as it was read, and nothing of the user's own stands in rows that are to be taken out.
 * Gives the places in their tables of these rows; null where something else is there.
 * @param {Excel.RequestContext} context
 * @param {WriteBatch} batch
 * @returns {Promise<number[][] | null>}
 */
async function lookAt(context, batch) {
  const names = loadNames(context, batch);
  const looks = batch.looks.map((each) => loadBlock(context, each));
  const tables = batch.removals.map((each) => {
    const range = context.workbook.tables.getItem(each.table).getRange();
    range.load("rowIndex,columnIndex,columnCount");
    return range;
  });
  await context.sync();
  if (!stand(names, batch, looks)) return null;
  const lines = batch.removals.map((each, at) => {
    const sheet = context.workbook.worksheets.getItem(each.sheet);
    return each.rows.map((row) => {
      const line = sheet.getRangeByIndexes(row, tables[at].columnIndex, 1, tables[at].columnCount);
      line.load("values,formulas,columnIndex");
      return line;
    });
  });
  if (lines.length) await context.sync();
  const free = batch.removals.every((each, at) => lines[at].every((line) => isOurs(line, each.columns)));
  return free ? batch.removals.map((each, at) => each.rows.map((row) => row - tables[at].rowIndex - 1)) : null;
}

/**
 * Writes a batch, and judges what it displaced: Excel has no write on a condition, and somebody may have typed since
 * we looked. What was displaced that should not have been is put back.
 * @param {Excel.RequestContext} context
 * @param {WriteBatch} batch
 * @param {number[][]} places of the rows that are taken out, in their tables
 * @returns {Promise<Outcome>}
 */
async function write(context, batch, places) {
  context.application.suspendApiCalculationUntilNextSync();
  const names = loadNames(context, batch);
  const before = batch.looks.map((each) => loadBlock(context, each));
  const under = batch.puts.map((each) => loadBlock(context, each));
  for (const each of batch.puts) put(context, each);
  const landed = batch.puts.map((each) => loadBlock(context, each));
  const gone = batch.removals.map((each, at) => remove(context, each, places[at]));
  for (const each of batch.additions) add(context, each);
  await context.sync();

  const free = batch.removals.every((each, at) => gone[at].every((line) => isOurs(line, each.columns)));
  if (!stand(names, batch, before) || !free) {
    const displaced = await repaired(context, batch, { under, landed, gone });
    // Rows that were added are known by their ids when the workbook is read again.
    return { outcome: batch.additions.length ? "unsure" : "changed", displaced };
  }
  return { outcome: batch.puts.every((each, at) => shows(each, landed[at])) ? "written" : "unsure", displaced: [] };
}

/**
 * @param {Excel.RequestContext} context
 * @param {WriteBatch} batch
 */
function loadNames(context, batch) {
  return Object.keys(batch.names).map((name) => {
    const item = context.workbook.names.getItemOrNullObject(name);
    item.load("isNullObject,formula");
    return { name, item };
  });
}

/**
 * @param {Excel.RequestContext} context
 * @param {Block} block
 */
function loadBlock(context, block) {
  const range = rangeOf(context, block);
  range.load("values,formulas");
  return range;
}

/**
 * @param {Excel.RequestContext} context
 * @param {Block} block
 */
function rangeOf(context, block) {
  const sheet = context.workbook.worksheets.getItem(block.sheet);
  return sheet.getRangeByIndexes(block.row, block.column, block.values.length, 1);
}

/**
 * Whether names and cells are as they were read.
 * @param {ReturnType<typeof loadNames>} names
 * @param {WriteBatch} batch
 * @param {Excel.Range[]} looks
 */
function stand(names, batch, looks) {
  return (
    names.every(({ name, item }) => !item.isNullObject && String(item.formula) === batch.names[name]) &&
    batch.looks.every((each, at) => holds(each, looks[at]))
  );
}

/**
 * Whether cells hold the values and formulas of a block.
 * @param {Block} block
 * @param {Excel.Range} range
 */
function holds(block, range) {
  return block.values.every((value, at) => {
    const [found] = range.values[at];
    const formula = formulaOf(range.formulas[at][0], found);
    return raw(found) === value && formula === (block.formulas[at] === undefined ? null : block.formulas[at]);
  });
}

/**
 * Whether what was put into cells is what they show. What a formula shows is not ours to say.
 * @param {Block} block
 * @param {Excel.Range} range
 */
function shows(block, range) {
  return block.values.every((value, at) => at in block.formulas || raw(range.values[at][0]) === value);
}

/**
 * @param {Excel.RequestContext} context
 * @param {Block} block
 */
function put(context, block) {
  const range = rangeOf(context, block);
  // The format first: a number that is put into a cell of texts stays a text.
  for (const [at, code] of Object.entries(block.formats)) range.getCell(Number(at), 0).numberFormat = [[code]];
  range.values = block.values.map((value, at) => [entered(value, block.formulas[at])]);
}

/**
 * Takes rows out; gives what stood in each in one moment before it went.
 * @param {Excel.RequestContext} context
 * @param {Removal} removal
 * @param {number[]} places
 */
function remove(context, removal, places) {
  const table = context.workbook.tables.getItem(removal.table);
  return places.map((place) => {
    const row = table.rows.getItemAt(place);
    const line = row.getRange();
    line.load("values,formulas,columnIndex");
    row.delete();
    return line;
  });
}

/**
 * Whether nothing but formulas stands in the columns of a row that are not ours.
 * @param {Excel.Range} line
 * @param {number[]} ours
 */
function isOurs(line, ours) {
  return line.values[0].every(
    (value, at) =>
      ours.includes(line.columnIndex + at) || raw(value) === null || formulaOf(line.formulas[0][at], value) !== null,
  );
}

/**
 * Adds rows at the end of a table. A column that is none of ours is left to the table, which may fill it in.
 * @param {Excel.RequestContext} context
 * @param {NewRows} addition
 */
function add(context, addition) {
  const table = context.workbook.tables.getItem(addition.table);
  const lines = addition.rows.map((row, at) =>
    row.map((value, column) =>
      [null, ""].includes(/** @type {any} */ (value)) && addition.formulas[at][column] === undefined
        ? value
        : entered(value, addition.formulas[at][column]),
    ),
  );
  const top = table.rows.add(undefined, /** @type {any} */ (lines)).getRange();
  lines.forEach((line, at) => {
    const [beside, formats, formulas] = [addition.beside[at], addition.formats[at], addition.formulas[at]];
    for (const column of new Set([...Object.keys(formats), ...Object.keys(beside)].map(Number))) {
      const cell = top.getOffsetRange(at, column).getCell(0, 0);
      if (column in formats) cell.numberFormat = [[formats[column]]];
      cell.values = [[column in beside ? entered(beside[column], formulas[column]) : line[column]]];
    }
  });
}

/**
 * Puts right what a write did wrong. Gives what could not be put back.
 * @param {Excel.RequestContext} context
 * @param {WriteBatch} batch
 * @param {{ under: Excel.Range[], landed: Excel.Range[], gone: Excel.Range[][] }} found
 * @returns {Promise<string[]>}
 */
async function repaired(context, batch, { under, landed, gone }) {
  try {
    const displaced = await patiently(() => putBack(context, batch, under, landed));
    await patiently(() => bringBack(context, batch, gone));
    return displaced;
  } catch {
    const cells = batch.puts.flatMap((block, at) => block.values.flatMap((_, row) => told(cellOf(block, row, under[at]))));
    const rows = gone.flat().map((line) => `“${line.values[0].filter((value) => value !== "").join(" | ")}”`);
    return [...cells, ...rows];
  }
}

/**
 * Puts back what a write displaced, where the cells still hold what it put there. Gives what could not be put back.
 * @param {Excel.RequestContext} context
 * @param {WriteBatch} batch
 * @param {Excel.Range[]} under
 * @param {Excel.Range[]} landed
 * @returns {Promise<string[]>}
 */
async function putBack(context, batch, under, landed) {
  /** @type {string[]} */
  const lost = [];
  let left = batch.puts.flatMap((block, at) =>
    block.values.map((_, row) => ({ ours: cellOf(block, row, landed[at]), theirs: cellOf(block, row, under[at]) })),
  );
  for (let attempt = 0; attempt < REPAIRS && left.length; attempt += 1) {
    const now = left.map((each) => loadBlock(context, each.ours));
    await context.sync();
    const still = left.filter((each, at) => holds(each.ours, now[at]));
    const elsewhere = left.filter((each, at) => !holds(each.ours, now[at]) && !holds(each.theirs, now[at]));
    lost.push(...elsewhere.flatMap(({ theirs }) => told(theirs)));
    const displaced = still.map((each) => loadBlock(context, each.ours));
    for (const each of still) put(context, each.theirs);
    await context.sync();
    // Once more something else stood there: it goes back, and where what we had in hand belongs nobody can tell.
    const wrong = still.filter((each, at) => !holds(each.ours, displaced[at]));
    lost.push(...wrong.flatMap(({ theirs }) => told(theirs)));
    left = still.flatMap((each, at) =>
      holds(each.ours, displaced[at]) ? [] : [{ ours: each.theirs, theirs: cellOf(each.ours, 0, displaced[at]) }],
    );
  }
  return [...lost, ...left.flatMap(({ theirs }) => told(theirs))];
}

/**
 * What a cell held, in words; nothing where it was blank.
 * @param {Block} cell
 * @returns {string[]}
 */
function told(cell) {
  const held = cell.formulas[0] || cell.values[0];
  return held === null ? [] : [`${cell.sheet} ${letters(cell.column)}${cell.row + 1} “${held}”`];
}

/**
 * @param {Block} block
 * @param {number} at
 * @param {Excel.Range} range
 * @returns {Block}
 */
function cellOf(block, at, range) {
  const [value] = range.values[at];
  const formula = formulaOf(range.formulas[at][0], value);
  return {
    sheet: block.sheet,
    column: block.column,
    row: block.row + at,
    values: [raw(value)],
    formulas: formula === null ? {} : { 0: formula },
    formats: {},
  };
}

/**
 * Brings back rows that were taken out, at the end of their tables: where they stood others may stand by now.
 * @param {Excel.RequestContext} context
 * @param {WriteBatch} batch
 * @param {Excel.Range[][]} gone
 */
async function bringBack(context, batch, gone) {
  batch.removals.forEach((removal, at) => {
    const table = context.workbook.tables.getItem(removal.table);
    for (const line of [...gone[at]].reverse()) {
      const cells = line.values[0].map((value, column) => {
        const formula = formulaOf(line.formulas[0][column], value);
        return formula === null ? entered(raw(value)) : formula;
      });
      table.rows.add(undefined, [cells]);
    }
  });
  await context.sync();
}
