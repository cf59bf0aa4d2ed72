"""Undoing a batch, as a batch of its own: what it changed goes back, except what somebody changed since."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, select

from crossfoot_server.accounts import Actor
from crossfoot_server.errors import UnknownBatch
from crossfoot_server.services.approving.held import carried_by
from crossfoot_server.services.list_batches import may_see
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.places import BatchPlace
from crossfoot_server.services.pushing.record import receive, recorded, unpack
from crossfoot_server.services.stepping_back.batches import pusher_of, step_back, told, with_reason
from crossfoot_server.services.stepping_back.undoing import undone_table
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import StepBack, TableOutcome, UndoRequest
from crossfoot_templates.messages import say


def undo(store: Store, actor: Actor, place: BatchPlace, request: UndoRequest, now: dt.datetime) -> StepBack:
    """Take back what a batch wrote, as far as ``actor`` may write it.

    The same undo again is not carried out again: its stored outcome is returned.

    Raises:
        UnknownBook, NotAllowed: the book is not there, or not open to ``actor``.
        UnknownBatch: there is no such batch among those they may see.
        BadRequest: the id of the new batch cannot be one.
        BatchReused: it was used for something else.
        StoreBusy: another writer held the store too long.
    """
    opened = open_book(store, actor, place.book)
    with store.writing() as connection:
        return _undo(connection, opened, place.batch, request, now)


def check_undo(store: Store, actor: Actor, place: BatchPlace, request: UndoRequest, now: dt.datetime) -> StepBack:
    """What :func:`undo` would give. Nothing of it stays.

    Raises:
        UnknownBook, NotAllowed, UnknownBatch, BadRequest, BatchReused, StoreBusy: as :func:`undo`.
    """
    opened = open_book(store, actor, place.book)
    with store.writing() as connection:
        attempt = connection.begin_nested()
        taken = _undo(connection, opened, place.batch, request, now)
        attempt.rollback()
        return taken


def _undo(connection: Connection, opened: OpenBook, batch_id: str, request: UndoRequest, now: dt.datetime) -> StepBack:
    pushed = _with_carried(connection, opened, batch_id, _pushed(connection, opened, batch_id))
    batch = with_reason(request.batch, say("undo_reason", batch=batch_id), request.language)
    received = receive(batch, ["undo", opened.name, batch_id], now, reverts=batch_id)
    known = recorded(connection, opened, received)
    if known is not None:
        return told(received, known)
    pusher = pusher_of(connection, opened)
    # A table that the book shows no longer is out of everybody's reach in it.
    tables = [
        undone_table(connection, pusher, name, ids, batch_id)
        for name, ids in pushed.items()
        if name in opened.view.by_name
    ]
    return told(received, step_back(connection, pusher, received, tables, request.language))


def _with_carried(
    connection: Connection, opened: OpenBook, batch_id: str, pushed: list[TableOutcome]
) -> dict[str, list[str]]:
    """The rows that a batch may have written, by table: those pushed, and those that its decisions changed."""
    rows = {each.table: [*each.ids] for each in pushed}
    for held in carried_by(connection, opened.store, batch_id):
        rows.setdefault(held.table, []).append(held.row)
    return rows


def _pushed(connection: Connection, opened: OpenBook, batch_id: str) -> list[TableOutcome]:
    """The stored outcome of a batch, which names every row it spoke of."""
    batch = opened.store.schema.batch
    result = connection.scalar(select(batch.c.result).where(may_see(opened), batch.c.id == batch_id))
    if result is None:
        raise UnknownBatch(batch_id)
    return unpack(result)
