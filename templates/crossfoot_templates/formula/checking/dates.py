"""Functions of dates."""

from __future__ import annotations

from decimal import Decimal

from crossfoot_templates.formula.checking.demands import date, whole, written_whole
from crossfoot_templates.formula.checking.judge import Part, Rule
from crossfoot_templates.formula.checking.taking import taking
from crossfoot_templates.formula.errors import wrong
from crossfoot_templates.formula.kinds import Date, Instant, Number
from crossfoot_templates.formula.typed import Constant, Expression
from crossfoot_templates.label import joined

WEEKS = ("1", "2", "3")
"""The ways to count the days of a week."""


def _day(part: Part) -> Expression:
    """A day, with a time or without."""
    return part.expression if isinstance(part.kind, Instant) else date(part)


def _week(part: Part) -> Expression:
    count = written_whole(part)
    if count is None or str(count) not in WEEKS:
        raise wrong("bad_week", part.span, part.words if count is None else str(count), joined(WEEKS))
    return Constant(Decimal(count), Number(0))


DATES: dict[str, Rule] = {
    "TODAY": taking([], Date()),
    "DATE": taking([whole, whole, whole], Date()),
    "YEAR": taking([_day], Number(0)),
    "MONTH": taking([_day], Number(0)),
    "DAY": taking([_day], Number(0)),
    "EDATE": taking([date, whole], Date()),
    "EOMONTH": taking([date, whole], Date()),
    "DAYS": taking([date, date], Number(0)),
    "WEEKDAY": taking([date, _week], Number(0)),
    "NETWORKDAYS": taking([date, date], Number(0)),
}
