"""What is checked on a row, the same on both sides of the wire.

A new own-row rule is a function here, named in :data:`ROW_RULES`; what needs other rows (keys, references) is
the server's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import ChoiceList, Column, Table
from crossfoot_templates.types import Choice, Money, Value

Row = Mapping[str, Value]
Findings = dict[str, Message]


class Broken(NamedTuple):
    """A rule that a row breaks: what is said of it, and the columns that make it so, the one to mend first."""

    message: Message
    columns: tuple[str, ...]


RowRule = Callable[[Table, Row], Iterator[Broken]]


def check_field(column: Column, value: Value, choices: Mapping[str, ChoiceList]) -> Message | None:
    """What is wrong with ``value`` in ``column`` by itself, or ``None``."""
    if value is None:
        return say("required") if column.required and not column.numbered else None
    if isinstance(column.type, Choice):
        listed = choices[column.type.choices]
        if value not in {each.code for each in listed.choices}:
            return say("not_a_choice", value=str(value))
    return column.type.check(value)


def check_row(table: Table, row: Row, choices: Mapping[str, ChoiceList], changed: Collection[str]) -> Findings:
    """What is wrong with ``row``, by column, judging only what ``changed`` touches.

    A row that was stored before a column became required stays as it is until somebody changes that column. What breaks
    a rule is found at every column that was changed and makes it so: none of them may be stored without the others.
    """
    broken = [each for rule in ROW_RULES for each in rule(table, row)]
    found = {name: each.message for each in broken for name in each.columns if name in changed}
    return found | _fields(table, row, choices, changed)


def check_new_row(table: Table, row: Row, choices: Mapping[str, ChoiceList], columns: Collection[str]) -> Findings:
    """What is wrong with a new row, of which ``columns`` can be judged.

    It goes whole or not at all, so what breaks a rule is found once, where it is to be mended.
    """
    found: Findings = {}
    for rule in ROW_RULES:
        for message, names in rule(table, row):
            found |= dict.fromkeys([each for each in names if each in columns][:1], message)
    return found | _fields(table, row, choices, columns)


def _fields(table: Table, row: Row, choices: Mapping[str, ChoiceList], judged: Collection[str]) -> Findings:
    """What is wrong with the ``judged`` columns, each by itself."""
    problems = {
        column.name: check_field(column, row.get(column.name), choices)
        for column in table.columns
        if column.name in judged
    }
    return {name: problem for name, problem in problems.items() if problem is not None}


def advise(table: Table, row: Row) -> Findings:
    """Recommended columns that are blank: said, never refused."""
    return {
        column.name: say("recommended")
        for column in table.columns
        if column.recommended and row.get(column.name) is None
    }


def amount_has_currency(table: Table, row: Row) -> Iterator[Broken]:
    """An amount without its currency is no amount. Where it is not known what the currency is, nothing is said."""
    for column in table.columns:
        if isinstance(column.type, Money) and row.get(column.name) is not None:
            currency = column.type.currency
            if row.get(currency, _UNKNOWN) is None:
                label = table.by_name[currency].label
                yield Broken(say("currency_missing", zh=label.zh, en=label.en), (currency, column.name))


_UNKNOWN = ""


ROW_RULES: tuple[RowRule, ...] = (amount_has_currency,)
"""The rules over the fields of one row."""
