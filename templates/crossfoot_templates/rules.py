"""What is checked on a row, the same on both sides of the wire.

A new own-row rule is a function here, named in :data:`ROW_RULES`; what needs other rows (keys, references) is
the server's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import ChoiceList, Column, Table
from crossfoot_templates.types import Choice, Money, Value

Row = Mapping[str, Value]
Findings = dict[str, Message]
RowRule = Callable[[Table, Row, Collection[str]], Findings]
"""Judges a row of which the named columns changed."""


def check_field(column: Column, value: Value, choices: Mapping[str, ChoiceList]) -> Message | None:
    """What is wrong with ``value`` in ``column`` by itself, or ``None``."""
    if value is None:
        return say("required") if column.required and not column.filled_in else None
    if isinstance(column.type, Choice):
        listed = choices[column.type.choices]
        if value not in {each.code for each in listed.choices}:
            return say("not_a_choice", value=str(value))
    return column.type.check(value)


def check_row(table: Table, row: Row, choices: Mapping[str, ChoiceList], changed: Collection[str]) -> Findings:
    """What is wrong with ``row``, by column, judging only what ``changed`` touches.

    A row that was stored before a column became required stays as it is until somebody changes that column.
    """
    found: Findings = {}
    for rule in ROW_RULES:
        found |= {name: message for name, message in rule(table, row, changed).items() if name in changed}
    for column in table.columns:
        if column.name in changed:
            problem = check_field(column, row.get(column.name), choices)
            if problem:
                found[column.name] = problem
    return found


def advise(table: Table, row: Row) -> Findings:
    """Recommended columns that are blank: said, never refused."""
    return {
        column.name: say("recommended")
        for column in table.columns
        if column.recommended and row.get(column.name) is None
    }


def amount_has_currency(table: Table, row: Row, changed: Collection[str]) -> Findings:
    """An amount without its currency is no amount. Where it is not known what the currency is, nothing is said.

    Nor where the server fills it in.

    What is to be mended is the currency, so the finding stands there; where only the amount changed, that is what can
    be taken back.
    """
    return {
        column.type.currency if column.type.currency in changed else column.name: say("currency_missing")
        for column in table.columns
        if isinstance(column.type, Money)
        and row.get(column.name) is not None
        and column.type.currency in row
        and row[column.type.currency] is None
        and table.by_name[column.type.currency].default is None
    }


ROW_RULES: tuple[RowRule, ...] = (amount_has_currency,)
"""The rules over the fields of one row."""
