"""Arithmetic, of numbers and of dates."""

from __future__ import annotations

from crossfoot_templates.formula.checking.amounts import common
from crossfoot_templates.formula.checking.demands import number, whole
from crossfoot_templates.formula.checking.judge import Judge, Part, Rule
from crossfoot_templates.formula.errors import wrong
from crossfoot_templates.formula.kinds import Date, Instant, Kind, Number
from crossfoot_templates.formula.nodes import Apply, Own, Span
from crossfoot_templates.formula.typed import Call, Expression

MOST_PLACES = 15
"""Decimal places of a product: more would leave no room for the digits before the point."""


def _addition(judge: Judge, node: Apply) -> Expression:
    left, right = judge.parts(node.arguments)
    match left.kind, right.kind:
        case Date(), Date():
            raise wrong("date_sum", node.at)
        case Date(), _:
            return Call("+", (left.expression, whole(right)), Date())
        case _, Date():
            return Call("+", (whole(left), right.expression), Date())
    return _calculated("+", (left, right), common(_numbers(node, (left, right))))


def _subtraction(judge: Judge, node: Apply) -> Expression:
    left, right = judge.parts(node.arguments)
    match left.kind, right.kind:
        case Date(), Date():
            return _calculated("-", (left, right), Number(0))
        case Instant(first), Instant(second):
            if first != second:
                raise wrong("zones", right.span, second, first)
            return _calculated("-", (left, right), Number(None))
        case (Date(), Instant()) | (Instant(), Date()):
            raise wrong("date_and_instant", node.at)
        case Date(), _:
            return Call("-", (left.expression, whole(right)), Date())
        case Number(), Date():
            raise wrong("number_minus_date", node.at)
    return _calculated("-", (left, right), common(_numbers(node, (left, right))))


def _product(judge: Judge, node: Apply) -> Expression:
    left, right = _numbers(node, judge.parts(node.arguments))
    one, other = number(left), number(right)
    if one.currency is not None and other.currency is not None:
        raise wrong("amount_by_amount", node.at)
    scale = None if one.scale is None or other.scale is None else one.scale + other.scale
    return _calculated("*", (left, right), _limited(Number(scale, one.currency or other.currency), node.at))


def _quotient(judge: Judge, node: Apply) -> Expression:
    left, right = _numbers(node, judge.parts(node.arguments))
    dividend, divisor = number(left), number(right)
    if divisor.currency is None:
        return _calculated("/", (left, right), Number(None, dividend.currency))
    if dividend.currency is not None:
        common((left, right))
    return _calculated("/", (left, right), Number(None))


def _percent(judge: Judge, node: Apply) -> Expression:
    (part,) = _numbers(node, judge.parts(node.arguments))
    if isinstance(part.node, Own) and judge.scope.columns[part.node.column].percent:
        raise wrong("percent_twice", node.at, f"[@{part.node.column}]")
    kind = number(part)
    scale = None if kind.scale is None else kind.scale + 2
    return _calculated("%", (part,), _limited(Number(scale, kind.currency), node.at))


def _sign(judge: Judge, node: Apply) -> Expression:
    (part,) = _numbers(node, judge.parts(node.arguments))
    return _calculated(node.name, (part,), number(part))


def _numbers(node: Apply, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """``parts``, all numbers; a date among them is told as such, for dates can be calculated with elsewhere."""
    for part in parts:
        if isinstance(part.kind, (Date, Instant)):
            raise wrong("not_calculated", node.at, _SHOWN.get(node.name, node.name), part.words)
        number(part)
    return parts


def _limited(kind: Number, at: Span) -> Number:
    if kind.scale is not None and kind.scale > MOST_PLACES:
        raise wrong("many_decimals", at, str(kind.scale), str(MOST_PLACES))
    return kind


def _calculated(name: str, parts: tuple[Part, ...], kind: Kind) -> Call:
    return Call(name, tuple(part.expression for part in parts), kind)


_SHOWN = {"neg": "-", "pos": "+"}

ARITHMETIC: dict[str, Rule] = {
    "+": _addition,
    "-": _subtraction,
    "*": _product,
    "/": _quotient,
    "%": _percent,
    "neg": _sign,
    "pos": _sign,
}
