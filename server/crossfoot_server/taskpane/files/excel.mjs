/** How often, and after how many milliseconds, Excel is asked again while somebody types into a cell. */
const TYPING = { times: 60, pause: 500 };

/** Somebody does not stop typing into a cell. */
export class StillTyping extends Error {}

/**
 * Works in the workbook.
 * @template T
 * @param {(context: Excel.RequestContext) => Promise<T>} work
 * @param {() => void} onTyping is told whenever a cell keeps us waiting
 * @returns {Promise<T>}
 */
export function inWorkbook(work, onTyping) {
  return patiently(() => Excel.run(work), onTyping);
}

/**
 * Does something again while a cell is being typed in: Excel does nothing then, and says so.
 * @template T
 * @param {() => Promise<T>} work
 * @param {() => void} [onTyping] is told whenever a cell keeps us waiting
 * @returns {Promise<T>}
 */
export async function patiently(work, onTyping = () => {}) {
  for (let time = 0; time < TYPING.times; time += 1) {
    try {
      return await work();
    } catch (error) {
      if (/** @type {any} */ (error).code !== "InvalidOperationInCellEditMode") throw error;
      onTyping();
      await new Promise((wake) => setTimeout(wake, TYPING.pause));
    }
  }
  throw new StillTyping();
}

/**
 * The selected rows that are to be seen, and the column of the first cell among them: a selection reaches over rows that
 * a filter hides without a word. Rows and columns count from 0.
 * @param {Excel.RequestContext} context
 */
export async function selected(context) {
  const ranges = context.workbook.getSelectedRanges();
  ranges.areas.load("items/rowIndex,items/rowCount,items/columnIndex");
  ranges.worksheet.load("name");
  await context.sync();
  const { areas, worksheet } = ranges;
  const sheet = context.workbook.worksheets.getItem(worksheet.name);
  const used = sheet.getUsedRangeOrNullObject(true);
  used.load("isNullObject,rowIndex,rowCount");
  await context.sync();
  const end = used.isNullObject ? 0 : used.rowIndex + used.rowCount - 1;
  const spans = areas.items.map(({ rowIndex, rowCount }) => ({
    first: rowIndex,
    last: Math.min(rowIndex + rowCount - 1, end),
  }));
  const rows = (await visible(context, sheet, spans)).map((span) => ({ sheet: worksheet.name, ...span }));
  return { rows, column: areas.items[0].columnIndex };
}

/**
 * Those of the spans of rows that are not hidden; Excel tells of many rows at once whether all, none or some are.
 * @param {Excel.RequestContext} context
 * @param {Excel.Worksheet} sheet
 * @param {{ first: number, last: number }[]} spans
 */
async function visible(context, sheet, spans) {
  /** @type {{ first: number, last: number }[]} */
  const found = [];
  let left = spans.filter(({ first, last }) => first <= last);
  while (left.length) {
    const ranges = left.map(({ first, last }) => {
      const range = sheet.getRangeByIndexes(first, 0, last - first + 1, 1);
      range.load("rowHidden");
      return range;
    });
    await context.sync();
    found.push(...left.filter((_, at) => ranges[at].rowHidden === false));
    left = left.flatMap(({ first, last }, at) => {
      if (typeof ranges[at].rowHidden === "boolean") return [];
      const middle = Math.floor((first + last) / 2);
      return [
        { first, last: middle },
        { first: middle + 1, last },
      ];
    });
  }
  return found.sort((one, other) => one.first - other.first);
}

/**
 * Shows a row.
 * @param {Excel.RequestContext} context
 * @param {string} sheet
 * @param {number} row
 */
export async function goTo(context, sheet, row) {
  const there = context.workbook.worksheets.getItem(sheet);
  there.activate();
  there.getRangeByIndexes(row, 0, 1, 1).select();
  await context.sync();
}

/**
 * Opens a new workbook in a window of its own.
 * @param {string} content an .xlsx file in Base64
 */
export async function openWorkbook(content) {
  await Excel.createWorkbook(content);
}

/**
 * What the workbook says of itself; null where it is none of ours.
 * @param {Excel.RequestContext} context
 * @returns {Promise<Record<string, string> | null>}
 */
export async function manifest(context) {
  const { worksheets } = context.workbook;
  worksheets.load("items/name");
  await context.sync();
  if (!worksheets.items.some((each) => each.name === "_crossfoot")) return null;
  const used = worksheets.getItem("_crossfoot").getUsedRange();
  used.load("values");
  await context.sync();
  const facts = Object.fromEntries(used.values.map((line) => [String(line[0]), String(line[1] ?? "")]));
  return facts.workbook ? facts : null;
}
