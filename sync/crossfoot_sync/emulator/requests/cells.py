"""Cells written one by one, repeated over a range, or appended below everything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crossfoot_sync.emulator import fieldmask
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.fieldmask import Mask
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.cell import EMPTY, Alike, Cell
from crossfoot_sync.emulator.grid.formats import kept, named_in
from crossfoot_sync.emulator.grid.rewriting import carried_cell
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.values.writing import put

_EXTRA = ("textFormatRuns", "pivotTable", "hyperlink", "chipRuns")
_VALUES = ("stringValue", "numberValue", "boolValue")
_COLOURS = {"backgroundColor", "backgroundColorStyle", "foregroundColor", "foregroundColorStyle"}


def update_cells(edit: Edit, request: Json) -> None:
    """``updateCells``: from a cell on, or a whole range, where what has no data is emptied of the masked fields."""
    mask = fieldmask.required(request)
    rows = request.get("rows", [])
    if "range" in request:
        sheet, area = edit.book.bounded(request["range"])
        _check_inside(area, rows)
        edit.guard(sheet, area)
        for row, column in area.cells():
            data = _data(rows, row - area.top, column - area.left)
            sheet.put(row, column, with_data(edit, sheet.cell(row, column), data, mask))
        return
    start = request["start"]
    sheet = edit.book.sheet(int(start.get("sheetId", 0)))
    corner = int(start.get("rowIndex", 0)), int(start.get("columnIndex", 0))
    write_rows(edit, sheet, corner, rows, mask)


def append_cells(edit: Edit, request: Json) -> None:
    """``appendCells``: below the last row with data; the sheet grows longer where it must, never wider."""
    mask = fieldmask.required(request)
    sheet = edit.book.sheet(int(request.get("sheetId", 0)))
    top = max((row for (row, _), cell in sheet.cells.items() if cell.filled), default=-1) + 1
    rows = request.get("rows", [])
    edit.book.grow(sheet, top + len(rows), 0)
    write_rows(edit, sheet, (top, 0), rows, mask)


def repeat_cell(edit: Edit, request: Json) -> None:
    """``repeatCell``: the same in every cell of a range; references in a formula move along."""
    mask = fieldmask.required(request)
    sheet, area = edit.book.bounded(request["range"])
    edit.guard(sheet, area)
    data = request.get("cell", {})
    model = with_data(edit, EMPTY, data, mask)
    changes = Alike[Cell](lambda cell: with_data(edit, cell, data, mask))
    for row, column in area.cells():
        changed = changes.of(sheet.cell(row, column))
        if model.formula is not None:
            moved = carried_cell(model, row - area.top, column - area.left)
            changed = replace(changed, formula=moved.formula)
        sheet.put(row, column, changed)


def write_rows(edit: Edit, sheet: Sheet, corner: tuple[int, int], rows: list[Json], mask: Mask) -> None:
    """Put rows of cell data from a cell on.

    Raises:
        InvalidArgumentError: they reach over the edge of the sheet.
    """
    top, left = corner
    width = max((len(each.get("values", ())) for each in rows), default=0)
    whole = sheet.whole
    if top + len(rows) > whole.bottom:
        raise InvalidArgumentError(
            f"Attempting to write row: {top + len(rows) - 1}, beyond the last requested row of: {whole.bottom - 1}"
        )
    if left + width > whole.right:
        raise InvalidArgumentError(
            f"Attempting to write column: {left + width - 1}, beyond the last requested column of: {whole.right - 1}"
        )
    edit.guard(sheet, Area(top, left, top + max(len(rows), 1), left + max(width, 1)))
    for at, row in enumerate(rows):
        for along, data in enumerate(row.get("values", ())):
            place = (top + at, left + along)
            sheet.put(*place, with_data(edit, sheet.cell(*place), data or {}, mask))


def with_data(edit: Edit, cell: Cell, data: Json, mask: Mask) -> Cell:
    """A cell with the masked fields as they are in ``data``; what is not in it is taken away."""
    everything = "*" in mask
    if everything or "userEnteredValue" in mask:
        cell = _with_value(edit, cell, data.get("userEnteredValue", {}))
    if everything or "userEnteredFormat" in mask:
        inner = {} if everything else mask["userEnteredFormat"]
        cell = replace(cell, format=_format(cell.format or {}, data.get("userEnteredFormat", {}), inner))
    if everything or "note" in mask:
        cell = replace(cell, note=str(data.get("note", "")))
    if everything or "dataValidation" in mask:
        cell = replace(cell, validation=data.get("dataValidation"))
    masked = [name for name in _EXTRA if everything or name in mask]
    if not masked:
        return cell
    left = {name: value for name, value in (cell.extra or {}).items() if name not in masked}
    return replace(cell, extra=left | {name: kept(data[name]) for name in masked if name in data} or None)


def _with_value(edit: Edit, cell: Cell, value: Json) -> Cell:
    if "formulaValue" in value:
        formula = str(value["formulaValue"])
        if not formula.startswith("="):
            raise InvalidArgumentError(f"Invalid formula value: {formula} does not start with '='.")
        return put(edit, cell, formula, "USER_ENTERED")
    scalar: Any = next((value[name] for name in _VALUES if name in value), None)
    return cell.without_value() if scalar is None else put(edit, cell, scalar, "RAW")


def _format(old: Json, new: Json, mask: Mask) -> Json | None:
    if not mask:
        return kept(new) or None
    wanted = dict(mask)
    for name in named_in(set(mask)) & _COLOURS:
        wanted.setdefault(name, {})
    if mask.get("textFormat"):
        inner = mask["textFormat"]
        wanted["textFormat"] = {**inner, **{name: {} for name in named_in(set(inner)) & _COLOURS - set(inner)}}
    return fieldmask.merged(old, kept(new), wanted) or None


def _data(rows: list[Json], row: int, column: int) -> Json:
    values = rows[row].get("values", []) if row < len(rows) else []
    found: Json = (values[column] if column < len(values) else None) or {}
    return found


def _check_inside(area: Area, rows: list[Json]) -> None:
    width = max((len(each.get("values", ())) for each in rows), default=0)
    if len(rows) > area.height:
        raise InvalidArgumentError(
            f"Attempting to write row: {area.bottom}, beyond the last requested row of: {area.bottom - 1}"
        )
    if width > area.width:
        raise InvalidArgumentError(
            f"Attempting to write column: {area.right}, beyond the last requested column of: {area.right - 1}"
        )
