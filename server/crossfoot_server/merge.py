"""Merging one row by field. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crossfoot_templates.types import Value

Verdict = Literal["same", "mine", "theirs", "conflict"]


@dataclass(frozen=True, slots=True)
class Known:
    """The value a field had when the two sides were last in step. Without one, a field is merged two-way."""

    value: Value


@dataclass(frozen=True, slots=True)
class Merge:
    """The fields of mine that go into the row, and those that both sides changed differently.

    A field in neither keeps the store's value: it is equal already, or only the other side changed it.
    """

    taken: dict[str, Value]
    conflicts: dict[str, Value]


def merge_field(mine: Value, theirs: Value, base: Known | None) -> Verdict:
    """Whose value of one field counts: what only one side changed is that side's, what both changed is a conflict."""
    if mine == theirs:
        return "same"
    if base is None:
        return "conflict"
    if mine == base.value:
        return "theirs"
    return "mine" if theirs == base.value else "conflict"


def merge_row(mine: Mapping[str, Value], theirs: Mapping[str, Value], bases: Mapping[str, Known]) -> Merge:
    """Merge the fields of ``mine`` into ``theirs``, each against its own base; fields without a base two-way."""
    taken: dict[str, Value] = {}
    conflicts: dict[str, Value] = {}
    for column, value in mine.items():
        match merge_field(value, theirs.get(column), bases.get(column)):
            case "mine":
                taken[column] = value
            case "conflict":
                conflicts[column] = value
            case "same" | "theirs":
                pass
    return Merge(taken, conflicts)
