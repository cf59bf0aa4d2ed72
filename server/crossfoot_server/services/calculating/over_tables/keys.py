"""Values as they are compared for equality: one hashable key for each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypeAlias

import numpy as np

from crossfoot_templates import types
from crossfoot_templates.formula.evaluation.letters import in_capitals
from crossfoot_templates.formula.kinds import Date, Instant, Kind, Number, Text
from crossfoot_templates.formula.vectors import Blanks, Numbers, Texts, Truths, Vector
from crossfoot_templates.formula.vectors.checked import product
from crossfoot_templates.formula.vectors.columns import blank_rows
from crossfoot_templates.formula.vectors.exact import reduced
from crossfoot_templates.formula.vectors.taking import DAY_0, SECONDS
from crossfoot_templates.types import ColumnType, Value

Key: TypeAlias = int | str | bool | float | None
"""A number in the smallest units of its column, a text in capitals, a code; ``None`` for a blank."""

NOWHERE = float("nan")
"""The key of a number that no value of the column can equal. It equals nothing, not even itself."""


def keys_of(vector: Vector, kind: Kind, count: int) -> list[Key]:
    """The keys of ``count`` values that are compared with those of a column of ``kind``."""
    match vector:
        case Blanks():
            return [None] * count
        case Texts():
            fold = in_capitals if isinstance(kind, Text) else str
            return [fold(text) if text else None for text in vector.values.tolist()]
        case Truths():
            return _with_blanks(vector.values.tolist(), vector)
        case Numbers():
            return _with_blanks(_units(vector, _parts_of_one(kind)), vector)


def _parts_of_one(kind: Kind) -> int:
    """How many of the smallest units of a column make 1."""
    match kind:
        case Number(scale=int(scale)):
            return int(10**scale)
        case Date():
            return 1
        case Instant():
            return SECONDS
        case _:
            raise TypeError(f"columns of {kind} hold no numbers")


def _units(numbers: Numbers, parts: int) -> list[Key]:
    if numbers.denominators is None and 10**numbers.scale == parts:
        units: list[Key] = numbers.units.tolist()
        return units
    above, below = reduced(numbers)
    whole, wrong = product(above, parts // below)
    wrong = np.broadcast_to(wrong | (parts % below != 0), whole.shape)
    return [NOWHERE if beyond else unit for unit, beyond in zip(whole.tolist(), wrong.tolist(), strict=True)]


def _with_blanks(keys: list[Key], vector: Numbers | Truths) -> list[Key]:
    if vector.blank is None:
        return keys
    blank = np.broadcast_to(blank_rows(vector), len(keys)).tolist()
    return [None if is_blank else key for key, is_blank in zip(keys, blank, strict=True)]


def value_of(key: Key, column_type: ColumnType) -> Value:
    """The value whose key this is; ``None`` where the column can hold none."""
    match key, column_type:
        case float(), _:
            return None
        case int(), types.Date():
            ordinal = key + DAY_0
            return dt.date.fromordinal(ordinal) if 0 < ordinal <= dt.date.max.toordinal() else None
        case int(), types.Decimal() | types.Money() | types.Percent():
            return Decimal(key).scaleb(-column_type.scale)
        case _:
            return key
