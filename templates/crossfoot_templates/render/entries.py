"""What may be entered in each column, and what a selected cell says of it: what becomes a data validation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal as Exact
from functools import singledispatch
from typing import Literal

from crossfoot_templates import layout, types
from crossfoot_templates.model import TableView
from crossfoot_templates.render.columns import SheetColumn, SheetColumns
from crossfoot_templates.render.prompts import BARRED, expected, prompt
from crossfoot_templates.render.row_rules import RowRules, ShownRule
from crossfoot_templates.render.texts import text
from crossfoot_templates.types.number import MAX_DIGITS
from crossfoot_templates.types.time import EARLIEST, LATEST

_MOST = Exact(10) ** MAX_DIGITS - 1


@dataclass(frozen=True, slots=True)
class Rule:
    """What a validation looks at. ``formula2`` goes with ``between`` only."""

    kind: Literal["whole", "decimal", "list", "date", "textLength", "custom"]
    formula1: str
    formula2: str | None = None
    operator: Literal["between", "equal", "lessThanOrEqual"] | None = None
    style: Literal["warning", "information"] = "warning"


READ_ONLY = Rule("custom", "FALSE")
"""Whatever is typed is warned of."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered in a column.

    Attributes:
        hint: what a selected cell says; ``warning`` is said where something else is typed. Neither is cut.
        check: a rule of the definition that says more than ``rule`` does.
    """

    column: SheetColumn
    rule: Rule
    hint: str
    warning: str
    check: ShownRule | None = None


def entries(placed: SheetColumns, rules: RowRules, table: TableView) -> Iterator[Entry]:
    """The entries of the tick and of every data column."""
    tick = placed.find(layout.TICK)
    if tick is not None:
        yield _tick(tick, rules)
    keys = {names[0] for names in (table.table.key, *table.table.unique) if len(names) == 1}
    checks = {column.name: each for each in [*rules.of_kind("check")][::-1] for column in each.condition.columns}
    for each in placed.data:
        yield _data(each, rules, checks.get(each.name), unique=each.name in keys)


@singledispatch
def rule(column_type: types.ColumnType, first: str) -> Rule:
    """The rule for a column of ``column_type`` whose first data cell is ``first``."""
    raise TypeError(f"there is no validation for {column_type!r} at {first}")


@rule.register
def _(column_type: types.Text, first: str) -> Rule:
    return _length(column_type.max_length)


@rule.register
def _(column_type: types.LongText, first: str) -> Rule:
    return _length(column_type.max_length)


@rule.register
def _(column_type: types.Code, first: str) -> Rule:
    # Where the server numbers rows, *1 stands for a number to come.
    if column_type.length is None or column_type.numbering is not None:
        return _length(column_type.max_length)
    return Rule("textLength", str(column_type.length), operator="equal")


@rule.register
def _(column_type: types.Integer, first: str) -> Rule:
    least, most = (None if each is None else Exact(each) for each in (column_type.min, column_type.max))
    return _number("whole", least, most, first, wan=column_type.wan)


@rule.register
def _(column_type: types.Decimal, first: str) -> Rule:
    return _number("decimal", column_type.min, column_type.max, first, wan=column_type.wan)


@rule.register
def _(column_type: types.Money, first: str) -> Rule:
    return _number("decimal", column_type.min, column_type.max, first, wan=column_type.wan)


@rule.register
def _(column_type: types.Percent, first: str) -> Rule:
    return _number("decimal", column_type.min, column_type.max, first, wan=False)


@rule.register
def _(column_type: types.Date, first: str) -> Rule:
    return Rule("date", _date(column_type.min), _date(column_type.max), "between")


@rule.register
def _(_type: types.DateTime, first: str) -> Rule:
    return Rule("date", _date(EARLIEST), f"{_date(LATEST)}+1", "between")


@rule.register
def _(_type: types.Boolean, first: str) -> Rule:
    return Rule("list", layout.list_name(layout.BOOLEAN_LIST))


@rule.register
def _(column_type: types.Choice, first: str) -> Rule:
    return Rule("list", layout.list_name(column_type.choices))


@rule.register
def _(column_type: types.Reference, first: str) -> Rule:
    return Rule("list", layout.list_name(column_type.table))


def _length(most: int) -> Rule:
    return Rule("textLength", str(most), operator="lessThanOrEqual", style="information")


def _number(
    kind: Literal["whole", "decimal"], least: Exact | None, most: Exact | None, first: str, *, wan: bool
) -> Rule:
    low, high = f"{-_MOST if least is None else least:f}", f"{_MOST if most is None else most:f}"
    if not wan:
        return Rule(kind, low, high, "between")
    number = f"AND(ISNUMBER({first}),{first}>={low},{first}<={high})"
    # Written as people say it: 12.5万. The server reads what stands before the sign.
    return Rule("custom", f'OR({number},AND(ISTEXT({first}),ISNUMBER(FIND(RIGHT({first}),"万亿"))))')


def _date(day: dt.date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


def _data(placed: SheetColumn, rules: RowRules, check: ShownRule | None, *, unique: bool) -> Entry:
    view, language = rules.formulas.view, rules.formulas.language
    column = placed.column
    if column is None:
        raise TypeError(f"{placed.name} holds no data")
    barred = placed.standing in BARRED
    judged = READ_ONLY if barred else rule(column.type, placed.first)
    said = text(placed.standing, language) if barred else expected(column.type, view, language)
    return Entry(
        placed,
        judged,
        hint=prompt(placed, column, rules, unique=unique),
        warning="\n".join((said, text("keep_anyway", language))),
        # that a text is not too long says less than a rule
        check=check if judged.kind == "textLength" else None,
    )


def _tick(placed: SheetColumn, rules: RowRules) -> Entry:
    language = rules.formulas.language
    mine, theirs = layout.KEEP_MINE[language], layout.TAKE_THEIRS[language]
    hint = text("tick_prompt", language, rules.formulas.program, mine=mine, theirs=theirs)
    return Entry(placed, Rule("list", layout.list_name(layout.TICK_LIST)), hint, hint)
