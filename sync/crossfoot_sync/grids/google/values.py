"""A cell's data as a value, and a value as a cell's data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from math import isfinite
from typing import Any, Final, NamedTuple, TypeAlias

from crossfoot_sync.grids.google.references import placed, relative
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import CellValue

Json: TypeAlias = dict[str, Any]

Entered: TypeAlias = dict[str, Any] | None
"""What was put into a cell, as an ``ExtendedValue``; a formula is relative to its cell. ``None`` for a blank one."""

DATE, DATE_TIME, TIME, GENERAL = "DATE", "DATE_TIME", "TIME", ""
TEMPORAL: Final = frozenset({DATE, DATE_TIME, TIME})
"""Types of number formats; ``GENERAL`` is none."""

PATTERNS: Final = {DATE: "yyyy-mm-dd", DATE_TIME: "yyyy-mm-dd hh:mm"}

ERRORS: Final[Mapping[str, str]] = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
}
"""What cells show by the type of their error."""

_LOADING = "LOADING"
_FIRST = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's dates know no zone
_DAY, _MILLISECOND = dt.timedelta(days=1), dt.timedelta(milliseconds=1)
_PLAIN = ("stringValue", "numberValue", "boolValue")


class Read(NamedTuple):
    """A cell as read: its value, why it has none, whether a formula made it, and that formula, relative."""

    value: CellValue
    fault: Message | None = None
    formula: bool = False
    text: str = ""


BLANK = Read(None)


def entered(cell: Json, row: int, column: int) -> Entered:
    """What was put into a cell that stands there."""
    value = cell.get("userEnteredValue")
    if not value:
        return None
    if "formulaValue" in value:
        return {"formulaValue": relative(value["formulaValue"], row, column)}
    return None if value.get("stringValue") == "" else dict(value)


def at_home(value: Entered, row: int, column: int) -> Json:
    """The inverse: the ``ExtendedValue`` that puts the same into that cell."""
    if value and "formulaValue" in value:
        return {"formulaValue": placed(value["formulaValue"], row, column)}
    return value or {}


def is_formula(cell: Json) -> bool:
    """Whether a formula made what the cell shows: its own, or one whose results spill into it."""
    if "formulaValue" in cell.get("userEnteredValue", ()):
        return True
    return spilled(cell)


def spilled(cell: Json) -> bool:
    """Whether the cell shows what a formula elsewhere gives."""
    return "effectiveValue" in cell and "userEnteredValue" not in cell


def shown(cell: Json) -> Entered:
    """What the cell shows, as an ``ExtendedValue``."""
    value = cell.get("effectiveValue")
    return None if not value or value.get("stringValue") == "" else value


def number_format(cell: Json) -> str:
    """The type of the cell's number format."""
    found: str = cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type", GENERAL)
    return found


def read(cell: Json, row: int, column: int) -> Read:
    """What a cell means."""
    if not cell:
        return BLANK
    value, formula, text = cell.get("effectiveValue", {}), is_formula(cell), ""
    if formula:
        own = entered(cell, row, column)
        text = own["formulaValue"] if own else ""
    if "errorValue" in value:
        return Read(None, _fault(value["errorValue"]), formula, text)
    found = next((value[name] for name in _PLAIN if name in value), None)
    if isinstance(found, int | float) and not isinstance(found, bool) and number_format(cell) in TEMPORAL:
        found = from_serial(found)
    return Read(None if found == "" else found, None, formula, text)


def _fault(error: Json) -> Message:
    kind = error.get("type", "")
    return say("no_cached_value") if kind == _LOADING else say("error_value", value=ERRORS.get(kind, "#ERROR!"))


def as_text(cell: Json) -> str:
    """A cell's value where text is expected."""
    value = read(cell, 0, 0).value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)


def from_serial(serial: float) -> CellValue:
    """The date of a serial number, with a time of day (to the millisecond) where there is one.

    Times of day alone and what is outside the calendar stay numbers.
    """
    if 0 <= serial < 1:
        return serial
    try:
        moment = _FIRST + _DAY * int(serial // 1) + _MILLISECOND * round((serial % 1) * 86_400_000)
    except OverflowError:
        return serial
    return moment.date() if moment.time() == dt.time() else moment


def to_serial(value: dt.date) -> float | int:
    """The serial number of a date or a moment."""
    moment = value.replace(tzinfo=None) if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    days = (moment - _FIRST) / _DAY
    return int(days) if days == int(days) else days


def written(value: CellValue) -> Entered:
    """What is put into a cell that is to hold ``value``. Text is always text, whatever it begins with.

    Raises:
        ValueError: a number that is not finite.
    """
    match value:
        case None | "":
            return None
        case bool():
            return {"boolValue": value}
        case dt.date():
            return {"numberValue": to_serial(value)}
        case int() | float():
            if not isfinite(value):
                raise ValueError(f"a cell cannot hold the number {value}")
            return {"numberValue": value}
        case str():
            return {"stringValue": value}


def format_for(value: CellValue, held: str) -> str | None:
    """The type of number format that a cell of type ``held`` needs to show ``value``; ``None`` where its own does."""
    if isinstance(value, dt.datetime):
        return None if held == DATE_TIME else DATE_TIME
    if isinstance(value, dt.date):
        return None if held in {DATE, DATE_TIME} else DATE
    if isinstance(value, int | float) and not isinstance(value, bool):
        return GENERAL if held in TEMPORAL else None
    return None
