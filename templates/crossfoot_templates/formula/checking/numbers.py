"""Functions of numbers."""

from __future__ import annotations

from decimal import Decimal

from crossfoot_templates.formula.checking.amounts import common, most_places
from crossfoot_templates.formula.checking.demands import date, number, written_whole
from crossfoot_templates.formula.checking.judge import Judge, Part, Rule, collected
from crossfoot_templates.formula.errors import wrong
from crossfoot_templates.formula.kinds import Date, Instant, Kind, Number
from crossfoot_templates.formula.nodes import Apply
from crossfoot_templates.formula.typed import Call, Constant, Expression
from crossfoot_templates.label import Label

MOST_DIGITS = 9


def _abs(judge: Judge, node: Apply) -> Expression:
    (part,) = judge.parts(node.arguments)
    return Call("ABS", (part.expression,), number(part))


def _rounding(judge: Judge, node: Apply) -> Expression:
    value, digits = judge.parts(node.arguments)
    kind, count = number(value), _digits(digits)
    arguments = (value.expression, Constant(Decimal(count), Number(0)))
    return Call(node.name, arguments, Number(max(0, count), kind.currency))


def _digits(part: Part) -> int:
    count = written_whole(part)
    if count is None or abs(count) > MOST_DIGITS:
        found = part.words if count is None else str(count)
        raise wrong(
            "bad_digits",
            part.span,
            found,
            Label(f"-{MOST_DIGITS} 到 {MOST_DIGITS}", f"-{MOST_DIGITS} to {MOST_DIGITS}"),
        )
    return count


def _int(judge: Judge, node: Apply) -> Expression:
    (part,) = judge.parts(node.arguments)
    kind: Kind = Date() if isinstance(part.kind, Instant) else Number(0, number(part).currency)
    return Call("INT", (part.expression,), kind)


def _mod(judge: Judge, node: Apply) -> Expression:
    parts = judge.parts(node.arguments)
    value, divisor = collected(number, parts)
    if divisor.currency is not None:
        common(parts)
    kind = Number(most_places((value.scale, divisor.scale)), value.currency)
    return Call("MOD", tuple(part.expression for part in parts), kind)


def _extreme(judge: Judge, node: Apply) -> Expression:
    parts = judge.parts(node.arguments)
    if isinstance(parts[0].kind, Date):
        return Call(node.name, collected(date, parts), Date())
    return _sum(judge, node)


def _sum(judge: Judge, node: Apply) -> Expression:
    parts = judge.parts(node.arguments)
    collected(number, parts)
    return Call(node.name, tuple(part.expression for part in parts), common(parts))


NUMBERS: dict[str, Rule] = {
    "ABS": _abs,
    "ROUND": _rounding,
    "ROUNDUP": _rounding,
    "ROUNDDOWN": _rounding,
    "INT": _int,
    "MOD": _mod,
    "MIN": _extreme,
    "MAX": _extreme,
    "SUM": _sum,
}
