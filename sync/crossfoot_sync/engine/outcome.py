"""From a reply to cell edits: values, ticks, messages, and what every row is now in step with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crossfoot_sync.engine.cells import AppendRow, CheckCell, Edits, RemoveRow, SetCell
from crossfoot_sync.engine.display import Display, same_cell
from crossfoot_sync.engine.fingerprint import Base, field_hash, sealed, write_base
from crossfoot_sync.engine.manifest import write_references, write_shown
from crossfoot_sync.engine.openfields import OpenField, State, write_open
from crossfoot_sync.engine.parsers import parse
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_sync.engine.settle import Cell, settle
from crossfoot_sync.engine.tell import field_line, kept_lines, row_line, speaks_of, tick_of, write_message
from crossfoot_sync.engine.wire import FieldOutcome, RowStatus, SyncReply, TablePush
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.layout import BASE, ID, IN_STEP, MESSAGE, OPEN, REFUSED, TICK
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Column, Label, Table
from crossfoot_templates.types import CellValue, Code, LongText, Reference, Text, WireValue


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


@dataclass
class Planned:
    """What a reply does to one table: the edits, and the rows it will then show as ``(id, rev)``."""

    edits: Edits
    shown: list[tuple[str, int]] = field(default_factory=list)


def plan_edits(workbook: Workbook, push: Sequence[TablePush], reply: SyncReply) -> Edits:
    """Everything that ``reply`` to ``push`` changes in ``workbook``, as compare-and-set edits.

    The workbook may have been edited since the push was made: what stands in a cell now is compared with what
    was sent, and a newer edit is left for the next push. Manifest facts are the caller's to add.
    """
    arrived = {name: ReferenceIndex.of(listed) for name, listed in reply.lists.items()}
    references = {**workbook.context.references, **arrived}
    display = replace(workbook.display, references=references)
    edits = Edits()
    for name, table in workbook.tables.items():
        if table.refusal is not None:
            # its columns or ids are in doubt: whatever was written now might land in the wrong place
            continue
        planned = _Table(workbook, table, display, push, reply).plan()
        edits.cells.extend(planned.edits.cells)
        edits.appended.extend(planned.edits.appended)
        edits.removed.extend(planned.edits.removed)
        edits.checked.extend(planned.edits.checked)
        edits.lists.update(write_shown(name, planned.shown))
    for name, listed in reply.lists.items():
        edits.lists.update(write_references(name, listed))
    return edits


class _Table:
    """The plan for one table; a class because its steps share a dozen facts."""

    def __init__(
        self, workbook: Workbook, table: SheetTable, display: Display, push: Sequence[TablePush], reply: SyncReply
    ) -> None:
        self.table = table
        self.display = display
        self.context = replace(workbook.context, references=display.references)
        self.language = workbook.manifest.language
        self.shown = workbook.shown[table.name]
        self.sent = _sent(table.view.table, push, reply)
        self.stored = stored_rows(table.name, reply)
        self.gone = frozenset(reply.gone.get(table.name, ()))
        self.worded = [column for column in table.columns if not isinstance(column.type, Text | LongText | Code)]
        # Another store, or this one with a backup put back: what rows were in step with says nothing of it.
        self.restored = workbook.manifest.epoch not in ("", reply.epoch) or table.doubted
        self.planned = Planned(Edits())

    def plan(self) -> Planned:
        """The edits of every row, and the rows the sheet will show."""
        for row in self.table.rows:
            if row.held is not None:
                self._held(row, row.held)
                continue
            if self._removed(row):
                continue
            if self._left(row) and not self._holds_edits(row) and not self._vanishes(row):
                self._take_away(row)
                continue
            self._row(row)
        self._append()
        return self.planned

    def _held(self, row: SheetRow, why: Message) -> None:
        """Say beside a row that is held why it is. Nothing else of it changes: it may be another than its id says."""
        if row.id in self.shown and row.id not in self.gone:
            self.planned.shown.append((row.id, self.shown[row.id]))
        if row.is_new:
            # a copy must not be counted as its original
            self._set(row, ID, row.id)
            self._set(row, BASE, row.base_cell)
            self._set(row, OPEN, write_open(row.open))
        if not row.cleared:
            for column in self.table.columns:
                self._name_the_same(row, column)
            self._set(row, TICK, REFUSED)
            self._set(row, MESSAGE, row_line(why, self.table.view.table, self.language))

    def _removed(self, row: SheetRow) -> bool:
        """A row that was emptied: take away what is left of it, unless it is put back or the store is still to hear."""
        status = self.sent.status.get(row.id)
        if not row.cleared or status == "restored" or self._unnoted(row):
            return False
        if row.id in self.shown and row.id not in self.gone and status is None:
            self.planned.shown.append((row.id, self.shown[row.id]))
        elif self.sent.stands(row.id):
            # emptied since it was sent: that push was cut off, and the store is still to hear of the removal
            self.planned.shown.append((row.id, self._last_seen(row.id)))
        else:
            self._take_away(row)
        return True

    def _take_away(self, row: SheetRow) -> None:
        """Let a row go. It may have been parted from its id: that is given back to it, should it have to stay."""
        held = self.table.raw(row, ID)
        if held != row.id:
            self._set(row, ID, row.id)
            self._set(row, BASE, row.base_cell)
            self._set(row, OPEN, write_open(row.open))
        expected = held if isinstance(held, str) else ""
        self.planned.edits.removed.append(RemoveRow(self.table.name, row.handle, expected))

    def _unnoted(self, row: SheetRow) -> bool:
        """Whether the store has an emptied row that the workbook does not note to have shown.

        It may have been pasted from elsewhere, or the note was lost: to empty it removes nothing, so it is filled in.
        """
        noted = row.id in self.shown or row.id in self.sent.status or row.id in self.gone
        return row.cleared and row.id in self.stored and not noted

    def _last_seen(self, row_id: str) -> int:
        """The revision that the user knew of a row that they removed after it was sent.

        Where somebody else's change is in what the push made of it, that is the one from before: they never saw it.
        """
        if self.sent.status[row_id] == "ok" or row_id not in self.shown:
            return self.sent.revs[row_id]
        return self.shown[row_id]

    def _left(self, row: SheetRow) -> bool:
        """Whether the row is no longer its user's to see: since now, or since earlier and they gave up their edits."""
        earlier = not row.is_new and row.id not in self.shown and row.id not in self.stored
        doubted = row.doubted and row.id not in self.stored
        return row.id in self.gone or ((earlier or doubted) and bool(row.decisions))

    def _vanishes(self, row: SheetRow) -> bool:
        """Whether the row was in step with a store that has since been restored, and that one does not have it."""
        return self.restored and not row.is_new and row.id in self.gone

    def _unknown(self, row: SheetRow) -> bool:
        """Whether the row came with the hidden cells of another workbook, and is not its user's to see."""
        here = row.id in self.shown or row.id in self.stored or row.id in self.gone
        return not row.is_new and not here and not row.doubted and row.id not in self.sent.status

    def _holds_edits(self, row: SheetRow) -> bool:
        differing = {*row.open, *row.findings, *self.table.changed(row)}
        return any(self.table.decision(row, name) != "theirs" for name in differing)

    def _row(self, row: SheetRow) -> None:
        stored = self.stored.get(row.id)
        opened: dict[str, OpenField] = {}
        pending = False
        base = None if row.base is None else str(row.base_cell)
        if stored is not None:
            in_step = None if self.restored else row.base
            for column in self.table.columns:
                settled = settle(
                    self._cell(row, column.name, in_step),
                    field_hash(stored.values.get(column.name)),
                    stored.rev,
                )
                if settled.write:
                    self._write(row, column, stored.values.get(column.name))
                    continue
                self._name_the_same(row, column)
                if settled.open is not None:
                    opened[column.name] = settled.open
                else:
                    pending = True
            base = write_base(row.id, stored.rev, stored.values, self.table.layout)
            self.planned.shown.append((row.id, stored.rev))
        else:
            opened, pending = self._unpulled(row)
            if row.id in self.shown and row.id not in self.gone:
                self.planned.shown.append((row.id, self.shown[row.id]))
        self._reword(row, opened)
        self._managed(row, opened, base, pending=pending)

    def _unpulled(self, row: SheetRow) -> tuple[dict[str, OpenField], bool]:
        """The open fields of a row whose stored values did not come, and so did not change."""
        if row.doubted or self._vanishes(row) or self._sent_before(row):
            return self._in_doubt(row), False
        if row.is_new:
            return self._refused_anew(row), True
        if row.base is None:
            return dict(row.open), True
        opened, pending = {}, False
        for name in {*self.table.changed(row), *row.open}:
            settled = settle(self._cell(row, name, row.base), row.base.hashes.get(name, ""), row.base.rev)
            if settled.open is not None:
                opened[name] = settled.open
            pending |= not settled.write and settled.open is None
        return opened, pending

    def _sent_before(self, row: SheetRow) -> bool:
        """Whether the store refused a new row because an old copy seems to send it once more."""
        return any(message.code == "row_sent_before" for message in self.sent.messages.get(row.id, ()))

    def _in_doubt(self, row: SheetRow) -> dict[str, OpenField]:
        """The open fields of a row that may not count at all: everything that stands in it."""
        names = {column.name for column in self.table.columns if row.wire.get(column.name) is not None}
        return {
            name: OpenField("c", 0, self.table.hash_of(row, name))
            for name in sorted({*names, *row.findings, *row.open})
        }

    def _refused_anew(self, row: SheetRow) -> dict[str, OpenField]:
        """The open fields of a row that the store has not taken: why not, now or when it was last sent."""
        verdicts = self.sent.verdicts.get(row.id, {})
        marked: dict[str, State] = {**dict.fromkeys(verdicts, "r"), **dict.fromkeys(row.findings, "x")}
        opened = {name: OpenField(state, 0, self.table.hash_of(row, name)) for name, state in marked.items()}
        if row.id in self.sent.status:
            return opened
        return {name: each for name, each in row.open.items() if each.mine == self.table.hash_of(row, name)} | opened

    def _cell(self, row: SheetRow, name: str, base: Base | None) -> Cell:
        mine = self.table.hash_of(row, name)
        fresh = row.cleared or row.id in self.sent.new
        held = self.sent.refused_whole(row.id)
        return Cell(
            mine=mine,
            base=base.hashes.get(name) if base else field_hash(None) if row.id in self.sent.new else None,
            base_rev=base.rev if base else 0,
            readable=name not in row.findings,
            formula=self.table.is_formula(row, name),
            blank=row.wire.get(name) is None and name not in row.findings,
            sent=None if held else self.sent.values.get(row.id, {}).get(name),
            fresh=fresh,
            open=row.open.get(name),
            decision=self.table.decision(row, name),
            verdict=self._verdict(row, name),
        )

    def _verdict(self, row: SheetRow, name: str) -> FieldOutcome | None:
        """What was said of a field. Where a whole row was refused, that holds for each field that was sent."""
        said = self.sent.verdicts.get(row.id, {}).get(name)
        refused = self.sent.status.get(row.id) == "refused" and name in self.sent.values.get(row.id, {})
        if said is None and refused:
            rev = self.stored[row.id].rev if row.id in self.stored else row.base.rev if row.base else 0
            return FieldOutcome(0, name, "refused", say("row_refused"), theirs_rev=rev)
        return said

    def _write(self, row: SheetRow, column: Column, value: WireValue) -> None:
        """Show ``value``; a formula that already gives it stays."""
        agrees = self.table.hash_of(row, column.name) == field_hash(value)
        if not (agrees and self.table.is_formula(row, column.name)):
            self._set(row, column.name, self.display.cell(column, value), self._choice(row, column.name))

    def _choice(self, row: SheetRow, name: str) -> CheckCell | None:
        """The choice for which the store's value takes the place of another; its user may think better of it."""
        chosen = self.table.decision(row, name) == "theirs" and TICK in self.table.cells.columns
        return CheckCell(self.table.name, row.handle, TICK, self.table.raw(row, TICK)) if chosen else None

    def _reword(self, row: SheetRow, opened: Mapping[str, OpenField]) -> None:
        """Show values as they are shown here, in a row that did not change.

        A referenced row may have been renamed; a number or a date may have been typed as a text that says the same,
        with which no formula would reckon.
        """
        if row.id in self.stored:
            return
        for column in self.worded:
            name = column.name
            if name not in row.wire or not isinstance(self.table.raw(row, name), str):
                continue
            in_step = row.base is not None and row.base.hashes.get(name) == field_hash(row.wire[name])
            if name in opened or not in_step:
                self._name_the_same(row, column)
            # what a row out of reach points at may be out of reach too, and keeps the name that stands there
            elif self.display.knows(column, row.wire[name]):
                self._write(row, column, row.wire[name])

    def _name_the_same(self, row: SheetRow, column: Column) -> None:
        """Let a cell that stays go on naming the row that it named: by now its text may be no name, or another's.

        Read anew it would say what its user never typed, and would count as their edit.
        """
        value = row.wire.get(column.name)
        if not isinstance(column.type, Reference) or not self.display.knows(column, value):
            return
        if parse(self.table.raw(row, column.name), column.type, self.context) != value:
            self._write(row, column, value)

    def _managed(self, row: SheetRow, opened: Mapping[str, OpenField], base: str | None, *, pending: bool) -> None:
        open_cell = write_open(opened)
        self._set(row, ID, row.id)
        self._set(row, BASE, row.base_cell if base is None else sealed(base, open_cell))
        anew = self._set(row, OPEN, open_cell)
        status = "refused" if self._unknown(row) else self.sent.status.get(row.id)
        self._set(row, TICK, tick_of(row, opened, status, pending=pending, faulty=bool(self._faulty(row))))
        news = [name for name in opened if opened[name] != row.open.get(name) or self._moved(row, name)]
        if anew or news:
            self._check(row, TICK, *news)
        self._set(row, MESSAGE, self._message(row, opened))

    def _message(self, row: SheetRow, opened: Mapping[str, OpenField]) -> str | None:
        """What the message cell says: news of this sync, and what is still true of earlier ones."""
        news = list(self._news(row, opened))
        held = self.table.raw(row, MESSAGE)
        spoken = {column.name for column in self.table.columns for line in news if speaks_of(line, column.label)}
        kept = list(kept_lines(held, self._labels(opened.keys() - spoken)))
        about_columns = any(True for _ in kept_lines(held, self._labels(self.table.view.table.by_name)))
        if opened and held and not news and not about_columns:
            # what was said of the row as a whole is still what keeps its fields open
            return str(held)
        return write_message([*news, *kept] or self._still_open(row, opened))

    def _still_open(self, row: SheetRow, opened: Mapping[str, OpenField]) -> Iterator[str]:
        """What to say of open fields of which nothing else is said: their row was parted from its message."""
        stored = self.stored.get(row.id)
        for column in self.table.columns if stored is not None else ():
            if column.name in opened:
                theirs = stored.values.get(column.name) if stored is not None else None
                yield field_line(column, say("theirs_now"), row.wire.get(column.name), self.display, theirs)

    def _labels(self, columns: Iterable[str]) -> list[Label]:
        return [self.table.view.table.by_name[name].label for name in columns]

    def _news(self, row: SheetRow, opened: Mapping[str, OpenField]) -> Iterator[str]:
        for message in (*row.notes, *self._absence(row), *self.sent.messages.get(row.id, ())):
            yield row_line(message, self.table.view.table, self.language)
        told: list[Message] = []
        for column in self.table.view.table.columns:
            verdict = self.sent.verdicts.get(row.id, {}).get(column.name)
            faulty = column.name in self._faulty(row)
            if verdict is not None and verdict.message not in told:
                # one key of several columns is one thing to say
                told += [verdict.message] if verdict.message.code == "duplicate_key" else []
                yield field_line(column, self._in_this_book(verdict), row.wire.get(column.name), self.display)
            elif faulty:
                yield field_line(column, row.findings[column.name], None, self.display)
            elif column.name in opened and self._contradicted_anew(row, column.name, opened):
                theirs = self.stored[row.id].values.get(column.name)
                yield field_line(column, say("theirs_now"), row.wire.get(column.name), self.display, theirs)
            if faulty:
                yield from self._store_now(row, column)

    def _store_now(self, row: SheetRow, column: Column) -> Iterator[str]:
        """What the store holds where a cell is not to be read, if that is not what its user typed over.

        Once told it is told as long as the cell stays so: who types there again answers it. Nor is it taken for known
        where the cell waited for something else before.
        """
        stored = self.stored.get(row.id)
        if stored is None:
            return
        theirs = stored.values.get(column.name)
        line = field_line(column, say("store_now"), None, self.display, theirs)
        waited = row.open.get(column.name)
        otherwise = waited is not None and waited.state != "x"
        told = line in kept_lines(self.table.raw(row, MESSAGE), [column.label])
        if otherwise or told or self._moved(row, column.name):
            yield line

    def _moved(self, row: SheetRow, name: str) -> bool:
        """Whether the store's value has come, and is another than the one that the row was in step with."""
        stored = self.stored.get(row.id)
        if stored is None:
            return False
        return row.base is None or row.base.hashes.get(name) != field_hash(stored.values.get(name))

    def _absence(self, row: SheetRow) -> Iterator[Message]:
        """Why the row is in the sheet and not among those its user may see, or was to go and could not."""
        if self._unnoted(row):
            yield say("removed_unnoted")
        elif self._vanishes(row):
            yield say("store_restored")
        elif row.id in self.gone:
            yield say("out_of_scope")
        elif self._unknown(row):
            yield say("row_unknown")

    def _in_this_book(self, verdict: FieldOutcome) -> Message | FieldOutcome:
        """What to say of a field: a blank cannot be filled where the workbook has no such column."""
        absent = verdict.message.code == "required" and verdict.column not in self.table.cells.columns
        return say("not_in_this_book") if absent else verdict

    def _contradicted_anew(self, row: SheetRow, name: str, opened: Mapping[str, OpenField]) -> bool:
        """Whether the store's value of an open field is another than the one its user was last shown."""
        before = row.open.get(name)
        shown = before is not None and before.theirs_rev == opened[name].theirs_rev
        # of a row that was out of reach, what was said last is no longer so
        back = row.id not in self.shown
        return row.id in self.stored and (back or not shown) and self._verdict(row, name) is None

    def _faulty(self, row: SheetRow) -> set[str]:
        """The cells that cannot be read or are not allowed, and that the store's value does not take the place of."""
        return {
            name for name in row.findings if row.id not in self.stored or self.table.decision(row, name) != "theirs"
        }

    def _check(self, row: SheetRow, *columns: str) -> None:
        """Have it noticed if a cell is edited, or something chosen, before the news of open fields arrives.

        Whoever does that has not seen the news; by what will stand in the row it would look as if they had.
        """
        self.planned.edits.checked.extend(
            CheckCell(self.table.name, row.handle, name, self.table.raw(row, name))
            for name in columns
            if name in self.table.cells.columns
        )

    def _set(self, row: SheetRow, column: str, value: CellValue, given: CheckCell | None = None) -> bool:
        """Let a cell hold ``value``; whether that is news."""
        if column not in self.table.cells.columns:
            return False
        held = self.table.raw(row, column)
        news = not same_cell(held, value)
        if news:
            self.planned.edits.cells.append(SetCell(self.table.name, row.handle, column, held, value, given))
        return news

    def _place(self, stored: StoredRow) -> list[tuple[bool, CellValue]]:
        """Where a row comes among others that arrive with it: by its natural key, as people file things."""
        declared = self.table.view.table
        key = (self.display.cell(declared.by_name[name], stored.values.get(name)) for name in declared.key)
        return [(cell is None, "" if cell is None else cell) for cell in key]

    def _append(self) -> None:
        """Rows that the sheet does not have: others' new ones, and removed ones that are put back."""
        present = {row.id for row in self.table.rows}
        # removed by the workbook's user, and the store is still to hear of it
        untold = [row_id for row_id in self.shown if row_id not in present | self.gone | self.sent.status.keys()]
        self.planned.shown.extend((row_id, self.shown[row_id]) for row_id in untold)
        # removed since they were sent, in a push that was cut off: of these the store is still to hear as well
        since = {
            row_id for row_id in self.sent.status if self.sent.stands(row_id) and row_id not in present | self.gone
        }
        self.planned.shown.extend((row_id, self._last_seen(row_id)) for row_id in since)
        for row_id, stored in sorted(self.stored.items(), key=lambda each: self._place(each[1])):
            if row_id in present | since or (row_id in self.shown and self.sent.status.get(row_id) != "restored"):
                continue
            values: dict[str, CellValue] = {
                column.name: self.display.cell(column, stored.values.get(column.name)) for column in self.table.columns
            }
            lines = (
                row_line(message, self.table.view.table, self.language)
                for message in self.sent.messages.get(row_id, ())
            )
            values |= {
                ID: row_id,
                BASE: write_base(row_id, stored.rev, stored.values, self.table.layout),
                TICK: IN_STEP,
                MESSAGE: write_message(lines),
            }
            self.planned.edits.appended.append(
                AppendRow(self.table.name, {name: value for name, value in values.items() if value is not None})
            )
            self.planned.shown.append((row_id, stored.rev))


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
