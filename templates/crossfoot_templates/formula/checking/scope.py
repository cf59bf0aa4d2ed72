"""What a formula is checked against: the columns in its reach, and what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crossfoot_templates import types
from crossfoot_templates.formula.checking.headings import Headings
from crossfoot_templates.formula.checking.purposes import Purpose
from crossfoot_templates.formula.kinds import Boolean, Choice, Date, Instant, Kind, Number, Reference, Text
from crossfoot_templates.model import ChoiceList


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """A column of the row itself: its kind, whether it has a formula of its own, and whether it holds percentages."""

    kind: Kind
    computed: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a formula may name.

    Attributes:
        table: the table whose rows it belongs to.
        columns: the columns of that table by name.
        purpose: what the formula is for, which decides what it may call and what it must give.
        tables: the kinds of all columns by table and name, the formula's own table among them.
        keys: for each table, the columns each of which names a row by itself: its key, and what references show.
        choices: for each choice list its codes in order.
        expected: the kind that ``compute`` and ``default`` must give; ``None`` takes any.
        headings: what sheets show in place of all these names.
    """

    table: str
    columns: Mapping[str, ColumnKind]
    purpose: Purpose
    tables: Mapping[str, Mapping[str, Kind]] = field(default_factory=dict)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    expected: Kind | None = None
    headings: Headings = field(default_factory=Headings)


def kind_of(column_type: types.ColumnType, choice_lists: Mapping[str, ChoiceList]) -> Kind:
    """The kind of the values of a column of ``column_type``.

    Raises:
        KeyError: it names a choice list that is not among ``choice_lists``.
        TypeError: there is no kind for such a type.
    """
    match column_type:
        case types.Text() | types.LongText() | types.Code():
            return Text()
        case types.Integer():
            return Number(0)
        case types.Money(scale=scale, currency=currency):
            return Number(scale, currency)
        case types.Decimal(scale=scale) | types.Percent(scale=scale):
            return Number(scale)
        case types.Date():
            return Date()
        case types.DateTime(zone=zone):
            return Instant(zone)
        case types.Boolean():
            return Boolean()
        case types.Choice(choices=choices):
            return Choice(choices, choice_lists[choices].ordered)
        case types.Reference(table=table):
            return Reference(table)
    raise TypeError(f"there is no kind for columns of type {column_type.name}")
