"""How a column's values are kept in SQL: the one place that maps a column type to one."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal as Exact
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Numeric, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from crossfoot_server.store import dialect as dialects
from crossfoot_templates import types
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import ColumnType, Value

ID_LENGTH = 27
CODE_LENGTH = 64
LARGEST = 2**63 - 1
"""The largest whole number a column holds; scaled numbers are kept as whole ones where SQL has no exact type."""

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and halves of characters, which databases and spreadsheets choke on."""


class ExactNumber(TypeDecorator[Exact]):
    """An exact number of ``scale`` decimal places: NUMERIC, or a scaled whole number where NUMERIC would be a float."""

    impl = Numeric
    cache_ok = True

    def __init__(self, scale: int) -> None:
        super().__init__(precision=19, scale=scale)
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type the database really has."""
        if dialects.has_exact_numbers(dialect):
            return dialect.type_descriptor(Numeric(19, self.scale))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: Exact | None, dialect: Dialect) -> Exact | int | None:
        """The stored form; a value with more places than the column has is a fault of the caller."""
        if value is None or dialects.has_exact_numbers(dialect):
            return value
        scaled = value.scaleb(self.scale)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.scale} decimal places")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Exact | None:
        """The exact number at the column's scale."""
        return None if value is None else Exact(value).scaleb(-self.scale if isinstance(value, int) else 0)


class Instant(TypeDecorator[dt.datetime]):
    """An instant: aware going in, aware UTC coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The UTC clock reading, without its zone where the database keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} says no time zone")
        in_utc = value.astimezone(dt.UTC)
        return in_utc if dialects.has_time_zones(dialect) else in_utc.replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The aware instant."""
        if value is None:
            return None
        return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)


def sql_type(column_type: ColumnType) -> TypeEngine[Any]:
    """The SQL type of a column's values.

    Raises:
        TypeError: a column type that this module does not know yet.
    """
    match column_type:
        case types.Text() | types.LongText():
            return Text()
        case types.Code():
            return String(column_type.max_length)
        case types.Choice():
            return String(CODE_LENGTH)
        case types.Reference():
            return String(CODE_LENGTH)
        case types.Integer():
            return BigInteger()
        case types.Decimal() | types.Money() | types.Percent():
            return ExactNumber(column_type.scale)
        case types.Date():
            return Date()
        case types.DateTime():
            return Instant()
        case types.Boolean():
            return Boolean()
        case _:
            raise TypeError(f"no SQL type is chosen for columns of type {column_type.name!r}; add one to sql_type")


def storage(column_type: ColumnType) -> str:
    """What must stay the same for stored values to keep their meaning: ``text``, ``number:2``, ``reference:customer``.

    Two types of the same storage can replace each other in a definition without touching the store.
    """
    match column_type:
        case types.Text() | types.LongText() | types.Code() | types.Choice():
            return "text"
        case types.Reference():
            return f"reference:{column_type.table}"
        case types.Decimal() | types.Money() | types.Percent():
            return f"number:{column_type.scale}"
        case _:
            return column_type.name


def storable(column_type: ColumnType, value: Value) -> Message | None:
    """What keeps ``value`` from being stored at all, whatever its column's own limits say, or ``None``."""
    if isinstance(value, str):
        return say("control_character") if UNPRINTABLE.search(value) else None
    if isinstance(value, (int, Exact)) and not isinstance(value, bool):
        scale = getattr(column_type, "scale", 0)
        limit = LARGEST // 10**scale
        if abs(value) > limit:
            return say("too_large", value=str(value), limit=str(limit))
    return None
