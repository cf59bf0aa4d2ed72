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
