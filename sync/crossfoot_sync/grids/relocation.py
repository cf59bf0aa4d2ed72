"""Rows found again in a sheet that changed since it was read, and cells compared with what was read.

Any grid that writes with compare-and-set may use it: it knows cells only as the engine sees them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from crossfoot_sync.engine.cells import CheckCell, Missed, RemoveRow, SetCell, TableCells
from crossfoot_templates.layout import ID
from crossfoot_templates.types import CellValue


def same(one: CellValue, other: CellValue) -> bool:
    """Whether two cells hold the same: a number is no truth value, a blank is no empty text."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


@dataclass
class Relocation:
    """One table as it was ``seen`` and as it is ``now``."""

    seen: TableCells
    now: TableCells
    _seen_at: dict[int, int] = field(init=False)
    _now_at: dict[int, int] = field(init=False)
    _by_id: dict[str, list[int]] = field(init=False)
    _unnamed: list[int] = field(init=False)
    _found: dict[int, int | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._seen_at = {row: position for position, row in enumerate(self.seen.rows)}
        self._now_at = {row: position for position, row in enumerate(self.now.rows)}
        self._by_id = defaultdict(list)
        self._unnamed = []
        for position in range(len(self.now.rows)):
            row_id = _id(self.now, position)
            if row_id is None:
                self._unnamed.append(position)
            else:
                self._by_id[row_id].append(position)

    def follow(self, row: int, position: int) -> None:
        """Take the row at ``position`` now for the one seen as ``row``: whoever wrote to it knows it by that."""
        self._found[row] = position

    def seen_at(self, row: int) -> int | None:
        """The position at which a row was seen."""
        return self._seen_at.get(row)

    def had_id(self, before: int) -> bool:
        """Whether the row seen at that position had an id."""
        return _id(self.seen, before) is not None

    @property
    def unnamed(self) -> list[int]:
        """The positions now of rows without an id."""
        return self._unnamed

    def find(self, row: int) -> int | None:
        """The position now of the row that was seen as ``row``.

        By its id, and where rows share one, the one still in its place. Rows without an id are known by their
        place and their whole content, or by their content where it is the only such row.
        """
        if row not in self._found:
            before = self._seen_at.get(row)
            self._found[row] = None if before is None else self._search(row, before)
        return self._found[row]

    def _search(self, row: int, before: int) -> int | None:
        if self.seen is self.now:
            return before
        in_place = self._now_at.get(row)
        row_id = _id(self.seen, before)
        if row_id is not None:
            candidates = self._by_id.get(row_id, [])
        elif in_place is not None and _id(self.now, in_place) is None and self._changed(before, in_place) is None:
            return in_place
        else:
            candidates = [each for each in self._unnamed if self._changed(before, each) is None]
        if in_place in candidates:
            return in_place
        return candidates[0] if len(candidates) == 1 else None

    def check(self, edit: SetCell | CheckCell) -> int | Missed:
        """The position now of the row of ``edit``, or how it missed."""
        position = self.find(edit.row)
        column = self.now.columns.get(edit.column)
        if position is None or column is None:
            return Missed(edit.table, edit.row, edit.column, None)
        before = self._seen_at[edit.row]
        intact = same(column[position], edit.expected) and self._alike(edit.column, before, position)
        if isinstance(edit, SetCell):
            intact = intact and not any(isinstance(self.check(each), Missed) for each in edit.given)
        return position if intact else Missed(edit.table, edit.row, edit.column, column[position])

    def check_removal(self, edit: RemoveRow) -> int | Missed:
        """The position now of the row to remove, or the cell that somebody changed since it was read."""
        position = self.find(edit.row)
        if position is None:
            return Missed(edit.table, edit.row, ID, None)
        if (_id(self.now, position) or "") != edit.expected_id:
            return Missed(edit.table, edit.row, ID, _id(self.now, position))
        changed = self._changed(self._seen_at[edit.row], position)
        if changed is not None:
            return Missed(edit.table, edit.row, changed, self.now.columns[changed][position])
        return position

    def _changed(self, before: int, position: int) -> str | None:
        """A column in which the row differs from what was seen."""
        if self.seen is self.now and before == position:
            return None
        for name, column in self.now.columns.items():
            if name in self.seen.columns and not (
                same(self.seen.columns[name][before], column[position]) and self._alike(name, before, position)
            ):
                return name
        return None

    def _alike(self, column: str, before: int, position: int) -> bool:
        """Whether the cell was readable, or a formula, then as it is now."""
        return self.seen.faults.get((column, before)) == self.now.faults.get((column, position)) and (
            (column, before) in self.seen.formulas
        ) == ((column, position) in self.now.formulas)


def _id(cells: TableCells, position: int) -> str | None:
    value = cells.columns[ID][position] if ID in cells.columns else None
    return value if isinstance(value, str) else None
