import { EVERYWHERE, saying } from "./saying.mjs";

/** What the page says, in Chinese and in English. {names} are facts. */
const WORDS = {
  ...EVERYWHERE,
  title: ["crossfoot 工作簿", "crossfoot workbooks"],
  token_help: [
    "请向管理员索取令牌，粘贴在此。它只保存到关闭此标签页为止。",
    "Paste the token that your administrator gave you. It is kept until this tab is closed.",
  ],
  signed_out: ["已退出登录。", "Signed out."],
  upload: ["上传工作簿", "Upload a workbook"],
  file: ["工作簿（.xlsx）", "Workbook (.xlsx)"],
  file_help: [
    "请先在 WPS 或 Excel 中保存并关闭它。您电脑上的文件不会改变。",
    "Save and close it first in WPS, Excel or whatever you work in. The file on your computer stays as it is.",
  ],
  reason: ["修改原因（可不填）", "Why you made these changes (may be left blank)"],
  sync: ["上传并同步", "Upload and sync"],
  preview_of: ["{name} 的预览", "Preview of {name}"],
  outcome_of: ["{name} 的同步结果", "What came of {name}"],
  made: ["已新建 {name}", "New: {name}"],
  save: ["保存 {name}", "Save {name}"],
  go_on_in_it: [
    "请在这个文件中继续工作；刚才上传的文件可以删除。",
    "Go on in this file; the one that you uploaded may be deleted.",
  ],
  work_in_it: [
    "这是一本新工作簿；您已有的工作簿不受影响，其中尚未上传的修改仍须上传。",
    "This is a new workbook. Those that you have stay as they are; what is not uploaded yet in them is still to be.",
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
  sending: ["正在上传并同步…", "Uploading and syncing…"],
  making: ["正在新建工作簿…", "Making a workbook…"],
  agree: ["工作簿与服务器一致。", "Workbook and store agree."],
  differ: ["工作簿与服务器不一致，见下。", "Workbook and store differ, see below."],
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

/** @typedef {keyof typeof WORDS} Word */

export const say = saying(WORDS);
