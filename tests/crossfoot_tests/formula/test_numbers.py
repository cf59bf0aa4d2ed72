"""What formulas of numbers come to."""

from __future__ import annotations

import pytest

from crossfoot_tests.formula.calculating import Shown, calculated, decimals

X = ("1.005", "-2.5", "0.125", None)
Y = ("2", "-3", None, None)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("=[@x]+[@y]", ["3.005", "-5.500", "0.125", "0.000"]),
        ("=[@x]-[@y]", ["-0.995", "0.500", "0.125", "0.000"]),
        ("=[@x]*[@y]", ["2.010000", "7.500000", "0.000000", "0.000000"]),
        ("=[@x]/[@y]", ["0.502500", "0.833333", "#DIV/0!", "#DIV/0!"]),
        ("=-[@x]", ["-1.005", "2.500", "-0.125", "0.000"]),
        ("=+[@x]", ["1.005", "-2.500", "0.125", "0.000"]),
        ("=[@x]%", ["0.01005", "-0.02500", "0.00125", "0.00000"]),
        ("=ABS([@x])", ["1.005", "2.500", "0.125", "0.000"]),
        ("=ROUND([@x],2)", ["1.01", "-2.50", "0.13", "0.00"]),
        ("=ROUND([@x],0)", ["1", "-3", "0", "0"]),
        ("=ROUND([@x]*1000,-2)", ["1000", "-2500", "100", "0"]),
        ("=ROUND([@x]*1000,-3)", ["1000", "-3000", "0", "0"]),
        ("=ROUND([@x]/3,2)", ["0.34", "-0.83", "0.04", "0.00"]),
        ("=ROUNDUP([@x],1)", ["1.1", "-2.5", "0.2", "0.0"]),
        ("=ROUNDUP([@x]*100,-2)", ["200", "-300", "100", "0"]),
        ("=ROUNDDOWN([@x],2)", ["1.00", "-2.50", "0.12", "0.00"]),
        ("=ROUNDDOWN([@x],0)", ["1", "-2", "0", "0"]),
        ("=INT([@x])", ["1", "-3", "0", "0"]),
        ("=INT([@x]/[@y])", ["0", "0", "#DIV/0!", "#DIV/0!"]),
        ("=MOD([@x],[@y])", ["1.005", "-2.500", "#DIV/0!", "#DIV/0!"]),
        ("=MOD([@x],0.4)", ["0.205", "0.300", "0.125", "0.000"]),
        ("=MOD([@x],-0.4)", ["-0.195", "-0.100", "-0.275", "0.000"]),
        ("=MOD([@x]/3,0.25)", ["0.085000", "0.166667", "0.041667", "0.000000"]),
        ("=SUM([@x],[@y],1)", ["4.005", "-4.500", "1.125", "1.000"]),
    ],
)
def test_arithmetic_and_rounding(source: str, expected: list[Shown]) -> None:
    assert expected == calculated(source, {"x": decimals(*X), "y": decimals(*Y)})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # the blank of a column takes no part, the blank of a result is 0
        ("=MIN([@x],[@y])", ["1.005", "-3.000", "0.125", "0.000"]),
        ("=MAX([@x],[@y])", ["2.000", "-2.500", "0.125", "0.000"]),
        ("=MAX([@x],[@y],-5)", ["2.000", "-2.500", "0.125", "-5.000"]),
        ("=MAX(-5,[@y],[@x])", ["2.000", "-2.500", "0.125", "-5.000"]),
        ("=MIN([@y],5)", ["2.000", "-3.000", "5.000", "5.000"]),
        ("=MAX(-[@y],-5)", ["-2.000", "3.000", "0.000", "0.000"]),
        ("=MIN([@y])", ["2.000", "-3.000", "0.000", "0.000"]),
        ('=MAX(IF(ISBLANK([@y]),"",[@y]),-5)', ["2.000", "-3.000", "0.000", "0.000"]),
        ("=MAX([@x]/[@y],[@x])", ["1.005000", "0.833333", "#DIV/0!", "#DIV/0!"]),
    ],
)
def test_the_least_and_the_greatest(source: str, expected: list[Shown]) -> None:
    assert expected == calculated(source, {"x": decimals(*X), "y": decimals(*Y)})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("=ROUND([@net]*[@rate],2)", ["6500000000000.00", "0.08"]),
        ("=ROUND([@net]/(1+[@rate]),2)", ["93896713615023.46", "1.05"]),
        ("=ROUND([@net],-9)", ["100000000000000", "0"]),
        ("=[@net]*10", ["999999999999999.90", "11.30"]),
        ("=[@net]*100", ["#NUM!", "113.00"]),
        ("=[@net]*100000*100000*100000/100000/100000/100000", ["#NUM!", "1.130000"]),
        ("=IFERROR([@net]*1000*1000*1000,0)", ["0.00", "1130000000.00"]),
    ],
)
def test_long_numbers(source: str, expected: list[Shown]) -> None:
    rows = {"net": decimals("99999999999999.99", "1.13"), "rate": decimals("0.065", "0.0725")}
    assert expected == calculated(source, rows)


def test_a_fraction_stays_one_until_it_is_rounded() -> None:
    rows = {"n": [1, 2, 10], "m": [3, 3, 3]}
    assert calculated("=[@n]/[@m]*3=[@n]", rows) == [True, True, True]
    assert calculated("=ROUND([@n]/[@m],2)", rows) == ["0.33", "0.67", "3.33"]
    assert calculated("=INT([@n]/[@m]*3)", rows) == ["1", "2", "10"]
