"""The cells that were given, by their place."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate
from typing import NamedTuple

from crossfoot_sync.grids.thin.given import Piece, Raw
from crossfoot_sync.grids.xlsx.styles import is_date_format


class Cell(NamedTuple):
    """A cell as it was given."""

    value: Raw = None
    formula: str | None = None
    error: bool = False


BLANK = Cell()


class Paper:
    """One sheet."""

    def __init__(self) -> None:
        self._columns: dict[int, list[Piece]] = defaultdict(list)
        self._formats: dict[int, tuple[list[int], list[str]]] = {}
        self._faulty: dict[int, set[int]] = defaultdict(set)
        self.bottom = -1

    @property
    def columns(self) -> list[int]:
        """The columns that anything was given of, in order."""
        return sorted(self._columns)

    def add(self, piece: Piece) -> None:
        """Take in cells, which follow those of the same column that were taken in before."""
        self._columns[piece.column].append(piece)
        self._faulty[piece.column].update(piece.row + at for at in piece.errors)
        self.bottom = max(self.bottom, piece.row + len(piece.values) - 1)

    @property
    def rows(self) -> list[int]:
        """The rows that anything was given of, in order."""
        return sorted(
            {piece.row + at for pieces in self._columns.values() for piece in pieces for at in range(len(piece.values))}
        )

    def cell(self, row: int, column: int) -> Cell:
        """A cell; a blank one where none was given."""
        for piece in self._columns.get(column, ()):
            at = row - piece.row
            if 0 <= at < len(piece.values):
                return Cell(piece.values[at], piece.formulas.get(at), row in self._faulty[column])
        return BLANK

    def format(self, row: int, column: int) -> str:
        """The number format of a cell; empty where none was given."""
        if column not in self._formats:
            runs = [(piece.row, piece.formats) for piece in self._columns.get(column, ())]
            ends: list[int] = []
            codes: list[str] = []
            for first, formats in runs:
                ends += [first + count for count in accumulate(count for _, count in formats)]
                codes += [code for code, _ in formats]
            self._formats[column] = ends, codes
        ends, codes = self._formats[column]
        at = bisect_right(ends, row)
        return codes[at] if at < len(codes) else ""

    def shows_date(self, row: int, column: int) -> bool:
        """Whether a number in the cell would be shown as a date."""
        return is_date_format(self.format(row, column))


def papers(pieces: list[Piece]) -> dict[str, Paper]:
    """All sheets by their names."""
    found: dict[str, Paper] = defaultdict(Paper)
    for piece in sorted(pieces, key=lambda each: each.row):
        found[piece.sheet].add(piece)
    return dict(found)
