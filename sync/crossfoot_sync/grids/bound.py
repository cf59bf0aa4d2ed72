"""Where the hidden defined names of a workbook of Excel's say that its tables stand, and what is around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from crossfoot_sync.grids.address import Area
from crossfoot_templates.layout import ID, STATUS, bound

S = TypeVar("S", bound=Hashable)
"""What a sheet is known by."""

Place = tuple[int, int]


@dataclass(frozen=True)
class Bound(Generic[S]):
    """A table as the names bind it.

    Attributes:
        header: the row of the header cells.
        columns: column numbers by name.
        lost: columns whose name points nowhere, or off the header row.
        status: row and column of the status cell, if it is still there.
    """

    table: str
    sheet: S
    header: int
    columns: dict[str, int]
    lost: frozenset[str]
    status: Place | None


@dataclass(frozen=True)
class Around:
    """An Excel Table: its name, all of its cells, and how many of its rows are totals."""

    name: str
    area: Area
    totals: int

    @property
    def last(self) -> int:
        """Its last row that is no total."""
        return self.area.bottom - self.totals


def heads(area: Area, header: int, columns: dict[str, int]) -> bool:
    """Whether the cells of an Excel Table begin in the row ``header``, above any of the columns."""
    return area.top == header and any(area.left <= column <= area.right for column in columns.values())


def bound_tables(names: Iterable[tuple[str, tuple[S, Area] | None]]) -> list[Bound[S]]:
    """The tables that ``names`` bind, in their order; each points at cells of a sheet, or nowhere.

    A table with no column left is not among them.
    """
    named: dict[str, dict[str, tuple[S, Area] | None]] = defaultdict(dict)
    for name, place in names:
        split = bound(name)
        if split and split[0] != "list":
            named[split[0]][split[1]] = place
    found = (_bound(table, places) for table, places in named.items())
    return [each for each in found if each]


def _bound(table: str, places: dict[str, tuple[S, Area] | None]) -> Bound[S] | None:
    status = places.pop(STATUS, None)
    headers = {name: (place[0], place[1].top) for name, place in places.items() if place}
    if not headers:
        return None
    # A header cell that somebody dragged elsewhere takes its name along: the table is where its ids are.
    sheet, header = headers.get(ID) or Counter(headers.values()).most_common(1)[0][0]
    columns = {name: place[1].left for name, place in places.items() if place and headers[name] == (sheet, header)}
    return Bound(
        table=table,
        sheet=sheet,
        header=header,
        columns=columns,
        lost=frozenset(places.keys() - columns.keys()),
        status=(status[1].top, status[1].left) if status and status[0] == sheet else None,
    )
