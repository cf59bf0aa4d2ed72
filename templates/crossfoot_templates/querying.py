"""What a formula may use that becomes a part of queries: less than all, and the same in every database."""

from __future__ import annotations

from crossfoot_templates.formula.kinds import Boolean, Choice, Date, Number, Reference, Text
from crossfoot_templates.formula.typed import Call, Constant, Expression, OwnColumn, walk

IN_QUERIES = ("=", "<>", "<", "<=", ">", ">=", "AND", "OR", "NOT", "ISBLANK", "+", "-", "USER", "INTEAM", "ROLE")
"""The operators and functions that queries have. ``RANK``, which checking adds, is another."""

KINDS = (Boolean, Choice, Date, Number, Reference, Text)
"""The kinds of columns that queries compare. Instants are none: what a wall clock shows is not what is stored."""


def outside_of_queries(expression: Expression) -> str | None:
    """The first part of ``expression`` that no query has, as its writer knows it; ``None`` where there is none."""
    for each in walk(expression):
        match each:
            case Call(name) if name not in IN_QUERIES and name != "RANK":
                return name
            case Call("+" | "-" as name) if not isinstance(each.kind, Number):
                return name
            case Call(name, arguments) if _scales_differ(arguments):
                return name
            case OwnColumn(column, kind, computed) if computed or not isinstance(kind, KINDS):
                return f"[@{column}]"
            case Constant(_, Number(scale)) if scale is None:
                return "/"
    return None


def _scales_differ(arguments: tuple[Expression, ...]) -> bool:
    """Whether numbers meet that are stored with different decimal places, or a constant that has more of them."""
    columns = {
        each.kind.scale for each in arguments if isinstance(each.kind, Number) and not isinstance(each, Constant)
    }
    constants = {each.kind.scale for each in arguments if isinstance(each.kind, Number) and isinstance(each, Constant)}
    most = max((scale or 0 for scale in constants), default=0)
    return len(columns) > 1 or (bool(columns) and most > (max(scale or 0 for scale in columns)))
