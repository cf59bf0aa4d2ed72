"""``values.append``: it looks for a table in the range and writes below it, not always where one would think."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.sheet import Place, Sheet
from crossfoot_sync.emulator.grid.shifts import Inserted
from crossfoot_sync.emulator.values.writing import Written, write


def append(
    edit: Edit, place: Place, rows: list[list[Any]], option: str, *, inserting: bool
) -> tuple[Area | None, Written]:
    """Write below the table, from its first column on; the table found, and what was written.

    Raises:
        ProtectedError: a cell there is protected.
    """
    sheet, area = place
    found = table(sheet, area)
    top, left = (found.bottom, found.left) if found else (area.top, area.left)
    if inserting and rows and top < len(sheet.rows):
        edit.guard_insertion(sheet, "ROWS", top)
        edit.book.shift(sheet, Inserted("ROWS", top, len(rows)))
    edit.book.grow(sheet, top + len(rows), left + 1)
    return found, write(edit, Place(sheet, Area(top, left, top + 1, left + 1)), rows, option, bounded=False)


def table(sheet: Sheet, area: Area) -> Area | None:
    """The last block of touching filled cells that meets the area; its surrounding rectangle."""
    filled = {place for place, cell in sheet.cells.items() if cell.filled}
    met = [each for each in _blocks(filled) if each.meets(area)]
    if not met:
        return None
    beside = area.single and (area.top, area.left) not in filled
    if beside and all((area.top, column) not in filled for column in range(met[0].left, met[0].right)):
        return None
    return max(met, key=lambda each: (each.bottom, each.right))


def _blocks(filled: set[tuple[int, int]]) -> Iterator[Area]:
    left = set(filled)
    while left:
        reached = [left.pop()]
        block = list(reached)
        while reached:
            row, column = reached.pop()
            around = {(row + down, column + over) for down in (-1, 0, 1) for over in (-1, 0, 1)} & left
            left -= around
            reached += around
            block += around
        rows, columns = zip(*block, strict=True)
        yield Area(min(rows), min(columns), max(rows) + 1, max(columns) + 1)
