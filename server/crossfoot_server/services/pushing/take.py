"""A push from end to end, inside the transaction of the caller."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from crossfoot_server.errors import BadRequest
from crossfoot_server.services.approving.overtaken import complete
from crossfoot_server.services.calculating.context import context_of
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.people import everybody
from crossfoot_server.services.pulling.reply import Taken
from crossfoot_server.services.pushing.carry_out import carry_out
from crossfoot_server.services.pushing.incoming import IncomingRow, read_push
from crossfoot_server.services.pushing.manner import PUSH
from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.pushing.record import Received, receive, recorded
from crossfoot_server.services.pushing.start import start_table
from crossfoot_server.store.epochs import in_step_until
from crossfoot_sync.engine.wire import Batch, SyncRequest
from crossfoot_templates.label import Label
from crossfoot_templates.model import Language


def take_push(connection: Connection, opened: OpenBook, request: SyncRequest, now: dt.datetime) -> Taken:
    """Write what may be written of ``request.push``, and keep the batch.

    Raises:
        BadRequest: the push does not follow the protocol.
        BatchReused: the batch id was used for something else.
    """
    # What is to be pulled with the rows is no part of the batch.
    received = receive(_batch(request), [opened.name, request.push], now)
    known = recorded(connection, opened, received)
    if known is not None:
        return known
    incoming = read_push(opened, request.push)
    store = opened.store
    people = everybody(connection, store)
    in_step = request.epoch == store.epoch
    since = request.cursor if in_step else in_step_until(connection, store.schema, request.epoch, request.cursor)
    pusher = Pusher(opened, in_step, people, received.batch.workbook, since)
    return take_rows(connection, pusher, received, incoming, request.language)


def take_rows(
    connection: Connection,
    pusher: Pusher,
    received: Received,
    incoming: dict[str, list[IncomingRow]],
    language: Language,
) -> Taken:
    """Write what may be written of rows by table, and keep the batch."""
    opened = pusher.opened
    context = context_of(connection, opened, received.at)
    complete(connection, opened.store, opened.actor.login, incoming)
    started = {
        name: start_table(connection, pusher, name, incoming[name], context)
        for name in opened.store.catalog.write_order
        if name in incoming
    }
    plan = PushPlan(opened, received.at, language, started, PUSH, context)
    return carry_out(connection, plan, pusher, received, list(incoming))


def _batch(request: SyncRequest) -> Batch:
    if request.batch is None:
        problem = Label("提交须写明是哪个批次，而这次没有", "a push says which batch it is, and this one does not")
        raise BadRequest("batch", problem)
    return request.batch
