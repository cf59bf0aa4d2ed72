"""Where new rows go: into blank rows of the Excel Table first, then at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from crossfoot_sync.engine.cells import AppendRow
from crossfoot_sync.grids.address import letters
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.thin.asked import NewRows
from crossfoot_sync.grids.thin.batch import CELLS, Drawn, Spot
from crossfoot_sync.grids.thin.given import Raw
from crossfoot_sync.grids.thin.paper import GivenAround
from crossfoot_sync.grids.thin.tables import TableState
from crossfoot_templates.live import named
from crossfoot_templates.types import CellValue

Fresh: TypeAlias = Callable[[], Drawn]
Make: TypeAlias = Callable[[TableState, int, int, CellValue, str | None], Spot]
"""What a cell gets, from its row, its column, its value and its formula."""

Numbered: TypeAlias = list[tuple[int, AppendRow]]


def new_rows(state: TableState, rows: Numbered, batches: tuple[Fresh, Fresh], make: Make) -> None:
    """Put new rows into ``batches``: those that fill blank rows, and those that are added."""
    fresh, apart = batches
    around = state.binding.around
    room = len(rows) if around is None else max(around.last + 1 - state.free, 0)
    for at, (number, edit) in enumerate(rows[:room]):
        _fill(fresh(), state, (number, state.free + at), edit, make)
    below = rows[room:]
    while below and around is not None:
        count = max(1, CELLS // len(around.columns))
        _add(apart(), state, around, (around.last + 1 + len(rows) - room - len(below), below[:count]), make)
        below = below[count:]


def _fill(drawn: Drawn, state: TableState, place: tuple[int, int], edit: AppendRow, make: Make) -> None:
    """Write into a blank row, all of which must still be as it was read."""
    number, row = place
    drawn.numbers.append(number)
    for column in state.binding.columns.values():
        drawn.look(state, row, column)
    for column, spot in _cells(state, row, edit, make).items():
        drawn.put(state.binding.sheet, row, column, spot)


def _add(drawn: Drawn, state: TableState, around: GivenAround, place: tuple[int, Numbered], make: Make) -> None:
    """Add rows from a number on; what of them stands beside the Excel Table is written there, over blanks only.

    Raises:
        Unusable: something stands there.
    """
    lines: list[list[Raw]] = []
    beside: list[dict[int, Raw]] = []
    formulas: list[dict[int, str]] = []
    formats: list[dict[int, str]] = []
    first, rows = place
    for row, (_, edit) in enumerate(rows, start=first):
        told = {name: formula for name, formula in edit.formulas.items() if _is_told_by_headings(state, formula)}
        spots = _cells(state, around.area.top + 1, replace(edit, formulas=told), make)
        within = {column - around.area.left: spot for column, spot in spots.items()}
        blank = {column - around.area.left: "" for column in state.binding.columns.values()}
        lines.append([within[at].value if at in within else blank.get(at) for at in range(len(around.columns))])
        beside.append({at: spot.value for at, spot in within.items() if not 0 <= at < len(around.columns)})
        for column in (around.area.left + at for at in beside[-1]):
            if state.paper.cell(row, column).value is not None:
                raise Unusable("room_taken", sheet=state.binding.sheet, cell=f"{letters(column)}{row}")
            drawn.look(state, row, column)
        formulas.append({at: spot.formula for at, spot in within.items() if spot.formula is not None})
        formats.append({at: spot.format for at, spot in within.items() if spot.format is not None})
    drawn.add([number for number, _ in rows], state, NewRows(around.name, lines, formulas, formats, beside))


def _is_told_by_headings(state: TableState, formula: str) -> bool:
    """Whether a formula is the same in every row of the Excel Table, as it names no cell beside that."""
    headed, columns = state.headed, state.binding.columns
    return headed is not None and all(headed.heading(columns[name]) for name in named(formula) & columns.keys())


def _cells(state: TableState, row: int, edit: AppendRow, make: Make) -> dict[int, Spot]:
    cells: dict[int, Spot] = {}
    for name in {**edit.values, **edit.formulas}:
        column = state.binding.columns.get(name)
        if column is not None:
            spot = make(state, row, column, edit.values.get(name), edit.formulas.get(name))
            if spot.value is not None or spot.formula is not None:
                cells[column] = spot
    return cells
