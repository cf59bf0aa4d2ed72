"""One parser per column type: a cell in, a value or a finding out, never an exception."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from crossfoot_sync.engine.parsers.context import Context as Context
from crossfoot_sync.engine.parsers.context import Parsed as Parsed
from crossfoot_sync.engine.parsers.dates import parse_date, parse_datetime
from crossfoot_sync.engine.parsers.listed import parse_boolean, parse_choice, parse_reference
from crossfoot_sync.engine.parsers.numbers import parse_integer, parse_percent, parse_scaled
from crossfoot_sync.engine.parsers.texts import parse_code, parse_long_text, parse_text
from crossfoot_templates.types import (
    Boolean,
    CellValue,
    Choice,
    Code,
    ColumnType,
    Date,
    DateTime,
    Decimal,
    Integer,
    LongText,
    Money,
    Percent,
    Reference,
    Text,
)

Parser: TypeAlias = Callable[[CellValue, Any, Context], Parsed]

PARSERS: dict[type[ColumnType], Parser] = {
    Text: parse_text,
    LongText: parse_long_text,
    Code: parse_code,
    Integer: parse_integer,
    Decimal: parse_scaled,
    Money: parse_scaled,
    Percent: parse_percent,
    Date: parse_date,
    DateTime: parse_datetime,
    Boolean: parse_boolean,
    Choice: parse_choice,
    Reference: parse_reference,
}
"""The parser of every column type. A new type needs its entry here."""


def parse(cell: CellValue, column_type: ColumnType, context: Context) -> Parsed:
    """The value of ``cell`` in a column of ``column_type``, or a :class:`Message` that says why there is none."""
    if cell is None:
        return None
    return PARSERS[type(column_type)](cell, column_type, context)
