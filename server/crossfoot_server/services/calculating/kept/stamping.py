"""Fresh feed numbers for rows whose kept values changed by themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, update

from crossfoot_server.services.calculating.kept.calculate import WHERE_ID
from crossfoot_server.store import Store
from crossfoot_server.store.counters import FEED, advance
from crossfoot_server.store.schema import COMPUTED_SEQ, ID


def stamp(connection: Connection, store: Store, rows: Mapping[str, Collection[str]]) -> None:
    """Give each of ``rows``, ids by table, the next number of the feed, so that the next pull sends it."""
    count = sum(map(len, rows.values()))
    if not count:
        return
    number = advance(connection, store.schema, FEED, count)
    for table, ids in rows.items():
        if ids:
            current = store.schema.pairs[table].current
            stamped = [{WHERE_ID: row_id, COMPUTED_SEQ: at} for at, row_id in enumerate(sorted(ids), start=number)]
            connection.execute(update(current).where(current.c[ID] == bindparam(WHERE_ID)), stamped)
            number += len(ids)
