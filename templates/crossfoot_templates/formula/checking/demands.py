"""What a function asks of an argument; each gives what it was asked for or raises ``FormulaError``."""

from __future__ import annotations

import re
from decimal import Decimal

from crossfoot_templates.formula.checking.judge import Part
from crossfoot_templates.formula.errors import FormulaError, wrong
from crossfoot_templates.formula.kinds import Blank, Boolean, Choice, Date, Instant, Number, Text
from crossfoot_templates.formula.nodes import Apply, Literal
from crossfoot_templates.formula.typed import Constant, Expression
from crossfoot_templates.formula.written_day import day_of, is_day

_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)%?\s*")


def number(part: Part) -> Number:
    """A number or an amount."""
    if isinstance(part.kind, Number):
        return part.kind
    raise no_number(part)


def plain(part: Part) -> Number:
    """A number that is no amount."""
    kind = number(part)
    if kind.currency is not None:
        raise wrong("not_plain", part.span, part.words)
    return kind


def whole(part: Part) -> Expression:
    """A number without decimals that is no amount."""
    if plain(part).scale != 0:
        raise wrong("not_whole", part.span)
    return part.expression


def condition(part: Part) -> Expression:
    """Something that is TRUE or FALSE."""
    if isinstance(part.kind, Boolean):
        return part.expression
    raise wrong("not_condition", part.span, part.words)


def text(part: Part) -> Expression:
    """Text; the empty one too."""
    match part.kind:
        case Text() | Blank():
            return part.expression
        case Number():
            raise wrong("number_as_text", part.span, part.words)
        case Date() | Instant():
            raise wrong("date_as_text", part.span, part.words)
        case Choice() | Boolean():
            raise wrong("choice_as_text", part.span, part.words)
    raise wrong("not_text", part.span, part.words)


def date(part: Part) -> Expression:
    """A day."""
    if isinstance(part.kind, Date):
        return part.expression
    raise no_date(part)


def no_date(part: Part) -> FormulaError:
    """The error of a part that should have been a day."""
    literal = written_text(part)
    if isinstance(part.kind, Instant):
        return wrong("instant_for_date", part.span)
    if literal is not None:
        return wrong("text_for_date", part.span, literal, day_of(literal))
    calculated = calculated_day(part)
    if calculated is not None:
        return wrong("number_for_date", part.span, calculated, day_of(calculated))
    return wrong("not_date", part.span, part.words)


def calculated_day(part: Part) -> str | None:
    """The day that was meant by ``2026-01-01`` or ``2026/1/1`` without quotes, which is a calculation with numbers."""
    match part.node:
        case Apply(
            "-" | "/" as sign,
            (
                Apply(first, (Literal(Decimal() as year), Literal(Decimal() as month))),
                Literal(Decimal() as day),
            ),
        ) if first == sign:
            written = f"{year}{sign}{month}{sign}{day}"
            return written if is_day(written) else None
    return None


def written_text(part: Part) -> str | None:
    """The text that stands there as a literal, or ``None`` where none does."""
    match part.expression:
        case Constant(str(value), Text()):
            return value
    return None


def written_number(part: Part) -> Decimal | None:
    """The number that stands there as a literal, with its sign; ``None`` where none does."""
    match part.node:
        case Literal(Decimal() as value):
            return value
        case Apply("neg", (Literal(Decimal() as value),)):
            return -value
        case Apply("pos", (Literal(Decimal() as value),)):
            return value
    return None


def written_whole(part: Part) -> int | None:
    """The whole number that stands there as a literal, with its sign; ``None`` where none does."""
    value = written_number(part)
    return int(value) if value is not None and value == value.to_integral_value() else None


def is_number(text: str) -> bool:
    """Whether ``text`` is written as a number."""
    return _NUMBER.fullmatch(text) is not None


def no_number(part: Part) -> FormulaError:
    """The error of a part that should have been a number."""
    literal = written_text(part)
    if literal is not None and is_number(literal):
        return wrong("number_in_quotes", part.span, literal, literal.strip())
    return wrong("not_number", part.span, part.words)
