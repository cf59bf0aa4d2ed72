"""Text, long text and codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from crossfoot_templates.messages import Message, say
from crossfoot_templates.types.base import CellValue, ColumnType, Value, WireValue, wire_text


class _Written(ColumnType, frozen=True, kw_only=True):
    """What text and codes share: the value is its own wire form and its own cell."""

    max_length: int = 200

    def encode(self, value: Value) -> WireValue:
        if value is None or isinstance(value, str):
            return value or None
        raise TypeError(f"{self.name} holds text, not {value!r}")

    def decode(self, wire: WireValue) -> Value:
        return wire_text(wire, self.name) or None

    def check(self, value: Value) -> Message | None:
        if isinstance(value, str) and len(value) > self.max_length:
            return say("too_long", length=len(value), limit=self.max_length)
        return None

    def cell(self, value: Value) -> CellValue:
        return str(value) if value is not None else None


class Text(_Written, frozen=True, kw_only=True, tag="text"):
    """One line of text."""


class LongText(_Written, frozen=True, kw_only=True, tag="long_text"):
    """Text that may hold line breaks: notes, content, terms."""

    max_length: int = 4000


class Code(_Written, frozen=True, kw_only=True, tag="code"):
    """An identifier made of digits and letters, compared as text: leading zeros count.

    ``length`` is the exact number of characters, where the code has one. ``numbering`` lets the server
    give the number: ``#`` stands for one digit of a running number, as in ``YS-#####``. ``{entity}`` and ``{year}``
    in it are the row's company and the year in which it is accepted; each of them has numbers of its own.
    """

    max_length: int = 40
    length: int | None = None
    pattern: str | None = None
    numbering: str | None = None
    NUMBER: ClassVar[re.Pattern[str]] = re.compile(r"#+")
    FACT: ClassVar[re.Pattern[str]] = re.compile(r"\{(\w*)\}")
    EXAMPLE: ClassVar[Mapping[str, str]] = MappingProxyType({"entity": "HQ", "year": "2026"})

    def check(self, value: Value) -> Message | None:
        problem = super().check(value)
        if problem or not isinstance(value, str):
            return problem
        if self.length is not None and len(value) != self.length:
            return say("wrong_length", value=value, length=len(value), expected=self.length)
        if self.pattern is not None and not re.fullmatch(self.pattern, value):
            return say("wrong_pattern", value=value, pattern=self.pattern)
        return None

    @property
    def facts(self) -> tuple[str, ...]:
        """What the numbering has in braces, in its order."""
        return tuple(self.FACT.findall(self.numbering or ""))

    def numbered(self, number: int, facts: Mapping[str, str] = EXAMPLE) -> str:
        """The code for running number ``number``: ``YS-#####`` and 7 give ``YS-00007``.

        ``facts`` are the values of what stands in braces.
        """
        if self.numbering is None:
            raise ValueError("this code has no numbering")
        numbered = self.NUMBER.sub(lambda run: str(number).zfill(len(run[0])), self.numbering, count=1)
        return self.FACT.sub(lambda name: facts[name[1]], numbered)
