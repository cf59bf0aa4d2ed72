"""Values put into cells, with the counts that Google reports."""

from __future__ import annotations

import json
from typing import Any

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.cell import Cell, Scalar
from crossfoot_sync.emulator.grid.entering import entered
from crossfoot_sync.emulator.grid.sheet import Place, Sheet
from crossfoot_sync.emulator.json_types import Json

MOST_CHARACTERS = 50_000


class Written:
    """What was written where; ``cells`` are the places that were given a value, an empty one included."""

    def __init__(self, sheet: Sheet, area: Area, cells: list[tuple[int, int]]) -> None:
        self.sheet, self.area, self.cells = sheet, area, cells

    def counts(self, book_id: str) -> Json:
        """An UpdateValuesResponse: rows and columns count only where they have a value that is not null."""
        counted = {
            "updatedRows": len({row for row, _ in self.cells}),
            "updatedColumns": len({column for _, column in self.cells}),
            "updatedCells": len(self.cells),
        }
        answer: Json = {"spreadsheetId": book_id, "updatedRange": a1.written(self.sheet.title, self.area)}
        return answer | {name: count for name, count in counted.items() if count}


def write(edit: Edit, place: Place, rows: list[list[Any]], option: str, *, bounded: bool = True) -> Written:
    """Put values from an area's first cell on; the grid grows where they reach over its edge.

    Raises:
        InvalidArgumentError: they reach over the area, which is more than one cell, or are no values.
        ProtectedError: a cell among them is protected.
    """
    sheet, area = place
    height, width = len(rows), max(map(len, rows), default=0)
    if bounded and not area.single:
        _check_inside(sheet, area, height, width)
    target = Area(area.top, area.left, area.top + max(height, 1), area.left + max(width, 1))
    edit.book.grow(sheet, target.bottom, target.right)
    edit.guard(sheet, target)
    written: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        for along, value in enumerate(row):
            if value is None:
                continue
            spot = (area.top + at, area.left + along)
            scalar = _scalar(value, at, along)
            sheet.put(*spot, put(edit, sheet.cell(*spot), scalar, option))
            written.append(spot)
    return Written(sheet, target, written)


def put(edit: Edit, cell: Cell, value: Scalar, option: str) -> Cell:
    """The cell with another value.

    Raises:
        InvalidArgumentError: the text is too long for a cell.
    """
    if isinstance(value, str) and len(value) > MOST_CHARACTERS:
        raise InvalidArgumentError(
            f"Your input contains more than the maximum of {MOST_CHARACTERS} characters in a single cell."
        )
    return cell.with_value(value) if option == "RAW" else entered(cell, value, edit.locale, edit.year)


def _scalar(value: Any, row: int, column: int) -> Scalar:
    if isinstance(value, bool | int | float | str):
        return value
    raise InvalidArgumentError(f"Invalid values[{row}][{column}]: {_told(value)}")


def _told(value: Any) -> str:
    """A value in the text form of protocol buffers, in which Google repeats what it refuses."""
    if isinstance(value, list):
        return _block("list_value", "".join(_block("values", _told(each)) for each in value))
    if isinstance(value, dict):
        fields = (
            _block("fields", f"key: {json.dumps(key)}\n" + _block("value", _told(each))) for key, each in value.items()
        )
        return _block("struct_value", "".join(fields))
    if isinstance(value, bool):
        return f"bool_value: {str(value).lower()}\n"
    if isinstance(value, str):
        return f"string_value: {json.dumps(value, ensure_ascii=False)}\n"
    return "null_value: NULL_VALUE\n" if value is None else f"number_value: {value}\n"


def _block(name: str, inside: str) -> str:
    return f"{name} {{\n" + "".join(f"  {line}\n" for line in inside.splitlines()) + "}\n"


def _check_inside(sheet: Sheet, area: Area, height: int, width: int) -> None:
    said = a1.written(sheet.title, area)
    if height > area.height:
        raise InvalidArgumentError(
            f"Requested writing within range [{said}], but tried writing to row [{area.bottom + 1}]"
        )
    if width > area.width:
        raise InvalidArgumentError(
            f"Requested writing within range [{said}], but tried writing to column [{a1.letters(area.right)}]"
        )


def clear(edit: Edit, sheet: Sheet, area: Area) -> str:
    """Take the values out of an area, leave everything else; the address of what was cleared.

    Raises:
        ProtectedError: a cell among them is protected.
    """
    edit.guard(sheet, area)
    for place, cell in sheet.within(area):
        sheet.put(*place, cell.without_value())
    return a1.written(sheet.title, area)
