import { say } from "./words.mjs";

/**
 * @typedef {import("./session.mjs").Outcome} Outcome
 * @typedef {import("./session.mjs").SheetRow} SheetRow
 * @typedef {import("./words.mjs").Word} Word
 */

/**
 * An element of the page.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function part(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return /** @type {T} */ (found);
}

/** Puts the words of the language into the page. */
export function label() {
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-say]"))) {
    each.textContent = say(/** @type {Word} */ (each.dataset.say));
  }
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-label]"))) {
    each.setAttribute("aria-label", say(/** @type {Word} */ (each.dataset.label)));
  }
}

/** @param {string} text said without being asked, by screen readers too */
export function status(text) {
  part("status").textContent = text;
}

/**
 * What keeps somebody from what they wanted, and what they can do about it.
 * @param {string} text
 * @param {{ word: Word, act: () => void } | null} way
 */
export function trouble(text, way = null) {
  part("trouble-text").textContent = text;
  const button = part("trouble-way");
  button.hidden = !way;
  button.textContent = way ? say(way.word) : "";
  button.onclick = way ? way.act : null;
  part("trouble").hidden = false;
  (way ? button : part("trouble")).focus();
}

export function noTrouble() {
  part("trouble").hidden = true;
}

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
 * Offers new workbooks.
 * @param {{ name: string, label: string }[]} books
 * @param {(name: string) => void} make
 */
export function books(books, make) {
  part("books").replaceChildren(
    ...books.map(({ name, label }) => {
      const button = /** @type {HTMLButtonElement} */ (element("button", label));
      button.type = "button";
      button.onclick = () => make(name);
      return button;
    }),
  );
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

/**
 * @param {string} name
 * @param {string} text
 */
function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
