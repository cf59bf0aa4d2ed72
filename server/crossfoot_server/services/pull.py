"""What changed, for a workbook that pushes nothing."""

from __future__ import annotations

import datetime as dt

from crossfoot_server.accounts import Actor
from crossfoot_server.errors import BadRequest
from crossfoot_server.services.sync import sync
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import SyncReply, SyncRequest
from crossfoot_templates.label import Label


def pull(store: Store, actor: Actor, book: str, request: SyncRequest, now: dt.datetime) -> SyncReply:
    """What changed since the cursor of ``request``.

    Raises:
        BadRequest: the request pushes something.
        UnknownBook, NotAllowed, VersionTooOld: as :func:`sync`.
    """
    if request.push:
        raise BadRequest("push", Label("拉取不接受任何内容；请用 sync", "a pull takes nothing in; use sync"))
    return sync(store, actor, book, request, now)
