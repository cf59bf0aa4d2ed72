/** What the page says, in Chinese and in English. {names} are facts. */
const WORDS = {
  title: ["crossfoot 工作簿", "crossfoot workbooks"],
  sign_in: ["登录", "Sign in"],
  token: ["令牌", "Token"],
  token_help: [
    "请向管理员索取令牌，粘贴在此。它只保存到关闭此标签页为止。",
    "Paste the token that your administrator gave you. It is kept until this tab is closed.",
  ],
  get_code: ["获取代码", "Get a code instead"],
  code: [
    "代码 {code}：请在已登录处运行 crossfoot let-in {code}，或把代码告诉管理员。",
    "Code {code}: where you are signed in already, type crossfoot let-in {code}, or give the code to your administrator.",
  ],
  code_over: ["代码已失效；请重新获取。", "The code counts no longer; get another."],
  signed_in: ["已登录：{name}", "Signed in as {name}"],
  sign_out: ["退出登录", "Sign out"],
  signed_out: ["已退出登录。", "Signed out."],
  upload: ["上传工作簿", "Upload a workbook"],
  file: ["工作簿（.xlsx）", "Workbook (.xlsx)"],
  file_help: [
    "请先在 WPS 或 Excel 中保存并关闭它。您电脑上的文件不会改变。",
    "Save and close it first in WPS, Excel or whatever you work in. The file on your computer stays as it is.",
  ],
  reason: ["修改原因（可不填）", "Why you made these changes (may be left blank)"],
  sync: ["上传并同步", "Upload and sync"],
  preview: ["预览", "Preview"],
  preview_of: ["{name} 的预览", "Preview of {name}"],
  outcome_of: ["{name} 的同步结果", "What came of {name}"],
  made: ["已新建 {name}", "New: {name}"],
  save: ["保存 {name}", "Save {name}"],
  go_on_in_it: [
    "请在这个文件中继续工作；旧文件可以删除。",
    "Go on in this file; the old one may be deleted.",
  ],
  rows: ["有说明的行", "Rows with a remark"],
  mark: ["标记", "Mark"],
  place: ["位置", "Place"],
  row: ["行", "Row"],
  message: ["说明", "Remark"],
  place_of: ["{sheet} 第 {row} 行", "{sheet}, row {row}"],
  new_workbook: ["新建工作簿", "New workbook"],
  language: ["工作簿的语言", "Language of the workbook"],
  new_of: ["新建：{label}", "New: {label}"],
  marks: ["标记的含义", "What the marks mean"],
  reading: ["正在读取文件…", "Reading the file…"],
  asking: ["正在询问服务器…", "Asking the server…"],
  sending: ["正在上传并同步…", "Uploading and syncing…"],
  making: ["正在新建工作簿…", "Making a workbook…"],
  retrying: ["没有应答，正在重试…", "No answer; trying again…"],
  done: ["完成。", "Done."],
  failed: ["未完成。", "Not done."],
  agree: ["工作簿与服务器一致。", "Workbook and store agree."],
  differ: ["工作簿与服务器不一致，见下。", "Workbook and store differ, see below."],
  go_on: ["确认无误，继续", "It is meant, go on"],
  try_again: ["重试", "Try again"],
  no_file: ["请先选择一个工作簿。", "Choose a workbook first."],
  unreadable: [
    "{name}：浏览器无法读取该文件；请在其他程序中关闭它，然后重新选择。",
    "{name}: the browser cannot read it. Close it in other programs, then choose it again.",
  ],
  too_large: [
    "{name}：文件太大，服务器没有接收；请删去自己添加的大图片，或请管理员提高上限。",
    "{name}: it is too large for this server. Remove large pictures of your own, or have the limit raised.",
  ],
  unreachable: [
    "服务器没有应答。您的修改仍在文件中；请检查网络后再次上传同一文件，不会重复。",
    "The server did not answer. Your edits are in your file: check the network and upload it again; nothing is doubled.",
  ],
  token_expired: ["您的登录已过期；请重新登录。", "Your sign-in has expired; sign in again."],
  token_revoked: [
    "您的登录已被撤销；请联系管理员，或重新登录。",
    "Your sign-in was taken back; ask your administrator, or sign in again.",
  ],
  person_left: ["您的帐号已停用；如有误，请联系管理员。", "Your account is closed; if that is wrong, tell your administrator."],
  token_refused: ["服务器不接受此令牌；请重新登录。", "The server does not accept this token; sign in again."],
};

/** What the marks beside rows mean, in Chinese and in English. @type {[string, string, string][]} */
export const MARKS = [
  ["✓", "已同步", "In step."],
  ["●", "已修改，尚未同步", "Edited, not synced yet."],
  ["+", "新行，尚未同步", "New, not synced yet."],
  ["⚠", "冲突：请在“同步”列选择“保留我的”或“采用对方”，再上传", "A conflict: choose Keep mine or Take theirs in the Sync column, and upload."],
  ["⏳", "等待审批", "Waits for an approval."],
  ["✗", "未被接受，原因见“说明”列", "Not taken; the Message column says why."],
];

/**
 * @typedef {keyof typeof WORDS} Word
 * @typedef {"zh" | "en"} Language
 */

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
 * @param {Word} word
 * @param {Record<string, string | number>} [facts]
 * @returns {string}
 */
export function say(word, facts = {}) {
  const text = WORDS[word][language === "zh" ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}
