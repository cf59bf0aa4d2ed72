"""Every sentence that a rendered workbook shows, in both languages. Sentences about rows are in ``messages``."""

from __future__ import annotations

from crossfoot_templates.formula.excel import Program
from crossfoot_templates.model import Language

TEXTS: dict[str, tuple[str, str]] = {
    "separator": ("、", ", "),
    "space": ("", " "),
    # A table's sheet
    "what_to_do": (
        "直接填写或粘贴，然后同步；请用表头按钮排序、筛选。",
        "Type or paste, then sync. Sort and filter with the header buttons.",
    ),
    "what_to_do_read_only": (
        "本表只读：可查看、排序、筛选；修改不会上传。",
        "Read-only: look, sort and filter as you like; changes are not sent.",
    ),
    "what_to_do_approvals": (
        "在“决定”列选“批准”或“不批准”（自己的申请可选“撤回”），然后同步。",
        "Choose Approve or Reject under Decision (of your own, Withdraw), then sync.",
    ),
    "never_synced": ("尚未同步", "Not synced yet"),
    "page": ("第 &P 页，共 &N 页", "Page &P of &N"),
    # Prompts: standing
    "required": ("必填。", "Required."),
    "recommended": ("建议填写。", "Recommended."),
    "read_only": (
        "只读：在此修改不会被接受，该行会标为 ✗。",
        "Read-only: a change made here is not taken, and the row is marked ✗.",
    ),
    "computed": (
        "自动计算，不用填写；改动会在同步时被替换。",
        "Calculated: there is nothing to fill in, and what is typed here is replaced at the next sync.",
    ),
    "required_when": (
        "有时必填：此时未填的格显示黄色。",
        "Required in some cases: then it is yellow while it is blank.",
    ),
    "default": ("新行留空时自动填写。", "Left blank in a new row, it is filled in."),
    "unique": ("不可与其他行重复。", "No two rows may have the same."),
    # Prompts: what a cell may hold
    "text": ("文本，最多 {max} 字。", "Text, at most {max} characters."),
    "long_text": (
        "可写多行（Alt+Enter 换行），最多 {max} 字。",
        "May have several lines (Alt+Enter), at most {max} characters.",
    ),
    "code": ("编号，最多 {max} 位；前导零会保留。", "A code, at most {max} characters; leading zeros are kept."),
    "code_length": ("编号，共 {length} 位；前导零会保留。", "A code of {length} characters; leading zeros are kept."),
    "code_numbered": (
        "可留空，由服务器编号，如 {example}；同步前要在别处引用本行时，写 *1、*2。",
        "Leave it blank for a number such as {example}; write *1, *2 to refer to the row before it has one.",
    ),
    "integer": ("整数。", "A whole number."),
    "decimal": ("数字，最多 {scale} 位小数。", "A number, at most {scale} decimal places."),
    "money": ("金额，最多 {scale} 位小数，如 12800.5。", "An amount, at most {scale} decimal places, such as 12800.5."),
    "wan": ("可写 12.5万、1.2亿。", "12.5万 and 1.2亿 are understood."),
    "percent": ("百分比，如 5%。", "A percentage, such as 5%."),
    "date": ("日期，如 2024-03-05。", "A date, such as 2024-03-05."),
    "datetime": (
        "日期时间，如 2024-03-05 14:30（{zone} 时间）。",
        "A date and time, such as 2024-03-05 14:30, by the clock of {zone}.",
    ),
    "boolean": ("从下拉列表选“{yes}”或“{no}”。", "Choose {yes} or {no} from the list."),
    "choice_more": ("从下拉列表选择：{options} 等。", "Choose from the list: {options} and others."),
    "choice": ("从下拉列表选择：{options}。", "Choose from the list: {options}."),
    "reference": (
        "从下拉列表选择，也可写编号或完整名称。",
        "Choose from the list, or write the code or the full name.",
    ),
    "between": ("{min} 至 {max}。", "From {min} to {max}."),
    "at_least": ("不小于 {min}。", "Not below {min}."),
    "at_most": ("不大于 {max}。", "Not above {max}."),
    # Warnings when something else is typed
    "check": ("请核对：{label}", "Please check: {label}"),
    "keep_anyway": (
        "仍要保留吗？同步时会再次检查。",
        "Keep it anyway? It is checked again at the next sync.",
    ),
    "tick_prompt": (
        "由同步填写。出现 ⚠ 时在此选择“{mine}”或“{theirs}”，再同步一次。✗ 的原因在本行右端的“说明”列。",
        (
            "Filled in by the sync. Where it shows ⚠, choose {mine} or {theirs} here and sync again. Why it shows ✗ "
            "stands at the right end of the row, under Message."
        ),
    ),
    # How to use
    "guide_sheet": ("使用说明", "How to use"),
    "guide_title": ("{book} · 使用说明", "{book} · How to use"),
    "guide_lead": (
        "这是一本与服务器保持同步的工作簿：照常填写，同步后各人的修改自动合并。",
        "This workbook keeps in step with a server: work in it as usual; a sync merges everybody's changes.",
    ),
    "guide_tables": ("本工作簿的表", "Tables in this workbook"),
    "guide_steps": ("怎么用", "How it works"),
    "guide_colours": ("颜色与标记", "Colours and marks"),
    "editable": ("可填写", "Open for editing"),
    "read_only_table": ("只读", "Read-only"),
    "step_fill": ("填写", "Fill in"),
    "step_fill_text": (
        "在表中直接输入或从别处粘贴；选中单元格会显示填写提示。您自己加的列、公式、批注和图表都不受影响。",
        (
            "Type into the tables or paste from elsewhere; a selected cell shows a hint. "
            "Columns, formulas, comments and charts of your own are left alone."
        ),
    ),
    "step_add": ("新增行", "Add rows"),
    "step_add_text": (
        (
            "在最后一行下面接着写。自动编号列留空即可；若同步前别的表就要引用这一行，先写临时编号 *1、*2，"
            "同步后会换成正式编号。"
        ),
        (
            "Go on below the last row. Leave automatic numbers blank; where another table must refer to the row "
            "already, write *1, *2 …: the sync replaces them with the real numbers."
        ),
    ),
    "step_sync": ("同步", "Sync"),
    "step_sync_text": (
        (
            "在 Excel 的 crossfoot 选项卡或任务窗格中点击“同步”；没有这些按钮时，保存并关闭工作簿，"
            "用浏览器在 {upload_page} 上传，之后在返回的文件中继续工作；或运行 crossfoot book sync。"
            "然后看每行的“同步状态”和“说明”：每一行单独处理，一行有误不影响其他行。"
        ),
        (
            "Press Sync, in the tab crossfoot of Excel or in its task pane. Without these buttons save and close the "
            "workbook, upload it in a browser at {upload_page} and go on in the file that comes back; or run crossfoot "
            "book sync. Then look at Sync and Message in each row: every row stands for "
            "itself, and a faulty one does not hold up the others."
        ),
    ),
    "upload_page": ("服务器的 /files/ 页面", "the page /files/ of the server"),
    "step_conflict": ("处理冲突", "Settle conflicts"),
    "step_conflict_text": (
        (
            "⚠ 表示别人改了同一格：您的值还在格中，对方的值写在“说明”里。"
            "在“同步状态”中选“{mine}”或“{theirs}”，再同步一次。"
        ),
        (
            "⚠ says that somebody else changed the same cell: your value is still there, theirs stands in Message. "
            "Choose {mine} or {theirs} under Sync, and sync again."
        ),
    ),
    "step_sort": ("排序与筛选", "Sort and filter"),
    "step_sort_text": (
        "使用表头自带的按钮，放心排序：隐藏列会随行移动。请不要改动表头文字。",
        (
            "Use the buttons in the header and sort as you like: the hidden columns move along. "
            "Please leave the header texts as they are."
        ),
    ),
    "step_approve": ("审批", "Approve"),
    "step_approve_text": (
        (
            "⏳ 表示修改须经他人同意，在此之前原值有效。在“{approvals}”表的“决定”列选“批准”或“不批准”，再同步一次。"
            "自己的申请不能自己批准，可以选“撤回”。"
        ),
        (
            "⏳ says that others have to agree to a change; until then the old values are in force. In the sheet "
            "{approvals}, choose Approve or Reject under Decision, and sync again. Nobody approves their own request; "
            "they can choose Withdraw."
        ),
    ),
    "tick_in_step": ("与服务器一致", "In step with the server"),
    "tick_edited": ("已修改，待同步", "Edited, to be synced"),
    "tick_new": ("新行，待同步", "New, to be synced"),
    "tick_conflict": ("有冲突，请选择", "Conflict: please choose"),
    "tick_waiting": ("等待审批，原值有效", "Waits for an approval"),
    "tick_refused": ("未被接受，见“说明”", "Refused: see Message"),
    "header_required": ("必填", "Required"),
    "header_recommended": ("建议填写", "Recommended"),
    "header_optional": ("选填", "Optional"),
    "header_computed": ("自动计算", "Calculated"),
    "header_read_only": ("只读", "Read-only"),
    "cell_open": ("这一格需要您处理", "This cell needs your attention"),
    "cell_missing": ("必填，还未填写", "Required and still blank"),
    "cell_failed": ("不符合规则，见下文", "Breaks a rule: see below"),
    "guide_rules": ("校验规则", "Rules"),
    "rule_required_when": ("满足 {condition} 时必填：{columns}", "Required where {condition}: {columns}"),
    "rule_required_where": ("{condition}时必填：{columns}", "Required where {condition}: {columns}"),
    "where_is": ("{left}为{right}", "{left} is {right}"),
    "where_is_not": ("{left}不为{right}", "{left} is not {right}"),
    "where_below": ("{left}小于 {right}", "{left} is less than {right}"),
    "where_at_most": ("{left}不大于 {right}", "{left} is at most {right}"),
    "where_above": ("{left}大于 {right}", "{left} is more than {right}"),
    "where_at_least": ("{left}不小于 {right}", "{left} is at least {right}"),
    "where_before": ("{left}在{right}之前", "{left} is before {right}"),
    "where_or_before": ("{left}为{right}或之前", "{left} is {right} or earlier"),
    "where_after": ("{left}在{right}之后", "{left} is after {right}"),
    "where_or_after": ("{left}为{right}或之后", "{left} is {right} or later"),
    "where_from_to": ("{left}为{low}至{high}", "{left} is from {low} to {high}"),
    "where_blank": ("{left}未填写", "{left} is blank"),
    "where_filled_in": ("{left}已填写", "{left} is filled in"),
    "where_not": ("并非（{what}）", "not ({what})"),
    "where_brackets": ("（{what}）", "({what})"),
    "where_all_of": ("且", " and "),
    "where_any_of": ("或", " or "),
    "where_or": ("或", " or "),
    "rule_check": ("{message}", "{message}"),
    "rule_limit": ("{message}", "{message}"),
    "rule_balance": ("{message}", "{message}"),
    "rule_lock_when": ("锁定（灰色）：{message}", "Locked (grey): {message}"),
    "rule_highlight": ("标色：{message}", "Coloured: {message}"),
    "rule_approve_when": ("须经审批：{message}", "Needs an approval: {message}"),
    "swatch_header": ("表头", "Header"),
    "swatch_cell": ("单元格", "Cell"),
}
"""Sentences by name, each in Chinese and in English. ``{names}`` are facts."""

IN_SHEETS: dict[str, tuple[str, str]] = {
    "what_to_do": (
        "直接填写或粘贴，会自动同步；请用表头按钮排序、筛选。",
        "Type or paste; it is synced by itself. Sort and filter with the header buttons.",
    ),
    "what_to_do_approvals": (
        "在“决定”列选“批准”或“不批准”（自己的申请可选“撤回”）；会自动同步。",
        "Choose Approve or Reject under Decision (of your own, Withdraw); it is synced by itself.",
    ),
    "tick_prompt": (
        "由同步填写。出现 ⚠ 时在此选择“{mine}”或“{theirs}”，下次同步时生效。✗ 的原因在本行右端的“说明”列。",
        (
            "Filled in by the sync. Where it shows ⚠, choose {mine} or {theirs} here for the next sync. Why it shows ✗ "
            "stands at the right end of the row, under Message."
        ),
    ),
    "guide_lead": (
        "这些表与服务器保持同步：照常填写，各人的修改自动合并。",
        "These tables keep in step with a server: work in them as usual; everybody's changes are merged.",
    ),
    "guide_tables": ("各表", "The tables"),
    "step_sync_text": (
        ("无需操作：改动会自动同步，稍等即可。之后看每行的“同步状态”和“说明”：每一行单独处理，一行有误不影响其他行。"),
        (
            "There is nothing to do: changes are synced by themselves before long. Then look at Sync and Message in "
            "each row: every row stands for itself, and a faulty one does not hold up the others."
        ),
    ),
    "step_conflict_text": (
        (
            "⚠ 表示别人改了同一格：您的值还在格中，对方的值写在“说明”里。"
            "在“同步状态”中选“{mine}”或“{theirs}”，下次同步时生效。"
        ),
        (
            "⚠ says that somebody else changed the same cell: your value is still there, theirs stands in Message. "
            "Choose {mine} or {theirs} under Sync; the next sync does it."
        ),
    ),
    "step_sort_text": (
        (
            "使用表头自带的按钮，放心排序：隐藏列会随行移动。排序对所有人生效；只想自己看时，请建立筛选视图。"
            "请不要改动表头文字。"
        ),
        (
            "Use the buttons in the header and sort as you like: the hidden columns move along. Everybody sees the "
            "new order; a filter view is for you alone. Please leave the header texts as they are."
        ),
    ),
    "protected_head": ("crossfoot：表头由同步使用", "crossfoot: the sync goes by these headings"),
    "protected_managed": ("crossfoot：这些列由同步填写", "crossfoot: the sync fills in these columns"),
    "protected_sheet": ("crossfoot：此表由同步使用", "crossfoot: the sync keeps its notes in this sheet"),
}
"""What is said otherwise, or only, in a spreadsheet of Google."""


def text(name: str, language: Language, program: Program = "excel", **facts: object) -> str:
    """The sentence ``name`` in ``language`` with its facts, as it is said in ``program``."""
    zh, en = (IN_SHEETS if program == "sheets" else TEXTS).get(name) or TEXTS[name]
    return (zh if language == "zh" else en).format_map(facts)
