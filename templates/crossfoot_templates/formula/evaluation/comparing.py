"""Comparisons. Blanks count as 0, "" and false; texts are the same in capitals and small letters, as in Excel."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeAlias

from crossfoot_templates.formula import kinds
from crossfoot_templates.formula.evaluation.letters import in_capitals
from crossfoot_templates.formula.evaluation.running import Function, Run, per_row
from crossfoot_templates.formula.typed import Call, Expression
from crossfoot_templates.formula.vectors import Blanks, Numbers, Texts, Truths, Vector
from crossfoot_templates.formula.vectors.columns import Mask, Objects, as_texts, as_truths, blank_rows, first_errors
from crossfoot_templates.formula.vectors.ordering import comparable

Compare: TypeAlias = Callable[[Any, Any], Any]

_capitals = per_row(in_capitals, 1)


def compared(compare: Compare) -> Function:
    """The function of the operator that ``compare`` is in Python."""

    def function(run: Run, call: Call) -> Vector:
        left, right = call.arguments
        return comparison(compare, (left, run.vector(left)), (right, run.vector(right)))

    return function


def equal(run: Run, left: Expression, value: Vector, right: Expression) -> Truths:
    """Where ``left``, which came to ``value``, equals ``right``."""
    return comparison(operator.eq, (left, value), (right, run.vector(right)))


def comparison(compare: Compare, left: tuple[Expression, Vector], right: tuple[Expression, Vector]) -> Truths:
    """How two expressions with what they came to compare. Against the blank, only blanks are equal."""
    (expression, one), (expression_too, other) = left, right
    errors = first_errors(one.errors, other.errors)
    if isinstance(one, Blanks) or isinstance(other, Blanks):
        return Truths(compare(blank_rows(one), blank_rows(other)), errors=errors)
    if isinstance(one, Numbers) and isinstance(other, Numbers):
        return Truths(compare(*comparable(one, other)), errors=errors)
    if isinstance(one, Texts):
        both_text = isinstance(expression.kind, kinds.Text) and isinstance(expression_too.kind, kinds.Text)
        values, others = one.values, as_texts(other).values
        return Truths(_texts(compare, values, others, ignore_case=both_text), errors=errors)
    return Truths(compare(as_truths(one).values, as_truths(other).values), errors=errors)


def _texts(compare: Compare, values: Objects, others: Objects, *, ignore_case: bool) -> Mask:
    if ignore_case:
        values, others = _capitals(values), _capitals(others)
    found: Mask = compare(values, others).astype(bool)
    return found


COMPARISONS: dict[str, Function] = {
    "=": compared(operator.eq),
    "<>": compared(operator.ne),
    "<": compared(operator.lt),
    "<=": compared(operator.le),
    ">": compared(operator.gt),
    ">=": compared(operator.ge),
}
"""The comparing operators."""
