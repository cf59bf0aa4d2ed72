/** What the pane says, in Chinese and in English. {names} are facts. */
const WORDS = {
  title: ["crossfoot 同步", "crossfoot"],
  sign_in: ["登录", "Sign in"],
  token: ["令牌", "Token"],
  token_help: [
    "请向管理员索取令牌，粘贴在此。它只保存在这台设备上，不会写入工作簿。",
    "Paste the token that your administrator gave you. It is kept on this device only, never in the workbook.",
  ],
  sign_out: ["退出登录", "Sign out"],
  signed_in: ["已登录：{name}", "Signed in as {name}"],
  sync: ["同步", "Sync"],
  preview: ["预览", "Preview"],
  problems: ["待处理", "Problems"],
  keep_mine: ["保留我的", "Keep mine"],
  take_theirs: ["采用对方", "Take theirs"],
  history: ["单元格历史", "History of the cell"],
  undo: ["撤销上次同步", "Undo the last sync"],
  tasks: ["操作", "What to do"],
  for_selection: ["对所选的行", "For what is selected"],
  reading: ["正在读取工作簿…", "Reading the workbook…"],
  asking: ["正在询问服务器…", "Asking the server…"],
  writing: ["正在写入工作簿…", "Writing into the workbook…"],
  retrying: ["没有应答，正在重试…", "No answer; trying again…"],
  finish_typing: ["请先完成正在编辑的单元格。", "Finish the cell that you are typing in."],
  done: ["完成。", "Done."],
  failed: ["未完成。", "Not done."],
  agree: ["本表与服务器一致。", "Sheets and store agree."],
  differ: ["本表与服务器不一致，见下。", "Sheets and store differ, see below."],
  go_on: ["确认无误，继续", "It is meant, go on"],
  take_over: ["由此窗口接管", "Take over in this window"],
  try_again: ["重试", "Try again"],
  undo_really: [
    "将撤销此工作簿上次同步所写入的内容；之后被他人改动的除外。",
    "This takes back what the last sync of this workbook wrote, except what somebody changed since.",
  ],
  go_to_row: ["转到 {sheet} 第 {row} 行：{text}", "Go to {sheet}, row {row}: {text}"],
  nothing_listed: ["没有要列出的内容。", "Nothing to list."],
  not_a_book: [
    "这不是 crossfoot 工作簿；请打开您的工作簿。",
    "This is not a crossfoot workbook; open the one that was made for you.",
  ],
  new_workbooks: ["新建工作簿", "New workbook"],
  opening: ["正在新建工作簿…", "Making a workbook…"],
  opened: [
    "已在新窗口中打开工作簿；请在那里打开此窗格并同步。",
    "The workbook opens in a window of its own; open this pane there, and sync.",
  ],
  other_server: [
    "此工作簿属于 {server}，而此窗格来自 {here}；请用该服务器的窗格打开。",
    "This workbook belongs to {server}, and this pane comes from {here}; use the pane of that server.",
  ],
  keeps_changing: [
    "读取期间行不断移动；请稍候再同步。",
    "Rows kept moving while the workbook was read; wait a moment and sync again.",
  ],
  still_typing: [
    "有单元格一直处于编辑状态；请按回车结束编辑，然后重试。",
    "A cell is still being typed in; press Enter there and try again.",
  ],
  unreachable: [
    "服务器没有应答；您的修改仍在工作簿中。请检查网络后重试。",
    "The server did not answer. Your edits are in the workbook; check the network and try again.",
  ],
  at_work: [
    "另一个窗口正在同步此工作簿；请稍候，或由此窗口接管。",
    "Another window is syncing this workbook. Wait for it, or take over.",
  ],
  ended: [
    "此次同步已被另一个窗口接管，或中断太久；请再同步一次，未完成的部分会先补上。",
    "Another window took over, or this took too long. Sync again: what was left undone is finished first.",
  ],
  get_code: ["获取代码", "Get a code instead"],
  code: [
    "代码 {code}：请在已登录处运行 crossfoot let-in {code}，或把代码告诉管理员。",
    "Code {code}: where you are signed in already, type crossfoot let-in {code}, or give the code to your administrator.",
  ],
  code_over: ["代码已失效；请重新获取。", "The code counts no longer; get another."],
  token_expired: ["您的登录已过期；请重新登录。", "Your sign-in has expired; sign in again."],
  token_revoked: [
    "您的登录已被撤销；请联系管理员，或重新登录。",
    "Your sign-in was taken back; ask your administrator, or sign in again.",
  ],
  person_left: ["您的帐号已停用；如有误，请联系管理员。", "Your account is closed; if that is wrong, tell your administrator."],
  token_refused: [
    "服务器不接受此令牌；请重新登录。",
    "The server does not accept this token; sign in again.",
  ],
  program: ["Excel 报告了一个问题：{said}", "Excel reported a problem: {said}"],
  only_excel: ["请在 Excel 中打开此窗格。", "Open this pane in Excel."],
};

/**
 * @typedef {keyof typeof WORDS} Word
 * @typedef {"zh" | "en"} Language
 */

/** @type {Language} */
let language = "en";

/** @param {string} displayLanguage such as zh-CN */
export function speak(displayLanguage) {
  language = displayLanguage.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The language of the pane. */
export function spoken() {
  return language;
}

/**
 * @param {Word} word
 * @param {Record<string, string | number>} [facts]
 * @returns {string}
 */
export function say(word, facts = {}) {
  const text = WORDS[word][language === "zh" ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

/** All words, for whoever checks that none is missing. */
export const ALL = WORDS;
