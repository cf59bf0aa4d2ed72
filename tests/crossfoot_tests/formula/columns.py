"""Columns of numbers to calculate with, and what they hold, as fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from crossfoot_templates.formula.kinds import ErrorValue
from crossfoot_templates.formula.vectors import Numbers
from crossfoot_templates.formula.vectors.checked import largest
from crossfoot_templates.formula.vectors.columns import ERROR_VALUES, LARGEST
from crossfoot_templates.formula.vectors.exact import fraction_at

Held = Fraction | ErrorValue


def held(numbers: Numbers) -> list[Held]:
    """The number or the error of each row."""
    parts = (numbers.units, numbers.denominators, numbers.errors)
    count = max(part.size for part in parts if part is not None)
    errors = np.zeros(1, np.int8) if numbers.errors is None else numbers.errors
    return [
        ERROR_VALUES[error - 1] if error else fraction_at(numbers, row)
        for row, error in enumerate(np.broadcast_to(errors, count).tolist())
    ]


def as_held(value: Fraction) -> Held:
    """What a row holds that came to ``value``."""
    return value if abs(value.numerator) <= LARGEST and value.denominator <= LARGEST else "#NUM!"


def decimals(units: Sequence[int], scale: int) -> Numbers:
    """Numbers with ``scale`` decimal places."""
    array = np.array(units, np.int64)
    return Numbers(array, scale, bound=largest(array))


def quotients(pairs: Sequence[tuple[int, int]]) -> Numbers:
    """Fractions of whole numbers."""
    return Numbers(np.array([pair[0] for pair in pairs], np.int64), 0, np.array([pair[1] for pair in pairs], np.int64))


def _spread_out(limit: int) -> st.SearchStrategy[int]:
    """Whole numbers up to ``limit``: small ones, those of money, and those near the limit."""
    near = st.integers(0, 3).map(lambda off: limit - off)
    sizes = st.one_of(st.integers(0, 20), st.integers(0, min(10**10, limit)), st.integers(0, limit), near)
    return st.one_of(sizes, sizes.map(lambda size: size // 10**9 * 10**9))


ROWS = 4
UNITS = st.tuples(_spread_out(LARGEST), st.booleans()).map(lambda drawn: -drawn[0] if drawn[1] else drawn[0])
DENOMINATORS = _spread_out(LARGEST - 1).map(lambda size: size + 1)
NUMBERS = st.one_of(
    st.builds(decimals, st.lists(UNITS, min_size=ROWS, max_size=ROWS), st.integers(0, 18)),
    st.builds(decimals, st.lists(st.integers(-(10**9), 10**9), min_size=ROWS, max_size=ROWS), st.integers(0, 6)),
    st.builds(decimals, st.lists(UNITS, min_size=1, max_size=1), st.integers(0, 18)),
    st.builds(quotients, st.lists(st.tuples(UNITS, DENOMINATORS), min_size=ROWS, max_size=ROWS)),
)
"""Columns of a few rows, or of one entry for all of them."""
