"""The tree of a formula as it was written. Nothing here knows a book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """Where a part of a formula stands in its text: characters from ``start`` up to but without ``end``, from 0."""

    start: int
    end: int


def _nowhere() -> Span:
    return Span(0, 0)


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text or TRUE and FALSE. A number is never negative: its sign is an operator."""

    value: Decimal | str | bool
    span: Span = field(default_factory=_nowhere, compare=False)


@dataclass(frozen=True, slots=True)
class Own:
    """A column of the row itself: ``[@amount]``."""

    column: str
    span: Span = field(default_factory=_nowhere, compare=False)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole column of a table: ``allocation[amount]``."""

    table: str
    column: str
    span: Span = field(default_factory=_nowhere, compare=False)


@dataclass(frozen=True, slots=True)
class Apply:
    """A function or an operator applied to its arguments.

    ``name`` is the function's in capitals, or the operator: ``+ - * / & = <> < <= > >=`` of two arguments,
    ``neg`` (minus), ``pos`` (plus) and ``%`` of one. ``at`` is where the name stands.
    """

    name: str
    arguments: tuple[Node, ...]
    span: Span = field(default_factory=_nowhere, compare=False)
    at: Span = field(default_factory=_nowhere, compare=False)


Node: TypeAlias = Literal | Own | Whole | Apply


def walk(node: Node) -> Iterator[Node]:
    """``node`` and everything below it, from the left."""
    yield node
    if isinstance(node, Apply):
        for argument in node.arguments:
            yield from walk(argument)
