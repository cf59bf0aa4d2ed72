import { MARKS, say, spoken } from "./words.mjs";

/**
 * @typedef {import("./words.mjs").Word} Word
 *
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
  const named = MARKS.flatMap(([mark, zh, en]) => [element("dt", mark), element("dd", spoken() === "zh" ? zh : en)]);
  part("marks").replaceChildren(...named);
  /** @type {HTMLSelectElement} */ (part("language")).value = spoken();
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
  giveBack("", null);
}

/** The address of the file that is offered. */
let offered = "";

/**
 * Offers a file, and has the browser save it; nothing where there is none.
 * @param {string} name
 * @param {string | null} content in Base64
 */
export function giveBack(name, content) {
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
  link.click();
}

/**
 * Offers new workbooks.
 * @param {{ name: string, label: string }[]} books
 * @param {(name: string) => void} make
 */
export function books(books, make) {
  part("books").replaceChildren(
    ...books.map(({ name, label }) => {
      const button = /** @type {HTMLButtonElement} */ (element("button", say("new_of", { label })));
      button.type = "button";
      button.onclick = () => make(name);
      return button;
    }),
  );
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

/**
 * @param {string} name
 * @param {string} text
 */
function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
