// Runs the pane's reading and writing over the mock of Excel, for tests that stand on the other side of a pipe.
import { createInterface } from "node:readline";
import { Host, program } from "./excel.mjs";

const { look } = await import(process.argv[2] + "/reading.mjs");
const { inWorkbook } = await import(process.argv[2] + "/excel.mjs");
const { apply } = await import(process.argv[2] + "/writing.mjs");

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const hear = async () => JSON.parse((await lines.next()).value);
const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");

const TASKS = { look: (context) => look(context), apply: (context, asked) => apply(context, asked.batches) };

for (;;) {
  const { value, done } = await lines.next();
  if (done) break;
  const asked = JSON.parse(value);
  const between = async (host) => {
    if (!asked.watched) return;
    say({ between: host.syncs, facts: host.facts });
    const { facts } = await hear();
    if (facts) host.facts = facts;
  };
  const host = new Host(asked.facts, { ...asked.options, between });
  Object.assign(globalThis, program(host));
  try {
    const result = await inWorkbook((context) => TASKS[asked.task](context, asked), () => {});
    say({ result, facts: host.facts, syncs: host.syncs, written: host.written });
  } catch (error) {
    say({ thrown: error.code || error.constructor.name, said: String(error.stack), facts: host.facts });
  }
}
