"""Rectangles of cells. Rows and columns count from 0, ends are excluded, as in a GridRange."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crossfoot_sync.emulator.json_types import Json


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle within one sheet."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """How many rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """How many columns."""
        return self.right - self.left

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.height == 1 and self.width == 1

    def cells(self) -> Iterator[tuple[int, int]]:
        """Its cells, row by row."""
        return ((row, column) for row in range(self.top, self.bottom) for column in range(self.left, self.right))

    def has(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.top <= row < self.bottom and self.left <= column < self.right

    def covers(self, other: Area) -> bool:
        """Whether the other lies inside entirely."""
        return self.both(other) == other

    def meets(self, other: Area) -> bool:
        """Whether they share a cell."""
        return (
            self.top < other.bottom and other.top < self.bottom and self.left < other.right and other.left < self.right
        )

    def both(self, other: Area) -> Area | None:
        """What they share."""
        if not self.meets(other):
            return None
        return Area(
            max(self.top, other.top),
            max(self.left, other.left),
            min(self.bottom, other.bottom),
            min(self.right, other.right),
        )

    def grid_range(self, sheet_id: int) -> Json:
        """As a GridRange; like Google's it leaves out a sheet id of 0."""
        area = {
            "startRowIndex": self.top,
            "endRowIndex": self.bottom,
            "startColumnIndex": self.left,
            "endColumnIndex": self.right,
        }
        return {"sheetId": sheet_id, **area} if sheet_id else area


def without_zero_sheet(grid_range: Json) -> Json:
    """A range as Google sends it back: a sheet id of 0 is left out."""
    return {name: value for name, value in grid_range.items() if name != "sheetId" or value}
