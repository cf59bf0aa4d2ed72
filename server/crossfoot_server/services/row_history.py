"""Every version of a row: who changed what, when, from where and why."""

from __future__ import annotations

from collections.abc import Mapping

from crossfoot_server.accounts import Actor
from crossfoot_server.errors import UnknownColumn, UnknownRow
from crossfoot_server.services.open_book import open_book
from crossfoot_server.services.origins import NOWHERE, Origin, origins
from crossfoot_server.services.people import Person, everybody, name_of
from crossfoot_server.services.places import RowPlace
from crossfoot_server.services.when import utc_text
from crossfoot_server.services.within_reach import scope_context, seen
from crossfoot_server.store import Store
from crossfoot_server.store.rows import History, Version, histories
from crossfoot_sync.engine.wire import Change, RowHistory
from crossfoot_templates.model import TableView
from crossfoot_templates.types import WireValue


def row_history(store: Store, actor: Actor, book: str, table: str, row_id: str) -> RowHistory:
    """The versions of a row that ``actor`` reaches, removed ones too, the newest first; columns they may read.

    Versions from before the row came into the actor's reach are told as well: a row that is handed over comes with
    its history.

    Raises:
        UnknownBook, NotAllowed, UnknownTable: the table is not there for ``actor``.
        UnknownRow: there is no such row within their reach.
    """
    opened = open_book(store, actor, book)
    view, pair = opened.table(table)
    with store.reading() as connection:
        history = histories(connection, pair, [row_id]).get(row_id)
        last = {} if history is None else {row_id: history[max(history)].values}
        if history is None or not seen(opened, table, last, scope_context(connection, opened)):
            raise UnknownRow(table, row_id)
        people = everybody(connection, store)
        came_from = origins(connection, store.schema, (version.batch for version in history.values()))
    return RowHistory(table=table, id=row_id, changes=_changes(view, history, people, came_from))


def cell_history(store: Store, actor: Actor, place: RowPlace, column: str) -> RowHistory:
    """Of :func:`row_history` the versions that changed ``column``, and nothing of the other columns.

    Raises:
        UnknownBook, NotAllowed, UnknownTable, UnknownColumn: it is not there for ``actor``.
        UnknownRow: there is no such row within their reach.
    """
    readable = open_book(store, actor, place.book).table(place.table)[0].table.by_name
    if column not in readable:
        raise UnknownColumn(column, place.table, tuple(readable))
    history = row_history(store, actor, *place)
    history.changes = [change for change in history.changes if column in change.fields]
    for change in history.changes:
        change.fields = {column: change.fields[column]}
    return history


def _changes(
    view: TableView, history: History, people: dict[str, Person], came_from: Mapping[str, Origin]
) -> list[Change]:
    changes: list[Change] = []
    before: Version | None = None
    for version in history.values():
        origin = came_from.get(version.batch, NOWHERE)
        changes.append(
            Change(
                rev=version.rev,
                at=utc_text(version.recorded_at),
                actor=version.actor,
                actor_name=name_of(people, version.actor),
                batch=version.batch,
                book=origin.book,
                client=origin.client,
                workbook=origin.workbook,
                reason=origin.reason,
                kind=version.kind,
                fields=_differences(view, before, version),
            )
        )
        before = version
    return changes[::-1]


def _differences(view: TableView, before: Version | None, after: Version) -> dict[str, tuple[WireValue, WireValue]]:
    found: dict[str, tuple[WireValue, WireValue]] = {}
    for name, column_type in view.table.without_computed.types():
        old = None if before is None else before.values[name]
        new = after.values[name]
        if old != new:
            found[name] = (column_type.encode(old), column_type.encode(new))
    return found
