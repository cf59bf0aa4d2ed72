"""What lays out the sheet of one table: its head, its formats, and whatever looks at its cells."""

from __future__ import annotations

from crossfoot_templates import layout
from crossfoot_templates.render import look
from crossfoot_templates.render.columns import SheetColumn
from crossfoot_templates.render.head import beside, last_frozen, task_of, title_of
from crossfoot_templates.render.texts import text
from crossfoot_templates.sheets.batch import (
    TEXT_FORMAT,
    Json,
    add_sheet,
    colour,
    hide_columns,
    set_sizes,
    text_cell,
    update_cells,
)
from crossfoot_templates.sheets.conditions import conditional_formats
from crossfoot_templates.sheets.formats import cell_formats, pixels
from crossfoot_templates.sheets.marks import table_marks
from crossfoot_templates.sheets.protections import add_protection, table_protections
from crossfoot_templates.sheets.table_sheet import TableSheet
from crossfoot_templates.sheets.validations import set_validation, validations

SPARE = 2
"""Columns of a new sheet that are left over for what people add."""

_HEIGHTS = (40, 29, 46)
"""Pixels of the rows above the data."""


def table_requests(sheet: TableSheet, title: str, index: int) -> list[Json]:
    """The requests that add the sheet called ``title`` and lay the table out in it."""
    frozen = last_frozen(sheet.columns, sheet.view)
    grid = {"frozenRowCount": sheet.header, "frozenColumnCount": frozen.place}
    tab = look.ACCENT if sheet.view.editable else look.FAINT
    columns = len(sheet.columns.all)
    formats = enumerate(conditional_formats(sheet))
    rows = sheet.header + layout.GOOGLE_BLANK_ROWS
    return [
        add_sheet(sheet.id, title, rows, columns + SPARE, grid=grid, index=index, tabColorStyle=colour(tab)),
        update_cells(sheet.id, 1, 1, _head(sheet), "userEnteredValue,userEnteredFormat"),
        *set_sizes(sheet.id, "ROWS", _HEIGHTS),
        *set_sizes(sheet.id, "COLUMNS", [pixels(each.width) for each in sheet.columns.all]),
        *hide_columns(sheet.id, (each.place for each in sheet.columns.all if each.hidden)),
        *cell_formats(sheet),
        *(set_validation(sheet, column, rule) for column, rule in validations(sheet)),
        *({"addConditionalFormatRule": {"rule": rule, "index": at}} for at, rule in formats),
        set_filter(sheet),
        *(add_protection(each) for each in table_protections(sheet)),
        *table_marks(sheet, layout.STATUS_ROW),
    ]


def set_filter(sheet: TableSheet) -> Json:
    """The request that puts the filter's buttons into the headings, over all rows below."""
    first, last = sheet.columns.all[0], sheet.columns.all[-1]
    where = {
        "sheetId": sheet.id,
        "startRowIndex": sheet.header - 1,
        "startColumnIndex": first.place - 1,
        "endColumnIndex": last.place,
    }
    return {"setBasicFilter": {"filter": {"range": where}}}


def _head(sheet: TableSheet) -> list[list[Json]]:
    """The rows above the data: the title and what there is to do, the status, the headings."""
    language = sheet.language
    title = title_of(sheet.view, sheet.shown.book, language)
    larger = 6
    task_at = beside(title, sheet.columns.visible, 1 + larger / 10)
    first: list[Json] = [{} for _ in range(task_at.place)]
    first[0] = text_cell(title, **_letters(look.ACCENT, size=10 + larger, bold=True))
    first[-1] = text_cell(task_of(sheet.view, language, "sheets"), **_letters(look.QUIET))
    status = text_cell(text("never_synced", language), numberFormat=TEXT_FORMAT, **_letters(look.ACCENT))
    return [first, [status], [_heading(each) for each in sheet.columns.all]]


def _heading(column: SheetColumn) -> Json:
    back, ink = look.HEADER[column.standing]
    return text_cell(
        column.header,
        numberFormat=TEXT_FORMAT,
        backgroundColorStyle=colour(back),
        horizontalAlignment="CENTER",
        verticalAlignment="MIDDLE",
        wrapStrategy="WRAP",
        textFormat={"foregroundColorStyle": colour(ink), "bold": True},
    )


def _letters(ink: str, *, size: int = 10, bold: bool = False) -> Json:
    return {
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "OVERFLOW_CELL",
        "textFormat": {"foregroundColorStyle": colour(ink), "fontSize": size, "bold": bold},
    }
