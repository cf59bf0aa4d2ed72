"""Putting a row back to an older version, as a batch of its own."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from crossfoot_server.accounts import Actor
from crossfoot_server.errors import BadRequest, UnknownColumn
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.places import RowPlace
from crossfoot_server.services.pushing.incoming import MAX_REV
from crossfoot_server.services.pushing.record import receive, recorded
from crossfoot_server.services.stepping_back.batches import pusher_of, step_back, told, with_reason
from crossfoot_server.services.stepping_back.restoring import Target, restored_table
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import RestoreRequest, StepBack
from crossfoot_templates.label import Label
from crossfoot_templates.messages import say


def restore(store: Store, actor: Actor, place: RowPlace, request: RestoreRequest, now: dt.datetime) -> StepBack:
    """Put a row back to ``request.rev``: the columns it names, or all that ``actor`` may read.

    The same restore again is not carried out again: its stored outcome is returned.

    Raises:
        UnknownBook, NotAllowed, UnknownTable, UnknownColumn: it is not there for ``actor``.
        UnknownRow: there is no such row within their reach.
        UnknownRevision: the row never had this revision.
        BadRequest: the id of the new batch, or a revision, cannot be one.
        BatchReused: it was used for something else.
        StoreBusy: another writer held the store too long.
    """
    opened = open_book(store, actor, place.book)
    with store.writing() as connection:
        return _restore(connection, opened, place, request, now)


def check_restore(store: Store, actor: Actor, place: RowPlace, request: RestoreRequest, now: dt.datetime) -> StepBack:
    """What :func:`restore` would give. Nothing of it stays.

    Raises:
        UnknownBook, NotAllowed, UnknownTable, UnknownColumn: as :func:`restore`.
        UnknownRow, UnknownRevision, BadRequest, BatchReused, StoreBusy: as there.
    """
    opened = open_book(store, actor, place.book)
    with store.writing() as connection:
        attempt = connection.begin_nested()
        taken = _restore(connection, opened, place, request, now)
        attempt.rollback()
        return taken


def _restore(
    connection: Connection, opened: OpenBook, place: RowPlace, request: RestoreRequest, now: dt.datetime
) -> StepBack:
    columns = _columns(opened, place.table, request.columns)
    for name, rev in (("rev", request.rev), ("seen", request.seen)):
        if not 0 < rev <= MAX_REV:
            raise BadRequest(name, Label(f"没有第 {rev} 版", f"{rev} is no revision"))
    batch = with_reason(request.batch, say("restore_reason", rev=request.rev), request.language)
    payload = ["restore", *place, request.rev, request.seen, sorted(columns)]
    received = receive(batch, payload, now)
    known = recorded(connection, opened, received)
    if known is not None:
        return told(received, known)
    pusher = pusher_of(connection, opened)
    target = Target(place.table, place.row, request.rev, request.seen, columns)
    plan = restored_table(connection, pusher, target)
    return told(received, step_back(connection, pusher, received, [plan], request.language))


def _columns(opened: OpenBook, table: str, named: list[str] | None) -> list[str]:
    readable = opened.table(table)[0].table.without_computed.by_name
    for name in named or ():
        if name not in readable:
            raise UnknownColumn(name, table, tuple(readable))
    return list(readable) if named is None else named
