"""What became of the changes of somebody's workbook that waited: no new version of their rows tells it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sqlalchemy import Connection

from crossfoot_server.services.approving import held as kept
from crossfoot_server.services.approving.held import CARRIED, Held
from crossfoot_server.services.open_book import OpenBook
from crossfoot_sync.engine.wire import Notice
from crossfoot_templates.messages import say

NoticeState = Literal["waiting", "refused", "carried"]


def notices(connection: Connection, opened: OpenBook, waiting: dict[str, list[str]]) -> Iterator[Notice]:
    """What the actor asked for last in each of the rows that a workbook says it shows as ``waiting``."""
    for table, rows in waiting.items():
        if table in opened.view.by_name and rows:
            found = kept.newest_of(connection, opened.store, opened.actor.login, table, rows)
            for held in found.values():
                yield _notice(opened, held)


def _notice(opened: OpenBook, held: Held) -> Notice:
    types = opened.view.by_name[held.table].table.by_name
    state: NoticeState = "waiting" if held.pending else "carried" if held.state == CARRIED else "refused"
    return Notice(
        table=held.table,
        id=held.row,
        state=state,
        fields={name: types[name].type.encode(value) for name, value in held.given.items() if name in types},
        message=held.reason or say("approval_carried"),
    )
