import { CLIENT, keyOf, storage } from "./keeping.mjs";
import { ask } from "./server.mjs";

/** Kept while the page is open, where nothing may be stored. */
let held = "";

/** @returns {string} */
export function token() {
  try {
    return storage().getItem(keyOf()) || held;
  } catch {
    return held;
  }
}

/**
 * Keeps a token that the server accepts.
 * @param {string} given
 * @param {() => void} onRetry
 * @returns {Promise<Person>} whose it is
 *
 * @typedef {{ name: string, language: string, books: string[] }} Person
 */
export async function signIn(given, onRetry) {
  const person = await ask("api/v1/me", given.trim(), null, onRetry);
  held = given.trim();
  try {
    storage().setItem(keyOf(), held);
  } catch {
    // It lasts until the page is left.
  }
  return person;
}

/**
 * Shows a code, and waits until somebody lets this page in by it, who is signed in elsewhere or runs the server.
 * @param {(code: string) => void} show
 * @param {() => boolean} waits whether anybody still waits
 * @param {() => void} onRetry
 * @returns {Promise<Person | null>} whose the token is; null where nobody waits any longer
 */
export async function signInByCode(show, waits, onRetry) {
  const asked = await ask("api/v1/sign-ins", "", { client: CLIENT }, onRetry);
  show(asked.code);
  while (waits()) {
    const found = await ask("api/v1/sign-ins/redeem", "", { secret: asked.secret }, onRetry);
    if (found.token) return signIn(found.token, onRetry);
    await new Promise((wake) => setTimeout(wake, asked.interval * 1000));
  }
  return null;
}

export function signOut() {
  held = "";
  try {
    storage().removeItem(keyOf());
  } catch {
    // Nothing was stored.
  }
}
