"""How strongly the operators bind, as in Excel, and formulas put together with as few brackets as that allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BINARY = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
"""Operators of two arguments; a greater number binds more strongly, equals bind from the left."""
PERCENT = 5
SIGN = 6
SIGNS = {"neg": "-", "pos": "+"}
"""The signs before a value, which bind more strongly than everything else: -5% is (-5)%."""
WHOLE = 7
"""What needs no brackets anywhere."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula's text, how strongly it binds, and how many functions stand inside one another in it."""

    text: str
    binds: int = WHOLE
    nesting: int = 0

    def within(self, least: int) -> str:
        """The text, in brackets if it binds less strongly than ``least``."""
        return self.text if self.binds >= least else f"({self.text})"


def operation(name: str, arguments: Sequence[Piece]) -> Piece:
    """The operator ``name`` (of two arguments, a sign or ``%``) applied to ``arguments``."""
    nesting = _deepest(arguments)
    if name in SIGNS:
        return Piece(SIGNS[name] + arguments[0].within(SIGN), SIGN, nesting)
    if name == "%":
        return Piece(arguments[0].within(PERCENT) + "%", PERCENT, nesting)
    binds = BINARY[name]
    left, right = arguments
    return Piece(left.within(binds) + name + right.within(binds + 1), binds, nesting)


def call(name: str, arguments: Sequence[Piece]) -> Piece:
    """The function ``name`` applied to ``arguments``."""
    return Piece(f"{name}({','.join(each.text for each in arguments)})", WHOLE, _deepest(arguments) + 1)


def is_operator(name: str) -> bool:
    """Whether ``name`` is written as an operator."""
    return name in BINARY or name in SIGNS or name == "%"


def quoted(text: str) -> Piece:
    """A text literal."""
    doubled = text.replace('"', '""')
    return Piece(f'"{doubled}"')


def _deepest(pieces: Iterable[Piece]) -> int:
    return max((each.nesting for each in pieces), default=0)
