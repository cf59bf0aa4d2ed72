"""How a row's plan starts: it is found, merged with the stored row, and barred columns are taken out. No rules yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from crossfoot_server.merge import Known, merge_row
from crossfoot_server.services.calculating.computed import fill_blanks
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pushing.incoming import IncomingRow
from crossfoot_server.services.pushing.plan import OpenField, RowPlan, TablePlan
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.pushing.sent_before import hold_sent_before
from crossfoot_server.services.when import utc_text
from crossfoot_server.services.within_reach import seen
from crossfoot_server.store import Pair
from crossfoot_server.store.rows import History, StoredRow, current_rows, histories
from crossfoot_sync.engine.fingerprint import field_hash
from crossfoot_sync.engine.wire import RowKind
from crossfoot_templates.approvals import APPROVAL
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import TableView
from crossfoot_templates.standard import SCOPE_COLUMNS
from crossfoot_templates.types import Value

READ_ONLY = "column_read_only"


@dataclass(frozen=True)
class Setting:
    """What the start of a row's plan looks at beside the row.

    ``reached`` are the rows that the actor sees, as they are or, where they are there no longer, last were.
    """

    pusher: Pusher
    view: TableView
    pair: Pair
    histories: Mapping[str, History]
    reached: frozenset[str]

    @classmethod
    def of(
        cls, pusher: Pusher, name: str, stored: Mapping[str, StoredRow], known: Mapping[str, History], context: Context
    ) -> Setting:
        """That of table ``name``, of which some rows are ``stored`` and the history of some is ``known``.

        ``context`` is what conditions on who sees them are calculated in.
        """
        lasts = {row_id: history[max(history)].values for row_id, history in known.items()}
        rows = lasts | {row_id: row.values for row_id, row in stored.items()}
        return cls(pusher, *pusher.opened.table(name), known, seen(pusher.opened, name, rows, context))

    @property
    def opened(self) -> OpenBook:
        """The book as the actor has it."""
        return self.pusher.opened

    def defaults(self, owner: Value) -> dict[str, Value]:
        """What a new row has where the sheet leaves a blank: it belongs where its owner does.

        Who typed a row into a sheet that a team shares nobody knows: it has no owner until one is named.
        """
        actor = self.opened.actor
        person = self.pusher.people.get(str(owner)) if owner else None
        entity, team = (person.entity, person.team) if person else (actor.entity, actor.team)
        standard: dict[str, Value] = {
            "entity": entity,
            "team": team,
            "owner": owner or (None if actor.is_sheet else actor.login),
        }
        return {name: standard[name] for name in SCOPE_COLUMNS if name in self.pair.definition.by_name}


def start_table(
    connection: Connection, pusher: Pusher, name: str, rows: list[IncomingRow], context: Context
) -> TablePlan:
    """The plans of a pushed table, before any rule is asked; ``context`` is what formulas are calculated in."""
    pair = pusher.opened.table(name)[1]
    stored = current_rows(connection, pair, (row.id for row in rows))
    behind = [row.id for row in rows if not pusher.in_step or _is_behind(row, stored.get(row.id))]
    setting = Setting.of(pusher, name, stored, histories(connection, pair, behind), context)
    plans = [STARTS[row.kind](setting, row, stored.get(row.id)) for row in rows]
    hold_sent_before(connection, pusher, pair, plans)
    fresh = {plan.id: plan.taken for plan in plans if plan.action == "insert"}
    fill_blanks(pusher.opened.store.logic[name], fresh, context)
    return TablePlan(pair, setting.view, plans, dict(setting.histories))


def _is_behind(row: IncomingRow, stored: StoredRow | None) -> bool:
    if stored is None:
        return True
    return stored.rev != row.rev or any(rev != stored.rev for rev in row.decided.values())


def _start_new(setting: Setting, row: IncomingRow, stored: StoredRow | None) -> RowPlan:
    if not setting.view.editable:
        return RowPlan(row, refusal=say("table_read_only"))
    if setting.pair.definition.name == APPROVAL:
        return RowPlan(row, refusal=say("approval_not_added"))
    if stored is not None or row.id in setting.histories:
        return _start_known(setting, row, stored)
    values = dict.fromkeys(setting.pair.definition.by_name) | row.values
    defaults = setting.defaults(values.get("owner"))
    blank = {name: value for name, value in defaults.items() if values[name] is None}
    plan = RowPlan(row, action="insert", taken=values | blank)
    for name in row.values:
        given = values[name] is not None and values[name] != defaults.get(name)
        if given and not _writable(setting.view, name):
            plan.open[name] = OpenField("refused", say(READ_ONLY))
            plan.action = "none"
    return plan


def _start_known(setting: Setting, row: IncomingRow, stored: StoredRow | None) -> RowPlan:
    """A new row whose id the store has: the same row once more, perhaps under another batch id."""
    absence = _absence(setting, row.id, stored)
    if absence is not None or stored is None:
        return RowPlan(row, refusal=absence)
    columns = setting.pair.definition.columns
    given_by_server = {*SCOPE_COLUMNS, *(each.name for each in columns if each.numbered or each.default is not None)}
    typed = {name: value for name, value in row.values.items() if value is not None or name not in given_by_server}
    return merged(setting, row, stored, typed, {})


def _start_change(setting: Setting, row: IncomingRow, stored: StoredRow | None) -> RowPlan:
    absence = _absence(setting, row.id, stored)
    if absence is not None or stored is None:
        return RowPlan(row, refusal=absence)
    if not setting.view.editable:
        return RowPlan(row, stored=stored, rev=stored.rev, refusal=say("table_read_only"))
    return merged(setting, row, stored, row.values, _bases(setting, row, stored))


def merged(
    setting: Setting, row: IncomingRow, stored: StoredRow, mine: Mapping[str, Value], bases: Mapping[str, Known]
) -> RowPlan:
    """The plan of a row whose fields ``mine`` are merged into ``stored``; columns the actor may not write stay."""
    merge = merge_row({name: mine[name] for name in mine if _readable(setting.view, name)}, stored.values, bases)
    plan = RowPlan(row, stored=stored, rev=stored.rev)
    for name, value in mine.items():
        if not _readable(setting.view, name):
            # Whether it equals the store's must not be told either.
            plan.open[name] = OpenField("refused", say(READ_ONLY))
        elif name in merge.taken or name in merge.conflicts:
            if not _writable(setting.view, name):
                plan.open[name] = OpenField("refused", say(READ_ONLY))
            elif name in merge.conflicts:
                plan.open[name] = OpenField("conflict", None)
            else:
                plan.taken[name] = value
    plan.action = "update" if plan.taken else "none"
    return plan


def _start_removal(setting: Setting, row: IncomingRow, stored: StoredRow | None) -> RowPlan:
    absence = _absence(setting, row.id, stored)
    if absence is not None or stored is None:
        return RowPlan(row, refusal=absence)
    plan = RowPlan(row, stored=stored, rev=stored.rev)
    policy = setting.pair.definition.removal
    if not may_remove(setting.view):
        plan.put_back = say("removed_not_allowed")
    elif policy == "restore":
        plan.put_back = say("removed_restored")
    elif not (setting.pusher.in_step and row.rev == stored.rev):
        # The sheet lost the row and its fingerprints with it; all that tells a change is the revision.
        who = setting.pusher.name(stored.updated_by)
        plan.put_back = say("removed_changed", who=who, when=utc_text(stored.updated_at))
    else:
        plan.action = policy
    return plan


STARTS: dict[RowKind, Callable[[Setting, IncomingRow, StoredRow | None], RowPlan]] = {
    "new": _start_new,
    "change": _start_change,
    "remove": _start_removal,
}


def may_remove(view: TableView) -> bool:
    """Whether the actor may take rows out of force, or bring them back: who may write any column may."""
    return any(view.writable(column.name) for column in view.table.columns)


def _absence(setting: Setting, row_id: str, stored: StoredRow | None) -> Message | None:
    """Why the row is not there for the actor. A row out of reach and a row that never was read the same."""
    if row_id not in setting.reached:
        return say("row_unknown")
    if stored is not None:
        return gone(setting, stored.updated_by, stored.updated_at) if stored.voided else None
    history = setting.histories[row_id]
    last = history[max(history)]
    return gone(setting, last.actor, last.recorded_at)


def gone(setting: Setting, login: str, when: dt.datetime) -> Message:
    """That somebody removed the row."""
    return say("row_gone", who=setting.pusher.name(login), when=utc_text(when))


def _bases(setting: Setting, row: IncomingRow, stored: StoredRow) -> dict[str, Known]:
    """What each field had when the two sides were last in step, as far as that is certain."""
    if not setting.pusher.in_step:
        return {}
    types = setting.pair.definition.by_name
    history = setting.histories.get(row.id, {})

    def values_at(rev: int) -> Mapping[str, Value] | None:
        if rev == stored.rev:
            return stored.values
        return history[rev].values if rev in history else None

    bases: dict[str, Known] = {}
    at_base = None if row.base is None else values_at(row.rev)
    for name in row.values:
        if name in row.decided:
            shown = values_at(row.decided[name])
            if shown is not None:
                bases[name] = Known(shown.get(name))
        elif at_base is not None and row.base is not None:
            value = at_base.get(name)
            if row.base.hashes.get(name) == field_hash(types[name].type.encode(value)):
                bases[name] = Known(value)
        if _came_and_went(history, name, row.values[name], row.decided.get(name, row.rev)):
            bases.pop(name, None)
    return bases


def _came_and_went(history: History, name: str, mine: Value, since: int) -> bool:
    """Whether the field held ``mine`` after revision ``since`` already.

    If it no longer does, somebody has undone what an old copy of the workbook would now do once more.
    """
    return any(version.values.get(name) == mine for rev, version in history.items() if rev > since)


def _readable(view: TableView, name: str) -> bool:
    return name in view.table.by_name


def _writable(view: TableView, name: str) -> bool:
    return _readable(view, name) and view.writable(name)
