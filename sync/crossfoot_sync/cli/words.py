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
    # What a column takes
    "read_only_table": ("（在此工作簿中只读）", "  (read-only in this book)"),
    "calculated_by": ("由服务器计算：{formula}", "Calculated by the server: {formula}"),
    "calculated": ("由服务器计算。", "Calculated by the server."),
    "read_only": ("对您只读。", "Read-only for you."),
    "required": ("必填。", "Required."),
    "required_where": ("满足以下条件时必填：{formula}", "Required where {formula}"),
    "default": ("新行留空时自动填入：{formula}", "A blank of a new row is filled in: {formula}"),
    "unique": ("不可与其他行重复。", "No two rows may have the same."),
    "unique_together": ("{columns} 合起来不可与其他行重复。", "No two rows may have the same {columns}."),
    "one_of": ("可选：{choices}。", "One of: {choices}."),
    "a_row_of": ("{table} 中的一行，填写 {columns}。", "A row of {table}, by {columns}."),
    "or": (" 或 ", " or "),
    "its_code": ("其编号", "its code"),
    "its_name": ("其名称", "its name"),
    "numbered": ("编码；留空则自动编号，如 {example}。", "A code; left blank, it is given a number such as {example}."),
    "currency_in": ("币种见 {column}。", "Its currency stands in {column}."),
    "rule": ("规则", "rule"),
    "approved_by": ("  须依次由 {roles} 批准。", "  Approved by {roles}."),
    "then": ("、", ", then "),
    "semicolon": ("；", "; "),
    "space": ("", " "),
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
