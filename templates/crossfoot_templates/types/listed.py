"""Values out of a list: yes or no, a choice, a reference to a row of another table."""

from __future__ import annotations

from crossfoot_templates.messages import Message
from crossfoot_templates.types.base import CellValue, ColumnType, Value, WireValue, wire_text


class Boolean(ColumnType, frozen=True, kw_only=True, tag="boolean"):
    """Yes or no; a blank is neither."""

    def encode(self, value: Value) -> WireValue:
        if value is None or isinstance(value, bool):
            return value
        raise TypeError(f"a yes/no column holds true or false, not {value!r}")

    def decode(self, wire: WireValue) -> Value:
        if wire is None or isinstance(wire, bool):
            return wire
        raise ValueError(f"yes/no is written as true, false or null, not {wire!r}")

    def check(self, value: Value) -> Message | None:
        return None

    def cell(self, value: Value) -> CellValue:
        return value if isinstance(value, bool) else None


class _Named(ColumnType, frozen=True, kw_only=True):
    """A value that is the name of something listed elsewhere."""

    def encode(self, value: Value) -> WireValue:
        if value is None or isinstance(value, str):
            return value
        raise TypeError(f"{self.name} holds the name of an entry, not {value!r}")

    def decode(self, wire: WireValue) -> Value:
        return wire_text(wire, self.name)

    def check(self, value: Value) -> Message | None:
        return None

    def cell(self, value: Value) -> CellValue:
        return str(value) if value is not None else None


class Choice(_Named, frozen=True, kw_only=True, tag="choice"):
    """One code of the choice list ``choices``."""

    choices: str


class Reference(_Named, frozen=True, kw_only=True, tag="reference"):
    """The id of a row of ``table``."""

    table: str
