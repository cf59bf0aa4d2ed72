"""From a formula's tree to a checked one: names resolved, kinds agreed, conversions spelled out."""

from __future__ import annotations

from crossfoot_templates.formula.checking.headings import Headings as Headings
from crossfoot_templates.formula.checking.judge import Judge
from crossfoot_templates.formula.checking.outcome import outcome
from crossfoot_templates.formula.checking.purposes import PURPOSES as PURPOSES
from crossfoot_templates.formula.checking.purposes import Leave as Leave
from crossfoot_templates.formula.checking.purposes import Purpose as Purpose
from crossfoot_templates.formula.checking.rules import RULES
from crossfoot_templates.formula.checking.scope import ColumnKind as ColumnKind
from crossfoot_templates.formula.checking.scope import Scope as Scope
from crossfoot_templates.formula.checking.scope import kind_of as kind_of
from crossfoot_templates.formula.nodes import Node
from crossfoot_templates.formula.typed import Expression


def check(node: Node, scope: Scope) -> Expression:
    """The formula ``node`` as a checked tree, of the kind that the purpose of ``scope`` needs.

    Beyond what :class:`~crossfoot_templates.formula.typed.Call` tells, three calls stand for what functions over
    tables are asked: ``criterion<>``, ``criterion>=`` and their like hold the expression that a column's values are
    compared with (an expression by itself asks for equality), and ``THIS`` is the row itself, where a column that
    refers to its table is asked for it.

    Raises:
        FormulaError: the formula does not fit the book; all problems that do not follow from others.
    """
    judge = Judge(scope, RULES)
    return outcome(judge, judge.part(node))
