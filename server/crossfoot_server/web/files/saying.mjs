/** What every page says, in Chinese and in English. {names} are facts. */
export const EVERYWHERE = {
  sign_in: ["登录", "Sign in"],
  token: ["令牌", "Token"],
  get_code: ["获取登录码", "Get a code instead"],
  code: [
    "登录码 {code}：请在已登录处运行 crossfoot let-in {code}，或把登录码告诉管理员。",
    "Code {code}: where you are signed in already, type crossfoot let-in {code}, or give the code to your administrator.",
  ],
  code_over: ["登录码已失效；请重新获取。", "The code counts no longer; get another."],
  signed_in: ["已登录：{name}", "Signed in as {name}"],
  sign_out: ["退出登录", "Sign out"],
  token_expired: ["您的登录已过期；请重新登录。", "Your sign-in has expired; sign in again."],
  token_revoked: [
    "您的登录已被撤销；请联系管理员，或重新登录。",
    "Your sign-in was taken back; ask your administrator, or sign in again.",
  ],
  person_left: ["您的帐号已停用；如有误，请联系管理员。", "Your account is closed; if that is wrong, tell your administrator."],
  token_refused: ["服务器不接受此令牌；请重新登录。", "The server does not accept this token; sign in again."],
  preview: ["预览", "Preview"],
  asking: ["正在询问服务器…", "Asking the server…"],
  retrying: ["没有应答，正在重试…", "No answer; trying again…"],
  done: ["完成。", "Done."],
  failed: ["未完成。", "Not done."],
  go_on: ["确认无误，继续", "It is meant, go on"],
  try_again: ["重试", "Try again"],
};

/** @typedef {"zh" | "en"} Language */

/** @type {Language} */
let language = "en";

/** @param {string} wanted such as zh-CN */
export function speak(wanted) {
  language = wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The language of the page. */
export function spoken() {
  return language;
}

/**
 * What says words in the language of the page.
 * @template {string} Word
 * @param {Record<Word, string[]>} words
 */
export function saying(words) {
  /**
   * @param {Word} word
   * @param {Record<string, string | number>} [facts]
   * @returns {string}
   */
  return (word, facts = {}) => {
    return told(words[word][language === "zh" ? 0 : 1], facts);
  };
}

/**
 * A text with its facts.
 * @param {string} text
 * @param {Record<string, string | number>} facts
 */
export function told(text, facts) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}
