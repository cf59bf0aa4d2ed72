"""From a reply to cell edits: values, ticks, messages, and what every row is now in step with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from crossfoot_sync.engine.answer import Answer, StoredRow, stored_rows
from crossfoot_sync.engine.cells import AppendRow, CheckCell, Edits, RemoveRow, SetCell
from crossfoot_sync.engine.computed import ComputedCells
from crossfoot_sync.engine.display import Display, same_cell
from crossfoot_sync.engine.fingerprint import Base, field_hash, join_base, sealed, write_base
from crossfoot_sync.engine.manifest import (
    write_computed,
    write_held,
    write_references,
    write_shown,
    write_stale,
    write_waiting,
)
from crossfoot_sync.engine.openfields import OpenField, State, state_of, write_open
from crossfoot_sync.engine.parsers import parse
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_sync.engine.remarks import Remarks
from crossfoot_sync.engine.rows import CERTAIN, Decision, SheetRow, SheetTable
from crossfoot_sync.engine.settle import Cell, settle
from crossfoot_sync.engine.tell import row_line, tick_of, write_message
from crossfoot_sync.engine.wire import SyncReply, TablePush
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.layout import BASE, ID, IN_STEP, MESSAGE, OPEN, REFUSED, TICK
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Column
from crossfoot_templates.types import CellValue, Code, LongText, Reference, Text, WireValue


@dataclass
class Planned:
    """What a reply does to one table.

    Attributes:
        shown: the rows it will then show as ``(id, rev)``.
        left: what will then stand in its computed cells, by row id and column, as hashes.
        stale: the rows of which that is not what the store has, by their ids.
        waiting: the new rows that will then wait for an approval, by their ids.
    """

    edits: Edits
    shown: list[tuple[str, int]] = field(default_factory=list)
    left: dict[str, dict[str, str]] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)


def plan_edits(workbook: Workbook, push: Sequence[TablePush], reply: SyncReply) -> Edits:
    """Everything that ``reply`` to ``push`` changes in ``workbook``, as compare-and-set edits.

    The workbook may have been edited since the push was made: what stands in a cell now is compared with what
    was sent, and a newer edit is left for the next push. Manifest facts are the caller's to add.
    """
    arrived = {name: ReferenceIndex.of(listed) for name, listed in reply.lists.items()}
    references = {**workbook.context.references, **arrived}
    display = replace(workbook.display, references=references)
    edits = Edits()
    for view in workbook.view.tables:
        name, table = view.table.name, workbook.tables.get(view.table.name)
        if table is None or table.refusal is not None:
            # its columns or ids are in doubt: whatever was written now might land in the wrong place
            edits.lists.update(write_stale(workbook.reading, name, stored_rows(name, reply)))
            continue
        planned = _Table(workbook, table, display, push, reply).plan()
        edits.cells.extend(planned.edits.cells)
        edits.appended.extend(planned.edits.appended)
        edits.removed.extend(planned.edits.removed)
        edits.checked.extend(planned.edits.checked)
        edits.lists.update(write_shown(name, planned.shown))
        if table.computed:
            columns = [column.name for column in table.computed]
            edits.lists.update(write_computed(name, columns, planned.left, planned.stale))
        held = {row.held_as for row in table.rows if row.held}
        if held != table.told:
            edits.lists.update(write_held(name, held))
        if planned.waiting != table.waited:
            edits.lists.update(write_waiting(name, planned.waiting))
    for name, listed in reply.lists.items():
        edits.lists.update(write_references(name, listed))
    return edits


class _Table:
    """The plan for one table; a class because its steps share a dozen facts."""

    def __init__(
        self, workbook: Workbook, table: SheetTable, display: Display, push: Sequence[TablePush], reply: SyncReply
    ) -> None:
        self.table = table
        self.answer = Answer.of(workbook, table, push, reply)
        self.display = display
        self.computed = ComputedCells(table, display, workbook.context)
        self.remarks = Remarks(self.answer, display, self.computed)
        self.context = replace(workbook.context, references=display.references)
        self.worded = [column for column in table.columns if not isinstance(column.type, Text | LongText | Code)]
        self.planned = Planned(Edits())

    def plan(self) -> Planned:
        """The edits of every row, and the rows the sheet will show."""
        for row in self.table.rows:
            if row.held is not None:
                self._held(row, row.held)
                continue
            if self._removed(row):
                continue
            if self.answer.left(row) and not self.answer.holds_edits(row) and not self.answer.vanishes(row):
                self._take_away(row)
                continue
            self._row(row)
        for position in self.table.blank:
            self._unsay(position)
        self._tie_together()
        self._append()
        # of what is gone from the sheet the store may still have to hear
        self.planned.waiting |= self.table.waited - {row.id for row in self.table.rows} - self.answer.sent.status.keys()
        return self.planned

    def _tie_together(self) -> None:
        """Let nothing say what a row is in step with unless its cells are so.

        A program that ends before it has seen which cells it missed would leave a row that is in step with what it
        does not show, or that asks what its user seems to have answered. What they typed or chose in the meantime would
        overwrite without a word what they never saw.
        """
        edits, own = self.planned.edits, {column.name for column in self.table.columns}
        spoken_of: dict[int, list[CheckCell]] = defaultdict(list)
        for each in edits.checked:
            spoken_of[each.row].append(each)
        for cell in edits.cells:
            if cell.column in own:
                spoken_of[cell.row] += [CheckCell(cell.table, cell.row, cell.column, cell.expected), *cell.given]
        edits.cells[:] = [
            replace(cell, given=tuple(dict.fromkeys(spoken_of[cell.row]))) if cell.column in (BASE, OPEN) else cell
            for cell in edits.cells
        ]

    def _unsay(self, position: int) -> None:
        """Take back what a sync wrote beside a row of which nothing else is left."""
        cells = self.table.cells
        for column in (TICK, MESSAGE, BASE, OPEN):
            said = cells.columns[column][position] if column in cells.columns else None
            if said is not None:
                self.planned.edits.cells.append(SetCell(self.table.name, cells.rows[position], column, said, None))

    def _held(self, row: SheetRow, why: Message) -> None:
        """Say beside a row that is held why it is. Nothing else of it changes: it may be another than its id says."""
        noted = self.answer.noted(row)
        self.planned.waiting |= {row.id} & self.table.waited
        self.planned.left[row.id] = self.computed.left(row.id, None)
        if self.computed.stale(row.id, self.answer.stored.get(row.id)):
            self.planned.stale.add(row.id)
        if noted is not None:
            # what the store gave a new row is yet to be shown: it must not pass for in step once it is held no more
            self.planned.shown.append((row.id, 0 if row.is_new else noted))
        if row.is_new and noted is not None:
            self._known_as_sent(row, noted)
        elif row.is_new:
            # a copy must not be counted as its original
            self._give_identity(row)
        if row.cleared and why.code not in CERTAIN:
            why = say("row_emptied")
        for column in self.table.columns:
            self._name_the_same(row, column)
        self._set(row, TICK, REFUSED)
        # beside a choice that was made meanwhile, of something else, it would look as if that answered it
        asked = CheckCell(self.table.name, row.handle, TICK, self.table.raw(row, TICK))
        told = row_line(why, self.table.view.table, self.display.language)
        self._set(row, MESSAGE, told, (asked,) if TICK in self.table.cells.columns else ())

    def _known_as_sent(self, row: SheetRow, rev: int) -> None:
        """Let a new row that the store turns out to have be in step with what was sent of it: no more was seen here.

        Where another copy of the workbook sent it, that is nothing.
        """
        sent = self.answer.sent.values.get(row.id, {})
        self._set(row, ID, row.id)
        self._set(row, BASE, join_base(row.id, rev, sent, self.table.layout))
        self._set(row, OPEN, None)

    def _removed(self, row: SheetRow) -> bool:
        """A row that was emptied: take away what is left of it, unless it is put back or the store is still to hear."""
        status = self.answer.sent.status.get(row.id)
        if not row.cleared or status == "restored" or self.answer.unnoted(row):
            return False
        if self.answer.untold(row.id):
            self.planned.shown.append((row.id, self.answer.shown[row.id]))
        elif self.answer.sent.stands(row.id):
            # emptied since it was sent: that push was cut off, and the store is still to hear of the removal
            self.planned.shown.append((row.id, self.answer.last_seen(row.id)))
        else:
            self._take_away(row)
        return True

    def _take_away(self, row: SheetRow) -> None:
        """Let a row go. It may have been parted from its id: that is given back to it, should it have to stay."""
        held = self.table.raw(row, ID)
        if held != row.id:
            self._give_identity(row)
        expected = held if isinstance(held, str) else ""
        self.planned.edits.removed.append(RemoveRow(self.table.name, row.handle, expected))

    def _row(self, row: SheetRow) -> None:
        stored = self.answer.stored.get(row.id)
        base = None if row.base is None else str(row.base_cell)
        if stored is not None:
            opened, pending = self._pulled(row, stored)
            base = write_base(row.id, stored.rev, stored.values, self.table.layout)
            self.planned.shown.append((row.id, stored.rev))
        else:
            opened, pending = self._unpulled(row)
            self._shows_as_before(row)
            waits = any(each.state == "w" for each in opened.values())
            self.planned.waiting |= {row.id} if row.is_new and (waits or row.id in self.table.waited) else set()
        self._reword(row, opened)
        self._calculated(row, stored)
        self._managed(row, opened, base, pending=pending)

    def _calculated(self, row: SheetRow, stored: StoredRow | None) -> None:
        """Let the computed cells of a row show what the store has for them."""
        edits = [*(self.computed.renamed(row) if stored is None else self.computed.edits(row, stored))]
        self.planned.edits.cells.extend(edits)
        self.planned.left[row.id] = self.computed.left(row.id, stored, edits)
        if stored is None and row.id in self.table.stale:
            self.planned.stale.add(row.id)

    def _shows_as_before(self, row: SheetRow) -> None:
        if row.id in self.answer.shown and row.id not in self.answer.gone:
            self.planned.shown.append((row.id, self.answer.shown[row.id]))

    def _pulled(self, row: SheetRow, stored: StoredRow) -> tuple[dict[str, OpenField], bool]:
        """The open fields of a row of which the store's values came, and whether edits have still to go out."""
        in_step = None if self.answer.restored else row.base
        opened: dict[str, OpenField] = {}
        pending = False
        for column in self.table.columns:
            theirs = stored.values.get(column.name)
            settled = settle(self._cell(row, column.name, in_step), field_hash(theirs), stored.rev)
            if settled.write:
                self._write(row, column, theirs)
                continue
            self._name_the_same(row, column)
            if settled.open is not None:
                opened[column.name] = settled.open
            pending |= settled.open is None
        return opened, pending

    def _unpulled(self, row: SheetRow) -> tuple[dict[str, OpenField], bool]:
        """The open fields of a row whose stored values did not come, and so did not change."""
        if row.doubted or self.answer.vanishes(row) or self.answer.sent_before(row):
            return self._in_doubt(row), False
        if row.is_new:
            return self._refused_anew(row), True
        if row.base is None:
            return {name: self._opened(row, name) or each for name, each in row.open.items()}, True
        opened, pending = {}, False
        for name in {*self.table.changed(row), *row.open}:
            settled = settle(self._cell(row, name, row.base), row.base.hashes.get(name, ""), row.base.rev)
            if settled.open is not None:
                opened[name] = settled.open
            pending |= not settled.write and settled.open is None
        return opened, pending

    def _in_doubt(self, row: SheetRow) -> dict[str, OpenField]:
        """The open fields of a row that may not count at all: everything that stands in it."""
        names = {column.name for column in self.table.columns if row.wire.get(column.name) is not None}
        return {
            name: OpenField("c", 0, self.table.hash_of(row, name))
            for name in sorted({*names, *row.findings, *row.open})
        }

    def _refused_anew(self, row: SheetRow) -> dict[str, OpenField]:
        """The open fields of a row that the store has not taken: why not, now or when it was last sent."""
        verdicts = self.answer.sent.verdicts.get(row.id, {})
        told = {name: state_of(verdict) for name, verdict in verdicts.items()}
        marked: dict[str, State] = {**told, **dict.fromkeys(row.findings, "x")}
        opened = {name: OpenField(state, 0, self.table.hash_of(row, name)) for name, state in marked.items()}
        if row.id in self.answer.sent.status:
            return opened
        still = ((name, self._opened(row, name)) for name in row.open)
        return {name: each for name, each in still if each and each.mine == self.table.hash_of(row, name)} | opened

    def _cell(self, row: SheetRow, name: str, base: Base | None) -> Cell:
        mine = self.table.hash_of(row, name)
        new = row.id in self.answer.sent.new or self.answer.carried(row)
        held = self.answer.sent.refused_whole(row.id)
        # what says nothing of this row came from another one, and the cells beside it may have come with it
        blanks = new and not row.base_cell and not self.answer.older
        return Cell(
            mine=mine,
            base=base.hashes.get(name) if base else field_hash(None) if blanks else None,
            base_rev=base.rev if base else 0,
            readable=name not in row.findings,
            formula=self.table.is_formula(row, name),
            blank=row.wire.get(name) is None and name not in row.findings,
            sent=None if held else self.answer.sent.values.get(row.id, {}).get(name),
            older=self.answer.older,
            fresh=row.cleared or new,
            open=self._opened(row, name),
            decision=self._decision(row, name),
            verdict=self.answer.verdict(row, name),
        )

    def _decision(self, row: SheetRow, name: str) -> Decision | None:
        """What is decided of an open field. A request goes on waiting until the store knows that it is taken back."""
        decision = self.table.decision(row, name)
        if self.answer.fate(row, name) == "carried":
            return "theirs"
        return None if decision == "theirs" and self.answer.waits(row, name) else decision

    def _to_take_back(self, row: SheetRow, opened: Mapping[str, OpenField]) -> bool:
        """Whether all that is open in a row waits, and its user has chosen theirs, which the next sync is to send.

        In a new row there is no theirs.
        """
        chosen = bool(opened) and not row.is_new and all(self.table.decision(row, name) == "theirs" for name in opened)
        return chosen and all(self.answer.waits(row, name) for name in opened)

    def _opened(self, row: SheetRow, name: str) -> OpenField | None:
        """An open field as the reply leaves it; one of which nothing came that waited was refused."""
        opened = row.open.get(name)
        return replace(opened, state="r") if opened and self.answer.fate(row, name) == "refused" else opened

    def _write(self, row: SheetRow, column: Column, value: WireValue) -> None:
        """Show ``value``; a formula that already gives it stays."""
        agrees = self.table.hash_of(row, column.name) == field_hash(value)
        if not (agrees and self.table.is_formula(row, column.name)):
            self._set(row, column.name, self.display.cell(column, value), self._choice(row, column.name))

    def _choice(self, row: SheetRow, name: str) -> tuple[CheckCell, ...]:
        """The choice for which the store's value takes the place of another; its user may think better of it."""
        chosen = self.table.decision(row, name) == "theirs" and TICK in self.table.cells.columns
        return (CheckCell(self.table.name, row.handle, TICK, self.table.raw(row, TICK)),) if chosen else ()

    def _reword(self, row: SheetRow, opened: Mapping[str, OpenField]) -> None:
        """Show values as they are shown here, in a row that did not change.

        A referenced row may have been renamed; a number or a date may have been typed as a text that says the same,
        with which no formula would reckon.
        """
        if row.id in self.answer.stored:
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

    def _give_identity(self, row: SheetRow) -> None:
        """Let the hidden cells of a row say what the engine took it for."""
        self._set(row, ID, row.id)
        self._set(row, BASE, row.base_cell)
        self._set(row, OPEN, write_open(row.open))

    def _managed(self, row: SheetRow, opened: Mapping[str, OpenField], base: str | None, *, pending: bool) -> None:
        open_cell = write_open(opened)
        self._set(row, ID, row.id)
        self._set(row, BASE, row.base_cell if base is None else sealed(base, open_cell))
        anew = self._set(row, OPEN, open_cell)
        status = "refused" if self.answer.unknown(row) else self.answer.sent.status.get(row.id)
        if not self._to_take_back(row, opened):
            self._set(row, TICK, tick_of(row, opened, status, pending=pending, faulty=bool(self.answer.faulty(row))))
        news = [name for name in opened if opened[name] != row.open.get(name) or self.answer.moved(row, name)]
        if self.answer.sent_before(row):
            # whatever is typed into such a row says that it is meant
            news = [column.name for column in self.table.columns]
        if anew or news:
            self._check(row, TICK, *news)
        self._set(row, MESSAGE, self.remarks.message(row, opened))

    def _check(self, row: SheetRow, *columns: str) -> None:
        """Have it noticed if a cell is edited, or something chosen, before the news of open fields arrives.

        Whoever does that has not seen the news; by what will stand in the row it would look as if they had.
        """
        self.planned.edits.checked.extend(
            CheckCell(self.table.name, row.handle, name, self.table.raw(row, name))
            for name in columns
            if name in self.table.cells.columns
        )

    def _set(self, row: SheetRow, column: str, value: CellValue, given: tuple[CheckCell, ...] = ()) -> bool:
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
        missing = self.answer.missing()
        self.planned.shown.extend(missing.items())
        here = {row.id for row in self.table.rows} | missing.keys()
        for row_id, stored in sorted(self.answer.stored.items(), key=lambda each: self._place(each[1])):
            put_back = self.answer.sent.status.get(row_id) == "restored"
            if row_id in here or (row_id in self.answer.shown and not put_back):
                continue
            values: dict[str, CellValue] = {
                column.name: self.display.cell(column, stored.values.get(column.name)) for column in self.table.columns
            }
            lines = (
                row_line(message, self.table.view.table, self.display.language)
                for message in self.answer.sent.messages.get(row_id, ())
            )
            calculated = self.computed.values(stored)
            values |= calculated | {
                ID: row_id,
                BASE: write_base(row_id, stored.rev, stored.values, self.table.layout),
                TICK: IN_STEP,
                MESSAGE: write_message(lines),
            }
            self.planned.edits.appended.append(
                AppendRow(
                    self.table.name,
                    {name: value for name, value in values.items() if value is not None},
                    {name: text for name, text in self.table.live.items() if name in calculated},
                )
            )
            self.planned.shown.append((row_id, stored.rev))
            self.planned.left[row_id] = self.computed.left(row_id, stored)
