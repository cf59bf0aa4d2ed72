"""Columns out of values, as the rest of the program holds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from crossfoot_templates.formula import kinds
from crossfoot_templates.formula.kinds import Kind
from crossfoot_templates.formula.vectors.checked import largest
from crossfoot_templates.formula.vectors.columns import (
    LARGEST,
    Blanks,
    Mask,
    Numbers,
    Texts,
    Truths,
    Units,
    Vector,
)
from crossfoot_templates.formula.vectors.exact import patched
from crossfoot_templates.types import Value

DAY_0 = dt.date(1899, 12, 30).toordinal()
"""The day whose number is 0 in a spreadsheet."""

SECONDS = 86_400
INSTANT_0 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a reading of a wall clock has no zone
_SECOND = dt.timedelta(seconds=1)
_DAY_IN_SECONDS = np.array([SECONDS], np.int64)


def vector_of(kind: Kind, values: Sequence[Value]) -> Vector:
    """The column of ``values``, which are of ``kind``; ``None`` is a blank. This looks at every value once.

    Raises:
        ValueError: a number has more decimal places than its kind.
        TypeError: a value is not of its kind.
    """
    match kind:
        case kinds.Number():
            return _numbers(kind, values)
        case kinds.Date():
            full, blank = _filled(values, dt.date.fromordinal(DAY_0))
            return _whole(np.fromiter(map(dt.date.toordinal, full), np.int64, len(full)) - DAY_0, blank)
        case kinds.Instant():
            return _instants(kind, values)
        case kinds.Boolean():
            full, blank = _filled(values, False)
            return Truths(np.array(full, np.bool_), blank)
        case kinds.Blank():
            return Blanks()
        case _:
            return Texts(np.array([value or "" for value in values], np.object_))


def _filled(values: Sequence[Any], fill: Any) -> tuple[Sequence[Any], Mask | None]:
    """``values`` with ``fill`` for blanks, and which these are."""
    blank = [value is None for value in values]
    if True not in blank:
        return values, None
    return [fill if value is None else value for value in values], np.array(blank, np.bool_)


def _whole(units: Units, blank: Mask | None, scale: int = 0) -> Numbers:
    return Numbers(units, scale, blank=blank, bound=largest(units))


def _numbers(kind: kinds.Number, values: Sequence[Value]) -> Numbers:
    if kind.scale is None:
        raise ValueError("a column of numbers has a scale")
    full, blank = _filled(values, 0)
    scaled = np.fromiter(map(float, full), np.float64, len(full)) * 10.0**kind.scale
    units = np.rint(scaled)
    size = np.abs(units)
    if size.max(initial=0) <= _SURE and (np.abs(scaled - units) <= size * _NOISE).all():
        return _whole(units.astype(np.int64), blank, kind.scale)
    return _exact_numbers(full, blank, kind.scale)


_SURE, _NOISE = 2.0**50, 2.0**-51
"""Up to this size a float tells which whole number it stands for, and lies so near to it beside its size.

No number of 15 digits lies so near to another. What is larger or less near is looked at exactly.
"""


def _exact_numbers(values: Sequence[Any], blank: Mask | None, scale: int) -> Numbers:
    scaled = list(map(Decimal(10**scale).__mul__, values)) if scale else list(values)
    units = list(map(int, scaled))
    if units != scaled:
        value = next(each for each, unit, exact in zip(values, units, scaled, strict=True) if unit != exact)
        raise ValueError(f"{value} has more than {scale} decimal places")
    if max(units) > LARGEST or min(units) < -LARGEST:
        return _long_numbers(units, blank, scale)
    return _whole(np.array(units, np.int64), blank, scale)


def _long_numbers(units: list[int], blank: Mask | None, scale: int) -> Numbers:
    """Numbers of which some are too long for their scale, and fit as fractions or not at all."""
    short = np.array([unit if abs(unit) <= LARGEST else 0 for unit in units], np.int64)
    long = np.array([abs(unit) > LARGEST for unit in units], np.bool_)
    return patched(Numbers(short, scale, blank=blank), long, lambda row: Fraction(units[row], 10**scale))


def _instants(kind: kinds.Instant, values: Sequence[Value]) -> Numbers:
    zone = ZoneInfo(kind.zone)
    full, blank = _filled(values, INSTANT_0)
    readings = [each.astimezone(zone).replace(tzinfo=None) if each is not INSTANT_0 else each for each in full]
    seconds = np.fromiter(((each - INSTANT_0) // _SECOND for each in readings), np.int64, len(readings))
    return Numbers(seconds, 0, _DAY_IN_SECONDS, blank, bound=largest(seconds))
