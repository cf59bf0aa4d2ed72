"""The words of a report, in the language of its workbook. What is said of rows and cells comes as messages."""

from __future__ import annotations

from crossfoot_templates.label import Language

_PHRASES: dict[str, tuple[str, str]] = {
    "preview": (
        "这是预览：未上传，也未改动任何内容。同步将会如下。",
        "A preview: nothing was sent or changed. This is what a sync would do.",
    ),
    "resumed": ("上次同步曾中断，已先将其完成。", "An earlier sync had been cut off; it was finished first."),
    "uploaded_before": (
        "此文件以前上传过：当时上传的修改不会重复，这次只上传此后的修改。",
        "This file was uploaded before. What it sent then counts once; what was changed since is sent now.",
    ),
    "sent": ("上传", "sent"),
    "taken": ("已收", "taken"),
    "partly": ("部分", "partly"),
    "waiting": ("待批", "waiting"),
    "not taken": ("未收", "not taken"),
    "received": ("下载", "received"),
    "left": ("移除", "left"),
    "rows": ("行数", "rows"),
    "of which": ("其中", "of which"),
    "held back": ("暂缓", "held back"),
    "row_place": ("第 {handle} 行，", "row {handle}, "),
    "row_handle": ("第 {handle} 行", "row {handle}"),
    "comma": ("，", ", "),
    "in_brackets": ("{said}（{more}）", "{said} ({more})"),
    "more_rows": (
        "… 另有 {count}；工作簿的说明列中有全部内容。",
        "… and {count}; the message column of the workbook has them all.",
    ),
    "more_fields": ("… 另有 {count}；--json 会全部列出。", "… and {count}; --json has them all."),
    "more": ("… 另有 {count}；--json 会全部列出。", "… and {count} more; --json has them all."),
    "given_up": ("已放弃，改为服务器的内容：", "Given up for the store's:"),
    "row_left": ("此行已离开本表", "the row left the sheet"),
    "to_decide": ("{count}待您在“{place}”中决定。", "{count} {wait} for your decision in {place}."),
    "missed": (
        "{count}在同步期间有改动，未予写入；请再次同步。",
        "{count} changed meanwhile and {was} left alone; sync again.",
    ),
    "said_of": ("{place}：{said}", "{place}: {said}"),
    "on_sheet": ("{label}，本表", "{label}, sheet"),
    "in_store": ("{label}，服务器", "{label}, store"),
    "not_compared": ("未核对：{tables}（暂缓）。", "Not compared: {tables} (held back)."),
    "agree": (
        "控制总计相符：本表的行与金额和服务器一致。",
        "Control totals agree: the sheets have the rows and the money of the store.",
    ),
    "others_agree": ("其余各表控制总计相符。", "Control totals of the other tables agree."),
    "rows_wait": ("{count}待您处理。", "{count} {wait} for you."),
    "see_notes": ("请看上面的提示。", "See the notes above."),
    "differ": (
        "{label}：本表与服务器的行或金额不符，差异已逐项列出（本表 {here}，服务器 {stored} 行）。",
        "{label}: sheet and store differ in rows or amounts, each is listed ({here} here, {stored} in the store).",
    ),
    "differ_unexplained": (
        "{label}：本表与服务器不符，所列差异不足以解释（本表 {here}，服务器 {stored} 行）。",
        "{label}: sheet and store differ, NOT explained by what is listed ({here} here, {stored} in the store).",
    ),
    "only_here": ("{name}（仅本表有）", "{name} (here, not in the store)"),
    "only_stored": ("{name}（仅服务器有）", "{name} (in the store, not here)"),
    "copy_of": ("第 {handle} 行（{key} 的副本，未保存）", "row {handle} (copy of {key}, not stored)"),
    "new_row": ("第 {handle} 行（新行，未保存）", "row {handle} (new, not stored)"),
    "new_row_keyed": ("第 {handle} 行，{key}（新行，未保存）", "row {handle}, {key} (new, not stored)"),
    "sides": ("{label}：本表 {here}，服务器 {there}", "{label}: {here} here, {there} in the store"),
    "nothing": ("无", "nothing"),
    "nothing_readable": ("无法读取", "nothing readable"),
    "no_currency": ("{amount}（无币种）", "{amount} without a currency"),
}

_THINGS: dict[str, tuple[str, str, str]] = {
    "row": ("{number:,} 行", "{number:,} row", "{number:,} rows"),
    "cell": ("{number:,} 个单元格", "{number:,} cell", "{number:,} cells"),
    "request": ("{number:,} 项申请", "{number:,} request", "{number:,} requests"),
    "more row": ("{number:,} 行", "{number:,} more row", "{number:,} more rows"),
    "more line": ("{number:,} 项", "{number:,} more line", "{number:,} more lines"),
    "more field": ("{number:,} 个字段", "{number:,} more field", "{number:,} more fields"),
}


def phrase(key: str, language: Language, /, **facts: object) -> str:
    """A phrase with its facts."""
    zh, en = _PHRASES[key]
    return (zh if language == "zh" else en).format(**facts)


def counted(number: int, thing: str, language: Language) -> str:
    """So many things: 3 行, 1 row, 2 rows."""
    zh, one, many = _THINGS[thing]
    return (zh if language == "zh" else one if number == 1 else many).format(number=number)


def waits(key: str, number: int, thing: str, language: Language, /, **facts: object) -> str:
    """A phrase that says that so many things wait, or that they were left: English has a verb for one of them."""
    wait, was = ("waits", "was") if number == 1 else ("wait", "were")
    return phrase(key, language, count=counted(number, thing, language), wait=wait, was=was, **facts)
