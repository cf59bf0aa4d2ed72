"""The plan that takes back what a batch wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from crossfoot_server.services.approving.held import asked_by_batch, carried_by
from crossfoot_server.services.pushing.incoming import IncomingRow
from crossfoot_server.services.pushing.plan import RowPlan, TablePlan
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.pushing.start import Setting
from crossfoot_server.services.stepping_back.rows import barred, bring_back, newest, put_fields_back, refused, take_out
from crossfoot_server.services.within_reach import scope_context
from crossfoot_server.store.rows import History, StoredRow, Version, VersionKind, current_rows, histories
from crossfoot_templates.messages import say


def undone_table(connection: Connection, pusher: Pusher, name: str, ids: Sequence[str], batch: str) -> TablePlan:
    """The plans of the rows among ``ids`` that ``batch`` wrote, in the order in which it was pushed."""
    pair = pusher.opened.table(name)[1]
    stored = current_rows(connection, pair, ids)
    context = scope_context(connection, pusher.opened)
    setting = Setting.of(pusher, name, stored, histories(connection, pair, ids), context)
    # A batch writes one version of a row at most, so there is one to take back.
    written = {
        row_id: version
        for row_id, history in setting.histories.items()
        for version in history.values()
        if version.batch == batch
    }
    plans = [undone_row(setting, written[row_id], stored.get(row_id)) for row_id in ids if row_id in written]
    approved = frozenset(each.rule.name for each in pusher.opened.store.logic[name].approvals)
    carried = {each.row for each in carried_by(connection, pusher.opened.store, batch) if each.table == name}
    for plan in plans:
        # Who may approve a change may take that back; nobody else would have to agree to what was in force before.
        plan.approved = approved if plan.id in carried else frozenset()
    waiting = [each for each in asked_by_batch(connection, pusher.opened.store, batch) if each.table == name]
    plans += [_asked_no_more(held.row, stored.get(held.row)) for held in waiting]
    return TablePlan(pair, setting.view, plans, dict(setting.histories))


def _asked_no_more(row_id: str, stored: StoredRow | None) -> RowPlan:
    """The plan of a row of which nothing was written, as it waited for an approval."""
    rev = 0 if stored is None else stored.rev
    plan = RowPlan(IncomingRow(row_id, "change", rev, None), stored=stored, rev=rev)
    plan.notes.append(say("approval_taken_back"))
    return plan


def undone_row(setting: Setting, version: Version, stored: StoredRow | None) -> RowPlan:
    """The plan of one row that is to be what it was before ``version``."""
    history = setting.histories[version.id]
    now = newest(stored, history)
    reason = barred(setting, now)
    if reason is not None:
        return refused(version.id, 0, reason)
    return _UNDOING[version.kind](setting, now, version, history)


def _out_again(setting: Setting, now: StoredRow, version: Version, _history: History) -> RowPlan:
    return take_out(setting, now, version.rev, version.values)


def _fields_back(setting: Setting, now: StoredRow, version: Version, history: History) -> RowPlan:
    before = history[version.rev - 1].values
    changed = {name: value for name, value in before.items() if value != version.values[name]}
    plan = put_fields_back(setting, now, version.rev, version.values, changed)
    plan.as_of = version.seq
    return plan


def _in_again(setting: Setting, now: StoredRow, version: Version, _history: History) -> RowPlan:
    if not now.voided:
        # Somebody brought it back before.
        return put_fields_back(setting, now, version.rev, version.values, {})
    return bring_back(setting, now, version.rev, version.values, {})


_UNDOING: dict[VersionKind, Callable[[Setting, StoredRow, Version, History], RowPlan]] = {
    "created": _out_again,
    "restored": _out_again,
    "changed": _fields_back,
    "voided": _in_again,
    "removed": _in_again,
}
