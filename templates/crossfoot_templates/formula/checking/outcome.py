"""What a formula as a whole must give."""

from __future__ import annotations

from crossfoot_templates.formula.checking.choices import coded
from crossfoot_templates.formula.checking.demands import calculated_day, condition, no_date, written_text
from crossfoot_templates.formula.checking.judge import Judge, Part
from crossfoot_templates.formula.checking.purposes import PURPOSES
from crossfoot_templates.formula.checking.words import words
from crossfoot_templates.formula.errors import wrong
from crossfoot_templates.formula.kinds import Blank, Choice, Date, Kind, Number, Text
from crossfoot_templates.formula.typed import Expression


def outcome(judge: Judge, part: Part) -> Expression:
    """The checked formula, which is of the kind that its purpose needs.

    Raises:
        FormulaError: it is not.
    """
    if PURPOSES[judge.scope.purpose].condition:
        return condition(part)
    expected = judge.scope.expected
    return part.expression if expected is None else _fitting(judge, part, expected)


def _fitting(judge: Judge, part: Part, expected: Kind) -> Expression:
    literal = written_text(part)
    match part.kind, expected:
        case (Blank(), _):
            return part.expression
        case Number(currency=found), Number(currency=needed):
            if found is not None and needed is not None and found != needed:
                raise wrong("two_currencies", part.span, f"[@{found}]", f"[@{needed}]")
            return part.expression
        case ((Text() | Choice()), Choice()):
            return coded(judge, part, expected)
        case ((Text() | Number()), Date()) if literal is not None or calculated_day(part) is not None:
            raise no_date(part)
    if part.kind != expected:
        raise wrong("result_kind", part.span, part.words, words(expected))
    return part.expression
