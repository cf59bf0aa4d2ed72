"""The rule of functions that ask the same of their arguments whatever stands there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from crossfoot_templates.formula.checking.judge import Judge, Part, Rule, collected
from crossfoot_templates.formula.kinds import Kind
from crossfoot_templates.formula.nodes import Apply
from crossfoot_templates.formula.typed import Call, Expression

Demand: TypeAlias = Callable[[Part], Expression]
"""Gives an argument as the function takes it, or raises ``FormulaError``."""


def taking(demands: Sequence[Demand], kind: Kind) -> Rule:
    """The rule of a function that asks these of its arguments, one after the other, and gives ``kind``."""

    def rule(judge: Judge, node: Apply) -> Expression:
        parts = judge.parts(node.arguments)
        pairs = zip(demands, parts, strict=False)  # the last arguments may be left out
        return Call(node.name, collected(lambda pair: pair[0](pair[1]), pairs), kind)

    return rule
