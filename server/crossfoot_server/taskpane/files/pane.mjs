import { goTo, inWorkbook, manifest, selected, StillTyping } from "./excel.mjs";
import { offer } from "./new_workbook.mjs";
import { KeepsChanging } from "./reading.mjs";
import { Refused, Unreachable } from "./server.mjs";
import { carryOut } from "./session.mjs";
import { books, label, noOutcome, noTrouble, outcome, part, status, trouble } from "./showing.mjs";
import { signIn, signInByCode, signOut, token } from "./signing_in.mjs";
import { say, speak, spoken } from "./words.mjs";

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

let working = false;

/** @param {Word} word */
const tell = (word) => status(say(word));
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
  busy(true);
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
    busy(false);
  }
}

/** The id of the workbook, where it is one of this server's; it is told where not. */
async function ours() {
  const facts = await inWorkbook(manifest, typing);
  if (facts === null) {
    status(say("failed"));
    trouble(say("not_a_book"));
    await offer();
    return null;
  }
  if (originOf(facts.server) !== location.origin) {
    status(say("failed"));
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
    status(say("failed"));
    const asks = reply.trouble.code === "asks";
    trouble(reply.trouble[spoken()], asks ? { word: "go_on", act: () => does(name, { ...agreed, confirmed: true }) } : null);
    return;
  }
  if (!reply.outcome) return;
  const { agree } = reply.outcome;
  status([say("done"), agree === null ? "" : say(agree ? "agree" : "differ")].filter(Boolean).join(" "));
  outcome(TASKS[name].word, reply.outcome, (row) => inWorkbook((context) => goTo(context, row.sheet, row.row), typing));
}

/** What became of a token, by what the server calls it. @type {Record<string, Word>} */
const ENDED = { token_expired: "token_expired", token_revoked: "token_revoked", person_left: "person_left" };

/**
 * @param {string} name
 * @param {object} agreed
 * @param {unknown} error
 */
function failed(name, agreed, error) {
  status(say("failed"));
  const again = { word: /** @type {Word} */ ("try_again"), act: () => does(name, agreed) };
  if (error instanceof Refused && error.status === 401) {
    signOut();
    meet();
    trouble(say(ENDED[error.code] || "token_refused"));
  } else if (error instanceof Refused && error.code === "workbook_at_work") {
    trouble(say("at_work"), { word: "take_over", act: () => does(name, { ...agreed, take_over: true }) });
  } else if (error instanceof Refused) {
    trouble(error.code === "unknown_session" ? say("ended") : error.message, again);
  } else if (error instanceof Unreachable) trouble(say("unreachable"), again);
  else if (error instanceof KeepsChanging) trouble(say("keeps_changing"), again);
  else if (error instanceof StillTyping) trouble(say("still_typing"), again);
  else trouble(say("program", { said: String(/** @type {any} */ (error).message || error) }), again);
}

/** @param {boolean} now */
function busy(now) {
  working = now;
  document.body.setAttribute("aria-busy", String(now));
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-task]"))) {
    // Not disabled: whoever just pressed it would lose their place.
    each.setAttribute("aria-disabled", String(now));
  }
}

/** Shows what there is to do, or how to sign in. */
function meet() {
  const known = Boolean(token());
  part("sign-in").hidden = known;
  part("work").hidden = !known;
}

/** @param {SubmitEvent} event */
async function signs(event) {
  event.preventDefault();
  noTrouble();
  const field = /** @type {HTMLInputElement} */ (part("token"));
  try {
    tell("asking");
    const person = await signIn(field.value, () => tell("retrying"));
    field.value = "";
    welcome(person);
  } catch (error) {
    status(say("failed"));
    trouble(error instanceof Unreachable ? say("unreachable") : say("token_refused"));
    field.focus();
  }
}

/** Counts the codes that were asked for: whoever asks for another, or signs in otherwise, waits for the earlier no more. */
let codes = 0;

async function signsByCode() {
  noTrouble();
  const own = ++codes;
  const waits = () => own === codes && !token();
  try {
    const person = await signInByCode((code) => shown(say("code", { code })), waits, () => tell("retrying"));
    if (person) welcome(person);
  } catch (error) {
    if (own !== codes) return;
    shown("");
    status(say("failed"));
    trouble(error instanceof Unreachable ? say("unreachable") : say("code_over"));
  }
}

/** @param {string} text what is said of a code; nothing where there is none */
function shown(text) {
  part("code").textContent = text;
  part("code").hidden = !text;
}

/** @param {{ name: string }} person */
function welcome(person) {
  shown("");
  meet();
  status(say("signed_in", { name: person.name }));
  part("sync").focus();
}

async function begin() {
  const { host } = await Office.onReady();
  speak(Office.context.displayLanguage || navigator.language);
  document.documentElement.lang = spoken() === "zh" ? "zh-CN" : "en";
  document.title = say("title");
  label();
  if (host !== Office.HostType.Excel) {
    trouble(say("only_excel"));
    return;
  }
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-task]"))) {
    each.onclick = () => does(String(each.dataset.task));
  }
  part("sign-in").addEventListener("submit", /** @type {any} */ (signs));
  part("get-code").onclick = signsByCode;
  part("sign-out").onclick = () => {
    signOut();
    noOutcome();
    meet();
    part("token").focus();
  };
  meet();
}

begin();
