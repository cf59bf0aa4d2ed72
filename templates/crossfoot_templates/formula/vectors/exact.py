"""Numbers as fractions: what a row holds exactly, and rows that a calculation with 64 bits could not do.

A number fits where, as a fraction in lowest terms, neither part is above ``LARGEST``. So whether a row overflows
depends on that row alone, however the rows beside it are held.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from crossfoot_templates.formula.vectors.columns import (
    LARGEST,
    LARGEST_SCALE,
    NUM,
    Mask,
    Numbers,
    Units,
    errors_where,
)

POWERS: tuple[Units, ...] = tuple(np.array([10**power], np.int64) for power in range(LARGEST_SCALE + 1))
"""The powers of ten that 64 bits hold, each an array of one entry."""


def parts(numbers: Numbers) -> tuple[Units, Units]:
    """The numerators and the denominators of ``numbers``."""
    if numbers.denominators is not None:
        return numbers.units, numbers.denominators
    return numbers.units, POWERS[numbers.scale]


def fraction_at(numbers: Numbers, row: int) -> Fraction:
    """The number of ``row``."""
    units, denominators = parts(numbers)
    return Fraction(_at(units, row), _at(denominators, row))


def reduced(numbers: Numbers) -> tuple[Units, Units]:
    """The numerators and the denominators of ``numbers`` in lowest terms."""
    units, denominators = parts(numbers)
    common = np.gcd(units, denominators)
    return units // common, denominators // common


def patched(numbers: Numbers, rows: Mask, exact: Callable[[int], Fraction]) -> Numbers:
    """``numbers`` with what ``exact`` says on ``rows``, or the error ``#NUM!`` where that does not fit.

    This is a loop over the rows that are named, which are few: ``exact`` calculates with whole numbers of any length.
    """
    if not rows.any():
        return numbers
    rows = np.broadcast_to(rows, np.broadcast_shapes(rows.shape, *(part.shape for part in parts(numbers))))
    found = {int(row): exact(int(row)) for row in np.flatnonzero(rows)}
    if numbers.denominators is None and all(_fits_scale(each, numbers.scale) for each in found.values()):
        units = np.broadcast_to(numbers.units, rows.shape).copy()
        for row, value in found.items():
            units[row] = value.numerator * (10**numbers.scale // value.denominator)
        return Numbers(units, numbers.scale, None, numbers.blank, numbers.errors)
    units, denominators = (np.broadcast_to(part, rows.shape).copy() for part in parts(numbers))
    unfit = np.zeros(rows.shape, np.bool_)
    for row, value in found.items():
        fits = abs(value.numerator) <= LARGEST and value.denominator <= LARGEST
        units[row], denominators[row] = value.as_integer_ratio() if fits else (0, 1)
        unfit[row] = not fits
    return Numbers(units, 0, denominators, numbers.blank, errors_where(unfit, NUM, numbers.errors))


def _fits_scale(value: Fraction, scale: int) -> bool:
    power: int = 10**scale
    factor, rest = divmod(power, value.denominator)
    return not rest and abs(value.numerator) * factor <= LARGEST


def _at(units: Units, row: int) -> int:
    return int(units[row] if units.size > 1 else units[0])
