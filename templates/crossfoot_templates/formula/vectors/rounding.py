"""Rounding, exactly, to any count of places before or after the point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, trunc

import numpy as np

from crossfoot_templates.formula.vectors.checked import largest, scaled
from crossfoot_templates.formula.vectors.columns import LARGEST_SCALE, NO, YES, Mask, Numbers, Units
from crossfoot_templates.formula.vectors.exact import POWERS, fraction_at, parts, patched


@dataclass(frozen=True, slots=True)
class Manner:
    """A manner of rounding, of many numbers (units over a divisor above 0) and of one fraction."""

    of_many: Callable[[Units, Units], Units]
    of_one: Callable[[Fraction], int]


def _half_away(units: Units, divisor: Units) -> Units:
    size = np.abs(units)
    whole = size // divisor
    rest = size - whole * divisor
    found: Units = (whole + (rest >= divisor - rest)) * np.sign(units)
    return found


def _away(units: Units, divisor: Units) -> Units:
    size = np.abs(units)
    whole = size // divisor
    found: Units = (whole + (whole * divisor != size)) * np.sign(units)
    return found


def _toward(units: Units, divisor: Units) -> Units:
    return (np.abs(units) // divisor) * np.sign(units)


HALF_AWAY = Manner(_half_away, lambda value: trunc(value + Fraction(1 if value > 0 else -1, 2)))
AWAY = Manner(_away, lambda value: ceil(value) if value > 0 else floor(value))
TOWARD = Manner(_toward, trunc)
DOWN = Manner(lambda units, divisor: units // divisor, floor)


def rounded(numbers: Numbers, digits: int, manner: Manner) -> Numbers:
    """``numbers`` to ``digits`` decimal places; before the point where ``digits`` is below 0. No row is blank."""
    if numbers.denominators is None and digits >= numbers.scale:
        return Numbers(numbers.units, numbers.scale, errors=numbers.errors, bound=numbers.bound)
    places, step = max(digits, 0), 10 ** max(-digits, 0)
    units, divisor, wrong = _in_steps(numbers, digits)
    whole = manner.of_many(units, divisor)
    whole, too_long = scaled(whole, step, largest(whole))
    unit = Fraction(step, 10**places)
    result = Numbers(whole, places, errors=numbers.errors)
    return patched(result, wrong | too_long, lambda row: manner.of_one(fraction_at(numbers, row) / unit) * unit)


def _in_steps(numbers: Numbers, digits: int) -> tuple[Units, Units, Mask]:
    """Units and divisors that give ``numbers`` in steps of ``digits`` places, and the rows on which they are wrong."""
    if numbers.denominators is None:
        power = numbers.scale - digits
        if power > LARGEST_SCALE:
            return numbers.units, POWERS[0], YES
        return numbers.units, POWERS[power], NO
    units, units_wrong = scaled(numbers.units, 10 ** max(digits, 0), numbers.bound)
    step = 10 ** max(-digits, 0)
    if step == 1:
        return units, numbers.denominators, units_wrong
    divisor, divisor_wrong = scaled(numbers.denominators, step, largest(numbers.denominators))
    return units, np.where(divisor_wrong, 1, divisor), units_wrong | divisor_wrong


def wholes(numbers: Numbers, scale: int) -> list[int]:
    """``numbers`` rounded half away from zero, as whole numbers of steps of ``scale`` places, of any length."""
    short = rounded(numbers, scale, HALF_AWAY)
    if short.denominators is None:
        factor = 10 ** (scale - short.scale)
        units: list[int] = short.units.tolist()
        return units if factor == 1 else [unit * factor for unit in units]
    above, below = np.broadcast_arrays(*parts(short))
    return [unit * 10**scale // part for unit, part in zip(above.tolist(), below.tolist(), strict=True)]
