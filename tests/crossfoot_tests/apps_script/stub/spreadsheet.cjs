// A spreadsheet as a script sees it: as it was when the script last looked. What others write meanwhile shows after a
// flush, and what the script writes goes out with it.
"use strict";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

class Range {
  constructor(sheet, row, column, rows = 1, columns = 1) {
    const { rowCount, columnCount } = sheet.facts;
    if (row < 1 || column < 1 || rows < 1 || columns < 1 || row + rows - 1 > rowCount || column + columns - 1 > columnCount) {
      sheet.world.refuse("The coordinates of the range are outside the dimensions of the sheet.");
    }
    Object.assign(this, { sheet, row, column, rows, columns });
  }

  getSheet() {
    return this.sheet;
  }
  getRow() {
    return this.row;
  }
  getLastRow() {
    return this.row + this.rows - 1;
  }
  getColumn() {
    return this.column;
  }
  getA1Notation() {
    if (this.rows * this.columns !== 1) throw new Error("the stub names single cells only");
    return `${LETTERS[this.column - 1]}${this.row}`;
  }
  getValues() {
    return Array.from({ length: this.rows }, (_, down) =>
      Array.from({ length: this.columns }, (_, right) => this.sheet.cell(this.row + down, this.column + right)),
    );
  }
  getValue() {
    return this.getValues()[0][0];
  }
  setValue(value) {
    this.sheet.put(this.row, this.column, value);
    return this;
  }
  activate() {
    this.sheet.world.ask("activate", { sheet: this.sheet.facts.id, row: this.row, column: this.column });
    return this;
  }
}

class Location {
  constructor(sheet, mark) {
    Object.assign(this, { sheet, mark });
  }
  // Each of these is null where the mark is on something else.
  getSheet() {
    return this.mark.on === "sheet" ? this.sheet : null;
  }
  getRow() {
    return this.mark.on === "row" ? new Range(this.sheet, this.mark.place, 1, 1, this.sheet.facts.columnCount) : null;
  }
  getColumn() {
    return this.mark.on === "column" ? new Range(this.sheet, 1, this.mark.place, this.sheet.facts.rowCount, 1) : null;
  }
}

class Finder {
  constructor(sheets, wanted = {}) {
    Object.assign(this, { sheets, wanted });
  }
  withKey(key) {
    return new Finder(this.sheets, { ...this.wanted, key });
  }
  withValue(value) {
    return new Finder(this.sheets, { ...this.wanted, value });
  }
  // Google promises no order.
  find() {
    return this.found().reverse();
  }
  found() {
    return this.sheets.flatMap((sheet) =>
      sheet.facts.marks
        .filter((mark) => Object.entries(this.wanted).every(([what, value]) => mark[what] === value))
        .map((mark) => ({ getValue: () => mark.value, getLocation: () => new Location(sheet, mark) })),
    );
  }
}

class Sheet {
  constructor(world, id) {
    Object.assign(this, { world, id });
  }
  get facts() {
    return this.world.facts(this.id);
  }
  cell(row, column) {
    const value = (this.facts.cells[row - 1] || [])[column - 1];
    return value === undefined || value === null ? "" : value;
  }
  put(row, column, value) {
    while (this.facts.cells.length < row) this.facts.cells.push([]);
    this.facts.cells[row - 1][column - 1] = value;
    this.world.written.push({ sheet: this.id, row, column, value });
  }

  getSheetId() {
    return this.id;
  }
  getName() {
    return this.facts.title;
  }
  getIndex() {
    return this.world.seen.findIndex((each) => each.id === this.id) + 1;
  }
  isSheetHidden() {
    return this.facts.hidden;
  }
  isRowHiddenByFilter(row) {
    return this.facts.filtered.includes(row);
  }
  isRowHiddenByUser(row) {
    return this.facts.hiddenRows.includes(row);
  }
  getLastRow() {
    return this.facts.cells.reduce((last, row, at) => (row.some((cell) => cell !== null && cell !== "") ? at + 1 : last), 0);
  }
  getRange(row, column, rows, columns) {
    return new Range(this, row, column, rows, columns);
  }
  getRangeList(names) {
    const cells = names.map((name) => this.getRange(Number(name.slice(1)), LETTERS.indexOf(name[0]) + 1));
    return { setValue: (value) => cells.forEach((cell) => cell.setValue(value)) };
  }
  createDeveloperMetadataFinder() {
    return new Finder([this]);
  }
}

class Spreadsheet {
  constructor(ask, refuse) {
    Object.assign(this, { ask, refuse, written: [] });
    this.flush();
  }
  flush() {
    this.seen = this.ask("flush", { written: this.written });
    this.written = [];
  }
  facts(id) {
    return this.seen.find((each) => each.id === id) || this.refuse("The sheet is gone.");
  }
  sheets() {
    return this.seen.map((each) => new Sheet(this, each.id));
  }

  getId() {
    return this.ask("id");
  }
  getSheetById(id) {
    return new Sheet(this, id);
  }
  getActiveSheet() {
    return new Sheet(this, this.ask("selection").sheet);
  }
  getCurrentCell() {
    const { sheet, ranges } = this.ask("selection");
    return ranges.length ? new Range(new Sheet(this, sheet), ranges[0][0], 1) : null;
  }
  getActiveRangeList() {
    const { sheet, ranges } = this.ask("selection");
    const on = new Sheet(this, sheet);
    const list = ranges.map(([first, last]) => new Range(on, first, 1, last - first + 1, 1));
    return list.length ? { getRanges: () => list } : null;
  }
  createDeveloperMetadataFinder() {
    return new Finder(this.sheets());
  }
  toast(text, title, seconds) {
    this.ask("say", { how: "toast", text, title, seconds });
  }
}

module.exports = { Spreadsheet };
