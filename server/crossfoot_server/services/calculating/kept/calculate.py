"""Calculating kept columns anew, for many rows at once."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, false, select, update

from crossfoot_server.services.calculating.computed import computed_values
from crossfoot_server.services.calculating.context import ranks
from crossfoot_server.services.calculating.kept.changes import Change
from crossfoot_server.services.calculating.kept.looking import Concerned
from crossfoot_server.services.calculating.over_tables import with_tables
from crossfoot_server.services.calculating.rows import ByColumn
from crossfoot_server.store import Store
from crossfoot_server.store import dialect as dialects
from crossfoot_server.store.columns import storable
from crossfoot_server.store.schema import ID, VOIDED
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.keeping import Stage
from crossfoot_templates.types import ColumnType, Value

BATCH = 20_000
"""How many rows are calculated at once."""

WHERE_ID = "_where"
"""The parameter that names the row of an update. Its underscore keeps it apart from every defined column."""


def calculate(connection: Connection, store: Store, stage: Stage, wanted: Concerned) -> dict[str, Change]:
    """Calculate what is ``wanted`` of ``stage`` anew, for rows in force, and write what changed.

    Gives what became of the rows whose values did, with those of their columns by which others look at them.
    """
    plain = Context(today=dt.date.min, ranks=ranks(store))  # nobody's, and of no day: kept values depend on neither
    context = with_tables(plain, connection, store)
    logic = store.logic[stage.table]
    types = logic.table.by_name
    names = [each.name for each in wanted.columns]
    found_by = store.keeping.found_by.get(stage.table, frozenset())
    read = (*sorted(found_by.union(*(each.reads for each in wanted.columns))), *names)
    changed: dict[str, Change] = {}
    for columns in _batches(connection, store, stage, read, wanted.ids):
        held = dict(zip(read, columns[1:], strict=True))
        values = ByColumn(columns[0], held, store.keeping.of(stage.table) - {*stage.names})
        new = {
            name: _storable(types[name].type, column)
            for name, column in computed_values(logic, values, names, context).items()
        }
        rows = _differing([(held[name], new[name]) for name in names])
        _write(connection, store, stage, [{WHERE_ID: columns[0][row], **_at(new, row)} for row in rows])
        for row in rows:
            seen = {name: held[name][row] for name in found_by}
            changed[columns[0][row]] = Change(seen, seen, {name for name in names if held[name][row] != new[name][row]})
    return changed


def _batches(
    connection: Connection, store: Store, stage: Stage, columns: Sequence[str], ids: Collection[str] | None
) -> Iterator[list[Sequence[Any]]]:
    """The ids and ``columns`` of the rows in force, as columns, a batch of rows at a time."""
    current = store.schema.pairs[stage.table].current
    rows = select(current.c[ID], *(current.c[name] for name in columns)).where(current.c[VOIDED] == false())
    if ids is None:
        page = rows.where(current.c[ID] > bindparam("last")).order_by(current.c[ID]).limit(BATCH)
        last = ""
        while found := connection.execute(page, {"last": last}).all():
            last = found[-1][0]
            yield list(zip(*found, strict=True))
        return
    some = rows.where(dialects.one_of(connection.dialect, current.c[ID], "ids"))
    left = iter(ids)
    while batch := list(islice(left, BATCH)):
        listed = dialects.listed(connection.dialect, current.c[ID].type, batch)
        if found := connection.execute(some, {"ids": listed}).all():
            yield list(zip(*found, strict=True))


def _storable(column_type: ColumnType, values: list[Value]) -> list[Value]:
    return [None if value is None or storable(column_type, value) is not None else value for value in values]


def _differing(pairs: list[tuple[Sequence[Value], Sequence[Value]]]) -> list[int]:
    """The rows in which the two columns of any pair differ."""
    return sorted({row for old, new in pairs for row, differ in enumerate(map(operator.ne, old, new)) if differ})


def _at(columns: dict[str, list[Value]], row: int) -> dict[str, Value]:
    return {name: values[row] for name, values in columns.items()}


def _write(connection: Connection, store: Store, stage: Stage, rows: list[dict[str, Value]]) -> None:
    if rows:
        current = store.schema.pairs[stage.table].current
        connection.execute(update(current).where(current.c[ID] == bindparam(WHERE_ID)), rows)
