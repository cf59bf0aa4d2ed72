import { ask, Refused, Unreachable } from "./server.mjs";
import { books, giveBack, label, noOutcome, noTrouble, outcome, part, status, trouble } from "./showing.mjs";
import { signIn, signInByCode, signOut, token } from "./signing_in.mjs";
import { say, speak, spoken } from "./words.mjs";

/**
 * @typedef {import("./words.mjs").Word} Word
 *
 * @typedef {object} FileReply
 * @property {string} name
 * @property {string | null} content in Base64
 * @property {import("./showing.mjs").Outcome | null} outcome
 * @property {{ code: string, zh: string, en: string } | null} trouble
 */

/** Something that the browser cannot read. */
class Unreadable extends Error {}

let working = false;

/** @param {Word} word */
const tell = (word) => status(say(word));
const retrying = () => tell("retrying");

/**
 * Does something that the server is asked for, one at a time, and tells what came of it.
 * @param {string} name of the file, where there is one
 * @param {() => Promise<void>} act
 */
async function does(name, act) {
  if (working) return;
  noTrouble();
  noOutcome();
  busy(true);
  try {
    await act();
  } catch (error) {
    failed(name, error, () => does(name, act));
  } finally {
    busy(false);
  }
}

/**
 * @param {"sync" | "preview"} task
 * @param {boolean} confirmed
 */
function uploads(task, confirmed = false) {
  const field = /** @type {HTMLInputElement} */ (part("file"));
  const file = field.files && field.files[0];
  if (!file) {
    trouble(say("no_file"));
    field.focus();
    return;
  }
  does(file.name, async () => {
    tell("reading");
    const content = await read(file);
    tell("sending");
    const reason = /** @type {HTMLInputElement} */ (part("reason")).value;
    const body = { name: file.name, content, server: location.origin, task, reason, confirmed };
    /** @type {FileReply} */
    const reply = await ask("api/v1/files/sync", token(), body, retrying);
    const heading = say(task === "preview" ? "preview_of" : "outcome_of", { name: reply.name });
    show(reply, heading, () => uploads(task, true));
    // The file that was sent is old now: the next one is to be chosen.
    if (reply.content !== null) /** @type {HTMLFormElement} */ (part("upload")).reset();
  });
}

/** @param {string} book */
function makes(book) {
  does(book, async () => {
    tell("making");
    const language = /** @type {HTMLSelectElement} */ (part("language")).value;
    const body = { book, server: location.origin, language };
    /** @type {FileReply} */
    const reply = await ask("api/v1/files/new", token(), body, retrying);
    show(reply, say("made", { name: reply.name }), null);
  });
}

/**
 * @param {FileReply} reply
 * @param {string} heading
 * @param {(() => void) | null} goOn what is done once somebody says that it is meant
 */
function show(reply, heading, goOn) {
  if (reply.trouble) {
    tell("failed");
    const asks = reply.trouble.code === "asks" && goOn;
    trouble(reply.trouble[spoken()], asks ? { word: "go_on", act: asks } : null);
    return;
  }
  if (!reply.outcome) return;
  const { agree } = reply.outcome;
  giveBack(reply.name, reply.content);
  outcome(heading, reply.outcome);
  status([say("done"), agree === null ? "" : say(agree ? "agree" : "differ")].filter(Boolean).join(" "));
}

/**
 * A file in Base64.
 * @param {File} file
 * @returns {Promise<string>}
 */
function read(file) {
  return new Promise((done, gone) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",", 2)[1] || "");
    reader.onerror = () => gone(new Unreadable());
    reader.readAsDataURL(file);
  });
}

/** What became of a token, by what the server calls it. @type {Record<string, Word>} */
const ENDED = { token_expired: "token_expired", token_revoked: "token_revoked", person_left: "person_left" };

/**
 * @param {string} name
 * @param {unknown} error
 * @param {() => void} again
 */
function failed(name, error, again) {
  tell("failed");
  const way = { word: /** @type {Word} */ ("try_again"), act: again };
  if (error instanceof Refused && error.status === 401) {
    signOut();
    meet([]);
    trouble(say(ENDED[error.code] || "token_refused"));
  } else if (error instanceof Refused && error.status === 413) trouble(say("too_large", { name }));
  else if (error instanceof Refused) trouble(error.message, way);
  else if (error instanceof Unreachable) trouble(say("unreachable"), way);
  else if (error instanceof Unreadable) trouble(say("unreadable", { name }));
  else trouble(String(/** @type {any} */ (error).message || error), way);
}

/** @param {boolean} now */
function busy(now) {
  working = now;
  document.body.setAttribute("aria-busy", String(now));
  for (const each of document.querySelectorAll("#work button")) {
    // Not disabled: whoever just pressed it would lose their place.
    each.setAttribute("aria-disabled", String(now));
  }
}

/**
 * Shows what there is to do, or how to sign in.
 * @param {{ name: string, label: string }[]} offered
 */
function meet(offered) {
  const known = Boolean(token());
  part("sign-in").hidden = known;
  part("work").hidden = !known;
  books(offered, makes);
}

/** @param {import("./signing_in.mjs").Person} person */
async function welcome(person) {
  shown("");
  const views = await Promise.all(
    person.books.map((name) => ask(`api/v1/books/${encodeURIComponent(name)}`, token(), null, retrying)),
  );
  meet(views.map(({ book }) => ({ name: book.name, label: book.label[spoken()] })));
  status(say("signed_in", { name: person.name }));
}

/** @param {SubmitEvent} event */
async function signs(event) {
  event.preventDefault();
  noTrouble();
  const field = /** @type {HTMLInputElement} */ (part("token"));
  try {
    tell("asking");
    const person = await signIn(field.value, retrying);
    field.value = "";
    await welcome(person);
    part("file").focus();
  } catch (error) {
    failed("", error, () => part("token").focus());
  }
}

/** Counts the codes that were asked for: whoever asks for another, or signs in otherwise, waits for the earlier no more. */
let codes = 0;

async function signsByCode() {
  noTrouble();
  const own = ++codes;
  const waits = () => own === codes && !token();
  try {
    const person = await signInByCode((code) => shown(say("code", { code })), waits, retrying);
    if (person) await welcome(person);
  } catch (error) {
    if (own !== codes) return;
    shown("");
    tell("failed");
    trouble(error instanceof Unreachable ? say("unreachable") : say("code_over"));
  }
}

/** @param {string} text what is said of a code; nothing where there is none */
function shown(text) {
  part("code").textContent = text;
  part("code").hidden = !text;
}

async function begin() {
  speak(navigator.language);
  document.documentElement.lang = spoken() === "zh" ? "zh-CN" : "en";
  document.title = say("title");
  label();
  part("sign-in").addEventListener("submit", signs);
  part("get-code").onclick = signsByCode;
  part("upload").addEventListener("submit", (event) => {
    event.preventDefault();
    uploads("sync");
  });
  part("preview").onclick = () => uploads("preview");
  part("sign-out").onclick = () => {
    signOut();
    noOutcome();
    meet([]);
    tell("signed_out");
    part("token").focus();
  };
  meet([]);
  if (token()) await signIn(token(), retrying).then(welcome, (error) => failed("", error, begin));
}

begin();
