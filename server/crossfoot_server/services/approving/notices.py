"""What became of the changes of somebody's workbook that waited: no new version of their rows tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from sqlalchemy import Connection

from crossfoot_server.services.approving import held as kept
from crossfoot_server.services.approving.held import CARRIED, Held
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pulling.visible import Mark
from crossfoot_sync.engine.wire import Notice
from crossfoot_templates.messages import Message, say

NoticeState = Literal["waiting", "refused", "carried"]


def notices(
    connection: Connection, opened: OpenBook, waiting: Mapping[str, Sequence[str]], marks: Mapping[str, Sequence[Mark]]
) -> Iterator[Notice]:
    """What the actor asked for last in each of the rows that a workbook says it shows as ``waiting``.

    ``marks`` are the rows that the actor sees now, of the tables that are pulled.
    """
    for table, rows in waiting.items():
        if table in opened.view.by_name and rows:
            in_sight = {mark.id for mark in marks[table]} if table in marks else {*rows}
            found = kept.newest_of(connection, opened.store, opened.actor.login, table, rows)
            for held in found.values():
                yield _notice(opened, held, in_sight=held.row in in_sight)


def _notice(opened: OpenBook, held: Held, *, in_sight: bool) -> Notice:
    types = opened.view.by_name[held.table].table.by_name
    state, message = _fate(held, in_sight=in_sight)
    return Notice(
        table=held.table,
        id=held.row,
        state=state,
        fields={name: types[name].type.encode(value) for name, value in held.given.items() if name in types},
        message=message,
    )


def _fate(held: Held, *, in_sight: bool) -> tuple[NoticeState, Message]:
    if held.state != CARRIED:
        return "waiting" if held.pending else "refused", held.reason or say("approval_unknown")
    if held.kind == "new" and not in_sight:
        # its sheet never had the row from the store, so no news of its removal would concern it
        return "refused", say("approval_gone_since")
    return "carried", say("approval_carried")
