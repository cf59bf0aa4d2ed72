"""Arithmetic with 64 bits that says on which rows it was not enough."""

from __future__ import annotations

import numpy as np

from crossfoot_templates.formula.vectors.columns import LARGEST, NO, Mask, Units

_WRAP_SHOWS = 2.0**62
"""A wrapped product is off by a multiple of 2**64; the float beside it is off by far less than this."""


def product(left: Units, right: Units) -> tuple[Units, Mask]:
    """``left * right``, and the rows on which that is wrong."""
    whole = left * right
    estimate = left.astype(np.float64) * right
    return whole, (np.abs(estimate - whole) > _WRAP_SHOWS) | (whole < -LARGEST)


def total(left: Units, right: Units) -> tuple[Units, Mask]:
    """``left + right``, and the rows on which that is wrong."""
    whole = left + right
    wrapped = ((left ^ whole) & (right ^ whole)) < 0
    return whole, wrapped | (whole < -LARGEST)


def scaled(units: Units, factor: int, bound: int) -> tuple[Units, Mask]:
    """``units * factor``, where no unit is further from 0 than ``bound``, and the rows on which that is wrong."""
    if factor == 1:
        return units, NO
    if bound * factor <= LARGEST:
        return units * factor, NO
    if factor > LARGEST:
        return units, units != 0
    return product(units, np.array([factor], np.int64))


def largest(units: Units) -> int:
    """How far the units are from 0 at most."""
    return max(int(units.max(initial=0)), -int(units.min(initial=0)))
