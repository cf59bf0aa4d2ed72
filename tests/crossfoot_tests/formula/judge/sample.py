"""A table with columns of every kind, and rows that hold what is awkward."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from crossfoot_templates.formula.checking import ColumnKind, Scope
from crossfoot_templates.formula.kinds import Boolean, Choice, Date, Instant, Kind, Number, Reference, Text
from crossfoot_templates.types import DateTime, Value

ZONE = "Asia/Shanghai"

LABELS: Mapping[str, Mapping[str, str]] = {
    "stage": {"lead": "1 线索", "offer": "2 报价", "won": "3 成交", "lost": "4 丢单"},
    "region": {"north": "华北", "south": "South", "001": "007"},
}
"""What cells show for the codes of each choice list, in order."""

_AMOUNTS = ("0", "-0", "0.01", "-0.01", "0.05", "1", "99.99", "100", "-100", "1234.5", "0.5", "2.5", "88888888.88")
_RATES = ("0", "0.13", "0.06", "1", "0.000001", "0.05", "0.125")
_FACTORS = ("0", "0.5", "1.5", "-2.5", "1.0005", "-0.0001", "1.1", "2.675")
_TEXTS = ("", "A", "a", "abc", "ABC", "001", "1", "01", "12345678901234567890", "１２", "Ａｂ", "甲公司", "甲 公司")
_MORE_TEXTS = (
    "  two  words ",
    "x",
    "a\u3000b",
    "\u3000a\u3000 ",
    "Straße",
    "Änderung",
    "ПРИВЕТ",
    "ὈΔΌΣ",
    "TRUE",
    "#N/A",
    "=1+1",
    "🙂ab",
    "a*b?~",
    '"',
)
_DAYS = ("2024-02-29", "2023-02-28", "2024-12-31", "2025-01-01", "2024-01-31", "2000-02-29", "1950-01-01", "2149-12-31")
_CLOCKS = ("2024-02-29 00:00:00", "2024-02-29 23:59:59", "2024-12-31 12:00:00", "2025-01-01 00:00:01")


def _of(texts: tuple[str, ...], more: Callable[[random.Random], str]) -> Callable[[random.Random], Decimal]:
    """One of ``texts``, or another number now and then."""
    return lambda dice: Decimal(dice.choice(texts) if dice.random() < 0.6 else more(dice))


def _cents(dice: random.Random) -> str:
    return f"{dice.randint(-(10 ** dice.randint(1, 10)), 10 ** dice.randint(1, 10)) / Decimal(100):.2f}"


def _long(dice: random.Random) -> str:
    return f"{dice.randint(-(10**15) + 1, 10**15 - 1) / Decimal(10**9):.9f}"


def _whole(most: int) -> Callable[[random.Random], int]:
    return lambda dice: dice.choice((0, 1, 2, 3, -1, 7, 12, 100, dice.randint(-most, most)))


def _text(dice: random.Random) -> str:
    return dice.choice((*_TEXTS, *_MORE_TEXTS))


def _day(dice: random.Random) -> dt.date:
    return dice.choice(
        (dt.date.fromisoformat(dice.choice(_DAYS)), dt.date(1990, 1, 1) + dt.timedelta(dice.randrange(20_000)))
    )


def _instant(dice: random.Random) -> dt.datetime:
    reading = dt.datetime.fromisoformat(dice.choice(_CLOCKS)) + dt.timedelta(dice.choice((0, 0, 1, 366)))
    return DateTime(zone=ZONE).at_wall_clock(reading)


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the table: its kind, how a value of it is drawn, and whether it is computed."""

    kind: Kind
    draw: Callable[[random.Random], Value]
    computed: bool = False


_MONEY = Number(2, "currency")
_STAGE, _REGION = Choice("stage", ranked=True), Choice("region", ranked=False)

FIELDS: Mapping[str, Field] = {
    "qty": Field(Number(0), _whole(1000)),
    "months": Field(Number(0), _whole(30)),
    "rate": Field(
        Number(6), _of(("0", "0.13", "0.06", "1", "0.000001", "0.05", "0.125"), lambda dice: f"{dice.random():.6f}")
    ),
    "factor": Field(
        Number(4),
        _of(("0", "0.5", "1.5", "-2.5", "1.0005", "-0.0001", "1.1"), lambda dice: f"{dice.uniform(-99, 99):.4f}"),
    ),
    "long": Field(Number(9), _of(("0", "0.000000001", "-123456.123456789", "1.000000005"), _long)),
    "net": Field(_MONEY, _of(_AMOUNTS, _cents)),
    "paid": Field(_MONEY, _of(_AMOUNTS, _cents)),
    "margin": Field(_MONEY, _of(_AMOUNTS, _cents), computed=True),
    "share": Field(Number(4), _of(("0", "0.25", "1.005"), lambda dice: f"{dice.random():.4f}"), computed=True),
    "name": Field(Text(), _text),
    "note": Field(Text(), _text),
    "code": Field(Text(), lambda dice: dice.choice(_TEXTS)),
    "title": Field(Text(), _text, computed=True),
    "starts": Field(Date(), _day),
    "ends": Field(Date(), _day),
    "due": Field(Date(), _day, computed=True),
    "seen": Field(Instant(ZONE), _instant),
    "closed": Field(Instant(ZONE), _instant),
    "urgent": Field(Boolean(), lambda dice: dice.random() < 0.5),
    "approved": Field(Boolean(), lambda dice: dice.random() < 0.5),
    "late": Field(Boolean(), lambda dice: dice.random() < 0.5, computed=True),
    "stage": Field(_STAGE, lambda dice: dice.choice([*LABELS["stage"]])),
    "goal": Field(_STAGE, lambda dice: dice.choice([*LABELS["stage"]]), computed=True),
    "region": Field(_REGION, lambda dice: dice.choice([*LABELS["region"]])),
    "market": Field(_REGION, lambda dice: dice.choice([*LABELS["region"]])),
    "owner": Field(Reference("user"), lambda dice: dice.choice(("li", "wang", "grace"))),
    "seller": Field(Reference("user"), lambda dice: dice.choice(("li", "wang", "grace"))),
    "currency": Field(Text(), lambda dice: "CNY"),
}
"""The columns by name."""

BLANK = 0.15
"""The share of blanks in every column."""

SCOPE = Scope(
    table="deal",
    columns={name: ColumnKind(each.kind, each.computed) for name, each in FIELDS.items()},
    purpose="compute",
    choices={name: tuple(labels) for name, labels in LABELS.items()},
)

Columns = dict[str, list[Value]]


def draw_rows(dice: random.Random, count: int) -> Columns:
    """``count`` rows, as columns of values. An empty text is a blank."""
    return {name: [_drawn(each, dice) for _ in range(count)] for name, each in FIELDS.items()}


def _drawn(field: Field, dice: random.Random) -> Value:
    value = None if dice.random() < BLANK else field.draw(dice)
    return None if value == "" else value
