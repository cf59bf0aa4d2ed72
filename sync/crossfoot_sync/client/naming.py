"""What people call a row: its natural key."""

from __future__ import annotations

from collections.abc import Mapping

from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_templates.model import Table
from crossfoot_templates.types import CellValue, WireValue


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


def _shown(cell: CellValue) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
