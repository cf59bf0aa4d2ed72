"""What became of each row and field, as the reply says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crossfoot_server.services.pushing.manner import Manner
from crossfoot_server.services.pushing.plan import OpenField, RowPlan, TablePlan
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.pushing.start import READ_ONLY
from crossfoot_server.services.pushing.wording import Wording
from crossfoot_server.services.when import utc_text
from crossfoot_server.store.rows import History, Version
from crossfoot_sync.engine.wire import FieldBack, FieldOutcome, RowStatus, TableOutcome
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Column
from crossfoot_templates.types import Value

_GONE = frozenset({"row_gone", "approval_line_removed"})


@dataclass(frozen=True)
class Teller:
    """Words the outcome of a push for its pusher."""

    pusher: Pusher
    wording: Wording
    manner: Manner

    def table(self, table: TablePlan) -> TableOutcome:
        """The outcome of one table's rows."""
        outcome = TableOutcome(table=table.name, ids=[], status=[], revs=[], messages=[])
        for position, row in enumerate(row for row in table.rows if not row.silent):
            others = self._others(table, row)
            status = row_status(row, bool(others))
            outcome.ids.append(row.id)
            outcome.status.append(status)
            outcome.revs.append(row.rev)
            outcome.messages.append(self._messages(table, row, status, others))
            for column in table.view.table.columns:
                if column.name in row.open:
                    outcome.fields.append(self._field(table, row, position, column, row.open[column.name]))
            outcome.fields += self._unread(table, row, position)
            if self.manner.tells_values:
                outcome.went_back += _went_back(table, row, position)
        return outcome

    def _messages(self, table: TablePlan, row: RowPlan, status: RowStatus, others: list[str]) -> list[Message]:
        said = [each for each in (row.refusal, row.put_back, row.waits) if each is not None]
        said += self._not_whole(table, row)
        if others and status in {"merged", "open"} and row.taken:
            said.append(say("merged_with", who=self.wording.joined([self.pusher.name(login) for login in others])))
        return said + row.notes

    def _not_whole(self, table: TablePlan, row: RowPlan) -> list[Message]:
        """Why a row that was to arrive did not."""
        if row.is_new and row.open and row.waits is None:
            wrong = [column for column in table.pair.definition.columns if row.to_be_mended(column.name)]
            return [say("row_refused", columns=self.wording.columns(wrong))] if wrong else []
        if row.returning and not row.writes_values:
            # Nobody typed these columns: of one that the actor may not read nothing is told.
            wrong = [column for column in table.view.table.columns if column.name in row.open]
            return [say("back_not_whole", columns=self.wording.columns(wrong) or "…")]
        return []

    def _others(self, table: TablePlan, row: RowPlan) -> list[str]:
        """Who else changed the row since the workbook was last in step with it."""
        if row.stored is None or not self.pusher.in_step or row.incoming.kind != "change":
            return []
        history = table.histories.get(row.id, {})
        later = (version.actor for rev, version in history.items() if row.incoming.rev < rev <= row.stored.rev)
        return [login for login in dict.fromkeys(later) if login != self.pusher.opened.actor.login]

    def _field(self, table: TablePlan, row: RowPlan, position: int, column: Column, field: OpenField) -> FieldOutcome:
        theirs = None if row.stored is None else row.value(column.name)
        outcome = FieldOutcome(
            row=position,
            column=column.name,
            state=field.state,
            message=field.message or say(self.manner.conflict),
            theirs=column.type.encode(theirs),
            theirs_rev=row.rev,
            mendable=field.mendable,
        )
        shown = self.wording.value(column, theirs)
        if field.state == "conflict":
            last = last_change(table.histories.get(row.id, {}), column.name)
            if last is not None:
                outcome.who, outcome.when = self.pusher.name(last.actor), utc_text(last.recorded_at)
            outcome.message = say(
                self.manner.conflict,
                column=column.label.in_(self.wording.language),
                mine=self.wording.value(column, row.incoming.values[column.name]),
                theirs=shown,
                who=outcome.who,
                when=outcome.when,
            )
        elif outcome.message.code in {READ_ONLY, "locked"}:
            outcome.message = say(outcome.message.code, **{**outcome.message.facts, "theirs": shown})
        elif outcome.message.code == "scope_left":
            outcome.message = say("scope_left", column=column.label.in_(self.wording.language))
        return outcome

    def _unread(self, table: TablePlan, row: RowPlan, position: int) -> list[FieldOutcome]:
        """Refused columns that the actor may not read: nothing is said of what the store holds there."""
        hidden = [name for name in row.incoming.values if name in row.open and name not in table.view.table.by_name]
        return [
            FieldOutcome(
                row=position,
                column=name,
                state="refused",
                message=say(READ_ONLY, theirs="…"),
                theirs_rev=row.rev,
            )
            for name in hidden
        ]


def _went_back(table: TablePlan, row: RowPlan, position: int) -> Iterator[FieldBack]:
    """The fields of a row that stays in force, or comes back, that are another than they last were."""
    before = row.stored.values if row.stored is not None and row.writes_values else {}
    for column in table.view.table.columns:
        name, kind = column.name, column.type
        if name in before and row.value(name) != before[name]:
            yield FieldBack(position, name, kind.encode(before[name]), kind.encode(row.value(name)))


def row_status(row: RowPlan, others_changed: bool) -> RowStatus:
    """How a row fared, in one word. ``merged`` is one that holds by now what its workbook may never have shown."""
    if row.put_back is not None:
        return "restored"
    if row.leaves:
        return "removed"
    if row.returning:
        return "returned" if row.writes_values else "refused"
    if row.refusal is not None:
        # Somebody else removed it before, or it never came into force: what the user wanted is so.
        return "removed" if row.incoming.kind == "remove" and row.refusal.code in _GONE else "refused"
    if row.open:
        conflict = any(field.state == "conflict" for field in row.open.values())
        if row.held is not None:
            return "waiting"
        return "open" if (row.taken and not row.is_new) or conflict else "refused"
    added = row.incoming.added & row.taken.keys()
    if (others_changed or added) and not _equals_store(row):
        return "merged"
    return "ok" if row.writes_values or not _equals_store(row) else "unchanged"


def _equals_store(row: RowPlan) -> bool:
    if row.stored is None:
        return False
    typed = row.incoming.values.items()
    if row.incoming.kind == "new":
        # A blank was filled in by the server when the row came first.
        return all(value is None or row.stored.values.get(name) == value for name, value in typed)
    return all(row.stored.values.get(name) == value for name, value in typed)


def last_change(history: History, column: str) -> Version | None:
    """The version that gave ``column`` the value it has now."""
    found: Version | None = None
    before: Value = None
    for version in history.values():
        value = version.values.get(column)
        if found is None or value != before:
            found = version
        before = value
    return found
