"""What can go wrong with a workbook as a whole. Each message names the file, the cause and the way out.

What is wrong with single cells are findings, not errors: see ``crossfoot_templates.messages``.
"""

from __future__ import annotations

from crossfoot_templates.messages import Fact


class GridError(Exception):
    """A workbook that cannot be read or written: a reason from :data:`REASONS` and the facts its sentences name."""

    def __init__(self, name: str, reason: str, **facts: Fact) -> None:
        self.name = name
        self.reason = reason
        self.facts = facts
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """File, cause and way out in ``language`` (``zh`` or ``en``)."""
        zh, en = REASONS[self.reason]
        sentence = (zh if language == "zh" else en).format(**self.facts)
        return f"{self.name}：{sentence}" if language == "zh" else f"{self.name}: {sentence}"


class NotACrossfootBook(GridError):
    """A workbook that opens well but was not made by crossfoot."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "not_a_book")


REASONS: dict[str, tuple[str, str]] = {
    # It cannot be opened
    "not_found": ("找不到该文件；请检查路径。", "there is no such file; check the path."),
    "unreadable": (
        "无法读取（{detail}）；请检查权限，或先在其他程序中关闭它。",
        "it cannot be read ({detail}); check its permissions, or close it in other programs.",
    ),
    "empty": ("文件是空的；请找回原文件或备份。", "the file is empty; look for the original or a backup."),
    "not_a_workbook": (
        "不是 .xlsx 工作簿；请用表格软件打开并另存为 .xlsx。",
        "it is not an .xlsx workbook; open it in a spreadsheet program and save it as .xlsx.",
    ),
    "old_xls": (
        "是旧的 .xls 格式；请用表格软件打开并另存为 .xlsx。",
        "it is in the old .xls format; open it in a spreadsheet program and save it as .xlsx.",
    ),
    "encrypted": (
        "设有打开密码；请在表格软件中取消密码后保存。",
        "it is protected by a password; open it, remove the password and save it.",
    ),
    "binary_workbook": (
        "是 .xlsb 二进制格式；请另存为 .xlsx。",
        "it is in the binary .xlsb format; save it as .xlsx.",
    ),
    "damaged": (
        "文件已损坏（{detail}）；请用表格软件修复并保存，或使用备份。",
        "the file is damaged ({detail}); let a spreadsheet program repair and save it, or use a backup.",
    ),
    "bad_xml": (
        "其中的 {part} 无法解析（{detail}）；请用表格软件打开并保存。",
        "its part {part} cannot be understood ({detail}); open it in a spreadsheet program and save it.",
    ),
    "part_missing": (
        "缺少必需的部分 {part}；请用表格软件打开并保存，或使用备份。",
        "it lacks its part {part}; open it in a spreadsheet program and save it, or use a backup.",
    ),
    "duplicate_part": (
        "{part} 出现了两次，无法确定哪个有效；请用表格软件打开并保存。",
        "it holds {part} twice, so it is unclear which one counts; open it in a spreadsheet program and save it.",
    ),
    "encoding": (
        "其中的 {part} 不是 UTF-8 编码；请用表格软件打开并保存。",
        "its part {part} is not written in UTF-8; open it in a spreadsheet program and save it.",
    ),
    "entities": (
        "其中的 {part} 含有 DTD 或实体定义，不安全，已拒绝打开。",
        "its part {part} declares a DTD or entities, which is unsafe; it was not opened.",
    ),
    "too_large": (
        "{what}超过上限（{found} > {limit}），已拒绝打开；请删减内容或拆分工作簿。",
        "{what}: {found}, more than the {limit} allowed; it was not opened. Remove what is not needed.",
    ),
    "not_a_book": (
        "不是 crossfoot 工作簿（没有清单页）；请新建工作簿，或用导入功能读取它。",
        "it is not a crossfoot book (it has no manifest sheet); make a new book, or import this file.",
    ),
    # It cannot be written
    "open_elsewhere": (
        "正在 {program} 中打开；请先保存并关闭。若确已关闭，请删除 {lock}。",
        "it is open in {program}; save and close it first. If it is closed already, delete {lock}.",
    ),
    "read_only": ("文件是只读的；请取消只读后重试。", "the file is read-only; make it writable and try again."),
    "folder_read_only": (
        "所在文件夹不可写；请换到可写的文件夹。",
        "its folder cannot be written to; move the file to a folder of your own.",
    ),
    "cannot_save": ("保存失败（{detail}）；原文件未改动。", "saving failed ({detail}); the file is as it was."),
    "keeps_changing": (
        "写入时文件一直被其他程序修改；请稍后重试。",
        "another program keeps changing it while it is being written; try again later.",
    ),
    "signed": (
        "带有数字签名，写入会使签名失效；请先移除签名。",
        "it carries a digital signature, which writing would break; remove the signature first.",
    ),
    "no_room": (
        "“{sheet}”表格下方第 {row} 行有内容，放不下 {count} 个新行；请把它移开。",
        "sheet “{sheet}” has content in row {row}, below the table, in the way of {count} new rows; move it elsewhere.",
    ),
    "totals_row": (
        "“{sheet}”的表格带有汇总行（第 {row} 行），放不下 {count} 个新行；请关闭汇总行。",
        "the table on “{sheet}” has a totals row (row {row}) in the way of {count} new rows; switch it off.",
    ),
    "sheet_full": (
        "“{sheet}”已到最后一行，放不下 {count} 个新行；请新建工作簿。",
        "sheet “{sheet}” ends before {count} new rows; make a new book.",
    ),
    "table_missing": (
        "找不到表“{table}”，其列可能已被删除；请改用删除前的副本。",
        "its table “{table}” cannot be found, its columns may have been deleted; go on in a copy from before.",
    ),
    "sheet_missing": (
        "缺少隐藏工作表 {sheet}；请改用之前的副本。",
        "it has lost its hidden sheet {sheet}; go on in a copy from before.",
    ),
    "text_too_long": (
        "一个单元格最多 32767 个字符，而“{column}”有 {length} 个。",
        "a cell holds at most 32767 characters, and one of “{column}” would have {length}.",
    ),
    # A shared spreadsheet
    "header_gone": (
        "“{sheet}”的标题行已被删除；请用“撤消”或“版本历史记录”恢复它。",
        "sheet “{sheet}” has lost its row of headings; bring it back with Undo or with the version history.",
    ),
    "keeps_changing_cells": (
        "写入时一直有人改动，下列内容尚未放回原处：{cells}。它们保存在隐藏工作表中，下次同步会放回；请稍后重试。",
        "somebody keeps changing it. Not back in place yet, kept in a hidden sheet: {cells}. Sync again later.",
    ),
    "refused_by_google": (
        "Google 一再拒绝写入（{said}）；没有写入，请把这句话告知管理员。",
        "Google keeps refusing what is to be written ({said}); nothing was. Show this to your administrator.",
    ),
    "out_of_reach": ("无法访问该表格。", "it cannot be reached."),
    "text_too_long_for_google": (
        "一个单元格最多 50000 个字符，而“{column}”有 {length} 个。",
        "a cell holds at most 50000 characters, and one of “{column}” would have {length}.",
    ),
    # A workbook that is open in Excel
    "excel_missing": (
        "要同步打开的工作簿，需先安装 xlwings：pip install 'crossfoot[excel]'。",
        "syncing an open workbook needs xlwings; install it: pip install 'crossfoot[excel]'.",
    ),
    "not_open": (
        "没有在 Excel 中打开；请先打开它。",
        "it is not open in Excel; open it first.",
    ),
    "excel_busy": (
        "Excel 正在等待输入：请先完成单元格的输入（按回车或 Esc），或关闭打开的对话框，然后再同步。",
        "Excel is waiting: finish what you are typing (press Enter or Esc), or close its dialog; then sync again.",
    ),
    "excel_gone": (
        "工作簿或 Excel 已关闭；请重新打开工作簿后再同步。",
        "the workbook or Excel was closed; open it again and sync.",
    ),
    "excel_refused": (
        "Excel 拒绝写入（{said}）；请取消工作表保护，或排除其所指的原因后再同步。",
        "Excel refuses to be written to ({said}); take the protection away, or whatever else it names, and sync again.",
    ),
    "open_read_only": (
        "是以只读方式打开的；请先另存为自己的文件（文件 > 另存为），再同步。",
        "it was opened read-only; save it as a file of your own (File > Save As), then sync.",
    ),
    "sheet_protected": (
        "“{sheet}”受保护，无法增加行；请取消保护（审阅 > 撤消工作表保护）后再同步。",
        "sheet “{sheet}” is protected, so it can take no rows; unprotect it (Review > Unprotect Sheet) and sync again.",
    ),
    "no_room_made": (
        "“{sheet}”第 {row} 行起无法腾出 {count} 个新行（{said}）；请移开表格下方的内容，或清除筛选。",
        "“{sheet}” has no room for {count} new rows from row {row} on ({said}); move away what is below.",
    ),
    "room_taken": (
        "“{sheet}”的 {cell} 处已有内容，该处在表格旁边，新行要写在这里；请移走它，然后再同步。",
        "“{sheet}” holds something at {cell}, beside its table, where a new row is to go; move it away and sync again.",
    ),
    "formula_shared": (
        "{cell} 的公式为其他单元格共用，无法改写；请用表格软件打开并保存。",
        "the formula in {cell} is shared with other cells and cannot be moved; let a spreadsheet program save it.",
    ),
    # In a program that a thin client sits in
    "refused_by_program": (
        "表格程序拒绝写入（{said}）；请先完成正在编辑的单元格，检查工作表是否受保护，再同步。",
        "the program refuses to be written to ({said}); finish typing, look for protected sheets, and sync again.",
    ),
    "displaced_by_program": (
        "写入的一瞬间有人改动，下列内容被覆盖且无法放回：{said}。请重新输入，然后再次同步。",
        "somebody changed it in the moment it was written to; this was overwritten, type it again and sync: {said}.",
    ),
}
"""Reasons, each with cause and way out in Chinese and in English. ``{names}`` are facts."""
