"""The tree of a formula that has been checked: every part has its kind, every conversion is spelled out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from crossfoot_templates.formula.kinds import Kind


@dataclass(frozen=True, slots=True)
class Constant:
    """A value of ``kind``: a number, a text, a choice's code, true or false; ``None`` is a blank."""

    value: Decimal | str | bool | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column of the row itself. ``computed`` says that the column has a formula of its own."""

    column: str
    kind: Kind
    computed: bool = False


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A whole column of ``table``; only functions over tables take one."""

    table: str
    column: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator, named as in :class:`~crossfoot_templates.formula.nodes.Apply`.

    Checking adds the conversion ``RANK``, of one argument that is an ordered choice: its position in its list from 1,
    0 for a blank. Comparisons that rank choices have numbers on both sides.
    """

    name: str
    arguments: tuple[Expression, ...]
    kind: Kind


Expression: TypeAlias = Constant | OwnColumn | TableColumn | Call


def walk(expression: Expression) -> Iterator[Expression]:
    """``expression`` and everything below it, from the left."""
    yield expression
    if isinstance(expression, Call):
        for argument in expression.arguments:
            yield from walk(argument)


def inputs(expression: Expression) -> tuple[str, ...]:
    """The columns of the row itself that ``expression`` names, each once, in the order it names them."""
    return tuple(dict.fromkeys(each.column for each in walk(expression) if isinstance(each, OwnColumn)))


def calls(expression: Expression) -> frozenset[str]:
    """The names of all functions and operators in ``expression``."""
    return frozenset(each.name for each in walk(expression) if isinstance(each, Call))
