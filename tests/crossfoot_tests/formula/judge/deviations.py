"""What is known to differ, and on which rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import get_args

from crossfoot_templates.formula.kinds import ErrorValue
from crossfoot_templates.formula.vectors import Failed
from crossfoot_tests.formula.judge.case import Case
from crossfoot_tests.formula.judge.noise import noise
from crossfoot_tests.formula.judge.sheet import Found, texts_of

CALENDAR = frozenset({"DATE", "YEAR", "MONTH", "DAY", "EDATE", "EOMONTH", "WEEKDAY", "NETWORKDAYS", "TEXT"})
ARITHMETIC = frozenset({"+", "-", "*", "/", "%", "SUM", "MOD", "ROUND", "ROUNDUP", "ROUNDDOWN"})
CUTTING = frozenset({"LEFT", "RIGHT", "MID", "SEARCH", "SUBSTITUTE"})
SHORT = 2**15
LAST_NEAR = "\uffff"
"""The last character that 16 bits hold."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something that differs.

    Attributes:
        name: what the count of it is called.
        reason: why it is not agreed.
        holds: whether it can explain what a cell shows for a case on a row.
    """

    name: str
    reason: str
    holds: Callable[[Case, int, Found], bool]


def _off_the_calendar(case: Case, row: int, _cell: Found) -> bool:
    return any(case.fails_itself(call, row, "#NUM!") for call in case.calls() if call.name in CALENDAR)


def _early_year(case: Case, row: int, _cell: Found) -> bool:
    years = [case.held(call.arguments[0])[row] for call in case.calls() if call.name == "DATE"]
    return any(year is None or (isinstance(year, Fraction) and 0 <= year < 1900) for year in years)


def _overflow(case: Case, row: int, _cell: Found) -> bool:
    return any(case.fails_itself(call, row, "#NUM!") for call in case.calls() if call.name in ARITHMETIC)


def _nothing_searched(case: Case, row: int, _cell: Found) -> bool:
    wanted = [case.held(call.arguments[0])[row] for call in case.calls() if call.name == "SEARCH"]
    return any(each in {None, ""} for each in wanted if not isinstance(each, Failed))


def _far_day(case: Case, row: int, _cell: Found) -> bool:
    parts = [each for call in case.calls() if call.name == "DATE" for each in call.arguments[1:]]
    values = [case.held(part)[row] for part in parts]
    return any(isinstance(value, Fraction) and not -SHORT <= value < SHORT for value in values)


def _sharp_s(case: Case, row: int, _cell: Found) -> bool:
    raised = [case.held(call.arguments[0])[row] for call in case.calls() if call.name == "UPPER"]
    return any("ß" in each for each in raised if isinstance(each, str))


def _two_errors(case: Case, row: int, cell: Found) -> bool:
    ours = case.held(case.expression)[row]
    if not (isinstance(ours, Failed) and cell.is_error):
        return False
    calls = case.calls()
    failed = {error for call in calls for error in get_args(ErrorValue) if case.fails_itself(call, row, error)}
    cut = [each for call in calls if call.name in CUTTING for each in call.arguments]
    if any(isinstance(case.held(each)[row], Failed) for each in cut):
        return cell.value in failed | {"#VALUE!"}  # a count that is wrong is told before the error of the text
    return cell.value in failed and "N(" in str(texts_of(case.expression, 1, "listed"))


def _far_character(case: Case, row: int, _cell: Found) -> bool:
    searched = [case.held(call.arguments[1])[row] for call in case.calls() if call.name == "SEARCH"]
    return any(max(each) > LAST_NEAR for each in searched if isinstance(each, str) and each)


def _doubles(case: Case, row: int, _cell: Found) -> bool:
    return noise(case, row)[1]


DEVIATIONS = (
    Deviation(
        "off the calendar",
        "a day before March 1900 (as a blank is) or after 9999 is #NUM! to functions of days; programs disagree there",
        _off_the_calendar,
    ),
    Deviation(
        "early year",
        "DATE counts the years up to 1899 from 1900, as Excel; LibreOffice takes 24 for 2024",
        _early_year,
    ),
    Deviation(
        "overflow",
        "a number that needs more than 64 bits is #NUM!; a double becomes inexact instead",
        _overflow,
    ),
    Deviation(
        "nothing searched",
        "SEARCH finds the empty text where it begins, as Excel; LibreOffice does not find it",
        _nothing_searched,
    ),
    Deviation(
        "far day",
        "DATE takes any month and day; LibreOffice takes such as 16 bits hold, and says #VALUE! of others",
        _far_day,
    ),
    Deviation(
        "sharp s",
        "UPPER leaves ß as it is, as Excel; LibreOffice makes ẞ of it",
        _sharp_s,
    ),
    Deviation(
        "far character",
        "texts are counted in characters; SEARCH of LibreOffice, and all of Excel, count those beyond 16 bits twice",
        _far_character,
    ),
    Deviation(
        "two errors",
        "of several errors the leftmost counts, as in Excel; to LibreOffice not always, beside N and wrong counts",
        _two_errors,
    ),
    Deviation(
        "doubles",
        "a rounding or a comparison jumps where doubles are off by their last places",
        _doubles,
    ),
)
"""What may explain a difference, the first that can."""
