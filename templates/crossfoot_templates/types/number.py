"""Integers, decimals, money and percentages. No value of these types is ever a float."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, InvalidOperation
from decimal import Decimal as Exact
from typing import ClassVar

from crossfoot_templates.messages import Message, say
from crossfoot_templates.types.base import CellValue, ColumnType, Value, WireValue, wire_text

MAX_DIGITS = 15
"""A spreadsheet number holds this many significant digits; a longer one would not come back as it went."""


class Integer(ColumnType, frozen=True, kw_only=True, tag="integer"):
    """A whole number."""

    numeric: ClassVar[bool] = True
    min: int | None = None
    max: int | None = None
    wan: bool = False

    def encode(self, value: Value) -> WireValue:
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise TypeError(f"an integer column holds whole numbers, not {value!r}")

    def decode(self, wire: WireValue) -> Value:
        if wire is None or (isinstance(wire, int) and not isinstance(wire, bool)):
            return wire
        raise ValueError(f"an integer is written as a JSON number or null, not {wire!r}")

    def check(self, value: Value) -> Message | None:
        return _range(self, value) if isinstance(value, int) else None

    def cell(self, value: Value) -> CellValue:
        return int(value) if isinstance(value, int) else None


class _Scaled(ColumnType, frozen=True, kw_only=True):
    """A number with a fixed count of decimal places."""

    numeric: ClassVar[bool] = True
    scale: int = 2
    min: Exact | None = None
    max: Exact | None = None

    def quantize(self, value: Exact) -> Exact:
        """``value`` at this type's scale, half away from zero."""
        return value.quantize(Exact(1).scaleb(-self.scale), rounding=ROUND_HALF_UP)

    def encode(self, value: Value) -> WireValue:
        if value is None:
            return None
        if not isinstance(value, Exact):
            raise TypeError(f"{self.name} holds exact decimals, not {value!r}")
        # + 0 turns minus zero into zero, which is the same amount
        return f"{value.quantize(Exact(1).scaleb(-self.scale)) + 0:f}"

    def decode(self, wire: WireValue) -> Value:
        text = wire_text(wire, self.name)
        if text is None:
            return None
        try:
            value = Exact(text)
        except InvalidOperation:
            raise ValueError(f"{self.name} is written as a decimal number in text, not {text!r}") from None
        # by its exponent: arithmetic on “1E99999999999” would overflow
        if not value.is_finite() or (value and value.adjusted() >= MAX_DIGITS):
            raise ValueError(f"{text!r} is no number of fewer than {MAX_DIGITS + 1} digits")
        if value != self.quantize(value):
            raise ValueError(f"{text!r} has more than {self.scale} decimal places")
        return self.quantize(value) + 0

    def check(self, value: Value) -> Message | None:
        return _range(self, value) if isinstance(value, Exact) else None

    def said(self, value: Value) -> str:
        return f"{value:,f}" if isinstance(value, Exact) else ""

    def cell(self, value: Value) -> CellValue:
        return float(value) if isinstance(value, Exact) else None


class Decimal(_Scaled, frozen=True, kw_only=True, tag="decimal"):
    """An exact number: a quantity, a rate, a score."""

    scale: int = 4
    wan: bool = False


class Money(_Scaled, frozen=True, kw_only=True, tag="money"):
    """An amount in the currency that the column ``currency`` of the same row names."""

    currency: str
    wan: bool = True


_SURELY_HUNDREDTHS = Exact(2)


class Percent(_Scaled, frozen=True, kw_only=True, tag="percent"):
    """A share of one: 5 % is 0.05. ``scale`` counts the decimal places of the share, not of the percentage."""

    scale: int = 6
    min: Exact | None = Exact(0)
    max: Exact | None = Exact(1)

    def check(self, value: Value) -> Message | None:
        problem = super().check(value)
        if problem is None or problem.code != "too_large" or not isinstance(value, Exact):
            return problem
        # 30 for 30 %, as it comes by pasting; 1.5 may be either
        if value < _SURELY_HUNDREDTHS or super().check(value / 100) is not None:
            return problem
        return say("too_large_near", **problem.facts, suggestion=self.said(value / 100))

    def said(self, value: Value) -> str:
        # without trailing zeros: 5 % and not 5.0000 %
        return f"{(value * 100).normalize():f}%" if isinstance(value, Exact) else ""


def _range(limits: Integer | _Scaled, value: int | Exact) -> Message | None:
    if limits.min is not None and value < limits.min:
        return say("too_small", value=limits.said(value), limit=limits.said(limits.min))
    if limits.max is not None and value > limits.max:
        return say("too_large", value=limits.said(value), limit=limits.said(limits.max))
    return None
