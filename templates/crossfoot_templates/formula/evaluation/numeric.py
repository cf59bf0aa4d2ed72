"""Arithmetic, rounding, and the functions over several numbers of a row."""

from __future__ import annotations

import operator
from functools import reduce

import numpy as np

from crossfoot_templates.formula.evaluation.comparing import Compare
from crossfoot_templates.formula.evaluation.running import Function, Run, of_numbers
from crossfoot_templates.formula.typed import Call, Expression, OwnColumn
from crossfoot_templates.formula.vectors import Numbers, Vector
from crossfoot_templates.formula.vectors.arithmetic import minus, modulo, negative, over, plus, size, times
from crossfoot_templates.formula.vectors.columns import as_numbers, blank_rows, first_errors
from crossfoot_templates.formula.vectors.ordering import chosen, comparable
from crossfoot_templates.formula.vectors.rounding import AWAY, DOWN, HALF_AWAY, TOWARD, Manner, rounded

_PERCENT = Numbers(np.ones(1, np.int64), 2, bound=1)


def without_blanks(numbers: Numbers) -> Numbers:
    """``numbers`` with 0 for each blank."""
    if numbers.blank is None:
        return numbers
    return Numbers(numbers.units, numbers.scale, numbers.denominators, errors=numbers.errors, bound=numbers.bound)


def _rounding(manner: Manner) -> Function:
    """A function of a number and how many digits: the same for all rows, as checking sees to."""

    def function(run: Run, call: Call) -> Vector:
        number, digits = map(run.numbers, call.arguments)
        return rounded(number, int(digits.units[0]), manner)

    return function


def _sum(run: Run, call: Call) -> Vector:
    return without_blanks(reduce(plus, map(run.numbers, call.arguments)))


def _extreme(better: Compare) -> Function:
    """MIN or MAX. Blanks of columns do not take part; blanks of results are 0, and so is a result without any part."""

    def function(run: Run, call: Call) -> Vector:
        def part(argument: Expression) -> Numbers:
            numbers = run.numbers(argument)
            return numbers if isinstance(argument, OwnColumn) else without_blanks(numbers)

        return without_blanks(reduce(best_of, map(part, call.arguments)))

    def best_of(left: Numbers, right: Numbers) -> Numbers:
        first = better(*comparable(left, right))
        if left.blank is not None or right.blank is not None:
            first = (first | blank_rows(right)) & ~blank_rows(left)
        return as_numbers(chosen(first, left, right, first_errors(left.errors, right.errors)))

    return function


NUMERIC: dict[str, Function] = {
    "+": of_numbers(plus),
    "-": of_numbers(minus),
    "*": of_numbers(times),
    "/": of_numbers(over),
    "neg": of_numbers(negative),
    "pos": of_numbers(without_blanks),
    "%": of_numbers(lambda number: times(number, _PERCENT)),
    "ABS": of_numbers(size),
    "ROUND": _rounding(HALF_AWAY),
    "ROUNDUP": _rounding(AWAY),
    "ROUNDDOWN": _rounding(TOWARD),
    "INT": of_numbers(lambda number: rounded(number, 0, DOWN)),
    "MOD": of_numbers(modulo),
    "SUM": _sum,
    "MIN": _extreme(operator.le),
    "MAX": _extreme(operator.ge),
}
"""Operators and functions of numbers; days are numbers too. Blanks count as 0, and no result is blank."""
