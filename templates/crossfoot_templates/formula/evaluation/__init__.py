"""Calculates checked formulas over whole columns, exactly."""

from __future__ import annotations

from types import MappingProxyType

from crossfoot_templates.formula.evaluation.across import ACROSS
from crossfoot_templates.formula.evaluation.choosing import CHOOSING
from crossfoot_templates.formula.evaluation.comparing import COMPARISONS
from crossfoot_templates.formula.evaluation.context import Context as Context
from crossfoot_templates.formula.evaluation.context import OverTables as OverTables
from crossfoot_templates.formula.evaluation.context import Rows as Rows
from crossfoot_templates.formula.evaluation.days import DAYS
from crossfoot_templates.formula.evaluation.given import GIVEN
from crossfoot_templates.formula.evaluation.numeric import NUMERIC
from crossfoot_templates.formula.evaluation.running import Function, Run, spread
from crossfoot_templates.formula.evaluation.texts import TEXTS
from crossfoot_templates.formula.typed import Expression
from crossfoot_templates.formula.vectors import Vector

FUNCTIONS: MappingProxyType[str, Function] = MappingProxyType(
    {**COMPARISONS, **NUMERIC, **CHOOSING, **TEXTS, **DAYS, **GIVEN, **ACROSS}
)
"""Every function and operator by the name that a typed call has."""


def evaluate(expression: Expression, rows: Rows, context: Context) -> Vector:
    """What ``expression`` comes to on each of ``rows``.

    Blanks and errors are as a spreadsheet has them, numbers are exact: a fraction stays one until it is rounded. A
    number that, as a fraction in lowest terms, needs more than 64 bits above or below its line is ``#NUM!``.

    Raises:
        LookupError: the formula needs tables, ids or former values, and none were given.
    """
    return spread(Run(rows, context, FUNCTIONS).vector(expression), rows.count)
