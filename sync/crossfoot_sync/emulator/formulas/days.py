"""The functions of dates. A day is a number, as cells hold it."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from crossfoot_sync.emulator.formulas.kinds import Operand, number
from crossfoot_sync.emulator.grid.cell import ErrorValue, Result
from crossfoot_sync.emulator.grid.serials import date_serial, moment

_NO_DATE = ErrorValue("NUM", "#NUM!", "The number is no date.")
_WEEK: dict[int, Callable[[date], int]] = {
    1: lambda day: day.isoweekday() % 7 + 1,
    2: lambda day: day.isoweekday(),
    3: lambda day: day.weekday(),
}


def _with_numbers(calculate: Callable[..., Result]) -> Callable[[list[Operand]], Result]:
    def function(operands: list[Operand]) -> Result:
        found = [number(each) for each in operands]
        wrong = next((each for each in found if isinstance(each, ErrorValue)), None)
        if wrong is not None:
            return wrong
        try:
            return calculate(*(math.floor(each) for each in found if not isinstance(each, ErrorValue)))
        except (ValueError, KeyError):
            return _NO_DATE

    return function


def _day(serial: int) -> date:
    when = moment(serial)
    if when is None:
        raise ValueError(serial)
    return when.date()


def _date(year: int, month: int, day: int) -> Result:
    years, months = divmod((year + 1900 if 0 <= year < 1900 else year) * 12 + month - 1, 12)
    return date_serial(date(years, months + 1, 1)) + day - 1


def _moved(serial: int, months: int) -> tuple[int, int, int]:
    """Year and month so many months later, and the day of the month at most."""
    day = _day(serial)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1, monthrange(year, month + 1)[1]


def _edate(serial: int, months: int) -> Result:
    year, month, last = _moved(serial, months)
    return date_serial(date(year, month, min(_day(serial).day, last)))


def _eomonth(serial: int, months: int) -> Result:
    return date_serial(date(*_moved(serial, months)))


def _networkdays(start: int, end: int) -> Result:
    first, last = sorted((start, end))
    weeks, rest = divmod(last - first + 1, 7)
    days = weeks * 5 + sum(_day(first + at).weekday() < 5 for at in range(rest))
    return days if start <= end else -days


def _weekday(serial: int, kind: int = 1) -> Result:
    return _WEEK[kind](_day(serial))


DAYS: dict[str, Callable[[list[Operand]], Result]] = {
    "DATE": _with_numbers(_date),
    "DAY": _with_numbers(lambda serial: _day(serial).day),
    "EDATE": _with_numbers(_edate),
    "EOMONTH": _with_numbers(_eomonth),
    "MONTH": _with_numbers(lambda serial: _day(serial).month),
    "NETWORKDAYS": _with_numbers(_networkdays),
    "WEEKDAY": _with_numbers(_weekday),
    "YEAR": _with_numbers(lambda serial: _day(serial).year),
}
