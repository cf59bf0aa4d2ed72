"""How cells are shown in Google Sheets."""

from __future__ import annotations

from crossfoot_templates import layout
from crossfoot_templates.render.columns import SheetColumn, runs
from crossfoot_templates.render.formats import GENERAL, TEXT
from crossfoot_templates.sheets.batch import TEXT_FORMAT, Json, colour, repeat_cell
from crossfoot_templates.sheets.table_sheet import TableSheet

_FIELDS = "userEnteredFormat(numberFormat,horizontalAlignment,verticalAlignment,wrapStrategy,textFormat)"

_PIXELS, _MARGIN = 7, 5
"""Of a character, and of a column beside its characters."""


def number_format(pattern: str) -> Json | None:
    """The number format of a pattern; ``None`` takes whatever comes as what it is."""
    if pattern == GENERAL:
        return None
    if pattern == TEXT:
        return TEXT_FORMAT
    kind = "NUMBER"
    if "yyyy" in pattern:
        kind = "DATE_TIME" if "hh" in pattern else "DATE"
    elif pattern.endswith("%"):
        kind = "PERCENT"
    return {"type": kind, "pattern": pattern}


def cell_formats(sheet: TableSheet) -> list[Json]:
    """The requests that give all data cells their format, equal neighbours together."""
    requests = []
    for run in runs(sheet.columns.all):
        looks = [_look(each) for each in run]
        start = 0
        for at in range(1, len(run) + 1):
            if at == len(run) or looks[at] != looks[start]:
                where = sheet.below(run[start:at])
                requests.append(repeat_cell(where, {"userEnteredFormat": looks[start]}, _FIELDS))
                start = at
    return requests


def pixels(width: float) -> int:
    """The pixels of a column that is so many characters wide."""
    return round(width * _PIXELS) + _MARGIN


def _look(column: SheetColumn) -> Json:
    shown = number_format(column.format.number_format)
    return {
        **({"numberFormat": shown} if shown else {}),
        "horizontalAlignment": column.format.horizontal.upper(),
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP" if column.format.wrap else "OVERFLOW_CELL",
        "textFormat": {"foregroundColorStyle": colour(column.ink), "bold": column.name == layout.TICK},
    }
