/** The name of the menu and the title of whatever is said. */
const NAME_ = "crossfoot";

/** @typedef {"zh" | "en"} Language */

/**
 * What is said, in Chinese and in English. {names} are facts.
 * @type {Record<string, Record<Language, string>>}
 */
const WORDS_ = {
  // The menu
  menu_sync: { zh: "立即同步", en: "Sync now" },
  menu_problems: { zh: "查看问题", en: "Show problems" },
  menu_mine: { zh: "所选行：保留我的", en: "Keep mine, in the selected rows" },
  menu_theirs: { zh: "所选行：采用对方", en: "Take theirs, in the selected rows" },
  menu_set_up: { zh: "设置…", en: "Set up…" },
  menu_help: { zh: "帮助", en: "Help" },
  help: {
    zh:
      "本表格由 crossfoot 与公司的数据库保持一致，无须手动保存或发送。\n\n" +
      "立即同步：不等下一次自动同步。\n" +
      "查看问题：跳到下一个 ⚠ 或 ✗ 行，并显示其说明。\n" +
      "保留我的、采用对方：为所选的 ⚠、✗ 行作出选择，下次同步时生效。隐藏的行不受影响。\n\n" +
      "✓ 一致　● 已修改，未发送　+ 新行，未发送　⚠ 冲突　⏳ 等待审批　✗ 被拒绝\n\n" +
      "其他问题请询问关联本表格的人。",
    en:
      "crossfoot keeps this spreadsheet in step with the company's store. Nothing has to be saved or sent.\n\n" +
      "Sync now: without waiting for the next time it happens by itself.\n" +
      "Show problems: goes to the next row with ⚠ or ✗ and says what its message says.\n" +
      "Keep mine, Take theirs: decides the selected rows with ⚠ or ✗; the next sync carries it out. Hidden rows are " +
      "left.\n\n" +
      "✓ in step   ● edited, not sent   + new, not sent   ⚠ conflict   ⏳ waits for approval   ✗ refused\n\n" +
      "For anything else, ask whoever linked this sheet.",
  },

  // Sync now
  asked: { zh: "已请求同步，请稍候。", en: "Asked for a sync. This takes a moment." },
  in_step: { zh: "已同步。{counts}", en: "In step. {counts}" },
  in_step_but: {
    zh: "已同步。{counts}。“查看问题”可逐行查看。",
    en: "In step. {counts}. Show problems goes from row to row.",
  },
  no_rows: { zh: "没有数据行。", en: "There are no rows." },
  nothing_yet: {
    zh: "一分钟内没有结果；轮到本表格时会自动同步。目前状态：{lines}",
    en: "Nothing came back within a minute; it is synced when its turn comes. The sheet says: {lines}",
  },
  no_tables: {
    zh: "本表格中没有 crossfoot 的表；请询问关联它的人。",
    en: "There is no table of crossfoot in this spreadsheet. Ask whoever linked it.",
  },

  // What a ping came to
  not_set_up: {
    zh: "尚未设置：请在菜单中选择“设置…”。地址和密钥由关联本表格的人提供。",
    en: "This is not set up yet. Choose Set up… in the menu; whoever linked this sheet has the address and the secret.",
  },
  unreachable: {
    zh: "无法连接服务器 {server}：{reason}。没有丢失任何内容。请检查地址，以及服务器能否从互联网访问。",
    en:
      "The server {server} cannot be reached: {reason}. Nothing is lost. Check the address, and that the server can " +
      "be reached from the internet.",
  },
  refused: {
    zh: "服务器 {server} 拒绝了密钥：本表格未在那里关联，或密钥不对，或时钟相差超过五分钟。请在“设置…”中重新输入密钥。",
    en:
      "The server {server} refused the secret: this sheet is not linked there, or the secret is another one, or the " +
      "clocks differ by more than five minutes. Enter the secret again in Set up….",
  },
  no_crossfoot: {
    zh: "{server} 处没有 crossfoot（回答 {status}）。请在“设置…”中检查地址。",
    en: "There is no crossfoot at {server}: it answered {status}. Check the address in Set up….",
  },
  elsewhere: {
    zh: "{server} 转到了另一个地址：{location}。请在“设置…”中填写最终的地址。",
    en: "{server} leads on to {location}. Enter the address where it ends in Set up….",
  },
  busy: {
    zh: "服务器正忙或正在重启（回答 {status}）。没有丢失任何内容，请过一分钟再试。",
    en: "The server is busy or starting (it answered {status}). Nothing is lost. Try again in a minute.",
  },
  mistake: {
    zh: "服务器出现错误（回答 {status}）。没有丢失任何内容，请告知维护服务器的人，其日志中有详情。",
    en: "The server made a mistake (it answered {status}). Nothing is lost. Tell whoever runs it; its log says more.",
  },
  odd: {
    zh: "服务器 {server} 的回答 {status} 不是 crossfoot 的回答。请检查“设置…”中的地址，并告知维护服务器的人。",
    en: "{server} answered {status}, as no crossfoot does. Check the address in Set up…, and tell whoever runs it.",
  },

  // Show problems
  problem: { zh: "{at} / {all}，第 {row} 行 {tick}　{message}", en: "{at} of {all}, row {row} {tick}   {message}" },
  no_message: { zh: "该行没有说明。", en: "The row has no message." },
  hidden_row: { zh: "该行被筛选或隐藏。{said}", en: "The row is hidden or filtered out. {said}" },
  no_problems: { zh: "没有 ⚠ 或 ✗ 行。", en: "No row has ⚠ or ✗." },
  hidden_sheets: {
    zh: "隐藏的工作表中还有 {rows} 行：{sheets}。",
    en: "Rows with ⚠ or ✗ on hidden sheets: {rows}, on {sheets}.",
  },

  // Keep mine, Take theirs
  not_on_table: {
    zh: "请先在表中选择要处理的行。",
    en: "Select rows of a table first.",
  },
  none_open: {
    zh: "所选行中没有可选择的行：只有 ⚠ 和 ✗ 行可以选择。",
    en: "No selected row is open to a choice: those with ⚠ and ✗ are.",
  },
  only_hidden: {
    zh: "所选行中可选择的 {hidden} 行都被隐藏，未作改动。",
    en: "Of the selected rows only hidden ones are open to a choice: {hidden}. They were left as they are.",
  },
  chosen: { zh: "{choice}：{rows} 行。", en: "{choice}: {rows}." },
  left: { zh: "其他 {rows} 行无须选择。", en: "Left, as not open: {rows}." },
  left_hidden: { zh: "隐藏的 {rows} 行未作改动。", en: "Left, as hidden: {rows}." },
  moved: {
    zh: "与此同时有行被移动。请在下次同步前检查这些行的选择：{rows}。",
    en: "Rows moved at that very moment. Look at what was chosen before the next sync, in rows {rows}.",
  },

  // Set up
  ask_server: {
    zh: "服务器的地址，例如 https://crossfoot.example.com{now}",
    en: "The server's address, such as https://crossfoot.example.com{now}",
  },
  ask_secret: {
    zh: "本表格的密钥，即 crossfoot sheet link 显示的那一串字符{now}",
    en: "This sheet's secret, which crossfoot sheet link showed{now}",
  },
  now_server: { zh: "\n\n留空则保持：{server}", en: "\n\nLeave it empty to keep {server}" },
  now_secret: { zh: "\n\n留空则保持现有的密钥。", en: "\n\nLeave it empty to keep the one that is there." },
  no_address: {
    zh: "“{typed}”不是服务器的地址：须以 https:// 开头，不含 ? 和 #。未作任何改动。",
    en: "“{typed}” is no address of a server: it begins with https:// and has no ? and no #. Nothing was changed.",
  },
  no_secret: { zh: "没有输入密钥。未作任何改动。", en: "No secret was entered. Nothing was changed." },
  set_up: {
    zh: "设置完成：服务器已接受请求。此后每次编辑都会请求同步。",
    en: "This is set up: the server took the first request. From now on edits ask for a sync.",
  },
  set_up_but: { zh: "已保存，但第一次请求未成功。{said}", en: "This was kept, but the first request failed. {said}" },

  // After an edit
  edits_wait: { zh: "无法请求同步。{said}", en: "No sync could be asked for. {said}" },
};

/**
 * The language of whoever sits here: Chinese, or English for everybody else.
 * @returns {Language}
 */
function language_() {
  try {
    return Session.getActiveUserLocale().startsWith("zh") ? "zh" : "en";
  } catch (error) {
    return "en"; // a menu in another language is better than none
  }
}

/**
 * The sentence of that name with its facts.
 * @param {string} name
 * @param {Record<string, string | number>} [facts]
 * @returns {string}
 */
function say_(name, facts = {}) {
  return WORDS_[name][language_()].replace(/\{(\w+)\}/g, (_, fact) => String(facts[fact]));
}

/**
 * Names, one after the other.
 * @param {(string | number)[]} names
 * @returns {string}
 */
function listed_(names) {
  return names.join(language_() === "zh" ? "、" : ", ");
}
