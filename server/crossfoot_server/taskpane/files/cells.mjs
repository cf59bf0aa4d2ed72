/**
 * What a cell shows, and what is put into one. A blank cell and an empty text are the same: null.
 * @typedef {string | number | boolean | null} Raw
 */

/**
 * @param {any} value as Excel tells it
 * @returns {Raw}
 */
export function raw(value) {
  return value === "" || value === undefined ? null : value;
}

/**
 * The formula of a cell. Where there is none Excel tells the value in its place, also that of a text like "=1+1".
 * @param {any} formula
 * @param {any} value
 * @returns {string | null}
 */
export function formulaOf(formula, value) {
  return typeof formula === "string" && formula.startsWith("=") && formula !== value ? formula : null;
}

/**
 * What makes a cell hold a value. A text is given an apostrophe, which Excel takes off: else "0012" would become a
 * number, "3-4" a date, and "=1+1" a formula.
 * @param {Raw} value
 * @param {string | undefined} [formula]
 * @returns {string | number | boolean}
 */
export function entered(value, formula) {
  if (formula !== undefined) return formula;
  if (value === null) return "";
  return typeof value === "string" ? `'${value}` : value;
}

/**
 * Number formats one after the other as runs.
 * @param {string[]} codes
 * @returns {[string, number][]}
 */
export function runs(codes) {
  /** @type {[string, number][]} */
  const found = [];
  for (const code of codes) {
    const last = found[found.length - 1];
    if (last && last[0] === code) last[1] += 1;
    else found.push([code, 1]);
  }
  return found;
}

/**
 * Numbers as spans of those that follow each other: first and count.
 * @param {Iterable<number>} numbers
 * @returns {[number, number][]}
 */
export function spans(numbers) {
  /** @type {[number, number][]} */
  const found = [];
  for (const number of [...numbers].sort((one, other) => one - other)) {
    const last = found[found.length - 1];
    if (last && last[0] + last[1] === number) last[1] += 1;
    else found.push([number, 1]);
  }
  return found;
}

/**
 * Sheet, row and column, from 0, of what a defined name refers to; null where that is gone.
 * @param {string} refersTo such as ='Sheet 1'!$B$3
 * @returns {{ sheet: string, row: number, column: number } | null}
 */
export function place(refersTo) {
  const match = /^=(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(refersTo);
  if (!match) return null;
  const column = [...match[3]].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { sheet: match[1] === undefined ? match[2] : match[1].replace(/''/g, "'"), row: Number(match[4]) - 1, column };
}

/**
 * The letters of a column counted from 0: 27 is AB.
 * @param {number} column
 */
export function letters(column) {
  let text = "";
  for (let rest = column + 1; rest; rest = Math.floor((rest - 1) / 26)) {
    text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  }
  return text;
}
