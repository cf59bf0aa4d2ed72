"""What a formula may use that becomes a part of queries: less than all, and the same in every database."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_templates.formula.checking.purposes import IN_SCOPES
from crossfoot_templates.formula.kinds import Boolean, Choice, Date, Number, Reference, Text
from crossfoot_templates.formula.typed import Call, Constant, Expression, OwnColumn, TableColumn, walk
from crossfoot_templates.questions import SIGNS, Question, question_of

IN_QUERIES = (
    *("=", "<>", "<", "<=", ">", ">=", "AND", "OR", "NOT", "ISBLANK", "+", "-", "USER", "INTEAM", "ROLE"),
    *IN_SCOPES,
)
"""The operators and functions that queries have."""

UNDERNEATH = ("RANK", "THIS", *SIGNS)
"""What checking adds to them."""

KINDS = (Boolean, Choice, Date, Number, Reference, Text)
"""The kinds of columns that queries compare. Instants are none: what a wall clock shows is not what is stored."""


def outside_of_queries(expression: Expression) -> str | None:
    """The first part of ``expression`` that no query has, as its writer knows it; ``None`` where there is none."""
    for each in walk(expression):
        match each:
            case Call(name) if name not in IN_QUERIES and name not in UNDERNEATH:
                return name
            case Call("+" | "-" as name) if not isinstance(each.kind, Number):
                return name
            case Call(name, arguments) if any(map(_scales_differ, _meeting(each, arguments))):
                return name
            case OwnColumn(column, kind, computed) if computed or not isinstance(kind, KINDS):
                return f"[@{column}]"
            case TableColumn(table, column, kind) if not isinstance(kind, KINDS):
                return f"{table}[{column}]"
            case Constant(_, Number(scale)) if scale is None:
                return "/"
    return None


def not_by_reference(expression: Expression) -> str | None:
    """The first function in ``expression`` that would have to go through a whole table for every row.

    No index helps with texts. What helps is a column that refers to a row, or the row itself.
    """
    for each in walk(expression):
        if isinstance(each, Call) and each.name in IN_SCOPES and not _by_reference(question_of(each)):
            return each.name
    return None


def _by_reference(question: Question) -> bool:
    return any(each.sign == "=" and isinstance(each.kind, Reference) for each in question.criteria)


def _meeting(call: Call, arguments: tuple[Expression, ...]) -> Iterator[tuple[Expression, ...]]:
    """The parts of ``call`` that are compared or calculated with each other."""
    if call.name != "COUNTIFS":
        yield arguments
        return
    question = question_of(call)
    for each in question.criteria:
        yield TableColumn(question.table, each.column, each.kind), each.operand


def _scales_differ(arguments: tuple[Expression, ...]) -> bool:
    """Whether numbers meet that are stored with different decimal places, or a constant that has more of them."""
    columns = {
        each.kind.scale for each in arguments if isinstance(each.kind, Number) and not isinstance(each, Constant)
    }
    constants = {each.kind.scale for each in arguments if isinstance(each.kind, Number) and isinstance(each, Constant)}
    most = max((scale or 0 for scale in constants), default=0)
    return len(columns) > 1 or (bool(columns) and most > (max(scale or 0 for scale in columns)))
