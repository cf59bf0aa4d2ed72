"""Edits as batches of cells: rows found again, values compared, and what must still stand when they are written.

Whole rows go into one batch, and what speaks of all rows into the last: the status, the lists and the manifest. So a
client that is closed anywhere leaves every row either as it was or as it was to be, and a workbook that has not heard
of what it does not show.
"""

from __future__ import annotations

from collections import defaultdict

from crossfoot_sync.engine.cells import AppendRow, CheckCell, Missed, Reading, RemoveRow, SetCell
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.hidden import Changes, list_changes, manifest_changes
from crossfoot_sync.grids.ownrow import written
from crossfoot_sync.grids.relocation import Relocation, same
from crossfoot_sync.grids.thin.asked import WriteBatch
from crossfoot_sync.grids.thin.batch import CELLS, Drawn, Spot
from crossfoot_sync.grids.thin.room import new_rows
from crossfoot_sync.grids.thin.snapshot import Snapshot
from crossfoot_sync.grids.thin.tables import TableState
from crossfoot_sync.grids.thin.values import format_for, put
from crossfoot_sync.grids.work import REST, Work
from crossfoot_templates.layout import ID, LISTS_SHEET, MANIFEST_SHEET
from crossfoot_templates.live import as_typed, named
from crossfoot_templates.types import CellValue


def batches(work: Work, seen: Reading, now: Snapshot) -> list[tuple[WriteBatch, list[int]]]:
    """What is left of ``work`` in the book as it is ``now``, each batch with the numbers of the edits that it makes.

    What will never be made is noted as missed.

    Raises:
        Unusable: a table or a hidden sheet is gone.
    """
    planning = _Planning(work, seen, now)
    planning.rows()
    planning.appended()
    planning.removed()
    planning.rest()
    planning.drawn.insert(0, planning.cleared)
    return [(drawn.batch(now), drawn.numbers) for drawn in planning.drawn if drawn.numbers]


class _Planning:
    def __init__(self, work: Work, seen: Reading, now: Snapshot) -> None:
        self.work, self.now = work, now
        self.drawn = [Drawn()]
        self.cleared = Drawn()
        self.found = {
            name: Relocation(seen.tables.get(name, state.cells), state.cells) for name, state in now.tables.items()
        }

    def fresh(self) -> Drawn:
        """The batch being put together, or a new one where that is full or moves cells."""
        last = self.drawn[-1]
        return self.apart() if last.size >= CELLS or last.additions or last.removes else last

    def apart(self) -> Drawn:
        """A batch of its own: where cells move, what was written wrongly could not be put back by its place."""
        self.drawn.append(Drawn())
        return self.drawn[-1]

    def rows(self) -> None:
        """Cells set and checked, row by row."""
        by_row: dict[tuple[str, int], list[int]] = defaultdict(list)
        for number, edit in self.work.left.items():
            if isinstance(edit, SetCell | CheckCell):
                by_row[edit.table, edit.row].append(number)
        for numbers in by_row.values():
            drawn = self.fresh()
            for number in numbers:
                edit = self.work.left[number]
                if isinstance(edit, SetCell | CheckCell):
                    self._cell(drawn, number, edit)

    def _cell(self, drawn: Drawn, number: int, edit: SetCell | CheckCell) -> None:
        state = self.now.tables.get(edit.table)
        if state is None:
            self.work.miss(number, Missed(edit.table, edit.row, edit.column, None))
            return
        outcome = self.found[edit.table].check(edit)
        if isinstance(outcome, Missed):
            if self._is_so(edit, outcome):
                self.work.done([number])
            else:
                self.work.miss(number, outcome)
            return
        row, column = state.cells.rows[outcome], state.binding.columns[edit.column]
        drawn.looks_at_row(number, state, row)
        drawn.look(state, row, column)
        if isinstance(edit, CheckCell):
            return
        if state.paper.is_barred(column) or state.paper.in_merge(row, column):
            held = state.cells.columns[edit.column][outcome]
            self.work.miss(number, Missed(edit.table, edit.row, edit.column, held))
            return
        for each in edit.given:
            drawn.look(state, row, state.binding.columns[each.column])
        drawn.put(state.binding.sheet, row, column, self._spot(state, row, column, edit.value, edit.formula))

    def _spot(self, state: TableState, row: int, column: int, value: CellValue, formula: str | None) -> Spot:
        """What a cell gets; of a formula that names a column that is not there its value."""
        text = None
        if formula is not None and named(formula) <= state.binding.columns.keys():
            around = state.headed if row <= state.binding.last else None
            text = "=" + written(as_typed(formula), state.binding.columns, row, around)
        held = state.paper.format(row, column)
        dates = state.paper.shows_date(row, column)
        code = format_for(value, held, shows_date=dates, formula=text is not None)
        return Spot(put(value, date1904=self.now.reading.date1904), text, code)

    def _is_so(self, edit: SetCell | CheckCell, missed: Missed) -> bool:
        """Whether a write whose outcome nobody knows made this edit."""
        if not self.work.again or not isinstance(edit, SetCell) or self.found[edit.table].find(edit.row) is None:
            return False
        return same(missed.found, None if edit.value == "" else edit.value)

    def appended(self) -> None:
        """New rows, below all others."""
        by_table: dict[str, list[tuple[int, AppendRow]]] = defaultdict(list)
        for number, edit in [*self.work.left.items()]:
            if isinstance(edit, AppendRow):
                state = self.now.tables.get(edit.table)
                if state is None:
                    raise Unusable("table_missing", table=edit.table)
                own_id = edit.values.get(ID)
                if self.work.again and own_id is not None and own_id in state.cells.columns.get(ID, ()):
                    self.work.done([number])
                else:
                    by_table[edit.table].append((number, edit))
        for table, rows in by_table.items():
            new_rows(self.now.tables[table], rows, (self.fresh, self.apart), self._spot)

    def removed(self) -> None:
        """Rows taken out, after everything that is written in others."""
        for number, edit in [*self.work.left.items()]:
            if not isinstance(edit, RemoveRow):
                continue
            state = self.now.tables.get(edit.table)
            outcome: int | Missed = Missed(edit.table, edit.row, ID, None)
            if state is not None:
                outcome = self.found[edit.table].check_removal(edit)
            if state is None or isinstance(outcome, Missed):
                ids = state.cells.columns.get(ID, []) if state else []
                if self.work.again and edit.expected_id and edit.expected_id not in ids:
                    self.work.done([number])
                elif isinstance(outcome, Missed):
                    self.work.miss(number, outcome)
                continue
            row, paper = state.cells.rows[outcome], state.paper
            places = state.binding.columns.items()
            stuck = next((name for name, at in places if paper.is_barred(at) or paper.in_merge(row, at)), None)
            if stuck is not None:
                held = state.cells.columns[stuck][outcome]
                self.work.miss(number, Missed(edit.table, edit.row, stuck, held))
            else:
                self._remove(number, state, row)

    def _remove(self, number: int, state: TableState, row: int) -> None:
        around = state.binding.around
        if around is None or row in around.own or state.parted or not around.area.top < row <= around.last:
            # Something of the user's own stands in it, or a row that is deleted would take other things along, or leave
            # behind what of it stands beside the Excel Table.
            self.cleared.clear(number, state, row)
            return
        # All of them in one batch: each moves those below it, so that no other could be found by its place.
        drawn = self.drawn[-1] if self.drawn[-1].removes else self.apart()
        drawn.remove(number, state, row)

    def rest(self) -> None:
        """Status cells, the manifest and the lists."""
        if not self.work.rest:
            return
        drawn = self.apart()
        drawn.numbers.append(REST)
        for name, text in self.work.edits.status.items():
            state = self.now.tables.get(name)
            if state is None or state.binding.status is None or state.paper.is_barred(state.binding.status[1]):
                continue
            if state.cells.status != text:
                drawn.look(state, *state.binding.status)
                drawn.put(state.binding.sheet, *state.binding.status, Spot(text or None))
        _tell(drawn, MANIFEST_SHEET, manifest_changes(self.now.manifest, self.work.edits.manifest))
        if self.work.edits.lists and self.now.lists is None:
            raise Unusable("sheet_missing", sheet=LISTS_SHEET)
        _tell(drawn, LISTS_SHEET, list_changes(self.now.lists or {}, self.work.edits.lists))


def _tell(drawn: Drawn, title: str, changes: Changes) -> None:
    for place, told in changes.items():
        drawn.put(title, *place, Spot(told.text or None))
