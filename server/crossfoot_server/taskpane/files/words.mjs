import { EVERYWHERE, saying, told } from "./saying.mjs";

/** What the pane says, in Chinese and in English. {names} are facts. */
const WORDS = {
  ...EVERYWHERE,
  title: ["crossfoot 同步", "crossfoot"],
  token_help: [
    "请向管理员索取令牌，粘贴在此。它只保存在这台设备上，不会写入工作簿。",
    "Paste the token that your administrator gave you. It is kept on this device only, never in the workbook.",
  ],
  sync: ["同步", "Sync"],
  problems: ["待处理", "Problems"],
  keep_mine: ["保留我的", "Keep mine"],
  take_theirs: ["采用对方", "Take theirs"],
  history: ["单元格历史", "History of the cell"],
  undo: ["撤销上次同步", "Undo the last sync"],
  tasks: ["操作", "What to do"],
  for_selection: ["对所选的行", "For what is selected"],
  reading: ["正在读取工作簿…", "Reading the workbook…"],
  writing: ["正在写入工作簿…", "Writing into the workbook…"],
  finish_typing: ["请先完成正在编辑的单元格。", "Finish the cell that you are typing in."],
  agree: ["本表与服务器一致。", "Sheets and store agree."],
  differ: ["本表与服务器不一致，见下。", "Sheets and store differ, see below."],
  take_over: ["由此窗口接管", "Take over in this window"],
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
  program: ["Excel 报告了一个问题：{said}", "Excel reported a problem: {said}"],
  no_office: [
    "此窗格无法从 https://appsforoffice.microsoft.com 取得 office.js，因此不能打开；请管理员放行该地址。在此之前，请用浏览器打开 {files} 上传工作簿。",
    "This pane could not get office.js from https://appsforoffice.microsoft.com; have your administrator let it through. Until then open {files} in a browser and upload the workbook there.",
  ],
  only_excel: ["请在 Excel 中打开此窗格。", "Open this pane in Excel."],
};

/** @typedef {keyof typeof WORDS} Word */

export const say = saying(WORDS);

/**
 * A word in both languages, for whoever was not asked for theirs.
 * @param {Word} word
 * @param {Record<string, string>} facts
 */
export function sayTwice(word, facts) {
  return WORDS[word].map((text) => told(text, facts));
}

/** All words, for whoever checks that none is missing. */
export const ALL = WORDS;
