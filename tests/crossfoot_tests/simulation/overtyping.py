"""What people type over computed cells: it is told of when the store's value takes its place, and never sent."""

from __future__ import annotations

from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import Formula
from crossfoot_templates.layout import ID, MESSAGE
from crossfoot_tests.simulation.figures import COMPUTED
from crossfoot_tests.simulation.judge import Violation
from crossfoot_tests.simulation.ledger import TEXT_MARK, Cell, mark_of, marks_in


def typed_over(grid: MemoryGrid) -> dict[Cell, tuple[object, bool]]:
    """The texts that stand in computed cells: no formula of a book gives one.

    Each with the id of its row, and whether it stands there as a formula.
    """
    found: dict[Cell, tuple[object, bool]] = {}
    for table, sheet in grid.sheets.items():
        ids = sheet.place(ID) if sheet.has(ID) else None
        for column in COMPUTED[table]:
            if not sheet.has(column):
                continue
            place = sheet.place(column)
            for row in sheet.rows:
                mark = mark_of(row[place])
                if mark is not None and TEXT_MARK.fullmatch(mark):
                    found[table, column, mark] = row[ids] if ids is not None else None, isinstance(row[place], Formula)
    return found


def gone_with_a_word(grid: MemoryGrid, before: dict[Cell, tuple[object, bool]], *, formulas: bool) -> int:
    """Judge what the program took from computed cells: a message names it, or its row left the sheet.

    Of formulas that is asked only where ``formulas`` says so. Gives how often one did.
    """
    after, told = typed_over(grid), 0
    for (table, column, mark), (row_id, as_formula) in before.items():
        if (table, column, mark) in after or (as_formula and not formulas):
            continue
        sheet = grid.sheets[table]
        left = row_id is not None and all(row[sheet.place(ID)] != row_id for row in sheet.rows)
        # the row may have been given back its own id by the same write, so any row may say it
        messages = [str(row[sheet.place(MESSAGE)] or "") for row in sheet.rows] if sheet.has(MESSAGE) else []
        said = {each for message in messages for each in marks_in(message)}
        if not left and sheet.has(MESSAGE) and mark not in said:
            raise Violation("typed over", f"{grid.name} {table} {row_id}: {mark} went from {column} without a word")
        told += mark in said
    return told


def nothing_sent(overtyped: set[Cell], body: bytes) -> None:
    """Judge a request: nothing of what was typed over computed cells is in it."""
    for table, column, mark in overtyped:
        if mark.encode() in body:
            raise Violation("typed over", f"{mark}, typed over {column} of {table}, was sent")
