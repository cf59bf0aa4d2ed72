"""Dates and times as a sheet holds them: days since 30 December 1899, the time of day as a part of one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

_FIRST = datetime(1899, 12, 30)  # noqa: DTZ001 (a cell's clock has no zone)


def date_serial(day: date) -> int:
    """The serial of a day."""
    return (day - _FIRST.date()).days


def moment(number: float) -> datetime | None:
    """The moment of a serial, to the nearest millisecond; ``None`` outside the years 1 to 9999."""
    try:
        return _FIRST + timedelta(milliseconds=round(number * 86_400_000))
    except OverflowError:
        return None
