"""Rows in hand as the columns that formulas name, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from crossfoot_templates.formula.evaluation import Context, Rows, evaluate
from crossfoot_templates.formula.evaluation.running import spread
from crossfoot_templates.formula.kinds import Number, Text
from crossfoot_templates.formula.vectors import Failed, Vector, values_of, vector_of
from crossfoot_templates.formula.vectors.columns import as_numbers, blanked
from crossfoot_templates.formula.vectors.rounding import HALF_AWAY, rounded
from crossfoot_templates.logic import Formula, TableLogic
from crossfoot_templates.types import ColumnType, Value


class Values(Protocol):
    """Values of rows, by column."""

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the rows, of which there are as many."""
        ...

    @property
    def kept(self) -> Collection[str]:
        """The computed columns whose values are here as well, and need no calculation."""
        ...

    def column(self, name: str) -> Sequence[Value]:
        """The values of one column, one per row."""
        ...


@dataclass(frozen=True)
class ByColumn:
    """Values that were read by column."""

    ids: Sequence[str]
    columns: Mapping[str, Sequence[Value]]
    kept: Collection[str] = ()

    def column(self, name: str) -> Sequence[Value]:
        """The values of one column."""
        return self.columns[name]


@dataclass(frozen=True)
class ByRow:
    """Rows that hold their values by column each; one that a row does not have is a blank."""

    ids: Sequence[str]
    rows: Sequence[Mapping[str, Value]]
    kept: Collection[str] = ()

    def column(self, name: str) -> Sequence[Value]:
        """The values of one column."""
        return [row.get(name) for row in self.rows]


@dataclass(frozen=True)
class Former:
    """What rows were before a change, each by column, ``None`` for one that is new; ``context`` is that of then."""

    rows: Sequence[Mapping[str, Value] | None]
    context: Context


class RowsInHand:
    """Rows of one table as formulas see them. Computed columns that were not kept are calculated from the others.

    ``former`` is needed where a formula asks for ``OLD``: all of it is a blank for a row that is new.
    """

    def __init__(self, logic: TableLogic, values: Values, context: Context, former: Former | None = None) -> None:
        self._logic = logic
        self._values = values
        self.context = context
        self._former = former
        self._rows = Rows(len(values.ids), self._read, self._read_old, lambda: vector_of(Text(), values.ids))

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._rows.count

    def column(self, name: str) -> Vector:
        """The column called ``name``, one entry per row."""
        return self._rows.column(name)

    def of(self, formula: Formula) -> Vector:
        """What ``formula`` comes to in each row."""
        return evaluate(formula.expression, self._rows, self.context)

    def _read_old(self, name: str) -> Vector:
        """The column as it was, computed ones from what the others were."""
        if self._former is None:
            raise LookupError(f"these rows were given without the former values of {name}")
        rows, context = self._former.rows, self._former.context
        then = RowsInHand(self._logic, ByRow(self._values.ids, [row or {} for row in rows]), context)
        new = np.array([row is None for row in rows], np.bool_)
        return blanked(spread(then.column(name), self.count), new)

    def _read(self, name: str) -> Vector:
        formula, kind = self._logic.computed.get(name), self._logic.kinds[name]
        if formula is None or name in self._values.kept:
            return vector_of(kind, self._values.column(name))
        vector = self.of(formula)
        if isinstance(kind, Number) and kind.scale is not None:
            # What the column shows is what others see of it.
            numbers = as_numbers(vector)
            return replace(rounded(numbers, kind.scale, HALF_AWAY), blank=numbers.blank)
        return vector


def listed(vector: Vector, column_type: ColumnType, count: int) -> list[Value | Failed]:
    """The values of ``vector``, one for each of ``count`` rows."""
    values = values_of(vector, column_type)
    return values if len(values) == count else values * count


def without_errors(values: Sequence[Value | Failed]) -> list[Value]:
    """``values`` with blanks for errors: a figure that cannot be calculated is none."""
    return [None if isinstance(value, Failed) else value for value in values]
