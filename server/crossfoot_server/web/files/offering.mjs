import { element, part, retrying } from "./parts.mjs";
import { spoken } from "./saying.mjs";
import { ask } from "./server.mjs";
import { token } from "./tokens.mjs";

/** @typedef {{ name: string, label: string }} Book */

/**
 * Books as they are called in the language of the page.
 * @param {string[]} names
 * @returns {Promise<Book[]>}
 */
export async function called(names) {
  const views = await Promise.all(
    names.map((name) => ask(`api/v1/books/${encodeURIComponent(name)}`, token(), null, retrying)),
  );
  return views.map(({ book }) => ({ name: book.name, label: book.label[spoken()] }));
}

/**
 * Offers new workbooks.
 * @param {Book[]} books
 * @param {(name: string) => void} make
 */
export function offerBooks(books, make) {
  part("books").replaceChildren(
    ...books.map(({ name, label }) => {
      const button = /** @type {HTMLButtonElement} */ (element("button", label));
      button.type = "button";
      button.onclick = () => make(name);
      return button;
    }),
  );
}
