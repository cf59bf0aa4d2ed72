"""Codes of choice lists written as texts, and positions in ordered lists."""

from __future__ import annotations

from decimal import Decimal

from crossfoot_templates.formula.branches import branches
from crossfoot_templates.formula.checking.demands import written_number, written_text
from crossfoot_templates.formula.checking.headings import unknown
from crossfoot_templates.formula.checking.judge import Judge, Part
from crossfoot_templates.formula.errors import FormulaError, wrong
from crossfoot_templates.formula.kinds import Choice, Number, Text
from crossfoot_templates.formula.nodes import Apply
from crossfoot_templates.formula.precedence import quoted
from crossfoot_templates.formula.typed import Call, Constant, Expression
from crossfoot_templates.label import joined


def code(judge: Judge, part: Part, kind: Choice) -> Expression:
    """``part`` as a choice of ``kind``, where nothing else will do.

    Raises:
        FormulaError: it is neither a code nor a choice of the list.
    """
    if isinstance(part.kind, (Choice, Text)):
        return coded(judge, part, kind)
    raise _no_code(judge, part, kind)


def coded(judge: Judge, part: Part, kind: Choice) -> Expression:
    """``part`` as a choice of ``kind``: a text literal becomes its code, in each branch of an IF and its like too.

    Raises:
        FormulaError: a text is no code of the list, or something is neither text nor of the list.
    """
    literal = written_text(part)
    if literal is not None:
        codes = judge.scope.choices[kind.choices]
        if literal not in codes:
            labels = judge.scope.headings.choices.get(kind.choices, {})
            raise unknown("unknown_code", part.span, literal, codes, labels, lambda name: quoted(name).text)
        return Constant(literal, kind)
    match part.node, part.expression:
        case Apply(), Call(name, arguments, Text()) if branches(name, len(arguments)):
            return _coded_branches(judge, part, kind)
    if isinstance(part.kind, Text) or (isinstance(part.kind, Choice) and part.kind != kind):
        raise _no_code(judge, part, kind)
    return part.expression


def _no_code(judge: Judge, part: Part, kind: Choice) -> FormulaError:
    codes = joined(f'"{each}"' for each in judge.scope.choices[kind.choices])
    return wrong("not_code", part.span, part.words, codes)


def _coded_branches(judge: Judge, part: Part, kind: Choice) -> Expression:
    node, call = part.node, part.expression
    if not (isinstance(node, Apply) and isinstance(call, Call)):
        return call
    results = branches(call.name, len(call.arguments))
    arguments = tuple(
        coded(judge, Part(written, checked), kind) if place in results else checked
        for place, (written, checked) in enumerate(zip(node.arguments, call.arguments, strict=True))
    )
    return Call(call.name, arguments, kind)


def ranked(judge: Judge, part: Part, kind: Choice) -> Expression:
    """``part`` as a position in the ordered list of ``kind``, from 1; a literal may name the code or the position.

    Raises:
        FormulaError: it names neither.
    """
    codes = judge.scope.choices[kind.choices]
    position = written_number(part)
    if position is not None:
        if position not in range(1, len(codes) + 1):
            raise wrong("no_position", part.span, f"{position:f}", joined(codes))
        return Constant(position, Number(0))
    checked = coded(judge, part, kind)
    match checked:
        case Constant(str(code)):
            return Constant(Decimal(codes.index(code) + 1), Number(0))
    return Call("RANK", (checked,), Number(0))
