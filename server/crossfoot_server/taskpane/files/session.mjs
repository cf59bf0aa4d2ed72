import { inWorkbook } from "./excel.mjs";
import { look } from "./reading.mjs";
import { ask } from "./server.mjs";
import { apply } from "./writing.mjs";

/**
 * @typedef {import("./words.mjs").Word} Word
 *
 * @typedef {object} Asked what a session is to do
 * @property {string} task
 * @property {string} workbook
 * @property {boolean} [confirmed]
 * @property {boolean} [take_over]
 * @property {{ sheet: string, first: number, last: number }[]} [rows]
 * @property {number} [column]
 *
 * @typedef {object} SheetRow
 * @property {string} sheet
 * @property {number} row
 * @property {string} name
 * @property {string} tick
 * @property {string} message
 *
 * @typedef {object} Outcome
 * @property {string} task
 * @property {string[]} said
 * @property {SheetRow[]} rows
 * @property {boolean | null} agree
 *
 * @typedef {{ code: string, zh: string, en: string }} Trouble
 *
 * @typedef {object} Reply
 * @property {"read" | "write" | "more" | "done" | "failed"} do
 * @property {number} step
 * @property {string} mark
 * @property {import("./writing.mjs").WriteBatch[]} batches
 * @property {Outcome | null} outcome
 * @property {Trouble | null} trouble
 */

/** How many characters of cells are sent at once. */
const PART = 3_000_000;

/**
 * A session from its beginning to its end: the server says what to do next, and we do it.
 * @param {Asked} asked
 * @param {string} token
 * @param {(word: Word) => void} tell
 * @returns {Promise<Reply>} the last one
 */
export async function carryOut(asked, token, tell) {
  const session = newId();
  /** @param {object} call */
  const send = (call) => {
    tell("asking");
    return ask("api/v1/grids/sync", token, { session, ...call }, () => tell("retrying"));
  };
  /** @type {Reply} */
  let reply = await send({ begin: asked });
  while (reply.do === "read" || reply.do === "write") {
    const { step, mark } = reply;
    for (const answer of await answers(reply, tell)) reply = await send({ step, mark, ...answer });
  }
  return reply;
}

/**
 * @param {Reply} reply
 * @param {(word: Word) => void} tell
 */
async function answers(reply, tell) {
  const onTyping = () => tell("finish_typing");
  if (reply.do === "write") {
    tell("writing");
    return [{ applied: await inWorkbook((context) => apply(context, reply.batches), onTyping) }];
  }
  tell("reading");
  return parts(await inWorkbook(look, onTyping));
}

/**
 * A workbook in parts that are not too large to be sent.
 * @param {Awaited<ReturnType<typeof look>>} book
 */
export function parts(book, most = PART) {
  /** @type {import("./reading.mjs").Piece[][]} */
  const groups = [[]];
  let size = 0;
  for (const piece of book.pieces) {
    const length = JSON.stringify(piece).length;
    if (size && size + length > most) {
      groups.push([]);
      size = 0;
    }
    groups[groups.length - 1].push(piece);
    size += length;
  }
  return groups.map((pieces, part) => ({
    part,
    last: part === groups.length - 1,
    given: part === 0 ? { ...book, pieces } : { pieces },
  }));
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
}
