"""A cell's data as a value, and a value as a cell's data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from math import isfinite
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from crossfoot_sync.grids.google.given import Cell, ErrorValue, Format, NumberFormat, Value
from crossfoot_sync.grids.references import placed, relative
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
_EXACT = 1e15
_NOTHING = Value()
_FIRST = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's dates know no zone
_DAY, _MILLISECOND = dt.timedelta(days=1), dt.timedelta(milliseconds=1)


class Read(NamedTuple):
    """A cell as read: its value, why it has none, whether a formula made it, and that formula, relative."""

    value: CellValue
    fault: Message | None = None
    formula: bool = False
    text: str = ""


BLANK = Read(None)


def entered(cell: Cell, row: int, column: int) -> Entered:
    """What was put into a cell that stands there."""
    value = cell.user_entered_value
    if value is None:
        return None
    if value.formula_value is not None:
        return {"formulaValue": relative(value.formula_value, row, column)}
    return _said(value)


def at_home(value: Entered, row: int, column: int) -> Json:
    """The inverse: the ``ExtendedValue`` that puts the same into that cell."""
    if value and "formulaValue" in value:
        return {"formulaValue": placed(value["formulaValue"], row, column)}
    return value or {}


def holding(value: Entered, kind: str | None) -> Cell:
    """The cell into which a value is put and nothing else, with that type of number format."""
    held = msgspec.convert(_as_given(value), Value) if value else None
    return Cell(held, held, Format(NumberFormat(kind)) if kind else None)


def _as_given(value: Json) -> Json:
    """Whole numbers are given out as such, however they were put in."""
    return {
        name: int(each) if isinstance(each, float) and each.is_integer() and abs(each) < _EXACT else each
        for name, each in value.items()
    }


def is_formula(cell: Cell) -> bool:
    """Whether a formula made what the cell shows: its own, or one whose results spill into it."""
    value = cell.user_entered_value
    return cell.effective_value is not None if value is None else value.formula_value is not None


def holds(cell: Cell) -> bool:
    """Whether anything stands in the cell: of a blank one at most the format is known."""
    return cell.effective_value is not None or cell.user_entered_value is not None


def spilled(cell: Cell) -> bool:
    """Whether the cell shows what a formula elsewhere gives."""
    return cell.effective_value is not None and cell.user_entered_value is None


def shown(cell: Cell) -> Entered:
    """What the cell shows, as an ``ExtendedValue``; nothing where that is an error, which a copy may tell otherwise."""
    value = cell.effective_value
    return None if value is None or value.error_value is not None else _said(value)


def _said(value: Value) -> Entered:
    """A value in Google's words; none where it is none, or an empty text."""
    if value.string_value is not None:
        return {"stringValue": value.string_value} if value.string_value else None
    said: Json = msgspec.to_builtins(value)
    return said or None


def number_format(cell: Cell) -> str:
    """The type of the cell's number format."""
    found = cell.effective_format
    return GENERAL if found is None or found.number_format is None else found.number_format.type


def read(cell: Cell, row: int, column: int) -> Read:
    """What a cell means."""
    value, own = cell.effective_value, cell.user_entered_value
    if value is None:
        if own is None:
            return BLANK
        value = _NOTHING
    formula = own is None or own.formula_value is not None
    text = relative(own.formula_value, row, column) if own is not None and own.formula_value is not None else ""
    if value.string_value is not None:
        return Read(value.string_value or None, None, formula, text)
    if value.error_value is not None:
        return Read(None, _fault(value.error_value), formula, text)
    if value.number_value is not None:
        temporal = number_format(cell) in TEMPORAL
        return Read(from_serial(value.number_value) if temporal else value.number_value, None, formula, text)
    return Read(value.bool_value, None, formula, text)


def _fault(error: ErrorValue) -> Message:
    shows = ERRORS.get(error.type, "#ERROR!")
    return say("no_cached_value") if error.type == _LOADING else say("error_value", value=shows)


def as_text(cell: Cell) -> str:
    """A cell's value where text is expected."""
    value = read(cell, 0, 0).value
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
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
