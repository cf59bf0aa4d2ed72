"""What cells hold, from what xlwings gives, and back."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from math import isclose, isfinite
from typing import Any, Final

import msgspec

from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import CellValue


class Held(msgspec.Struct, frozen=True, gc=False):
    """A cell as read: its value, why it has none, and its formula with its ``=``, if a formula made it.

    There are a hundred thousand in a large book, so none of them is looked at by the garbage collector.
    """

    value: CellValue
    fault: Message | None = None
    formula: str = ""


BLANK: Final = Held(None)

ERRORS: Final = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
WAITING: Final = frozenset({"#GETTING_DATA", "#BUSY!"})
"""What cells show that have no value yet."""
_FIRST_ERROR: Final = -2146828288
_NEWER: Final = {
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
    2051: "#BUSY!",
}
"""Excel's numbers of errors that xlwings does not name. On Windows a cell gives its number above the first."""

_FIRST_DAY: Final = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
"""The day that a time of day alone is given with, by whether dates count from 1904."""
_DAY: Final = dt.timedelta(days=1)


def held_of(value: Any, formula: str, error: str, *, date1904: bool) -> Held:
    """A cell by its value as xlwings gives it (``""`` for a blank, ``None`` for an error), its formula and its error.

    ``formula`` is what would be typed into it, ``error`` what it shows where it shows an error.
    """
    own = formula if formula.startswith("=") and value != formula else ""
    if type(value) is str:
        if value == "" and not own:
            return Held(None, _fault(error)) if error else BLANK
        if value == "" and error:
            return Held(None, _fault(error), own)
        return Held(value or None, None, own)
    if value is None:
        return Held(None, _fault(error or "#VALUE!"), own)
    if type(value) is int:
        return Held(None, _fault(_NEWER.get(value - _FIRST_ERROR, "#VALUE!")), own)
    if isinstance(value, Decimal):
        # Excel hands out cells of a currency with four decimals only
        return Held(float(value) if own else _number(formula, value), None, own)
    if isinstance(value, dt.datetime):
        return Held(_moment(value, date1904=date1904), None, own)
    return Held(value, None, own)


def _fault(error: str) -> Message:
    return say("no_cached_value") if error in WAITING else say("error_value", value=error)


def _number(text: str, value: Decimal) -> float:
    try:
        return float(text)
    except ValueError:
        return float(value)


def _moment(value: dt.datetime, *, date1904: bool) -> CellValue:
    """A date, with a time of day (to the millisecond) where there is one; a time of day alone is a number."""
    moment = (value + dt.timedelta(microseconds=500)).replace(tzinfo=None)
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    if moment.date() == _FIRST_DAY[date1904]:
        return (moment - dt.datetime.combine(moment.date(), dt.time())) / _DAY
    return moment.date() if moment.time() == dt.time() else moment


_COMPARED: Final = 255
"""Longer texts may not come whole as formulas."""


def agree(value: Any, formula: str) -> bool:
    """Whether a value and a formula that were read one after the other may be of one cell at one moment."""
    if formula.startswith("=") or value is None or type(value) is int:
        return True
    if type(value) is str:
        return value == formula or formula in ERRORS or len(formula) > _COMPARED
    if isinstance(value, bool):
        return formula.upper() == str(value).upper()
    try:
        told = float(formula)
    except ValueError:
        return False
    return not isinstance(value, float) or isclose(told, value, rel_tol=1e-9, abs_tol=1e-300)


_LONG: Final = 40
"""No date, however long its words are, has so many characters."""
_TRUTHS: Final = frozenset(
    {
        *(
            "true",
            "false",
            "wahr",
            "falsch",
            "vrai",
            "faux",
            "verdadero",
            "falso",
            "vero",
            "verdadeiro",
            "waar",
            "onwaar",
        ),
        *(
            "prawda",
            "fałsz",
            "sand",
            "falsk",
            "sann",
            "tosi",
            "epätosi",
            "igaz",
            "hamis",
            "pravda",
            "nepravda",
            "doğru",
        ),
        *("yanlış", "истина", "ложь"),
    }
)
"""What programs in other languages take for a truth value."""


def entered(value: CellValue) -> Any:
    """What is put into a cell that is to hold ``value``. Text is always text, whatever it looks like.

    Raises:
        ValueError: a number that is not finite.
    """
    match value:
        case None | "":
            return None
        case str():
            return value if _is_plain(value) else f"'{value}"
        case bool():
            return value
        case dt.datetime():
            return value.replace(tzinfo=None)
        case dt.date():
            return dt.datetime.combine(value, dt.time())
        case int() | float():
            if not isfinite(value):
                raise ValueError(f"a cell cannot hold the number {value}")
            return float(value)


def _is_plain(text: str) -> bool:
    """Whether Excel takes a text for a text in any language: else it gets an apostrophe, which is not part of it."""
    first = unicodedata.category(text[0])
    if not (first.startswith("L") or first == "So") or text.casefold() in _TRUTHS:
        return False
    return len(text) > _LONG or not any(map(str.isnumeric, text))


DATE, MOMENT, GENERAL, TEXT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "General", "@"
"""Number formats."""


def format_for(wanted: CellValue, found: CellValue) -> str | None:
    """The number format by which a cell shows ``wanted`` that shows ``found`` of it now; ``None`` where it is another.

    A date may show as a number, a number as a date or as a text.
    """
    if isinstance(wanted, dt.date) and isinstance(found, str):
        alike = _parts_of(found) == _parts_of(str(wanted))
    else:
        alike = _serial(wanted) is not None and _serial(wanted) == _serial(found)
    if not alike:
        return None
    if isinstance(wanted, str):
        return TEXT
    return MOMENT if isinstance(wanted, dt.datetime) else DATE if isinstance(wanted, dt.date) else GENERAL


def _parts_of(text: str) -> list[int]:
    """The numbers that a date's text is made of, in whatever order, seconds left out where they are none."""
    return sorted(number for number in map(int, re.findall("[0-9]{1,9}", text)) if number)


def _serial(value: CellValue) -> float | None:
    """A value as the number that a cell holds."""
    if isinstance(value, dt.datetime):
        return round((value - dt.datetime(1899, 12, 30)) / _DAY, 9)  # noqa: DTZ001 - a sheet's dates know no zone
    if isinstance(value, dt.date):
        return float((value - dt.date(1899, 12, 30)).days)
    if isinstance(value, str):
        try:
            return round(float(value), 9)
        except ValueError:
            return {"TRUE": 1.0, "FALSE": 0.0}.get(value)
    return None if value is None else round(float(value), 9)
