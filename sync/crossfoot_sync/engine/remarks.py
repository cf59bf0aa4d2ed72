"""The message of a row: news of this sync, and what is still true of earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from crossfoot_sync.engine.answer import Answer
from crossfoot_sync.engine.computed import ComputedCells
from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.openfields import OpenField
from crossfoot_sync.engine.rows import SheetRow
from crossfoot_sync.engine.tell import field_line, kept_lines, row_line, speaks_of, without_columns, write_message
from crossfoot_sync.engine.wire import FieldOutcome
from crossfoot_templates.layout import MESSAGE
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Column, Label


@dataclass(frozen=True)
class Remarks:
    """What there is to say beside the rows of one table."""

    answer: Answer
    display: Display
    computed: ComputedCells

    def message(self, row: SheetRow, opened: Mapping[str, OpenField]) -> str | None:
        """What the message cell says: news of this sync, and what is still true of earlier ones."""
        news = list(self._news(row, opened))
        held = self.answer.table.raw(row, MESSAGE)
        spoken = {column.name for column in self.answer.table.columns for line in news if speaks_of(line, column.label)}
        still = {name for name in opened if not self._waits_now(row, name, opened)}
        kept = list(kept_lines(held, self._labels(still - spoken)))
        about_columns = any(True for _ in kept_lines(held, self._labels(self.answer.table.view.table.by_name)))
        if opened and held and not news and not about_columns:
            # what was said of the row as a whole is still what keeps its fields open
            return str(held)
        return write_message([*news, *kept] or self._still_open(row, opened))

    def _waits_now(self, row: SheetRow, name: str, opened: Mapping[str, OpenField]) -> bool:
        """Whether a field has come to wait for an approval: what was wrong with it before is mended."""
        before = row.open.get(name)
        return opened[name].state == "w" and (before is None or before.state != "w")

    def _still_open(self, row: SheetRow, opened: Mapping[str, OpenField]) -> Iterator[str]:
        """What to say of open fields of which nothing else is said: their row was parted from its message."""
        stored = self.answer.stored.get(row.id)
        for column in self.answer.table.columns if stored is not None else ():
            if column.name in opened:
                theirs = stored.values.get(column.name) if stored is not None else None
                yield field_line(column, say("theirs_now"), row.wire.get(column.name), self.display, theirs)

    def _labels(self, columns: Iterable[str]) -> list[Label]:
        return [self.answer.table.view.table.by_name[name].label for name in columns]

    def _news(self, row: SheetRow, opened: Mapping[str, OpenField]) -> Iterator[str]:
        whole = (*row.notes, *self._absence(row), *self.answer.sent.messages.get(row.id, ()))
        table, language = self.answer.table.view.table, self.display.language
        verdicts = self.answer.sent.verdicts.get(row.id, {})
        with_lines = [column for column in table.columns if column.name in verdicts or self._faulty(row, column)]
        for message in (*whole, *self.answer.of_waiting(row)):
            yield row_line(without_columns(message, with_lines, language), table, language)
        # what waits, waits as a whole
        told: list[Message] = [*whole]
        for column in table.columns:
            verdict = verdicts.get(column.name)
            faulty = self._faulty(row, column)
            if verdict is not None and verdict.message not in told:
                # one key of several columns is one thing to say
                told += [verdict.message] if verdict.message.code == "duplicate_key" else []
                yield field_line(column, self._in_this_book(verdict), row.wire.get(column.name), self.display)
                if self._changed_since(row, verdict):
                    theirs = self.answer.stored[row.id].values.get(column.name)
                    yield field_line(column, say("theirs_now"), row.wire.get(column.name), self.display, theirs)
            elif faulty:
                yield field_line(column, row.findings[column.name], None, self.display)
            elif column.name in opened and self._contradicted_anew(row, column.name, opened):
                theirs = self.answer.stored[row.id].values.get(column.name)
                yield field_line(column, say("theirs_now"), row.wire.get(column.name), self.display, theirs)
            if faulty:
                yield from self._store_now(row, column)
        if row.id in self.answer.stored:
            for column, message in self.computed.replaced(row, self.answer.stored[row.id]):
                yield field_line(column, message, None, self.display)

    def _faulty(self, row: SheetRow, column: Column) -> bool:
        return column.name in self.answer.faulty(row)

    def _changed_since(self, row: SheetRow, verdict: FieldOutcome) -> bool:
        """Whether somebody has changed the field since a batch, which comes again, was answered."""
        stored = self.answer.stored.get(row.id)
        if stored is None or verdict.state == "waiting" or not stored.rev > verdict.theirs_rev > 0:
            return False
        return stored.values.get(verdict.column) != verdict.theirs

    def _store_now(self, row: SheetRow, column: Column) -> Iterator[str]:
        """What the store holds where a cell is not to be read, if that is not what its user typed over.

        Once told it is told as long as the cell stays so: who types there again answers it. Nor is it taken for known
        where the cell waited for something else before.
        """
        stored = self.answer.stored.get(row.id)
        if stored is None:
            return
        theirs = stored.values.get(column.name)
        line = field_line(column, say("store_now"), None, self.display, theirs)
        waited = row.open.get(column.name)
        otherwise = waited is not None and waited.state != "x"
        told = line in kept_lines(self.answer.table.raw(row, MESSAGE), [column.label])
        if otherwise or told or self.answer.moved(row, column.name):
            yield line

    def _absence(self, row: SheetRow) -> Iterator[Message]:
        """Why the row is in the sheet and not among those its user may see, or was to go and could not."""
        if self.answer.unnoted(row):
            yield say("removed_unnoted")
        elif self.answer.vanishes(row):
            yield say("store_restored")
        elif row.id in self.answer.gone:
            yield say("out_of_scope")
        elif self.answer.unknown(row):
            yield say("row_unknown")

    def _in_this_book(self, verdict: FieldOutcome) -> Message | FieldOutcome:
        """What to say of a field: a blank cannot be filled where the workbook has no such column."""
        needed = verdict.message.code in {"required", "required_as", "currency_missing"}
        absent = needed and verdict.column not in self.answer.table.cells.columns
        return say("not_in_this_book") if absent else verdict

    def _contradicted_anew(self, row: SheetRow, name: str, opened: Mapping[str, OpenField]) -> bool:
        """Whether the store's value of an open field is another than the one its user was last shown.

        In a store that was restored the revision of that number may hold something else.
        """
        before = row.open.get(name)
        shown = before is not None and before.theirs_rev == opened[name].theirs_rev and not self.answer.moved(row, name)
        # of a row that was out of reach, what was said last is no longer so
        back = row.id not in self.answer.shown
        return row.id in self.answer.stored and (back or not shown) and self.answer.verdict(row, name) is None
