"""Rows of a range sorted. Only what stands in the range moves: what is noted on whole rows stays where it was."""

from __future__ import annotations

from dataclasses import replace

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.formulas.kinds import order
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.cell import EMPTY, Cell
from crossfoot_sync.emulator.grid.rewriting import carried
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json


def sort_range(edit: Edit, request: Json) -> None:
    """``sortRange``: numbers before texts before truth values; empty cells last in either order."""
    grid_range = request["range"]
    size = len(edit.book.sheet(int(grid_range.get("sheetId", 0))).rows)
    if grid_range.get("startRowIndex", 0) >= size:
        raise InvalidArgumentError(f"range.startRowIndex is larger than current grid size ({size})")
    sheet, area = edit.book.covering(grid_range)
    edit.guard(sheet, area)
    sort(edit, sheet, area, request.get("sortSpecs", []))


def sort(edit: Edit, sheet: Sheet, area: Area, specs: list[Json]) -> None:
    """Sort the rows of an area by columns of it; the order of equal ones stays, and hidden rows stay where they are.

    Raises:
        InvalidArgumentError: cells of several rows are merged there.
    """
    merged = next((each for each in sheet.merges if each.height > 1 and each.meets(area)), None)
    if merged is not None:
        address = a1.written(sheet.title, merged).rpartition("!")[2]
        raise InvalidArgumentError(
            f"You can't sort a range containing vertical merges. There is a vertical merge at {address}"
        )
    calculator = edit.calculator()
    places = [row for row in range(area.top, area.bottom) if not sheet.rows.hidden(row)]
    rows = list(places)
    for spec in reversed(specs):
        column = int(spec.get("dimensionIndex", 0))
        values = {row: calculator.value(sheet, row, column) for row in rows}
        descending = spec.get("sortOrder") == "DESCENDING"
        ranks = {row: order(value) for row, value in values.items() if value is not None}
        filled = sorted(ranks, key=ranks.__getitem__, reverse=descending)
        rows = filled + [row for row in rows if values[row] is None]
    moved = {
        (to, column): _moved(sheet.cell(row, column), to - row)
        for to, row in zip(places, rows, strict=True)
        for column in range(area.left, area.right)
    }
    for place, cell in moved.items():
        sheet.put(*place, cell)


def _moved(cell: Cell, rows: int) -> Cell:
    return cell if cell is EMPTY or cell.formula is None else replace(cell, formula=carried(cell.formula, rows, 0))
