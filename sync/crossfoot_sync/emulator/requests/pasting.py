"""Cells copied and cut."""

from __future__ import annotations

from dataclasses import replace

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.cell import EMPTY, Cell, ErrorValue
from crossfoot_sync.emulator.grid.rewriting import carried_cell
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json


def copy_paste(edit: Edit, request: Json) -> None:
    """``copyPaste``: the source is repeated as often as it fits into the destination, once at least."""
    sheet, source = edit.book.covering(request["source"])
    target, area = edit.book.covering(request["destination"])
    transposed = request.get("pasteOrientation") == "TRANSPOSE"
    height, width = (source.width, source.height) if transposed else (source.height, source.width)
    down, over = max(area.height // height, 1), max(area.width // width, 1)
    filled = Area(area.top, area.left, area.top + height * down, area.left + width * over)
    edit.book.grow(target, filled.bottom, filled.right)
    edit.guard(target, filled)
    taken = {place: sheet.cell(*place) for place in source.cells()}
    values = _values(edit, sheet, source) if request.get("pasteType") == "PASTE_VALUES" else {}
    for row, column in filled.cells():
        at, along = (row - filled.top) % height, (column - filled.left) % width
        place = (source.top + along, source.left + at) if transposed else (source.top + at, source.left + along)
        moved = carried_cell(taken[place], row - place[0], column - place[1])
        if place in values:
            moved = values[place]
        target.put(row, column, pasted(target.cell(row, column), moved, request.get("pasteType", "PASTE_NORMAL")))


def cut_paste(edit: Edit, request: Json) -> None:
    """``cutPaste``: the source is emptied; a formula that is moved reads as before."""
    sheet, source = edit.book.covering(request["source"])
    spot = request["destination"]
    target = edit.book.sheet(int(spot.get("sheetId", 0)))
    top, left = int(spot.get("rowIndex", 0)), int(spot.get("columnIndex", 0))
    filled = Area(top, left, top + source.height, left + source.width)
    edit.book.grow(target, filled.bottom, filled.right)
    edit.guard(sheet, source)
    edit.guard(target, filled)
    taken = {place: sheet.cell(*place) for place in source.cells()}
    for place in taken:
        sheet.put(*place, EMPTY)
    for (row, column), cell in taken.items():
        place = (row - source.top + top, column - source.left + left)
        target.put(*place, pasted(target.cell(*place), cell, request.get("pasteType", "PASTE_NORMAL")))


def pasted(old: Cell, new: Cell, paste_type: str) -> Cell:
    """What a cell is after another was pasted over it."""
    if paste_type == "PASTE_FORMAT":
        return replace(old, format=new.format)
    if paste_type in ("PASTE_VALUES", "PASTE_FORMULA"):
        return replace(old, value=new.value, formula=new.formula)
    if paste_type == "PASTE_DATA_VALIDATION":
        return replace(old, validation=new.validation)
    if paste_type == "PASTE_CONDITIONAL_FORMATTING":
        return old
    if paste_type == "PASTE_NO_BORDERS":
        format_ = {name: value for name, value in (new.format or {}).items() if name != "borders"}
        borders = {"borders": old.format["borders"]} if old.format and "borders" in old.format else {}
        return replace(new, format={**format_, **borders} or None)
    return new


def _values(edit: Edit, sheet: Sheet, area: Area) -> dict[tuple[int, int], Cell]:
    calculator = edit.calculator()
    found: dict[tuple[int, int], Cell] = {}
    for place in area.cells():
        value = calculator.value(sheet, *place)
        found[place] = Cell(value=value.shown if isinstance(value, ErrorValue) else value)
    return found
