import { formulaOf, raw, runs, spans } from "./cells.mjs";
import { frameOf } from "./frame.mjs";

/**
 * @typedef {import("./frame.mjs").Frame} Frame
 * @typedef {import("./frame.mjs").SheetFrame} SheetFrame
 * @typedef {import("./frame.mjs").Table} Table
 *
 * @typedef {object} Piece cells of one column
 * @property {string} sheet
 * @property {number} column
 * @property {number} row
 * @property {import("./cells.mjs").Raw[]} values
 * @property {Record<number, string>} formulas
 * @property {number[]} errors
 * @property {[string, number][]} formats
 */

/** Cells that are asked for at once: far below the 5 MB that Excel on the web answers with. */
const CELLS = 8_000;

/** How often a workbook is read in which somebody moves rows meanwhile. */
const ATTEMPTS = 6;

/** Somebody keeps moving rows. */
export class KeepsChanging extends Error {}

/**
 * The workbook as the server wants it. What is read in several goes is read again where rows moved meanwhile.
 * @param {Excel.RequestContext} context
 */
export async function look(context) {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const frame = await frameOf(context);
    const reading = new Reading(context, frame);
    const book = await reading.whole();
    const still = await frameOf(context);
    if (JSON.stringify(still) === JSON.stringify(frame) && (await reading.hasSameIds())) return book;
  }
  throw new KeepsChanging();
}

class Reading {
  /**
   * @param {Excel.RequestContext} context
   * @param {Frame} frame
   */
  constructor(context, frame) {
    this.context = context;
    this.frame = frame;
    /** @type {Piece[]} */
    this.pieces = [];
    this.cells = CELLS;
    /** @type {SheetFrame[]} sheets that were read in more than one go */
    this.long = [];
  }

  async whole() {
    for (const sheet of this.frame.sheets) await this.sheet(sheet);
    const { title, names, date1904, tables } = this.frame;
    const own = await this.own();
    return {
      title,
      names,
      date1904,
      sheets: await this.facts(),
      tables: tables.map((each, at) => ({ ...each, own: own[at] })),
      pieces: this.pieces,
    };
  }

  /** @param {SheetFrame} sheet */
  async sheet(sheet) {
    let row = sheet.top;
    let goes = 0;
    while (row <= sheet.bottom && sheet.columns.length) {
      const most = Math.max(1, Math.floor(this.cells / sheet.columns.length));
      const count = Math.min(most, sheet.bottom - row + 1);
      try {
        this.pieces.push(...(await this.rows(sheet, row, count)));
      } catch (error) {
        if (/** @type {any} */ (error).code !== "ResponsePayloadSizeLimitExceeded" || count === 1) throw error;
        this.cells = Math.max(1, Math.floor(this.cells / 2));
        continue;
      }
      row += count;
      goes += 1;
    }
    if (goes > 1) this.long.push(sheet);
  }

  /**
   * All wanted columns of some rows in one go, so that no row is torn.
   * @param {SheetFrame} sheet
   * @param {number} row
   * @param {number} count
   * @returns {Promise<Piece[]>}
   */
  async rows(sheet, row, count) {
    const there = this.context.workbook.worksheets.getItem(sheet.name);
    const read = spans(sheet.columns).map(([column, width]) => {
      const range = there.getRangeByIndexes(row, column, count, width);
      range.load("values,formulas,valueTypes,numberFormat");
      return { column, width, range };
    });
    await this.context.sync();
    return read.flatMap(({ column, width, range }) =>
      Array.from({ length: width }, (_, at) => pieceOf(sheet.name, row, column + at, at, range)),
    );
  }

  /** Whether the rows of sheets that were read in several goes stand where they stood. */
  async hasSameIds() {
    const sheets = this.long.filter((each) => each.ids !== null);
    for (const sheet of sheets) {
      const before = this.pieces.filter((each) => each.sheet === sheet.name && each.column === sheet.ids);
      for (const piece of before) {
        const there = this.context.workbook.worksheets.getItem(sheet.name);
        const range = there.getRangeByIndexes(piece.row, piece.column, piece.values.length, 1);
        range.load("values");
        await this.context.sync();
        if (range.values.some((line, at) => raw(line[0]) !== piece.values[at])) return false;
      }
    }
    return true;
  }

  /** The rows of each table in which a column of the user's own holds something that was typed. */
  async own() {
    /** @type {number[][]} */
    const found = [];
    for (const table of this.frame.tables) {
      const sheet = this.frame.sheets.find((each) => each.name === table.sheet);
      const ours = new Set(sheet ? sheet.columns : []);
      const columns = Array.from({ length: table.columns }, (_, at) => table.column + at).filter((at) => !ours.has(at));
      const end = table.row + table.rows - Number(table.totals);
      const most = Math.max(1, Math.floor(this.cells / Math.max(columns.length, 1)));
      /** @type {Set<number>} */
      const rows = new Set();
      for (let row = table.row + 1; columns.length && row < end; row += most) {
        const there = this.context.workbook.worksheets.getItem(table.sheet);
        const ranges = spans(columns).map(([column, width]) => {
          const range = there.getRangeByIndexes(row, column, Math.min(most, end - row), width);
          range.load("values,formulas");
          return range;
        });
        await this.context.sync();
        for (const at of ranges.flatMap(typedRows)) rows.add(row + at);
      }
      found.push([...rows].sort((one, other) => one - other));
    }
    return found;
  }

  /** What is to be known of the sheets besides: which cells are protected, and which are merged. */
  async facts() {
    const merges = Office.context.requirements.isSetSupported("ExcelApi", "1.13");
    const asked = this.frame.sheets.map((sheet) => {
      const there = this.context.workbook.worksheets.getItem(sheet.name);
      const rows = Math.max(1, sheet.bottom - sheet.top + 1);
      const locks = (sheet.protected ? sheet.columns : []).map((column) => {
        const { protection } = there.getRangeByIndexes(sheet.top, column, rows, 1).format;
        protection.load("locked");
        return { column, protection };
      });
      const used = sheet.bottom < 0 || !merges ? null : there.getUsedRange().getMergedAreasOrNullObject();
      if (used) used.load("isNullObject,address");
      return { sheet, locks, used };
    });
    await this.context.sync();
    return asked.map(({ sheet, locks, used }) => ({
      name: sheet.name,
      protected: sheet.protected,
      unlocked: locks.filter((each) => each.protection.locked === false).map((each) => each.column),
      merged: used && !used.isNullObject ? used.address.split(",").map((each) => each.replace(/^.*!/, "")) : [],
    }));
  }
}

/**
 * @param {string} sheet
 * @param {number} row
 * @param {number} column
 * @param {number} at which column of the range it is
 * @param {Excel.Range} range
 * @returns {Piece}
 */
function pieceOf(sheet, row, column, at, range) {
  /** @type {Record<number, string>} */
  const formulas = {};
  /** @type {number[]} */
  const errors = [];
  const values = range.values.map((line) => raw(line[at]));
  values.forEach((value, place) => {
    const formula = formulaOf(range.formulas[place][at], range.values[place][at]);
    if (formula !== null) formulas[place] = formula;
    if (range.valueTypes[place][at] === "Error") errors.push(place);
  });
  return { sheet, column, row, values, formulas, errors, formats: runs(range.numberFormat.map((line) => line[at])) };
}

/**
 * The rows of a range that hold something other than formulas.
 * @param {Excel.Range} range
 */
function typedRows(range) {
  return range.values.flatMap((line, at) =>
    line.some((value, column) => raw(value) !== null && formulaOf(range.formulas[at][column], value) === null)
      ? [at]
      : [],
  );
}
