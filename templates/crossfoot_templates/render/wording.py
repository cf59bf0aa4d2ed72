"""Conditions of a definition in words, as far as there are words for them: comparisons, and, or, not, blank."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from crossfoot_templates.formula import nodes
from crossfoot_templates.formula.parsing import parse
from crossfoot_templates.layout import YES_NO
from crossfoot_templates.model import BookView, Column, Language, Table
from crossfoot_templates.render.texts import text
from crossfoot_templates.types import Choice, Date, DateTime, Percent

_COMPARED: Final = {"=": "is", "<>": "is_not", "<": "below", "<=": "at_most", ">": "above", ">=": "at_least"}
"""Comparisons, each with the sentence that says it of amounts."""

_IN_ORDER: Final = {"below": "before", "at_most": "or_before", "above": "after", "at_least": "or_after"}
"""What is said in its place of what comes in an order: days, and the choices of a list."""

_JOINED: Final = {"AND": "all_of", "OR": "any_of"}


class _NoWords(Exception):
    """There are no words for a part of a condition."""


def in_words(condition: str, view: BookView, table: Table, language: Language) -> str | None:
    """The ``condition`` of ``table`` in words; ``None`` where there are none for a part of it.

    Raises:
        FormulaError: it is no formula.
    """
    try:
        return _Wording(view, table, language).of(parse(condition))
    except _NoWords:
        return None


class _Wording:
    """The words for the parts of a condition."""

    def __init__(self, view: BookView, table: Table, language: Language) -> None:
        self._view, self._table, self._language = view, table, language

    def of(self, node: nodes.Node) -> str:
        """What holds where ``node`` does."""
        match node:
            case nodes.Own():
                return self._said("is", left=self._heading(node), right=self._truth(yes=True))
            case nodes.Apply("ISBLANK", (nodes.Own() as own,)):
                return self._said("blank", left=self._heading(own))
            case nodes.Apply("NOT", (nodes.Apply("ISBLANK", (nodes.Own() as own,)),)):
                return self._said("filled_in", left=self._heading(own))
            case nodes.Apply("NOT", (nodes.Own() as own,)):
                return self._said("is_not", left=self._heading(own), right=self._truth(yes=True))
            case nodes.Apply("NOT", (negated,)):
                return self._said("not", what=self.of(negated))
            case nodes.Apply("OR", arguments) if len(arguments) > 1 and (column := _one_of(arguments)):
                listed = [self._value(column, each.arguments[1]) for each in arguments if isinstance(each, nodes.Apply)]
                either = f"{text('separator', self._language).join(listed[:-1])}{self._said('or')}{listed[-1]}"
                return self._said("is", left=self._heading(column), right=either)
            case nodes.Apply(
                "AND", (nodes.Apply(">=", (nodes.Own() as left, low)), nodes.Apply("<=", (nodes.Own() as same, high)))
            ) if left == same:
                ends = {"low": self._value(left, low), "high": self._value(left, high)}
                return self._said("from_to", left=self._heading(left), **ends)
            case nodes.Apply("AND" | "OR" as name, arguments):
                return self._said(_JOINED[name]).join(map(self._within, arguments))
            case nodes.Apply(name, (nodes.Own() as left, right)) if name in _COMPARED:
                return self._compared(_COMPARED[name], left, right)
        raise _NoWords

    def _within(self, node: nodes.Node) -> str:
        """A part of a longer condition, in brackets where it has parts of its own."""
        parted = isinstance(node, nodes.Apply) and node.name in _JOINED and not _one_of(node.arguments)
        return self._said("brackets", what=self.of(node)) if parted else self.of(node)

    def _compared(self, sentence: str, left: nodes.Own, right: nodes.Node) -> str:
        if right == nodes.Literal("") and sentence in {"is", "is_not"}:
            return self._said({"is": "blank", "is_not": "filled_in"}[sentence], left=self._heading(left))
        if isinstance(self._column(left).type, Choice | Date | DateTime):
            sentence = _IN_ORDER.get(sentence, sentence)
        return self._said(sentence, left=self._heading(left), right=self._value(left, right))

    def _value(self, beside: nodes.Own, node: nodes.Node) -> str:
        """What ``beside`` is compared with."""
        compared = self._column(beside).type
        match node:
            case nodes.Own():
                return self._heading(node)
            case nodes.Literal(bool() as yes):
                return self._truth(yes=yes)
            case nodes.Literal(Decimal() as number):
                percent = isinstance(compared, Percent)
                return f"{(number * 100 if percent else number).normalize():f}{'%' if percent else ''}"
            case nodes.Literal(str() as code) if isinstance(compared, Choice):
                label = self._view.choice_lists[compared.choices].label(code, self._language)
                return _quoted(code if label is None else label)
            case nodes.Literal(str() as words) if words:
                return _quoted(words)
        raise _NoWords

    def _truth(self, *, yes: bool) -> str:
        return _quoted(YES_NO[self._language][0 if yes else 1])

    def _heading(self, own: nodes.Own) -> str:
        return _quoted(self._column(own).label.in_(self._language))

    def _column(self, own: nodes.Own) -> Column:
        column = self._table.by_name.get(own.column)
        if column is None:
            raise _NoWords
        return column

    def _said(self, name: str, **facts: str) -> str:
        return text(f"where_{name}", self._language, "excel", **facts)


def _quoted(words: str) -> str:
    return f"“{words}”"


def _one_of(arguments: Sequence[nodes.Node]) -> nodes.Own | None:
    """The column that is to be one of several values, where ``arguments`` say no more than that."""
    asked = [each.arguments[0] if isinstance(each, nodes.Apply) and each.name == "=" else None for each in arguments]
    first = asked[0]
    return first if isinstance(first, nodes.Own) and all(each == first for each in asked) else None
