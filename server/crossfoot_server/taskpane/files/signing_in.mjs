import { ask } from "./server.mjs";

/** Where the token is kept: on this device, apart for every site that Excel runs in, and never in the workbook. */
const KEY = "crossfoot.token";

/** Kept for as long as the pane is open, where nothing may be stored. */
let held = "";

/** @returns {string} */
export function token() {
  try {
    return localStorage.getItem(keyOf()) || held;
  } catch {
    return held;
  }
}

/**
 * Keeps a token that the server accepts.
 * @param {string} given
 * @param {() => void} onRetry
 * @returns {Promise<{ name: string, language: string }>} whose it is
 */
export async function signIn(given, onRetry) {
  const person = await ask("api/v1/me", given.trim(), null, onRetry);
  held = given.trim();
  try {
    localStorage.setItem(keyOf(), held);
  } catch {
    // It lasts until the pane is closed.
  }
  return person;
}

/**
 * Shows a code, and waits until somebody lets this pane in by it, who is signed in elsewhere or runs the server.
 * @param {(code: string) => void} show
 * @param {() => boolean} waits whether anybody still waits
 * @param {() => void} onRetry
 * @returns {Promise<{ name: string } | null>} whose the token is; null where nobody waits any longer
 */
export async function signInByCode(show, waits, onRetry) {
  const asked = await ask("api/v1/sign-ins", "", { client: "Excel task pane" }, onRetry);
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
    localStorage.removeItem(keyOf());
  } catch {
    // Nothing was stored.
  }
}

function keyOf() {
  return `${Office.context.partitionKey || ""}${KEY}`;
}
