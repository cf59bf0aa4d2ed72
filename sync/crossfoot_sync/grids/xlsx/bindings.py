"""Where the hidden defined names say that the tables of a book stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from crossfoot_sync.grids.xlsx.address import Area, target
from crossfoot_sync.grids.xlsx.workbook import SheetPart, TablePart, Workbook
from crossfoot_templates.layout import ID, STATUS, bound

Place = tuple[int, int]


@dataclass(frozen=True)
class Binding:
    """A table as the names bind it.

    Attributes:
        header: the row of the header cells.
        columns: column numbers by name.
        lost: columns whose name points nowhere, or off the header row.
        status: row and column of the status cell, if it is still there.
        excel_table: the Excel Table around it, if it is still there.
        span: first and last column of everything that belongs to the table.
    """

    table: str
    sheet: SheetPart
    header: int
    columns: dict[str, int]
    lost: frozenset[str]
    status: Place | None
    excel_table: TablePart | None

    @property
    def span(self) -> range:
        """The columns of the table, a user's own among them."""
        if self.excel_table:
            return range(self.excel_table.area.left, self.excel_table.area.right + 1)
        return range(min(self.columns.values()), max(self.columns.values()) + 1)

    @property
    def last(self) -> int | None:
        """The last data row of the Excel Table, ``None`` where there is none."""
        return self.excel_table.area.bottom - self.excel_table.totals if self.excel_table else None


def bindings(workbook: Workbook) -> list[Binding]:
    """The tables that the names bind, in the order of the names. A table with no column left is not among them.

    Raises:
        Unusable: a table part cannot be read.
    """
    named: dict[str, dict[str, tuple[SheetPart, Area] | None]] = defaultdict(dict)
    for name, refers_to in workbook.names.items():
        split = bound(name)
        if split and split[0] != "list":
            named[split[0]][split[1]] = _located(workbook, refers_to)
    found = (_binding(workbook, table, places) for table, places in named.items())
    return [each for each in found if each]


def _located(workbook: Workbook, refers_to: str) -> tuple[SheetPart, Area] | None:
    place = target(refers_to)
    sheet = workbook.sheet(place[0]) if place else None
    return (sheet, place[1]) if place and sheet and sheet.kind == "worksheet" else None


def _binding(workbook: Workbook, table: str, places: dict[str, tuple[SheetPart, Area] | None]) -> Binding | None:
    status = places.pop(STATUS, None)
    headers = {name: (place[0], place[1].top) for name, place in places.items() if place}
    if not headers:
        return None
    # A header cell that somebody dragged elsewhere takes its name along: the table is where its ids are.
    sheet, header = headers.get(ID) or Counter(headers.values()).most_common(1)[0][0]
    columns = {name: place[1].left for name, place in places.items() if place and headers[name] == (sheet, header)}
    around = [each for each in workbook.tables(sheet) if _heads(each, header, columns)]
    return Binding(
        table=table,
        sheet=sheet,
        header=header,
        columns=columns,
        lost=frozenset(places.keys() - columns.keys()),
        status=(status[1].top, status[1].left) if status and status[0] == sheet else None,
        excel_table=around[0] if around else None,
    )


def _heads(table: TablePart, header: int, columns: dict[str, int]) -> bool:
    return table.area.top == header and any(table.area.left <= each <= table.area.right for each in columns.values())
