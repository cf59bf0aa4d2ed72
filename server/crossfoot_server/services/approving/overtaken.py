"""What makes a request void: the row is gone, somebody changed what the rule looks at, or who asked thought better."""

from __future__ import annotations

from collections.abc import Container

from sqlalchemy import Connection

from crossfoot_server.services.approving import held as kept
from crossfoot_server.services.approving.held import Held
from crossfoot_server.services.approving.register import Register
from crossfoot_server.services.people import name_of
from crossfoot_server.services.pushing.incoming import IncomingRow
from crossfoot_server.services.pushing.plan import PushPlan, RowPlan
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.when import utc_text
from crossfoot_server.store import Store
from crossfoot_templates.approvals import WITHDRAWN
from crossfoot_templates.messages import Message, say


def complete(connection: Connection, store: Store, requester: str, incoming: dict[str, list[IncomingRow]]) -> None:
    """Add to rows whose user changes what of theirs waits the rest of what waits: a change is judged as a whole.

    What they take back is left out. A change of other columns, which no rule looks at, goes by itself.
    """
    for table, rows in incoming.items():
        if not store.logic[table].approvals:
            continue
        waiting = {each.row: each for each in kept.pending_of(connection, store, table) if each.requester == requester}
        for row in rows:
            held = waiting.get(row.id)
            if held is not None and row.kind == held.kind == "change" and touches(store, row, held):
                rest = held.values.keys() - row.values.keys() - row.withdrawn
                for name in rest:
                    row.values[name], row.decided[name] = held.values[name], held.rev
                row.added |= rest


def touches(store: Store, row: IncomingRow, held: Held) -> bool:
    """Whether a pushed row says something else of what waits, or of what the rules look at."""
    return bool(row.withdrawn or row.values.keys() & (held.values.keys() | looked_at(store, held)))


def looked_at(store: Store, held: Held) -> frozenset[str]:
    """The columns that the rules look at which were asked about."""
    rules = (each.sources for each in store.logic[held.table].approvals if each.rule.name in held.rules)
    return frozenset().union(*rules)


def withdraw_removed(connection: Connection, plan: PushPlan, register: Register) -> None:
    """Take back what somebody asked of new rows whose lines they removed before anybody had agreed to them."""
    store, login = plan.opened.store, plan.opened.actor.login
    for table in plan.tables.values():
        gone = [row.id for row in table.rows if row.incoming.kind == "remove" and row.stored is None]
        if not gone or not store.logic[table.name].approvals:
            continue
        for row_id, held in kept.newest_of(connection, store, login, table.name, gone).items():
            if held.kind == "new":
                told = register.told_of(held)
                table.by_id[row_id].refusal = say("approval_line_removed", row=str(told.get("subject") or ""))
                if held.pending:
                    register.void(held, say("approval_withdrawn", when=utc_text(plan.at)), WITHDRAWN)


def void_overtaken(
    connection: Connection, plan: PushPlan, pusher: Pusher, register: Register, spared: Container[int]
) -> None:
    """Let requests be void that ``plan`` overtakes, except ``spared`` ones, which wait in it or are carried out."""
    for table in plan.tables.values():
        if not plan.opened.store.logic[table.name].approvals:
            continue
        for held in kept.pending_of(connection, plan.opened.store, table.name):
            row = table.by_id.get(held.row)
            if row is None or held.id in spared:
                continue
            own = held.requester == plan.opened.actor.login
            if own and row.put_back is not None:
                # the line is back without what was typed in it, so nothing would show that it still waits
                row.waits = say("approval_taken_back")
                register.void(held, say("approval_withdrawn", when=utc_text(plan.at)), WITHDRAWN)
            elif own and touches(plan.opened.store, row.incoming, held):
                _void_own(plan, register, row, held)
            else:
                reason = _overtaken(plan, pusher, row, held)
                if reason is not None:
                    register.void(held, reason)


def _void_own(plan: PushPlan, register: Register, row: RowPlan, held: Held) -> None:
    """Void what who asked took back, or changed to something else that waits or went through."""
    when = utc_text(plan.at)
    if row.held is not None or row.writes_values:
        register.void(held, say("approval_replaced", when=when))
    elif row.incoming.withdrawn and row.incoming.withdrawn >= held.values.keys() - row.incoming.values.keys():
        register.void(held, say("approval_withdrawn", when=when), WITHDRAWN)


def _overtaken(plan: PushPlan, pusher: Pusher, row: RowPlan, held: Held) -> Message | None:
    if row.action == "none":
        return None
    who = name_of(pusher.people, plan.opened.actor.login)
    if row.leaves:
        return say("approval_row_gone", who=who, when=utc_text(plan.at))
    stored = {} if row.stored is None else row.stored.values
    changed = {
        name for name in looked_at(plan.opened.store, held) & row.taken.keys() if row.taken[name] != stored.get(name)
    }
    if not changed:
        return None
    columns = plan.opened.store.catalog.tables[held.table].columns
    told = [each.name for each in columns if each.name in changed and not each.read]
    return say("approval_overtaken", who=who, when=utc_text(plan.at), columns=", ".join(told) or "…")
