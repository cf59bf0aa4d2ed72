"""Conditions on rows that a definition states (``visible_when``, ``editable_when``), as parts of queries.

Stored rows are found by SQL, and rows in hand are judged as by any other formula; both must find the same. So blanks
count here as in every formula. A row of another table is a scalar subquery: its id or its references are indexed. What
the reader may see of that table makes no difference, a condition speaks for who wrote the definition.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    and_,
    case,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.types import TypeEngine

from crossfoot_server.store.columns import ExactNumber
from crossfoot_server.store.dialect import Capitals, Unindexed
from crossfoot_server.store.schema import ID, SEQ, VOIDED, Schema
from crossfoot_templates.formula.kinds import Boolean, Choice, Date, Kind, Number, Reference, Text
from crossfoot_templates.formula.typed import Call, Constant, Expression, OwnColumn, calls, inputs
from crossfoot_templates.questions import ROW_ID, Criterion, Sign, question_of

Ranks: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""The codes of ordered choice lists, in order."""

DAY_0 = dt.date(1899, 12, 30)
"""The day that a blank counts as."""


@dataclass(frozen=True)
class Condition:
    """A checked condition, asked for somebody with a login, teams and roles; ``schema`` has the tables it looks at."""

    expression: Expression
    login: str
    teams: frozenset[str]
    roles: frozenset[str]
    ranks: Ranks
    schema: Schema

    def sql(self, table: FromClause) -> ColumnElement[bool]:
        """Whether it holds, over the columns of ``table``."""
        found: ColumnElement[bool] = self.value(self.expression, table)
        return found

    def value(self, expression: Expression, table: FromClause, like: TypeEngine[Any] | None = None) -> Any:
        """A part of the condition over the columns of ``table``, with what counts for a blank in its place.

        ``like`` is how the numbers are stored that it is compared with.
        """
        match expression:
            case Constant(bool() as value):
                return true() if value else false()
            case Constant(value, kind):
                return _literal(_blank(kind) if value is None else value, like)
            case OwnColumn() | Call("XLOOKUP"):
                blank = _literal(_blank(expression.kind), self.stored(expression, table))
                return func.coalesce(self.cell(expression, table), blank)
            case Call("COUNTIFS"):
                return _counted(self, table, expression)
            case Call(name, arguments):
                return QUERIES[name](self, table, *arguments)
        raise TypeError(f"{expression} is no part of a condition on rows")

    def cell(self, expression: Expression, table: FromClause, like: TypeEngine[Any] | None = None) -> Any:
        """The same with NULL for a blank."""
        match expression:
            case Constant(None):
                return null()
            case OwnColumn(name):
                return table.c[name]
            case Call("XLOOKUP"):
                return _looked_up(self, table, expression)
        return self.value(expression, table, like)

    def stored(self, expression: Expression, table: FromClause) -> TypeEngine[Any] | None:
        """How the numbers that ``expression`` gives are stored; ``None`` where it is a constant or no number."""
        match expression:
            case OwnColumn(name, Number()):
                return table.c[name].type
            case Call("XLOOKUP", _, Number()):
                question = question_of(expression)
                return self.schema.pairs[question.table].current.c[question.measure.column].type
            case Call("+" | "-", arguments):
                return next((found for each in arguments if (found := self.stored(each, table)) is not None), None)
            case Call(_, _, Number()):
                return BigInteger()
        return None

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


def _literal(value: Any, like: TypeEngine[Any] | None) -> ColumnElement[Any]:
    """``value``; a number as the one beside it is stored: some databases keep whole ones of a scale."""
    if not isinstance(value, Decimal):
        return literal(value)
    if like is None:
        like = ExactNumber(max(0, -int(value.as_tuple().exponent)))
    return literal(value if isinstance(like, ExactNumber) else int(value), like)


Query: TypeAlias = Callable[..., Any]


def _sides(condition: Condition, table: FromClause, left: Expression, right: Expression) -> list[Any]:
    """The two sides of an operator, numbers as both are stored."""
    like = condition.stored(left, table) or condition.stored(right, table)
    if like is None and isinstance(left.kind, Number) and isinstance(right.kind, Number):
        like = ExactNumber(max(left.kind.scale or 0, right.kind.scale or 0))
    return [condition.value(each, table, like) for each in (left, right)]


def _compared(compare: Callable[[Any, Any], Any]) -> Query:
    """A comparison. Texts are the same in capitals and small letters."""

    def query(condition: Condition, table: FromClause, left: Expression, right: Expression) -> ColumnElement[bool]:
        sides = _sides(condition, table, left, right)
        texts = isinstance(left.kind, Text) and isinstance(right.kind, Text)
        found: ColumnElement[bool] = compare(*(map(Capitals, sides) if texts else sides))
        return found

    return query


def _calculated(calculate: Callable[[Any, Any], Any]) -> Query:
    """Addition or subtraction."""

    def query(condition: Condition, table: FromClause, left: Expression, right: Expression) -> Any:
        return calculate(*_sides(condition, table, left, right))

    return query


def _in_team(condition: Condition, table: FromClause, team: Expression) -> ColumnElement[bool]:
    found: ColumnElement[bool] = condition.value(team, table).in_(sorted(condition.teams))
    return found


def _role(condition: Condition, _table: FromClause, role: Expression) -> ColumnElement[bool]:
    return true() if isinstance(role, Constant) and role.value in condition.roles else false()


def _is_blank(condition: Condition, table: FromClause, tested: Expression) -> ColumnElement[bool]:
    found: ColumnElement[bool] = condition.cell(tested, table).is_(None)
    return found


def _this(_condition: Condition, table: FromClause) -> ColumnElement[str]:
    return table.c[ID]


def _looked_up(condition: Condition, table: FromClause, call: Call) -> ColumnElement[Any]:
    """XLOOKUP: what the row that changed least recently has, of those in force with the reference that is asked for."""
    question, missing = question_of(call), call.arguments[3]
    other = condition.schema.pairs[question.table].current.alias()
    (criterion,) = question.criteria
    wanted = other.c[criterion.column or ID] == condition.cell(criterion.operand, table)
    found = select(other.c[question.measure.column]).where(other.c[VOIDED] == false(), wanted).correlate(table)
    if criterion.column != ROW_ID:
        found = found.order_by(other.c[SEQ]).limit(1)
    result: ColumnElement[Any] = found.scalar_subquery()
    if isinstance(missing, Constant) and missing.value is None:
        return result
    otherwise = condition.cell(missing, table, condition.stored(call, table))
    return case((found.exists(), result), else_=otherwise)


def _counted(condition: Condition, table: FromClause, call: Call) -> ColumnElement[int]:
    """COUNTIFS: how many rows in force meet every criterion."""
    criteria = question_of(call).criteria
    other = condition.schema.pairs[question_of(call).table].current.alias()
    # Few rows refer to the same row as a rule, while somebody may well be a member of everything.
    by_row = any(map(_of_the_row, criteria))
    met = [other.c[VOIDED] == false()]
    for each in criteria:
        column = other.c[each.column or ID]
        met.append(_meets(condition, table, Unindexed(column) if by_row and not _of_the_row(each) else column, each))
    counted = select(func.count()).select_from(other).where(*met).correlate(table)
    return counted.scalar_subquery()


def _of_the_row(criterion: Criterion) -> bool:
    """Whether rows are asked for by a reference that is the row's own, or by the row itself."""
    if criterion.sign != "=" or not isinstance(criterion.kind, Reference):
        return False
    return "THIS" in calls(criterion.operand) or bool(inputs(criterion.operand))


def _meets(
    condition: Condition, table: FromClause, column: ColumnElement[Any], criterion: Criterion
) -> ColumnElement[bool]:
    """What the rows of a table have in ``column``, beside what a criterion asks for; NULL is a blank on both sides."""
    number = column.type if isinstance(criterion.kind, Number) else None
    sides = [column, condition.cell(criterion.operand, table, number)]
    if isinstance(criterion.kind, Text):
        sides = [*map(Capitals, sides)]
    found: ColumnElement[bool] = MEETING[criterion.sign](*sides)
    return found


ORDERS: dict[Sign, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

MEETING: dict[Sign, Callable[[Any, Any], Any]] = {
    "=": lambda column, wanted: column.is_not_distinct_from(wanted),
    "<>": lambda column, wanted: column.is_distinct_from(wanted),
    **ORDERS,
}
"""The signs of a criterion. A blank equals a blank, and is neither less nor greater than anything."""

QUERIES: dict[str, Query] = {
    "=": _compared(operator.eq),
    "<>": _compared(operator.ne),
    **{sign: _compared(compare) for sign, compare in ORDERS.items()},
    "+": _calculated(operator.add),
    "-": _calculated(operator.sub),
    "AND": lambda condition, table, *parts: and_(*(condition.value(each, table) for each in parts)),
    "OR": lambda condition, table, *parts: or_(*(condition.value(each, table) for each in parts)),
    "NOT": lambda condition, table, part: not_(condition.value(part, table)),
    "ISBLANK": _is_blank,
    "RANK": lambda condition, table, choice: case(
        condition.order(choice), value=condition.value(choice, table), else_=0
    ),
    "USER": lambda condition, _table: literal(condition.login),
    "INTEAM": _in_team,
    "ROLE": _role,
    "THIS": _this,
}
"""The functions as SQL, but for those over tables."""
