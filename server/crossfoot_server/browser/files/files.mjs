import { called, offerBooks } from "./offering.mjs";
import { busy, done, label, noTrouble, part, retrying, status, tell, trouble } from "./parts.mjs";
import { spoken } from "./saying.mjs";
import { ask, Refused, Unreachable } from "./server.mjs";
import { giveBack, legend, noOutcome, outcome } from "./showing.mjs";
import { ended, meet, signing } from "./signing_in.mjs";
import { signIn, signOut, token } from "./tokens.mjs";
import { say } from "./words.mjs";

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

/** What does nothing while something is being done. */
const BUTTONS = "#work button";

let working = false;

/**
 * Does something that the server is asked for, one at a time, and tells what came of it.
 * @param {string} name of the file, where there is one
 * @param {() => Promise<void>} act
 */
async function does(name, act) {
  if (working) return;
  noTrouble();
  noOutcome();
  working = true;
  busy(working, BUTTONS);
  try {
    await act();
  } catch (error) {
    failed(name, error, () => does(name, act));
  } finally {
    working = false;
    busy(working, BUTTONS);
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
    show(reply, heading, "go_on_in_it", () => uploads(task, true));
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
    show(reply, say("made", { name: reply.name }), "work_in_it", null);
  });
}

/**
 * @param {FileReply} reply
 * @param {string} heading
 * @param {Word} about what is said of the file that comes back
 * @param {(() => void) | null} goOn what is done once somebody says that it is meant
 */
function show(reply, heading, about, goOn) {
  if (reply.trouble) {
    tell("failed");
    const asks = reply.trouble.code === "asks" && goOn;
    trouble(reply.trouble[spoken()], asks ? { word: "go_on", act: asks } : null);
    return;
  }
  if (!reply.outcome) return;
  giveBack(reply.name, reply.content, say(about));
  outcome(heading, reply.outcome);
  done(reply.outcome.agree);
}

/**
 * A file in Base64.
 * @param {File} file
 * @returns {Promise<string>}
 */
function read(file) {
  return new Promise((whole, gone) => {
    const reader = new FileReader();
    reader.onload = () => whole(String(reader.result).split(",", 2)[1] || "");
    reader.onerror = () => gone(new Unreadable());
    reader.readAsDataURL(file);
  });
}

/**
 * @param {string} name
 * @param {unknown} error
 * @param {() => void} again
 */
function failed(name, error, again) {
  tell("failed");
  const way = { word: /** @type {Word} */ ("try_again"), act: again };
  if (ended(error)) offer([]);
  else if (error instanceof Refused && error.status === 413) trouble(say("too_large", { name }));
  else if (error instanceof Refused) trouble(error.message, way);
  else if (error instanceof Unreachable) trouble(say("unreachable"), way);
  else if (error instanceof Unreadable) trouble(say("unreadable", { name }));
  else trouble(String(/** @type {any} */ (error).message || error), way);
}

/** @param {import("./offering.mjs").Book[]} books */
function offer(books) {
  offerBooks(books.map(({ name, label }) => ({ name, label: say("new_of", { label }) })), makes);
}

/** @param {import("./tokens.mjs").Person} person */
async function welcome(person) {
  const books = await called(person.books);
  meet();
  offer(books);
  status(say("signed_in", { name: person.name }));
}

/** @param {import("./tokens.mjs").Person} person */
async function begins(person) {
  await welcome(person);
  part("file").focus();
}

/** Lets somebody go on who is signed in already. */
async function resume() {
  meet();
  if (token()) await signIn(token(), retrying).then(welcome, (error) => failed("", error, resume));
}

label(navigator.language);
legend();
signing({ typed: begins, letIn: welcome, failed: (error) => failed("", error, () => part("token").focus()) });
part("upload").addEventListener("submit", (event) => {
  event.preventDefault();
  uploads("sync");
});
part("preview").onclick = () => uploads("preview");
part("sign-out").onclick = () => {
  signOut();
  noOutcome();
  meet();
  offer([]);
  tell("signed_out");
  part("token").focus();
};
resume();
