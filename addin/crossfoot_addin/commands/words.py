"""What the buttons say, in Chinese and in English. What is said of rows and cells comes as messages."""

from __future__ import annotations

from crossfoot_sync.client.phrases import counted
from crossfoot_templates.label import Language

MANY = 12
"""Lines in a message box at most: more would reach over the edge of a small screen."""

WORDS: dict[str, tuple[str, str]] = {
    # While it works
    "reading": ("正在读取工作簿…", "Reading the workbook…"),
    "asking": ("正在与服务器通信…", "Waiting for the server…"),
    "writing": ("正在写入工作簿…", "Writing into the workbook…"),
    # What came of it
    "synced": ("已同步：{moved}。", "Synced: {moved}."),
    "nothing_moved": ("没有变化", "nothing had changed"),
    "sent": ("上传 {count}", "{count} sent"),
    "received": ("下载 {count}", "{count} received"),
    "left": ("移除 {count}", "{count} left"),
    "refreshed": ("已刷新：{moved}。您的改动未上传。", "Refreshed: {moved}. Your own edits were not sent."),
    "rows_wait": ("{count}待您处理：", "{count} for you to look at:"),
    "how_to_decide": (
        "请在各行选择“保留我的”或“采用对方”，或改正单元格后再次同步。“下一个问题”可逐行查看。",
        "In each row choose Keep mine or Take theirs, or mend the cell and sync again. Problems goes from row to row.",
    ),
    "does_not_tie": (
        "控制总计不符，且所列差异不足以解释。请告知管理员：",
        "The control totals do not agree, and what is listed does not explain it. Tell your administrator:",
    ),
    "missed": (
        "{count}在同步期间有改动，未予写入；请再次同步。",
        "{count} changed while the sync ran and kept what you typed; sync again.",
    ),
    "approve": ("{count}待您审批，见“{place}”。", "{count} for you to approve in {place}."),
    "more": ("… 另有 {count}", "… and {count}"),
    # Questions
    "many_changes": (
        "同时有这么多改动：\n\n{lines}\n\n确定要上传吗？",
        "So much has changed at once:\n\n{lines}\n\nIs that meant, and shall it be sent?",
    ),
    "not_sent": ("未上传任何内容。", "Nothing was sent."),
    "undo_this": (
        "撤销 {who} 于 {when} 的同步？将会恢复：\n\n{lines}",
        "Undo the sync of {when} by {who}? This would go back:\n\n{lines}",
    ),
    "undo_nothing": ("没有可恢复的字段。", "No field would go back."),
    "not_undone": ("未撤销任何内容。", "Nothing was undone."),
    "undone": ("已撤销：{count}。", "Undone: {count}."),
    "undone_partly": (
        "已撤销，但以下内容保持不变：\n\n{lines}",
        "Undone, except for this, which stayed:\n\n{lines}",
    ),
    # Preview and check
    "would_send": ("预览：同步将会如下。未上传任何内容。", "Preview: this is what a sync would do. Nothing was sent."),
    "nothing_to_send": ("没有可上传的改动。", "There is nothing to send."),
    "would_refuse": (
        "检查完毕：{count}有问题，不会被完全接受。",
        "Checked: {count} to mend. The server would not take all of it.",
    ),
    "all_well": ("检查完毕：没有发现问题。", "Checked: nothing is wrong."),
    # Decisions
    "not_on_table": (
        "所选单元格不在 crossfoot 的表中。请选择表中的行。",
        "What is selected is in no table of crossfoot. Select rows of a table.",
    ),
    "none_open": (
        "所选各行没有需要决定的内容（⚠ 或 ✗）。",
        "None of the selected rows has anything to decide (⚠ or ✗).",
    ),
    "only_hidden": (
        "所选各行中需要决定的都被隐藏或筛选掉了。请先显示它们。",
        "Every selected row that has something to decide is hidden or filtered out. Show them first.",
    ),
    "moved_meanwhile": (
        "所选各行刚刚有改动，未作选择。请再试一次。",
        "The selected rows changed just now, so nothing was chosen. Try once more.",
    ),
    "chosen": ("已对 {count}选择“{choice}”。", "{choice} chosen for {count}."),
    "left_hidden": ("{count}被隐藏，未改动。", "{count} hidden and left as they were."),
    # Problems
    "no_problems": ("没有问题。", "There are no problems."),
    "problem": ("问题 {at}/{all}，第 {row} 行 {tick} {message}", "Problem {at} of {all}, row {row} {tick} {message}"),
    "hidden_row": ("{said}（此行已隐藏或被筛选掉。）", "{said} (This row is hidden or filtered out.)"),
    "no_message": ("没有说明。", "It has no message."),
    "hidden_sheets": (
        "问题都在隐藏的工作表中：{sheets}。请先取消隐藏。",
        "All problems are on hidden sheets: {sheets}. Unhide them first.",
    ),
    # History
    "history_of": ("{row} · {column} 的历史", "History of {row} · {column}"),
    "history_of_row": ("{row} 的历史", "History of {row}"),
    "no_history": (
        "没有历史：此行尚未上传。",
        "It has no history: this row has not been sent yet.",
    ),
    "version": ("{when}  {who}{reason}", "{when}  {who}{reason}"),
    "step": ("    {before} → {after}", "    {before} → {after}"),
    "step_of": ("    {column}：{before} → {after}", "    {column}: {before} → {after}"),
    "created": ("新建", "added it"),
    "voided": ("作废", "voided it"),
    "removed": ("删除", "removed it"),
    "restored": ("恢复", "brought it back"),
    # Signing in, and new books
    "which_server": ("服务器地址：", "The server's address:"),
    "which_token": (
        "您在 {server} 的个人令牌（由管理员发放）；留空则获取一个登录码：",
        "Your personal token for {server} (your administrator gives it); leave it blank to get a code:",
    ),
    "let_me_in": (
        (
            "登录码：{code}\n请在已登录处运行 crossfoot let-in {code}，或把登录码告诉管理员。完成后点击“确定”。"
            "登录码 {minutes} 分钟内有效。"
        ),
        (
            "Code: {code}\nWhere you are signed in already, type crossfoot let-in {code}, or give the code to your "
            "administrator. Press OK when that is done. The code counts for {minutes} minutes."
        ),
    ),
    "not_let_in_yet": (
        "登录码 {code} 尚未被确认。确认后请点击“确定”；不再等待请点击“取消”。",
        "Nobody has let the code {code} in yet. Press OK when that is done, or Cancel to wait no longer.",
    ),
    "signed_in": ("已登录 {server}：{name}。", "Signed in to {server} as {name}."),
    "not_signed_in": ("未登录。", "You were not signed in."),
    "which_book": ("哪个工作簿？请输入其中一个：{books}", "Which book? Enter one of: {books}"),
    "no_server": ("您尚未登录。请点击“登录”。", "You are not signed in. Press Sign in."),
    "several_servers": (
        "您登录了几个服务器：{servers}。请在 crossfoot 的工作簿中使用此函数。",
        "You are signed in to several servers: {servers}. Use the function in a workbook of crossfoot.",
    ),
    "shapes_differ": (
        "各参数的区域大小不一致：{shapes}。请选取相同的行数，或只用一行、一列、一格。",
        "The ranges differ in size: {shapes}. Give ranges of the same rows and columns, or one row, column or cell.",
    ),
    "no_books": (
        "{name}，您还没有可用的工作簿。请联系管理员。",
        "No book is open to you, {name}. Ask your administrator.",
    ),
    "no_such_book": (
        "没有名为“{book}”的工作簿，或未对您开放。可用的有：{books}",
        "There is no book “{book}”, or it is not open to you. Open to you: {books}",
    ),
    "there_already": (
        "{path} 已经存在，未被改动。请换一个名称。",
        "{path} is there already and was left as it is. Choose another name.",
    ),
    "where_to": ("新工作簿保存在哪里？", "Where shall the new workbook be saved?"),
    "not_made": ("未新建工作簿。", "No workbook was made."),
    "made": ("已新建 {name}，共 {count}。", "Made {name} with {count}."),
    "help": (
        (
            "crossfoot {version}\n\n"
            "同步：上传您的改动，下载他人的改动，并保存工作簿。\n"
            "刷新报表：只下载。预览、检查：不改动任何内容。\n"
            "下一个问题：转到下一个 ⚠ 或 ✗ 行。\n"
            "保留我的、采用对方：为所选的行作出选择，然后同步。\n"
            "此单元格的历史：谁在何时改了什么。撤销上次同步：撤回上一次上传。\n\n"
            "✓ 一致　● 已修改，未发送　+ 新行，未发送\n⚠ 冲突　⏳ 等待审批　✗ 被拒绝"
        ),
        (
            "crossfoot {version}\n\n"
            "Sync sends what you changed, brings in what others changed, and saves the workbook.\n"
            "Refresh reports only brings in. Preview and Check change nothing.\n"
            "Problems goes to the next row with ⚠ or ✗.\n"
            "Keep mine and Take theirs decide the selected rows, and sync.\n"
            "History of this cell: who changed it, when. Undo last sync takes it back.\n\n"
            "✓ in step   ● edited, not sent   + new, not sent\n⚠ conflict   ⏳ waits for approval   ✗ refused"
        ),
    ),
}


def word(key: str, language: Language, /, **facts: object) -> str:
    """A sentence with its facts."""
    zh, en = WORDS[key]
    return (zh if language == "zh" else en).format(**facts)


def listed(lines: list[str], thing: str, language: Language) -> str:
    """``lines`` one below the other, and how many of such things there are beyond the first ones."""
    shown = lines[:MANY]
    if len(lines) > MANY:
        shown.append(word("more", language, count=counted(len(lines) - MANY, thing, language)))
    return "\n".join(shown)
