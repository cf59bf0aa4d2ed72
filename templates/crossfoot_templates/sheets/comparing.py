"""Whether what a spreadsheet has is what was asked for, though Google says it in words of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from crossfoot_templates.sheets.batch import Json
from crossfoot_templates.sheets.conditions import formula_of

Corners: TypeAlias = tuple[int, int, int, int]
"""The first row and the row after the last, then so the columns, counted from 0."""

_PARTS = re.compile(r'("(?:[^"]|"")*")|(?<![\w.!\'])(\$?[A-Z]{1,3})\$?[0-9]+(?![\w(])|\s+')
"""A text, the address of a cell, and blanks."""

_LISTED = re.compile(r"=?'?(?P<title>.+?)'?!\$?(?P<letters>[A-Z]{1,3})\$?(?P<row>[0-9]+)(?::.*)?", re.DOTALL)
"""A range whose end may be written, or left open."""

_NUMBERS = ("NUMBER", "PERCENT", "CURRENCY", "SCIENTIFIC")
_FITTING = {
    "TEXT": ("TEXT",),
    "DATE": ("DATE", "DATE_TIME"),
    "DATE_TIME": ("DATE", "DATE_TIME"),
    "NUMBER": _NUMBERS,
    "PERCENT": _NUMBERS,
}
"""By the kind of number format that a column has the kinds that do as well: how many digits are shown is people's."""


def same_condition(one: Json, other: Json) -> bool:
    """Whether two conditions ask the same, seen from whichever row."""
    return _asked(one) == _asked(other)


def corners(grid_range: Json, rows: int, columns: int) -> Corners:
    """A ``GridRange`` of a sheet with so many rows and columns; one without an end reaches to the sheet's."""
    return (
        int(grid_range.get("startRowIndex", 0)),
        min(int(grid_range.get("endRowIndex", rows)), rows),
        int(grid_range.get("startColumnIndex", 0)),
        min(int(grid_range.get("endColumnIndex", columns)), columns),
    )


def rule_key(rule: Json, rows: int, columns: int) -> tuple[object, ...]:
    """What makes two conditional formats the same: where they are, what they ask, how they look."""
    ranges = frozenset(corners(each, rows, columns) for each in rule.get("ranges", ()))
    look = rule.get("booleanRule", {}).get("format", {})
    letters = look.get("textFormat", {})
    face = (_rgb(look, "backgroundColor"), _rgb(letters, "foregroundColor"), bool(letters.get("bold")))
    return ranges, _without_blanks(formula_of(rule) or ""), face


def fits(wanted: Json | None, found: Json | None) -> bool:
    """Whether a cell's number format lets it hold what its column is to hold."""
    kind = (found or {}).get("type")
    return kind != "TEXT" if wanted is None else kind in _FITTING[wanted["type"]]


def _asked(condition: Json) -> tuple[object, ...]:
    values: Sequence[Json] = condition.get("values", ())
    kind = condition.get("type")
    said = (str(each.get("userEnteredValue", "")) for each in values)
    return kind, *(_range(each) if kind == "ONE_OF_RANGE" else _value(each) for each in said)


def _range(said: str) -> object:
    match = _LISTED.fullmatch(said)
    return (match["title"], match["letters"], match["row"]) if match else said


def _value(said: str) -> object:
    if said.startswith("="):
        return _PARTS.sub(lambda match: match[1] or f"{match[2] or ''}", said).casefold()
    try:
        return Decimal(said)
    except InvalidOperation:
        return said


def _without_blanks(formula: str) -> str:
    return _PARTS.sub(lambda match: match[0] if match[0].strip() else "", formula).casefold()


def _rgb(look: Json, name: str) -> tuple[int, ...] | None:
    """A colour in steps of 1/255, whether it is said in the old way or in the new one."""
    said = look.get(f"{name}Style", {}).get("rgbColor", look.get(name))
    return None if said is None else tuple(round(said.get(part, 0) * 255) for part in ("red", "green", "blue"))
