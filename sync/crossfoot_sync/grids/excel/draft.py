"""A write being put together: cells to be written, room to be made, rows to be deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple

from crossfoot_sync.grids.excel.tables import TableState
from crossfoot_sync.grids.runs import runs
from crossfoot_templates.layout import BASE, ID, OPEN
from crossfoot_templates.types import CellValue


class Put(NamedTuple):
    """What is put into a cell: a value, or a formula with its ``=``; and the number format that it gets, if any."""

    value: CellValue
    formula: str = ""
    format: str = ""


class Spot(NamedTuple):
    """A cell of a sheet, by its title, row and column, both from 1."""

    sheet: str
    row: int
    column: int


class Room(NamedTuple):
    """Cells for ``rows`` rows that come in below row ``above``; an Excel Table then reaches to row ``last``."""

    table: str
    above: int
    rows: int
    last: int | None


class Stretch(NamedTuple):
    """A rectangle of cells to be written at once."""

    sheet: str
    top: int
    left: int
    cells: list[list[Put]]


_STEPS: Final[Mapping[str, int]] = {ID: 0, OPEN: 2, BASE: 2}
_DATA: Final = 1
"""A program may be killed between any two of its calls.

So a new row has its id before it has anything else, and a row is called in step when everything else is in it: what
has not come by then looks like an edit that is the same on both sides.
"""


@dataclass
class Draft:
    """What a write is to do.

    Attributes:
        cells: cells of tables, each with the name of its column.
        told: cells that speak of all rows: facts, lists, status lines.
        room: tables that must grow before anything else is done.
        removed: rows to be deleted, by table, when everything else is done.
        rows: new rows, by the title of their sheet and their number.
        numbers: of the edits that cells are for, those of new rows left out.
        repairs: whether it puts right what another did wrongly.
        nameless: numbers of new rows without an id, which nobody could find again.
    """

    cells: dict[Spot, tuple[str, Put]] = field(default_factory=dict)
    told: dict[Spot, Put] = field(default_factory=dict)
    room: list[Room] = field(default_factory=list)
    removed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    rows: set[tuple[str, int]] = field(default_factory=set)
    numbers: dict[Spot, int] = field(default_factory=dict)
    repairs: bool = False
    nameless: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.cells or self.told or self.room or self.removed)

    @property
    def tells(self) -> bool:
        """Whether it brings what speaks of all rows, and so is the last before deletions."""
        return bool(self.told)

    @property
    def calculates(self) -> bool:
        """Whether it puts in formulas."""
        return any(put.formula for _, put in self.cells.values())

    def put(self, table: TableState, row: int, name: str, put: Put, number: int | None = None) -> None:
        """Have a cell of a bound column written, for the edit of that number."""
        spot = Spot(table.sheet.title, row, table.columns[name])
        self.cells[spot] = name, put
        if number is not None:
            self.numbers[spot] = number

    def add(self, table: TableState, row: int, puts: Mapping[str, Put]) -> None:
        """Have a new row written."""
        self.rows.add((table.sheet.title, row))
        for name, put in puts.items():
            self.put(table, row, name, put)

    def steps(self) -> Iterator[list[Stretch]]:
        """The cells in the order in which they must be written, in few rectangles."""
        new = self._whole()
        whole = {spot: put for spot, (_, put) in self.cells.items() if (spot.sheet, spot.row) in new}
        yield stretches(whole)
        for step in sorted({*_STEPS.values(), _DATA}):
            puts = {
                spot: put
                for spot, (name, put) in self.cells.items()
                if spot not in whole and _STEPS.get(name, _DATA) == step
            }
            # what is open of a row before what it is in step with, where they do not stand side by side
            yield sorted(stretches(puts), key=lambda each: self._holds(each, BASE))

    def _whole(self) -> set[tuple[str, int]]:
        """New rows whose cells stand side by side, so that one call writes all of them."""
        columns: dict[tuple[str, int], list[int]] = defaultdict(list)
        for spot in self.cells:
            if (spot.sheet, spot.row) in self.rows:
                columns[spot.sheet, spot.row].append(spot.column)
        return {row for row, found in columns.items() if max(found) - min(found) + 1 == len(found)}

    def _holds(self, stretch: Stretch, name: str) -> bool:
        names = (
            self.cells[Spot(stretch.sheet, stretch.top, stretch.left + at)][0] for at in range(len(stretch.cells[0]))
        )
        return name in names and OPEN not in names


def stretches(puts: Mapping[Spot, Put]) -> list[Stretch]:
    """Cells in few rectangles: side by side, and the same columns one below the other."""
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for spot in sorted(puts):
        rows[spot.sheet, spot.row].append(spot.column)
    runs_of = sorted(
        (sheet, left, right, row) for (sheet, row), columns in rows.items() for left, right in runs(columns)
    )
    found: list[Stretch] = []
    for (sheet, left, right), group in groupby(runs_of, key=lambda each: each[:3]):
        for top, bottom in runs(each[3] for each in group):
            cells = [[puts[Spot(sheet, row, at)] for at in range(left, right)] for row in range(top, bottom)]
            found.append(Stretch(sheet, top, left, cells))
    return found
