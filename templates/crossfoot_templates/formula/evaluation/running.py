"""Going through a typed tree, and how a function takes part in that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar, overload

import numpy as np
import numpy.typing as npt

from crossfoot_templates.formula.evaluation.context import Context, Rows
from crossfoot_templates.formula.typed import Call, Constant, Expression, OwnColumn
from crossfoot_templates.formula.vectors import Blanks, Numbers, Texts, Truths, Vector
from crossfoot_templates.formula.vectors.checked import largest
from crossfoot_templates.formula.vectors.columns import (
    LARGEST_SCALE,
    NO,
    NOUGHT,
    YES,
    Objects,
    as_numbers,
    as_texts,
    as_truths,
)
from crossfoot_templates.formula.vectors.exact import patched

_Entry = TypeVar("_Entry", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Run:
    """One calculation over ``rows``."""

    rows: Rows
    context: Context
    functions: Mapping[str, Function]

    def vector(self, expression: Expression) -> Vector:
        """What ``expression`` comes to: an entry for every row, or a single one where all are equal.

        Raises:
            TypeError: a whole column of a table stands where only functions over tables take one.
        """
        match expression:
            case Call():
                return self.functions[expression.name](self, expression)
            case OwnColumn():
                return self.rows.column(expression.column)
            case Constant():
                return constant(expression)
            case _:
                raise TypeError(f"{expression.table}[{expression.column}] has no value for a row")

    def numbers(self, expression: Expression) -> Numbers:
        """What ``expression``, a number, a day or an instant, comes to."""
        return as_numbers(self.vector(expression))

    def texts(self, expression: Expression) -> Texts:
        """What ``expression``, a text, a choice or a reference, comes to."""
        return as_texts(self.vector(expression))

    def truths(self, expression: Expression) -> Truths:
        """What ``expression``, a condition, comes to."""
        return as_truths(self.vector(expression))


Function: TypeAlias = Callable[[Run, Call], Vector]
"""Calculates a call. It sees the call's own tree, because blanks of columns count otherwise than those of results."""


def of_numbers(calculate: Callable[..., Vector]) -> Function:
    """A function all of whose arguments are numbers."""
    return lambda run, call: calculate(*map(run.numbers, call.arguments))


def of_texts(calculate: Callable[..., Vector]) -> Function:
    """A function all of whose arguments are texts."""
    return lambda run, call: calculate(*map(run.texts, call.arguments))


def per_row(function: Callable[..., Any], arguments: int) -> Callable[..., Objects]:
    """``function`` of so many ``arguments``, called for one row after the other, as a function of whole columns."""
    many: Callable[..., Objects] = np.frompyfunc(function, arguments, 1)
    return many


@lru_cache(maxsize=4096)
def constant(expression: Constant) -> Vector:
    """The column that holds the same value everywhere."""
    match expression.value:
        case None:
            return Blanks()
        case bool() as truth:
            return Truths(YES if truth else NO)
        case Decimal() as number:
            return _number(number)
        case text:
            return Texts(np.array([text], np.object_))


def _number(value: Decimal) -> Numbers:
    exact = Fraction(value)
    places = max(-int(value.as_tuple().exponent), 0)
    found = patched(Numbers(NOUGHT, min(places, LARGEST_SCALE)), YES, lambda _: exact)
    return Numbers(found.units, found.scale, found.denominators, errors=found.errors, bound=largest(found.units))


def spread(vector: Vector, count: int) -> Vector:
    """``vector`` with ``count`` entries in each of its parts, where it had a single one."""
    match vector:
        case Numbers():
            units, below = _wide(vector.units, count), _wide(vector.denominators, count)
            blank, errors = _wide(vector.blank, count), _wide(vector.errors, count)
            return Numbers(units, vector.scale, below, blank, errors, vector.bound)
        case Texts():
            return Texts(_wide(vector.values, count), _wide(vector.errors, count))
        case Truths():
            return Truths(_wide(vector.values, count), _wide(vector.blank, count), _wide(vector.errors, count))
        case Blanks():
            return Blanks(_wide(vector.errors, count))


@overload
def _wide(array: None, count: int) -> None: ...
@overload
def _wide(array: npt.NDArray[_Entry], count: int) -> npt.NDArray[_Entry]: ...
def _wide(array: npt.NDArray[_Entry] | None, count: int) -> npt.NDArray[_Entry] | None:
    return array if array is None or array.size == count else np.broadcast_to(array, count)
