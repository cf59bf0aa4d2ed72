"""What people call a row: its natural key, and in full what references show of it too."""

from __future__ import annotations

from collections.abc import Mapping

from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_templates.label import Label
from crossfoot_templates.model import Column, Table
from crossfoot_templates.types import CellValue, WireValue

_BLANK = Label("空白编号", "a blank key")


def row_name(table: SheetTable, row: SheetRow) -> str:
    """What people call a row of a sheet: its key as it stands there."""
    return keyed_name(table, row) or f"#{row.handle}"


def keyed_name(table: SheetTable, row: SheetRow) -> str:
    """The key of a row as it stands in the sheet; empty where all of it is blank."""
    cells = (table.raw(row, column) for column in table.view.table.key)
    return " / ".join(_shown(cell) for cell in cells if cell is not None)


def stored_name(display: Display, table: Table, values: Mapping[str, WireValue]) -> str:
    """What people call a row that stands only in the store."""
    key = (table.by_name[name] for name in table.key)
    return " / ".join(display.text(column, values.get(column.name)) for column in key)


def shown_names(table: SheetTable | None) -> dict[str, str]:
    """What the rows that a sheet shows are called, by id."""
    return {} if table is None else {row.id: row_name(table, row) for row in table.rows}


def full_name(display: Display, table: SheetTable, row: SheetRow) -> str:
    """A row of a sheet by its key and by what references show of it."""
    texts = []
    for column in _naming(table.view.table):
        value, cell = row.wire.get(column.name), table.raw(row, column.name)
        if cell is not None:
            texts.append(str(cell) if value is None else display.text(column, value))
    return " ".join(texts) or _BLANK.in_(display.language)


def full_stored_name(display: Display, table: Table, values: Mapping[str, WireValue]) -> str:
    """The same of a row as the store has it."""
    named = ((column, values.get(column.name)) for column in _naming(table))
    return " ".join(display.text(column, value) for column, value in named if value is not None)


def _naming(table: Table) -> list[Column]:
    return [table.by_name[name] for name in dict.fromkeys((*table.key, table.shown_by))]


def _shown(cell: CellValue) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
