"""Adding, multiplying and dividing exact numbers.

Each operation first sees from the bounds whether 64 bits are enough for all rows. Where they may not be, it looks row
by row, and does the rows for which they are not with whole numbers of any length. Blanks count as 0; no result is
blank.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from crossfoot_templates.formula.vectors.checked import largest, product, scaled, total
from crossfoot_templates.formula.vectors.columns import (
    DIV,
    LARGEST,
    LARGEST_SCALE,
    Mask,
    Numbers,
    Units,
    errors_where,
    first_errors,
)
from crossfoot_templates.formula.vectors.exact import fraction_at, parts, patched, reduced


def plus(left: Numbers, right: Numbers) -> Numbers:
    """``left + right``, at the larger of both scales."""
    errors = first_errors(left.errors, right.errors)
    if left.denominators is None and right.denominators is None:
        scale = max(left.scale, right.scale)
        raised, raised_too = 10 ** (scale - left.scale), 10 ** (scale - right.scale)
        bound = left.bound * raised + right.bound * raised_too
        if bound <= LARGEST:
            units = left.units if raised == 1 else left.units * raised
            units = units + (right.units if raised_too == 1 else right.units * raised_too)
            return Numbers(units, scale, errors=errors, bound=bound)
        units, wrong = scaled(left.units, raised, largest(left.units))
        others, wrong_too = scaled(right.units, raised_too, largest(right.units))
        units, wrong_sum = total(units, others)
        result = Numbers(units, scale, errors=errors)
        return _mended(operator.add, result, wrong | wrong_too | wrong_sum, left, right)
    units, denominators, wrong = _sum_of_fractions(left, right)
    return _mended(operator.add, Numbers(units, 0, denominators, errors=errors), wrong, left, right)


def _sum_of_fractions(left: Numbers, right: Numbers) -> tuple[Units, Units, Mask]:
    (units, denominators), (others, denominators_too) = parts(left), parts(right)
    if denominators is denominators_too:
        units, wrong = total(units, others)
        return units, denominators, wrong
    (units, denominators), (others, denominators_too) = reduced(left), reduced(right)
    common = np.gcd(denominators, denominators_too)
    factor, factor_too = denominators_too // common, denominators // common
    units, wrong = product(units, factor)
    others, wrong_too = product(others, factor_too)
    units, wrong_sum = total(units, others)
    denominators, wrong_below = product(denominators, factor)
    wrong = wrong | wrong_too | wrong_sum | wrong_below
    return units, np.where(wrong, 1, denominators), wrong


def minus(left: Numbers, right: Numbers) -> Numbers:
    """``left - right``, at the larger of both scales."""
    return plus(left, negative(right))


def negative(numbers: Numbers) -> Numbers:
    """``-numbers``."""
    return Numbers(-numbers.units, numbers.scale, numbers.denominators, errors=numbers.errors, bound=numbers.bound)


def size(numbers: Numbers) -> Numbers:
    """``numbers`` without their signs."""
    units = np.abs(numbers.units)
    return Numbers(units, numbers.scale, numbers.denominators, errors=numbers.errors, bound=numbers.bound)


def times(left: Numbers, right: Numbers) -> Numbers:
    """``left * right``, at the sum of both scales."""
    errors = first_errors(left.errors, right.errors)
    scale = left.scale + right.scale
    if left.denominators is None and right.denominators is None and scale <= LARGEST_SCALE:
        bound = left.bound * right.bound
        if bound <= LARGEST:
            return Numbers(left.units * right.units, scale, errors=errors, bound=bound)
        units, wrong = product(left.units, right.units)
        return _mended(operator.mul, Numbers(units, scale, errors=errors), wrong, left, right)
    units, denominators, wrong = _product_of_fractions(reduced(left), reduced(right))
    return _mended(operator.mul, Numbers(units, 0, denominators, errors=errors), wrong, left, right)


def _product_of_fractions(left: tuple[Units, Units], right: tuple[Units, Units]) -> tuple[Units, Units, Mask]:
    across, across_too = np.gcd(left[0], right[1]), np.gcd(right[0], left[1])
    units, wrong = product(left[0] // across, right[0] // across_too)
    denominators, wrong_below = product(left[1] // across_too, right[1] // across)
    return units, np.where(wrong_below, 1, denominators), wrong | wrong_below


def over(left: Numbers, right: Numbers) -> Numbers:
    """``left / right`` as fractions; ``#DIV/0!`` where ``right`` is 0."""
    nought = right.units == 0
    errors = errors_where(nought, DIV, left.errors, right.errors)
    divisors = np.where(nought, 1, right.units)
    if left.denominators is None and right.denominators is None:
        raised, raised_too = 10 ** max(right.scale - left.scale, 0), 10 ** max(left.scale - right.scale, 0)
        units, wrong = scaled(left.units, raised, left.bound)
        divisors, wrong_below = scaled(divisors, raised_too, max(right.bound, 1))
        wrong = wrong | wrong_below
        divisors = np.where(wrong, 1, divisors)
    else:
        turned = Numbers(divisors, right.scale, right.denominators)
        above, below = reduced(turned)
        sign = np.sign(above)
        units, divisors, wrong = _product_of_fractions(reduced(left), (below * sign, above * sign))
    result = Numbers(units * np.sign(divisors), 0, np.abs(divisors), errors=errors)
    return _mended(operator.truediv, result, wrong & ~nought, left, right)


def modulo(left: Numbers, right: Numbers) -> Numbers:
    """What is left of ``left`` after whole times ``right``, with the sign of ``right``; ``#DIV/0!`` where that is 0."""
    nought = right.units == 0
    errors = errors_where(nought, DIV, left.errors, right.errors)
    if left.denominators is None and right.denominators is None:
        scale = max(left.scale, right.scale)
        units, wrong = scaled(left.units, 10 ** (scale - left.scale), left.bound)
        divisors, wrong_too = scaled(right.units, 10 ** (scale - right.scale), right.bound)
        wrong = wrong | wrong_too
        rest = np.mod(units, np.where(nought | wrong, 1, divisors))
        return _mended(operator.mod, Numbers(rest, scale, errors=errors), wrong & ~nought, left, right)
    (units, denominators), (others, denominators_too) = reduced(left), reduced(right)
    units, wrong = product(units, denominators_too)
    divisors, wrong_too = product(others, denominators)
    below, wrong_below = product(denominators, denominators_too)
    wrong = wrong | wrong_too | wrong_below
    rest = np.mod(units, np.where(nought | wrong, 1, divisors))
    result = Numbers(rest, 0, np.where(wrong, 1, below), errors=errors)
    return _mended(operator.mod, result, wrong & ~nought, left, right)


def _mended(
    exactly: Callable[[Fraction, Fraction], Fraction], result: Numbers, wrong: Mask, left: Numbers, right: Numbers
) -> Numbers:
    """``result`` with the rows that are wrong done over, as fractions."""
    return patched(result, wrong, lambda row: exactly(fraction_at(left, row), fraction_at(right, row)))
