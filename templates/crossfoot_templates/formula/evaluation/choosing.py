"""Conditions, and the functions that choose between values by them. Of what is not chosen, errors do not count."""

from __future__ import annotations

from functools import reduce

import numpy as np

from crossfoot_templates.formula.evaluation.comparing import equal
from crossfoot_templates.formula.evaluation.running import Function, Run
from crossfoot_templates.formula.typed import Call
from crossfoot_templates.formula.vectors import Blanks, Truths, Vector
from crossfoot_templates.formula.vectors.columns import NA, blank_rows, first_errors
from crossfoot_templates.formula.vectors.ordering import chosen

_NO_MATCH = Blanks(np.array([NA], np.int8))


def _both(left: Truths, right: Truths) -> Truths:
    return Truths(left.values & right.values, errors=first_errors(left.errors, right.errors))


def _either(left: Truths, right: Truths) -> Truths:
    return Truths(left.values | right.values, errors=first_errors(left.errors, right.errors))


def _all(run: Run, call: Call) -> Vector:
    return reduce(_both, map(run.truths, call.arguments))


def _any(run: Run, call: Call) -> Vector:
    return reduce(_either, map(run.truths, call.arguments))


def _not(run: Run, call: Call) -> Vector:
    truths = run.truths(call.arguments[0])
    return Truths(~truths.values, errors=truths.errors)


def _is_blank(run: Run, call: Call) -> Vector:
    vector = run.vector(call.arguments[0])
    return Truths(blank_rows(vector), errors=vector.errors)


def _if(run: Run, call: Call) -> Vector:
    condition, then, otherwise = call.arguments
    truths = run.truths(condition)
    return chosen(truths.values, run.vector(then), run.vector(otherwise), truths.errors)


def _first_true(run: Run, call: Call) -> Vector:
    """IFS, from its end: each pair chooses between its value and what the later ones come to."""
    found: Vector = _NO_MATCH
    for at in range(len(call.arguments) - 2, -1, -2):
        truths = run.truths(call.arguments[at])
        found = chosen(truths.values, run.vector(call.arguments[at + 1]), found, truths.errors)
    return found


def _switch(run: Run, call: Call) -> Vector:
    asked, *cases = call.arguments
    value = run.vector(asked)
    found: Vector = run.vector(cases.pop()) if len(cases) % 2 else _NO_MATCH
    for at in range(len(cases) - 2, -1, -2):
        same = equal(run, asked, value, cases[at])
        found = chosen(same.values, run.vector(cases[at + 1]), found, same.errors)
    return found


def _if_error(run: Run, call: Call) -> Vector:
    value, otherwise = map(run.vector, call.arguments)
    return value if value.errors is None else chosen(value.errors == 0, value, otherwise)


CHOOSING: dict[str, Function] = {
    "AND": _all,
    "OR": _any,
    "NOT": _not,
    "ISBLANK": _is_blank,
    "IF": _if,
    "IFS": _first_true,
    "SWITCH": _switch,
    "IFERROR": _if_error,
}
"""Conditions, and what chooses by them. AND and OR look at all their arguments: an error anywhere is the result."""
