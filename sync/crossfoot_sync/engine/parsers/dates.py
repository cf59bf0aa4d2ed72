"""Dates and instants. A text that could be two dates is a finding, and so is a number that is none."""

from __future__ import annotations

import datetime as dt
import re

from crossfoot_sync.engine.parsers.context import Context, Parsed
from crossfoot_sync.engine.parsers.texts import narrow, number_text, tidy
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import CellValue, Date, DateTime
from crossfoot_templates.types.time import EARLIEST, LATEST

_EPOCH_1900 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a serial is a wall clock, it has no zone
_EPOCH_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - the same
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*[日号])?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})[-\s]([A-Za-z]{3})[A-Za-z]*\.?[-,\s]+(\d{4})")
_MONTH_DAY = re.compile(r"([A-Za-z]{3})[A-Za-z]*\.?\s+(\d{1,2}),?\s+(\d{4})")
_CLOCK = re.compile(r"(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?|分)?\s*(Z|[+-]\d{2}:?\d{2})?")
_SHOWN = 40


def parse_date(cell: CellValue, column_type: Date, context: Context) -> Parsed:
    """A day."""
    match cell:
        case bool() | None:
            return None if cell is None else say("not_a_date", value=str(cell))
        case dt.datetime():
            return _day_of(cell, context)
        case dt.date():
            return (
                cell
                if cell >= EARLIEST
                else say("number_as_date", value=number_text(_serial(_midnight(cell), context)))
            )
        case int() | float():
            moment = _from_serial(cell, context)
            if moment is None:
                return say("number_as_date", value=number_text(cell)[:_SHOWN])
            return _day_of(moment, context)
        case _:
            return _text_date(cell, context)


def parse_datetime(cell: CellValue, column_type: DateTime, context: Context) -> Parsed:
    """An instant; what has no zone of its own is the wall clock of the column's zone."""
    match cell:
        case bool() | None:
            return None if cell is None else say("not_a_datetime", value=str(cell))
        case dt.datetime():
            moment: dt.datetime | None = cell
        case dt.date():
            moment = _midnight(cell)
        case int() | float():
            moment = _from_serial(cell, context)
        case _:
            return _text_datetime(cell, column_type, context)
    if moment is None or not EARLIEST <= moment.date() <= LATEST:
        return say("not_a_datetime", value=str(cell)[:_SHOWN])
    return column_type.at_wall_clock(_to_second(moment))


def _day_of(moment: dt.datetime, context: Context) -> dt.date | Message:
    if moment.date() < EARLIEST:
        return say("number_as_date", value=number_text(_serial(moment, context)))
    rounded = _to_second(moment)
    if rounded.time() != dt.time():
        return say("date_has_time", value=rounded.isoformat(sep=" "))
    return rounded.date()


def _text_date(cell: str, context: Context) -> Parsed:
    parts = _day_and_clock(cell, context, "not_a_date")
    if not isinstance(parts, tuple):
        return parts
    text, day, clock = parts
    if clock is not None and any(int(part or 0) for part in clock.groups()[:3]):
        return say("date_has_time", value=text[:_SHOWN])
    return day


def _text_datetime(cell: str, column_type: DateTime, context: Context) -> Parsed:
    parts = _day_and_clock(cell, context, "not_a_datetime")
    if not isinstance(parts, tuple):
        return parts
    text, day, clock = parts
    hour, minute, second, zone = clock.groups() if clock else ("0", "0", None, None)
    try:
        moment = dt.datetime.combine(day, dt.time(int(hour), int(minute), int(second or 0)))
        if zone:
            return dt.datetime.fromisoformat(moment.isoformat() + zone).astimezone(dt.UTC)
        return column_type.at_wall_clock(moment)
    except (ValueError, OverflowError):
        return say("not_a_datetime", value=text[:_SHOWN])


def _day_and_clock(
    cell: str, context: Context, otherwise: str
) -> tuple[str, dt.date, re.Match[str] | None] | Message | None:
    """What stands in ``cell``, its date, and its time of day where one follows; ``otherwise`` says that it has none."""
    text = tidy(cell)
    if not isinstance(text, str):
        return text
    day, rest = _leading_date(narrow(text), context)
    if isinstance(day, Message):
        return day
    clock = _CLOCK.fullmatch(rest)
    if day is None or (rest and clock is None):
        return say(otherwise, value=text[:_SHOWN])
    return text, day, clock


def _leading_date(text: str, context: Context) -> tuple[dt.date | Message | None, str]:
    """The date that ``text`` begins with, and what follows it."""
    for pattern, order in (
        (_YEAR_FIRST, "ymd"),
        (_COMPACT, "ymd"),
        (_YEAR_LAST, context.date_order),
        (_DAY_MONTH, "dmy"),
        (_MONTH_DAY, "mdy"),
    ):
        match = pattern.match(text)
        if match is None or text[match.end() : match.end() + 1].isdigit():
            continue
        rest = text[match.end() :].removeprefix("T").strip()
        if order is None or (pattern is _YEAR_LAST and order == "ymd"):
            days = {day for each in ("dmy", "mdy") if (day := _in_order(each, match)) is not None}
            return (say("date_order_unknown", value=text[:_SHOWN]) if len(days) > 1 else next(iter(days), None)), rest
        return _in_order(order, match), rest
    return None, text


def _in_order(order: str, match: re.Match[str]) -> dt.date | None:
    """The date of three numbers in ``order``, or ``None`` where there is no such day."""
    parts = dict(zip(order, (_month_number(part) for part in match.groups()), strict=True))
    return _date(parts["y"], parts["m"], parts["d"])


def _month_number(part: str) -> int:
    if part.isdigit():
        return int(part)
    name = part.lower()
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _from_serial(number: float, context: Context) -> dt.datetime | None:
    """The moment of a serial number, or ``None`` where it lies outside the years anybody means."""
    try:
        moment = (_EPOCH_1904 if context.date1904 else _EPOCH_1900) + dt.timedelta(days=number)
    except (OverflowError, ValueError):
        return None
    return moment if EARLIEST <= moment.date() <= LATEST else None


def _serial(moment: dt.datetime, context: Context) -> float:
    return (moment.replace(tzinfo=None) - (_EPOCH_1904 if context.date1904 else _EPOCH_1900)) / dt.timedelta(days=1)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _to_second(moment: dt.datetime) -> dt.datetime:
    """Serials are floats: half a second of noise must not make it a second earlier."""
    return (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0, tzinfo=None)
