"""Arithmetic on columns says what fractions of any length say, or that a number does not fit."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor, trunc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_templates.formula.vectors import Numbers
from crossfoot_templates.formula.vectors.arithmetic import minus, modulo, negative, over, plus, size, times
from crossfoot_templates.formula.vectors.columns import LARGEST, as_numbers
from crossfoot_templates.formula.vectors.exact import fraction_at
from crossfoot_templates.formula.vectors.ordering import chosen, comparable
from crossfoot_templates.formula.vectors.rounding import AWAY, DOWN, HALF_AWAY, TOWARD, Manner, rounded
from crossfoot_tests.formula.columns import NUMBERS, Held, as_held, decimals, held, quotients

pytestmark = pytest.mark.slow


def _rows(*columns: Numbers) -> list[tuple[Fraction, ...]]:
    count = max(column.units.size for column in columns)
    return [
        tuple(fraction_at(column, row if column.units.size > 1 else 0) for column in columns) for row in range(count)
    ]


def _exactly(calculate: Callable[[Fraction, Fraction], Fraction], left: Fraction, right: Fraction) -> Held:
    try:
        return as_held(calculate(left, right))
    except ZeroDivisionError:
        return "#DIV/0!"


@pytest.mark.parametrize(
    ("of_columns", "of_fractions"),
    [
        (plus, operator.add),
        (minus, operator.sub),
        (times, operator.mul),
        (over, operator.truediv),
        (modulo, operator.mod),
    ],
)
@given(left=NUMBERS, right=NUMBERS)
def test_two_columns_make_what_their_fractions_make(
    of_columns: Callable[[Numbers, Numbers], Numbers],
    of_fractions: Callable[[Fraction, Fraction], Fraction],
    left: Numbers,
    right: Numbers,
) -> None:
    expected = [_exactly(of_fractions, *row) for row in _rows(left, right)]
    assert expected == held(of_columns(left, right))


@given(left=NUMBERS, right=NUMBERS, factor=NUMBERS)
def test_a_result_is_calculated_with_as_its_fractions_are(left: Numbers, right: Numbers, factor: Numbers) -> None:
    summed = plus(times(left, factor), right)
    expected: list[Held] = []
    for one, other, by in _rows(left, right, factor):
        product = as_held(one * by)
        expected.append(product if isinstance(product, str) else as_held(product + other))
    assert expected == held(summed)


@pytest.mark.parametrize(
    ("manner", "of_fraction"),
    [
        (HALF_AWAY, lambda value: floor(abs(value) + Fraction(1, 2)) * (1 if value > 0 else -1)),
        (AWAY, lambda value: ceil(abs(value)) * (1 if value > 0 else -1)),
        (TOWARD, trunc),
        (DOWN, floor),
    ],
)
@given(numbers=NUMBERS, digits=st.integers(-9, 9))
def test_rounding_rounds_the_fraction(
    manner: Manner, of_fraction: Callable[[Fraction], int], numbers: Numbers, digits: int
) -> None:
    step = Fraction(10) ** -digits
    expected = [as_held(of_fraction(value / step) * step) for (value,) in _rows(numbers)]
    assert expected == held(rounded(numbers, digits, manner))


@given(left=NUMBERS, right=NUMBERS)
def test_columns_compare_as_their_fractions_do(left: Numbers, right: Numbers) -> None:
    units, others = np.broadcast_arrays(*comparable(left, right))
    rows = _rows(left, right)
    expected = [(one < other, one == other) for one, other in rows]
    assert expected == list(zip((units < others).tolist(), (units == others).tolist(), strict=True))


@given(left=NUMBERS, right=NUMBERS, first=st.lists(st.booleans(), min_size=4, max_size=4))
def test_each_row_takes_the_column_that_was_chosen_for_it(left: Numbers, right: Numbers, first: list[bool]) -> None:
    wide = plus(left, decimals([0] * 4, 0)), plus(right, decimals([0] * 4, 0))
    expected = [one if is_first else other for is_first, (one, other) in zip(first, _rows(*wide), strict=True)]
    assert expected == held(as_numbers(chosen(np.array(first, np.bool_), left, right)))


@given(numbers=NUMBERS)
def test_signs_change_and_go(numbers: Numbers) -> None:
    values = [value for (value,) in _rows(numbers)]
    assert [-value for value in values] == held(negative(numbers))
    assert [abs(value) for value in values] == held(size(numbers))


@given(left=NUMBERS, right=NUMBERS)
def test_what_a_row_comes_to_does_not_depend_on_the_rows_beside_it(left: Numbers, right: Numbers) -> None:
    together = held(times(over(left, right), plus(left, right)))
    alone: list[Held] = []
    for row in range(len(together)):
        one, other = (_row(column, row) for column in (left, right))
        alone += held(times(over(one, other), plus(one, other)))
    assert together == alone


def _row(numbers: Numbers, row: int) -> Numbers:
    at = slice(row, row + 1) if numbers.units.size > 1 else slice(0, 1)
    below = None if numbers.denominators is None else numbers.denominators[at]
    return Numbers(numbers.units[at], numbers.scale, below, bound=numbers.bound)


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ([Fraction(LARGEST)], plus(decimals([LARGEST - 1], 0), decimals([1], 0))),
        (["#NUM!"], plus(decimals([LARGEST], 0), decimals([1], 0))),
        (["#NUM!"], minus(decimals([-LARGEST], 0), decimals([1], 0))),
        (["#NUM!", Fraction(6)], times(decimals([2**62, 2], 0), decimals([-2, 3], 0))),
        # one row needs more places than there are, and no row suffers
        (
            [Fraction(10**14), Fraction(1, 10**18)],
            times(decimals([10**16, 1], 2), decimals([10**16, 1], 16)),
        ),
        ([Fraction(1, 3), "#DIV/0!"], over(decimals([1, 1], 0), decimals([3, 0], 0))),
        ([Fraction(1)], plus(quotients([(1, 3)]), quotients([(2, 3)]))),
    ],
)
def test_the_largest_number_and_the_next(expected: list[Held], actual: Numbers) -> None:
    assert expected == held(actual)
