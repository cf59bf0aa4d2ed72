"""The walk over a formula's tree that turns it into a checked one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, TypeVar

from crossfoot_templates.formula.checking.headings import unknown
from crossfoot_templates.formula.checking.purposes import PURPOSES, elsewhere
from crossfoot_templates.formula.checking.scope import Scope
from crossfoot_templates.formula.checking.words import described
from crossfoot_templates.formula.errors import FormulaError, FormulaProblem, wrong
from crossfoot_templates.formula.functions import CALLABLE, FUNCTIONS, Function
from crossfoot_templates.formula.functions.other_names import OTHER_NAMES
from crossfoot_templates.formula.kinds import Blank, Boolean, Kind, Number, Text
from crossfoot_templates.formula.nodes import Apply, Literal, Node, Own, Span, Whole
from crossfoot_templates.formula.typed import Constant, Expression, OwnColumn, TableColumn
from crossfoot_templates.label import Label


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a formula, as it was written and as what it has turned out to be."""

    node: Node
    expression: Expression

    @property
    def kind(self) -> Kind:
        """The kind of its values."""
        return self.expression.kind

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.node.span

    @property
    def words(self) -> Label:
        """How a sentence names it."""
        return described(self.node, self.kind)


class Judge:
    """Checks the parts of one formula against ``scope``, each function and operator by its rule."""

    def __init__(self, scope: Scope, rules: Mapping[str, Rule]) -> None:
        self.scope = scope
        self._rules = rules

    def part(self, node: Node) -> Part:
        """``node``, checked.

        Raises:
            FormulaError: it is wrong; everything that is wrong below it is told, but nothing that follows from that.
        """
        match node:
            case Literal(value):
                return Part(node, constant(value))
            case Own(column):
                return Part(node, self._own(node, column))
            case Whole(table, column):
                raise wrong("whole_column", node.span, f"{table}[{column}]", f"[@{column}]")
            case Apply():
                return self._applied(node)

    def parts(self, nodes: Iterable[Node]) -> tuple[Part, ...]:
        """Each of ``nodes``, checked; the problems of all of them are told together.

        Raises:
            FormulaError: some of them are wrong.
        """
        return collected(self.part, nodes)

    def column(self, node: Node) -> Part:
        """``node`` as a whole column of a table.

        Raises:
            FormulaError: it is none, or there is no such table or column.
        """
        if not isinstance(node, Whole):
            raise wrong("not_whole_column", node.span, self.part(node).words, "allocation[amount]")
        tables = self.scope.tables
        if node.table not in tables:
            labels = self.scope.headings.tables
            raise unknown("unknown_table", node.span, node.table, tables, labels, lambda name: f"{name}[{node.column}]")
        columns = tables[node.table]
        if node.column not in columns:
            labels = self.scope.headings.columns.get(node.table, {})
            raise unknown(
                "unknown_table_column", node.span, node.column, columns, labels, lambda name: f"{node.table}[{name}]"
            )
        return Part(node, TableColumn(node.table, node.column, columns[node.column]))

    def _own(self, node: Node, column: str) -> OwnColumn:
        columns = self.scope.columns
        if column not in columns:
            labels = self.scope.headings.columns.get(self.scope.table, {})
            raise unknown("unknown_column", node.span, column, columns, labels, "[@{}]".format)
        return OwnColumn(column, columns[column].kind, columns[column].computed)

    def _applied(self, node: Apply) -> Part:
        function = CALLABLE.get(node.name)
        if function is None:
            if node.name in OTHER_NAMES:
                raise wrong("other_name", node.at, node.name, CALLABLE[OTHER_NAMES[node.name]].signature)
            raise wrong("unknown_function", node.at, node.name, among=FUNCTIONS)
        if not PURPOSES[self.scope.purpose].permits(function):
            raise wrong("not_here", node.at, node.name, elsewhere(self.scope.purpose, function))
        _count(node, function)
        return Part(node, self._rules[node.name](self, node))


_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

Rule: TypeAlias = Callable[[Judge, Apply], Expression]
"""Checks one call, whose count of arguments is right, and gives the checked call; raises ``FormulaError``."""


def collected(check: Callable[[_Given], _Made], each_of: Iterable[_Given]) -> tuple[_Made, ...]:
    """What ``check`` makes of each of them; the problems of all of them are told together.

    Raises:
        FormulaError: some of them are wrong.
    """
    made: list[_Made] = []
    problems: list[FormulaProblem] = []
    for given in each_of:
        try:
            made.append(check(given))
        except FormulaError as error:
            problems += error.problems
    if problems:
        raise FormulaError(problems)
    return tuple(made)


def constant(value: Decimal | str | bool) -> Constant:
    """The constant for a literal; the empty text is a blank."""
    if isinstance(value, bool):
        return Constant(value, Boolean())
    if isinstance(value, Decimal):
        return Constant(value, Number(places(value)))
    return Constant(value, Text()) if value else Constant(None, Blank())


def places(value: Decimal) -> int:
    """The decimal places of ``value`` without the zeros at its end."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _count(node: Apply, function: Function) -> None:
    count = len(node.arguments)
    if node.name == "IF" and count == 2:
        raise wrong("if_without_else", node.at, node.name, function.signature)
    if count < function.least:
        raise wrong("few_arguments", node.at, str(count), function.signature)
    if count > function.most:
        raise wrong("many_arguments", node.at, str(count), function.signature)
