"""The rows of a push as they would stand beside what is stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TypeAlias

from crossfoot_server.services.pushing.plan import PushPlan, RowPlan
from crossfoot_templates.types import Value

Place: TypeAlias = tuple[str, str]
"""A row: its table and its id."""


def as_it_would_be(row: RowPlan) -> Mapping[str, Value] | None:
    """The row once the push is written; ``None`` where it will be out of force."""
    if row.writes_values:
        return row.end()
    return None if row.leaves else as_it_is(row)


def as_it_is(row: RowPlan) -> Mapping[str, Value] | None:
    """The row as it is stored; ``None`` where it is not in force."""
    return None if row.stored is None or row.stored.voided else row.stored.values


Rows: TypeAlias = Mapping[str, Mapping[str, Value]]
"""Rows of one table, by id."""


class PlannedRows:
    """The rows of a push in place of what is stored of them. Some may be left out, as if they were not pushed.

    ``beside`` are rows, by table, that the push does not speak of, but that are to be calculated anew with it.
    """

    def __init__(self, plan: PushPlan, beside: Mapping[str, Rows] = MappingProxyType({})) -> None:
        self._tables = plan.tables
        self._beside = beside
        self._left_out: Collection[Place] = ()

    def leave_out(self, rows: Collection[Place]) -> None:
        """Take ``rows``, and no others, as they are stored."""
        self._left_out = rows

    def ids(self, table: str) -> Collection[str]:
        """The rows that the push says anything of, and those beside them."""
        pushed = self._tables[table].rows if table in self._tables else ()
        return dict.fromkeys((*(row.id for row in pushed if row.counts), *self._beside.get(table, ())))

    def rows(self, table: str) -> Rows:
        """Those of them that would be in force."""
        found = ((row_id, self.row(table, row_id)) for row_id in self.ids(table))
        return {row_id: values for row_id, values in found if values is not None}

    def row(self, table: str, row_id: str) -> Mapping[str, Value] | None:
        """One of them; ``None`` where it would not be in force."""
        if row_id in self._beside.get(table, ()):
            return self._beside[table][row_id]
        row = self._tables[table].by_id[row_id]
        return as_it_is(row) if (table, row_id) in self._left_out else as_it_would_be(row)
