"""Data validations: drop-downs, limits and hints over whole columns.

They warn and never stop. The server judges every value, and a validation that stops would keep people from
typing what the server understands: 12.5万, a code instead of a label, *1.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal as Exact
from functools import singledispatch
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from crossfoot_templates import layout, types
from crossfoot_templates.model import Language, TableView
from crossfoot_templates.render.clip import ERROR, PROMPT, PROMPT_TITLE, clip
from crossfoot_templates.render.columns import SheetColumn, SheetColumns
from crossfoot_templates.render.prompts import BARRED, expected, prompt
from crossfoot_templates.render.row_rules import RowRules, ShownRule
from crossfoot_templates.render.texts import text
from crossfoot_templates.types.number import MAX_DIGITS
from crossfoot_templates.types.time import EARLIEST, LATEST

LONGEST_FORMULA = 255
"""Excel refuses to open a workbook with a longer validation formula."""

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


def add_validations(sheet: Worksheet, placed: SheetColumns, rules: RowRules, table: TableView) -> None:
    """Give the tick and every data column of ``sheet`` its validation."""
    language = rules.formulas.language
    sheet.add_data_validation(_tick(placed.named(layout.TICK), language))
    keys = {names[0] for names in (table.table.key, *table.table.unique) if len(names) == 1}
    checks = {column.name: each for each in [*rules.of_kind("check")][::-1] for column in each.condition.columns}
    for each in placed.data:
        made = _data(each, rules, unique=each.name in keys)
        check = checks.get(each.name)
        if check is not None and made.type == "textLength" and len(check.condition.formula) <= LONGEST_FORMULA:
            _judge_by(made, check, language)
        sheet.add_data_validation(made)


def _judge_by(made: DataValidation, check: ShownRule, language: Language) -> None:
    """Let a validation warn of what a rule refuses. That a text is not too long says less."""
    made.type, made.operator, made.errorStyle = "custom", None, "warning"
    made.formula1, made.formula2 = check.condition.formula, None
    warning = "\n".join((check.message.in_(language), text("keep_anyway", language)))
    made.error = clip(warning, ERROR)


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


def _data(placed: SheetColumn, rules: RowRules, *, unique: bool) -> DataValidation:
    view, language = rules.formulas.view, rules.formulas.language
    column = placed.column
    if column is None:
        raise TypeError(f"{placed.name} holds no data")
    barred = placed.standing in BARRED
    hint = text(placed.standing, language) if barred else expected(column.type, view, language)
    return _validation(
        READ_ONLY if barred else rule(column.type, placed.first),
        placed,
        language,
        hint=prompt(placed, column, rules, unique=unique),
        warning="\n".join((hint, text("keep_anyway", language))),
    )


def _tick(placed: SheetColumn, language: Language) -> DataValidation:
    mine, theirs = layout.KEEP_MINE[language], layout.TAKE_THEIRS[language]
    hint = text("tick_prompt", language, mine=mine, theirs=theirs)
    listed = Rule("list", layout.list_name(layout.TICK_LIST))
    return _validation(listed, placed, language, hint=hint, warning=hint)


def _validation(rule: Rule, placed: SheetColumn, language: Language, *, hint: str, warning: str) -> DataValidation:
    return DataValidation(
        type=rule.kind,
        operator=rule.operator,
        formula1=rule.formula1,
        formula2=rule.formula2,
        sqref=placed.whole,
        allowBlank=True,
        showInputMessage=True,
        promptTitle=clip(placed.header, PROMPT_TITLE),
        prompt=clip(hint, PROMPT),
        showErrorMessage=True,
        errorStyle=rule.style,
        errorTitle=clip(text("check", language, label=placed.header), PROMPT_TITLE),
        error=clip(warning, ERROR),
    )
