/**
 * What the tick's drop-down offers. Either language is understood; a book's own is in its drop-down.
 * @type {Record<"mine" | "theirs", Record<string, string>>}
 */
const CHOICES_ = {
  mine: { zh: "保留我的", en: "Keep mine" },
  theirs: { zh: "采用对方", en: "Take theirs" },
};

/** Decides for what stands in the selected rows. */
function crossfootKeepMine() {
  choose_("mine");
}

/** Decides for what the store has, in the selected rows. */
function crossfootTakeTheirs() {
  choose_("theirs");
}

/**
 * Writes a choice into the ticks of the selected rows that are open, and asks for a sync. Rows that nobody sees are
 * left: a selection reaches over them without a word.
 * @param {"mine" | "theirs"} which
 */
function choose_(which) {
  const active = SpreadsheetApp.getActive().getActiveSheet();
  const table = tables_().find((each) => each.sheet.getSheetId() === active.getSheetId());
  const selection = SpreadsheetApp.getActive().getActiveRangeList();
  if (!table || !selection) return alert_(say_("not_on_table"));

  const ticks = cells_(table, TICK_);
  const ids = cells_(table, ID_);
  const selected = rowsOf_(selection).filter((row) => isRow_(ticks[row - 1]));
  const open = selected.filter((row) => isOpen_(ticks[row - 1]));
  const rows = open.filter((row) => !isHidden_(table.sheet, row));
  const hidden = open.length - rows.length;
  if (!open.length) return alert_(say_("none_open"));
  if (!rows.length) return alert_(say_("only_hidden", { hidden }));

  const choice = CHOICES_[which][fact_("language")] || CHOICES_[which][language_()];
  const cells = rows.map((row) => table.sheet.getRange(row, table.columns[TICK_]).getA1Notation());
  table.sheet.getRangeList(cells).setValue(choice);
  SpreadsheetApp.flush();
  const now = cells_(table, ID_);
  if (rows.some((row) => now[row - 1] !== ids[row - 1])) return alert_(say_("moved", { rows: listed_(rows) }));

  const answer = ping_("choice");
  const told = [
    say_("chosen", { choice, rows: rows.length }),
    selected.length > open.length ? say_("left", { rows: selected.length - open.length }) : "",
    hidden ? say_("left_hidden", { rows: hidden }) : "",
    answer.said,
  ];
  toast_(told.filter(Boolean).join(" "), 10);
}

/**
 * The rows of a selection, each once.
 * @param {GoogleAppsScript.Spreadsheet.RangeList} selection
 * @returns {number[]}
 */
function rowsOf_(selection) {
  /** @type {Set<number>} */
  const rows = new Set();
  for (const range of selection.getRanges()) {
    for (let row = range.getRow(); row <= range.getLastRow(); row += 1) rows.add(row);
  }
  return [...rows];
}

/**
 * Whether a tick says that something is to be decided, or was: one may change one's mind until the sync.
 * @param {string} tick
 * @returns {boolean}
 */
function isOpen_(tick) {
  const choices = Object.values(CHOICES_).flatMap((each) => Object.values(each));
  return PROBLEMS_.includes(tick) || choices.includes(tick);
}

/**
 * Whether what stands in the tick column is of a row of the table.
 * @param {string | undefined} tick
 * @returns {boolean}
 */
function isRow_(tick) {
  return tick !== undefined && (TICKS_.includes(tick) || isOpen_(tick));
}
