import { noTrouble, part, retrying, tell, trouble } from "./parts.mjs";
import { Refused, Unreachable } from "./server.mjs";
import { signIn, signInByCode, signOut, token } from "./tokens.mjs";
import { say } from "./words.mjs";

/**
 * @typedef {import("./tokens.mjs").Person} Person
 *
 * @typedef {object} Signing
 * @property {(person: Person) => unknown} typed somebody is signed in by a token
 * @property {(person: Person) => unknown} letIn somebody is signed in by a code
 * @property {(error: unknown) => void} failed a token was not taken
 */

/** Counts the codes that were asked for: whoever asks for another, or signs in otherwise, waits for the earlier no more. */
let codes = 0;

/**
 * Lets people sign in by the page's form.
 * @param {Signing} signing
 */
export function signing({ typed, letIn, failed }) {
  part("sign-in").addEventListener("submit", async (event) => {
    event.preventDefault();
    noTrouble();
    const field = /** @type {HTMLInputElement} */ (part("token"));
    try {
      tell("asking");
      const person = await signIn(field.value, retrying);
      field.value = "";
      await welcome(person, typed);
    } catch (error) {
      failed(error);
    }
  });
  part("get-code").onclick = () => byCode(letIn);
}

/** @param {(person: Person) => unknown} letIn */
async function byCode(letIn) {
  noTrouble();
  const own = ++codes;
  const waits = () => own === codes && !token();
  try {
    const person = await signInByCode((code) => shown(say("code", { code })), waits, retrying);
    if (person) await welcome(person, letIn);
  } catch (error) {
    if (own !== codes) return;
    shown("");
    tell("failed");
    trouble(error instanceof Unreachable ? say("unreachable") : say("code_over"));
  }
}

/**
 * @param {Person} person
 * @param {(person: Person) => unknown} then
 */
async function welcome(person, then) {
  shown("");
  await then(person);
}

/** @param {string} text what is said of a code; nothing where there is none */
function shown(text) {
  part("code").textContent = text;
  part("code").hidden = !text;
}

/** Shows what there is to do, or how to sign in. */
export function meet() {
  const known = Boolean(token());
  part("sign-in").hidden = known;
  part("work").hidden = !known;
}

/** What became of a token, by what the server calls it. @type {Record<string, import("./words.mjs").Word>} */
const ENDED = { token_expired: "token_expired", token_revoked: "token_revoked", person_left: "person_left" };

/**
 * Signs out whoever's token counts no longer, and tells why.
 * @param {unknown} error
 * @returns {boolean} whether it was that
 */
export function ended(error) {
  if (!(error instanceof Refused && error.status === 401)) return false;
  signOut();
  meet();
  trouble(say(ENDED[error.code] || "token_refused"));
  return true;
}
