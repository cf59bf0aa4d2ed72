"""Keeping values current after rows were written."""

from __future__ import annotations

from sqlalchemy import Connection

from crossfoot_server.services.calculating.kept.calculate import calculate
from crossfoot_server.services.calculating.kept.changes import Changes
from crossfoot_server.services.calculating.kept.looking import concerned
from crossfoot_server.services.calculating.kept.refresh import distrust
from crossfoot_server.services.calculating.kept.stamping import stamp
from crossfoot_server.store import Store


def keep_current(connection: Connection, store: Store, written: Changes) -> None:
    """Calculate again what may have changed with the rows that were ``written``, which have fresh feed numbers already.

    Where no formula looks at what changed, this asks the store only whether its figures are of these definitions.
    """
    distrust(connection, store)
    changes: Changes = {table: dict(rows) for table, rows in written.items()}
    for stage in store.keeping.stages:
        wanted = concerned(connection, store, stage, changes)
        if wanted.columns:
            rows = changes.setdefault(stage.table, {})
            for row_id, change in calculate(connection, store, stage, wanted).items():
                if row_id in rows:
                    rows[row_id].columns |= change.columns
                else:
                    rows[row_id] = change
    stamp(connection, store, {table: rows.keys() - written.get(table, {}).keys() for table, rows in changes.items()})
