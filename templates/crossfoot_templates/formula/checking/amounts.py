"""Amounts of money in arithmetic: which of them belong to one currency."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from crossfoot_templates.formula.branches import branches
from crossfoot_templates.formula.checking.demands import number
from crossfoot_templates.formula.checking.judge import Part
from crossfoot_templates.formula.errors import wrong
from crossfoot_templates.formula.kinds import Number
from crossfoot_templates.formula.typed import Call, Constant, Expression


class _Source(IntEnum):
    """What a number that names no currency is made of; the greater one tells what a whole is."""

    CONSTANTS = 0
    NUMBERS = 1
    AMOUNTS = 2


def common(parts: Iterable[Part]) -> Number:
    """The kind of numbers that are added, compared or chosen from: the most decimals of all, one currency.

    Constants, and amounts out of other tables (which have lost their currency), go with every amount.

    Raises:
        FormulaError: something is no number, or amounts meet what is not of their currency.
    """
    found = [(part, number(part)) for part in parts]
    currency = one_currency(found)
    if currency is not None:
        for part, kind in found:
            if kind.currency is None and _source(part.expression) == _Source.NUMBERS:
                raise wrong("amount_and_number", part.span)
    return Number(most_places(kind.scale for _part, kind in found), currency)


def one_currency(found: Iterable[tuple[Part, Number]]) -> str | None:
    """The currency column of all amounts in ``found``; ``None`` where there is no amount.

    Raises:
        FormulaError: they have several.
    """
    first: str | None = None
    for part, kind in found:
        first = first or kind.currency
        if kind.currency not in {None, first}:
            raise wrong("two_currencies", part.span, f"[@{kind.currency}]", f"[@{first}]")
    return first


def most_places(scales: Iterable[int | None]) -> int | None:
    """The most decimal places; ``None``, which is any number of them, is more than every count."""
    known: list[int] = []
    for scale in scales:
        if scale is None:
            return None
        known.append(scale)
    return max(known, default=0)


def _source(expression: Expression) -> _Source:
    match expression:
        case Constant():
            return _Source.CONSTANTS
        case Call("COUNTIFS"):
            return _Source.NUMBERS
        case Call("SUMIFS" | "MAXIFS" | "MINIFS", (column, *_)):
            return _source_of(column)
        case Call("XLOOKUP", (_, _, column, *_)):
            return _source_of(column)
        case Call("/", (dividend, divisor)):
            return _quotient(_source(dividend), _source(divisor))
        case Call(name, arguments):
            places = branches(name, len(arguments)) or range(len(arguments))
            return max((_source(arguments[place]) for place in places), default=_Source.NUMBERS)
    return _Source.NUMBERS


def _quotient(dividend: _Source, divisor: _Source) -> _Source:
    if _Source.AMOUNTS not in {dividend, divisor}:
        return max(dividend, divisor)
    return _Source.AMOUNTS if divisor != _Source.AMOUNTS and dividend == _Source.AMOUNTS else _Source.NUMBERS


def _source_of(column: Expression) -> _Source:
    kind = column.kind
    return _Source.AMOUNTS if isinstance(kind, Number) and kind.currency is not None else _Source.NUMBERS
