"""Rows and columns: inserted, deleted, moved, hidden, sized."""

from __future__ import annotations

from crossfoot_sync.emulator import fieldmask
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid.axis import DEFAULT_PIXELS
from crossfoot_sync.emulator.grid.cell import Cell
from crossfoot_sync.emulator.grid.display import shown
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.grid.shifts import Deleted, Dimension, Inserted, Moved
from crossfoot_sync.emulator.json_types import Json

_SAID = {"ROWS": "rows", "COLUMNS": "columns"}


def span(edit: Edit, dimension_range: Json) -> tuple[Sheet, Dimension, int, int]:
    """The sheet, dimension, start and end of a ``DimensionRange``.

    Raises:
        InvalidArgumentError: it names no dimension, or ends before it begins.
    """
    sheet = edit.book.sheet(int(dimension_range.get("sheetId", 0)))
    dimension = dimension_range.get("dimension")
    if dimension not in ("ROWS", "COLUMNS"):
        raise InvalidArgumentError("No dimension specified.")
    start = int(dimension_range.get("startIndex", 0))
    end = int(dimension_range.get("endIndex", len(sheet.axis(dimension))))
    if start < 0:
        raise InvalidArgumentError("DimensionRange indexes must be >= 0")
    if end <= start:
        raise InvalidArgumentError(f"The start index ({start}) must be less than the end index ({end}).")
    return sheet, dimension, start, end


def _existing(edit: Edit, dimension_range: Json, doing: str) -> tuple[Sheet, Dimension, int, int]:
    sheet, dimension, start, end = span(edit, dimension_range)
    count = len(sheet.axis(dimension))
    if end > count:
        line = "row" if dimension == "ROWS" else "column"
        raise InvalidArgumentError(
            f"Cannot {doing} a {line} that doesn't exist. "
            f"Tried to {doing} {line} index {end - 1} but there are only {count} {line}s."
        )
    return sheet, dimension, start, end


def insert(edit: Edit, request: Json) -> None:
    """``insertDimension``: the new ones look like those before or after them; at the very end only before will do."""
    sheet, dimension, start, end = span(edit, request["range"])
    if "startIndex" not in request["range"] or "endIndex" not in request["range"]:
        raise InvalidArgumentError("range.startIndex must be set")
    size, before = len(sheet.axis(dimension)), bool(request.get("inheritFromBefore"))
    if before and start == 0:
        raise InvalidArgumentError("inheritFromBefore cannot be true if inserting at the start of the sheet.")
    if start > size:
        raise InvalidArgumentError(f"range.startIndex is larger than current grid size ({size})")
    if not before and start == size:
        raise InvalidArgumentError(
            f"range.startIndex must be less than the grid size ({size}) if inheritFromBefore is false."
        )
    edit.guard_insertion(sheet, dimension, start)
    edit.book.shift(sheet, Inserted(dimension, start, end - start))
    edit.book.check_size()
    _inherit(sheet, dimension, start, end, start - 1 if before else end)


def _inherit(sheet: Sheet, dimension: Dimension, start: int, end: int, model: int) -> None:
    if model >= len(sheet.axis(dimension)):
        return
    along = 0 if dimension == "ROWS" else 1
    for place, cell in [each for each in sheet.cells.items() if each[0][along] == model]:
        if cell.format is None and cell.validation is None:
            continue
        blank = Cell(format=cell.format, validation=cell.validation)
        for at in range(start, end):
            target = (at, place[1]) if dimension == "ROWS" else (place[0], at)
            sheet.put(*target, blank)


def append(edit: Edit, request: Json) -> None:
    """``appendDimension``: at the end."""
    sheet = edit.book.sheet(int(request.get("sheetId", 0)))
    length = int(request.get("length", 0))
    if length < 1:
        raise InvalidArgumentError(f"length must be greater than 0, but was {length}.")
    sheet.axis(request["dimension"]).insert(len(sheet.axis(request["dimension"])), length)
    edit.book.check_size()


def delete(edit: Edit, request: Json) -> None:
    """``deleteDimension``: one at least stays, and not only frozen ones."""
    sheet, dimension, start, end = _existing(edit, request["range"], "delete")
    count = len(sheet.axis(dimension))
    if end - start >= count:
        raise InvalidArgumentError(f"You can't delete all the {_SAID[dimension]} on the sheet.")
    name = "frozenRowCount" if dimension == "ROWS" else "frozenColumnCount"
    frozen = sheet.properties.get("gridProperties", {}).get(name, 0)
    if frozen and start <= frozen and end >= count:
        raise InvalidArgumentError(f"Sorry, it is not possible to delete all non-frozen {_SAID[dimension]}.")
    edit.guard_lines(sheet, dimension, start, end)
    edit.book.shift(sheet, Deleted(dimension, start, end))


def move(edit: Edit, request: Json) -> None:
    """``moveDimension``: the destination is counted before they are taken out."""
    sheet, dimension, start, end = _existing(edit, request["source"], "move")
    to = int(request.get("destinationIndex", 0))
    if to > len(sheet.axis(dimension)):
        raise InvalidArgumentError(f"destinationIndex[{to}] is after the last of the {_SAID[dimension]}.")
    if start < to < end:
        raise InvalidArgumentError(f"destinationIndex[{to}] cannot be inside the source range[{start}, {end}).")
    for merge in sheet.merges:
        first, last = (merge.top, merge.bottom) if dimension == "ROWS" else (merge.left, merge.right)
        if last - first > 1 and ((first < end and start < last) or first < to < last):
            line = "row" if dimension == "ROWS" else "column"
            raise InvalidArgumentError(
                f"Sorry, it is not possible to move a {line} to a position that crosses a merged cell. "
                "Please unmerge and try again."
            )
    edit.guard_lines(sheet, dimension, start, end)
    edit.guard_insertion(sheet, dimension, to)
    edit.book.shift(sheet, Moved(dimension, start, end, to))


def update_properties(edit: Edit, request: Json) -> None:
    """``updateDimensionProperties``: hidden or not, and how many pixels."""
    mask = fieldmask.required(request)
    given = request.get("properties", {})
    sheet, dimension, start, end = _existing(edit, request["range"], "update")
    wanted = {"hiddenByUser", "pixelSize"} if "*" in mask else set(mask)
    axis = sheet.axis(dimension)
    for at in range(start, end):
        axis.set(at, **{name: given.get(name) for name in wanted})


def auto_resize(edit: Edit, request: Json) -> None:
    """``autoResizeDimensions``: a guess of eight pixels for each character of the longest text."""
    sheet, dimension, start, end = _existing(edit, request["dimensions"], "resize")
    if dimension == "ROWS":
        for at in range(start, end):
            sheet.rows.set(at, pixelSize=None)
        return
    calculator = edit.calculator()
    widths: dict[int, int] = {}
    for (row, column), cell in sheet.cells.items():
        if start <= column < end:
            text = shown(cell, calculator.value(sheet, row, column), edit.locale)
            widths[column] = max(widths.get(column, 0), *map(len, text.split("\n")))
    for column in range(start, end):
        wide = 10 + 8 * widths[column] if widths.get(column) else DEFAULT_PIXELS["COLUMNS"]
        sheet.columns.set(column, pixelSize=max(21, wide))
