"""Equality with keys, in SQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.engine import Dialect

from crossfoot_server.services.calculating.over_tables.keys import Key, value_of
from crossfoot_server.store import dialect as dialects
from crossfoot_templates.formula.kinds import Kind, Text
from crossfoot_templates.types import ColumnType


def compared_as(dialect: Dialect, column: ColumnElement[Any], kind: Kind) -> ColumnElement[Any]:
    """``column``, which holds values of ``kind``, as it is compared: texts in capitals."""
    return dialects.in_capitals(dialect, column) if isinstance(kind, Text) else column


def among(
    dialect: Dialect, column: ColumnElement[Any], column_type: ColumnType, keys: Iterable[Key], parameter: str
) -> tuple[ColumnElement[bool], str]:
    """Whether ``column``, as :func:`compared_as` gives it, has one of ``keys``; and what ``parameter`` must hold."""
    asked = [*keys]
    values = [value for key in asked if key is not None and (value := value_of(key, column_type)) is not None]
    found = dialects.one_of(dialect, column, parameter)
    return or_(found, column.is_(None)) if None in asked else found, dialects.listed(dialect, column.type, values)
