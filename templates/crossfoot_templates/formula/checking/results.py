"""The one kind of several results, of which a row takes one."""

from __future__ import annotations

from collections.abc import Sequence

from crossfoot_templates.formula.checking.amounts import common
from crossfoot_templates.formula.checking.choices import coded
from crossfoot_templates.formula.checking.judge import Judge, Part
from crossfoot_templates.formula.checking.words import words
from crossfoot_templates.formula.errors import wrong
from crossfoot_templates.formula.kinds import Blank, Choice, Kind, Number, Text
from crossfoot_templates.formula.typed import Expression


def of_one_kind(judge: Judge, results: Sequence[Part]) -> tuple[tuple[Expression, ...], Kind]:
    """The results with their common kind; texts beside choices become codes, blanks fit everything.

    Raises:
        FormulaError: the kinds differ.
    """
    filled = [part for part in results if not isinstance(part.kind, Blank)]
    kind = _leading(filled)
    for part in filled:
        if not _follows(part.kind, kind):
            raise wrong("branches_differ", part.span, part.words, words(kind))
    if isinstance(kind, Choice):
        return tuple(coded(judge, part, kind) for part in results), kind
    return tuple(part.expression for part in results), common(filled) if isinstance(kind, Number) else kind


def _leading(filled: Sequence[Part]) -> Kind:
    """The kind that the others follow: the first, except that choices lead texts."""
    first = filled[0].kind if filled else Blank()
    if not isinstance(first, Text):
        return first
    return next((part.kind for part in filled if isinstance(part.kind, Choice)), first)


def _follows(kind: Kind, leading: Kind) -> bool:
    match kind, leading:
        case (Number(), Number()) | (Text(), Choice()):
            return True
    return kind == leading
