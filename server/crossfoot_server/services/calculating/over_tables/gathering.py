"""How amounts of many rows become one: sums, counts, greatest and least values.

Amounts of a group of rows are arrays of one entry per group, as many arrays as the way needs: a sum has its upper and
its lower half, because what 64 bits cannot hold may be the sum of what they can.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from sqlalchemy import ColumnElement, func
from sqlalchemy.engine import Dialect

from crossfoot_server.store import dialect as dialects
from crossfoot_templates.formula.kinds import Kind, Number
from crossfoot_templates.formula.vectors import Numbers, Vector, vector_of
from crossfoot_templates.formula.vectors.checked import largest, product, total
from crossfoot_templates.formula.vectors.columns import LARGEST, Units, as_numbers, blank_rows
from crossfoot_templates.formula.vectors.exact import patched
from crossfoot_templates.questions import Gist
from crossfoot_templates.types import Value

Amounts: TypeAlias = tuple[Units, ...]

HALF = 32
"""The bits of the lower half of a sum."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which amounts come together.

    Attributes:
        columns: how many columns are selected for it.
        asked: what is selected of a group of stored rows, of a column with so many decimal places.
        of_groups: the amounts of groups, out of the columns that were selected.
        of_rows: the amounts of single rows, out of a column's values.
        start: the amounts of so many groups without rows.
        add: adds amounts to those at the given places.
        result: the column that the amounts make.
    """

    columns: int
    asked: Callable[[ColumnElement[Any], int, Dialect], Sequence[ColumnElement[Any]]]
    of_groups: Callable[[Kind, Sequence[Sequence[Any]]], Amounts]
    of_rows: Callable[[Kind, Sequence[Value]], Amounts]
    start: Callable[[int], Amounts]
    add: Callable[[Amounts, Units, Amounts], None]
    result: Callable[[Kind, Amounts], Vector]


def _nothing(arrays: int) -> Callable[[int], Amounts]:
    return lambda count: tuple(np.zeros(count, np.int64) for _ in range(arrays))


def _add(found: Amounts, places: Units, more: Amounts) -> None:
    for array, added in zip(found, more, strict=True):
        np.add.at(array, places, added)


def _halves(_kind: Kind, selected: Sequence[Sequence[Any]]) -> Amounts:
    return tuple(np.array(each, np.int64) for each in selected)


def _halves_of_rows(kind: Kind, values: Sequence[Value]) -> Amounts:
    units = as_numbers(vector_of(kind, values)).units
    return units >> HALF, units & (2**HALF - 1)


def _sum(kind: Kind, amounts: Amounts) -> Vector:
    upper, lower = amounts
    units, wrong = product(upper, np.array([2**HALF], np.int64))
    units, wrong_too = total(units, lower)
    scale = kind.scale or 0 if isinstance(kind, Number) else 0
    exact = Numbers(units, scale)
    wrong = wrong | wrong_too

    def at(row: int) -> Fraction:
        return Fraction((int(upper[row]) << HALF) + int(lower[row]), 10**scale)

    return patched(exact, wrong, at) if wrong.any() else Numbers(units, scale, bound=largest(units))


def _count(_kind: Kind, amounts: Amounts) -> Vector:
    (units,) = amounts
    return Numbers(units, bound=largest(units))


def _filled(kind: Kind, values: Sequence[Value]) -> Amounts:
    numbers = as_numbers(vector_of(kind, values))
    return numbers.units, np.broadcast_to(~blank_rows(numbers), numbers.units.shape).astype(np.int64)


def _keep(choose: Any) -> Callable[[Amounts, Units, Amounts], None]:
    def keep(found: Amounts, places: Units, more: Amounts) -> None:
        filled = more[1] != 0
        choose.at(found[0], places[filled], more[0][filled])
        found[1][places[filled]] = 1

    return keep


def _extreme(kind: Kind, amounts: Amounts) -> Vector:
    """The values found; where there are none 0, of days a blank: there is no day 0."""
    units, filled = amounts
    none = filled == 0
    units = np.where(none, 0, units)
    scale = kind.scale or 0 if isinstance(kind, Number) else 0
    blank = None if isinstance(kind, Number) or not none.any() else none
    return Numbers(units, scale, blank=blank, bound=largest(units))


def _least_or_greatest(asked: Any, choose: Any, start: int) -> Way:
    return Way(
        columns=1,
        asked=lambda column, _scale, _dialect: (asked(column),),
        of_groups=lambda kind, selected: _filled(kind, selected[0]),
        of_rows=_filled,
        start=lambda count: (np.full(count, start, np.int64), np.zeros(count, np.int64)),
        add=_keep(choose),
        result=_extreme,
    )


WAYS: dict[Gist, Way] = {
    "sum": Way(
        columns=2,
        asked=dialects.sum_in_halves,
        of_groups=_halves,
        of_rows=_halves_of_rows,
        start=_nothing(2),
        add=_add,
        result=_sum,
    ),
    "count": Way(
        columns=1,
        asked=lambda _column, _scale, _dialect: (func.count(),),
        of_groups=_halves,
        of_rows=lambda _kind, values: (np.ones(len(values), np.int64),),
        start=_nothing(1),
        add=_add,
        result=_count,
    ),
    "max": _least_or_greatest(func.max, np.maximum, -LARGEST),
    "min": _least_or_greatest(func.min, np.minimum, LARGEST),
}
"""The ways by what is asked; a look-up is none."""
