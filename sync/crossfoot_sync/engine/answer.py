"""What came back for one table: how the rows fared that were sent, what the store has, and what that makes of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from crossfoot_sync.engine.fingerprint import FORGOTTEN, field_hash
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_sync.engine.wire import FieldOutcome, Notice, RowStatus, SyncReply, TablePush
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Table
from crossfoot_templates.types import WireValue

Fate: TypeAlias = Literal["waiting", "refused", "carried"]
"""What became of a cell that waited for an approval: see :class:`Notice`."""


@dataclass
class Sent:
    """What a push said of one table, and what became of it, by row id."""

    values: dict[str, dict[str, str]] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    status: dict[str, RowStatus] = field(default_factory=dict)
    revs: dict[str, int] = field(default_factory=dict)
    messages: dict[str, list[Message]] = field(default_factory=dict)
    verdicts: dict[str, dict[str, FieldOutcome]] = field(default_factory=dict)

    def refused_whole(self, row_id: str) -> bool:
        """Whether nothing of a row went through for a reason that is no single field's."""
        return self.status.get(row_id) == "refused" and row_id not in self.verdicts

    def stands(self, row_id: str) -> bool:
        """Whether a row was sent that the store now has."""
        return self.status.get(row_id) in {"ok", "merged", "open", "unchanged"}


@dataclass(frozen=True)
class StoredRow:
    """A row as the store holds it."""

    rev: int
    values: Mapping[str, WireValue]


@dataclass(frozen=True)
class Answer:
    """A reply as it concerns one table of a workbook.

    Attributes:
        shown: the ids and revisions that the sheet showed after the last sync.
        stored: the rows that came, by id; ``gone`` the ids that its user may see no longer.
        restored: it is another store's, or that one's of which a backup was put back: what rows were in step with says
            nothing of it.
        older: the push may be of a later state of the workbook than this one.
        notices: what became of changes that waited for an approval, by row id.
    """

    table: SheetTable
    shown: Mapping[str, int]
    sent: Sent
    stored: Mapping[str, StoredRow]
    gone: frozenset[str]
    restored: bool
    older: bool
    notices: Mapping[str, Notice] = field(default_factory=dict)

    @classmethod
    def of(cls, workbook: Workbook, table: SheetTable, push: Sequence[TablePush], reply: SyncReply) -> Answer:
        """What ``reply`` to ``push`` says of ``table``."""
        return cls(
            table,
            workbook.shown[table.name],
            _sent(table.view.table, push, reply),
            stored_rows(table.name, reply),
            frozenset(reply.gone.get(table.name, ())),
            not workbook.manifest.met(reply.epoch) or table.doubted,
            workbook.older,
            {each.id: each for each in reply.notices if each.table == table.name},
        )

    def unnoted(self, row: SheetRow) -> bool:
        """Whether the store has an emptied row that the workbook does not note to have shown.

        It may have been pasted from elsewhere, or the note was lost: to empty it removes nothing, so it is filled in.
        """
        noted = row.id in self.shown or row.id in self.sent.status or row.id in self.gone
        return row.cleared and row.id in self.stored and not noted

    def untold(self, row_id: str) -> bool:
        """Whether the store has a row, and nothing was sent of its removal: nothing at all, or a change not taken."""
        if row_id not in self.shown or row_id in self.gone:
            return False
        status = self.sent.status.get(row_id)
        return status is None or (status in {"waiting", "refused"} and row_id in self.sent.values)

    def last_seen(self, row_id: str) -> int:
        """The revision that the user knew of a row that they removed after it was sent.

        Where another change is in what the push made of it, somebody else's or one that they made in another workbook,
        that is the one from before: it was never shown here.
        """
        shown, made = self.shown.get(row_id), self.sent.revs[row_id]
        alone = self.sent.status[row_id] == "ok" and made == (shown or 0) + 1
        return made if alone or shown is None else shown

    def noted(self, row: SheetRow) -> int | None:
        """The revision at which a row whose cells are in doubt is noted as shown; ``None`` where it is not to be noted.

        That is the one its user knew: what the store has of it now is not shown them.
        """
        if row.id in self.gone:
            return None
        if row.id in self.shown:
            return self.shown[row.id]
        if self.sent.stands(row.id):
            return self.sent.revs[row.id]
        return (row.base.rev if row.base else 0) if row.id in self.stored else None

    def left(self, row: SheetRow) -> bool:
        """Whether the row is no longer its user's to see: since now, or since earlier and they gave up their edits."""
        earlier = not row.is_new and row.id not in self.shown and row.id not in self.stored
        doubted = row.doubted and row.id not in self.stored
        return row.id in self.gone or ((earlier or doubted) and bool(row.decisions))

    def vanishes(self, row: SheetRow) -> bool:
        """Whether the row was in step with a store that has since been restored, and that one does not have it.

        That was found out just now, or when something was typed in the row just then. A row that the workbook does not
        note to have shown vanishes too: left in step with what is lost, it would take older values for news.
        """
        unnoted = row.id not in self.shown and row.id not in self.stored
        if self.restored and not row.is_new:
            return row.id in self.gone or (unnoted and not row.doubted)
        return unnoted and row.base_cell == FORGOTTEN

    def unknown(self, row: SheetRow) -> bool:
        """Whether the row came with the hidden cells of another workbook, and is not its user's to see."""
        here = row.id in self.shown or row.id in self.stored or row.id in self.gone
        return not row.is_new and not here and not row.doubted and row.id not in self.sent.status

    def missing(self) -> dict[str, int]:
        """The rows that the workbook's user removed and the store is still to hear of, each as they knew it.

        They were removed since the last sync, or since they were sent in a push that was cut off.
        """
        here = {row.id for row in self.table.rows} | self.gone
        untold = {row_id: rev for row_id, rev in self.shown.items() if row_id not in here and self.untold(row_id)}
        since = [row_id for row_id in self.sent.status if self.sent.stands(row_id) and row_id not in here]
        return untold | {row_id: self.last_seen(row_id) for row_id in since}

    def holds_edits(self, row: SheetRow) -> bool:
        """Whether anything stands in the row that its user has not given up, and the store has not taken just now."""
        differing = {*row.open, *row.findings, *self.table.changed(row)}
        edits = [name for name in differing if self.table.decision(row, name) != "theirs"]
        return not row.cleared and any(not self._taken(row, name) for name in edits)

    def _taken(self, row: SheetRow, name: str) -> bool:
        """Whether the store took what stands in a cell, whatever became of its row since."""
        sent = self.sent.values.get(row.id, {}).get(name)
        stands = self.sent.stands(row.id) and self.verdict(row, name) is None
        return stands and sent == self.table.hash_of(row, name)

    def sent_before(self, row: SheetRow) -> bool:
        """Whether the store refused a new row because an old copy seems to send it once more."""
        return any(message.code == "row_sent_before" for message in self.sent.messages.get(row.id, ()))

    def fate(self, row: SheetRow, name: str) -> Fate | None:
        """What became of a cell that waits for an approval; ``None`` where it does not, or says something else by now.

        The store tells of the last thing that was asked in a row. What it tells nothing of is waited for no more.
        """
        opened = row.open.get(name)
        if opened is None or opened.state != "w" or opened.mine != self.table.hash_of(row, name):
            return None
        notice = self._notice_of(row, name)
        return "refused" if notice is None else notice.state

    def waits(self, row: SheetRow, name: str) -> bool:
        """Whether what stands in a cell waits for an approval: as before, or as a push turns out that was cut off."""
        verdict = self.verdict(row, name)
        return self.fate(row, name) == "waiting" or (verdict is not None and verdict.state == "waiting")

    def _notice_of(self, row: SheetRow, name: str) -> Notice | None:
        """What is told of the very value that waits in a cell."""
        notice = self.notices.get(row.id)
        asked = notice is not None and name in notice.fields and field_hash(notice.fields[name]) == row.open[name].mine
        return notice if asked else None

    def of_waiting(self, row: SheetRow) -> list[Message]:
        """What is to be said of a row in which something waited for an approval, now or before this sync."""
        said: list[Message] = []
        for name in row.open:
            if self.fate(row, name) is not None and self.sent.verdicts.get(row.id, {}).get(name) is None:
                notice = self._notice_of(row, name)
                other = say("approval_replaced_now" if row.id in self.notices else "approval_unknown")
                message = other if notice is None else notice.message
                said += [message] if message not in said else []
        return said

    def carried(self, row: SheetRow) -> bool:
        """Whether the row is a new one that was approved and is in the store."""
        return row.is_new and any(self.fate(row, name) == "carried" for name in row.open)

    def verdict(self, row: SheetRow, name: str) -> FieldOutcome | None:
        """What was said of a field. Where a whole row was refused, that holds for each field that was sent.

        Unless the store's value has come since, and is another than its user typed theirs over. A row that was out of
        reach when it was sent may be within it by now, and a refusal does not show them what it would go over.
        """
        said = self.sent.verdicts.get(row.id, {}).get(name)
        refused = self.sent.status.get(row.id) == "refused" and name in self.sent.values.get(row.id, {})
        if said is None and refused and not self.moved(row, name):
            rev = self.stored[row.id].rev if row.id in self.stored else row.base.rev if row.base else 0
            return FieldOutcome(0, name, "refused", say("row_refused"), theirs_rev=rev)
        return said

    def moved(self, row: SheetRow, name: str) -> bool:
        """Whether the store's value has come, and is another than the one that the row was in step with."""
        stored = self.stored.get(row.id)
        if stored is None:
            return False
        return row.base is None or row.base.hashes.get(name) != field_hash(stored.values.get(name))

    def faulty(self, row: SheetRow) -> set[str]:
        """The cells that cannot be read or are not allowed, and that the store's value does not take the place of."""
        return {
            name for name in row.findings if row.id not in self.stored or self.table.decision(row, name) != "theirs"
        }


def _sent(table: Table, push: Sequence[TablePush], reply: SyncReply) -> Sent:
    """What ``push`` said of ``table`` and what ``reply`` answers, by row id."""
    sent = Sent()
    for part in push:
        if part.table != table.name:
            continue
        for name, column in part.columns.items():
            for position, value in zip(column.rows, column.values, strict=True):
                sent.values.setdefault(part.ids[position], {})[name] = field_hash(value)
        sent.new |= {row_id for row_id, kind in zip(part.ids, part.kinds, strict=True) if kind == "new"}
    for outcome in reply.outcome:
        if outcome.table != table.name:
            continue
        sent.status.update(zip(outcome.ids, outcome.status, strict=True))
        sent.revs.update(zip(outcome.ids, outcome.revs, strict=True))
        sent.messages.update(zip(outcome.ids, outcome.messages, strict=True))
        for verdict in outcome.fields:
            sent.verdicts.setdefault(outcome.ids[verdict.row], {})[verdict.column] = verdict
    return sent


def stored_rows(table: str, reply: SyncReply) -> dict[str, StoredRow]:
    """The rows of ``table`` that came with ``reply``, by id."""
    found = {}
    for part in reply.pull:
        if part.table == table:
            for position, (row_id, rev) in enumerate(zip(part.ids, part.revs, strict=True)):
                found[row_id] = StoredRow(rev, {name: values[position] for name, values in part.columns.items()})
    return found
