"""Functions of texts. They map a Python function over the texts of a column, one after the other.

Lengths and positions count characters. What a function says of a row is a text or a number; ``None`` is ``#VALUE!``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from crossfoot_templates.formula.evaluation.formats import as_general, in_format
from crossfoot_templates.formula.evaluation.letters import in_capitals, in_small_letters
from crossfoot_templates.formula.evaluation.running import Function, Run, of_texts, per_row
from crossfoot_templates.formula.typed import Call
from crossfoot_templates.formula.vectors import Numbers, Texts, Truths, Vector
from crossfoot_templates.formula.vectors.columns import (
    EMPTY,
    VALUE,
    Errors,
    Mask,
    Objects,
    Units,
    as_texts,
    errors_where,
    first_errors,
)
from crossfoot_templates.formula.vectors.rounding import TOWARD, rounded

_LONGEST = 32_767
"""A cell holds no longer text, so that no count above this says anything else."""


def _joined(run: Run, call: Call) -> Vector:
    left, right = (_shown(run.vector(argument)) for argument in call.arguments)
    return Texts(left.values + right.values, first_errors(left.errors, right.errors))


def _shown(vector: Vector) -> Texts:
    return as_general(vector) if isinstance(vector, Numbers) else as_texts(vector)


def _mapped(function: Callable[[str], str]) -> Function:
    """A function of each text by itself."""
    many = per_row(function, 1)
    return of_texts(lambda texts: Texts(many(texts.values), texts.errors))


def _length(texts: Texts) -> Numbers:
    return Numbers(_lengths(texts.values).astype(np.int64), errors=texts.errors, bound=_LONGEST)


_lengths = per_row(len, 1)
_SPACES = re.compile(" {2,}")


def _trim(text: str) -> str:
    """``text`` without spaces at its ends, and with one where there were several; other white space stays."""
    return _SPACES.sub(" ", text.strip(" "))


def _cutting(cut: Callable[..., str | None], counts: int, default: int | None = None) -> Function:
    """A function of a text and ``counts`` whole numbers; ``default`` is the last one where it is not given."""
    many = per_row(cut, 1 + counts)

    def function(run: Run, call: Call) -> Vector:
        first, *others = call.arguments
        texts, numbers = run.texts(first), [run.numbers(each) for each in others]
        whole: list[Any] = [counted(each) for each in numbers]
        if len(whole) < counts:
            whole.append(default)
        errors = first_errors(texts.errors, *(each.errors for each in numbers))
        return _texts_or_value(many(texts.values, *whole), errors)

    return function


def counted(numbers: Numbers) -> Units:
    """``numbers`` as counts of characters, which are whole and not far."""
    return np.clip(rounded(numbers, 0, TOWARD).units, -1, _LONGEST)


def _texts_or_value(found: Objects, errors: Errors | None) -> Texts:
    wrong: Mask = _missing(found).astype(np.bool_)
    if not wrong.any():
        return Texts(found, errors)
    return Texts(np.where(wrong, EMPTY, found), errors_where(wrong, VALUE, errors))


_missing = per_row(lambda found: found is None, 1)


def _left(text: str, count: int) -> str | None:
    return text[:count] if count >= 0 else None


def _right(text: str, count: int) -> str | None:
    return text[max(len(text) - count, 0) :] if count >= 0 else None


def _middle(text: str, start: int, count: int) -> str | None:
    return text[start - 1 : start - 1 + count] if start >= 1 and count >= 0 else None


def _exact(left: Texts, right: Texts) -> Truths:
    same: Mask = (left.values == right.values).astype(np.bool_)
    return Truths(same, errors=first_errors(left.errors, right.errors))


def _search(run: Run, call: Call) -> Vector:
    """SEARCH: where a text stands in another from a place on, capitals or not, counted from 1; 0 is nowhere."""
    wanted, within = map(run.texts, call.arguments[:2])
    starts = [run.numbers(each) for each in call.arguments[2:]]
    places: list[Any] = [counted(each) for each in starts] or [1]
    found = _found(wanted.values, within.values, *places).astype(np.int64)
    errors = first_errors(wanted.errors, within.errors, *(each.errors for each in starts))
    return Numbers(found, errors=errors_where(found == 0, VALUE, errors), bound=_LONGEST)


def _position(wanted: str, within: str, start: int) -> int:
    if not 1 <= start <= len(within):
        return 0
    return in_capitals(within).find(in_capitals(wanted), start - 1) + 1


_found = per_row(_position, 3)


def _substitute(run: Run, call: Call) -> Vector:
    texts = [run.texts(each) for each in call.arguments[:3]]
    which = [run.numbers(each) for each in call.arguments[3:]]
    errors = first_errors(*(each.errors for each in texts), *(each.errors for each in which))
    times: list[Any] = [counted(each) for each in which] or [None]
    return _texts_or_value(_substituted(*(each.values for each in texts), *times), errors)


def _replaced(text: str, old: str, new: str, which: int | None) -> str | None:
    if which is None:
        return text.replace(old, new) if old else text
    if which < 1:
        return None
    pieces = text.split(old, which) if old else []
    return old.join(pieces[:-1]) + new + pieces[-1] if len(pieces) > which else text


_substituted = per_row(_replaced, 4)


def _formatted(run: Run, call: Call) -> Vector:
    value, shape = call.arguments
    return in_format(run.numbers(value), str(run.texts(shape).values[0]))


TEXTS: dict[str, Function] = {
    "&": _joined,
    "LEN": of_texts(_length),
    "LEFT": _cutting(_left, 1, default=1),
    "RIGHT": _cutting(_right, 1, default=1),
    "MID": _cutting(_middle, 2),
    "TRIM": _mapped(_trim),
    "UPPER": _mapped(in_capitals),
    "LOWER": _mapped(in_small_letters),
    "EXACT": of_texts(_exact),
    "SEARCH": _search,
    "SUBSTITUTE": _substitute,
    "TEXT": _formatted,
}
"""Functions of texts, and those that make texts out of numbers and days."""
