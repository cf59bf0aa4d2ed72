"""The result of a formula at the decimal places of its column."""

from __future__ import annotations

from decimal import Decimal

from crossfoot_templates.formula.branches import branches
from crossfoot_templates.formula.kinds import Blank, Boolean, Number
from crossfoot_templates.formula.typed import Call, Constant, Expression, OwnColumn


def at_scale(expression: Expression, scale: int) -> Expression:
    """``expression`` with each number that it can give rounded to ``scale`` decimal places; blanks stay blank."""
    kind = expression.kind
    if not isinstance(kind, Number) or (kind.scale is not None and kind.scale <= scale):
        return expression
    places, rounded_kind = Constant(Decimal(scale), Number(0)), Number(scale, kind.currency)
    rounded = Call("ROUND", (expression, places), rounded_kind)
    match expression:
        case OwnColumn():
            blank = Call("ISBLANK", (expression,), Boolean())
            return Call("IF", (blank, Constant(None, Blank()), rounded), rounded_kind)
        case Call(name, arguments) if results := branches(name, len(arguments)):
            parts = (at_scale(each, scale) if place in results else each for place, each in enumerate(arguments))
            return Call(name, tuple(parts), rounded_kind)
    return rounded
