"""The columns that a calculation works on. All parts of one are arrays of one entry per row.

An array of a single entry stands for any count of equal rows, so that a constant costs nothing. ``blank`` and
``errors`` are ``None`` where there are none. A blank holds what it counts as: 0, "" or false.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from crossfoot_templates.formula.kinds import ErrorValue

Units: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Errors: TypeAlias = npt.NDArray[np.int8]
Objects: TypeAlias = npt.NDArray[np.object_]

LARGEST = 2**63 - 1
"""The largest unit, and the largest denominator."""

LARGEST_SCALE = 18
"""More decimal places than this are held as fractions."""

ERROR_VALUES: tuple[ErrorValue, ...] = get_args(ErrorValue)
DIV, VALUE, NUM, NA = range(1, len(ERROR_VALUES) + 1)
"""The codes in ``errors``; 0 is no error."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """Exact numbers: ``units / 10**scale``, or ``units / denominators``, where ``scale`` is 0.

    Days and instants are numbers too, as in a spreadsheet: days since 1899-12-30, an instant being so many seconds of
    a wall clock over 86,400.

    Attributes:
        denominators: all above 0; not always in lowest terms.
        bound: no unit is further from 0; spares looking whether a calculation can overflow.
    """

    units: Units
    scale: int = 0
    denominators: Units | None = None
    blank: Mask | None = None
    errors: Errors | None = None
    bound: int = LARGEST


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Texts, codes of choices and ids of rows: objects that are all ``str``. The empty one is a blank."""

    values: Objects
    errors: Errors | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Truths:
    """True or false."""

    values: Mask
    blank: Mask | None = None
    errors: Errors | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Blanks:
    """Nothing but blanks, of whatever kind is wanted: the empty text where it stands for no value."""

    errors: Errors | None = None


Vector: TypeAlias = Numbers | Texts | Truths | Blanks

NOUGHT: Units = np.zeros(1, np.int64)
EMPTY: Objects = np.array([""], dtype=np.object_)
YES: Mask = np.ones(1, np.bool_)
NO: Mask = np.zeros(1, np.bool_)


def as_numbers(vector: Vector) -> Numbers:
    """``vector`` where numbers are wanted.

    Raises:
        TypeError: it holds something else; checking lets no such formula through.
    """
    if isinstance(vector, Numbers):
        return vector
    if isinstance(vector, Blanks):
        return Numbers(NOUGHT, blank=YES, errors=vector.errors, bound=0)
    raise TypeError(f"numbers are wanted, not {type(vector).__name__}")


def as_texts(vector: Vector) -> Texts:
    """``vector`` where texts are wanted.

    Raises:
        TypeError: it holds something else; checking lets no such formula through.
    """
    if isinstance(vector, Texts):
        return vector
    if isinstance(vector, Blanks):
        return Texts(EMPTY, errors=vector.errors)
    raise TypeError(f"texts are wanted, not {type(vector).__name__}")


def as_truths(vector: Vector) -> Truths:
    """``vector`` where conditions are wanted.

    Raises:
        TypeError: it holds something else; checking lets no such formula through.
    """
    if isinstance(vector, Truths):
        return vector
    if isinstance(vector, Blanks):
        return Truths(NO, blank=YES, errors=vector.errors)
    raise TypeError(f"conditions are wanted, not {type(vector).__name__}")


def blank_rows(vector: Vector) -> Mask:
    """Which rows of ``vector`` are blank."""
    if isinstance(vector, Texts):
        found: Mask = (vector.values == "").astype(np.bool_, copy=False)
        return found
    if isinstance(vector, Blanks):
        return YES
    return NO if vector.blank is None else vector.blank


def blanked(vector: Vector, rows: Mask) -> Vector:
    """``vector``, which has an entry for each of ``rows``, with blanks in place of those that ``rows`` marks."""
    errors = None if vector.errors is None else np.where(rows, np.int8(0), vector.errors)
    match vector:
        case Numbers():
            units, blank = np.where(rows, np.int64(0), vector.units), blank_rows(vector) | rows
            return Numbers(units, vector.scale, vector.denominators, blank, errors, vector.bound)
        case Texts():
            return Texts(np.where(rows, EMPTY, vector.values), errors)
        case Truths():
            return Truths(vector.values & ~rows, blank_rows(vector) | rows, errors)
        case Blanks():
            return Blanks(errors)


def first_errors(*each: Errors | None) -> Errors | None:
    """For every row the first error of ``each``, as a spreadsheet reports the leftmost."""
    found: Errors | None = None
    for errors in each:
        if errors is not None:
            found = errors if found is None else np.where(found != 0, found, errors)
    return found


def errors_where(rows: Mask, code: int, *others: Errors | None) -> Errors | None:
    """``code`` on ``rows``, after the errors that ``others`` had already."""
    if not rows.any():
        return first_errors(*others)
    return first_errors(*others, np.where(rows, np.int8(code), np.int8(0)))
