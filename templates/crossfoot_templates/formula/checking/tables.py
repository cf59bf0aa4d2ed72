"""Functions over whole columns of tables."""

from __future__ import annotations

from collections.abc import Sequence

from crossfoot_templates.formula.checking.choices import code
from crossfoot_templates.formula.checking.comparison import EQUALITY, compared
from crossfoot_templates.formula.checking.demands import is_number, written_text
from crossfoot_templates.formula.checking.judge import Judge, Part, Rule, collected, constant
from crossfoot_templates.formula.checking.purposes import PURPOSES
from crossfoot_templates.formula.checking.results import of_one_kind
from crossfoot_templates.formula.errors import wrong
from crossfoot_templates.formula.functions import FUNCTIONS
from crossfoot_templates.formula.kinds import Blank, Boolean, Choice, Date, Kind, Number, Reference, Text
from crossfoot_templates.formula.nodes import Apply, Literal, Node, Own, Whole
from crossfoot_templates.formula.precedence import quoted
from crossfoot_templates.formula.typed import Call, Constant, Expression
from crossfoot_templates.formula.written_day import day_of

OPERATORS = ("<>", "<=", ">=", "=", "<", ">")
"""What a criterion may begin with; the longer before what they begin with."""
WILDCARDS = "*?~"


def _sumifs(judge: Judge, node: Apply) -> Expression:
    column = judge.column(node.arguments[0])
    if not isinstance(column.kind, Number):
        raise wrong("not_number", column.span, column.words)
    return Call("SUMIFS", _filtered(judge, node, column), Number(column.kind.scale))


def _extreme(judge: Judge, node: Apply) -> Expression:
    column = judge.column(node.arguments[0])
    if not isinstance(column.kind, (Number, Date)):
        raise wrong("not_number", column.span, column.words)
    return Call(node.name, _filtered(judge, node, column), _without_currency(column.kind))


def _countifs(judge: Judge, node: Apply) -> Expression:
    return Call("COUNTIFS", _filtered(judge, node), Number(0))


def _filtered(judge: Judge, node: Apply, *first: Part) -> tuple[Expression, ...]:
    """The arguments of a function that filters rows: ``first``, then columns and their criteria in turn."""
    rest = node.arguments[len(first) :]
    if len(rest) % 2:
        raise wrong("odd_arguments", node.at, str(len(rest)), FUNCTIONS[node.name].signature)
    columns = (*first, *collected(judge.column, rest[::2]))
    _of_one_table(columns)
    pairs = zip(columns[len(first) :], rest[1::2], strict=True)
    criteria = collected(lambda pair: _criterion(judge, *pair), pairs)
    filters = zip(columns[len(first) :], criteria, strict=True)
    return (
        *(part.expression for part in first),
        *(each for column, criterion in filters for each in (column.expression, criterion)),
    )


def _of_one_table(columns: Sequence[Part]) -> None:
    tables = [part.node.table for part in columns if isinstance(part.node, Whole)]
    for part, table in zip(columns, tables, strict=True):
        if table != tables[0]:
            raise wrong("other_table", part.span, table, tables[0])


def _criterion(judge: Judge, column: Part, node: Node) -> Expression:
    """What the values of ``column`` must be: equal to an expression, or as an operator before it says."""
    operator, value = _split(node)
    if value is None:
        part = Part(node, Constant(None, Blank()))
    elif operator == "=" and _means_this_row(judge, column.kind, value):
        return Call("THIS", (), column.kind)
    else:
        part = judge.part(value)
        _refuse_signs(judge, column, part)
    expression = _asked(judge, operator, column, part)
    return expression if operator == "=" else Call(f"criterion{operator}", (expression,), Boolean())


def _asked(judge: Judge, operator: str, column: Part, value: Part) -> Expression:
    """``value`` as the values of ``column`` are compared with it."""
    if isinstance(value.kind, Blank):
        if operator not in EQUALITY:
            raise wrong("blank_order", value.span)
        return value.expression
    if isinstance(column.kind, Choice):
        _refuse_order(operator, column, value)
        return code(judge, value, column.kind)
    return compared(judge, operator, value.span, column, value)[1]


def _split(node: Node) -> tuple[str, Node | None]:
    """The operator that a criterion begins with and the value behind it; ``None`` for a blank."""
    match node:
        case Literal(str(sign)) if sign in EQUALITY:
            return sign, None
        case Apply("&", (Literal(str(sign)), value)) if sign in OPERATORS:
            return sign, value
        case Apply("&", (Apply("&") as left, right)):
            sign, first = _split(left)
            if first is not None and first is not left:
                return sign, Apply("&", (first, right), node.span, node.at)
    return "=", node


def _refuse_order(operator: str, column: Part, value: Part) -> None:
    if operator not in EQUALITY:
        raise wrong("criterion_order", value.span, column.words)


def _refuse_signs(judge: Judge, column: Part, part: Part) -> None:
    literal = written_text(part) or ""
    operator = next((each for each in OPERATORS if literal.startswith(each)), None)
    if operator is not None:
        value = _written(judge, operator, column, part, literal.removeprefix(operator).strip())
        apart = value if operator == "=" else f'"{operator}"&{value}'
        raise wrong("criterion_in_text", part.span, literal, apart)
    if set(WILDCARDS) & set(literal):
        raise wrong("wildcard", part.span, literal)


def _written(judge: Judge, operator: str, column: Part, part: Part, value: str) -> str:
    """How ``value``, which stands in the text ``part`` behind ``operator``, is written by itself.

    Raises:
        FormulaError: however it is written, ``column`` cannot be asked for it, or not so.
    """
    match column.kind:
        case Choice():
            _refuse_order(operator, column, part)
        case Number() if is_number(value):
            return value
        case Date():
            return day_of(value)
        case Boolean() if value.upper() in {"TRUE", "FALSE"}:
            return value.upper()
        case Text() if operator in EQUALITY:
            pass
        case _:
            compared(judge, operator, part.span, column, Part(Literal(value, part.span), constant(value)))
    return quoted(value).text


def _means_this_row(judge: Judge, kind: Kind, value: Node) -> bool:
    """Whether a column that refers to the formula's own table is asked for the key of this row."""
    scope = judge.scope
    return (
        isinstance(kind, Reference)
        and kind.table == scope.table
        and isinstance(value, Own)
        and value.column in scope.keys.get(scope.table, ())
    )


def _xlookup(judge: Judge, node: Apply) -> Expression:
    value, *missing = judge.parts((node.arguments[0], *node.arguments[3:]))
    if not missing and not PURPOSES[judge.scope.purpose].missing:
        missing.append(Part(node, Constant(None, Blank())))
    key, result = collected(judge.column, node.arguments[1:3])
    _of_one_table((key, result))
    looked_up = _looked_up(judge, value, key)
    kind = _without_currency(result.kind)
    found = Part(result.node, Call("XLOOKUP", (), kind))
    results, kind = of_one_kind(judge, (found, *missing))
    return Call("XLOOKUP", (looked_up, key.expression, result.expression, *results[1:]), kind)


def _looked_up(judge: Judge, value: Part, key: Part) -> Expression:
    """What is looked for in ``key``: a value of its kind, or a reference to a row of its table."""
    table, column = (key.node.table, key.node.column) if isinstance(key.node, Whole) else ("", "")
    if value.kind == Reference(table) and key.kind != value.kind:
        expected = judge.scope.keys.get(table, ())
        if column not in expected:
            named = " / ".join(f"{table}[{each}]" for each in expected)
            raise wrong("wrong_key", key.span, f"{table}[{column}]", named)
        return value.expression
    return _asked(judge, "=", key, value)


def _without_currency(kind: Kind) -> Kind:
    """``kind`` where the currency's column, which is of another row, is not at hand."""
    return Number(kind.scale) if isinstance(kind, Number) else kind


TABLES: dict[str, Rule] = {
    "SUMIFS": _sumifs,
    "COUNTIFS": _countifs,
    "MAXIFS": _extreme,
    "MINIFS": _extreme,
    "XLOOKUP": _xlookup,
}
