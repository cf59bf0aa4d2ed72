"""Where the defined names of a workbook say that its tables stand. Rows and columns count from 0."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TypeAlias

from crossfoot_sync.grids.address import target
from crossfoot_sync.grids.thin.given import GivenBook, GivenTable
from crossfoot_templates.layout import ID, STATUS, bound

Place: TypeAlias = tuple[str, int, int]
"""Sheet, row and column."""


@dataclass(frozen=True)
class Binding:
    """A table as the names bind it.

    Attributes:
        header: the row of the header cells.
        columns: column numbers by name.
        lost: columns whose name points nowhere, or off the header row.
        status: row and column of the status cell, if it is still there.
        around: the Excel Table around it, if it is still there.
        names: what the names referred to.
    """

    table: str
    sheet: str
    header: int
    columns: dict[str, int]
    lost: frozenset[str]
    status: tuple[int, int] | None
    around: GivenTable | None
    names: dict[str, str]

    @property
    def body_end(self) -> int:
        """The row after the last one of the Excel Table's own; that after the headings where there is no such table."""
        around = self.around
        return self.header + 1 if around is None else around.row + around.rows - around.totals


def bindings(book: GivenBook) -> list[Binding]:
    """The tables that the names bind, in the order of the names. A table with no column left is not among them."""
    places: dict[str, dict[str, Place | None]] = defaultdict(dict)
    for name, refers_to in book.names.items():
        split = bound(name)
        if split and split[0] != "list":
            places[split[0]][split[1]] = _place(refers_to)
    found = (_binding(book, table, each) for table, each in places.items())
    return [each for each in found if each]


def _place(refers_to: str) -> Place | None:
    found = target(refers_to)
    return (found[0], found[1].top - 1, found[1].left - 1) if found else None


def _binding(book: GivenBook, table: str, places: dict[str, Place | None]) -> Binding | None:
    status = places.pop(STATUS, None)
    headers = {name: place[:2] for name, place in places.items() if place}
    if not headers:
        return None
    # A header cell that somebody dragged elsewhere takes its name along: the table is where its ids are.
    sheet, header = headers.get(ID) or Counter(headers.values()).most_common(1)[0][0]
    columns = {name: place[2] for name, place in places.items() if place and headers[name] == (sheet, header)}
    around = [each for each in book.tables if each.sheet == sheet and _heads(each, header, columns)]
    return Binding(
        table=table,
        sheet=sheet,
        header=header,
        columns=columns,
        lost=frozenset(places.keys() - columns.keys()),
        status=status[1:] if status and status[0] == sheet else None,
        around=around[0] if around else None,
        names={name: refers_to for name, refers_to in book.names.items() if name.startswith(f"cf.{table}.")},
    )


def _heads(around: GivenTable, header: int, columns: dict[str, int]) -> bool:
    within = range(around.column, around.column + around.columns)
    return around.row == header and any(each in within for each in columns.values())
