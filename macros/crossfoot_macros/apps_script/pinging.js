/** Where the server's address and the sheet's secret are kept: with this spreadsheet. */
const SERVER_ = "crossfoot.server";
const SECRET_ = "crossfoot.secret";

/**
 * What the answers of a server mean that are no yes; those that are not here are odd.
 * @type {Record<number, string>}
 */
const ANSWERS_ = {
  401: "refused",
  404: "no_crossfoot",
  405: "no_crossfoot",
  500: "mistake",
  502: "busy",
  503: "busy",
  504: "busy",
};

/**
 * What a ping came to: the server took it, was asked or had looked a moment ago, or did not take it; then `said` says
 * why.
 * @typedef {{ came: "asked" | "soon" | "failed", said: string }} Answer
 */

/**
 * Asks the server for a sync of this sheet.
 * @param {"menu" | "edit" | "choice" | "set up"} why
 * @returns {Answer}
 */
function ping_(why) {
  const kept = PropertiesService.getDocumentProperties();
  const server = kept.getProperty(SERVER_);
  const secret = kept.getProperty(SECRET_);
  if (!server || !secret) return { came: "failed", said: say_("not_set_up") };
  try {
    return answer_(server, sent_(server, secret, JSON.stringify({ why })));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { came: "failed", said: say_("unreachable", { server, reason }) };
  }
}

/**
 * Sends a signed body. A redirection is not followed: it would arrive as another kind of request.
 * @param {string} server
 * @param {string} secret
 * @param {string} body
 */
function sent_(server, secret, body) {
  const stamp = String(Math.floor(Date.now() / 1000));
  const spreadsheet = encodeURIComponent(SpreadsheetApp.getActive().getId());
  return UrlFetchApp.fetch(`${server}/api/v1/sheets/${spreadsheet}/ping`, {
    method: "post",
    contentType: "application/json",
    payload: body,
    headers: { "X-Crossfoot-Time": stamp, "X-Crossfoot-Signature": signature_(secret, `${stamp}.${body}`) },
    followRedirects: false,
    muteHttpExceptions: true,
  });
}

/**
 * The HMAC-SHA256 in hexadecimal.
 * @param {string} secret
 * @param {string} text
 * @returns {string}
 */
function signature_(secret, text) {
  const bytes = Utilities.computeHmacSha256Signature(text, secret, Utilities.Charset.UTF_8);
  return bytes.map((byte) => (byte & 0xff).toString(16).padStart(2, "0")).join("");
}

/**
 * What the server's answer means.
 * @param {string} server
 * @param {GoogleAppsScript.URL_Fetch.HTTPResponse} response
 * @returns {Answer}
 */
function answer_(server, response) {
  const status = response.getResponseCode();
  if (status === 202) return { came: "asked", said: "" };
  if (status === 429) return { came: "soon", said: "" };
  const location = /** @type {Record<string, string>} */ (response.getHeaders())["Location"] || "?";
  const meaning = status >= 300 && status < 400 ? "elsewhere" : ANSWERS_[status] || "odd";
  return { came: "failed", said: say_(meaning, { server, status, location }) };
}
