"""Functions of days. Days are numbered from 1899-12-30, as spreadsheets number them.

Programs disagree about the days before March 1900, and know none after 9999. Functions that look at the calendar give
``#NUM!`` there, also for a blank, whose number is 0. Adding to days and subtracting them looks at no calendar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np

from crossfoot_templates.formula.evaluation.running import Function, Run, of_numbers
from crossfoot_templates.formula.typed import Call
from crossfoot_templates.formula.vectors import Numbers, Vector
from crossfoot_templates.formula.vectors.arithmetic import minus
from crossfoot_templates.formula.vectors.columns import NUM, Errors, Mask, Units, errors_where, first_errors
from crossfoot_templates.formula.vectors.rounding import DOWN, TOWARD, rounded
from crossfoot_templates.formula.vectors.taking import DAY_0

FIRST_DAY, LAST_DAY = 61, dt.date(9999, 12, 31).toordinal() - DAY_0
_DAY_1970 = dt.date(1970, 1, 1).toordinal() - DAY_0
_FAR = 10_000_000
"""More months or days than lie between any two days."""


def on_calendar(days: Numbers) -> tuple[Units, Errors | None]:
    """The numbers of ``days``, times left out, each one on the calendar, and the errors of those that were not."""
    serials = rounded(days, 0, DOWN).units
    off = (serials < FIRST_DAY) | (serials > LAST_DAY)
    if not off.any():
        return serials, days.errors
    return np.where(off, FIRST_DAY, serials), errors_where(off, NUM, days.errors)


def months_of(serials: Units) -> Units:
    """The months of days, counted from January 1970."""
    return (serials - _DAY_1970).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def starts_of(months: Units) -> Units:
    """The first days of months."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + _DAY_1970


def years_of(serials: Units) -> Units:
    """The years of days."""
    return months_of(serials) // 12 + 1970


def _day_of_month(serials: Units) -> Units:
    return serials - starts_of(months_of(serials)) + 1


def _part(part: Callable[[Units], Units]) -> Function:
    def function(days: Numbers) -> Numbers:
        serials, errors = on_calendar(days)
        return Numbers(part(serials), errors=errors)

    return of_numbers(function)


def _date(years: Numbers, months: Numbers, days: Numbers) -> Numbers:
    """DATE: months and days beyond their ends roll over; the years up to 1899 are counted from 1900."""
    year, month, day = (np.clip(rounded(each, 0, TOWARD).units, -_FAR, _FAR) for each in (years, months, days))
    off = (year < 0) | (year > 9999)
    year = np.where(year < 1900, year + 1900, year)
    serials = starts_of((year - 1970) * 12 + month - 1) + day - 1
    return _checked(serials, off, first_errors(years.errors, months.errors, days.errors))


def _checked(serials: Units, off: Mask | bool, errors: Errors | None) -> Numbers:
    """Days, those off the calendar being ``#NUM!``."""
    off = off | (serials < FIRST_DAY) | (serials > LAST_DAY)
    return Numbers(np.where(off, 0, serials), errors=errors_where(off, NUM, errors), bound=LAST_DAY)


def _months_later(days: Numbers, count: Numbers) -> tuple[Units, Units, Errors | None]:
    serials, errors = on_calendar(days)
    later = np.clip(rounded(count, 0, TOWARD).units, -_FAR, _FAR)
    return serials, months_of(serials) + later, first_errors(days.errors, count.errors, errors)


def _edate(days: Numbers, count: Numbers) -> Numbers:
    serials, months, errors = _months_later(days, count)
    start, after = starts_of(months), starts_of(months + 1)
    return _checked(np.minimum(start + _day_of_month(serials) - 1, after - 1), False, errors)


def _eomonth(days: Numbers, count: Numbers) -> Numbers:
    _, months, errors = _months_later(days, count)
    return _checked(starts_of(months + 1) - 1, False, errors)


_FIRST_OF_WEEK = {1: (6, 1), 2: (5, 1), 3: (5, 0)}
"""For each type of WEEKDAY: what makes the week's first day a multiple of 7, and that day's number."""


def _weekday(run: Run, call: Call) -> Vector:
    day, *asked = map(run.numbers, call.arguments)
    shift, first = _FIRST_OF_WEEK[int(asked[0].units[0]) if asked else 1]
    serials, errors = on_calendar(day)
    return Numbers((serials + shift) % 7 + first, errors=errors, bound=7)


def _networkdays(start: Numbers, end: Numbers) -> Numbers:
    """Mondays to Fridays, both ends counted; below 0 where the end is before the start."""
    (first, errors), (last, errors_too) = on_calendar(start), on_calendar(end)
    back = last < first
    earlier, later = np.where(back, last, first), np.where(back, first, last)
    count = _workdays_before(later + 1) - _workdays_before(earlier)
    return Numbers(np.where(back, -count, count), errors=first_errors(errors, errors_too))


def _workdays_before(serials: Units) -> Units:
    weeks, day = np.divmod(serials - 2, 7)  # day 2 was a Monday
    return weeks * 5 + np.minimum(day, 5)


def _today(run: Run, _call: Call) -> Vector:
    return Numbers(np.array([run.context.today.toordinal() - DAY_0], np.int64), bound=LAST_DAY)


DAYS: dict[str, Function] = {
    "TODAY": _today,
    "DATE": of_numbers(_date),
    "YEAR": _part(years_of),
    "MONTH": _part(lambda serials: months_of(serials) % 12 + 1),
    "DAY": _part(_day_of_month),
    "EDATE": of_numbers(_edate),
    "EOMONTH": of_numbers(_eomonth),
    "DAYS": of_numbers(minus),
    "WEEKDAY": _weekday,
    "NETWORKDAYS": of_numbers(_networkdays),
}
"""Functions of days."""
