import { element, part } from "./parts.mjs";
import { spoken } from "./saying.mjs";
import { MARKS, say } from "./words.mjs";

/**
 * @typedef {object} SheetRow
 * @property {string} sheet
 * @property {number} row counted from 0; -1 where it is there no longer
 * @property {string} name
 * @property {string} tick
 * @property {string} message
 *
 * @typedef {object} Outcome
 * @property {string[]} said
 * @property {SheetRow[]} rows
 * @property {boolean | null} agree
 */

/** Puts in what the marks mean, and the language that a new workbook is offered in first. */
export function legend() {
  const named = MARKS.flatMap(([mark, zh, en]) => [element("dt", mark), element("dd", spoken() === "zh" ? zh : en)]);
  part("marks").replaceChildren(...named);
  /** @type {HTMLSelectElement} */ (part("language")).value = spoken();
}

/**
 * @param {string} heading
 * @param {Outcome} outcome
 */
export function outcome(heading, outcome) {
  part("heading").textContent = heading;
  part("said").replaceChildren(...outcome.said.map((line) => element("li", line)));
  part("rows-body").replaceChildren(...outcome.rows.map(rowOf));
  part("rows").hidden = !outcome.rows.length;
  part("outcome").hidden = false;
  part("heading").focus();
}

export function noOutcome() {
  part("outcome").hidden = true;
  giveBack("", null, "");
}

/** The address of the file that is offered. */
let offered = "";

/**
 * Offers a file, and has the browser save it; nothing where there is none.
 * @param {string} name
 * @param {string | null} content in Base64
 * @param {string} about what to do with it
 */
export function giveBack(name, content, about) {
  if (offered) URL.revokeObjectURL(offered);
  offered = "";
  part("given").hidden = content === null;
  if (content === null) return;
  const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  offered = URL.createObjectURL(new Blob([bytes], { type }));
  const link = /** @type {HTMLAnchorElement} */ (part("save"));
  link.href = offered;
  link.download = name;
  link.textContent = say("save", { name });
  part("about-given").textContent = about;
  link.click();
}

/** @param {SheetRow} row */
function rowOf(row) {
  const made = document.createElement("tr");
  const place = row.row < 0 ? row.sheet : say("place_of", { sheet: row.sheet, row: row.row + 1 });
  const name = element("th", row.name);
  name.setAttribute("scope", "row");
  made.append(element("td", row.tick), element("td", place), name, element("td", row.message));
  return made;
}
