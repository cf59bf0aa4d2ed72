"""Where something that a write did wrongly stands by now.

People went on working meanwhile: they may have moved the row, sorted it, typed over it or taken it away. A cell is
known by what was written into it and by the rest of its row; only where both fit badly is a place left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from crossfoot_sync.grids.google.headings import text_of, texts_of
from crossfoot_sync.grids.google.journal import Slip
from crossfoot_sync.grids.google.sheet import Sheet
from crossfoot_sync.grids.google.tables import TableState
from crossfoot_sync.grids.google.values import Entered
from crossfoot_sync.grids.headings import matching
from crossfoot_templates.layout import BASE, ID


class Found(NamedTuple):
    """A cell."""

    row: int
    column: int


class NotFound(Enum):
    """What was written stands nowhere any more, or in several cells of which nobody can tell the right one."""

    GONE = 1
    UNCLEAR = 2


@dataclass
class Tracing:
    """A table's sheet as it is now, in which slips are looked for."""

    table: TableState
    _columns: dict[object, dict[int, int]] = field(default_factory=dict)
    _rows: dict[int, list[Entered]] = field(default_factory=dict)

    def cell(self, slip: Slip) -> Found | NotFound:
        """Where what was written stands now."""
        columns = self._matching(slip)
        own = columns.get(slip.column)
        if not any(slip.content):
            return self._cleared(slip, own)
        likely = [*range(self.sheet.width)] if own is None else [own]
        if own is not None and own in {self.table.columns.get(ID), self.table.columns.get(BASE)}:
            alone = [] if slip.wrote is None else [*self._all(likely, slip.wrote)]
            if len(alone) == 1:
                return alone[0]  # no two rows have the same
        near = self._likely_rows(slip, columns)
        for rows in (near, range(len(self.sheet.lines))):
            places = [Found(row, column) for column in likely for row in rows if self._row(row)[column] == slip.wrote]
            best = max(places, key=lambda place: self._rank(slip, columns, place), default=None)
            if best is not None and self._convincing(slip, columns, best.row):
                return best
            if rows is near and own is not None and any(self._typed_over(slip, columns, row) for row in near):
                return NotFound.GONE
        if slip.wrote is None:
            return NotFound.UNCLEAR
        found = [*self._all(likely, slip.wrote)]
        return found[0] if len(found) == 1 else NotFound.UNCLEAR if found else NotFound.GONE

    def _cleared(self, slip: Slip, column: int | None) -> Found | NotFound:
        """Where a cell of a row stands of which nothing was left: in its place, if that is still blank."""
        if column is None:
            return NotFound.GONE
        return NotFound.UNCLEAR if any(self._row(slip.row)) else Found(slip.row, column)

    def row(self, slip: Slip, taken: Collection[tuple[int, int]]) -> int | None:
        """The row, by none ``taken`` for another slip, whose cells hold exactly what was put into a new one."""
        rows = (each for each in range(len(self.sheet.lines)) if (self.sheet.id, each) not in taken)
        holding = [each for each in rows if self._holds(each, slip.content)]
        return min(holding, key=lambda each: abs(each - slip.row), default=None)

    def elsewhere(self, slip: Slip) -> bool:
        """Whether what the cell held stands in its column anyway."""
        own = self._matching(slip).get(slip.column)
        return any(True for _ in self._all(range(self.sheet.width) if own is None else [own], slip.held))

    def column(self, slip: Slip, column: int) -> int | None:
        """The column now that was ``column`` at the time of the slip; ``None`` where it is gone."""
        return self._matching(slip).get(column)

    @property
    def sheet(self) -> Sheet:
        """The sheet."""
        return self.table.sheet

    @cached_property
    def _ids(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, value in zip(self.table.cells.rows, self.table.cells.columns.get(ID, ()), strict=False):
            if isinstance(value, str):
                found.setdefault(value, []).append(row - 1)
        return found

    def _row(self, row: int) -> list[Entered]:
        if row not in self._rows:
            self._rows[row] = self.sheet.row(row)
        return self._rows[row]

    def _likely_rows(self, slip: Slip, columns: dict[int, int]) -> list[int]:
        """The row in its place and those with its id."""
        named = [text_of(slip.content[old]) for old, new in columns.items() if new == self.table.columns.get(ID)]
        rows = [each for text in named for each in self._ids.get(text, ())]
        return [*dict.fromkeys([*rows, slip.row])]

    def _rank(self, slip: Slip, columns: dict[int, int], place: Found) -> tuple[int, int]:
        return self._alike(slip, columns, place.row)[0], -abs(place.row - slip.row) - abs(place.column - slip.column)

    def _typed_over(self, slip: Slip, columns: dict[int, int], row: int) -> bool:
        """Whether a row is that of the slip but for its cell."""
        alike, known = self._alike(slip, columns, row)
        return known > 1 and 2 * alike >= known

    def _convincing(self, slip: Slip, columns: dict[int, int], row: int) -> bool:
        alike, known = self._alike(slip, columns, row)
        return 2 * alike >= known if known else row == slip.row

    def _alike(self, slip: Slip, columns: dict[int, int], row: int) -> tuple[int, int]:
        """In how many cells of a row stands what stood in that of the slip, and of how many that is known."""
        now = self._row(row)
        known = [(old, each) for old, each in enumerate(slip.content) if each is not None and old in columns]
        return sum(now[columns[old]] == each for old, each in known), len(known)

    def _holds(self, row: int, content: list[Entered]) -> bool:
        """Whether a row holds this and nothing else; columns may have moved below it since."""
        now = [each for each in self._row(row) if each is not None]
        return bool(now) and now == [each for each in content if each is not None]

    def _all(self, columns: Sequence[int], value: Entered) -> Iterator[Found]:
        for row in range(len(self.sheet.lines)):
            now = self._row(row)
            yield from (Found(row, column) for column in columns if now[column] == value)

    def _matching(self, slip: Slip) -> dict[int, int]:
        """The columns now by what they were: the bound ones by their metadata, others by their headings."""
        key = texts_of(slip.headings), tuple(slip.columns.items())
        if key not in self._columns:
            found = matching(key[0], texts_of(self._row(self.table.header)))
            bound = {at: self.table.columns.get(name) for name, at in slip.columns.items()}
            found = {old: new for old, new in found.items() if old not in bound and new not in bound.values()}
            self._columns[key] = found | {old: new for old, new in bound.items() if new is not None}
        return self._columns[key]
