"""Formulas of a definition as people read them: with headings in place of names, and labels in place of codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from crossfoot_templates.formula import nodes
from crossfoot_templates.formula.branches import branches
from crossfoot_templates.formula.parsing import parse
from crossfoot_templates.model import BookView, Language, Table
from crossfoot_templates.types import Choice, ColumnType

_COMPARED = frozenset({"=", "<>", "<", "<=", ">", ">=", "SWITCH"})
"""What a choice may be compared in with the code of another."""


def spelled(formula: str, view: BookView, table: Table, language: Language, gives: ColumnType | None = None) -> str:
    """``formula`` of ``table``, as somebody reads it who knows the sheets of ``view`` and not the names behind them.

    ``gives`` is the type of what it comes to, where that is a column's.

    Raises:
        FormulaError: it is no formula.
    """
    words, tree = _Words(view, table, language), parse(formula)
    named = [*words.of(tree), *(words.codes(_results(tree), gives.choices) if isinstance(gives, Choice) else ())]
    found = sorted(named, key=lambda each: each[0].start, reverse=True)
    text = formula
    for span, word in found:
        text = text[: span.start] + word + text[span.end :]
    return text


def _results(formula: nodes.Node) -> Iterator[nodes.Node]:
    """The parts of a formula that it can come to as they are."""
    if isinstance(formula, nodes.Apply) and branches(formula.name, len(formula.arguments)):
        for at in branches(formula.name, len(formula.arguments)):
            yield from _results(formula.arguments[at])
    else:
        yield formula


def _compared(name: str, arguments: Sequence[nodes.Node]) -> Sequence[nodes.Node]:
    """What is compared with one another, among the arguments of a comparison or of SWITCH."""
    results = branches(name, len(arguments))
    return [each for at, each in enumerate(arguments) if at not in results]


class _Words:
    """What stands for the names and codes of a formula."""

    def __init__(self, view: BookView, table: Table, language: Language) -> None:
        self._view, self._table, self._language = view, table, language

    def of(self, formula: nodes.Node) -> Iterator[tuple[nodes.Span, str]]:
        """The places to be changed, each with what is to stand there."""
        for node in nodes.walk(formula):
            match node:
                case nodes.Own(column):
                    yield node.span, f"[{self._heading(self._table.name, column)}]"
                case nodes.Whole(table, column):
                    label = self._view.by_name[table].table.label.in_(self._language) if self._shows(table) else table
                    yield node.span, f"{label}[{self._heading(table, column)}]"
                case nodes.Apply(name, arguments) if name in _COMPARED:
                    parts = _compared(name, arguments)
                    types = (self._table.by_name[each.column].type for each in parts if isinstance(each, nodes.Own))
                    for listed in {each.choices for each in types if isinstance(each, Choice)}:
                        yield from self.codes(parts, listed)

    def codes(self, parts: Iterable[nodes.Node], choices: str) -> Iterator[tuple[nodes.Span, str]]:
        """Of ``parts`` those that are codes of a choice list, each with its label."""
        listed = self._view.choice_lists.get(choices)
        for each in parts:
            if listed is not None and isinstance(each, nodes.Literal) and isinstance(each.value, str):
                label = listed.label(each.value, self._language)
                if label is not None:
                    yield each.span, f'"{label}"'

    def _shows(self, table: str) -> bool:
        return table in self._view.by_name

    def _heading(self, table: str, column: str) -> str:
        declared = self._view.by_name[table].table.by_name.get(column) if self._shows(table) else None
        return column if declared is None else declared.label.in_(self._language)
