"""What is told of a linked sheet, in Chinese and in English."""

from __future__ import annotations

import msgspec

from crossfoot_templates.messages import Fact
from crossfoot_templates.model import Language


class Told(msgspec.Struct, frozen=True):
    """Something told in both languages; ``code`` is for programs."""

    code: str
    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The sentence in ``language``."""
        return self.zh if language == "zh" else self.en


def told(code: str, **facts: Fact) -> Told:
    """The sentence ``code`` of :data:`SENTENCES` with its facts."""
    zh, en = SENTENCES[code]
    return Told(code, zh.format(**facts), en.format(**facts))


SENTENCES: dict[str, tuple[str, str]] = {
    # What a look at a sheet came to
    "laying": ("尚未完成关联；请再次运行 crossfoot sheet link。", "not filled yet; run crossfoot sheet link again."),
    "in_step": ("已同步。", "in step."),
    "needs_a_look": ("已同步；{rows} 行有待处理，原因写在行内。", "in step; {rows} rows need a look, each says why."),
    "one_needs_a_look": ("已同步；1 行有待处理，原因写在行内。", "in step; 1 row needs a look and says why."),
    "held_back": (
        "以下各表未同步：{tables}；其余{others_zh}",
        "held back: {tables}; the rest is {others_en}",
    ),
    "does_not_tie": (
        "已同步，但合计有差额未能说明：{tables}。",
        "in step, but totals differ without an explanation: {tables}.",
    ),
    "asks": (
        "{lines} 没有发送任何内容。确认无误后运行：crossfoot sheet sync {id} --confirmed",
        "{lines} Nothing was sent. If it is meant, run: crossfoot sheet sync {id} --confirmed",
    ),
    "mistake": (
        "出现意外错误（{kind}），没有丢失任何内容；将自动重试，日志中有详情。",
        "something unexpected happened ({kind}); nothing is lost. It is tried again, and the log has the details.",
    ),
    # Beside the batch
    "last_editor": ("最后编辑：{name}", "last edited by {name}"),
    # In the sheet
    "paused_here": ("同步已暂停：{reason}", "Syncing is paused: {reason}"),
    "asks_here": (
        "改动很多，尚未发送：{lines} 如确认无误，请管理员运行 crossfoot sheet sync --confirmed。",
        "So much changed that nothing was sent: {lines} If it is meant, ask for crossfoot sheet sync --confirmed.",
    ),
    # What the doctor finds
    "all_well": ("一切正常。", "nothing is wrong."),
    "only_readable": (
        "{account} 只能查看，不能编辑；请在“共享”中把它改为“编辑者”。",
        "{account} may look and not edit; choose Share and make it an editor.",
    ),
    "trashed": ("它在回收站中；请恢复它，或取消关联。", "it is in the bin; bring it back, or unlink it."),
    "barred": (
        "以下受保护的范围不允许 {account} 编辑：{ranges}；请在“数据 > 保护工作表和范围”中允许它。",
        "protected ranges keep {account} out: {ranges}. In Data > Protect sheets and ranges let it edit them.",
    ),
    "header_gone": (
        "“{sheet}”的列已被删除：{columns}；请用“文件 > 版本记录”恢复，或撤销删除。",
        "“{sheet}” has lost columns: {columns}. Bring them back by File > Version history, or undo the deletion.",
    ),
    "heading_changed": ("“{sheet}”：{zh}", "“{sheet}”: {en}"),
    "table_gone": (
        "表“{table}”的标题行或工作表已被删除；请用“文件 > 版本记录”恢复。",
        "the sheet or the header row of “{table}” is gone; bring it back by File > Version history.",
    ),
    "hidden_gone": (
        "隐藏工作表 {sheet} 已被删除；请用“文件 > 版本记录”恢复。",
        "the hidden sheet {sheet} is gone; bring it back by File > Version history.",
    ),
    "locale_changed": (
        "区域设置由 {before} 变为 {now}，键入的日期和数字会被理解成别的值；请在“文件 > 设置”中改回。",
        "its locale was {before} and is {now}: typed dates mean other days. Set it back in File > Settings.",
    ),
    "zone_changed": (
        "时区由 {before} 变为 {now}，时间会有偏差；请在“文件 > 设置”中改回。",
        "its time zone was {before} and is {now}: times would shift. Set it back in File > Settings.",
    ),
    "filling_up": (
        "已用 {cells} 个单元格，超过上限 {limit} 的 60%；请删除多余的空行、空列和工作表，或拆分。",
        "it has {cells} cells, over 60 % of the {limit} allowed; delete empty rows, columns and sheets, or split it.",
    ),
    "columns_new": (
        "定义中新增的列不在“{table}”中：{columns}；请关联一个新表格，或不使用这些列。",
        "the definition has columns that “{table}” lacks: {columns}. Link a new spreadsheet, or do without them.",
    ),
    "copies": (
        "工作表 {sheets} 是副本，其中的修改不会同步；请在原表中修改，不需要时删除副本。",
        "{sheets}: a copy of a sheet, and what is typed there is not synced. Type in the original; delete the copy.",
    ),
    "paused": ("已暂停：{reason}", "it is paused: {reason}"),
    "no_role": (
        "它的帐号在业务簿“{book}”中已没有任何权限；请取消关联后重新关联。",
        "its account has no grant for book {book} any more; unlink it and link it again.",
    ),
    "long_ago": (
        "上次同步是 {when}；请检查 crossfoot worker 是否在运行。",
        "it was last synced at {when}; is crossfoot worker running?",
    ),
}
"""Sentences, each in Chinese and in English. ``{names}`` are facts."""
