import { openWorkbook } from "./excel.mjs";
import { ask } from "./server.mjs";
import { books, status, trouble } from "./showing.mjs";
import { token } from "./signing_in.mjs";
import { say, spoken } from "./words.mjs";

const retrying = () => status(say("retrying"));

/** Offers a new workbook of each book that is open to whoever is signed in. */
export async function offer() {
  const { books: names } = await ask("api/v1/me", token(), null, retrying);
  const views = await Promise.all(
    names.map((/** @type {string} */ name) => ask(`api/v1/books/${encodeURIComponent(name)}`, token(), null, retrying)),
  );
  books(
    views.map(({ book }) => ({ name: book.name, label: book.label[spoken()] })),
    (name) => make(name).catch((error) => trouble(say("program", { said: String(error.message || error) }))),
  );
}

/** @param {string} name */
async function make(name) {
  status(say("opening"));
  const asked = new URLSearchParams({ server: location.origin, language: spoken() });
  const path = `api/v1/books/${encodeURIComponent(name)}/workbook?${asked}`;
  const { content } = await ask(path, token(), null, retrying);
  await openWorkbook(content);
  status(say("opened"));
}
