/** At most so often do edits ask for a sync, and so often is it said that they could not. */
const EDITS_SECONDS_ = 20;
const TOLD_SECONDS_ = 3600;

/**
 * Asks for a sync after somebody edited a table. It runs beside the typing and holds nothing up; whatever goes wrong is
 * told once an hour and mends itself, as the worker looks at the sheet anyway.
 * @param {GoogleAppsScript.Events.SheetsOnEdit} event
 */
function crossfootAfterEdit(event) {
  try {
    if (!isOfTable_(event.range.getSheet()) || !isFirst_("crossfoot.edited", EDITS_SECONDS_)) return;
    const answer = ping_("edit");
    if (answer.came === "failed") tellSeldom_(answer.said);
  } catch (error) {
    tellSeldom_(String(error));
  }
}

/**
 * Whether a table stands on a sheet.
 * @param {Sheet} sheet
 * @returns {boolean}
 */
function isOfTable_(sheet) {
  return sheet.createDeveloperMetadataFinder().withKey(TABLE_KEY_).find().length > 0;
}

/**
 * Whether this is the first time within so many seconds, whoever edits.
 * @param {string} what
 * @param {number} seconds
 * @returns {boolean}
 */
function isFirst_(what, seconds) {
  const cache = CacheService.getDocumentCache();
  if (!cache || cache.get(what)) return false;
  cache.put(what, "1", seconds);
  return true;
}

/**
 * Says what is wrong, unless that was done within the hour.
 * @param {string} said
 */
function tellSeldom_(said) {
  try {
    if (isFirst_("crossfoot.told", TOLD_SECONDS_)) toast_(say_("edits_wait", { said }), 15);
  } catch (error) {
    // There is nobody left to tell.
  }
}
