"""Finding a row in a workbook by what people call it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.client.reporting import row_name
from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rows import SheetTable
from crossfoot_sync.engine.workbook import read_workbook
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.model import BookView
from crossfoot_templates.types import WireValue


@dataclass(frozen=True)
class Found:
    """A row of a sheet, with what is needed to name its columns and values."""

    row_id: str
    table: SheetTable
    display: Display

    def label(self, column: str) -> str:
        """What people call a column."""
        declared = self.table.view.table.by_name.get(column)
        return declared.label.in_(self.display.language) if declared else column

    def text(self, column: str, value: WireValue) -> str:
        """A value of a column as people read it."""
        declared = self.table.view.table.by_name.get(column)
        return self.display.text(declared, value) if declared else str(value)


def find_row(path: Path, view: BookView, table: str, row: str) -> Found | None:
    """The row of ``table`` in the workbook at ``path`` whose key or id is ``row``.

    Raises:
        ClientError: the book has no such table.
    """
    reading = XlsxGrid(path).read()
    workbook = read_workbook(reading, Manifest.read(reading.manifest), view)
    if table not in workbook.tables:
        raise ClientError(f"There is no table “{table}” in {path.name}. It has: {', '.join(workbook.tables)}")
    sheet = workbook.tables[table]
    for each in sheet.rows:
        if row in (each.id, row_name(sheet, each)):
            return Found(each.id, sheet, workbook.display)
    return None
