"""What people do to a workbook between two syncs, done to the file itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from crossfoot_sync.engine.cells import AppendRow, Edits, RemoveRow, SetCell, TableCells
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.layout import ID
from crossfoot_templates.types import CellValue


class Hands:
    """Somebody working in the workbook at ``path``; every call is one change, saved."""

    def __init__(self, path: Path) -> None:
        self.grid = XlsxGrid(path)

    def cells(self, table: str) -> TableCells:
        """The table as it stands in the file."""
        return self.grid.read().tables[table]

    def find(self, table: str, column: str, value: CellValue) -> int:
        """The position of the first row that shows ``value`` in ``column``.

        Raises:
            ValueError: no row does.
        """
        return self.cells(table).columns[column].index(value)

    def shows(self, table: str, position: int, column: str) -> CellValue:
        """What a cell shows."""
        return self.cells(table).columns[column][position]

    def type(self, table: str, position: int, column: str, value: CellValue) -> None:
        """Type ``value`` into a cell."""
        self.type_all(table, column, {position: value})

    def type_all(self, table: str, column: str, values: Mapping[int, CellValue]) -> None:
        """Type into several cells of a column, by position."""
        reading = self.grid.read()
        cells = reading.tables[table]
        edits = [
            SetCell(table, cells.rows[position], column, cells.columns[column][position], value)
            for position, value in values.items()
        ]
        self.grid.write(Edits(cells=edits), reading)

    def add(self, table: str, values: Mapping[str, CellValue]) -> None:
        """Type a new row below the last one."""
        self.add_all(table, [values])

    def add_all(self, table: str, rows: Iterable[Mapping[str, CellValue]]) -> None:
        """Paste rows below the last one."""
        self.grid.write(Edits(appended=[AppendRow(table, values) for values in rows]), self.grid.read())

    def remove(self, table: str, position: int) -> None:
        """Delete a row."""
        reading = self.grid.read()
        cells = reading.tables[table]
        row = RemoveRow(table, cells.rows[position], str(cells.columns[ID][position]))
        self.grid.write(Edits(removed=[row]), reading)
