"""A workbook held in memory: the grid of tests and simulations. It behaves as a live one, whose rows move up."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from crossfoot_sync.engine.cells import CheckCell, Edits, Missed, Reading, RemoveRow, SetCell
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.memory_sheet import MemoryColumn, MemorySheet
from crossfoot_sync.grids.relocation import Relocation
from crossfoot_templates.layout import BASE, ID, MESSAGE, MESSAGE_LABEL, OPEN, TICK, TICK_LABEL
from crossfoot_templates.live import live_formulas
from crossfoot_templates.model import BookView, Language, TableView


@dataclass
class MemoryGrid:
    """A workbook in memory; ``sheets`` by table, each with what a person can do to it.

    It can be copied deeply, cheaply: cells are immutable.
    """

    name: str
    sheets: dict[str, MemorySheet]
    manifest: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)

    def read(self) -> Reading:
        """The workbook as it stands."""
        tables = {table: sheet.cells() for table, sheet in self.sheets.items()}
        versions = {table: sheet.version for table, sheet in self.sheets.items()}
        return Reading(dict(self.manifest), deepcopy(self.lists), tables, stamp=versions)

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        """Make ``edits``, which were computed from ``seen``, and return those that were not made.

        Raises:
            GridError: new rows belong to a table that is not there; nothing was written.
        """
        gone = next((each.table for each in edits.appended if each.table not in self.sheets), None)
        if gone is not None:
            raise GridError(self.name, "table_missing", table=gone)
        missed: list[Missed] = []
        looked_at: list[SetCell | CheckCell] = [*edits.cells, *edits.checked]
        for table in sorted({each.table for each in looked_at} | {each.table for each in edits.removed}):
            cells = [each for each in looked_at if each.table == table]
            removed = [each for each in edits.removed if each.table == table]
            missed += self._write_table(table, cells, removed, seen)
        for row in edits.appended:
            sheet = self.sheets[row.table]
            calculated = {name: sheet.content(row.values.get(name), text) for name, text in row.formulas.items()}
            sheet.write_row({**row.values, **calculated})
        for table, text in edits.status.items():
            if table in self.sheets:
                self.sheets[table].status = text
        self.manifest |= edits.manifest
        self.lists |= {name: _without_trailing_blanks(entries) for name, entries in edits.lists.items()}
        return missed

    def _write_table(
        self, table: str, cells: list[SetCell | CheckCell], removed: list[RemoveRow], seen: Reading
    ) -> list[Missed]:
        sheet = self.sheets.get(table)
        if sheet is None or table not in seen.tables:
            lost = [Missed(each.table, each.row, each.column, None) for each in cells]
            return lost + [Missed(each.table, each.row, ID, None) for each in removed]
        unchanged = isinstance(seen.stamp, dict) and seen.stamp.get(table) is sheet.version
        now = seen.tables[table] if unchanged else sheet.cells()
        relocation = Relocation(seen.tables[table], now)
        missed: list[Missed] = []
        for edit in cells:
            outcome = relocation.check(edit)
            if isinstance(outcome, Missed):
                missed.append(outcome)
            elif isinstance(edit, SetCell):
                value = None if edit.value == "" else edit.value
                sheet.set(now.rows[outcome], edit.column, sheet.content(value, edit.formula))
        leaving: list[int] = []
        for gone in removed:
            found = relocation.check_removal(gone)
            if isinstance(found, Missed):
                missed.append(found)
            else:
                leaving.append(now.rows[found])
        if leaving:
            sheet.take_away(leaving)
        return missed


def memory_book(
    view: BookView, language: Language = "zh", manifest: dict[str, str] | None = None, name: str = "book"
) -> MemoryGrid:
    """An empty book of ``view``, its columns in the order of a rendered workbook."""
    sheets = {each.table.name: _empty_sheet(view, each, language) for each in view.tables}
    return MemoryGrid(name, sheets, dict(manifest or {}))


def _empty_sheet(book: BookView, view: TableView, language: Language) -> MemorySheet:
    live = live_formulas(book, view.table, language)
    columns = [
        MemoryColumn(TICK_LABEL[language], TICK),
        *(MemoryColumn(each.label.in_(language), each.name, each.name in live) for each in view.table.columns),
        MemoryColumn(MESSAGE_LABEL[language], MESSAGE),
        *(MemoryColumn(each, each) for each in (ID, BASE, OPEN)),
    ]
    return MemorySheet(view.table.name, view.table.label.in_(language), columns)


def _without_trailing_blanks(entries: list[str]) -> list[str]:
    end = max((at + 1 for at, entry in enumerate(entries) if entry), default=0)
    return entries[:end]
