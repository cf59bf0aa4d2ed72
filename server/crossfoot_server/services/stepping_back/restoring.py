"""The plan that puts one row back to an older version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from crossfoot_server.errors import UnknownRevision, UnknownRow
from crossfoot_server.services.pushing.plan import RowPlan, TablePlan
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.pushing.start import Setting, gone
from crossfoot_server.services.stepping_back.rows import barred, bring_back, newest, put_fields_back, refused
from crossfoot_server.services.within_reach import scope_context
from crossfoot_server.store.rows import StoredRow, Version, current_rows, histories


@dataclass(frozen=True)
class Target:
    """A row of ``table`` whose ``columns`` are to be what they were at ``rev``, and the newest revision ``seen``."""

    table: str
    row_id: str
    rev: int
    seen: int
    columns: Collection[str]


def restored_table(connection: Connection, pusher: Pusher, target: Target) -> TablePlan:
    """The plan of the one row that goes back.

    Raises:
        UnknownRow: there is no such row within the actor's reach.
        UnknownRevision: the row never had one of the revisions.
    """
    pair, context = pusher.opened.table(target.table)[1], scope_context(connection, pusher.opened)
    stored = current_rows(connection, pair, [target.row_id])
    setting = Setting.of(pusher, target.table, stored, histories(connection, pair, [target.row_id]), context)
    history = setting.histories.get(target.row_id)
    if history is None:
        raise UnknownRow(target.table, target.row_id)
    now = newest(stored.get(target.row_id), history)
    if now.id not in setting.reached:
        raise UnknownRow(target.table, target.row_id)
    for rev in (target.rev, target.seen):
        if rev not in history:
            raise UnknownRevision(target.table, target.row_id, rev, now.rev)
    plan = _restored(setting, now, history[target.rev], history[target.seen], target.columns)
    return TablePlan(pair, setting.view, [plan], dict(setting.histories))


def _restored(setting: Setting, now: StoredRow, to: Version, seen: Version, columns: Collection[str]) -> RowPlan:
    reason = barred(setting, now)
    if reason is not None:
        return refused(now.id, now.rev, reason)
    mine = {name: to.values[name] for name in columns}
    if not now.voided:
        return put_fields_back(setting, now, seen.rev, seen.values, mine)
    if seen.rev != now.rev:
        # Whoever asks has not seen that it was removed.
        return refused(now.id, now.rev, gone(setting, now.updated_by, now.updated_at))
    return bring_back(setting, now, seen.rev, seen.values, mine)
