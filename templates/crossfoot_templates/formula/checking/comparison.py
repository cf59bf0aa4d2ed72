"""Comparison: of what with what, and what is compared underneath."""

from __future__ import annotations

from crossfoot_templates.formula.checking.amounts import one_currency
from crossfoot_templates.formula.checking.choices import coded, ranked
from crossfoot_templates.formula.checking.demands import (
    calculated_day,
    no_date,
    no_number,
    number,
    written_number,
    written_text,
    written_whole,
)
from crossfoot_templates.formula.checking.judge import Judge, Part, Rule
from crossfoot_templates.formula.errors import FormulaError, wrong
from crossfoot_templates.formula.kinds import Blank, Boolean, Choice, Date, Instant, Number, Reference, Text
from crossfoot_templates.formula.nodes import Apply, Own, Span
from crossfoot_templates.formula.typed import Call, Expression
from crossfoot_templates.label import joined

EQUALITY = ("=", "<>")


def _comparison(judge: Judge, node: Apply) -> Expression:
    left, right = judge.parts(node.arguments)
    if isinstance(left.kind, Blank) or isinstance(right.kind, Blank):
        return _blankness(node, left, right)
    return Call(node.name, compared(judge, node.name, node.at, left, right), Boolean())


def _blankness(node: Apply, left: Part, right: Part) -> Expression:
    if node.name not in EQUALITY:
        raise wrong("blank_order", node.at)
    blank = Call("ISBLANK", ((left if isinstance(right.kind, Blank) else right).expression,), Boolean())
    return blank if node.name == "=" else Call("NOT", (blank,), Boolean())


def compared(judge: Judge, name: str, at: Span, left: Part, right: Part) -> tuple[Expression, Expression]:
    """Both sides of a comparison by the operator ``name``, as they are compared: choices as codes or as positions.

    Raises:
        FormulaError: they cannot be compared, or not so.
    """
    match left.kind, right.kind:
        case (Choice() as kind, _) | (_, Choice() as kind):
            return _choices(judge, kind, name, at, left, right)
        case Number(), Number():
            one_currency(((left, number(left)), (right, number(right))))
            _no_percentage(judge, left, right)
            _no_percentage(judge, right, left)
        case (Date(), Date()):
            pass
        case Instant(first), Instant(second):
            if first != second:
                raise wrong("zones", right.span, second, first)
        case (Text() | Boolean() | Reference() as kind, other) if kind == other:
            if name not in EQUALITY:
                raise wrong("only_equal", at, left.words)
        case _:
            raise _mismatch(at, left, right)
    return left.expression, right.expression


def _no_percentage(judge: Judge, part: Part, other: Part) -> None:
    """Percentages are shares of one: nobody means the 1500 % that 15 is."""
    share = written_whole(other)
    if share is None or abs(share) <= 1 or not isinstance(part.node, Own):
        return
    if judge.scope.columns[part.node.column].percent:
        raise wrong("percent_whole", other.span, str(share), f"[@{part.node.column}]")


def _choices(  # noqa: PLR0913, PLR0917 - a comparison has this many parts
    judge: Judge, kind: Choice, name: str, at: Span, left: Part, right: Part
) -> tuple[Expression, Expression]:
    numbers = [part for part in (left, right) if written_number(part) is not None]
    for part in (left, right):
        if part not in numbers and part.kind != kind and not isinstance(part.kind, Text):
            raise wrong("kinds_differ", at, left.words, right.words)
    if name in EQUALITY and not numbers:
        return coded(judge, left, kind), coded(judge, right, kind)
    if not kind.ranked:
        if numbers:
            found = str(written_number(numbers[0]))
            raise wrong("no_position", numbers[0].span, found, joined(judge.scope.choices[kind.choices]))
        raise wrong("no_order", at, kind.choices)
    return ranked(judge, left, kind), ranked(judge, right, kind)


def _mismatch(at: Span, left: Part, right: Part) -> FormulaError:
    for part, other in ((left, right), (right, left)):
        literal = written_text(part)
        match part.kind, other.kind:
            case Date(), Instant():
                return wrong("date_and_instant", at)
            case ((Text() | Number()), Date()) if literal is not None or calculated_day(part) is not None:
                return no_date(part)
            case Text(), Number() if literal is not None:
                return no_number(part)
            case Text(), Reference() if literal is not None:
                return wrong("reference_text", part.span, literal)
    return wrong("kinds_differ", at, left.words, right.words)


COMPARISON: dict[str, Rule] = dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), _comparison)
