"""What formulas of days come to."""

from __future__ import annotations

import pytest

from crossfoot_tests.formula.calculating import Shown, calculated, clocks, days

DAYS = ("2024-02-29", "2023-12-31", "1900-02-28", None)
ENDS = ("2024-03-01", "2023-12-22", "2024-01-01", "2024-01-01")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("=YEAR([@day])", ["2024", "2023", "#NUM!", "#NUM!"]),
        ("=MONTH([@day])", ["2", "12", "#NUM!", "#NUM!"]),
        ("=DAY([@day])", ["29", "31", "#NUM!", "#NUM!"]),
        ("=WEEKDAY([@day])", ["5", "1", "#NUM!", "#NUM!"]),
        ("=WEEKDAY([@day],1)", ["5", "1", "#NUM!", "#NUM!"]),
        ("=WEEKDAY([@day],2)", ["4", "7", "#NUM!", "#NUM!"]),
        ("=WEEKDAY([@day],3)", ["3", "6", "#NUM!", "#NUM!"]),
        ("=EDATE([@day],12)", ["2025-02-28", "2024-12-31", "#NUM!", "#NUM!"]),
        ("=EDATE([@day],2)", ["2024-04-29", "2024-02-29", "#NUM!", "#NUM!"]),
        ("=EDATE([@day],-1489)", ["#NUM!", "#NUM!", "#NUM!", "#NUM!"]),
        ("=EDATE([@day],-1486)", ["1900-04-29", "#NUM!", "#NUM!", "#NUM!"]),
        ("=EOMONTH([@day],0)", ["2024-02-29", "2023-12-31", "#NUM!", "#NUM!"]),
        ("=EOMONTH([@day],-10)", ["2023-04-30", "2023-02-28", "#NUM!", "#NUM!"]),
        ("=EOMONTH([@day],95712)", ["#NUM!", "9999-12-31", "#NUM!", "#NUM!"]),
        ("=DAYS([@end],[@day])", ["1", "-9", "45232", "45292"]),
        ("=[@end]-[@day]", ["1", "-9", "45232", "45292"]),
        ("=[@day]+1", ["2024-03-01", "2024-01-01", "1900-03-01", "1899-12-31"]),
        ("=[@day]-60", ["2023-12-31", "2023-11-01", "1899-12-30", "1899-10-31"]),
        ("=NETWORKDAYS([@day],[@end])", ["2", "-6", "#NUM!", "#NUM!"]),
        ("=NETWORKDAYS([@end],[@day])", ["-2", "6", "#NUM!", "#NUM!"]),
        ("=[@day]<[@end]", [True, False, True, True]),
        ("=[@day]=DATE(2024,2,29)", [True, False, False, False]),
        ("=TODAY()", ["2024-02-29"] * 4),
        ("=[@day]=TODAY()", [True, False, False, False]),
        ("=MIN([@day],[@end])", ["2024-02-29", "2023-12-22", "1900-02-28", "2024-01-01"]),
        ("=MAX([@day],[@end])", ["2024-03-01", "2023-12-31", "2024-01-01", "2024-01-01"]),
    ],
)
def test_functions_of_days(source: str, expected: list[Shown]) -> None:
    assert expected == calculated(source, {"day": days(*DAYS), "end": days(*ENDS)})


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (2024, 2, 30, "2024-03-01"),
        (2024, 14, 1, "2025-02-01"),
        (2024, 0, 0, "2023-11-30"),
        (2024, -5, 15, "2023-07-15"),
        (2024, 1, -30, "2023-12-01"),
        (99, 1, 1, "1999-01-01"),
        (0, 3, 1, "1900-03-01"),
        (1900, 2, 28, "#NUM!"),
        (1899, 12, 31, "3799-12-31"),
        (-1, 1, 1, "#NUM!"),
        (10000, 1, 1, "#NUM!"),
        (9999, 12, 31, "9999-12-31"),
        (9999, 12, 32, "#NUM!"),
        (2024, 10**12, 1, "#NUM!"),
        (2024, 1, 10**12, "#NUM!"),
    ],
)
def test_dates_roll_over(year: int, month: int, day: int, expected: str) -> None:
    assert [expected] == calculated("=DATE([@n],[@m],ROUND([@x],0))", {"n": [year], "m": [month], "x": [day]})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("=INT([@seen])", ["2024-02-29", "2024-02-29", "1899-12-30"]),
        ("=YEAR([@seen])", ["2024", "2024", "#NUM!"]),
        ("=DAY([@seen])", ["29", "29", "#NUM!"]),
        ("=[@left]-[@seen]", ["1.000000", "0.000012", "45352.000000"]),
        ("=[@seen]<[@left]", [True, True, True]),
        ("=[@seen]=[@left]", [False, False, False]),
        ("=IF([@seen]<[@left],[@seen],[@left])", ["2024-02-28T16:00:00+00:00", "2024-02-29T15:59:59+00:00", None]),
    ],
)
def test_instants(source: str, expected: list[Shown]) -> None:
    rows = {
        "seen": clocks("2024-02-29T00:00:00", "2024-02-29T23:59:59", None),
        "left": clocks("2024-03-01T00:00:00", "2024-03-01T00:00:00", "2024-03-01T00:00:00"),
    }
    assert expected == calculated(source, rows)
