"""What a push would come to, without taking it in."""

from __future__ import annotations

import datetime as dt

from crossfoot_server.accounts import Actor
from crossfoot_server.services.pulling.reply import Asked, Taken, make_reply
from crossfoot_server.services.pushing.take import take_push
from crossfoot_server.services.sync import open_request
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import SyncReply, SyncRequest


def check(store: Store, actor: Actor, book: str, request: SyncRequest, now: dt.datetime) -> SyncReply:
    """The outcome that :func:`sync` would give. The push is taken in and undone, so nothing of it stays.

    The pull is of the store as it is, not as it would be. Numbers in the outcome may be given to others since.

    Raises:
        UnknownBook, NotAllowed, VersionTooOld, BadRequest, BatchReused, StoreBusy: as :func:`sync`.
    """
    opened = open_request(store, actor, book, request)
    with store.writing() as connection:
        attempt = connection.begin_nested()
        taken = take_push(connection, opened, request, now) if request.push else Taken()
        attempt.rollback()
        return make_reply(connection, opened, Asked(request, now), taken)
