"""Calculates formulas over a small table, for tests that show whole columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from crossfoot_templates import types
from crossfoot_templates.formula.checking import ColumnKind, Purpose, Scope, check
from crossfoot_templates.formula.evaluation import Context, OverTables, Rows, evaluate
from crossfoot_templates.formula.kinds import (
    Blank,
    Boolean,
    Choice,
    Date,
    Instant,
    Kind,
    Number,
    Reference,
    Text,
)
from crossfoot_templates.formula.parsing import parse
from crossfoot_templates.formula.typed import Expression
from crossfoot_templates.formula.vectors import Failed, values_of, vector_of
from crossfoot_templates.types import ColumnType, Value

ZONE = "Asia/Shanghai"
STAGES = ("lead", "offer", "won", "lost")
TODAY = dt.date(2024, 2, 29)

KINDS: Mapping[str, Kind] = {
    "n": Number(0),
    "m": Number(0),
    "x": Number(3),
    "y": Number(3),
    "rate": Number(6),
    "net": Number(2, "currency"),
    "paid": Number(2, "currency"),
    "text": Text(),
    "other": Text(),
    "flag": Boolean(),
    "off": Boolean(),
    "day": Date(),
    "end": Date(),
    "seen": Instant(ZONE),
    "left": Instant(ZONE),
    "stage": Choice("stage", ranked=True),
    "region": Choice("region", ranked=False),
    "owner": Reference("user"),
    "team": Reference("team"),
}
"""The columns that tests name."""

ALLOCATION: Mapping[str, Kind] = {"amount": Number(2, "currency"), "deal": Reference("deal"), "on": Date()}

Shown = str | bool | int | None
"""A result as a test shows it: numbers and days as their texts, errors as spreadsheets write them."""


def checked(source: str, purpose: Purpose = "compute") -> Expression:
    """The formula ``source`` over the columns of ``KINDS``."""
    scope = Scope(
        table="deal",
        columns={name: ColumnKind(kind) for name, kind in KINDS.items()},
        purpose=purpose,
        tables={"deal": KINDS, "allocation": ALLOCATION},
        keys={"deal": ("text",)},
        choices={"stage": STAGES, "region": ("north", "south")},
    )
    return check(parse(source), scope)


def calculated(
    source: str,
    rows: Mapping[str, Sequence[Value]],
    *,
    purpose: Purpose = "compute",
    old: Mapping[str, Sequence[Value]] | None = None,
    over: OverTables | None = None,
) -> list[Shown]:
    """What ``source`` comes to on each of ``rows``, which are given as columns."""
    expression = checked(source, purpose)
    context = Context(
        today=TODAY,
        user="li",
        teams=frozenset({"north"}),
        roles=frozenset({"finance"}),
        ranks={"stage": {code: at for at, code in enumerate(STAGES, start=1)}},
        over=over,
    )
    given = Rows(
        max(map(len, rows.values()), default=1),
        lambda name: vector_of(KINDS[name], rows[name]),
        lambda name: vector_of(KINDS[name], (old or {})[name]),
    )
    values = values_of(evaluate(expression, given, context), _column_type(expression.kind))
    return [_shown(value) for value in values]


def _column_type(kind: Kind) -> ColumnType:
    match kind:
        case Number(scale=scale):
            return types.Decimal(scale=6 if scale is None else scale)
        case Date():
            return types.Date()
        case Instant(zone):
            return types.DateTime(zone=zone)
        case Boolean():
            return types.Boolean()
        case Text() | Choice() | Reference() | Blank():
            return types.Text()


def _shown(value: Value | Failed) -> Shown:
    match value:
        case Failed(error):
            return error
        case Decimal():
            return f"{value:f}"
        case dt.datetime():
            return value.isoformat()
        case dt.date():
            return value.isoformat()
    return value


def decimals(*texts: str | None) -> list[Value]:
    """The numbers of ``texts``."""
    return [None if text is None else Decimal(text) for text in texts]


def days(*texts: str | None) -> list[Value]:
    """The days of ``texts``."""
    return [None if text is None else dt.date.fromisoformat(text) for text in texts]


def clocks(*texts: str | None) -> list[Value]:
    """The instants at which the wall clocks of the zone show ``texts``."""
    zone = types.DateTime(zone=ZONE)
    return [None if text is None else zone.at_wall_clock(dt.datetime.fromisoformat(text)) for text in texts]
