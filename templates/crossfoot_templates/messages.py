"""Every sentence a user can be shown beside a row, in both languages.

A :class:`Message` is a code and facts; the sentence is made when it is shown. Programs look at the code.
"""

from __future__ import annotations

from typing import Any

import msgspec

Fact = str | int


class Message(msgspec.Struct, frozen=True):
    """What is to be said: a code from :data:`SENTENCES` and the facts its sentence names."""

    code: str
    facts: dict[str, Fact] = {}

    def text(self, language: str) -> str:
        """The sentence in ``language`` (``zh`` or ``en``)."""
        zh, en = SENTENCES[self.code]
        return (zh if language == "zh" else en).format_map(_Facts(self.facts))


def say(code: str, **facts: Fact) -> Message:
    """The message ``code`` with its facts."""
    return Message(code, facts)


class _Facts(dict[str, Any]):
    """A fact that is missing shows as its name: a message must never fail to appear."""

    def __missing__(self, key: str) -> str:
        return f"‹{key}›"


SENTENCES: dict[str, tuple[str, str]] = {
    # A cell cannot be read
    "error_value": (
        "单元格是错误值 {value}，请改正公式或数值。",
        "The cell shows the error {value}; mend the formula or type a value.",
    ),
    "no_cached_value": (
        "公式还没有计算结果，请用表格软件打开、重新计算并保存。",
        "The formula has no calculated value yet; open the file, let it calculate, and save.",
    ),
    "merged_cell": (
        "单元格已合并，无法判断属于哪一行；请取消合并。",
        "The cell is merged, so its row is unclear; unmerge it.",
    ),
    "control_character": (
        "含有不可见的控制字符，请重新输入。",
        "It holds an invisible control character; type it again.",
    ),
    "not_text": ("“{value}”不是文本；请按文本重新输入。", "“{value}” is not text; type it as text."),
    "code_is_number": (
        "编号以数字形式存放，前导零可能丢失；应为“{suggestion}”？请按文本重新输入。",
        "The code is stored as a number, so leading zeros may be lost; is it “{suggestion}”? Type it as text.",
    ),
    "digits_lost": (
        "超过 15 位的编号被当作数字输入，末位已丢失；请按文本重新输入。",
        "A code of more than 15 digits was typed as a number and its last digits are lost; type it as text.",
    ),
    "not_a_number": (
        "“{value}”不是数字；请写成 12800.5 的形式。",
        "“{value}” is not a number; write it as 12800.5.",
    ),
    "not_a_percent": (
        "“{value}”不是百分比；请写成 5% 的形式。",
        "“{value}” is not a percentage; write it as 5%.",
    ),
    "not_an_integer": (
        "“{value}”不是整数；请写成 12 的形式。",
        "“{value}” is not a whole number; write it as 12.",
    ),
    "too_many_decimals": (
        "{value} 的小数超过 {scale} 位；应为 {suggestion}？",
        "{value} has more than {scale} decimal places; is it {suggestion}?",
    ),
    "too_many_digits": (
        "{value} 超过 15 位有效数字，表格无法准确保存；请核对。",
        "{value} has more than 15 digits, which a spreadsheet cannot keep exactly; please check it.",
    ),
    "wan_not_allowed": (
        "“{value}”：本列不接受“万/亿”，请写完整数字。",
        "“{value}”: this column takes no 万 or 亿; write the full number.",
    ),
    "not_a_date": (
        "“{value}”不是日期；请写成 2024-03-05。",
        "“{value}” is not a date; write it as 2024-03-05.",
    ),
    "date_order_unknown": (
        "“{value}”分不清月和日；请写成 2024-03-05 的形式。",
        "“{value}” may be day/month or month/day; write it as 2024-03-05.",
    ),
    "number_as_date": (
        "日期列里是数字 {value}；请输入完整日期。",
        "The date column holds the number {value}; type the whole date.",
    ),
    "date_has_time": (
        "{value} 带有时刻，本列只填日期；请去掉时刻。",
        "{value} has a time of day; this column takes a date only, so leave the time out.",
    ),
    "not_a_datetime": (
        "“{value}”不是日期时间；请写成 2024-03-05 14:30。",
        "“{value}” is not a date and time; write it as 2024-03-05 14:30.",
    ),
    "not_a_boolean": (
        "“{value}”不是“是”或“否”；请从中选择。",
        "“{value}” is neither Yes nor No; choose one of them.",
    ),
    "not_a_choice": ("“{value}”不在可选项中。", "“{value}” is not one of the choices."),
    "not_a_choice_of": (
        "“{value}”不在可选项中；可选：{choices}。",
        "“{value}” is not one of the choices; there are {choices}.",
    ),
    "not_a_choice_of_near": (
        "“{value}”不在可选项中（{choices}）；是否为“{suggestion}”？",
        "“{value}” is not one of the choices ({choices}); is it “{suggestion}”?",
    ),
    "not_a_choice_near": (
        "“{value}”不在可选项中；是否为“{suggestion}”？",
        "“{value}” is not one of the choices; is it “{suggestion}”?",
    ),
    "unknown_reference": (
        "找不到“{value}”，或不在您的权限范围内；请核对名称或编号。",
        "There is no “{value}”, or it is not within your scope; check the name or the number.",
    ),
    "unknown_reference_near": (
        "找不到“{value}”；是否为“{suggestion}”？",
        "There is no “{value}”; is it “{suggestion}”?",
    ),
    "unknown_reference_among": (
        "找不到“{value}”；是否为其中之一：{candidates}？",
        "There is no “{value}”; is it one of these: {candidates}?",
    ),
    "ambiguous_reference": (
        "“{value}”对应多行：{candidates}；请写编号。",
        "“{value}” names several rows: {candidates}; write the number.",
    ),
    # A value is read but not allowed
    "too_long": (
        "共 {length} 个字符，最多 {limit} 个。",
        "It has {length} characters; at most {limit} are allowed.",
    ),
    "wrong_length": (
        "“{value}”有 {length} 位，应为 {expected} 位。",
        "“{value}” has {length} characters; it must have {expected}.",
    ),
    "wrong_pattern": (
        "“{value}”不符合本列规定的格式：{pattern}。",
        "“{value}” does not have the form that this column asks for: {pattern}.",
    ),
    "too_small": ("{value} 小于下限 {limit}。", "{value} is below the least allowed, {limit}."),
    "too_large": ("{value} 大于上限 {limit}。", "{value} is above the most allowed, {limit}."),
    "too_large_near": (
        "{value} 大于上限 {limit}；是否为 {suggestion}？",
        "{value} is above the most allowed, {limit}; is it {suggestion}?",
    ),
    "date_range": ("{value} 不在 {min} 至 {max} 之间。", "{value} is not between {min} and {max}."),
    "required": ("必填，不能为空。", "It is required and is blank."),
    "required_as": ("{given}，因此必填，不能为空。", "It is required as {given}, and is blank."),
    "recommended": ("建议填写，目前为空。", "It is blank; please fill it in."),
    "required_then": ("须先填写 {columns}。", "{columns} must be filled in first."),
    "rule_broken": ("{zh}", "{en}"),
    "limit_broken": ("{zh}{figures_zh}", "{en} {figures_en}"),
    "rule_failed": (
        "无法判断此规则，公式结果为 {error}：{zh}",
        "This rule cannot be judged, for its formula comes to {error}: {en}",
    ),
    "currency_missing": ("有金额时必须填写币种。", "An amount needs its currency."),
    "computed_typed": (
        "{column}：由服务器计算；您填的“{value}”已被替换。",
        "{column}: it is calculated by the server; “{value}”, which was typed there, has been replaced.",
    ),
    "other_currency": (
        "“{value}”写的是{written}，而本行币种是{currency}；请改币种，或只填数字。",
        "“{value}” says {written}, and the row's currency is {currency}; change the currency, or write the number alone.",
    ),
    "currency_waits": (
        "本行有金额写的是另一币种；改好后才会上传。",
        "It is not sent while an amount of the row is written in another currency.",
    ),
    "amount_waits": ("填写币种后才会上传。", "It is not sent without its currency."),
    # Who may
    "column_read_only": (
        "您无权修改此列；服务器保留原值：{theirs}。",
        "You may not change this column; the server keeps {theirs}.",
    ),
    "row_not_editable": ("您只能查看此行，不能修改。", "You may look at this row, but not change it."),
    "locked": ("已锁定，服务器保留原值：{theirs}。{zh}", "Locked, so the server keeps {theirs}: {en}"),
    "table_read_only": (
        "本表在此工作簿中只读，修改未被接受。",
        "This table is read-only in this book; the change was not taken.",
    ),
    "out_of_scope": ("此行不在您的权限范围内。", "This row is not within your scope."),
    "scope_left": (
        "按此填写，该行将超出您的权限范围（{column}）。",
        "With this {column} the row would be outside your scope.",
    ),
    "scope_blank": (
        "不能为空：否则该行将超出您的权限范围。",
        "It may not be blank: without it the row would be outside your scope.",
    ),
    # A row
    "duplicate_key": ("{columns}“{value}”已存在。", "{columns} “{value}” exists already."),
    "duplicate_number": (
        "{columns}“{value}”已存在；新行请清空此格，编号由服务器生成。",
        "{columns} “{value}” exists already; clear this cell, and the new row is given a number of its own.",
    ),
    "duplicate_key_in_sheet": (
        "{columns}“{value}”在本表中重复出现。",
        "{columns} “{value}” stands more than once in this sheet.",
    ),
    "reference_refused": (
        "所引用的“{table}”行未被接受；请先改正那一行。",
        "The row of “{table}” it points at was refused; mend that one first.",
    ),
    "reference_waits": (
        "所引用的“{table}”行尚待审批；批准后再同步即可。",
        "The row of “{table}” it points at waits for an approval; sync again once that is given.",
    ),
    "reference_gone": (
        "所引用的“{table}”行不存在或不在您的权限范围内。",
        "The row of “{table}” it points at does not exist or is not within your scope.",
    ),
    "row_refused_why": ("新行未保存。", "The new row was not stored."),
    "row_refused": ("新行未保存：请改正{columns}。", "The new row was not stored: mend {columns}."),
    "row_gone": ("此行已被 {who} 于 {when} 删除。", "{who} removed this row on {when}."),
    "row_unknown": (
        "在您的权限范围内没有此行；若要新建，请把内容复制到新的一行。",
        "There is no such row within your scope; to make it anew, copy its values into a new line.",
    ),
    "unfinished_push": (
        "上次提交尚未完成；下次同步会先完成它，因此结果可能与预览不同。",
        "An earlier push was not finished. The next sync finishes it first, so what comes of it may differ from this.",
    ),
    "uploaded_before": (
        "此文件以前上传过；同步会先核对当时上传的修改，因此结果可能与预览不同。",
        "This file was uploaded before. A sync looks first at what it sent then, so what comes of it may differ from this.",
    ),
    "row_sent_before": (
        "此工作簿已于 {when} 提交过相同的一行：{key}；文件可能是旧副本。“保留我的”会另存一行，“采用对方”则移除此行。",
        "Sent from here before, on {when}: {key}. An old copy? Keep mine stores one more, Take theirs removes this one.",
    ),
    "store_restored": (
        "服务器已从备份恢复，其中没有此行。选择“保留我的”可重新提交，选择“采用对方”则从表中移除。",
        "The store was restored from a backup and does not have this row. Keep mine sends it again, Take theirs removes it.",
    ),
    "removed_changed": (
        "未删除：{who} 于 {when} 修改过此行；该行已恢复到表中。",
        "Not removed: {who} changed this row on {when}; it is put back.",
    ),
    "removed_used": (
        "未删除：“{table}”中还有行引用它；该行已恢复到表中。",
        "Not removed: rows of “{table}” still point at it; it is put back.",
    ),
    "removed_restored": (
        "此表不允许删除行；该行已恢复到表中。如不再使用，请在行内注明，例如修改状态或阶段。",
        "Rows of this table cannot be removed; it is put back. If it is done with, say so in it, as in State or Stage.",
    ),
    "removed_locked": (
        "未删除，此行已锁定，已恢复到表中：{zh}",
        "Not removed: this row is locked, and is put back: {en}",
    ),
    "removed_ruled": (
        "未删除，否则不再符合此规则；该行已恢复到表中：{zh}",
        "Not removed, for without it this would no longer hold; it is put back: {en}",
    ),
    "removed_not_allowed": (
        "未删除：您无权删除此行；该行已恢复到表中。",
        "Not removed: you may not remove this row; it is put back.",
    ),
    "removed_unnoted": (
        "未删除：此工作簿没有显示过此行的记录；该行已恢复到表中。",
        "Not removed: this workbook has no note of having shown this row; it is put back.",
    ),
    "would_be_removed": ("此行将被删除。", "This row would be removed."),
    "row_removed": ("此行已从服务器删除。", "Removed from the store."),
    # Approvals
    "approval_waits": ("等待{who_zh}审批：{zh}", "Waits for approval by {who_en}: {en}"),
    "approval_waits_along": (
        "已批准；须与同时申请的 {numbers} 一并生效，待其批准。",
        "It is approved, and goes into force along with {numbers}, which was asked for with it and still waits.",
    ),
    "approval_alone": (
        "申请已作废：与其一并申请的修改未获批准或已撤回，单独不能生效。选“保留我的”可再次申请。",
        "The request is void: what was asked for with it came to nothing, and alone it cannot go. Keep mine asks again.",
    ),
    "approval_rejected": (
        "{who} 于 {when} 未批准。可修改后重新申请，选“保留我的”再次申请，或选“采用对方”。",
        "{who} rejected it on {when}. Change it, choose Keep mine to ask again, or Take theirs.",
    ),
    "approval_rejected_because": (
        "{who} 于 {when} 未批准：“{comment}”。可修改后重新申请，选“保留我的”再次申请，或选“采用对方”。",
        "{who} rejected it on {when}: “{comment}”. Change it, choose Keep mine to ask again, or Take theirs.",
    ),
    "approval_withdrawn": (
        "您已于 {when} 撤回此申请；改回原值请选“采用对方”，再次申请请选“保留我的”。",
        "You withdrew this request on {when}. Take theirs puts the old value back; Keep mine asks again.",
    ),
    "approval_replaced": (
        "您于 {when} 对此行另作的修改已取代此申请。",
        "What you changed in this row on {when} has taken the place of this request.",
    ),
    "approval_replaced_now": (
        "您对此行另作的修改已取代此申请。",
        "What you changed elsewhere in this row has taken the place of this request.",
    ),
    "approval_overtaken": (
        "申请已作废：{who} 于 {when} 修改了 {columns}。选“保留我的”可再次申请。",
        "The request is void: {who} changed {columns} on {when}. Keep mine asks again.",
    ),
    "approval_row_gone": (
        "申请已作废：{who} 于 {when} 删除了此行。",
        "The request is void: {who} removed the row on {when}.",
    ),
    "approval_undone": (
        "申请已作废：提出申请的批次已于 {when} 撤销。",
        "The request is void: the batch that made it was undone on {when}.",
    ),
    "approval_unknown": (
        "服务器没有此申请，可能已从备份恢复。选“保留我的”可再次申请。",
        "The store has no such request; it may have been restored from a backup. Keep mine asks again.",
    ),
    "approval_carried": ("已批准并生效。", "It was approved and is in force."),
    "approval_gone_since": (
        "已批准并曾生效；此行此后已被删除，或您已无权查看。",
        "It was approved and came into force; since then the row was removed, or is out of your sight.",
    ),
    "approval_taken_back": ("已撤回此行的审批申请。", "The request for this row was taken back."),
    "approval_line_removed": (
        "此新行尚未生效即已从表中删除，其审批申请已撤回。",
        "This new row was removed before it came into force, so its request for an approval is taken back.",
    ),
    "approval_needed_back": (
        "未恢复，此行需要审批：{zh}请在表中修改以提出申请。",
        "Not brought back, because it needs an approval: {en} Change it in the sheet to ask for one.",
    ),
    "approval_stays": (
        "审批记录不可撤销或恢复。",
        "A request and its decision are not put back.",
    ),
    "approval_not_added": (
        "审批申请由服务器生成，不能自行添加；请删除此行。",
        "Requests are made by the server, so none can be added; remove this line.",
    ),
    "approval_decided": ("此申请已不再待审批。", "This request is not pending any more."),
    "approval_own": (
        "不能批准自己的申请；可由{who_zh}决定，本人可选“撤回”。",
        "Nobody decides their own request: {who_en} can, and you can withdraw it.",
    ),
    "approval_not_yours": (
        "此申请由{who_zh}决定。",
        "This is for {who_en} to decide.",
    ),
    "approval_not_requester": ("只有申请人可以撤回。", "Only who asked can withdraw it."),
    "approval_note": (
        "申请说明只能由申请人在待审批时填写。",
        "Only who asked can write here, and only while the request is pending.",
    ),
    "approval_row_pushed": (
        "您在同一次同步中也修改了该行；请再次选择并同步。",
        "You changed that row in the same sync; choose again and sync once more.",
    ),
    "approval_refused_now": ("现在不能生效：{why}", "It cannot be carried out now: {why}"),
    "approval_asker_left": (
        "{who} 已无权修改该表。",
        "{who} may no longer change that table.",
    ),
    "approval_reason": (
        "{number}：{who} 申请，{by} 批准。",
        "{number}: asked for by {who}, approved by {by}.",
    ),
    # Merging
    "conflict": (
        "{column}：您填 {mine}，{who} 于 {when} 改为 {theirs}。请在同步状态列选择。",
        "{column}: you have {mine}, {who} changed it to {theirs} on {when}. Choose in the Sync column.",
    ),
    "theirs_now": (
        "{column}：您填 {mine}，服务器现为 {theirs}。请在同步状态列选择。",
        "{column}: you have {mine}, the store now has {theirs}. Choose in the Sync column.",
    ),
    "store_now": ("服务器现为 {theirs}。", "The store now has {theirs}."),
    "merged_with": ("已与 {who} 的修改合并。", "Merged with a change by {who}."),
    "number_given": ("编号 {value} 已生成。", "It was given the number {value}."),
    "would_be_numbered": ("将生成编号 {value}。", "It would be given the number {value}."),
    "renumbered": ("编号由 {before} 改为 {after}。", "Its number was changed from {before} to {after}."),
    "number_stays": (
        "已有编号的行不能没有编号；请填回 {value}，或选择“采用对方”。",
        "A row that has a number keeps one: put {value} back, or choose Take theirs.",
    ),
    # Going back
    "undo_reason": ("撤销批次 {batch}。", "Undoes batch {batch}."),
    "restore_reason": ("恢复第 {rev} 版。", "Restores revision {rev}."),
    "back_conflict": (
        "{column}：未改回 {mine}；{who} 于 {when} 改为 {theirs}。",
        "{column}: not put back to {mine}; {who} changed it to {theirs} on {when}.",
    ),
    "back_changed": (
        "保留此行：{who} 于 {when} 修改过。",
        "The row stays: {who} changed it on {when}.",
    ),
    "back_used": (
        "保留此行：“{table}”中还有行引用它。",
        "The row stays: rows of “{table}” still point at it.",
    ),
    "back_not_allowed": (
        "您无权删除或恢复此行。",
        "You may neither remove nor bring back this row.",
    ),
    "back_not_whole": (
        "此行未恢复，原因在 {columns}。",
        "The row was not brought back because of {columns}.",
    ),
    "back_out_of_sight": (
        "此行有您无权查看的列，其内容保持不变。",
        "Some columns of this row are not yours to read; they stay as they are.",
    ),
    # A sheet
    "label_mismatch": (
        "列“{found}”应为“{expected}”（{column}）；本表未上传任何内容，请把表头改回。",
        "Column “{found}” should be headed “{expected}” ({column}); nothing of this table was sent. Put the heading back.",
    ),
    "label_gone": (
        "列“{expected}”（{column}）的表头已被清空；本表未上传任何内容，请把表头填回。",
        "The column of “{expected}” ({column}) has lost its heading; nothing of this table was sent. Put the heading back.",
    ),
    "below_not_read": (
        "第 {rows} 行在表格下方，未读取（公式合计行或汇总行之后的内容）；如属本表，请移到表格内、汇总行之上。",
        "Row {rows} below the table was not read: a line of formulas, or what lies under the totals row. If it belongs to the table, move it into it, above the totals row.",
    ),
    "not_in_this_book": (
        "{column}：必填，但本工作簿没有此列。若是误删，请撤销或改用删除前的副本；否则新建工作簿，并把此行复制过去。",
        "{column}: it is needed, and this workbook has no such column. If it was deleted, undo that or go on in a copy from before; otherwise make a new book and copy this row into it.",
    ),
    "column_missing": (
        "列“{column}”已被删除；其内容保持不变。若是误删，请撤销或改用删除前的副本。",
        "Column “{column}” has been deleted; its stored values stay as they are. To have it back, undo that or go on in a copy from before.",
    ),
    "column_retired": (
        "列“{column}”已不再属于本工作簿；其内容未上传。",
        "Column “{column}” is no longer part of this book; what it holds was not sent.",
    ),
    "columns_new": (
        "模板较旧，缺少列：{columns}；新建工作簿后可见。",
        "This template is older and lacks: {columns}. A new book has them.",
    ),
    "binding_lost": (
        "表“{table}”的隐藏列 {column} 已丢失，无法识别各行。请撤销，或改用删除前的副本；新建的工作簿不含未上传的修改。",
        "Table “{table}” has lost its hidden column {column}, so its rows cannot be told apart. Undo that, or go on in a copy from before; a new book has all that was sent, and nothing else.",
    ),
    "headings_gone": (
        "表“{table}”的标题行已被删除，无法识别各列；这张表未同步，其他表照常。请撤销，或用版本历史记录恢复它。",
        "Table “{table}” has lost its row of headings, so its columns cannot be told apart. It is not synced; the others are. Undo that, or bring the row back with the version history.",
    ),
    "table_protected": (
        "“{table}”中有受保护的范围不允许同步帐号编辑，无法增加行；这张表未同步，其他表照常。请在“数据 > 保护工作表和范围”中允许该帐号，或取消保护。",
        "Protected ranges on “{table}” keep the account that syncs from adding rows. It is not synced; other tables are. In Data > Protect sheets and ranges let that account edit them, or take the protection away.",
    ),
    "sheet_protected": (
        "工作表“{table}”受保护，无法写入；这张表未同步，其他表照常。请取消保护（审阅 > 撤消工作表保护）。",
        "Sheet “{table}” is protected, so it cannot be written to. It is not synced; the others are. Unprotect it (Review > Unprotect Sheet).",
    ),
    "row_protected": (
        "未同步：此行受保护，不允许同步帐号编辑。请在“数据 > 保护工作表和范围”中允许该帐号，或取消保护。",
        "Not synced: this row is protected against the account that syncs. In Data > Protect sheets and ranges let that account edit it, or take the protection away.",
    ),
    "row_of_headings": (
        "未上传：此行只是标题的重复。如非所需，请删除此行。",
        "Not sent: this line only repeats the headings. Delete it.",
    ),
    "cells_protected": (
        "未能更新受保护的单元格：{columns}；其内容保持原样，下次同步时再试。请在“数据 > 保护工作表和范围”中允许同步帐号，或取消保护。",
        "Protected cells could not be brought up to date: {columns}. They stay as they are, and the next sync tries again. In Data > Protect sheets and ranges let the account that syncs edit them.",
    ),
    "row_parted": (
        "未上传：此行在服务器上对应的不是所显示的这一行（crossfoot resolve 会列出是哪一行），可能是排序或粘贴只移动了部分列。请撤销该操作，或在“同步状态”列选择：“采用对方”恢复显示服务器上的那一行，放弃现有内容；“保留我的”用现有内容改写服务器上的那一行。",
        "Not sent: this line stands for another row of the store than it shows (crossfoot resolve names it); a sort or a paste may have moved some columns only. Undo that, or choose under Sync: Take theirs shows the stored row again and gives up what stands here, Keep mine changes the stored row into what stands here.",
    ),
    "row_parted_new": (
        "未上传：此行可能原属标 ✗ 的某一行，因排序或粘贴只移动了部分列而错位。请先处理那些行；若确为新行，选“保留我的”。",
        "Not sent: this line may belong to one of the rows marked ✗ that a sort or a paste mixed up. See to those first; if it is a new row, choose Keep mine.",
    ),
    "row_emptied": (
        "此行已清空，但尚未删除：标 ✗ 的某一行可能原在此处。请先处理那些行。",
        "This line was emptied, and its row is not removed yet: one of the lines marked ✗ may be that row. See to those first.",
    ),
    "row_mixed": (
        "未上传：此行的部分单元格似乎来自其他行，可能只排序了部分列。请撤销该操作，或在“同步状态”列选择：“采用对方”恢复显示服务器上的那一行，放弃现有内容；“保留我的”用现有内容改写服务器上的那一行。",
        "Not sent: some cells of this line seem to have come from other lines, as when only some of the columns are sorted. Undo that, or choose under Sync: Take theirs shows the stored row again and gives up what stands here, Keep mine changes the stored row into what stands here.",
    ),
    "rows_mixed": (
        "{count} 行未上传：{columns} 的内容似乎换到了别的行，可能只排序了部分列；见各行说明。本表的删除也暂不上传。",
        "{count} lines were not sent: what stands under {columns} seems to have changed places between lines, as when only some of the columns are sorted; each says what to do. Nor were rows removed.",
    ),
    "rows_held": (
        "{count} 行在服务器上对应的不是所显示的行，未上传；见各行说明。本表的删除也暂不上传。",
        "{count} lines stand for other rows of the store than they show and were not sent; each says what to do. Nor were rows removed.",
    ),
    "rows_reassociated": (
        "排序或粘贴使 {count} 行错位，已按内容重新对应。",
        "{count} rows that a sort or a paste had mixed up were matched with their stored rows again.",
    ),
    "id_invalid": (
        "此行的隐藏标识已损坏，按新行处理。",
        "What marks this row in its hidden columns is damaged; it counts as a new row.",
    ),
    "id_duplicate": ("此行是复制而来，按新行处理。", "This row is a copy; it counts as a new row."),
    "old_copies": (
        "数据透视表、图表或外部链接可能仍显示旧值（{parts}）；请在表格软件中刷新。",
        "Pivot tables, charts or links may still show old values ({parts}); refresh them in the spreadsheet program.",
    ),
    "many_changes": (
        "“{table}”共 {total} 行，将一次删除 {removed} 行、修改 {changed} 行，需要确认。",
        "Of {total} rows of “{table}” {removed} would be removed and {changed} changed at once; this needs a confirmation.",
    ),
    # What customers owe
    "reversal_of_nothing": (
        "反核销 {allocation} 所冲回的核销不存在，或已被冲回，金额无法核对；请财务更正该核销。",
        "Reversal {allocation} undoes no allocation that stands, so the figures do not agree; have finance correct it.",
    ),
    "allocation_one_sided": (
        "核销 {allocation} 的两方不是同一客户、同一币种的应收与贷项，金额无法核对；请财务反核销，把转账、退款记为应收单后再核销。",
        "Allocation {allocation} is not between a debit and a credit of one customer in one currency, so the figures do not agree; have finance reverse it, record a transfer or a refund as items, and allocate those.",
    ),
    "allocated_too_much": (
        "核销 {allocation} 超过了 {item} 的余额，金额无法核对；请财务反核销多出的部分。",
        "Allocation {allocation} is of more than {item} has left, so the figures do not agree; have finance reverse what is too much.",
    ),
    "does_not_tie_out": (
        "余额 {balance} 与其组成的合计 {parts} 不一致，因此不显示；请联系管理员。",
        "The balance {balance} is not what it consists of ({parts}), so it is not shown; tell whoever runs the server.",
    ),
    "no_receivables": (
        "您的账簿中没有应收单和收款单，无法计算；请向管理员申请应收账簿的权限。",
        "No book of yours shows receivables and receipts; ask whoever runs the server for the receivables.",
    ),
    "figure_out_of_sight": (
        "您无权查看“{table}”的“{column}”，因此不能计算；请联系财务。",
        "You may not read “{column}” of “{table}”, which this comes from; ask finance.",
    ),
    "partly_out_of_sight": (
        "{customer} 的部分单据您无权查看，合计不完整，因此不显示；请联系财务。",
        "Some documents of {customer} are out of your sight, so there is no total; ask finance.",
    ),
    "unknown_customer": (
        "没有您可以查看的客户“{value}”；请填客户编号或全称。",
        "You see no customer “{value}”; write the code or the full name.",
    ),
    "ambiguous_customer": (
        "“{value}”有多个客户：{candidates}；请填客户编号。",
        "“{value}” is more than one customer: {candidates}; write the code.",
    ),
    "several_currencies": (
        '{customer} 有多种币种未结清：{currencies}；请在参数 currency 中填一种，例如 "{first}"。',
        '{customer} has open items in {currencies}; give one as the argument currency, such as "{first}".',
    ),
    "unknown_currency": (
        "没有币种“{value}”；可填 {currencies}。",
        "There is no currency “{value}”; there are {currencies}.",
    ),
    "as_of_unreadable": (
        "截止日期“{value}”不是日期；请填日期，例如 DATE(2025,3,31)。",
        "The day “{value}” is no date; give one, such as DATE(2025,3,31).",
    ),
    "unknown_buckets": (
        "没有账龄分组“{value}”；可填 {sets}。",
        "There is no set of columns “{value}”; there are {sets}.",
    ),
    "unknown_bucket": (
        "没有账龄列“{value}”；可填 {columns}。",
        "There is no column “{value}”; there are {columns}.",
    ),
    # A cell that is looked up
    "no_such_table": (
        "您的账簿中没有表“{value}”；可填 {tables}。",
        "Your books show no table “{value}”; there are {tables}.",
    ),
    "no_such_column": (
        "“{table}”中没有您可以查看的列“{value}”；可填 {columns}。",
        "“{table}” shows you no column “{value}”; try {columns}.",
    ),
    "no_single_key": (
        "“{table}”的一行由几列共同确定，不能用一个编号查找。",
        "A row of “{table}” is known by several columns together and cannot be looked up by one.",
    ),
    "no_such_row": (
        "“{table}”中没有您可以查看的“{value}”；请填编号或名称。",
        "You see no “{value}” in “{table}”; write its number, code or name.",
    ),
    "ambiguous_key": (
        "“{value}”有多行：{candidates}；请填编号。",
        "“{value}” is more than one row: {candidates}; write the number or code.",
    ),
    # A spreadsheet of Google in which a book is to be laid out
    "spreadsheet_locale": (
        "此表格的语言区域“{locale}”不以点号作小数点；请在“文件 > 设置”中改为“中国”后再试。",
        "The locale {locale} of the spreadsheet is not one that writes numbers with a point; choose another under File > Settings, such as United States or China.",
    ),
    "spreadsheet_zone": (
        "此表格的时区“{zone}”与服务器的“{expected}”不是同一时间，“今天”会不一致；请在“文件 > 设置”中改时区。",
        "The time zone {zone} of the spreadsheet does not keep the hours of {expected}, so today would not be the same day; change it under File > Settings.",
    ),
    "spreadsheet_laid_out": (
        "“{title}”中已有一本账（工作表“{sheet}”）；请用另一个表格，或先删除原有的各表。",
        "“{title}” holds a book already (sheet “{sheet}”); take another spreadsheet, or delete the sheets of that book first.",
    ),
}
"""Message codes, each with its sentence in Chinese and in English. ``{names}`` are facts."""
