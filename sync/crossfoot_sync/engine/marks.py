"""How many rows of a sheet show which tick: what the status line and the report count, so that both add up to the rows.

A row is a line that holds something. Each has one mark: its tick, or, where none stands beside it yet or a choice does,
that it is new or edited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import get_args

from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_templates.layout import EDITED, IN_STEP, MANAGED, NEW, TICK, Tick
from crossfoot_templates.types import CellValue

Marks = Counter[str]
"""How many rows show which tick."""

_TICKS: tuple[str, ...] = get_args(Tick)
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


def marks_of(table: SheetTable) -> Marks:
    """The marks of ``table`` as it stands."""
    return Marks(mark_of(row, table.raw(row, TICK)) for row in table.rows if not row.cleared)


def marks_after(table: SheetTable, edits: Edits, sent: Container[str] = ()) -> Marks:
    """The marks of ``table`` once ``edits`` are made.

    ``sent`` are the ids of rows that only a preview leaves unsent: they will be in step.
    """
    ids = {row.handle: row.id for row in table.rows}
    marks = Marks(
        IN_STEP if tick in (EDITED, NEW) and ids[handle] in sent else tick
        for handle, tick in ticks_after(table, edits).items()
    )
    marks[IN_STEP] += sum(edit.table == table.name for edit in edits.appended)
    return +marks


def ticks_after(table: SheetTable, edits: Edits) -> dict[int, str]:
    """The mark of each row that stands in ``table`` now and will once ``edits`` are made, by its handle."""
    ticks: dict[int, CellValue] = {}
    filled: set[int] = set()
    for edit in edits.cells:
        if edit.table == table.name and edit.column == TICK:
            ticks[edit.row] = edit.value
        elif edit.table == table.name and edit.column not in MANAGED and edit.value is not None:
            filled.add(edit.row)
    leaving = {edit.row for edit in edits.removed if edit.table == table.name}
    return {
        row.handle: mark_of(row, ticks.get(row.handle, table.raw(row, TICK)))
        for row in table.rows
        if row.handle not in leaving and (row.handle in filled or not row.cleared)
    }


def mark_of(row: SheetRow, tick: CellValue) -> str:
    """The mark of ``row`` with ``tick`` beside it."""
    if tick in _TICKS:
        return str(tick)
    return NEW if row.is_new else EDITED


def told(marks: Marks, between: str = "  ", words: Mapping[str, str] = _NO_WORDS) -> str:
    """The marks as people read them, the good ones first, with what is said of some of them."""
    return between.join(f"{tick}{marks[tick]}{words.get(tick, '')}" for tick in _TICKS if marks[tick])
