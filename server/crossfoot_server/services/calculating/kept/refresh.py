"""Calculating what is kept again after formulas changed."""

from __future__ import annotations

import json

from sqlalchemy import Connection, delete, insert, select, update

from crossfoot_server.services.calculating.kept.calculate import calculate
from crossfoot_server.services.calculating.kept.looking import Concerned
from crossfoot_server.services.calculating.kept.stamping import stamp
from crossfoot_server.store import Store
from crossfoot_templates.keeping import Stage, written

KEPT = "kept"
"""The fact that holds the digests of the kept columns that the stored values come from."""


def refresh(store: Store) -> None:
    """Calculate the kept columns whose formulas are not those that their stored values come from.

    It is called where a server opens its store, before anybody asks for anything. All of it is one transaction: after
    a crash it begins anew.

    Raises:
        StoreBusy: another process is writing.
    """
    with store.reading() as connection:
        if _stored_digests(connection, store) == store.keeping.digests:
            return
    with store.writing() as connection:
        before = _stored_digests(connection, store)
        changed: dict[str, set[str]] = {}
        for stage in store.keeping.stages:
            if _differs(store, stage, before):
                changed.setdefault(stage.table, set()).update(
                    calculate(connection, store, stage, Concerned(stage.columns, None))
                )
        stamp(connection, store, changed)
        _remember(connection, store)


def distrust(connection: Connection, store: Store) -> None:
    """Where what is kept comes of other definitions than this store's, have the next server to open it calculate all.

    In the middle of an upgrade servers of both write: rows that one wrote have its figures, and not the other's.
    """
    fact, stored = store.schema.fact, _stored_digests(connection, store)
    if stored and stored != store.keeping.digests:
        connection.execute(delete(fact).where(fact.c.name == KEPT))


def _differs(store: Store, stage: Stage, before: dict[str, str]) -> bool:
    # What a column comes from is in its digest, so those that come from a changed one differ as well.
    names = (written((stage.table, name)) for name in stage.names)
    return any(before.get(name) != store.keeping.digests[name] for name in names)


def _stored_digests(connection: Connection, store: Store) -> dict[str, str]:
    fact = store.schema.fact
    found = connection.scalar(select(fact.c.value).where(fact.c.name == KEPT))
    digests: dict[str, str] = {} if found is None else json.loads(found)
    return digests


def _remember(connection: Connection, store: Store) -> None:
    fact, digests = store.schema.fact, json.dumps(store.keeping.digests, sort_keys=True)
    moved = connection.execute(update(fact).where(fact.c.name == KEPT).values(value=digests))
    if moved.rowcount == 0:
        connection.execute(insert(fact), [{"name": KEPT, "value": digests}])
