"""Writing what a settled plan says: current rows, versions, feed numbers. All in bulk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from crossfoot_server.services.pushing.manner import Action
from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.store.counters import FEED, advance
from crossfoot_server.store.rows import VersionKind
from crossfoot_server.store.schema import (
    ACTOR,
    BATCH,
    ID,
    KIND,
    RECORDED_AT,
    REV,
    SEQ,
    UPDATED_AT,
    UPDATED_BY,
    VOIDED,
)

KINDS: dict[Action, VersionKind] = {
    "insert": "created",
    "update": "changed",
    "void": "voided",
    "delete": "removed",
    "unvoid": "restored",
    "reinsert": "restored",
}

WHERE_ID = "_where"
"""The parameter that names the row of an update. Its underscore keeps it apart from every defined column."""


def write(connection: Connection, plan: PushPlan, batch: str, now: dt.datetime) -> None:
    """Write every row of ``plan`` that has an action, and set the revision it has afterwards.

    A row stands in a plan once, so a batch writes no more than one version of it.
    """
    writes = [(table, row) for table, row in plan.rows() if row.action != "none"]
    if not writes:
        return
    first = advance(connection, plan.opened.store.schema, FEED, len(writes))
    for seq, (_, row) in enumerate(writes, start=first):
        row.seq = seq
        row.rev = 1 if row.stored is None else row.stored.rev + 1
    for table in plan.tables.values():
        _write_current(connection, table, {UPDATED_AT: now, UPDATED_BY: plan.opened.actor.login})
        _write_versions(connection, table, {RECORDED_AT: now, BATCH: batch, ACTOR: plan.opened.actor.login})


def _write_current(connection: Connection, table: TablePlan, stamp: dict[str, Any]) -> None:
    current = table.pair.current
    this_row = current.c[ID] == bindparam(WHERE_ID)
    rows: dict[Action, list[RowPlan]] = {}
    for row in table.rows:
        rows.setdefault(row.action, []).append(row)
    if gone := rows.get("delete"):
        connection.execute(delete(current).where(this_row), [{WHERE_ID: row.id} for row in gone])
    if voided := rows.get("void"):
        marked = [{WHERE_ID: row.id, VOIDED: True, SEQ: row.seq, REV: row.rev, **stamp} for row in voided]
        connection.execute(update(current).where(this_row), marked)
    if changed := rows.get("update"):
        _park_keys(connection, table, changed)
        values = [{WHERE_ID: row.id, SEQ: row.seq, REV: row.rev, **stamp, **row.end()} for row in changed]
        connection.execute(update(current).where(this_row), values)
    if back := rows.get("unvoid"):
        # Last of the updates: a key that it had may have been held by a row that has just given it up.
        values = [{WHERE_ID: row.id, VOIDED: False, SEQ: row.seq, REV: row.rev, **stamp, **row.end()} for row in back]
        connection.execute(update(current).where(this_row), values)
    if fresh := [*rows.get("insert", ()), *rows.get("reinsert", ())]:
        values = [{ID: row.id, SEQ: row.seq, REV: row.rev, VOIDED: False, **stamp, **row.end()} for row in fresh]
        connection.execute(insert(current), values)


def _park_keys(connection: Connection, table: TablePlan, changed: list[RowPlan]) -> None:
    """Blank the keys that change, first: rows are updated one by one, and two that swap theirs would collide midway."""
    current = table.pair.current
    this_row = current.c[ID] == bindparam(WHERE_ID)
    for columns in table.pair.unique_sets:
        blank = dict.fromkeys(columns)
        moving = [{WHERE_ID: row.id, **blank} for row in changed if not row.taken.keys().isdisjoint(columns)]
        if moving:
            connection.execute(update(current).where(this_row), moving)


def _write_versions(connection: Connection, table: TablePlan, stamp: dict[str, Any]) -> None:
    recorded = [
        {ID: row.id, REV: row.rev, SEQ: row.seq, KIND: KINDS[row.action], **stamp, **row.end()}
        for row in table.rows
        if row.action != "none"
    ]
    if recorded:
        connection.execute(insert(table.pair.versions), recorded)
