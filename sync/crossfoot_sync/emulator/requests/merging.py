"""Cells merged and parted."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json


def merge(edit: Edit, request: Json) -> None:
    """``mergeCells``: the first value of each merged area stays, in its first cell; the others are lost."""
    sheet, area = edit.book.covering(request["range"])
    edit.guard(sheet, area)
    cut = next((each for each in sheet.merges if each.meets(area) and not area.covers(each)), None)
    if cut is not None:
        raise InvalidArgumentError("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = [each for each in sheet.merges if not each.meets(area)]
    for part in _parts(area, request.get("mergeType", "MERGE_ALL")):
        _gather(sheet, part)
        if not part.single:
            sheet.merges.append(part)


def unmerge(edit: Edit, request: Json) -> None:
    """``unmergeCells``: all merges of a range."""
    sheet, area = edit.book.covering(request["range"])
    edit.guard(sheet, area)
    if any(each.meets(area) and not area.covers(each) for each in sheet.merges):
        raise InvalidArgumentError("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = [each for each in sheet.merges if not each.meets(area)]


def _parts(area: Area, merge_type: str) -> Iterator[Area]:
    if merge_type == "MERGE_ROWS":
        yield from (Area(row, area.left, row + 1, area.right) for row in range(area.top, area.bottom))
    elif merge_type == "MERGE_COLUMNS":
        yield from (Area(area.top, column, area.bottom, column + 1) for column in range(area.left, area.right))
    else:
        yield area


def _gather(sheet: Sheet, area: Area) -> None:
    filled = [(place, cell) for place, cell in sheet.within(area) if cell.filled]
    for place, cell in filled:
        sheet.put(*place, cell.without_value())
    if filled:
        _, first = filled[0]
        corner = sheet.cell(area.top, area.left)
        sheet.put(area.top, area.left, corner.with_value(first.value, first.formula))
