"""What commands say besides reports and errors, in Chinese and in English. Their help is English."""

from __future__ import annotations

from collections.abc import Mapping

from crossfoot_templates.label import BETWEEN, Language

WORDS: dict[str, tuple[str, str]] = {
    # What became of a row, in its history
    "created": ("在{book}中新建", "created in {book}"),
    "changed": ("在{book}中修改", "changed in {book}"),
    "voided": ("在{book}中作废", "voided in {book}"),
    "removed": ("在{book}中删除", "removed in {book}"),
    "restored": ("在{book}中恢复", "restored in {book}"),
    "voided_by": ("由 {who} 在{book}中作废", "voided by {who} in {book}"),
    "removed_by": ("由 {who} 在{book}中删除", "removed by {who} in {book}"),
    "version": ("第 {rev} 版", "rev {rev}"),
    "field": ("{place}：{before} → {after}", "{place}: {before} → {after}"),
    "none_removed": ("“{table}”中没有您可见的已移除行。", "No row of {table} that you may see was removed."),
    # How a row fared
    "ok": ("已收", "ok"),
    "merged": ("已合并", "merged"),
    "open": ("待决定", "open"),
    "refused": ("被拒绝", "refused"),
    "waiting": ("待批", "waiting"),
    "unchanged": ("无变化", "unchanged"),
    "undone": ("已撤销", "undone"),
    "taken_out": ("已移除", "removed"),
    "kept": ("未移除", "restored"),
    "returned": ("已恢复", "returned"),
    "undoes": ("撤销 {batch}", "undoes {batch}"),
    # Undoing and restoring
    "to_undo": ("要撤销：{batch}", "To undo: {batch}"),
    "undo_this": ("撤销此批次？", "Undo this batch?"),
    "not_undone": ("未撤销任何内容。", "Nothing was undone."),
    "back_preview": (
        "这是预览：未恢复任何内容。结果将会如下。",
        "A preview: nothing went back. This is what would come of it.",
    ),
    "nothing_back": ("没有可恢复的内容。", "Nothing would go back."),
    "recorded": ("已记录为批次 {batch}，可再撤销。", "Recorded as batch {batch}, which can be undone itself."),
    # What is open
    "would_decide": ("这是预览：未作决定，也未上传。", "A preview: nothing was decided or sent. "),
    "would_mine": (
        "加 --mine 后，将上传工作簿中的值。",
        "With --mine the workbook's values would be sent.",
    ),
    "would_theirs": (
        "加 --theirs 后，单元格将改为服务器的值。",
        "With --theirs the store's values would be put into the cells.",
    ),
    "nothing_open": ("没有待处理的内容。", "Nothing is open."),
    "nothing_matches": (
        "没有符合条件的待处理项。查看全部：crossfoot resolve {path}",
        "Nothing open matches. List what is open with: crossfoot resolve {path}",
    ),
    "in_the_sheet": ("以下各行请在表中修改或选择：", "To be mended or chosen in the sheet itself:"),
    "open_place": ("{table} 第 {handle} 行", "{table} row {handle}"),
    "open_row": ("{place}：{name}", "{place}: {name}"),
    "held_near": (
        "{place}显示 {shows}，可能属于另一个待确认的行",
        "{place} shows {shows} and may belong to another row that is held",
    ),
    "see_to_that": (
        "请先处理那一行。如果这是新行，请在“同步状态”列选“保留我的”。",
        "See to that one first. If this is a new row, choose Keep mine in its Sync column.",
    ),
    "held_mixed": (
        "{place}是 {shows}，但部分单元格似乎来自其他行",
        "{place} is {shows}, but some of its cells seem to have come from other lines",
    ),
    "theirs_mixed": (
        "请在“同步状态”列选择。“采用对方”：恢复显示服务器上的这一行。",
        "Choose in its Sync column. Take theirs: it shows the stored row again.",
    ),
    "mine_mixed": (
        "“保留我的”：服务器上的这一行改为现有内容。",
        "Keep mine: the stored row becomes what stands there.",
    ),
    "held_parted": ("{place}对应 {stands_for}，但显示 {shows}", "{place} stands for {stands_for}, but shows {shows}"),
    "theirs_parted": (
        "请在“同步状态”列选择。“采用对方”：恢复显示 {stands_for}。",
        "Choose in its Sync column. Take theirs: it shows {stands_for} again.",
    ),
    "mine_parted": (
        "“保留我的”：{stands_for} 改为 {shows}。",
        "Keep mine: {stands_for} becomes {shows}.",
    ),
    # What a column takes
    "read_only_table": ("（在此工作簿中只读）", "  (read-only in this book)"),
    "calculated_by": ("由服务器计算：{formula}", "Calculated by the server: {formula}"),
    "calculated": ("由服务器计算。", "Calculated by the server."),
    "read_only": ("对您只读。", "Read-only for you."),
    "required": ("必填。", "Required."),
    "required_where": ("满足以下条件时必填：{formula}。", "Required where {formula}"),
    "default": ("新行留空时自动填入：{formula}", "A blank of a new row is filled in: {formula}"),
    "unique": ("不可与其他行重复。", "No two rows may have the same."),
    "unique_together": ("{columns} 合起来不可与其他行重复。", "No two rows may have the same {columns}."),
    "one_of": ("可选：{choices}。", "One of: {choices}."),
    "a_row_of": ("{table} 中的一行，填写 {columns}。", "A row of {table}, by {columns}."),
    "or": (" 或 ", " or "),
    "a_row_unseen": ("{table} 中的一行，填写其编号或名称。", "A row of {table}, by its code or its name."),
    "numbered": ("编码；留空则自动编号，如 {example}。", "A code; left blank, it is given a number such as {example}."),
    "currency_in": ("币种见 {column}。", "Its currency stands in {column}."),
    "rule": ("规则", "rule"),
    "approved_by": ("  须依次由 {roles} 批准。", "  Approved by {roles}."),
    "then": ("、", ", then "),
    "semicolon": ("；", "; "),
    "space": ("", " "),
    # Bringing in files
    "prepared": (
        "{table}：源文件 {source_rows} 行，待上传 {rows} 行，已在台账中 {known} 行，无法接收 {refused} 行",
        "{table}: {source_rows} source rows, {rows} to send, {known} in the store already, {refused} cannot be taken",
    ),
    "finding": (
        "{column} × {count}{becomes}，首见于第 {line} 行：{said}",
        "{column} × {count} {becomes}, first in line {line}: {said}",
    ),
    "row_refused": ("（拒绝）", "(refused)"),
    "into_notes": ("（转入备注）", "(into the notes)"),
    "advice_only": ("（仅提示）", "(advice)"),
    "more_findings": ("… 另有 {count} 种问题", "… and {count} other findings"),
    "nothing_sent": ("未上传任何内容。", "Nothing was sent. "),
    "how_to_send": ("如需上传：同一命令加 --apply。", "To send: the same command with --apply."),
    "how_to_send_others": (
        "请修改映射文件或数据文件；或只上传其余行：同一命令加 --apply --partly。",
        "Mend the mapping or the file; or send the other rows: the same command with --apply --partly.",
    ),
    "rows_refused": (
        "{rows} 行无法接收。请修改映射文件或数据文件，或加 --partly 略过这些行。",
        "{rows} cannot be taken. Mend the mapping or the file, or add --partly to leave them.",
    ),
    "nothing_to_send": ("没有要上传的行", "nothing to send"),
    "bring_the_rest": (
        "被拒绝的行请改正后放进另一个文件再导入；若修改此文件后再次运行，已上传的行会作为新行再次上传。",
        "Bring the refused rows in by a file of their own: in a changed file the rows that went in would come again.",
    ),
    "undone_since": (
        "其中 {count} 行之后被撤销，不在台账中，也不会再次上传。如需恢复：crossfoot undo 工作簿 {batch}",
        "{count} of them were undone since, and are not sent again. To have them back: crossfoot undo WORKBOOK {batch}",
    ),
    "replayed": ("（其中 {count} 行已由之前的运行上传）", " ({count} of them by an earlier run)"),
    "line": ("第 {line} 行", "line {line}"),
    "more_refusals": ("… 另有 {count} 行", "… and {count} more"),
    "sums": ("{column} {currency}：上传 {sent}，接收 {taken}", "{column} {currency}: sent {sent}, taken {taken}"),
    # Logging in
    "logged_in": (
        "已登录 {server}：{name}（{login}）。工作簿：{books}",
        "Logged in to {server} as {name} ({login}). Books: {books}",
    ),
    "no_books": ("无", "none"),
    "kept_in": ("令牌保存在 {path}，只有您能读取。", "The token is in {path}, which only you can read."),
    "forgot": ("已删除本机保存的 {server} 令牌。", "Forgot the token for {server}."),
    "nothing_to_forget": ("本机没有 {server} 的令牌。", "There is no token for {server} on this computer."),
    "asked_in": ("“{client}”于 {at} 请求登录。", "“{client}” asked at {at}."),
    "let_in": ("允许其以 {name}（{login}）的身份登录？", "Let it in as {name} ({login})?"),
    "is_in": ("“{client}”已登录。", "“{client}” is in."),
    "token_or_code": ("令牌（或按回车使用登录码）", "Token (or Enter for a code)"),
    "code": ("登录码：{code}", "Code: {code}"),
    "where_logged_in": (
        "在您已登录的地方运行：crossfoot let-in {code}",
        "Where you are logged in already: crossfoot let-in {code}",
    ),
    "or_tell": (
        "或将它告诉服务器管理员。{minutes} 分钟内有效。",
        "Or tell it whoever runs the server. It counts for {minutes} minutes.",
    ),
    # Many changes at once
    "send_all": ("全部上传？", "Send all of it?"),
    "not_sent": ("未上传任何内容。", "Nothing was sent."),
}
"""``{names}`` are filled in."""

STATUSES: Mapping[str, str] = {"removed": "taken_out", "restored": "kept"}
"""The words of statuses whose own names mean something else in the history of a row."""


def word(key: str, language: Language, /, **facts: object) -> str:
    """A sentence with its facts."""
    zh, en = WORDS[key]
    return (zh if language == "zh" else en).format(**facts)


def status_word(status: str, language: Language) -> str:
    """How a row fared, in a word."""
    return word(STATUSES.get(status, status), language)


def fared(statuses: Mapping[str, int], language: Language) -> str:
    """How many rows fared how."""
    each = "{1} {0}" if language == "zh" else "{0} {1}"
    return BETWEEN[language].join(
        each.format(count, status_word(status, language)) for status, count in statuses.items()
    )
