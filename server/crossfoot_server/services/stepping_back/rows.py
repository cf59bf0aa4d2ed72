"""What is to become of one row that goes back. In force or out of force counts like a field: three-way, by state.

The base is what the row was when the change to be taken back had been made (or when the person last saw it), mine
what it was before, theirs what it is now. What is theirs and not the base stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crossfoot_server.merge import Known
from crossfoot_server.services.pushing.incoming import IncomingRow
from crossfoot_server.services.pushing.manner import Action
from crossfoot_server.services.pushing.plan import RowPlan
from crossfoot_server.services.pushing.start import Setting, gone, may_remove, merged
from crossfoot_server.services.when import utc_text
from crossfoot_server.store.rows import History, StoredRow, VersionKind
from crossfoot_templates.approvals import APPROVAL
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import Value

Values = Mapping[str, Value]

COMING_BACK: dict[VersionKind, Action] = {"voided": "unvoid", "removed": "reinsert"}
"""How a row comes back into force, by how it left."""


def newest(stored: StoredRow | None, history: History) -> StoredRow:
    """The row as it is, or as it last was: a deleted one counts as voided."""
    if stored is not None:
        return stored
    last = history[max(history)]
    return StoredRow(last.id, last.rev, last.seq, True, last.recorded_at, last.actor, last.values)


def barred(setting: Setting, now: StoredRow) -> Message | None:
    """Why the actor can do nothing at all with the row."""
    if now.id not in setting.reached:
        return say("row_unknown")
    if setting.pair.definition.name == APPROVAL:
        return say("approval_stays")
    return None if setting.view.editable else say("table_read_only")


def refused(row_id: str, rev: int, reason: Message) -> RowPlan:
    """The plan of a row that stays as it is for a reason of its own. ``rev`` is 0 where nothing is told of it."""
    return RowPlan(IncomingRow(row_id, "change", rev, None), refusal=reason, rev=rev)


def put_fields_back(setting: Setting, now: StoredRow, base_rev: int, base: Values, mine: Values) -> RowPlan:
    """Put the fields ``mine`` back, those that nobody changed since ``base``, what the row was at ``base_rev``."""
    readable = {name: value for name, value in mine.items() if name in setting.view.table.by_name}
    incoming = IncomingRow(now.id, "change", base_rev, None, readable)
    if now.voided:
        return refused(now.id, now.rev, gone(setting, now.updated_by, now.updated_at))
    plan = merged(setting, incoming, now, readable, {name: Known(base[name]) for name in readable})
    if len(readable) < len(mine):
        plan.notes.append(say("back_out_of_sight"))
    return plan


def take_out(setting: Setting, now: StoredRow, base_rev: int, base: Values) -> RowPlan:
    """Take the row out of force, if it is as it was at ``base_rev``."""
    plan = RowPlan(IncomingRow(now.id, "change", base_rev, None), stored=now, rev=now.rev)
    if now.voided:
        return plan
    if not may_remove(setting.view):
        plan.refusal = say("back_not_allowed")
    elif now.values != base:
        plan.refusal = say("back_changed", who=setting.pusher.name(now.updated_by), when=utc_text(now.updated_at))
    else:
        # Undoing is a deliberate act: a table whose rows nobody can remove by deleting them in a sheet is no exception.
        plan.action = "delete" if setting.pair.definition.removal == "delete" else "void"
    return plan


def bring_back(setting: Setting, now: StoredRow, base_rev: int, base: Values, mine: Values) -> RowPlan:
    """Bring the row back into force as it last was, with the fields ``mine`` put back, if nobody changed it since."""
    if not may_remove(setting.view):
        return refused(now.id, now.rev, say("back_not_allowed"))
    if now.values != base:
        return refused(now.id, now.rev, gone(setting, now.updated_by, now.updated_at))
    plan = put_fields_back(setting, replace(now, voided=False), base_rev, base, mine)
    plan.stored = now
    plan.taken = {**now.values, **plan.taken}
    plan.action = COMING_BACK[setting.histories[now.id][now.rev].kind]
    plan.returning, plan.as_of = True, now.seq
    return plan
