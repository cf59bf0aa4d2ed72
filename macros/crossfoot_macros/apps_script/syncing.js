/** Until the server takes another ping, with a second to spare. */
const GAP_SECONDS_ = 6;

/** How often the sheet is looked at after a ping, and for how long. */
const LOOK_SECONDS_ = 3;
const PATIENCE_SECONDS_ = 60;

/** How status lines of tables begin that are in step; others tell of something else. */
const IN_STEP_ = ["上次同步 ", "Last sync "];

/** Asks for a sync and waits until the sheet shows what came of it. */
function crossfootSyncNow() {
  const before = standing_();
  if (!before.tables.length) return alert_(say_("no_tables"));
  let answer = ping_("menu");
  if (answer.came === "soon") {
    // It was asked or looked at a moment ago, perhaps before the last thing was typed.
    Utilities.sleep(GAP_SECONDS_ * 1000);
    answer = ping_("menu");
  }
  if (answer.came === "failed") return alert_(answer.said);
  toast_(say_("asked"), PATIENCE_SECONDS_);
  const after = changed_(before);
  toast_(after ? outcome_(after) : say_("nothing_yet", { lines: lines_(before) }), 15);
}

/**
 * How the sheet stands: what the status lines say, and when it was last synced, to the second. Status lines tell
 * minutes only, so a second sync within one may leave them as they are.
 * @typedef {{ tables: Table[], said: string[], synced: string }} Standing
 */

/**
 * How the sheet stands now, whoever wrote into it meanwhile.
 * @returns {Standing}
 */
function standing_() {
  SpreadsheetApp.flush();
  const tables = tables_();
  return { tables, said: tables.map(statusLine_), synced: fact_("synced_at") };
}

/**
 * How the sheet stands once it stands otherwise than before; null where that takes too long.
 * @param {Standing} before
 * @returns {Standing | null}
 */
function changed_(before) {
  for (let waited = 0; waited < PATIENCE_SECONDS_; waited += LOOK_SECONDS_) {
    Utilities.sleep(LOOK_SECONDS_ * 1000);
    const now = standing_();
    if (now.synced !== before.synced || now.said.join("\n") !== before.said.join("\n")) return now;
  }
  return null;
}

/**
 * What came of a sync: how many rows show which tick, or why some table is not in step.
 * @param {Standing} standing
 * @returns {string}
 */
function outcome_(standing) {
  const { tables, said } = standing;
  const other = tables.filter((_, at) => !IN_STEP_.some((beginning) => said[at].startsWith(beginning)));
  if (other.length) return lines_(standing, other);
  const counts = counts_(tables);
  const told = TICKS_.filter((tick) => counts[tick]).map((tick) => `${tick} ${counts[tick]}`);
  if (!told.length) return say_("no_rows");
  const open = PROBLEMS_.some((tick) => counts[tick]);
  return say_(open ? "in_step_but" : "in_step", { counts: told.join("  ") });
}

/**
 * How many rows show which tick.
 * @param {Table[]} tables
 * @returns {Record<string, number>}
 */
function counts_(tables) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const cell of tables.flatMap((table) => cells_(table, TICK_))) counts[cell] = (counts[cell] || 0) + 1;
  return counts;
}

/**
 * The status lines of tables, each with the sheet that it is about; what all tables say alike is said once.
 * @param {Standing} standing
 * @param {Table[]} [about]
 * @returns {string}
 */
function lines_({ tables, said }, about = tables) {
  if (new Set(said).size === 1) return said[0];
  return about.map((table) => `${table.sheet.getName()}: ${said[tables.indexOf(table)]}`).join("\n");
}
