"""Why a spreadsheet cannot be linked or synced. Each message names the thing, the cause and the way out."""

from __future__ import annotations

from typing import ClassVar

from crossfoot_templates.messages import Fact


class SheetError(Exception):
    """Something about ``thing``, mostly a spreadsheet; ``reason`` is a key of :data:`REASONS`, ``facts`` its facts."""

    reason: ClassVar[str]

    def __init__(self, thing: str, **facts: Fact) -> None:
        self.thing = thing
        self.facts = facts
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """Thing, cause and way out in ``language`` (``zh`` or ``en``)."""
        zh, en = REASONS[self.reason]
        sentence = (zh if language == "zh" else en).format(**self.facts)
        return f"{self.thing}：{sentence}" if language == "zh" else f"{self.thing}: {sentence}"


class UnknownSheet(SheetError, LookupError):
    """No linked sheet is called so."""

    reason = "unknown"


class SeveralSheets(SheetError, LookupError):
    """More than one linked sheet has this title."""

    reason = "several"


class NoSpreadsheetAddress(SheetError, ValueError):
    """What was given names no spreadsheet."""

    reason = "no_address"


class LinkedAlready(SheetError):
    """The spreadsheet is linked to this store."""

    reason = "linked"


class LinkedElsewhere(SheetError):
    """The spreadsheet holds what crossfoot lays out, and this store knows nothing of it."""

    reason = "elsewhere"


class OnlyReadable(SheetError):
    """The service account may look and not edit."""

    reason = "only_readable"


class OtherSettings(SheetError):
    """The spreadsheet's locale or time zone is another than the one asked for."""

    reason = "other_settings"


class NearlyFull(SheetError):
    """The book might not fit beside what stands in the spreadsheet."""

    reason = "nearly_full"


class NothingToSee(SheetError):
    """The role may read nothing of the book."""

    reason = "nothing_to_see"


class BeingSynced(SheetError):
    """Another process is at work on the sheet."""

    reason = "being_synced"


REASONS: dict[str, tuple[str, str]] = {
    # What a command ends with
    "unknown": ("没有关联这个表格；已关联的有：{titles}。", "no such sheet is linked; those that are: {titles}."),
    "several": (
        "有多个已关联的表格叫这个名字；请用网址或编号指定：{ids}。",
        "several linked sheets have this title; name one by its address or id: {ids}.",
    ),
    "no_address": (
        "不是 Google 表格的网址；请从浏览器地址栏复制，形如 https://docs.google.com/spreadsheets/d/…",
        "it is no address of a Google spreadsheet. Copy it from the browser: https://docs.google.com/spreadsheets/d/…",
    ),
    "linked": (
        "已经关联为业务簿“{book}”（{login}）；如需改变，请先运行 crossfoot sheet unlink。",
        "it is linked already, to book {book} ({login}). To change that, run crossfoot sheet unlink first.",
    ),
    "elsewhere": (
        "其中的 crossfoot 表不属于本库，或是复制来的；请在原服务器上取消关联，或删除它的工作表，包括隐藏的 {sheets}。",
        "it holds a book that is not of this store, or a copy. Unlink it there, or delete its sheets, also {sheets}.",
    ),
    "only_readable": (
        "只允许 {account} 查看；请在“共享”中把它改为“编辑者”。",
        "{account} may only look at it. Choose Share and make it an editor.",
    ),
    "other_settings": (
        "它的{what}是 {found}，而要求的是 {wanted}；请在“文件 > 设置”中更改，或换用相应的选项。",
        "its {what_en} is {found}, and {wanted} is asked for. Change it in File > Settings, or ask for another.",
    ),
    "nearly_full": (
        "已有 {cells} 个单元格，超过上限 {limit} 的 60%，可能放不下；请删除多余的空行、空列和工作表，或换一个表格。",
        "it has {cells} cells, over 60 % of the {limit} allowed. Delete empty rows and columns, or take another.",
    ),
    "nothing_to_see": (
        "角色“{role}”在业务簿“{book}”中看不到任何表；请换一个角色：{roles}。",
        "role {role} may read no table of book {book}. Take another: {roles}.",
    ),
    "being_synced": (
        "另一个程序正在同步它；请稍后重试。",
        "another program is syncing it. Try again in a moment.",
    ),
}
"""Reasons, each with cause and way out in Chinese and in English. ``{names}`` are facts."""
