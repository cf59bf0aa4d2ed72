"""Groups of rows of one table that have their keys in common, with what is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from crossfoot_server.services.calculating.over_tables.gathering import WAYS, Amounts
from crossfoot_server.services.calculating.over_tables.keys import Key, keys_of
from crossfoot_templates.formula.vectors import Vector, vector_of
from crossfoot_templates.questions import Criterion, Measure, Question
from crossfoot_templates.types import Value

Keys: TypeAlias = tuple[Key, ...]


@dataclass(frozen=True)
class Part:
    """Groups of rows.

    Attributes:
        keys: of each group, one key for each criterion that asks for equality.
        compared: by place among the criteria, what the rows of each group hold where they are compared otherwise.
        amounts: by measure, for each group.
        firsts: by what is looked up, of the first row of each group.
    """

    keys: Sequence[Keys]
    compared: Mapping[int, Vector]
    amounts: Mapping[Measure, Amounts]
    firsts: Mapping[Measure, Sequence[Value]]


def keys_together(columns: Sequence[Sequence[Key]], count: int) -> list[Keys]:
    """The keys of ``count`` rows or groups, out of those of each criterion; without a criterion all are the same."""
    return list(zip(*columns, strict=True)) if columns else [()] * count


def equalities(question: Question) -> Iterator[tuple[int, Criterion]]:
    """The criteria of ``question`` that ask for equality, by their places."""
    return ((place, each) for place, each in enumerate(question.criteria) if each.sign == "=")


def part_of_rows(question: Question, count: int, values: Callable[[str], Sequence[Value]]) -> Part:
    """Single rows as groups of one, ``values`` being those of a column, for ``question`` and no other."""
    vectors = {place: vector_of(each.kind, values(each.column)) for place, each in enumerate(question.criteria)}
    keys = [keys_of(vectors[place], each.kind, count) for place, each in equalities(question)]
    measure = question.measure
    column = values(measure.column) if measure.column else [None] * count
    first = measure.gist == "first"
    return Part(
        keys=keys_together(keys, count),
        compared={place: vectors[place] for place, each in enumerate(question.criteria) if each.sign != "="},
        amounts={} if first else {measure: WAYS[measure.gist].of_rows(measure.kind, column)},
        firsts={measure: column} if first else {},
    )
