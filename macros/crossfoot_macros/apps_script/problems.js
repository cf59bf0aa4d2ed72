/** @typedef {{ table: Table, row: number, tick: string }} Problem */

/** Goes to the next row with ⚠ or ✗ below the current cell, over all tables and around, and says its message. */
function crossfootShowProblems() {
  const all = problems_();
  const shown = all.filter((each) => !each.table.sheet.isSheetHidden());
  const elsewhere = all.filter((each) => each.table.sheet.isSheetHidden());
  const next = next_(shown);
  if (next) {
    next.table.sheet.getRange(next.row, next.table.columns[TICK_]).activate();
    toast_(told_(next, shown), 20);
  } else if (elsewhere.length) {
    const sheets = new Set(elsewhere.map((each) => each.table.sheet.getName()));
    toast_(say_("hidden_sheets", { rows: elsewhere.length, sheets: listed_([...sheets]) }), 20);
  } else {
    toast_(say_("no_problems"), 5);
  }
}

/**
 * The rows with ⚠ or ✗, in the order of the sheets.
 * @returns {Problem[]}
 */
function problems_() {
  return tables_().flatMap((table) =>
    cells_(table, TICK_)
      .map((tick, at) => ({ table, row: at + 1, tick }))
      .filter((each) => PROBLEMS_.includes(each.tick)),
  );
}

/**
 * The one after the current cell; the first where none comes after it.
 * @param {Problem[]} problems
 * @returns {Problem | undefined}
 */
function next_(problems) {
  const spreadsheet = SpreadsheetApp.getActive();
  const here = spreadsheet.getActiveSheet().getIndex();
  const cell = spreadsheet.getCurrentCell();
  const row = cell ? cell.getRow() : 0;
  const after = problems.find((each) => {
    const sheet = each.table.sheet.getIndex();
    return sheet > here || (sheet === here && each.row > row);
  });
  return after || problems[0];
}

/**
 * What is said of a row: which of all it is, and its message.
 * @param {Problem} problem
 * @param {Problem[]} all
 * @returns {string}
 */
function told_(problem, all) {
  const { table, row, tick } = problem;
  const message = cells_(table, MESSAGE_)[row - 1] || say_("no_message");
  const said = say_("problem", { at: all.indexOf(problem) + 1, all: all.length, row, tick, message });
  return isHidden_(table.sheet, row) ? say_("hidden_row", { said }) : said;
}

/**
 * Whether nobody sees a row.
 * @param {Sheet} sheet
 * @param {number} row
 * @returns {boolean}
 */
function isHidden_(sheet, row) {
  return sheet.isRowHiddenByFilter(row) || sheet.isRowHiddenByUser(row);
}
