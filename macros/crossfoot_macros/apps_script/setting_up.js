/** Asks for the server's address and the secret, keeps them with the spreadsheet, and has edits ask for a sync. */
function crossfootSetUp() {
  const kept = PropertiesService.getDocumentProperties();
  const server = serverAsked_(kept.getProperty(SERVER_) || "");
  if (server === null) return;
  const secret = secretAsked_(kept.getProperty(SECRET_) || "");
  if (secret === null) return;
  kept.setProperties({ [SERVER_]: server, [SECRET_]: secret });
  haveEditsAsk_();
  const answer = ping_("set up");
  alert_(answer.came === "failed" ? say_("set_up_but", { said: answer.said }) : say_("set_up"));
}

/**
 * The address that somebody enters, without a slash at its end; null where they give up or enter none.
 * @param {string} now
 * @returns {string | null}
 */
function serverAsked_(now) {
  const typed = asked_(say_("ask_server", { now: now && say_("now_server", { server: now }) }));
  if (typed === null) return null;
  const server = (typed || now).replace(/\/+$/, "");
  if (/^https:\/\/[^\s/?#]+(\/[^\s?#]*)?$/.test(server)) return server;
  alert_(say_("no_address", { typed }));
  return null;
}

/**
 * The secret that somebody enters; null where they give up or enter none.
 * @param {string} now
 * @returns {string | null}
 */
function secretAsked_(now) {
  const typed = asked_(say_("ask_secret", { now: now && say_("now_secret") }));
  if (typed === null) return null;
  if (typed || now) return typed || now;
  alert_(say_("no_secret"));
  return null;
}

/**
 * What somebody enters; null where they give up.
 * @param {string} question
 * @returns {string | null}
 */
function asked_(question) {
  const ui = SpreadsheetApp.getUi();
  const reply = ui.prompt(NAME_, question, ui.ButtonSet.OK_CANCEL);
  return reply.getSelectedButton() === ui.Button.OK ? reply.getResponseText().trim() : null;
}

/** Has edits ask for a sync, in the name of whoever sits here. Nobody sees the triggers of others. */
function haveEditsAsk_() {
  const handler = "crossfootAfterEdit";
  if (ScriptApp.getProjectTriggers().some((each) => each.getHandlerFunction() === handler)) return;
  ScriptApp.newTrigger(handler).forSpreadsheet(SpreadsheetApp.getActive()).onEdit().create();
}
