"""The rows of a table that are out of force, so that one can be found and brought back."""

from __future__ import annotations

from typing import Literal, cast

from sqlalchemy import Connection, exists, select

from crossfoot_server.accounts import Actor
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.origins import NOWHERE, origins
from crossfoot_server.services.people import everybody, name_of
from crossfoot_server.services.pulling.gone import OUT_OF_FORCE
from crossfoot_server.services.when import utc_text
from crossfoot_server.store import Pair, Store
from crossfoot_server.store.rows import Version, histories
from crossfoot_server.store.schema import ID, KIND, REV, SEQ
from crossfoot_sync.engine.wire import RemovedRow, RemovedRows


def removed_rows(store: Store, actor: Actor, book: str, table: str, limit: int) -> RemovedRows:
    """The ``limit`` rows that were removed last, voided or deleted, of those that last were within reach.

    Raises:
        UnknownBook, NotAllowed, UnknownTable: the table is not there for ``actor``.
    """
    opened = open_book(store, actor, book)
    view, pair = opened.table(table)
    with store.reading() as connection:
        last = _last_versions(connection, opened, pair, limit)
        people = everybody(connection, store)
        came_from = origins(connection, store.schema, (version.batch for version in last))
    rows = [
        RemovedRow(
            id=version.id,
            rev=version.rev,
            kind=cast("Literal['voided', 'removed']", version.kind),
            at=utc_text(version.recorded_at),
            actor=version.actor,
            actor_name=name_of(people, version.actor),
            batch=version.batch,
            book=came_from.get(version.batch, NOWHERE).book,
            reason=came_from.get(version.batch, NOWHERE).reason,
            values={name: kind.encode(version.values[name]) for name, kind in view.table.without_computed.types()},
        )
        for version in last
    ]
    return RemovedRows(table, rows)


def _last_versions(connection: Connection, opened: OpenBook, pair: Pair, limit: int) -> list[Version]:
    versions, later = pair.versions, pair.versions.alias()
    superseded = exists().where(later.c[ID] == versions.c[ID], later.c[REV] > versions.c[REV])
    out_of_force = (
        select(versions.c[ID])
        .where(
            versions.c[KIND].in_(OUT_OF_FORCE), ~superseded, opened.reach_of(pair.definition.name).predicate(versions)
        )
        .order_by(versions.c[SEQ].desc())
        .limit(limit)
    )
    ids = list(connection.scalars(out_of_force))
    known = histories(connection, pair, ids)
    return [known[row_id][max(known[row_id])] for row_id in ids]
