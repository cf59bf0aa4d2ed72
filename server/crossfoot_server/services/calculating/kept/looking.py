"""Which rows' kept values may have changed because of what became of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, false, select

from crossfoot_server.services.calculating.kept.changes import Change, Changes
from crossfoot_server.services.calculating.over_tables.keys import keys_of
from crossfoot_server.services.calculating.over_tables.matching import among, compared_as
from crossfoot_server.store import Store
from crossfoot_server.store.schema import ID, VOIDED
from crossfoot_templates.formula.vectors import vector_of
from crossfoot_templates.keeping import Kept, Looking, Stage
from crossfoot_templates.questions import ROW_ID
from crossfoot_templates.types import Value


@dataclass(frozen=True)
class Concerned:
    """What is to be calculated again: ``columns`` of the rows with these ``ids``; ``None`` is every row."""

    columns: tuple[Kept, ...]
    ids: frozenset[str] | None


def concerned(connection: Connection, store: Store, stage: Stage, changes: Changes) -> Concerned:
    """What of ``stage`` may have another value after ``changes``."""
    columns: list[Kept] = []
    ids: set[str] = set()
    every = False
    answers: dict[Looking, frozenset[str] | None] = {}
    for column in stage.columns:
        own = changes.get(stage.table, {})
        found = {row_id for row_id, each in own.items() if each.after is not None and each.touches(column.reads)}
        for looking in column.lookings:
            if looking not in answers:
                answers[looking] = _lookers(connection, store, stage.table, looking, changes)
            found |= answers[looking] or frozenset()
            every = every or answers[looking] is None
        if found or any(answers[looking] is None for looking in column.lookings):
            columns.append(column)
            ids |= found
    return Concerned(tuple(columns), None if every else frozenset(ids))


def _lookers(
    connection: Connection, store: Store, table: str, looking: Looking, changes: Changes
) -> frozenset[str] | None:
    """The rows of ``table`` that look so at one of the changed rows, as it was or as it is; ``None`` is every row."""
    question, criterion = looking.question, looking.criterion
    rows = changes.get(question.table, {})
    seen = {row_id: each for row_id, each in rows.items() if each.touches(question.columns)}
    if not seen:
        return frozenset()
    if criterion is None:
        return None
    values = list(seen) if criterion.column == ROW_ID else list(_held(criterion.column, seen))
    if looking.own == ROW_ID:
        return frozenset(str(value) for value in values if value is not None)
    logic = store.logic[table]
    kind, column_type = logic.kinds[looking.own], logic.table.by_name[looking.own].type
    keys = set(keys_of(vector_of(criterion.kind, values), kind, len(values)))
    current = store.schema.pairs[table].current
    column = compared_as(connection.dialect, current.c[looking.own], kind)
    condition, listed = among(connection.dialect, column, column_type, keys, "keys")
    lookers = select(current.c[ID]).where(current.c[VOIDED] == false(), condition)
    return frozenset(connection.scalars(lookers, {"keys": listed}))


def _held(column: str, seen: dict[str, Change]) -> Iterator[Value]:
    """What the rows ``seen`` held in ``column``, and what they hold, each value once."""
    both = (values for each in seen.values() for values in (each.before, each.after) if values is not None)
    return iter(dict.fromkeys(values.get(column) for values in both))
