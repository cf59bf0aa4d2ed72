import { goTo, inWorkbook, manifest, selected, StillTyping } from "./excel.mjs";
import { offer } from "./new_workbook.mjs";
import { busy, done, label, noTrouble, part, status, tell, trouble } from "./parts.mjs";
import { KeepsChanging } from "./reading.mjs";
import { spoken } from "./saying.mjs";
import { Refused, Unreachable } from "./server.mjs";
import { carryOut } from "./session.mjs";
import { books, noOutcome, outcome } from "./showing.mjs";
import { ended, meet, signing } from "./signing_in.mjs";
import { signOut, token } from "./tokens.mjs";
import { say, sayTwice } from "./words.mjs";

/**
 * @typedef {import("./session.mjs").Reply} Reply
 * @typedef {import("./words.mjs").Word} Word
 *
 * @typedef {object} Task
 * @property {Word} word what its button says
 * @property {boolean} selects whether it is about what is selected
 * @property {Word} [asks] what is asked before it is done
 */

/** @type {Record<string, Task>} */
const TASKS = {
  sync: { word: "sync", selects: false },
  preview: { word: "preview", selects: false },
  problems: { word: "problems", selects: false },
  keep_mine: { word: "keep_mine", selects: true },
  take_theirs: { word: "take_theirs", selects: true },
  history: { word: "history", selects: true },
  undo: { word: "undo", selects: false, asks: "undo_really" },
};

/** What does nothing while something is being done. */
const BUTTONS = "[data-task]";

let working = false;

const typing = () => tell("finish_typing");

/**
 * Does what a button says. ``agreed`` says what somebody was asked and agreed to.
 * @param {string} name
 * @param {{ asked?: boolean, confirmed?: boolean, take_over?: boolean }} agreed
 */
async function does(name, agreed = {}) {
  const task = TASKS[name];
  if (working) return;
  noTrouble();
  if (task.asks && !agreed.asked) {
    trouble(say(task.asks), { word: task.word, act: () => does(name, { ...agreed, asked: true }) });
    return;
  }
  working = true;
  busy(working, BUTTONS);
  noOutcome();
  books([], () => {});
  try {
    const workbook = await ours();
    if (workbook === null) return;
    const selection = task.selects ? await inWorkbook(selected, typing) : {};
    const { confirmed = false, take_over = false } = agreed;
    const asked = { task: name, workbook, confirmed, take_over, ...selection };
    show(name, agreed, await carryOut(asked, token(), tell));
  } catch (error) {
    failed(name, agreed, error);
  } finally {
    working = false;
    busy(working, BUTTONS);
  }
}

/** The id of the workbook, where it is one of this server's; it is told where not. */
async function ours() {
  const facts = await inWorkbook(manifest, typing);
  if (facts === null) {
    tell("failed");
    trouble(say("not_a_book"));
    await offer();
    return null;
  }
  if (originOf(facts.server) !== location.origin) {
    tell("failed");
    trouble(say("other_server", { server: facts.server, here: location.origin }));
    return null;
  }
  return facts.workbook;
}

/** @param {string} address */
function originOf(address) {
  try {
    return new URL(address).origin;
  } catch {
    return "";
  }
}

/**
 * @param {string} name
 * @param {object} agreed
 * @param {Reply} reply
 */
function show(name, agreed, reply) {
  if (reply.trouble) {
    tell("failed");
    const asks = reply.trouble.code === "asks";
    trouble(reply.trouble[spoken()], asks ? { word: "go_on", act: () => does(name, { ...agreed, confirmed: true }) } : null);
    return;
  }
  if (!reply.outcome) return;
  done(reply.outcome.agree);
  outcome(TASKS[name].word, reply.outcome, (row) => inWorkbook((context) => goTo(context, row.sheet, row.row), typing));
}

/**
 * @param {string} name
 * @param {object} agreed
 * @param {unknown} error
 */
function failed(name, agreed, error) {
  tell("failed");
  const again = { word: /** @type {Word} */ ("try_again"), act: () => does(name, agreed) };
  if (ended(error)) return;
  if (error instanceof Refused && error.code === "workbook_at_work") {
    trouble(say("at_work"), { word: "take_over", act: () => does(name, { ...agreed, take_over: true }) });
  } else if (error instanceof Refused) {
    trouble(error.code === "unknown_session" ? say("ended") : error.message, again);
  } else if (error instanceof Unreachable) trouble(say("unreachable"), again);
  else if (error instanceof KeepsChanging) trouble(say("keeps_changing"), again);
  else if (error instanceof StillTyping) trouble(say("still_typing"), again);
  else trouble(say("program", { said: String(/** @type {any} */ (error).message || error) }), again);
}

/** @param {unknown} error what kept a token from being taken */
function notTaken(error) {
  tell("failed");
  trouble(error instanceof Unreachable ? say("unreachable") : say("token_refused"));
  part("token").focus();
}

/** @param {{ name: string }} person */
function welcome(person) {
  meet();
  status(say("signed_in", { name: person.name }));
  part("sync").focus();
}

async function begin() {
  // It stands where office.js would have put it.
  if (!("Office" in globalThis)) {
    label(navigator.language);
    trouble(sayTwice("no_office", { files: new URL("../files/", location.href).href }).join("\n"));
    return;
  }
  const { host } = await Office.onReady();
  label(Office.context.displayLanguage || navigator.language);
  if (host !== Office.HostType.Excel) {
    trouble(say("only_excel"));
    return;
  }
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-task]"))) {
    each.onclick = () => does(String(each.dataset.task));
  }
  signing({ typed: welcome, letIn: welcome, failed: notTaken });
  part("sign-out").onclick = () => {
    signOut();
    noOutcome();
    meet();
    part("token").focus();
  };
  meet();
}

begin();
