// Runs one function of the script, or tells what an expression comes to, as Google would: each time in a new world.
// Whatever the script asks of Google goes out as a line of JSON; the line that comes back is the answer.
"use strict";

const fs = require("node:fs");
const vm = require("node:vm");
const { services } = require("./services.cjs");

let buffered = "";

function line() {
  const chunk = Buffer.alloc(65536);
  while (!buffered.includes("\n")) {
    const read = fs.readSync(0, chunk, 0, chunk.length);
    if (!read) throw new Error("nobody answers");
    buffered += chunk.toString("latin1", 0, read);
  }
  const end = buffered.indexOf("\n");
  const text = Buffer.from(buffered.slice(0, end), "latin1").toString("utf8");
  buffered = buffered.slice(end + 1);
  return JSON.parse(text);
}

function send(message) {
  fs.writeSync(1, `${JSON.stringify(message)}\n`);
}

const { code, run, simple, edited } = line();
const context = vm.createContext({});

/** What Google throws: an error of the script's own world. */
function refuse(message) {
  const error = new (vm.runInContext("Error", context))(message);
  error.name = "Exception";
  throw error;
}

/** Asks whoever plays Google. */
function ask(what, facts = {}) {
  if (simple && ["fetch", "triggers", "trigger"].includes(what)) {
    refuse("You do not have permission to do this in a simple trigger.");
  }
  send({ ask: what, ...facts });
  const { answer, refused } = line();
  return refused === undefined ? answer : refuse(refused);
}

const world = services(ask, refuse);
Object.assign(context, world.globals);
vm.runInContext("Date", context).now = () => ask("now");
vm.runInContext(code, context, { filename: "Code.gs" });

const event = edited && { source: world.spreadsheet, range: world.spreadsheet.getSheetById(edited.sheet).getRange(edited.row, 1) };
let result;
try {
  const found = vm.runInContext(run, context);
  result = typeof found === "function" ? found(event) : found;
  world.flush();
} catch (error) {
  send({ thrown: String(error) });
  process.exit(0);
}
send({ result: result === undefined ? null : result });
