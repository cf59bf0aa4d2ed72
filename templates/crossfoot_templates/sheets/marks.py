"""Developer metadata: where things stand in a spreadsheet, whatever people move (see ``layout``)."""

from __future__ import annotations

from crossfoot_templates.layout import GOOGLE_COLUMN, GOOGLE_COLUMNS, GOOGLE_ROW, GOOGLE_SHEET, GOOGLE_TABLE
from crossfoot_templates.sheets.batch import Json, line
from crossfoot_templates.sheets.table_sheet import TableSheet

MANIFEST, LISTS, BEFORE = "manifest", "lists", "before"
"""The hidden sheets, as their marks call them."""


def mark(key: str, value: str, location: Json) -> Json:
    """The request that marks a sheet, a row or a column."""
    metadata = {"metadataKey": key, "metadataValue": value, "visibility": "DOCUMENT", "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": metadata}}


def mark_hidden(sheet: int, which: str) -> Json:
    """The mark of a hidden sheet."""
    return mark(GOOGLE_SHEET, which, {"sheetId": sheet})


def mark_table(sheet: int, table: str) -> Json:
    """The mark of a table's sheet."""
    return mark(GOOGLE_TABLE, table, {"sheetId": sheet})


def mark_columns(sheet: TableSheet) -> Json:
    """The mark that names the columns that stand in a table's sheet."""
    return mark(GOOGLE_COLUMNS, ",".join(each.name for each in sheet.columns.all), {"sheetId": sheet.id})


def mark_row(sheet: int, table: str, which: str, row: int) -> Json:
    """The mark of the ``header`` or ``status`` row of a table."""
    return mark(GOOGLE_ROW, f"{table}.{which}", {"dimensionRange": line(sheet, "ROWS", row)})


def table_marks(sheet: TableSheet, status: int) -> list[Json]:
    """All marks of a table's new sheet; ``status`` is the row of its status."""
    table = sheet.view.table.name
    return [
        mark_table(sheet.id, table),
        mark_columns(sheet),
        mark_row(sheet.id, table, "header", sheet.header),
        mark_row(sheet.id, table, "status", status),
        *(
            mark(GOOGLE_COLUMN, f"{table}.{each.name}", {"dimensionRange": line(sheet.id, "COLUMNS", each.place)})
            for each in sheet.columns.all
        ),
    ]
