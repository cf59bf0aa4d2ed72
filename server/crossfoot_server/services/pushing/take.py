"""A push from end to end, inside the transaction of the caller."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from crossfoot_server.errors import BadRequest
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.people import everybody
from crossfoot_server.services.pulling.lists import reference_lists
from crossfoot_server.services.pulling.reply import Taken
from crossfoot_server.services.pulling.visible import control_totals
from crossfoot_server.services.pushing.incoming import read_push
from crossfoot_server.services.pushing.numbering import give_numbers
from crossfoot_server.services.pushing.outcome import Teller
from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_server.services.pushing.record import (
    Received,
    Totals,
    payload_digest,
    record,
    stored_outcome,
)
from crossfoot_server.services.pushing.settle import settle
from crossfoot_server.services.pushing.start import Pusher, start_table
from crossfoot_server.services.pushing.wording import Wording
from crossfoot_server.services.pushing.write import write
from crossfoot_server.store.columns import CODE_LENGTH
from crossfoot_server.store.rows import histories
from crossfoot_sync.engine.wire import Batch, SyncRequest


def take_push(connection: Connection, opened: OpenBook, request: SyncRequest, now: dt.datetime) -> Taken:
    """Write what may be written of ``request.push``, and keep the batch.

    Raises:
        BadRequest: the push does not follow the protocol.
        BatchReused: the batch id was used for something else.
    """
    received = Received(_batch(request), payload_digest(opened.name, request), now)
    known = stored_outcome(connection, opened, received)
    if known is not None:
        return Taken(known, replayed=True)
    incoming = read_push(opened, request.push)
    store = opened.store
    pusher = Pusher(opened, request.epoch == store.epoch, everybody(connection, store))
    started = {
        name: start_table(connection, pusher, name, incoming[name])
        for name in store.catalog.write_order
        if name in incoming
    }
    plan = PushPlan(opened, request.language, started)
    settle(connection, plan)
    give_numbers(connection, plan)
    before = {name: control_totals(connection, opened, name) for name in started}
    _load_histories_of_conflicts(connection, plan)
    write(connection, plan, received.batch.id, now)
    teller = Teller(pusher, _wording(connection, plan))
    outcome = [teller.table(plan.tables[name]) for name in incoming]
    after = {name: control_totals(connection, opened, name) for name in started}
    record(connection, opened, received, outcome, Totals(before, after))
    return Taken(outcome)


def _batch(request: SyncRequest) -> Batch:
    if request.batch is None:
        raise BadRequest("batch", "a push says which batch it is, and this one does not")
    if not 0 < len(request.batch.id) <= CODE_LENGTH:
        raise BadRequest("batch.id", f"an id has 1 to {CODE_LENGTH} characters, not {len(request.batch.id)}")
    return request.batch


def _load_histories_of_conflicts(connection: Connection, plan: PushPlan) -> None:
    # Who changed a field last is in the versions; those of rows merged two-way were not needed until now.
    for table in plan.tables.values():
        conflicts = [
            row.id
            for row in table.rows
            if row.id not in table.histories and any(field.state == "conflict" for field in row.open.values())
        ]
        table.histories.update(histories(connection, table.pair, conflicts))


def _wording(connection: Connection, plan: PushPlan) -> Wording:
    # Labels are wanted where values are quoted, which most pushes give no cause for.
    quoted = [name for name, table in plan.tables.items() if any(row.open for row in table.rows)]
    lists = reference_lists(connection, plan.opened, quoted, plan.language)
    labels = {name: dict(zip(each.ids, each.labels, strict=True)) for name, each in lists.items()}
    return Wording(plan.language, plan.opened.store.catalog.choices, labels)
