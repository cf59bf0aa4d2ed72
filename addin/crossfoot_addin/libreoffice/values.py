"""What cells hold, as LibreOffice keeps it and as xlwings gives and takes it.

A cell of LibreOffice's holds a number, a text, a formula or nothing; whether a number is a date or a truth value is in
its number format alone.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

DAY_MS = 86_400_000

ERRORS = {
    502: "#VALUE!",
    503: "#NUM!",
    504: "#REF!",
    508: "#VALUE!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    540: "#GETTING_DATA",
    32767: "#N/A",
}
"""LibreOffice's numbers for errors that Excel knows too; what else fails is a #VALUE!."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error in a cell, as Excel names it. xlwings gives it as ``None``, or as its text where that is asked for."""

    text: str


UNREAD_ERROR = ErrorValue("#VALUE!")
"""An error whose kind nobody asked for."""


def to_serial(moment: dt.datetime | dt.date | dt.time, epoch: dt.datetime) -> float:
    """Days since ``epoch``, the day 0 of a workbook; a time alone is a part of day 0. Zones are left off."""
    if isinstance(moment, dt.time):
        clock = dt.timedelta(
            hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
        )
        return clock / dt.timedelta(days=1)
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  # a cell has no zone
    return (moment.replace(tzinfo=None) - epoch) / dt.timedelta(days=1)


def to_moment(serial: float, epoch: dt.datetime) -> dt.datetime | float:
    """The date and time that a number stands for, to the millisecond, or the number where the calendar has none."""
    days = math.floor(serial)
    try:
        return epoch + dt.timedelta(days=days, milliseconds=round((serial - days) * DAY_MS))
    except OverflowError:
        return serial


def plain_number(number: float) -> str:
    """A number as Excel writes it into a text: up to 15 digits."""
    return format(number, ".15g").replace("e+", "E+").replace("e-", "E-")


def given(value: Any) -> Any:
    """A value as cells take it: a number, text, truth value, date, time, or ``""`` for a blank.

    numpy and pandas are not needed to know their values: theirs say what they are in Python's own terms.
    """
    kind = type(value)
    if kind is float:
        return "" if math.isnan(value) else value
    if kind in {str, int, bool}:
        return value
    if value is None or kind.__name__ in {"NAType", "NaTType"}:
        return ""
    if getattr(getattr(value, "dtype", None), "kind", None) in {"M", "m"}:
        value = value.astype("datetime64[us]").item()  # what is finer, Python has no word for
        return "" if value is None else value
    if callable(getattr(value, "item", None)):
        return given(value.item())
    if isinstance(value, Decimal | Fraction):
        return float(value)
    return value


def cleaned(
    rows: Any,
    moment: Callable[..., Any],
    empty: Any,
    number: Callable[[float], Any] | None,
    errors_as_text: bool,
) -> list[list[Any]]:
    """Rows as xlwings hands them out: dates made by ``moment``, blanks as ``empty``, numbers through ``number``."""

    def clean(value: Any) -> Any:
        kind = type(value)
        if kind is float:
            return value if number is None else number(value)
        if value is None or value == "":
            return empty
        if kind is dt.datetime:
            return moment(
                year=value.year,
                month=value.month,
                day=value.day,
                hour=value.hour,
                minute=value.minute,
                second=value.second,
                microsecond=value.microsecond,
                tzinfo=None,
            )
        if kind is ErrorValue:
            return value.text if errors_as_text else None
        return value

    return [[clean(value) for value in row] for row in rows]
