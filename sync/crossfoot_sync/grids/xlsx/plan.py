"""Edits turned into cells of sheet parts: rows found again, values compared, room for new rows sought."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from crossfoot_sync.engine.cells import AppendRow, Edits, Missed, Reading, RemoveRow, SetCell
from crossfoot_sync.grids.address import Area
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.hidden import list_changes, manifest_changes
from crossfoot_sync.grids.ownrow import written
from crossfoot_sync.grids.relocation import Relocation
from crossfoot_sync.grids.sheet_limits import LAST_ROW, TEXT_LENGTH
from crossfoot_sync.grids.xlsx.snapshot import Snapshot
from crossfoot_sync.grids.xlsx.tables import TableState
from crossfoot_sync.grids.xlsx.values import Calculated, Content
from crossfoot_templates.layout import ID, LISTS_SHEET
from crossfoot_templates.live import named
from crossfoot_templates.types import CellValue

Changes = dict[int, dict[int, Content]]
"""What is to be written, by row and column."""


@dataclass
class Plan:
    """What is to be written.

    Attributes:
        sheets: changes by sheet part.
        grown: the last row that Excel Tables must reach, by table name.
        missed: edits that will not be made.
    """

    sheets: dict[str, Changes] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))
    grown: dict[str, int] = field(default_factory=dict)
    missed: list[Missed] = field(default_factory=list)

    def put(self, part: str, row: int, column: int, value: Content, name: str) -> None:
        """Note one cell; ``name`` is what its column is called in a message.

        Raises:
            Unusable: the text is longer than a cell may hold.
        """
        shown = value.value if isinstance(value, Calculated) else value
        if isinstance(shown, str) and len(shown) > TEXT_LENGTH:
            raise Unusable("text_too_long", column=name, length=len(shown))
        self.sheets[part][row][column] = value or None if isinstance(value, str) else value


def make_plan(edits: Edits, seen: Reading, now: Snapshot) -> Plan:
    """What ``edits``, computed from ``seen``, come to in the book as it is ``now``.

    Raises:
        Unusable: new rows have no room, a table or a hidden sheet is gone, a text is too long.
    """
    plan = Plan()
    found = {table: Relocation(seen.tables.get(table, state.cells), state.cells) for table, state in now.tables.items()}
    for table in {*edits.status, *(edit.table for edit in edits.cells)} & now.tables.keys():
        _take_in(plan, now.tables[table])
    for cell in edits.cells:
        _set(plan, cell, now.tables.get(cell.table), found)
    for check in edits.checked:
        outcome = found[check.table].check(check) if check.table in found else Missed(check.table, check.row, ID, None)
        plan.missed += [outcome] if isinstance(outcome, Missed) else []
    for gone in edits.removed:
        _remove(plan, gone, now.tables.get(gone.table), found)
    appended: dict[str, list[AppendRow]] = defaultdict(list)
    for row in edits.appended:
        appended[row.table].append(row)
    for table, rows in appended.items():
        _append(plan, rows, _table(now, table))
    for table, text in edits.status.items():
        state = now.tables.get(table)
        if state and state.binding.status:
            plan.put(state.binding.sheet.part, *state.binding.status, text, "status")
    _set_manifest(plan, edits.manifest, now)
    if edits.lists:
        _set_lists(plan, edits.lists, now)
    return plan


def _table(now: Snapshot, table: str) -> TableState:
    if table not in now.tables:
        raise Unusable("table_missing", table=table)
    return now.tables[table]


def _set(plan: Plan, edit: SetCell, state: TableState | None, found: dict[str, Relocation]) -> None:
    if state is None:
        plan.missed.append(Missed(edit.table, edit.row, edit.column, None))
        return
    outcome = found[edit.table].check(edit)
    if isinstance(outcome, Missed):
        plan.missed.append(outcome)
        return
    row, column = state.cells.rows[outcome], state.binding.columns[edit.column]
    if _bound_to_others(state, row, column):
        plan.missed.append(Missed(edit.table, edit.row, edit.column, state.cells.columns[edit.column][outcome]))
        return
    value = _with_formula(plan, state, row, edit.value, edit.formula)
    plan.put(state.binding.sheet.part, row, column, value, edit.column)


def _with_formula(plan: Plan, state: TableState, row: int, value: CellValue, formula: str | None) -> Content:
    """``value``, and the ``formula`` that is to give it. One that names a column that is not there is left out."""
    if formula is None or not named(formula) <= state.binding.columns.keys():
        return value
    around = state.binding.excel_table
    last = plan.grown.get(around.part, state.binding.last or 0) if around else 0
    headed = state.binding.headed if row <= last else None
    return Calculated(written(formula, state.binding.columns, row, headed), value)


def _remove(plan: Plan, edit: RemoveRow, state: TableState | None, found: dict[str, Relocation]) -> None:
    if state is None:
        plan.missed.append(Missed(edit.table, edit.row, ID, None))
        return
    outcome = found[edit.table].check_removal(edit)
    if isinstance(outcome, Missed):
        plan.missed.append(outcome)
        return
    row = state.cells.rows[outcome]
    stuck = next((name for name, column in state.binding.columns.items() if _bound_to_others(state, row, column)), None)
    if stuck:
        plan.missed.append(Missed(edit.table, edit.row, stuck, state.cells.columns[stuck][outcome]))
        return
    for name, column in state.binding.columns.items():
        plan.put(state.binding.sheet.part, row, column, None, name)


def _bound_to_others(state: TableState, row: int, column: int) -> bool:
    """Whether the cell is part of a merged range or of an array formula, which cannot be changed cell by cell."""
    return any(each.covers(row, column) for areas in (state.merged, state.arrays) for each in areas)


def _append(plan: Plan, rows: list[AppendRow], state: TableState) -> None:
    first = _first_free(state)
    last = first + len(rows) - 1
    _refuse_obstacles(state, first, last)
    around = state.binding.excel_table
    if around and last > around.area.bottom:
        plan.grown[around.part] = last
    for number, row in enumerate(rows, start=first):
        for name in {**row.values, **row.formulas}.keys() & state.binding.columns.keys():
            value = _with_formula(plan, state, number, row.values.get(name), row.formulas.get(name))
            if value is not None:
                plan.put(state.binding.sheet.part, number, state.binding.columns[name], value, name)


def _take_in(plan: Plan, state: TableState) -> None:
    """Let the Excel Table reach over rows that a person typed below it, so that its filter covers them."""
    around, last = state.binding.excel_table, max(state.cells.rows, default=0)
    if around is None or around.totals or last <= around.area.bottom:
        return
    between = _between(state.occupied, around.area.bottom + 1, last)
    merged = any(_crosses(each, around.area.bottom + 1, last, state.binding.span) for each in state.merged)
    if not merged and {*between} <= {*state.cells.rows}:
        plan.grown[around.part] = max(last, plan.grown.get(around.part, 0))


def _first_free(state: TableState) -> int:
    """The row after the last one of the table that holds anything."""
    reach = max(state.cells.rows, default=state.binding.header)
    if state.binding.last is not None:
        above = bisect_left(state.held, state.binding.last + 1)
        reach = max(reach, state.held[above - 1] if above else 0)
    else:
        # A removed row in which a user's own column holds something still belongs to the table.
        left_over = {*state.held} - {*state.cells.below}
        while reach + 1 in left_over:
            reach += 1
    return max(reach, state.binding.header) + 1


def _refuse_obstacles(state: TableState, first: int, last: int) -> None:
    sheet, count = state.binding.sheet.title, last - first + 1
    around = state.binding.excel_table
    if last > LAST_ROW:
        raise Unusable("sheet_full", sheet=sheet, count=count)
    if around and around.totals and last > around.area.bottom - around.totals:
        raise Unusable("totals_row", sheet=sheet, row=around.area.bottom, count=count)
    # Whatever lies between the table's end and the new rows would become part of the table.
    start = min(first, around.area.bottom + 1) if around else first
    data = {*state.cells.rows}
    inside = around.area.bottom if around else 0
    blocked = [row for row in _between(state.occupied, start, last) if row not in data and row > inside]
    span = state.binding.span
    blocked += [max(start, each.top) for each in state.merged if _crosses(each, max(start, inside + 1), last, span)]
    if blocked:
        raise Unusable("no_room", sheet=sheet, row=min(blocked), count=count)


def _between(rows: list[int], first: int, last: int) -> list[int]:
    return rows[bisect_left(rows, first) : bisect_left(rows, last + 1)]


def _crosses(merged: Area, first: int, last: int, span: range) -> bool:
    return merged.top <= last and merged.bottom >= first and merged.left < span.stop and merged.right >= span.start


def _set_manifest(plan: Plan, facts: dict[str, str], now: Snapshot) -> None:
    for (row, column), told in manifest_changes(now.manifest.values.cells, facts).items():
        plan.put(now.manifest.part.part, row, column, told.text, told.of)


def _set_lists(plan: Plan, lists: dict[str, list[str]], now: Snapshot) -> None:
    if now.lists is None:
        raise Unusable("sheet_missing", sheet=LISTS_SHEET)
    for (row, column), told in list_changes(now.lists.values.cells, lists).items():
        plan.put(now.lists.part.part, row, column, told.text, told.of)
