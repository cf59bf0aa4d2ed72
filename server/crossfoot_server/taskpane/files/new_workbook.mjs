import { openWorkbook } from "./excel.mjs";
import { called } from "./offering.mjs";
import { retrying, tell, trouble } from "./parts.mjs";
import { spoken } from "./saying.mjs";
import { ask } from "./server.mjs";
import { books } from "./showing.mjs";
import { token } from "./tokens.mjs";
import { say } from "./words.mjs";

/** Offers a new workbook of each book that is open to whoever is signed in. */
export async function offer() {
  const { books: names } = await ask("api/v1/me", token(), null, retrying);
  books(await called(names), (name) =>
    make(name).catch((error) => trouble(say("program", { said: String(error.message || error) }))),
  );
}

/** @param {string} name */
async function make(name) {
  tell("opening");
  const asked = new URLSearchParams({ server: location.origin, language: spoken() });
  const path = `api/v1/books/${encodeURIComponent(name)}/workbook?${asked}`;
  const { content } = await ask(path, token(), null, retrying);
  await openWorkbook(content);
  tell("opened");
}
