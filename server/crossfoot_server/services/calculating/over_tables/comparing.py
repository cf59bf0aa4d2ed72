"""Comparisons of rows in hand with groups of rows of a table, where equality alone does not settle it."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeVar, overload

import numpy as np
import numpy.typing as npt

from crossfoot_server.services.calculating.over_tables.keys import keys_of
from crossfoot_templates.formula.vectors import Blanks, Numbers, Texts, Truths, Vector
from crossfoot_templates.formula.vectors.columns import Mask, Units, as_numbers, blank_rows
from crossfoot_templates.formula.vectors.ordering import comparable
from crossfoot_templates.questions import Criterion, Sign

_Entry = TypeVar("_Entry", bound=np.generic)

ORDERS: dict[Sign, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(criterion: Criterion, stored: Vector, operand: Vector, count: int) -> Mask:
    """Where ``criterion`` holds, of ``count`` pairs of a stored value and an operand."""
    if criterion.sign in ORDERS:
        left, right = as_numbers(stored), as_numbers(operand)
        found = ORDERS[criterion.sign](*comparable(left, right)) & ~(blank_rows(left) | blank_rows(right))
        return np.broadcast_to(found, count)
    pairs = zip(keys_of(stored, criterion.kind, count), keys_of(operand, criterion.kind, count), strict=True)
    equal = np.fromiter((one == other for one, other in pairs), np.bool_, count)
    return equal if criterion.sign == "=" else ~equal


def at(vector: Vector, rows: Units) -> Vector:
    """The entries of ``vector`` on ``rows``, each as often as it is named."""
    match vector:
        case Numbers():
            below, blank = _at(vector.denominators, rows), _at(vector.blank, rows)
            return Numbers(vector.units[rows], vector.scale, below, blank, _at(vector.errors, rows), vector.bound)
        case Texts():
            return Texts(vector.values[rows], _at(vector.errors, rows))
        case Truths():
            return Truths(vector.values[rows], _at(vector.blank, rows), _at(vector.errors, rows))
        case Blanks():
            return Blanks(_at(vector.errors, rows))


@overload
def _at(array: None, rows: Units) -> None: ...
@overload
def _at(array: npt.NDArray[_Entry], rows: Units) -> npt.NDArray[_Entry]: ...
def _at(array: npt.NDArray[_Entry] | None, rows: Units) -> npt.NDArray[_Entry] | None:
    # One entry stands for all.
    return array if array is None or array.size == 1 else array[rows]
