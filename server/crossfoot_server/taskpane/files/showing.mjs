import { offerBooks } from "./offering.mjs";
import { element, part } from "./parts.mjs";
import { say } from "./words.mjs";

/**
 * @typedef {import("./session.mjs").Outcome} Outcome
 * @typedef {import("./session.mjs").SheetRow} SheetRow
 * @typedef {import("./words.mjs").Word} Word
 */

/**
 * @param {Word} heading
 * @param {Outcome} outcome
 * @param {(row: SheetRow) => void} go shows a row in its sheet
 */
export function outcome(heading, outcome, go) {
  part("heading").textContent = say(heading);
  part("said").replaceChildren(...outcome.said.map((line) => element("li", line)));
  part("rows").replaceChildren(...outcome.rows.map((row) => rowItem(row, go)));
  part("nothing").hidden = outcome.said.length + outcome.rows.length > 0;
  part("outcome").hidden = false;
}

/**
 * Offers new workbooks, where there is any to offer.
 * @param {import("./offering.mjs").Book[]} books
 * @param {(name: string) => void} make
 */
export function books(books, make) {
  offerBooks(books, make);
  part("new").hidden = !books.length;
}

export function noOutcome() {
  part("outcome").hidden = true;
}

/**
 * @param {SheetRow} row
 * @param {(row: SheetRow) => void} go
 */
function rowItem(row, go) {
  const item = document.createElement("li");
  const text = [row.tick, row.name].filter(Boolean).join(" ");
  if (row.row < 0) {
    item.append(element("strong", text), element("p", row.message));
    return item;
  }
  const button = /** @type {HTMLButtonElement} */ (element("button", text));
  button.type = "button";
  button.setAttribute("aria-label", say("go_to_row", { sheet: row.sheet, row: row.row + 1, text }));
  button.onclick = () => go(row);
  item.append(button, element("p", row.message));
  return item;
}
