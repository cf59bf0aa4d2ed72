"""A decision on a request for approval, for programs that keep no workbook of it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, select

from crossfoot_server.accounts import Actor
from crossfoot_server.errors import UnknownRow
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.people import everybody
from crossfoot_server.services.places import ApprovalPlace
from crossfoot_server.services.pulling.reply import Taken
from crossfoot_server.services.pushing.incoming import IncomingRow
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.pushing.record import receive, recorded
from crossfoot_server.services.pushing.take import take_rows
from crossfoot_server.store import Store
from crossfoot_server.store.schema import ID, REV
from crossfoot_sync.engine.wire import Decided, DecisionRequest
from crossfoot_templates.approvals import APPROVAL


def decide(store: Store, actor: Actor, place: ApprovalPlace, request: DecisionRequest, now: dt.datetime) -> Decided:
    """Decide the request of this number, as if the decision had been typed into the sheet of approvals and synced.

    The same decision under the same batch id is not made again: its stored outcome is returned.

    Raises:
        UnknownBook, NotAllowed: the book is not there, or not open to ``actor``.
        UnknownTable: the book shows no approvals.
        UnknownRow: there is no such request within their reach.
        BadRequest: the id of the batch cannot be one.
        BatchReused: it was used for something else.
        StoreBusy: another writer held the store too long.
    """
    opened = open_book(store, actor, place.book)
    opened.table(APPROVAL)
    with store.writing() as connection:
        payload = ["decide", *place, request.decision, request.comment]
        received = receive(request.batch, payload, now)
        taken = recorded(connection, opened, received)
        if taken is None:
            row = _row(connection, opened, place.number, request)
            pusher = Pusher(opened, True, everybody(connection, store))
            taken = take_rows(connection, pusher, received, {APPROVAL: [row]}, request.language)
        return _told(connection, opened, place.number, request, taken)


def _row(connection: Connection, opened: OpenBook, number: str, request: DecisionRequest) -> IncomingRow:
    """The decision as a pushed row, made on what stands there now."""
    table = opened.store.schema.pairs[APPROVAL].current
    wanted = select(table.c[ID], table.c[REV]).where(table.c.number == number, opened.reach_of(APPROVAL).visible(table))
    found = connection.execute(wanted).one_or_none()
    if found is None:
        raise UnknownRow(APPROVAL, number)
    values = {"decision": request.decision, **({"comment": request.comment} if request.comment else {})}
    return IncomingRow(found[0], "change", found[1], None, dict(values), dict.fromkeys(values, found[1]))


def _told(connection: Connection, opened: OpenBook, number: str, request: DecisionRequest, taken: Taken) -> Decided:
    table = opened.store.schema.pairs[APPROVAL].current
    state = connection.scalar(select(table.c.state).where(table.c.number == number))
    return Decided(request.batch.id, number, state or "", taken.replayed, taken.outcome, taken.totals)
