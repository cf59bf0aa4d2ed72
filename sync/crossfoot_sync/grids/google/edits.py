"""Edits as a write: rows found again, values compared, formulas placed."""

from __future__ import annotations

from collections import defaultdict

from crossfoot_sync.engine.cells import AppendRow, CheckCell, Missed, Reading, RemoveRow, SetCell
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.google import limits
from crossfoot_sync.grids.google.draft import Draft
from crossfoot_sync.grids.google.hidden import list_puts, manifest_puts
from crossfoot_sync.grids.google.sheet import Put
from crossfoot_sync.grids.google.snapshot import Snapshot
from crossfoot_sync.grids.google.tables import TableState
from crossfoot_sync.grids.google.values import format_for, number_format, spilled, written
from crossfoot_sync.grids.references import letters, relative
from crossfoot_sync.grids.relocation import Relocation, same
from crossfoot_sync.grids.work import REST, Work
from crossfoot_templates.layout import GOOGLE_BLANK_ROWS, ID
from crossfoot_templates.live import as_typed, named, placed
from crossfoot_templates.types import CellValue


def draft_of(work: Work, seen: Reading, now: Snapshot) -> Draft:
    """What can be written at once of what is left; what will never be made is noted as missed.

    Row by row, and only then what speaks of the rows: the lists, the manifest, and deletions.
    """
    drafting = _Drafting(work, seen, now)
    if drafting.rows() and drafting.appended():
        drafting.removed()
        drafting.rest()
    return drafting.draft


class _Drafting:
    def __init__(self, work: Work, seen: Reading, now: Snapshot) -> None:
        self.work, self.now, self.draft = work, now, Draft(now)
        self.found = {
            name: Relocation(seen.tables.get(name, state.cells), state.cells) for name, state in now.tables.items()
        }

    def rows(self) -> bool:
        """Cells set and checked; whether there is room for more."""
        by_row: dict[tuple[str, int], list[int]] = defaultdict(list)
        for number, edit in self.work.left.items():
            if isinstance(edit, SetCell | CheckCell):
                by_row[edit.table, edit.row].append(number)
        for numbers in by_row.values():
            if self.draft.size >= limits.CELLS:
                return False
            for number in numbers:
                edit = self.work.left[number]
                if isinstance(edit, SetCell | CheckCell):
                    self._cell(number, edit)
        return True

    def _cell(self, number: int, edit: SetCell | CheckCell) -> None:
        table = self.now.tables.get(edit.table)
        if table is None:
            self.work.miss(number, Missed(edit.table, edit.row, edit.column, None))
            return
        relocation = self.found[edit.table]
        outcome = relocation.check(edit)
        if isinstance(outcome, Missed):
            if self._is_so(relocation, edit, outcome):
                self.work.done([number])
            else:
                self.work.miss(number, outcome)
            return
        row, column = table.cells.rows[outcome] - 1, table.columns[edit.column]
        if isinstance(edit, CheckCell):
            self.draft.look(number, table, row, column)
        elif _not_ours(table, row, column):
            held = table.cells.columns[edit.column][outcome]
            self.work.miss(number, Missed(edit.table, edit.row, edit.column, held))
        else:
            put = _put(table, row, column, edit.value, edit.formula, number_format(table.sheet.cell(row, column)))
            given = tuple(table.columns[each.column] for each in edit.given)
            self.draft.put(number, table, row, column, put, given)

    def _is_so(self, relocation: Relocation, edit: SetCell | CheckCell, missed: Missed) -> bool:
        """Whether a write whose outcome nobody knows made this edit."""
        if not self.work.again or not isinstance(edit, SetCell) or relocation.find(edit.row) is None:
            return False
        return same(missed.found, None if edit.value == "" else edit.value)

    def appended(self) -> bool:
        """New rows; whether there is room for more."""
        for number, edit in [*self.work.left.items()]:
            if not isinstance(edit, AppendRow):
                continue
            if self.draft.size >= limits.CELLS:
                return False
            table = self.now.tables.get(edit.table)
            if table is None:
                raise Unusable("table_missing", table=edit.table)
            if self.work.again and edit.values.get(ID) in table.cells.columns.get(ID, ()):
                self.work.done([number])
            else:
                self.draft.add(number, table, _new_cells(table, edit))
        return True

    def removed(self) -> None:
        """Rows deleted, or cleared where something of a person's own stands in them."""
        left = {name: table.sheet.height - table.header - 1 for name, table in self.now.tables.items()}
        for number, edit in [*self.work.left.items()]:
            if not isinstance(edit, RemoveRow):
                continue
            table = self.now.tables.get(edit.table)
            missed = Missed(edit.table, edit.row, ID, None)
            outcome = missed if table is None else self.found[edit.table].check_removal(edit)
            if table is None or isinstance(outcome, Missed):
                self._not_removed(number, edit, outcome if isinstance(outcome, Missed) else missed)
                continue
            row = table.cells.rows[outcome] - 1
            barred = table.sheet.bars_row(row)
            stuck = next((name for name, at in table.columns.items() if barred or _not_ours(table, row, at)), None)
            if stuck is not None:
                held = table.cells.columns[stuck][outcome]
                self.work.miss(number, Missed(edit.table, edit.row, stuck, held))
            elif left[edit.table] > 1 and not _own_things(table, row):
                left[edit.table] -= 1
                self.draft.remove(number, table, row)
            else:
                self._clear(number, table, row)

    def _not_removed(self, number: int, edit: RemoveRow, missed: Missed) -> None:
        ids = self.now.tables[edit.table].cells.columns.get(ID, []) if edit.table in self.now.tables else []
        if self.work.again and edit.expected_id and edit.expected_id not in ids:
            self.work.done([number])
        else:
            self.work.miss(number, missed)

    def _clear(self, number: int, table: TableState, row: int) -> None:
        self.draft.look_at_all(table, row)
        for column in table.columns.values():
            if table.sheet.entered(row, column) is None:
                self.draft.look(number, table, row, column)
            else:
                self.draft.put(number, table, row, column, Put(None))

    def rest(self) -> None:
        """Status cells, facts and lists."""
        edits = self.work.edits
        for name, text in edits.status.items():
            table = self.now.standing.get(name)
            if table is None or table.status is None or table.sheet.bars(*table.status):
                continue
            if self.work.rest and table.cells.status != text:
                self.draft.put(REST, table, *table.status, Put(written(text)))
        if self.work.rest:
            self.draft.hidden = manifest_puts(self.now, edits.manifest) | list_puts(self.now, edits.lists)
            self.draft.grows = {name: count for name, table in self.now.tables.items() if (count := _lacking(table))}
            self.draft.ends = True


def _lacking(table: TableState) -> int:
    """How many blank rows a table is to get, so that people can go on typing below its data."""
    left = table.sheet.blank_rows
    if table.sheet.bars_rows_at(table.sheet.height - 1):
        return 0
    return GOOGLE_BLANK_ROWS - left if 2 * left < GOOGLE_BLANK_ROWS else 0


def _put(  # noqa: PLR0913, PLR0917 (what there is to a cell)
    table: TableState, row: int, column: int, value: CellValue, formula: str | None, held: str
) -> Put:
    """What a cell of number format ``held`` gets; of a formula that names a column that is not there its value."""
    if formula is None or not named(formula) <= table.columns.keys():
        return Put(written(value), format_for(value, held))
    text = placed(as_typed(formula), lambda name: f"{letters(table.columns[name])}{row + 1}")
    return Put({"formulaValue": relative(f"={text}", row, column)}, format_for(value, held))


def _new_cells(table: TableState, edit: AppendRow) -> dict[int, Put]:
    """The cells of a new row, which takes the number formats of the row above it, or below where there is none."""
    model = table.end - 1 if table.end > table.header + 1 else table.end
    cells: dict[int, Put] = {}
    for name in {**edit.values, **edit.formulas}.keys() & table.columns.keys():
        column = table.columns[name]
        held = number_format(table.sheet.cell(model, column))
        put = _put(table, table.end, column, edit.values.get(name), edit.formulas.get(name), held)
        if put.value is not None:
            cells[column] = put
    return cells


def _not_ours(table: TableState, row: int, column: int) -> bool:
    """Whether the cell is part of a merged range, shows what a formula elsewhere gives, or is protected."""
    sheet = table.sheet
    return sheet.in_merge(row, column) or spilled(sheet.cell(row, column)) or sheet.bars(row, column)


def _own_things(table: TableState, row: int) -> bool:
    """Whether anything stands in a row beside the bound columns."""
    bound = {*table.columns.values()}
    line = table.sheet.lines[row]
    return any(cell.user_entered_value is not None for column, cell in enumerate(line) if column not in bound)
