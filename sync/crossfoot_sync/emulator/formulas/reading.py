"""Reads a formula from left to right and calculates it on the way."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Protocol

from crossfoot_sync.emulator.formulas import kinds
from crossfoot_sync.emulator.formulas.kinds import Operand
from crossfoot_sync.emulator.formulas.tokens import Token, UnreadableError, tokens
from crossfoot_sync.emulator.grid.cell import ErrorValue, Result


class Surroundings(Protocol):
    """What a formula may ask for."""

    def range(self, reference: str) -> Operand:
        """What stands in a range."""

    def named(self, name: str) -> Operand:
        """What stands in a named range."""

    def call(self, name: str, operands: list[Operand]) -> Operand:
        """What a function gives."""

    def place(self, name: str, reference: str | None) -> Operand:
        """The ``ROW`` or ``COLUMN`` of a reference, or of the formula itself."""


_LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
_DEPTHS = {sign: depth for depth, signs in enumerate(_LEVELS) for sign in signs}
_COMPARED: dict[str, Callable[[tuple[int, float, str], tuple[int, float, str]], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_RECKONED: dict[str, Callable[[float, float], float | complex]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}


def calculated(formula: str, surroundings: Surroundings) -> Operand:
    """What a formula (without its equals sign) gives.

    Raises:
        UnreadableError: it cannot be read.
    """
    reading = _Reading(tokens(formula), surroundings)
    found = reading.level(0)
    reading.expect("")
    return found


class _Reading:
    def __init__(self, parts: tuple[Token, ...], surroundings: Surroundings) -> None:
        self.parts, self.surroundings = parts, surroundings
        self.at = 0

    def level(self, depth: int) -> Operand:
        left = self.signed()
        while self.parts[self.at].kind == "sign" and _DEPTHS.get(self.parts[self.at].text, -1) >= depth:
            sign = self.taken().text
            left = _combined(sign, left, self.level(_DEPTHS[sign] + 1))
        return left

    def signed(self) -> Operand:
        if self.takes("-"):
            return _combined("-", 0, self.signed())
        if self.takes("+"):
            return self.signed()
        found = self.primary()
        while self.takes("%"):
            found = _combined("/", found, 100)
        return found

    def primary(self) -> Operand:
        part = self.taken()
        if part.kind == "number":
            return float(part.text)
        if part.kind == "text":
            return part.text[1:-1].replace('""', '"')
        if part.kind == "reference":
            return self.surroundings.range(part.text)
        if part.kind == "error":
            return kinds.REFERENCE_GONE
        if part.kind == "name":
            return self.name(part.text)
        if part.text != "(":
            raise UnreadableError
        found = self.level(0)
        self.expect(")")
        return found

    def name(self, name: str) -> Operand:
        if not self.takes("("):
            return name.upper() == "TRUE" if name.upper() in ("TRUE", "FALSE") else self.surroundings.named(name)
        if name.upper() in ("ROW", "COLUMN"):
            return self.placed(name.upper())
        operands: list[Operand] = []
        if not self.takes(")"):
            operands.append(self.level(0))
            while self.takes(",") or self.takes(";"):
                operands.append(self.level(0))
            self.expect(")")
        return self.surroundings.call(name.upper(), operands)

    def placed(self, name: str) -> Operand:
        reference = None if self.takes(")") else self.taken()
        if reference is not None:
            if reference.kind != "reference":
                raise UnreadableError
            self.expect(")")
        return self.surroundings.place(name, None if reference is None else reference.text)

    def taken(self) -> Token:
        part = self.parts[self.at]
        if part.kind == "end":
            raise UnreadableError
        self.at += 1
        return part

    def takes(self, sign: str) -> bool:
        part = self.parts[self.at]
        if part.text != sign or part.kind != "sign":
            return False
        self.at += 1
        return True

    def expect(self, sign: str) -> None:
        if not sign and self.parts[self.at].kind == "end":
            return
        if not self.takes(sign):
            raise UnreadableError


def _combined(sign: str, left: Operand, right: Operand) -> Result:
    first, second = kinds.single(left), kinds.single(right)
    wrong = next((each for each in (first, second) if isinstance(each, ErrorValue)), None)
    if wrong is not None:
        return wrong
    if sign == "&":
        return str(kinds.text(first)) + str(kinds.text(second))
    if sign in _COMPARED:
        return _COMPARED[sign](kinds.order(_like(first, second)), kinds.order(_like(second, first)))
    a, b = kinds.number(first), kinds.number(second)
    if isinstance(a, ErrorValue) or isinstance(b, ErrorValue):
        return a if isinstance(a, ErrorValue) else b
    if sign == "/" and b == 0:
        return kinds.DIVISION
    found = _RECKONED[sign](a, b)
    return ErrorValue("NUM", "#NUM!", "The result is no real number.") if isinstance(found, complex) else found


def _like(value: Result, other: Result) -> Result:
    """A blank counts as 0 beside a number and as no text beside a text."""
    if value is not None:
        return value
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0
