"""What is selected in a workbook, and which rows of which table that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from crossfoot_sync.engine.cells import Reading, TableCells

_LAST_ROW = 1_048_576
_AREA = re.compile(r"\$?[A-Z]*\$?(\d*)(?::\$?[A-Z]*\$?(\d*))?")


@dataclass(frozen=True)
class Selection:
    """A selection on one sheet.

    Attributes:
        sheet: the sheet's title.
        rows: first and last row of each of its areas, from 1.
        find_column: looks up the table and the column that the current cell stands in, where that is a managed one;
            that takes a while.
    """

    sheet: str = ""
    rows: tuple[tuple[int, int], ...] = ()
    find_column: Callable[[], tuple[str, str] | None] = lambda: None

    def __contains__(self, row: object) -> bool:
        """Whether a row of the sheet is selected."""
        return isinstance(row, int) and any(first <= row <= last for first, last in self.rows)

    @property
    def current(self) -> int:
        """The row of the current cell; 0 where nothing is selected."""
        return self.rows[0][0] if self.rows else 0


def areas(address: str) -> Iterator[tuple[int, int]]:
    """The rows of an address such as ``$A$4:$C$9,$A$12``: first and last of each area. Columns have all rows."""
    for area in address.rpartition("!")[2].split(","):
        found = _AREA.fullmatch(area.strip())
        if found is not None and found[0]:
            first, last = found.groups()
            yield int(first or 1), int((first if last is None else last) or _LAST_ROW)


def tables_on(reading: Reading, sheet: str) -> Iterator[TableCells]:
    """The managed tables of a sheet."""
    return (table for table in reading.tables.values() if table.sheet == sheet)


def selected(reading: Reading, selection: Selection) -> Iterator[tuple[TableCells, list[int]]]:
    """The tables on the selected sheet, each with the positions of its selected rows."""
    for table in tables_on(reading, selection.sheet):
        positions = [at for at, row in enumerate(table.rows) if row in selection]
        if positions:
            yield table, positions


def sheet_order(reading: Reading, sheets: Iterable[str]) -> list[TableCells]:
    """The tables of a workbook in the order in which its ``sheets`` stand."""
    order = {name: at for at, name in enumerate(sheets)}
    return sorted(reading.tables.values(), key=lambda table: order.get(table.sheet, len(order)))
