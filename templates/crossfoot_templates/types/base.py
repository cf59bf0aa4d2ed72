"""What every column type can do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar, TypeAlias

import msgspec

from crossfoot_templates.messages import Message

Value: TypeAlias = str | int | Decimal | bool | dt.date | dt.datetime | None
"""A value as the program holds it. ``None`` is a blank; money and decimals are exact; instants are aware UTC."""

WireValue: TypeAlias = str | int | bool | None
"""A value as JSON carries it: numbers that must stay exact travel as text."""

CellValue: TypeAlias = str | int | float | bool | dt.date | dt.datetime | None
"""A value as a spreadsheet cell holds it."""


class ColumnType(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """The base of the column types. A type's fields are its options in a definition.

    A new type is a subclass here, a parser in ``crossfoot_sync.engine.parsers`` and an SQL type in
    ``crossfoot_server.store.columns``; a test holds the three lists against each other.
    """

    numeric: ClassVar[bool] = False
    """Whether cells of this type are right-aligned numbers."""

    @property
    def name(self) -> str:
        """The type's name in a definition, such as ``money``."""
        return str(self.__struct_config__.tag)

    def encode(self, value: Value) -> WireValue:
        """The wire form of ``value``. Equal values have equal wire forms, and only they do."""
        raise NotImplementedError

    def decode(self, wire: WireValue) -> Value:
        """The value of a wire form; the inverse of :meth:`encode`.

        Raises:
            ValueError: the wire form is not one of this type.
        """
        raise NotImplementedError

    def check(self, value: Value) -> Message | None:
        """What is wrong with ``value`` within this type's limits, or ``None``. Blanks are never wrong here."""
        raise NotImplementedError

    def cell(self, value: Value) -> CellValue:
        """What is written into a cell for ``value``.

        Choices and references are the exception: their cells show labels, which only the engine knows.
        """
        raise NotImplementedError

    def said(self, value: Value) -> str:
        """``value`` as a sentence names it; a blank is the empty text.

        Choices and references are the exception here too.
        """
        return canonical(self, value)


def canonical(column_type: ColumnType, value: Value) -> str:
    """The one text that stands for ``value``: equal texts mean equal values. A blank is the empty text."""
    wire = column_type.encode(value)
    return "" if wire is None else str(wire)


def wire_text(wire: WireValue, kind: str) -> str | None:
    """``wire`` where a type writes text.

    Raises:
        ValueError: it is neither text nor null.
    """
    if wire is None or isinstance(wire, str):
        return wire
    raise ValueError(f"{kind} is written as text or null, not {wire!r}")
