/**
 * crossfoot's menu in a spreadsheet that a team shares. It asks the server to sync, shows where something is to be
 * decided, and writes decisions into the cells where people write them too. What becomes of rows is the server's
 * business.
 *
 * Names that end in _ are of no use outside: Google offers the others to be run, to triggers and to menus.
 *
 * @OnlyCurrentDoc
 */

/** What Google calls whenever somebody opens the spreadsheet. */
function onOpen() {
  crossfootMenu();
}

/** Puts up the menu; a script with an onOpen of its own calls this in it. */
function crossfootMenu() {
  SpreadsheetApp.getUi()
    .createMenu(NAME_)
    .addItem(say_("menu_sync"), "crossfootSyncNow")
    .addItem(say_("menu_problems"), "crossfootShowProblems")
    .addSeparator()
    .addItem(say_("menu_mine"), "crossfootKeepMine")
    .addItem(say_("menu_theirs"), "crossfootTakeTheirs")
    .addSeparator()
    .addItem(say_("menu_set_up"), "crossfootSetUp")
    .addItem(say_("menu_help"), "crossfootHelp")
    .addToUi();
}

/** Says what the menu and the signs are for. */
function crossfootHelp() {
  alert_(say_("help"));
}

/**
 * Something that passes by in the corner.
 * @param {string} text
 * @param {number} seconds how long it stays
 */
function toast_(text, seconds) {
  SpreadsheetApp.getActive().toast(text, NAME_, seconds);
}

/**
 * Something that stays until it has been read.
 * @param {string} text
 */
function alert_(text) {
  const ui = SpreadsheetApp.getUi();
  ui.alert(NAME_, text, ui.ButtonSet.OK);
}
