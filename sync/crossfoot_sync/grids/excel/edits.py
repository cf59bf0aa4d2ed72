"""Edits as a write: rows found again, values compared, formulas placed, room sought for new rows."""

from __future__ import annotations

import datetime as dt
from typing import Final

from crossfoot_sync.engine.cells import AppendRow, CheckCell, Missed, Reading, RemoveRow, SetCell
from crossfoot_sync.grids.excel.draft import Draft, Put, Room, Spot
from crossfoot_sync.grids.excel.following import follow_written
from crossfoot_sync.grids.excel.snapshot import Snapshot
from crossfoot_sync.grids.excel.tables import TableState
from crossfoot_sync.grids.excel.values import BLANK, GENERAL, format_for
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.hidden import Changes, list_changes, manifest_changes
from crossfoot_sync.grids.ownrow import written
from crossfoot_sync.grids.references import relative
from crossfoot_sync.grids.relocation import Relocation, same
from crossfoot_sync.grids.sheet_limits import LAST_ROW
from crossfoot_sync.grids.work import Work
from crossfoot_templates.layout import ID, LISTS_SHEET, MANIFEST_SHEET
from crossfoot_templates.live import named, same_formula
from crossfoot_templates.types import CellValue

_TRIES: Final = 3


def draft_of(work: Work, seen: Reading, now: Snapshot) -> Draft:
    """What is to be written of what is left, in a book as it is ``now``; what will never be made is noted as missed.

    First room for new rows; then rows; then what speaks of them: lists, facts, status lines; deletions last.
    """
    drafting = _Drafting(work, seen, now)
    drafting.room()
    if not drafting.draft.room:
        drafting.cells()
        drafting.appended()
    if not drafting.draft:
        drafting.told()
    if not drafting.draft:
        drafting.removed()
    return drafting.draft


class _Drafting:
    def __init__(self, work: Work, seen: Reading, now: Snapshot) -> None:
        self.work, self.now, self.draft = work, now, Draft()
        self.found = {
            name: Relocation(seen.tables.get(name, state.cells), state.cells) for name, state in now.tables.items()
        }
        if work.again:
            follow_written(work, self.found)

    def room(self) -> None:
        """Tables that have fewer rows than they hold, or are to hold."""
        new = self._new_rows()
        for name in {each.table for each in self.work.left.values()} & self.now.tables.keys():
            table, count = self.now.tables[name], len(new.get(name, ()))
            if table.end + count - 1 > LAST_ROW:
                raise Unusable("sheet_full", sheet=table.sheet.title, count=count)
            room = _room(table, count)
            if room is not None and table.sheet.protected:
                raise Unusable("sheet_protected", sheet=table.sheet.title)
            if room is not None:
                self.draft.room.append(room)

    def _new_rows(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, edit in [*self.work.left.items()]:
            if isinstance(edit, AppendRow):
                table = self.now.tables.get(edit.table)
                if table is None or self._there(table, edit) is None:
                    found.setdefault(edit.table, []).append(number)
        return found

    def _there(self, table: TableState, edit: AppendRow) -> int | None:
        """The position of a new row that an earlier round has brought in."""
        row_id = edit.values.get(ID)
        ids = table.cells.columns.get(ID, [])
        return ids.index(row_id) if self.work.again and row_id and row_id in ids else None

    def cells(self) -> None:
        """Cells set, and cells that are only looked at."""
        for number, edit in [*self.work.left.items()]:
            if isinstance(edit, SetCell):
                self._set(number, edit)
        if not self.draft:
            for number, edit in [*self.work.left.items()]:
                if isinstance(edit, CheckCell):
                    self._check(number, edit)

    def _set(self, number: int, edit: SetCell) -> None:
        table = self.now.tables.get(edit.table)
        if table is None:
            self.work.miss(number, Missed(edit.table, edit.row, edit.column, None))
            return
        relocation = self.found[edit.table]
        position = relocation.find(edit.row) if self.work.again and edit.column in table.columns else None
        if position is not None:
            again = _again(table, position, edit.column, edit.value, edit.formula)
            if again is None and number in self.work.tried and edit.formula is not None:
                # programs write formulas in ways of their own
                again = Put(None) if (edit.column, position) in table.cells.formulas else None
            if again is not None:
                self._reshape(number, table, position, {edit.column: again})
                return
        outcome = relocation.check(edit)
        if isinstance(outcome, int) and number in self.work.tried:
            outcome = self._tried_in_vain(number, edit, table, outcome)
        if isinstance(outcome, Missed):
            self.work.miss(number, outcome)
            return
        row, column = table.cells.rows[outcome], table.columns[edit.column]
        if _not_ours(table, row, column):
            held = table.cells.columns[edit.column][outcome]
            self.work.miss(number, Missed(edit.table, edit.row, edit.column, held))
        else:
            self.work.tried.setdefault(number, 1)
            put = _put(table, row, edit.value, edit.formula)
            shown = table.sheet.cell(row, column).value
            self.draft.put(table, row, edit.column, _reshaped(put, shown), number)

    def _tried_in_vain(self, number: int, edit: SetCell, table: TableState, position: int) -> int | Missed:
        """What becomes of an edit that was made and of which the cell shows nothing; it is tried three times."""
        tries = self.work.tried[number]
        self.work.tried[number] = tries + 1
        held = table.cells.columns[edit.column][position]
        return position if tries < _TRIES else Missed(edit.table, edit.row, edit.column, held)

    def _reshape(self, number: int, table: TableState, position: int, puts: dict[str, Put]) -> None:
        """Have cells that hold what they were to hold show it as it was meant, if they do not; that is tried once."""
        left = {name: put for name, put in puts.items() if put.format}
        if not left or number in self.work.reshaped:
            self.work.done([number])
            return
        self.work.reshaped.add(number)
        for name, put in left.items():
            self.draft.put(table, table.cells.rows[position], name, put)

    def _check(self, number: int, edit: CheckCell) -> None:
        missed: int | Missed = Missed(edit.table, edit.row, edit.column, None)
        if edit.table in self.now.tables:
            missed = self.found[edit.table].check(edit)
        if isinstance(missed, Missed) and not self._put_here(edit):
            self.work.miss(number, missed)
        else:
            self.work.done([number])

    def _put_here(self, edit: CheckCell) -> bool:
        """Whether this write has put something else into the cell itself: then it held what was read until that."""
        place, unmade = (edit.table, edit.row, edit.column), self.work.left.keys() | self.work.missed.keys()
        return any(
            (each.table, each.row, each.column) == place and number not in unmade
            for number, each in enumerate(self.work.edits.cells)
        )

    def appended(self) -> None:
        """New rows, below the last one."""
        free = {name: table.end for name, table in self.now.tables.items()}
        for number, edit in [*self.work.left.items()]:
            if not isinstance(edit, AppendRow):
                continue
            table = self.now.tables[edit.table]
            names = {**edit.values, **edit.formulas}.keys() & table.columns.keys()
            there = self._there(table, edit)
            if there is None:
                row = free[edit.table]
                free[edit.table] += 1
                puts = {
                    name: _reshaped(
                        _put(table, row, edit.values.get(name), edit.formulas.get(name)),
                        table.sheet.cell(table.end - 1, table.columns[name]).value,
                    )
                    for name in names
                }
                self.draft.add(table, row, {name: put for name, put in puts.items() if _holds(put)})
                if not edit.values.get(ID):
                    self.draft.nameless.append(number)
                continue
            row = table.cells.rows[there]
            found = {name: _again(table, there, name, edit.values.get(name), edit.formulas.get(name)) for name in names}
            blank = [name for name, again in found.items() if again is None and table.is_blank(there, name)]
            if blank:
                every = {name: _put(table, row, edit.values.get(name), edit.formulas.get(name)) for name in blank}
                self.draft.add(table, row, every)
            else:
                self._reshape(number, table, there, {name: again for name, again in found.items() if again})

    def told(self) -> None:
        """Facts, lists and status lines."""
        edits = self.work.edits
        if not self.work.rest:
            return
        if self.now.lists is not None:
            self._tell(LISTS_SHEET, list_changes(self.now.lists, edits.lists))
        self._tell(MANIFEST_SHEET, manifest_changes(self.now.manifest, edits.manifest))
        for name, text in edits.status.items():
            table = self.now.tables.get(name)
            if table is None or table.bound.status is None or table.cells.status == text:
                continue
            if table.bound.status not in table.sheet.locked:
                self.draft.told[Spot(table.sheet.title, *table.bound.status)] = Put(text)
        if not self.draft:
            self.work.rest = False

    def _tell(self, title: str, changes: Changes) -> None:
        sheet = next(each for each in self.now.frame.titles if each.casefold() == title.casefold())
        self.draft.told |= {Spot(sheet, *place): Put(told.text or None) for place, told in changes.items()}

    def removed(self) -> None:
        """Rows deleted, or cleared where something of a person's own stands in them or they cannot move as a whole."""
        for number, edit in [*self.work.left.items()]:
            if not isinstance(edit, RemoveRow):
                continue
            table = self.now.tables.get(edit.table)
            gone_by_now = table is not None and edit.expected_id not in table.cells.columns.get(ID, ())
            if gone_by_now and number in self.work.tried:
                self.work.done([number])
                continue
            gone = Missed(edit.table, edit.row, ID, None)
            outcome = gone if table is None else self.found[edit.table].check_removal(edit)
            if table is None or isinstance(outcome, Missed):
                self.work.miss(number, outcome if isinstance(outcome, Missed) else gone)
                continue
            self._take_away(number, edit, table, outcome)

    def _take_away(self, number: int, edit: RemoveRow, table: TableState, position: int) -> None:
        self.work.tried.setdefault(number, 1)
        row = table.cells.rows[position]
        stuck = next((name for name, column in table.columns.items() if _not_ours(table, row, column)), None)
        if stuck is not None:
            held = table.cells.columns[stuck][position]
            self.work.miss(number, Missed(edit.table, edit.row, stuck, held))
        elif table.sheet.protected or table.parted or _own_things(table, row):
            for name in table.columns:
                if not table.is_blank(position, name):
                    self.draft.put(table, row, name, Put(None))
        else:
            self.draft.removed[edit.table].append(row)


def _room(table: TableState, count: int) -> Room | None:
    """The room that a table lacks for the rows that somebody typed below it, or else for ``count`` new ones."""
    name, around, last = table.bound.table, table.around, table.end - 1
    below = around is not None and last > around.last
    if around is not None and below and not around.totals and not _holds_others(table, around.last + 1, last):
        return Room(name, around.last, 0, last)
    if not count:
        return None
    if around is not None and not below:
        lacking = last + count - around.last
        return Room(name, around.last, lacking, around.last + lacking) if lacking > 0 else None
    return Room(name, last, count, None) if _holds_others(table, last + 1, last + count) else None


def _holds_others(table: TableState, first: int, last: int) -> bool:
    """Whether anything that is not data of the table stands in its columns between two rows."""
    rows = {*range(first, last + 1)} - {*table.cells.rows}
    return any(table.sheet.cell(row, column) != BLANK for row in rows for column in table.span)


def _put(table: TableState, row: int, value: CellValue, formula: str | None) -> Put:
    """What a cell gets; of a formula that names a column that is not there its value."""
    if formula is None or not named(formula) <= table.columns.keys():
        return Put(None if value == "" else value)
    around = table.headed if table.around and row <= table.around.last else None
    return Put(value, "=" + written(formula, table.columns, row, around))


def _reshaped(put: Put, shown: CellValue) -> Put:
    """A number loses the format of a date that the cell, or the one above it, shows by now."""
    number = isinstance(put.value, int | float)
    return put._replace(format=GENERAL) if number and isinstance(shown, dt.date) else put


def _holds(put: Put) -> bool:
    return put.value is not None or bool(put.formula)


def _again(table: TableState, position: int, column: str, value: CellValue, formula: str | None) -> Put | None:
    """What is still to be done to a cell that an earlier round wrote: an empty ``Put`` where nothing is.

    ``None`` where it holds neither what it was to hold nor the same in another form.
    """
    cells, row = table.cells, table.cells.rows[position]
    found = cells.columns[column][position]
    wanted = None if value == "" else value
    if formula is not None and named(formula) <= table.columns.keys():
        if not same_formula(cells.texts.get((column, position), ""), formula):
            return None
        form = None if same(found, wanted) else format_for(wanted, found)
        return Put(None) if form is None else _put(table, row, value, formula)._replace(format=form)
    if (column, position) in cells.formulas or (column, position) in cells.faults:
        return None
    if same(found, wanted):
        return Put(None)
    form = format_for(wanted, found)
    return None if form is None else Put(wanted, "", form)


def _not_ours(table: TableState, row: int, column: int) -> bool:
    """Whether a cell is part of a merged range, or protected."""
    return (row, column) in table.sheet.merged or (row, column) in table.sheet.locked


def _own_things(table: TableState, row: int) -> bool:
    """Whether anything stands in a row beside the bound columns but formulas that other rows have as well."""
    own = (column for column in table.span if column not in table.columns.values())
    return any(_is_own(table, row, column) for column in own)


def _is_own(table: TableState, row: int, column: int) -> bool:
    held = table.sheet.cell(row, column)
    if not held.formula:
        return held.value is not None or held.fault is not None
    told = relative(held.formula, row, column)
    others = ((each, table.sheet.cell(each, column).formula) for each in table.cells.rows if each != row)
    return all(not text or relative(text, each, column) != told for each, text in others)
