"""LibreOffice comes to the same, and the judge would notice if it did not."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest

from crossfoot_templates.formula.checking import check
from crossfoot_templates.formula.functions import CALLABLE
from crossfoot_templates.formula.parsing import parse
from crossfoot_templates.formula.vectors import Failed
from crossfoot_tests.formula.calculating import TODAY
from crossfoot_tests.formula.judge.case import Case, Held, Table
from crossfoot_tests.formula.judge.emulated import emulated
from crossfoot_tests.formula.judge.judging import Verdict, judge, same
from crossfoot_tests.formula.judge.noise import noise
from crossfoot_tests.formula.judge.sample import SCOPE, draw_rows
from crossfoot_tests.formula.judge.sheet import SHEETS, Found, recalculated

SEEDS = (1, 2, 3)
FORMULAS = 200


@pytest.mark.slow
def test_libreoffice_comes_to_the_same(tmp_path: Path) -> None:
    verdict = Verdict()
    for seed in SEEDS:
        judge(partial(recalculated, tmp_path), SHEETS, seed, FORMULAS, verdict)
    live = {name for name, function in CALLABLE.items() if function.own_row} | {"RANK"}
    rare = {name: verdict.functions[name] for name in live if verdict.functions[name] < 50}
    assert ([], {}, len(SEEDS) * FORMULAS) == (verdict.differing, rare, verdict.formulas)
    assert verdict.known.total() < verdict.values * 0.05
    assert verdict.known["doubles"] < verdict.values * 0.005
    assert verdict.unjudged.total() < verdict.formulas * 0.05


def test_the_emulator_of_google_comes_to_the_same() -> None:
    verdict = Verdict()
    for seed in range(10, 14):
        judge(emulated, ["google"], seed, 50, verdict)
    assert (verdict.differing, verdict.formulas) == ([], 200)
    assert verdict.known.total() < verdict.values * 0.05


@pytest.mark.parametrize(
    ("ours", "cell", "expected"),
    [
        (Fraction(1, 3), Found(0.333333333333333), True),
        (Fraction(1, 3), Found(0.33333333333), False),
        (Fraction(1), Found(1), True),
        (Fraction(1), Found(True), False),
        (Fraction(1), Found("1"), False),
        (Fraction(0), Found(None), False),
        (Fraction(0), Found(1e-12), False),
        (None, Found(None), True),
        (None, Found(""), True),
        (None, Found(0), False),
        ("", Found(None), True),
        ("a", Found("a"), True),
        ("a", Found("A"), False),
        (True, Found(True), True),
        (True, Found(1), False),
        (Failed("#N/A"), Found("#N/A", is_error=True), True),
        (Failed("#N/A"), Found("#DIV/0!", is_error=True), False),
        (Failed("#N/A"), Found("#N/A"), False),
        ("#N/A", Found("#N/A", is_error=True), False),
    ],
)
def test_the_judge_tells_values_apart(ours: Held, cell: Found, expected: bool) -> None:
    assert expected == same(ours, cell)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("=ROUND([@factor],3)", False),
        ("=ROUND([@factor]*3,3)", True),
        ("=ROUND([@factor]*3,2)", False),
        ("=[@factor]*3=3.0015", True),
        ("=[@factor]*3=3.00150001", False),
        ("=[@qty]*3=3", False),
        ("=INT([@qty]/3*3)", True),
        ("=INT([@qty]/3*2)", False),
        ('=TEXT([@factor],"0.000")', False),
        ('=TEXT([@factor]*3,"0.000")', True),
        ('=TEXT([@share],"0%")', True),
        ("=MOD([@factor]*2,0.0001)", True),
        ('=[@factor]*3&""', False),
        ("=LEFT([@name],[@qty]*2)", False),
        ("=IF([@factor]*3>3.0015,1,2)", True),
    ],
)
def test_a_row_is_in_doubt_where_doubles_may_fall_on_either_side(source: str, expected: bool) -> None:
    columns = draw_rows(random.Random(1), 1)
    columns |= {"factor": [Decimal("1.0005")], "share": [Decimal("1.005")], "qty": [1], "name": ["ab"]}
    case = Case(source, check(parse(source), SCOPE), Table.of(columns, TODAY))
    assert expected == noise(case, 0)[1]
