"""What somebody gave up by taking theirs: it stands in the sheet no longer, so the report tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crossfoot_sync.client.naming import row_name
from crossfoot_sync.client.report import GivenUp
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.model import Column


def given_up(before: Workbook, after: Workbook) -> Iterator[GivenUp]:
    """The values that the store's took the place of by choice, made in the sheet or on the command line.

    ``before`` is the workbook with its choices, ``after`` what stands in it since.
    """
    for name, table in before.tables.items():
        sheet = after.tables.get(name)
        if sheet is not None and table.refusal is None:
            yield from _Table(before, table, after, sheet).given_up()


@dataclass(frozen=True)
class _Table:
    """One table before and after."""

    before: Workbook
    table: SheetTable
    after: Workbook
    sheet: SheetTable

    def given_up(self) -> Iterator[GivenUp]:
        language = self.before.manifest.language
        now = {row.id: row for row in self.sheet.rows if not row.cleared}
        for row in self.table.rows:
            for column in self.table.columns if row.decisions else ():
                theirs = now.get(row.id)
                if self._gave_up(row, theirs, column.name):
                    yield GivenUp(
                        table=self.table.name,
                        label=self.table.view.table.label.in_(language),
                        row=row_name(self.table, row),
                        column=column.label.in_(language),
                        mine=_text(self.before, self.table, row, column),
                        theirs=_text(self.after, self.sheet, theirs, column) if theirs else "",
                    )

    def _gave_up(self, row: SheetRow, now: SheetRow | None, column: str) -> bool:
        """Whether theirs was chosen of a cell, and it no longer holds what it held."""
        stands = now is not None and self.table.hash_of(row, column) == self.sheet.hash_of(now, column)
        return self.table.decision(row, column) == "theirs" and not stands


def _text(workbook: Workbook, table: SheetTable, row: SheetRow, column: Column) -> str:
    if column.name in row.wire:
        return workbook.display.whole(column, row.wire[column.name])
    held = table.raw(row, column.name)
    return "(unreadable)" if held is None else str(held)
