"""The exchange: a push is taken in and a pull answered, in one transaction."""

from __future__ import annotations

import datetime as dt

from crossfoot_server.accounts import Actor
from crossfoot_server.errors import VersionTooOld
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.pulling.reply import Asked, Taken, make_reply
from crossfoot_server.services.pushing.take import take_push
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import PROTOCOL, SyncReply, SyncRequest


def sync(store: Store, actor: Actor, book: str, request: SyncRequest, now: dt.datetime) -> SyncReply:
    """Take in what ``request`` pushes and answer with what changed since its cursor.

    Everything happens or nothing. A batch that was taken in before is not taken again: its stored outcome is
    returned, with a fresh pull.

    Raises:
        UnknownBook, NotAllowed: the book is not there, or not open to ``actor``.
        VersionTooOld: the client speaks another protocol.
        BadRequest: the push does not follow the protocol.
        BatchReused: the batch id was used for something else.
        StoreBusy: another writer held the store too long.
    """
    opened = open_request(store, actor, book, request)
    if not request.push:
        with store.reading() as connection:
            return make_reply(connection, opened, Asked(request, now), Taken())
    with store.writing() as connection:
        taken = take_push(connection, opened, request, now)
        return make_reply(connection, opened, Asked(request, now), taken)


def open_request(store: Store, actor: Actor, book: str, request: SyncRequest) -> OpenBook:
    """The book a request is about.

    Raises:
        UnknownBook, NotAllowed: the book is not there, or not open to ``actor``.
        VersionTooOld: the client speaks another protocol.
    """
    if request.protocol != PROTOCOL:
        raise VersionTooOld(request.protocol, PROTOCOL)
    return open_book(store, actor, book)
