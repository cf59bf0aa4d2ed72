"""Dates, and instants with the zone they are shown in."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from crossfoot_templates.messages import Message, say
from crossfoot_templates.types.base import CellValue, ColumnType, Value, WireValue, wire_text

EARLIEST = dt.date(1950, 1, 1)
LATEST = dt.date(2149, 12, 31)

HOUSE_ZONE = "Asia/Shanghai"
"""Where wall clocks are read unless a column says otherwise; also what day ``TODAY()`` is."""


class Date(ColumnType, frozen=True, kw_only=True, tag="date"):
    """A day. The default limits turn away what is no date at all, such as the number 2017."""

    min: dt.date = EARLIEST
    max: dt.date = LATEST

    def encode(self, value: Value) -> WireValue:
        if value is None:
            return None
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value.isoformat()
        raise TypeError(f"a date column holds days, not {value!r}")

    def decode(self, wire: WireValue) -> Value:
        text = wire_text(wire, "a date")
        if text is None:
            return None
        value = dt.date.fromisoformat(text)
        if value.isoformat() != text:
            raise ValueError(f"a date is written as YYYY-MM-DD, not {text!r}")
        return value

    def check(self, value: Value) -> Message | None:
        if isinstance(value, dt.date) and not self.min <= value <= self.max:
            return say("date_range", value=str(value), min=str(self.min), max=str(self.max))
        return None

    def cell(self, value: Value) -> CellValue:
        return value if isinstance(value, dt.date) else None


class DateTime(ColumnType, frozen=True, kw_only=True, tag="datetime"):
    """An instant. Cells show the wall clock of ``zone``; values and wire forms are UTC, to the second."""

    zone: str = HOUSE_ZONE

    def encode(self, value: Value) -> WireValue:
        if value is None:
            return None
        if isinstance(value, dt.datetime) and value.tzinfo is not None:
            return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        raise TypeError(f"a date-time column holds instants with a zone, not {value!r}")

    def decode(self, wire: WireValue) -> Value:
        text = wire_text(wire, "a date-time")
        if text is None:
            return None
        return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)

    def check(self, value: Value) -> Message | None:
        if isinstance(value, dt.datetime) and not EARLIEST <= value.date() <= LATEST:
            return say("date_range", value=str(value), min=str(EARLIEST), max=str(LATEST))
        return None

    def cell(self, value: Value) -> CellValue:
        if not isinstance(value, dt.datetime):
            return None
        return value.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    def at_wall_clock(self, local: dt.datetime) -> dt.datetime:
        """The instant at which a clock in ``zone`` shows ``local``, to the second."""
        return local.replace(microsecond=0, tzinfo=ZoneInfo(self.zone)).astimezone(dt.UTC)
