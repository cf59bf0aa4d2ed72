"""What happens to an index, and to a stretch, when rows or columns are inserted, deleted or moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from crossfoot_sync.emulator.json_types import Json

Dimension = Literal["ROWS", "COLUMNS"]
STARTS: dict[Dimension, tuple[str, str]] = {
    "ROWS": ("startRowIndex", "endRowIndex"),
    "COLUMNS": ("startColumnIndex", "endColumnIndex"),
}


class Shift(Protocol):
    """A change of a sheet's rows or columns."""

    @property
    def dimension(self) -> Dimension:
        """What was shifted."""

    def index(self, at: int) -> int | None:
        """Where a row or column is afterwards; ``None`` where it is gone."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of them is afterwards; ``None`` where it is gone."""


@dataclass(frozen=True)
class Inserted:
    """``count`` new ones, the first of which is ``at``."""

    dimension: Dimension
    at: int
    count: int

    def index(self, at: int) -> int:
        """Later by ``count`` from there on."""
        return at + self.count if at >= self.at else at

    def span(self, start: int, end: int) -> tuple[int, int]:
        """One that they were put into grows; one that they stand before moves on."""
        return self.index(start), end + self.count if end > self.at else end


@dataclass(frozen=True)
class Deleted:
    """Those from ``start`` up to ``end``."""

    dimension: Dimension
    start: int
    end: int

    def index(self, at: int) -> int | None:
        """``None`` for a deleted one."""
        return None if self.start <= at < self.end else self._edge(at)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """What is left of it."""
        first, last = self._edge(start), self._edge(end)
        return (first, last) if first < last else None

    def _edge(self, at: int) -> int:
        return at if at <= self.start else max(self.start, at - (self.end - self.start))


@dataclass(frozen=True)
class Moved:
    """Those from ``start`` up to ``end``, to before the one that was ``to``."""

    dimension: Dimension
    start: int
    end: int
    to: int

    def index(self, at: int) -> int:
        """It changes place with those that were jumped over."""
        count = self.end - self.start
        if self.start <= at < self.end:
            return at + (self.to - self.start if self.to <= self.start else self.to - self.end)
        if self.to <= at < self.start:
            return at + count
        return at - count if self.end <= at < self.to else at

    def span(self, start: int, end: int) -> tuple[int, int]:
        """It goes along where all of it was moved; else it loses what leaves it and takes in what comes into it."""
        if self.start <= start and end <= self.end:
            return self.index(start), self.index(end - 1) + 1
        count = self.end - self.start
        left = Deleted(self.dimension, self.start, self.end).span(start, end)
        landing = self.to if self.to <= self.start else self.to - count
        return Inserted(self.dimension, landing, count).span(*(left or (start, end)))


def shifted_range(grid_range: Json, shift: Shift) -> Json | None:
    """A GridRange after a shift on its own sheet; open ends stay open, ``None`` when nothing of it is left."""
    start_name, end_name = STARTS[shift.dimension]
    if start_name not in grid_range and end_name not in grid_range:
        return grid_range
    if end_name not in grid_range:
        start = shift.span(grid_range[start_name], 1 << 40)
        return None if start is None else {**grid_range, start_name: start[0]}
    span = shift.span(grid_range.get(start_name, 0), grid_range[end_name])
    if span is None:
        return None
    changed = {**grid_range, end_name: span[1]}
    return changed | {start_name: span[0]} if start_name in grid_range or span[0] else changed
