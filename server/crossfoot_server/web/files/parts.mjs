import { speak, spoken } from "./saying.mjs";
import { say } from "./words.mjs";

/** @typedef {import("./words.mjs").Word} Word */

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

/**
 * @param {string} name
 * @param {string} text
 */
export function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

/**
 * Puts the words of a language into the page.
 * @param {string} language such as zh-CN
 */
export function label(language) {
  speak(language);
  document.documentElement.lang = spoken() === "zh" ? "zh-CN" : "en";
  document.title = say("title");
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

/** @param {Word} word */
export function tell(word) {
  status(say(word));
}

export function retrying() {
  tell("retrying");
}

/** @param {boolean | null} agree whether workbook and store do; null where nobody looked */
export function done(agree) {
  status([say("done"), agree === null ? "" : say(agree ? "agree" : "differ")].filter(Boolean).join(" "));
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
 * @param {boolean} now whether something is being done
 * @param {string} buttons those that do nothing meanwhile
 */
export function busy(now, buttons) {
  document.body.setAttribute("aria-busy", String(now));
  for (const each of document.querySelectorAll(buttons)) {
    // Not disabled: whoever just pressed it would lose their place.
    each.setAttribute("aria-disabled", String(now));
  }
}
