"""The sheet of one table, empty."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableFormula, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from crossfoot_templates import layout
from crossfoot_templates.live import SheetFormulas
from crossfoot_templates.live import placed as placed_formula
from crossfoot_templates.model import BookView, Language, TableView
from crossfoot_templates.render import look
from crossfoot_templates.render.cells import write_text
from crossfoot_templates.render.clip import printable
from crossfoot_templates.render.columns import SheetColumn, SheetColumns, place_columns
from crossfoot_templates.render.conditions import add_conditions
from crossfoot_templates.render.head import beside, fitting_size, last_frozen, task_of
from crossfoot_templates.render.printing import set_up_page
from crossfoot_templates.render.row_rules import RowRules
from crossfoot_templates.render.styles import TABLE_STYLE
from crossfoot_templates.render.texts import text
from crossfoot_templates.render.validations import add_validations

_NOTHING = ";;;"


def add_table_sheet(workbook: Workbook, title: str, view: BookView, table: TableView, language: Language) -> None:
    """Add the sheet called ``title`` for ``table``, with its names."""
    placed = place_columns(view, table, language)
    sheet: Worksheet = workbook.create_sheet(title)
    _shape_columns(sheet, placed, language)
    status = _head(sheet, placed, table, language)
    _add_excel_table(sheet, placed, table.table.name)
    rules = RowRules(SheetFormulas(view, table.table, language), placed)
    _bind(workbook, sheet, placed, table.table.name, status)
    add_validations(sheet, placed, rules, table)
    add_conditions(sheet, placed, rules)
    frozen = last_frozen(placed, table)
    sheet.freeze_panes = placed.all[frozen.place].first
    sheet.sheet_view.zoomScale = 100
    sheet.sheet_properties.tabColor = look.ACCENT if table.editable else look.FAINT
    set_up_page(sheet, language, sum(each.width for each in placed.visible))
    sheet.print_title_rows = f"{layout.HEADER_ROW}:{layout.HEADER_ROW}"
    sheet.print_title_cols = f"A:{frozen.letter}"


def _shape_columns(sheet: Worksheet, placed: SheetColumns, language: Language) -> None:
    """Give whole columns their width and format, so that cells added later have it."""
    sheet.sheet_format.defaultRowHeight = 20
    for each in placed.all:
        shape = sheet.column_dimensions[each.letter]
        shape.width = each.width
        shape.hidden = each.hidden
        # text of a hidden column runs over its blank neighbour in LibreOffice's print unless its format shows nothing
        shape.number_format = _NOTHING if each.hidden else each.format.number_format
        shape.alignment = _cell_alignment(each)
        shape.font = _cell_font(each, language)


def _cell_alignment(column: SheetColumn) -> Alignment:
    """Numbers and the text beside them keep a little apart."""
    across = column.format.horizontal
    return Alignment(across, "center", wrap_text=column.format.wrap, indent=0 if across == "center" else 1)


def _cell_font(column: SheetColumn, language: Language) -> Font:
    return look.font(language, bold=column.name == layout.TICK, color=column.ink)


def _head(sheet: Worksheet, placed: SheetColumns, table: TableView, language: Language) -> SheetColumn:
    """Write the rows above the data and return the column of the status cell."""
    for row, height in ((layout.TITLE_ROW, 32), (layout.STATUS_ROW, 22), (layout.HEADER_ROW, 36)):
        sheet.row_dimensions[row].height = height
    title, task, frozen = table.table.label.in_(language), task_of(table, language), last_frozen(placed, table)
    larger = fitting_size(title, sum(each.width for each in placed.all[: frozen.place]))
    _write(sheet, layout.TITLE_ROW, 1, title, look.font(language, larger=larger, bold=True, color=look.ACCENT))
    # Beside what is on every printed page: there it would be cut off
    _write(sheet, layout.STATUS_ROW, frozen.place + 1, task, look.font(language, color=look.QUIET))
    status = beside(task, placed.visible[frozen.place :])
    _write(
        sheet, layout.STATUS_ROW, status.place, text("never_synced", language), look.font(language, color=look.ACCENT)
    )
    for each in placed.all:
        back, ink = look.HEADER[each.standing]
        cell = write_text(sheet, layout.HEADER_ROW, each.place, each.header)
        cell.font = look.font(language, bold=True, color=ink)
        cell.fill = look.fill(back)
        cell.border = look.box(look.PAPER)
        cell.alignment = Alignment("center", "center", wrap_text=True)
    return status


def _write(sheet: Worksheet, row: int, column: int, words: str, font: Font) -> None:
    cell = write_text(sheet, row, column, words)
    cell.font = font
    cell.alignment = Alignment("left", "center")


def _add_excel_table(sheet: Worksheet, placed: SheetColumns, table: str) -> None:
    last = placed.all[-1].letter
    name = layout.table_name(table)
    excel_table: Any = ExcelTable(displayName=name, name=name, ref=f"A{layout.HEADER_ROW}:{last}{layout.FIRST_ROW}")
    excel_table._initialise_columns()  # else openpyxl does so when it saves, and there is nothing to put formulas into
    for column, each in zip(excel_table.tableColumns, placed.all, strict=True):
        column.name = printable(each.header)
        if each.formula is not None:
            # what Excel fills new rows with
            formula = placed_formula(
                each.formula, lambda called: layout.this_row(name, printable(placed.named(called).header))
            )
            column.calculatedColumnFormula = TableFormula(attr_text=formula)
    excel_table.tableStyleInfo = TableStyleInfo(name=TABLE_STYLE, showRowStripes=True)
    sheet.add_table(excel_table)


def _bind(workbook: Workbook, sheet: Worksheet, placed: SheetColumns, table: str, status: SheetColumn) -> None:
    """Name every header cell and the status cell; names follow when people move or insert columns."""
    cells = {each.name: f"${each.letter}${layout.HEADER_ROW}" for each in placed.all}
    cells[layout.STATUS] = f"${status.letter}${layout.STATUS_ROW}"
    for column, cell in cells.items():
        name = layout.binding(table, column)
        target = f"{quote_sheetname(sheet.title)}!{cell}"
        workbook.defined_names[name] = DefinedName(name, attr_text=target, hidden=True)
