"""What was given of a workbook as cells, by their place: from here on, rows and columns count from 1."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from crossfoot_sync.grids.address import Area, area
from crossfoot_sync.grids.bound import Around
from crossfoot_sync.grids.hidden import Cells
from crossfoot_sync.grids.thin.given import GivenBook, GivenSheet, GivenTable, Piece, Raw
from crossfoot_sync.grids.xlsx.styles import is_date_format


class Cell(NamedTuple):
    """A cell as it was given."""

    value: Raw = None
    formula: str | None = None
    error: bool = False


BLANK = Cell()


@dataclass(frozen=True)
class GivenAround(Around):
    """An Excel Table; ``own`` are the rows in which a column that is not ours holds anything that was typed."""

    own: frozenset[int]

    @property
    def columns(self) -> range:
        """Its columns, a person's own among them."""
        return range(self.area.left, self.area.right + 1)


class Paper:
    """One sheet."""

    def __init__(self) -> None:
        self._columns: dict[int, list[tuple[int, Piece]]] = defaultdict(list)
        self._formats: dict[int, tuple[list[int], list[str]]] = {}
        self._faulty: dict[int, set[int]] = defaultdict(set)
        self._unlocked: frozenset[int] = frozenset()
        self.protected = False
        self.merged: list[Area] = []
        self.tables: list[GivenAround] = []

    def add(self, piece: Piece) -> None:
        """Take in cells, which follow those of the same column that were taken in before."""
        column, top = piece.column + 1, piece.row + 1
        self._columns[column].append((top, piece))
        self._faulty[column].update(top + at for at in piece.errors)

    def describe(self, sheet: GivenSheet) -> None:
        """Take in what was told of the sheet."""
        self._unlocked = frozenset(column + 1 for column in sheet.unlocked)
        self.protected = sheet.protected
        self.merged = [found for found in map(area, sheet.merged) if found]

    def frame(self, table: GivenTable) -> None:
        """Take in an Excel Table on it."""
        cells = Area(table.row + 1, table.column + 1, table.row + table.rows, table.column + table.columns)
        self.tables.append(GivenAround(table.name, cells, int(table.totals), frozenset(row + 1 for row in table.own)))

    @property
    def is_given(self) -> bool:
        """Whether its cells were given, and if there are none."""
        return bool(self._columns)

    @property
    def rows(self) -> list[int]:
        """The rows that anything was given of, in order."""
        return sorted(
            {top + at for pieces in self._columns.values() for top, piece in pieces for at in range(len(piece.values))}
        )

    @property
    def cells(self) -> Cells:
        """What is not blank."""
        return {
            (top + at, column): value
            for column, pieces in self._columns.items()
            for top, piece in pieces
            for at, value in enumerate(piece.values)
            if value is not None and value != ""
        }

    def cell(self, row: int, column: int) -> Cell:
        """A cell; a blank one where none was given."""
        for top, piece in self._columns.get(column, ()):
            at = row - top
            if 0 <= at < len(piece.values):
                return Cell(piece.values[at], piece.formulas.get(at), row in self._faulty[column])
        return BLANK

    def format(self, row: int, column: int) -> str:
        """The number format of a cell; empty where none was given."""
        if column not in self._formats:
            ends: list[int] = []
            codes: list[str] = []
            for top, piece in self._columns.get(column, ()):
                ends += [top + count for count in accumulate(count for _, count in piece.formats)]
                codes += [code for code, _ in piece.formats]
            self._formats[column] = ends, codes
        ends, codes = self._formats[column]
        at = bisect_right(ends, row)
        return codes[at] if at < len(codes) else ""

    def shows_date(self, row: int, column: int) -> bool:
        """Whether a number in the cell would be shown as a date."""
        return is_date_format(self.format(row, column))

    def is_barred(self, column: int) -> bool:
        """Whether cells of a column are protected."""
        return self.protected and column not in self._unlocked

    def in_merge(self, row: int, column: int) -> bool:
        """Whether a cell is part of a merged range."""
        return any(each.covers(row, column) for each in self.merged)


def papers(book: GivenBook) -> dict[str, Paper]:
    """All sheets by their names."""
    found: dict[str, Paper] = defaultdict(Paper)
    for piece in sorted(book.pieces, key=lambda each: each.row):
        found[piece.sheet].add(piece)
    for sheet in book.sheets:
        found[sheet.name].describe(sheet)
    for table in book.tables:
        found[table.sheet].frame(table)
    return dict(found)
