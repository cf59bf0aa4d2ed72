"""What conditions come to, and what formulas choose by them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from crossfoot_templates.types import Value
from crossfoot_tests.formula.calculating import Shown, calculated, days, decimals

FLAGS = [True, False, None, True]
OFFS = [True, True, None, False]
N = [1, 0, None, 3]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("=AND([@flag],[@off])", [True, False, False, False]),
        ("=OR([@flag],[@off])", [True, True, False, True]),
        ("=NOT([@flag])", [False, True, True, False]),
        ("=[@flag]=[@off]", [True, False, True, False]),
        ("=[@flag]=FALSE", [False, True, True, False]),
        ("=AND([@flag],1/[@n]>0)", [True, "#DIV/0!", "#DIV/0!", True]),
        ("=OR([@flag],1/[@n]>0)", [True, "#DIV/0!", "#DIV/0!", True]),
        ("=NOT(1/[@n]>0)", [False, "#DIV/0!", "#DIV/0!", False]),
        ("=ISBLANK([@flag])", [False, False, True, False]),
        ('=[@n]=""', [False, False, True, False]),
        ('=[@n]<>""', [True, True, False, True]),
        ("=ISBLANK(1/[@n])", [False, "#DIV/0!", "#DIV/0!", False]),
        ("=[@n]=0", [False, True, True, False]),
        ("=[@n]<1", [False, True, True, False]),
        ('=ISBLANK(IF([@flag],"",[@n]))', [True, False, True, True]),
        ("=[@flag]", [True, False, None, True]),
    ],
)
def test_conditions(source: str, expected: list[Shown]) -> None:
    assert expected == calculated(source, {"flag": FLAGS, "off": OFFS, "n": N})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("=IF([@flag],[@n],7)", ["1", "7", "7", "3"]),
        ("=IF([@flag],7,[@n])", ["7", "0", None, "7"]),
        ('=IF([@flag],"",[@n])', [None, "0", None, None]),
        ("=IF([@n]=0,0,6/[@n])", ["6.000000", "0.000000", "0.000000", "2.000000"]),
        ("=IF(6/[@n]>2,1,2)", ["1", "#DIV/0!", "#DIV/0!", "2"]),
        ("=IF([@flag],6/[@n],1)", ["6.000000", "1.000000", "1.000000", "2.000000"]),
        ("=IFS([@flag],1,[@off],2)", ["1", "2", "#N/A", "1"]),
        ("=IFS([@flag],1,TRUE,2)", ["1", "2", "2", "1"]),
        ("=IFS([@flag],1,6/[@n]>0,2)", ["1", "#DIV/0!", "#DIV/0!", "1"]),
        ("=IFS(6/[@n]>0,1,TRUE,2)", ["1", "#DIV/0!", "#DIV/0!", "1"]),
        ("=SWITCH([@n],1,10,3,30)", ["10", "#N/A", "#N/A", "30"]),
        ("=SWITCH([@n],1,10,0,5,20)", ["10", "5", "5", "20"]),
        ("=SWITCH([@n],1,10,6/[@n],5,20)", ["10", "#DIV/0!", "#DIV/0!", "20"]),
        ("=SWITCH(6/[@n],6,1,2)", ["1", "#DIV/0!", "#DIV/0!", "2"]),
        ("=IFERROR(6/[@n],-1)", ["6.000000", "-1.000000", "-1.000000", "2.000000"]),
        ("=IFERROR([@n],-1)", ["1", "0", None, "3"]),
        ("=IFERROR(1/0,6/[@n])", ["6.000000", "#DIV/0!", "#DIV/0!", "2.000000"]),
        ("=IF(TRUE,[@n]%,[@n]/3)", ["0.010000", "0.000000", "0.000000", "0.030000"]),
    ],
)
def test_choosing(source: str, expected: list[Shown]) -> None:
    assert expected == calculated(source, {"flag": FLAGS, "off": OFFS, "n": N})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('=[@stage]="offer"', [False, True, False, False]),
        ('=[@stage]<>"offer"', [True, False, True, True]),
        ('=[@stage]>="offer"', [False, True, True, False]),
        ("=[@stage]<3", [True, True, False, True]),
        ('=IF([@flag],[@stage],"won")', ["lead", "won", "won", None]),
        ('=SWITCH([@stage],"lead",1,"won",3,0)', ["1", "0", "3", "0"]),
        ('=[@region]="north"', [True, False, True, False]),
        ('=[@region]=""', [False, False, False, True]),
        ("=IF([@flag],[@region],[@region])", ["north", "south", "north", None]),
    ],
)
def test_choices(source: str, expected: list[Shown]) -> None:
    rows: dict[str, Sequence[Value]] = {
        "stage": ["lead", "offer", "won", None],
        "region": ["north", "south", "north", None],
        "flag": FLAGS,
    }
    assert expected == calculated(source, rows)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('=IF([@flag],[@text],"b")', ["甲", "b", "b", None]),
        ('=SWITCH([@text],"A",1,"甲",2,3)', ["2", "1", "3", "3"]),
        ("=IF([@flag],[@day],[@day]+1)", ["2024-02-29", "2024-03-01", "1899-12-31", None]),
        ("=IF([@flag],[@x],[@n])", ["0.125", "0.000", None, None]),
    ],
)
def test_results_of_every_kind_are_chosen(source: str, expected: list[Shown]) -> None:
    rows: dict[str, Sequence[Value]] = {
        "flag": FLAGS,
        "text": ["甲", "a", "b", None],
        "day": days("2024-02-29", "2024-02-29", None, None),
        "x": decimals("0.125", "1", None, None),
        "n": N,
    }
    assert expected == calculated(source, rows)


def test_the_first_error_from_the_left_is_the_result() -> None:
    assert calculated('=1/[@n]+SEARCH("a",[@text])', {"n": [0], "text": ["b"]}) == ["#DIV/0!"]
    assert calculated('=SEARCH("a",[@text])+1/[@n]', {"n": [0], "text": ["b"]}) == ["#VALUE!"]
