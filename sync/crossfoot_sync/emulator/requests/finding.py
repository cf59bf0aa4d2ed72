"""Texts found and replaced."""

from __future__ import annotations

import re

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.cell import Cell
from crossfoot_sync.emulator.grid.display import shown
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.values.writing import put


def find_replace(edit: Edit, request: Json) -> Json:
    """``findReplace``: in what cells show, and in formulas where it is asked for."""
    wanted = _pattern(request)
    replacement = request.get("replacement", "")
    if not request.get("searchByRegex"):
        replacement = replacement.replace("\\", r"\\")
    else:
        replacement = re.sub(r"\$(\d)", r"\\\1", replacement)
    counted = {"valuesChanged": 0, "formulasChanged": 0, "occurrencesChanged": 0}
    rows: set[tuple[int, int]] = set()
    for sheet, area in _areas(edit, request):
        calculator = edit.calculator()
        for place, cell in sheet.within(area):
            if cell.formula is not None and not request.get("includeFormulas"):
                continue
            text = cell.formula or shown(cell, calculator.value(sheet, *place), edit.locale)
            changed, times = wanted.subn(replacement, text)
            if times and changed != text:
                edit.guard(sheet, Area(place[0], place[1], place[0] + 1, place[1] + 1))
                sheet.put(*place, _retyped(edit, cell, changed))
                counted["formulasChanged" if cell.formula else "valuesChanged"] += 1
                counted["occurrencesChanged"] += times
                rows.add((sheet.id, place[0]))
    counted |= {"rowsChanged": len(rows), "sheetsChanged": len({sheet for sheet, _ in rows})}
    return {name: count for name, count in counted.items() if count}


def _pattern(request: Json) -> re.Pattern[str]:
    find = request.get("find", "")
    if not find:
        raise InvalidArgumentError("The text to find must not be empty.")
    text = find if request.get("searchByRegex") else re.escape(find)
    if request.get("matchEntireCell"):
        text = rf"\A(?:{text})\Z"
    try:
        return re.compile(text, 0 if request.get("matchCase") else re.IGNORECASE)
    except re.error as error:
        raise InvalidArgumentError(f"Invalid regular expression '{find}': {error}") from None


def _areas(edit: Edit, request: Json) -> list[tuple[Sheet, Area]]:
    if request.get("allSheets"):
        return [(each, each.whole) for each in edit.book.sheets]
    if "range" in request:
        return [edit.book.bounded(request["range"])]
    if "sheetId" in request:
        sheet = edit.book.sheet(int(request["sheetId"]))
        return [(sheet, sheet.whole)]
    raise InvalidArgumentError("One of range, sheetId or allSheets must be specified.")


def _retyped(edit: Edit, cell: Cell, text: str) -> Cell:
    return put(edit, cell, text, "USER_ENTERED")
