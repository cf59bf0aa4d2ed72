"""Conditions on rows that a definition states (``visible_when``, ``editable_when``), asked for one person.

A condition is a part of queries, so it is made of what every database has: each function here is known both ways, as
SQL for rows that are stored and as Python for rows in hand. Blanks count as in every formula.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, FromClause, and_, case, false, func, literal, not_, or_, true
from sqlalchemy.types import TypeEngine

from crossfoot_server.store.dialect import Capitals
from crossfoot_templates.formula.evaluation import letters
from crossfoot_templates.formula.kinds import Boolean, Choice, Date, Kind, Number, Text
from crossfoot_templates.formula.typed import Call, Constant, Expression, OwnColumn
from crossfoot_templates.types import Value

Ranks: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""The codes of ordered choice lists, in order."""

DAY_0 = dt.date(1899, 12, 30)
"""The day that a blank counts as."""


@dataclass(frozen=True)
class Condition:
    """A checked condition, asked for somebody with a login, teams and roles."""

    expression: Expression
    login: str
    teams: frozenset[str]
    roles: frozenset[str]
    ranks: Ranks

    def holds(self, row: Mapping[str, Value]) -> bool:
        """Whether it holds of ``row``."""
        return bool(self.value_of(self.expression, row))

    def sql(self, table: FromClause) -> ColumnElement[bool]:
        """The same as SQL, over the columns of ``table``."""
        found: ColumnElement[bool] = self.sql_of(self.expression, table)
        return found

    def value_of(self, expression: Expression, row: Mapping[str, Value]) -> Any:
        """What a part of the condition comes to for ``row``."""
        match expression:
            case Constant(value, kind):
                return _blank(kind) if value is None else value
            case OwnColumn(name, kind):
                held = row.get(name)
                return _blank(kind) if held is None else held
            case Call(name, arguments):
                return VALUES[name](self, row, *arguments)
        raise TypeError(f"{expression} is no part of a condition on rows")

    def sql_of(self, expression: Expression, table: FromClause) -> Any:
        """A part of the condition as SQL, over the columns of ``table``."""
        match expression:
            case Constant(bool() as value):
                return true() if value else false()
            case Constant(value, kind):
                return literal(_blank(kind) if value is None else value)
            case OwnColumn(name, kind):
                column = table.c[name]
                return func.coalesce(column, literal(_blank(kind), _type_of_blank(kind, column.type)))
            case Call(name, arguments):
                return QUERIES[name](self, table, *arguments)
        raise TypeError(f"{expression} is no part of a condition on rows")

    def order(self, choice: Expression) -> dict[str, int]:
        """The position of every code of the list of ``choice``, from 1."""
        codes = dict(self.ranks)[choice.kind.choices] if isinstance(choice.kind, Choice) else ()
        return {code: place for place, code in enumerate(codes, start=1)}


def _blank(kind: Kind) -> Any:
    match kind:
        case Number():
            return Decimal(0)
        case Date():
            return DAY_0
        case Boolean():
            return False
        case _:
            return ""


def _type_of_blank(kind: Kind, column: TypeEngine[Any]) -> TypeEngine[Any] | None:
    """The column's own type where values are stored other than they are."""
    return column if isinstance(kind, Number) else None


def _compared(compare: Callable[[Any, Any], Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """A comparison both ways. Texts are the same in capitals and small letters."""

    def value(condition: Condition, row: Mapping[str, Value], left: Expression, right: Expression) -> bool:
        sides = [condition.value_of(each, row) for each in (left, right)]
        return bool(compare(*(map(letters.in_capitals, sides) if _texts(left, right) else sides)))

    def query(condition: Condition, table: FromClause, left: Expression, right: Expression) -> ColumnElement[bool]:
        one, other = (condition.sql_of(each, table) for each in (left, right))
        if isinstance(left, Constant) and not isinstance(right, Constant):
            one = _bound_like(one, left, table, right)
        if isinstance(right, Constant) and not isinstance(left, Constant):
            other = _bound_like(other, right, table, left)
        found: ColumnElement[bool] = (
            compare(*map(Capitals, (one, other))) if _texts(left, right) else compare(one, other)
        )
        return found

    return value, query


def _texts(left: Expression, right: Expression) -> bool:
    return isinstance(left.kind, Text) and isinstance(right.kind, Text)


def _bound_like(made: Any, constant: Constant, table: FromClause, beside: Expression) -> Any:
    """A number as the columns beside it are stored: databases without exact numbers keep whole ones of a scale."""
    if isinstance(beside.kind, Number) and isinstance(constant.value, Decimal):
        column = next((table.c[name] for name in _columns(beside)), None)
        return made if column is None else literal(constant.value, column.type)
    return made


def _columns(expression: Expression) -> list[str]:
    match expression:
        case OwnColumn(name):
            return [name]
        case Call("+" | "-", arguments):
            return [name for each in arguments for name in _columns(each)]
    return []


def _calculated(calculate: Callable[[Any, Any], Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Addition or subtraction both ways."""

    def value(condition: Condition, row: Mapping[str, Value], left: Expression, right: Expression) -> Any:
        return calculate(condition.value_of(left, row), condition.value_of(right, row))

    def query(condition: Condition, table: FromClause, left: Expression, right: Expression) -> Any:
        one, other = (condition.sql_of(each, table) for each in (left, right))
        if isinstance(left, Constant):
            one = _bound_like(one, left, table, right)
        if isinstance(right, Constant):
            other = _bound_like(other, right, table, left)
        return calculate(one, other)

    return value, query


def _in_team_value(condition: Condition, row: Mapping[str, Value], team: Expression) -> bool:
    return condition.value_of(team, row) in condition.teams


def _in_team_query(condition: Condition, table: FromClause, team: Expression) -> ColumnElement[bool]:
    found: ColumnElement[bool] = condition.sql_of(team, table).in_(sorted(condition.teams))
    return found


def _role(condition: Condition, role: Expression) -> bool:
    return isinstance(role, Constant) and role.value in condition.roles


def _is_blank_query(condition: Condition, table: FromClause, tested: Expression) -> ColumnElement[bool]:
    if isinstance(tested, OwnColumn):
        return table.c[tested.column].is_(None)
    return false()


_OPERATORS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "=": _compared(operator.eq),
    "<>": _compared(operator.ne),
    "<": _compared(operator.lt),
    "<=": _compared(operator.le),
    ">": _compared(operator.gt),
    ">=": _compared(operator.ge),
    "+": _calculated(operator.add),
    "-": _calculated(operator.sub),
}

VALUES: dict[str, Callable[..., Any]] = {
    **{name: value for name, (value, _) in _OPERATORS.items()},
    "AND": lambda condition, row, *parts: all(condition.value_of(each, row) for each in parts),
    "OR": lambda condition, row, *parts: any(condition.value_of(each, row) for each in parts),
    "NOT": lambda condition, row, part: not condition.value_of(part, row),
    "ISBLANK": lambda _condition, row, tested: isinstance(tested, OwnColumn) and row.get(tested.column) is None,
    "RANK": lambda condition, row, choice: condition.order(choice).get(condition.value_of(choice, row), 0),
    "USER": lambda condition, _row: condition.login,
    "INTEAM": _in_team_value,
    "ROLE": lambda condition, _row, role: _role(condition, role),
}
"""What each function comes to for a row in hand."""

QUERIES: dict[str, Callable[..., Any]] = {
    **{name: query for name, (_, query) in _OPERATORS.items()},
    "AND": lambda condition, table, *parts: and_(*(condition.sql_of(each, table) for each in parts)),
    "OR": lambda condition, table, *parts: or_(*(condition.sql_of(each, table) for each in parts)),
    "NOT": lambda condition, table, part: not_(condition.sql_of(part, table)),
    "ISBLANK": _is_blank_query,
    "RANK": lambda condition, table, choice: case(
        condition.order(choice), value=condition.sql_of(choice, table), else_=0
    ),
    "USER": lambda condition, _table: literal(condition.login),
    "INTEAM": _in_team_query,
    "ROLE": lambda condition, _table, role: true() if _role(condition, role) else false(),
}
"""The same functions in a query."""
