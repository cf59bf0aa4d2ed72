"""A formula in its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from crossfoot_sync.emulator.grid.rewriting import REFERENCE_PATTERN

Kind = Literal["text", "reference", "number", "sign", "name", "error", "end"]

_TOKEN = re.compile(
    rf'(?P<text>"(?:[^"]|"")*")|(?P<reference>{REFERENCE_PATTERN})|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|'
    r"(?P<sign><>|<=|>=|[-+*/^&=<>(),;%])|(?P<name>[^\W\d]\w*(?:\.\w+)*)|(?P<error>#REF!)|(?P<blank>\s+)"
)


class UnreadableError(Exception):
    """The formula cannot be read."""


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a formula, as it is written."""

    kind: Kind
    text: str


@lru_cache(maxsize=8192)
def tokens(formula: str) -> tuple[Token, ...]:
    """The parts of a formula (without its equals sign), and one for its end.

    Raises:
        UnreadableError: something in it is no part of any formula.
    """
    found: list[Token] = []
    at = 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None:
            raise UnreadableError
        if match.lastgroup != "blank":
            found.append(Token(cast("Kind", match.lastgroup), match[0]))
        at = match.end()
    return (*found, Token("end", ""))
