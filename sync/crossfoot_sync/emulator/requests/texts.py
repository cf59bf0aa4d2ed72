"""Texts split into columns, and trimmed."""

from __future__ import annotations

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.values.writing import put

_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


def text_to_columns(edit: Edit, request: Json) -> None:
    """``textToColumns``: one column of texts, each split over the cells to the right."""
    sheet, area = edit.book.covering(request["source"])
    if area.width != 1:
        raise InvalidArgumentError("The source of textToColumns must span exactly one column.")
    kind = request.get("delimiterType", "AUTODETECT")
    texts = {row: cell.value for (row, _), cell in sheet.within(area) if isinstance(cell.value, str)}
    delimiter = request.get("delimiter", "") if kind == "CUSTOM" else _DELIMITERS.get(kind) or _guessed(texts)
    if not delimiter:
        raise InvalidArgumentError("A delimiter must be specified.")
    for row, text in texts.items():
        parts = text.split(delimiter)
        edit.book.grow(sheet, 0, area.left + len(parts))
        edit.guard(sheet, Area(row, area.left, row + 1, area.left + len(parts)))
        for along, part in enumerate(parts):
            place = (row, area.left + along)
            sheet.put(*place, put(edit, sheet.cell(*place), part.strip(), "USER_ENTERED"))


def _guessed(texts: dict[int, str]) -> str:
    return max(_DELIMITERS.values(), key=lambda each: sum(text.count(each) for text in texts.values()))


def trim_whitespace(edit: Edit, request: Json) -> Json:
    """``trimWhitespace``: none at the ends, and single spaces in between."""
    sheet, area = edit.book.covering(request["range"])
    edit.guard(sheet, area)
    changed = 0
    for place, cell in sheet.within(area):
        if isinstance(cell.value, str) and (trimmed := " ".join(cell.value.split())) != cell.value:
            sheet.put(*place, cell.with_value(trimmed))
            changed += 1
    return {"cellsChangedCount": changed} if changed else {}
