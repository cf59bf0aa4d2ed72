"""What a part of a formula can be: the kinds that checking tells apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number.

    Attributes:
        scale: decimal places, where every value has at most so many; ``None`` for a quotient, which may have any.
        currency: the column of the row that names the currency, for an amount; ``None`` for a plain number.
    """

    scale: int | None = 0
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Text, and codes, whose zeros count."""


@dataclass(frozen=True, slots=True)
class Boolean:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Date:
    """A day."""


@dataclass(frozen=True, slots=True)
class Instant:
    """A day with a time, as the wall clocks of ``zone`` show it."""

    zone: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A code of the choice list ``choices``. ``ranked`` tells whether its codes have an order."""

    choices: str
    ranked: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of ``table``."""

    table: str


@dataclass(frozen=True, slots=True)
class Blank:
    """The empty text ``""`` where anything may be blank: it fits every kind."""


Kind: TypeAlias = Number | Text | Boolean | Date | Instant | Choice | Reference | Blank

ErrorValue = Literal["#DIV/0!", "#VALUE!", "#NUM!", "#N/A"]
"""The errors that a calculation can come to, as Excel writes them. What overflows is ``#NUM!``."""
