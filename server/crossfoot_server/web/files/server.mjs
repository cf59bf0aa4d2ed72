import { spoken } from "./saying.mjs";

/** The server that this page came from. Nothing else is ever asked. */

/** How long we wait before we ask again, in milliseconds, one after the other. */
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000];

/** Bodies of this many characters or more are compressed where the browser can. */
const COMPRESS_FROM = 10_000;

/** Something the server says no to. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {{ code?: string, title?: string, detail?: string, detail_zh?: string }} problem older servers say no Chinese
   */
  constructor(status, problem) {
    super((spoken() === "zh" && problem.detail_zh) || problem.detail || problem.title || `HTTP ${status}`);
    this.status = status;
    this.code = problem.code || "";
  }
}

/** The server does not answer. */
export class Unreachable extends Error {}

/**
 * @param {string} path below the server's address
 * @param {string} token
 * @param {object | null} body
 * @param {() => void} onRetry is told whenever we ask again
 * @returns {Promise<any>}
 */
export async function ask(path, token, body, onRetry) {
  for (const pause of [...PAUSES, null]) {
    const answer = await once(path, token, body);
    if (answer && answer.ok) return answer.json();
    const again = !answer || answer.status >= 500 || answer.status === 429;
    if (!again) throw new Refused(answer.status, await problemOf(answer));
    if (pause === null) throw new Unreachable();
    onRetry();
    await new Promise((wake) => setTimeout(wake, pause));
  }
}

/**
 * One request; null where no answer came.
 * @param {string} path
 * @param {string} token
 * @param {object | null} body
 * @returns {Promise<Response | null>}
 */
async function once(path, token, body) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  /** @type {RequestInit} */
  const request = { method: "GET", headers, credentials: "omit", cache: "no-store", redirect: "error" };
  if (body) {
    const text = JSON.stringify(body);
    headers["Content-Type"] = "application/json";
    request.method = "POST";
    request.body = text;
    if (text.length >= COMPRESS_FROM && typeof CompressionStream !== "undefined") {
      headers["Content-Encoding"] = "gzip";
      request.body = await compressed(text);
    }
  }
  try {
    return await fetch(new URL(`../${path}`, document.baseURI), request);
  } catch {
    return null;
  }
}

/** @param {string} text */
function compressed(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Response(stream).blob();
}

/** @param {Response} answer */
async function problemOf(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}
