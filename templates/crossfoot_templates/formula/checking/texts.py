"""Functions of text, and the operator that joins texts."""

from __future__ import annotations

from crossfoot_templates.formula.checking.demands import no_date, number, text, whole, written_text
from crossfoot_templates.formula.checking.judge import Judge, Part, Rule, collected
from crossfoot_templates.formula.checking.taking import taking
from crossfoot_templates.formula.errors import wrong
from crossfoot_templates.formula.formats import DATE_FORMATS, NUMBER_FORMATS
from crossfoot_templates.formula.kinds import Boolean, Date, Instant, Number, Text
from crossfoot_templates.formula.nodes import Apply
from crossfoot_templates.formula.typed import Call, Expression
from crossfoot_templates.label import Label, joined

WILDCARDS = "*?~"


def _joining(judge: Judge, node: Apply) -> Expression:
    return Call("&", collected(_joined, judge.parts(node.arguments)), Text())


def _joined(part: Part) -> Expression:
    if isinstance(part.kind, Number):
        if part.kind.scale is None:
            raise wrong("quotient_as_text", part.span)
        return part.expression
    return text(part)


def _needle(part: Part) -> Expression:
    literal = written_text(part) or ""
    if set(WILDCARDS) & set(literal):
        raise wrong("wildcard", part.span, literal)
    return text(part)


def _text(judge: Judge, node: Apply) -> Expression:
    value, layout = judge.parts(node.arguments)
    formats = DATE_FORMATS if isinstance(value.kind, Date) else NUMBER_FORMATS
    if isinstance(value.kind, Instant):
        raise no_date(value)
    if not isinstance(value.kind, Date):
        number(value)
    literal = written_text(layout)
    if literal is None:
        raise wrong("not_literal", layout.span, "", Label("格式", "a format"))
    if literal not in formats:
        raise wrong("bad_format", layout.span, literal, joined(f'"{each}"' for each in formats))
    return Call("TEXT", (value.expression, layout.expression), Text())


TEXTS: dict[str, Rule] = {
    "&": _joining,
    "LEN": taking([text], Number(0)),
    "LEFT": taking([text, whole], Text()),
    "RIGHT": taking([text, whole], Text()),
    "MID": taking([text, whole, whole], Text()),
    "TRIM": taking([text], Text()),
    "UPPER": taking([text], Text()),
    "LOWER": taking([text], Text()),
    "EXACT": taking([text, text], Boolean()),
    "SEARCH": taking([_needle, text, whole], Number(0)),
    "SUBSTITUTE": taking([text, text, text, whole], Text()),
    "TEXT": _text,
}
