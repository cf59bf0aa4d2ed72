// Excel as an add-in sees it, as far as the pane asks: what is set waits for a sync, what was not loaded cannot be
// read, a batch that fails half-way leaves what came before, and a user may do anything between two syncs.

export class OfficeError extends Error {
  constructor(code, message = code) {
    super(message);
    this.code = code;
  }
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const NUMBER = /^[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][+-]?\d+)?%?$/;
const ERRORS = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"];

/** A workbook in a program: its facts, what its formulas come to, and who works in it. */
export class Host {
  constructor(facts, { between = async () => {}, calculates = {}, limit = 5_000_000, typing = 0, typingAt = [], refuses = null, filtered = false } = {}) {
    this.facts = facts;
    this.between = between;
    this.calculates = calculates;
    this.limit = limit;
    this.typing = typing; // syncs that fail because somebody types into a cell
    this.typingAt = new Set(typingAt); // the syncs that fail so, each once
    this.filtered = filtered; // a filter is applied: no row can be deleted
    this.refuses = refuses; // a code that the next write fails with
    this.selection = { sheet: facts.sheets[0].name, areas: [{ row: 0, column: 0, rows: 1, columns: 1 }] };
    this.syncs = 0;
    this.written = 0;
  }

  sheet(name) {
    const found = this.facts.sheets.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (!found) throw new OfficeError("ItemNotFound", `there is no sheet ${name}`);
    return found;
  }

  table(name) {
    const found = this.facts.tables.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (!found) throw new OfficeError("ItemNotFound", `there is no table ${name}`);
    return found;
  }

  cell(sheet, row, column) {
    return { value: null, formula: "", error: false, format: "General", ...sheet.cells[`${row},${column}`] };
  }

  put(sheet, row, column, cell) {
    sheet.cells[`${row},${column}`] = cell;
  }

  /** What a cell becomes that something is entered into. */
  enter(sheet, row, column, value) {
    if (value === null) return;
    if (sheet.protected && !(sheet.unlocked || []).includes(column)) throw new OfficeError("AccessDenied");
    const cell = { ...this.cell(sheet, row, column), formula: "", error: false };
    this.written += 1;
    if (value === "") cell.value = null;
    else if (typeof value === "string" && value.startsWith("'")) cell.value = value.slice(1) || null;
    else if (cell.format === "@") cell.value = String(value);
    else if (typeof value !== "string") cell.value = value;
    else this.parse(cell, value);
    this.put(sheet, row, column, cell);
  }

  parse(cell, text) {
    const date = DATE.exec(text);
    if (/^[=@]/.test(text) && text.length > 1) {
      cell.formula = text.startsWith("@") ? `=${text}` : text;
      const known = this.calculates[cell.formula];
      cell.value = known && known.length ? (known.length > 1 ? known.shift() : known[0]) : 0;
      if (cell.value === "") cell.value = null;
    } else if (date) {
      cell.value = Math.round(Date.UTC(+date[1], +date[2] - 1, +date[3]) / 86_400_000) + 25_569;
      cell.format = "yyyy-mm-dd";
    } else if (text.trim() && NUMBER.test(text.trim())) cell.value = Number(text.replace(/[,%]/g, ""));
    else if (/^(true|false)$/i.test(text)) cell.value = /^true$/i.test(text);
    else if (ERRORS.includes(text)) Object.assign(cell, { value: text, error: true });
    else cell.value = text;
  }

  /** Cells below a row of a table, in its columns, move by one. */
  shift(table, from, by) {
    const sheet = this.sheet(table.sheet);
    const moved = {};
    for (const [key, cell] of Object.entries(sheet.cells)) {
      const [row, column] = key.split(",").map(Number);
      const inside = column >= table.column && column < table.column + table.columns && row >= from;
      if (inside && by < 0 && row < from - by) continue;
      moved[inside ? `${row + by},${column}` : key] = cell;
    }
    sheet.cells = moved;
  }

  addRow(table, values) {
    const sheet = this.sheet(table.sheet);
    const row = table.row + table.rows - Number(table.totals || false);
    this.shift(table, row, 1);
    table.rows += 1;
    for (let at = 0; at < table.columns; at += 1) {
      const column = table.column + at;
      const above = row - 1 > table.row ? this.cell(sheet, row - 1, column) : { format: "General", formula: "" };
      this.put(sheet, row, column, { value: null, formula: "", error: false, format: above.format });
      const value = values[at];
      this.enter(sheet, row, column, value === null && above.formula ? above.formula : value);
    }
    return row;
  }

  deleteRow(table, index) {
    const sheet = this.sheet(table.sheet);
    const row = table.row + 1 + index;
    if (this.filtered) throw new OfficeError("InsertDeleteConflict");
    if (index < 0 || row >= table.row + table.rows - Number(table.totals || false)) throw new OfficeError("ItemNotFound");
    if (sheet.protected) throw new OfficeError("AccessDenied");
    if (table.rows - Number(table.totals || false) === 2) {
      for (let at = 0; at < table.columns; at += 1) this.enter(sheet, row, table.column + at, "");
      return;
    }
    this.shift(table, row, -1);
    table.rows -= 1;
  }

  used(sheet) {
    const held = Object.entries(sheet.cells).filter(([, cell]) => (cell.value ?? null) !== null || cell.formula);
    if (!held.length) return null;
    const rows = held.map(([key]) => Number(key.split(",")[0]));
    const columns = held.map(([key]) => Number(key.split(",")[1]));
    const [row, column] = [rows.reduce((a, b) => Math.min(a, b)), columns.reduce((a, b) => Math.min(a, b))];
    const bottom = rows.reduce((a, b) => Math.max(a, b));
    const right = columns.reduce((a, b) => Math.max(a, b));
    return { sheet: sheet.name, row, column, rows: bottom - row + 1, columns: right - column + 1 };
  }
}

/** What the pane calls Excel and Office. */
export function program(host, displayLanguage = "en-US") {
  const contexts = [];
  return {
    Excel: {
      async run(work) {
        const context = new Context(host);
        contexts.push(context);
        const result = await work(context);
        await context.sync();
        return result;
      },
      async createWorkbook(content) {
        host.created = content;
      },
    },
    Office: {
      context: {
        displayLanguage,
        partitionKey: "partition-of-a-test.",
        requirements: { isSetSupported: () => true },
      },
      onReady: async (then) => {
        const info = { host: "Excel", platform: "OfficeOnline" };
        if (then) then(info);
        return info;
      },
      HostType: { Excel: "Excel" },
    },
  };
}

class Context {
  constructor(host) {
    this.host = host;
    this.queue = [];
    this.batch = 0;
    this.answered = 0;
    this.workbook = new Workbook(this);
    this.application = { suspendApiCalculationUntilNextSync: () => this.queue.push({ act() {} }) };
  }

  async sync() {
    const { host, queue } = this;
    if (!queue.length) return;
    this.queue = [];
    host.syncs += 1;
    await host.between(host);
    if (host.typing > 0 || host.typingAt.delete(host.syncs)) {
      host.typing = Math.max(0, host.typing - 1);
      throw new OfficeError("InvalidOperationInCellEditMode", "Excel is in cell-editing mode.");
    }
    const size = queue.reduce((sum, each) => sum + (each.size || 0), 0);
    if (size > host.limit) throw new OfficeError("RequestPayloadSizeLimitExceeded");
    this.batch += 1;
    this.answered = 0;
    for (const each of queue) {
      if (each.writes && host.refuses) {
        const code = host.refuses;
        host.refuses = null;
        throw new OfficeError(code);
      }
      each.act();
      if (this.answered > host.limit) throw new OfficeError("ResponsePayloadSizeLimitExceeded");
    }
  }

  will(act, facts = {}) {
    this.queue.push({ act, ...facts });
  }
}

class Thing {
  #loaded = {};

  constructor(context) {
    this.context = context;
  }

  load(names) {
    for (const name of String(names).split(",").map((each) => each.trim())) this.context.will(() => this.give(name));
    return this;
  }

  give(name) {
    const value = this.facts()[name];
    if (value === undefined) throw new OfficeError("InvalidArgument", `${this.constructor.name} has no ${name}`);
    this.context.answered += JSON.stringify(value).length;
    this.#loaded[name] = value;
  }

  told(name) {
    if (!(name in this.#loaded)) throw new OfficeError("PropertyNotLoaded", `${name} was not loaded`);
    return this.#loaded[name];
  }
}

for (const name of ["name", "formula", "value", "isNullObject", "address", "values", "formulas", "valueTypes", "numberFormat"]) {
  Object.defineProperty(Thing.prototype, name, {
    get() {
      return this.told(name);
    },
    set(value) {
      this.set(name, value);
    },
  });
}
for (const name of ["rowIndex", "columnIndex", "rowCount", "columnCount", "rowHidden", "showTotals", "protected", "locked"]) {
  Object.defineProperty(Thing.prototype, name, {
    get() {
      return this.told(name);
    },
  });
}

/** A collection whose items, and what is wanted of each, are loaded by paths such as items/worksheet/name. */
class Collection {
  #items = null;

  constructor(context, make) {
    this.context = context;
    this.make = make;
  }

  load(names) {
    this.context.will(() => {
      this.#items = this.make();
      for (const path of String(names).split(",").map((each) => each.trim().split("/"))) {
        for (const item of this.#items) {
          const at = path.slice(1, -1).reduce((thing, part) => thing[part], item);
          at.give(path[path.length - 1]);
        }
      }
    });
    return this;
  }

  get items() {
    if (!this.#items) throw new OfficeError("PropertyNotLoaded", "items was not loaded");
    return this.#items;
  }
}

class Workbook extends Thing {
  constructor(context) {
    super(context);
    const { host } = context;
    this.names = new Collection(context, () => Object.keys(host.facts.names).map((each) => new Name(context, each)));
    this.names.getItemOrNullObject = (name) => new Name(context, name);
    this.worksheets = new Collection(context, () => host.facts.sheets.map((each) => new Worksheet(context, each.name)));
    this.worksheets.getItem = (name) => new Worksheet(context, name);
    this.tables = new Collection(context, () => host.facts.tables.map((each) => new Table(context, each.name)));
    this.tables.getItem = (name) => new Table(context, name);
    this.functions = { date: (year, month, day) => new Today(context, year, month, day) };
  }

  facts() {
    return { name: this.context.host.facts.title };
  }

  getSelectedRanges() {
    const { host } = this.context;
    const make = () =>
      host.selection.areas.map((each) => new Range(this.context, () => ({ sheet: host.selection.sheet, ...each })));
    return {
      areas: new Collection(this.context, make),
      worksheet: new Worksheet(this.context, () => host.selection.sheet),
    };
  }
}

class Today extends Thing {
  constructor(context, year, month, day) {
    super(context);
    this.day = Date.UTC(year, month - 1, day) / 86_400_000 + 25_569;
  }

  facts() {
    return { value: this.day - (this.context.host.facts.date1904 ? 1462 : 0) };
  }
}

class Name extends Thing {
  constructor(context, own) {
    super(context);
    this.own = own;
  }

  facts() {
    const formula = this.context.host.facts.names[this.own];
    return { name: this.own, isNullObject: formula === undefined, formula: formula ?? "" };
  }
}

class Worksheet extends Thing {
  constructor(context, own) {
    super(context);
    this.own = own;
    this.protection = new Protection(context, () => Boolean(this.sheet().protected), "protected");
  }

  sheet() {
    return this.context.host.sheet(typeof this.own === "function" ? this.own() : this.own);
  }

  facts() {
    return { name: this.sheet().name };
  }

  getRangeByIndexes(row, column, rows, columns) {
    if (!(row >= 0 && column >= 0 && rows > 0 && columns > 0)) throw new OfficeError("InvalidArgument");
    return new Range(this.context, () => ({ sheet: this.sheet().name, row, column, rows, columns }));
  }

  getUsedRange() {
    return new Range(this.context, () => this.context.host.used(this.sheet()) || this.origin());
  }

  getUsedRangeOrNullObject() {
    return new Range(this.context, () => this.context.host.used(this.sheet()), true);
  }

  origin() {
    return { sheet: this.sheet().name, row: 0, column: 0, rows: 1, columns: 1 };
  }

  activate() {
    this.context.will(() => {
      this.context.host.selection = { ...this.context.host.selection, sheet: this.sheet().name };
    });
  }
}

class Protection extends Thing {
  constructor(context, ask, what) {
    super(context);
    this.ask = ask;
    this.what = what;
  }

  facts() {
    return { [this.what]: this.ask() };
  }
}

class Range extends Thing {
  #area = null;
  #batch = -1;

  constructor(context, find, mayBeNull = false) {
    super(context);
    this.find = find;
    this.mayBeNull = mayBeNull;
    this.format = { protection: new Protection(context, () => this.locked(), "locked") };
    context.will(() => this.area());
  }

  /** Where it is. In one batch it stays what it was when it was first asked for. */
  area() {
    if (this.#batch !== this.context.batch) {
      this.#area = this.find();
      this.#batch = this.context.batch;
    }
    if (!this.#area && !this.mayBeNull) throw new OfficeError("ItemNotFound");
    return this.#area;
  }

  locked() {
    const { sheet, column, columns } = this.area();
    const open = this.context.host.sheet(sheet).unlocked || [];
    const locked = Array.from({ length: columns }, (_, at) => !open.includes(column + at));
    return locked.every((each) => each === locked[0]) ? locked[0] : null;
  }

  hidden() {
    const { sheet, row, rows } = this.area();
    const hidden = this.context.host.sheet(sheet).hidden || [];
    const each = Array.from({ length: rows }, (_, at) => hidden.includes(row + at));
    return each.every((one) => one === each[0]) ? each[0] : null;
  }

  cells() {
    const { host } = this.context;
    const { sheet, row, column, rows, columns } = this.area();
    const there = host.sheet(sheet);
    return Array.from({ length: rows }, (_, down) =>
      Array.from({ length: columns }, (_, over) => host.cell(there, row + down, column + over)),
    );
  }

  give(name) {
    if (!this.area() && name !== "isNullObject") return;
    super.give(name);
  }

  facts() {
    const area = this.area();
    if (!area) return { isNullObject: true };
    const facts = { isNullObject: false, rowIndex: area.row, columnIndex: area.column };
    Object.assign(facts, { rowCount: area.rows, columnCount: area.columns, address: `${area.sheet}!` });
    const of = (make) => this.cells().map((line) => line.map(make));
    const lazily = {
      values: () => of((cell) => cell.value ?? ""),
      formulas: () => of((cell) => cell.formula || (cell.value ?? "")),
      valueTypes: () => of(typeOf),
      numberFormat: () => of((cell) => cell.format),
      rowHidden: () => this.hidden(),
    };
    for (const [name, get] of Object.entries(lazily)) Object.defineProperty(facts, name, { get });
    return facts;
  }

  set(name, value) {
    const size = JSON.stringify(value).length;
    this.context.will(
      () => {
        const { host } = this.context;
        const { sheet, row, column, rows, columns } = this.area();
        const fits = value.length === rows && value.every((line) => line.length === columns);
        if (!fits) throw new OfficeError("InvalidArgument", "the array has another size than the range");
        const there = host.sheet(sheet);
        value.forEach((line, down) =>
          line.forEach((each, over) => {
            if (name === "values") host.enter(there, row + down, column + over, each);
            else host.put(there, row + down, column + over, { ...host.cell(there, row + down, column + over), format: each });
          }),
        );
      },
      { size, writes: true },
    );
  }

  within(change) {
    return new Range(this.context, () => ({ ...this.area(), ...change(this.area()) }));
  }

  getCell(row, column) {
    return this.within((area) => ({ row: area.row + row, column: area.column + column, rows: 1, columns: 1 }));
  }

  getOffsetRange(rows, columns) {
    return this.within((area) => ({ row: area.row + rows, column: area.column + columns }));
  }

  getEntireColumn() {
    return this.within(() => ({ row: 0, rows: 1_048_576 }));
  }

  getIntersection(other) {
    return this.within((area) => {
      const with_ = other.area();
      const row = Math.max(area.row, with_.row);
      const column = Math.max(area.column, with_.column);
      const rows = Math.min(area.row + area.rows, with_.row + with_.rows) - row;
      const columns = Math.min(area.column + area.columns, with_.column + with_.columns) - column;
      if (rows < 1 || columns < 1) throw new OfficeError("ItemNotFound");
      return { row, column, rows, columns };
    });
  }

  getMergedAreasOrNullObject() {
    return new Merged(this.context, () => this.context.host.sheet(this.area().sheet));
  }

  select() {
    this.context.will(() => {
      const { sheet, ...area } = this.area();
      this.context.host.selection = { sheet, areas: [area] };
    });
  }
}

class Merged extends Thing {
  constructor(context, find) {
    super(context);
    this.find = find;
  }

  facts() {
    const sheet = this.find();
    const merged = sheet.merged || [];
    return { isNullObject: !merged.length, address: merged.map((each) => `${sheet.name}!${each}`).join(",") };
  }
}

function typeOf(cell) {
  if (cell.error) return "Error";
  if ((cell.value ?? null) === null) return "Empty";
  return { string: "String", number: "Double", boolean: "Boolean" }[typeof cell.value];
}

class Table extends Thing {
  constructor(context, own) {
    super(context);
    this.own = own;
    this.worksheet = new Worksheet(context, () => this.table().sheet);
    this.rows = {
      add: (index, values) => this.add(index, values),
      getItemAt: (index) => new TableRow(this, () => index),
      getCount: () => {
        const result = { value: undefined };
        context.will(() => (result.value = this.count()));
        return result;
      },
    };
  }

  table() {
    return this.context.host.table(this.own);
  }

  facts() {
    return { name: this.table().name, showTotals: Boolean(this.table().totals) };
  }

  count() {
    return this.table().rows - 1 - Number(this.table().totals || false);
  }

  getRange() {
    return new Range(this.context, () => this.table());
  }

  add(index, values) {
    if (index !== undefined && index !== null) throw new OfficeError("NotImplemented");
    let top = null;
    this.context.will(
      () => {
        if (this.context.host.sheet(this.table().sheet).protected) throw new OfficeError("AccessDenied");
        if (values.some((line) => line.length !== this.table().columns)) throw new OfficeError("InvalidArgument");
        top = this.count();
        for (const line of values) this.context.host.addRow(this.table(), line);
      },
      { size: JSON.stringify(values).length, writes: true },
    );
    return new TableRow(this, () => top);
  }
}

class TableRow {
  constructor(table, index) {
    this.table = table;
    this.index = index;
  }

  getRange() {
    const { context } = this.table;
    return new Range(context, () => {
      const table = this.table.table();
      const index = this.index();
      if (index < 0 || index >= this.table.count()) throw new OfficeError("ItemNotFound");
      return { sheet: table.sheet, row: table.row + 1 + index, column: table.column, rows: 1, columns: table.columns };
    });
  }

  delete() {
    const { context } = this.table;
    context.will(() => context.host.deleteRow(this.table.table(), this.index()), { writes: true });
  }
}
