import { entered, formulaOf, raw } from "./cells.mjs";

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
 * @typedef {"written" | "changed" | "unsure"} Outcome
 * @typedef {{ done: number, outcome: "all" | "changed" | "unsure" | "refused", said: string }} Applied
 */

/** How often what a write displaced is put back while somebody goes on changing the same cells. */
const REPAIRS = 4;

/** What Excel says where nothing can be written, and nothing was. */
const REFUSALS = ["AccessDenied", "RequestPayloadSizeLimitExceeded", "InvalidArgument", "ItemNotFound"];

/**
 * Writes batches one after the other, up to the first that finds something changed.
 * @param {Excel.RequestContext} context
 * @param {WriteBatch[]} batches
 * @returns {Promise<Applied>}
 */
export async function apply(context, batches) {
  for (const [done, batch] of batches.entries()) {
    const look = await lookAt(context, batch);
    if (look === null) return { done, outcome: "changed", said: "" };
    try {
      const outcome = await write(context, batch, look);
      if (outcome !== "written") return { done, outcome, said: "" };
    } catch (error) {
      const { code, message } = /** @type {any} */ (error);
      return { done, outcome: REFUSALS.includes(code) ? "refused" : "unsure", said: String(code || message) };
    }
  }
  return { done: batches.length, outcome: "all", said: "" };
}

/**
 * What is to be known before a batch is written: rows to be taken out in which something of the user's own stands.
 * @typedef {{ index: number, own: any[], keep: boolean }} Leaving a row by its place in its table, with what is the user's own
 * @typedef {{ removals: Leaving[][] }} Look
 */

/**
 * Looks whether everything is as it was read; null where it is not.
 * @param {Excel.RequestContext} context
 * @param {WriteBatch} batch
 * @returns {Promise<Look | null>}
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
      line.load("values,formulas");
      return line;
    });
  });
  if (lines.length) await context.sync();
  const removals = batch.removals.map((each, at) =>
    each.rows.map((row, line) => {
      const own = ownOf(lines[at][line], each.columns, tables[at].columnIndex);
      return { index: row - tables[at].rowIndex - 1, own, keep: own.some((value) => value !== null) };
    }),
  );
  return { removals };
}

/**
 * Writes a batch, and judges what it displaced: Excel has no write on a condition, and somebody may have typed since
 * we looked. What was displaced that should not have been is put back.
 * @param {Excel.RequestContext} context
 * @param {WriteBatch} batch
 * @param {Look} look
 * @returns {Promise<Outcome>}
 */
async function write(context, batch, look) {
  context.application.suspendApiCalculationUntilNextSync();
  const names = loadNames(context, batch);
  const before = batch.looks.map((each) => loadBlock(context, each));
  const under = batch.puts.map((each) => loadBlock(context, each));
  for (const each of batch.puts) put(context, each);
  const landed = batch.puts.map((each) => loadBlock(context, each));
  const gone = batch.removals.map((each, at) => remove(context, each, look.removals[at]));
  for (const each of batch.additions) add(context, each);
  await context.sync();

  const owned = gone.every((lines, at) => lines.every((line, row) => wasOwn(line, look.removals[at][row], batch.removals[at])));
  if (!stand(names, batch, before) || !owned) {
    await putBack(context, batch, under, landed);
    await bringBack(context, batch, look, gone);
    // Rows that were added are known by their ids when the workbook is read again.
    return batch.additions.length ? "unsure" : "changed";
  }
  return batch.puts.every((each, at) => shows(each, landed[at])) ? "written" : "unsure";
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
 * @param {Leaving[]} rows
 */
function remove(context, removal, rows) {
  const table = context.workbook.tables.getItem(removal.table);
  return rows.map(({ index, keep }) => {
    const row = table.rows.getItemAt(index);
    const line = row.getRange();
    line.load("values,formulas,columnIndex");
    if (!keep) {
      row.delete();
    } else {
      const sheet = context.workbook.worksheets.getItem(removal.sheet);
      for (const column of removal.columns) {
        row.getRange().getIntersection(sheet.getRangeByIndexes(0, column, 1, 1).getEntireColumn()).values = [[""]];
      }
    }
    return line;
  });
}

/**
 * Whether what stood in a row that was taken out is what was looked at; ours is compared with the looks of the batch.
 * @param {Excel.Range} line
 * @param {Leaving} row
 * @param {Removal} removal
 */
function wasOwn(line, row, removal) {
  const own = ownOf(line, removal.columns, line.columnIndex);
  return JSON.stringify(own) === JSON.stringify(row.own);
}

/**
 * What stands in the columns of a row that are not ours; null where nothing or a formula does.
 * @param {Excel.Range} line
 * @param {number[]} ours
 * @param {number} first the column of the first value
 */
function ownOf(line, ours, first) {
  return line.values[0].map((value, at) =>
    ours.includes(first + at) || formulaOf(line.formulas[0][at], value) !== null ? null : raw(value),
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
  addition.formats.forEach((formats, at) => {
    for (const [column, code] of Object.entries(formats)) {
      const cell = top.getOffsetRange(at, 0).getCell(0, Number(column));
      cell.numberFormat = [[code]];
      cell.values = [[lines[at][Number(column)]]];
    }
  });
}

/**
 * Puts back what a write displaced, where the cells still hold what it put there.
 * @param {Excel.RequestContext} context
 * @param {WriteBatch} batch
 * @param {Excel.Range[]} under
 * @param {Excel.Range[]} landed
 */
async function putBack(context, batch, under, landed) {
  /** @type {WriteBatch[]} */
  let left = batch.puts.flatMap((block, at) =>
    block.values.map((_, row) => ({
      names: {},
      looks: [cellOf(block, row, landed[at])],
      puts: [cellOf(block, row, under[at])],
      removals: [],
      additions: [],
    })),
  );
  for (let attempt = 0; attempt < REPAIRS && left.length; attempt += 1) {
    const now = left.map((each) => loadBlock(context, each.looks[0]));
    await context.sync();
    const ours = left.filter((each, at) => holds(each.looks[0], now[at]));
    const displaced = ours.map((each) => loadBlock(context, each.looks[0]));
    for (const each of ours) put(context, each.puts[0]);
    await context.sync();
    // Of what was typed once more in that moment, that is what belongs there.
    left = ours.flatMap((each, at) =>
      holds(each.looks[0], displaced[at])
        ? []
        : [{ ...each, looks: each.puts, puts: [cellOf(each.looks[0], 0, displaced[at])] }],
    );
  }
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
 * Brings back what stood in rows that were taken out: those that were deleted at the end of their table, those that were
 * cleared where they are.
 * @param {Excel.RequestContext} context
 * @param {WriteBatch} batch
 * @param {Look} look
 * @param {Excel.Range[][]} gone
 */
async function bringBack(context, batch, look, gone) {
  batch.removals.forEach((removal, at) => {
    const table = context.workbook.tables.getItem(removal.table);
    const deleted = look.removals[at].filter((each) => !each.keep).map((each) => each.index);
    look.removals[at].forEach(({ index, keep }, row) => {
      const line = gone[at][row];
      const cells = line.values[0].map((value, column) => {
        const formula = formulaOf(line.formulas[0][column], value);
        return formula === null ? entered(raw(value)) : formula;
      });
      if (!keep) {
        table.rows.add(undefined, [cells]);
        return;
      }
      const now = table.rows.getItemAt(index - deleted.filter((each) => each < index).length).getRange();
      for (const column of removal.columns) {
        const place = column - line.columnIndex;
        now.getCell(0, place).values = [[cells[place]]];
      }
    });
  });
  await context.sync();
}
