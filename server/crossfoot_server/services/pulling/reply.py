"""The reply to an exchange: what changed for the workbook, and what its user may see in all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from crossfoot_server.services.approving.asked_people import to_decide
from crossfoot_server.services.approving.notices import notices
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pulling.changed import PAGE, pull_rows, select_rows
from crossfoot_server.services.pulling.gone import gone_of_known, gone_since
from crossfoot_server.services.pulling.lists import reference_lists
from crossfoot_server.services.pulling.visible import visible, visible_marks
from crossfoot_server.store.counters import FEED, last_number
from crossfoot_server.store.schema import BATCH, SEQ
from crossfoot_sync.engine.wire import BeforeAfter, SyncReply, SyncRequest, TableOutcome
from crossfoot_templates.approvals import APPROVAL


@dataclass(frozen=True)
class Asked:
    """A request, and when it came in."""

    request: SyncRequest
    at: dt.datetime


@dataclass(frozen=True)
class Taken:
    """What became of a batch; ``replayed`` where it had been taken in before, ``totals`` the store before and after."""

    outcome: list[TableOutcome] = field(default_factory=list)
    totals: dict[str, BeforeAfter] = field(default_factory=dict)
    replayed: bool = False


def make_reply(
    connection: Connection,
    opened: OpenBook,
    asked: Asked,
    taken: Taken,
    page: int = PAGE,
) -> SyncReply:
    """Answer what is ``asked`` with the state that ``connection`` sees; no more than ``page`` rows are pulled."""
    request = asked.request
    feed = last_number(connection, opened.store.schema, FEED)
    # A cursor of another store, or of this one before it was restored, says nothing.
    in_step = request.epoch == opened.store.epoch and 0 <= request.cursor <= feed
    since = request.cursor if in_step else 0
    wanted = [name for name in opened.view.by_name if request.only is None or name in request.only]
    marks = {name: visible_marks(connection, opened, name) for name in wanted}
    selection = select_rows(request, since, feed, marks, page)
    lists = reference_lists(connection, opened, opened.view.by_name, request.language)
    # Who asked for no table at all is as far behind as before.
    cursor = selection.cursor if wanted else since
    if taken.replayed and request.batch is not None:
        cursor = min(cursor, _reached(connection, opened, request.batch.id, since))
    return SyncReply(
        epoch=opened.store.epoch,
        version=opened.view.version,
        cursor=cursor,
        more=selection.more,
        replayed=taken.replayed,
        outcome=taken.outcome,
        pull=[
            pull_rows(connection, opened, name, selection.ids[name], asked.at)
            for name in wanted
            if name in selection.ids
        ],
        gone={
            **gone_of_known(request.known, marks),
            **gone_since(
                connection, opened, {name: marks[name] for name in wanted if name not in request.known}, since, feed
            ),
        },
        visible={name: visible(connection, opened, name, marks[name]) for name in wanted},
        lists={name: each for name, each in lists.items() if request.lists.get(name) != each.digest},
        totals=taken.totals,
        to_decide=to_decide(connection, opened) if APPROVAL in marks else 0,
        notices=list(notices(connection, opened, request.waiting, marks)),
    )


def _reached(connection: Connection, opened: OpenBook, batch: str, since: int) -> int:
    """How far a workbook was in step once it had sent ``batch``, which it sends again.

    It may be an old copy that does not know what the workbook sent after that: were it in step with now, drafts in it
    that were sent since would pass for new rows.
    """
    tables = [pair.versions for pair in opened.store.schema.pairs.values()]
    last = (
        connection.scalar(select(func.max(each.c[SEQ])).where(each.c[SEQ] > since, each.c[BATCH] == batch))
        for each in tables
    )
    return max((seq for seq in last if seq is not None), default=since)
