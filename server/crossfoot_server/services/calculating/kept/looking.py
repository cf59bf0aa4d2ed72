"""Which rows' kept values may have changed because of what became of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, false, select

from crossfoot_server.services.calculating.kept.changes import Change, Changes
from crossfoot_server.services.calculating.over_tables.keys import Key, keys_of
from crossfoot_server.services.calculating.over_tables.matching import among, compared_as
from crossfoot_server.store import Store
from crossfoot_server.store.schema import ID, VOIDED
from crossfoot_templates.formula.kinds import Kind
from crossfoot_templates.formula.vectors import vector_of
from crossfoot_templates.keeping import Kept, Looking, Stage
from crossfoot_templates.questions import ROW_ID, Criterion
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
    seen = looked_upon(looking, changes)
    if not seen:
        return frozenset()
    if looking.criterion is None:
        return None
    values = list(seen) if looking.criterion.column == ROW_ID else list(_held(looking.criterion.column, seen))
    if looking.own == ROW_ID:
        return frozenset(str(value) for value in values if value is not None)
    return frozenset(row_id for row_id, _ in _holding(connection, store, table, looking, values))


def looked_upon(looking: Looking, changes: Changes) -> dict[str, Change]:
    """The changed rows in which something differs for those who look so."""
    question = looking.question
    rows = changes.get(question.table, {})
    return {row_id: each for row_id, each in rows.items() if each.touches(question.columns)}


def who_looks(
    connection: Connection, store: Store, table: str, looking: Looking, changes: Changes
) -> dict[str, list[str]] | None:
    """By row of ``table`` that looks so at changed rows, the ones it looks at; ``None`` where each looks at all."""
    seen, criterion = looked_upon(looking, changes), looking.criterion
    if criterion is None:
        return None
    by_value: dict[Value, list[str]] = {}
    for row_id, each in seen.items():
        for value in (row_id,) if criterion.column == ROW_ID else _held(criterion.column, {row_id: each}):
            by_value.setdefault(value, []).append(row_id)
    if looking.own == ROW_ID:
        return {str(value): rows for value, rows in by_value.items() if value is not None}
    kind = store.logic[table].kinds[looking.own]
    by_key: dict[Key, list[str]] = {}
    for key, rows in zip(_keys(criterion, kind, list(by_value)), by_value.values(), strict=True):
        by_key.setdefault(key, []).extend(rows)
    held = _holding(connection, store, table, looking, list(by_value)) if by_value else []
    keys = keys_of(vector_of(kind, [value for _, value in held]), kind, len(held))
    return {row_id: by_key[key] for (row_id, _), key in zip(held, keys, strict=True)}


def _holding(
    connection: Connection, store: Store, table: str, looking: Looking, values: Sequence[Value]
) -> Sequence[tuple[str, Value]]:
    """The rows in force of ``table`` whose own column, by which they look so, holds one of ``values``; and which."""
    logic = store.logic[table]
    kind, column_type = logic.kinds[looking.own], logic.table.by_name[looking.own].type
    keys = set() if looking.criterion is None else set(_keys(looking.criterion, kind, values))
    current = store.schema.pairs[table].current
    column = compared_as(connection.dialect, current.c[looking.own], kind)
    condition, listed = among(connection.dialect, column, column_type, keys, "keys")
    lookers = select(current.c[ID], current.c[looking.own]).where(current.c[VOIDED] == false(), condition)
    return [(row_id, value) for row_id, value in connection.execute(lookers, {"keys": listed})]


def _keys(criterion: Criterion, kind: Kind, values: Sequence[Value]) -> list[Key]:
    """``values`` of the column of ``criterion`` as a column of ``kind`` is compared with them."""
    return keys_of(vector_of(criterion.kind, values), kind, len(values))


def _held(column: str, seen: dict[str, Change]) -> Iterator[Value]:
    """What the rows ``seen`` held in ``column``, and what they hold, each value once."""
    both = (values for each in seen.values() for values in (each.before, each.after) if values is not None)
    return iter(dict.fromkeys(values.get(column) for values in both))
