"""Values out of columns, as the rest of the program holds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

import numpy as np

from crossfoot_templates import types
from crossfoot_templates.formula.kinds import ErrorValue
from crossfoot_templates.formula.vectors.columns import (
    ERROR_VALUES,
    Numbers,
    Vector,
    as_numbers,
    as_texts,
    as_truths,
    blank_rows,
)
from crossfoot_templates.formula.vectors.exact import fraction_at
from crossfoot_templates.formula.vectors.rounding import DOWN, rounded, wholes
from crossfoot_templates.formula.vectors.taking import DAY_0, INSTANT_0, SECONDS
from crossfoot_templates.types import ColumnType, Value
from crossfoot_templates.types.number import MAX_DIGITS


@dataclass(frozen=True, slots=True)
class Failed:
    """What a calculation came to where it came to no value."""

    error: ErrorValue


Given: TypeAlias = Value | Failed


def values_of(vector: Vector, column_type: ColumnType) -> list[Given]:
    """The values of ``vector``, one for each entry, as ``column_type`` holds them.

    Numbers are rounded half away from zero to the type's scale. A number with more than 15 digits before the point is
    ``#NUM!``, and so is a day that no calendar has.

    Raises:
        TypeError: the vector holds what no column of this type can.
    """
    match column_type:
        case types.Integer():
            return _numbers(as_numbers(vector), 0, list)
        case types.Decimal() | types.Money() | types.Percent():
            unit = Decimal(1).scaleb(-column_type.scale)
            return _numbers(
                as_numbers(vector), column_type.scale, lambda units: [Decimal(each) * unit for each in units]
            )
        case types.Date():
            return _days(as_numbers(vector))
        case types.DateTime():
            return _instants(as_numbers(vector), column_type)
        case types.Boolean():
            return _with_gaps(as_truths(vector).values.tolist(), vector)
        case _:
            return _with_gaps(as_texts(vector).values.tolist(), vector)


def _numbers(numbers: Numbers, scale: int, made: Callable[[list[int]], list[Given]]) -> list[Given]:
    """What ``made`` makes of the units of ``numbers`` at ``scale``."""
    limit = 10 ** (MAX_DIGITS + scale)
    units = wholes(numbers, scale)
    values = made(units)
    if max(units, default=0) >= limit or min(units, default=0) <= -limit:
        too_long = Failed("#NUM!")
        values = [value if -limit < unit < limit else too_long for unit, value in zip(units, values, strict=True)]
    return _with_gaps(values, numbers)


def _days(numbers: Numbers) -> list[Given]:
    serials = rounded(numbers, 0, DOWN).units.tolist()
    return _with_gaps(_on_calendar(serials, lambda serial: dt.date.fromordinal(serial + DAY_0)), numbers)


def _instants(numbers: Numbers, column_type: types.DateTime) -> list[Given]:
    def instant(row: int) -> dt.datetime:
        seconds = round(fraction_at(numbers, row) * SECONDS)
        return column_type.at_wall_clock(INSTANT_0 + dt.timedelta(seconds=seconds))

    return _with_gaps(_on_calendar(range(numbers.units.size), instant), numbers)


def _on_calendar(numbers: Iterable[int], made: Callable[[int], dt.date]) -> list[Given]:
    values: list[Given] = []
    for number in numbers:
        try:
            values.append(made(number))
        except (ValueError, OverflowError):
            values.append(Failed("#NUM!"))
    return values


def _with_gaps(values: Sequence[Given], vector: Vector) -> list[Given]:
    """``values`` with ``None`` for the blanks of ``vector`` and its errors."""
    given = list(values)
    for row in np.flatnonzero(np.broadcast_to(blank_rows(vector), len(given))):
        given[row] = None
    if vector.errors is not None:
        for row in np.flatnonzero(vector.errors):
            given[row] = Failed(ERROR_VALUES[vector.errors[row] - 1])
    return given
