"""Every version of a row: who changed what, when, from where and why."""

from __future__ import annotations

from sqlalchemy import Connection, select

from crossfoot_server.accounts import Actor
from crossfoot_server.errors import UnknownRow
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.people import Person, everybody, name_of
from crossfoot_server.services.pushing.start import utc_text
from crossfoot_server.store import Store
from crossfoot_server.store.rows import History, Version, histories, in_chunks
from crossfoot_sync.engine.wire import Change, RowHistory
from crossfoot_templates.model import TableView
from crossfoot_templates.types import WireValue


def row_history(store: Store, actor: Actor, book: str, table: str, row_id: str) -> RowHistory:
    """The versions of a row that ``actor`` reaches, removed ones too, the newest first; columns they may read.

    Raises:
        UnknownBook, NotAllowed, UnknownTable: the table is not there for ``actor``.
        UnknownRow: there is no such row within their reach.
    """
    opened = open_book(store, actor, book)
    view, pair = opened.table(table)
    with store.reading() as connection:
        history = histories(connection, pair, [row_id]).get(row_id)
        if history is None or not opened.reach.covers(history[max(history)].values):
            raise UnknownRow(table, row_id)
        people = everybody(connection, store)
        origins = _origins(connection, opened, history)
    return RowHistory(table=table, id=row_id, changes=_changes(view, history, people, origins))


def _changes(
    view: TableView, history: History, people: dict[str, Person], origins: dict[str, tuple[str, str, str]]
) -> list[Change]:
    changes: list[Change] = []
    before: Version | None = None
    for version in history.values():
        client, workbook, reason = origins.get(version.batch, ("", "", ""))
        changes.append(
            Change(
                rev=version.rev,
                at=utc_text(version.recorded_at),
                actor=version.actor,
                actor_name=name_of(people, version.actor),
                batch=version.batch,
                client=client,
                workbook=workbook,
                reason=reason,
                kind=version.kind,
                fields=_differences(view, before, version),
            )
        )
        before = version
    return changes[::-1]


def _differences(view: TableView, before: Version | None, after: Version) -> dict[str, tuple[WireValue, WireValue]]:
    found: dict[str, tuple[WireValue, WireValue]] = {}
    for name, column_type in view.table.types():
        old = None if before is None else before.values[name]
        new = after.values[name]
        if old != new:
            found[name] = (column_type.encode(old), column_type.encode(new))
    return found


def _origins(connection: Connection, opened: OpenBook, history: History) -> dict[str, tuple[str, str, str]]:
    batch = opened.store.schema.batch
    found: dict[str, tuple[str, str, str]] = {}
    for chunk in in_chunks(version.batch for version in history.values()):
        columns = select(batch.c.id, batch.c.client, batch.c.workbook, batch.c.reason)
        for row in connection.execute(columns.where(batch.c.id.in_(chunk))):
            found[row.id] = (row.client, row.workbook, row.reason)
    return found
