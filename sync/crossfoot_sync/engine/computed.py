"""Computed columns: their cells show what the store's formulas come to, whatever somebody typed over them.

They are no data of their row: nothing of them is sent, and no row is known again by them. What the last sync left in
each cell is noted in a hidden list. A cell that holds something else, and not the column's formula, was typed over: its
row is asked for, so that the value can be put back and what was typed be told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crossfoot_sync.engine.answer import StoredRow
from crossfoot_sync.engine.cells import SetCell
from crossfoot_sync.engine.display import Display, cut
from crossfoot_sync.engine.fingerprint import field_hash
from crossfoot_sync.engine.parsers import Context, parse
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_templates.live import placed, same_formula
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Column
from crossfoot_templates.types import CellValue, Reference

_HALF_A_SECOND = dt.timedelta(milliseconds=500)
_GONE = "#REF!"
"""Stands in a formula for what it named, once that was deleted."""


def mark(cell: CellValue) -> str:
    """The hash of what a cell shows: of a number the 15 digits that a spreadsheet keeps, of an instant its second."""
    match cell:
        case bool() | None:
            return field_hash(cell)
        case int() | float():
            return field_hash(f"{cell:.15g}")
        case dt.datetime():
            return field_hash((cell + _HALF_A_SECOND).isoformat(timespec="seconds"))
        case dt.date():
            # an instant at midnight is read as a day
            return field_hash(dt.datetime.combine(cell, dt.time()).isoformat(timespec="seconds"))
        case str():
            return field_hash(cell)


def wanting(table: SheetTable, row: SheetRow) -> bool:
    """Whether the computed cells of a stored row are to be put right: the store's values are needed for that."""
    untrue = table.outdated or row.id in table.stale
    return not row.is_new and any(
        untrue or typed_over(table, row, column.name) or _lacks_formula(table, row, column.name)
        for column in table.computed
    )


def typed_over(table: SheetTable, row: SheetRow, name: str) -> bool:
    """Whether something else stands in a computed cell than the last sync left there.

    What the column's own formula shows is nobody's: it may have been calculated since. A copied row shows what its
    original was given.
    """
    formula = table.is_formula(row, name)
    if formula and name in table.live and _own_formula(table, row, name) is None:
        return False
    left = table.left.get(row.id) or table.left.get(str(row.id_cell or ""), {})
    own = formula and name not in table.live
    return own or _faulty(table, row, name) or mark(table.raw(row, name)) != left.get(name)


def _lacks_formula(table: SheetTable, row: SheetRow, name: str) -> bool:
    return name in table.live and (table.outdated or not table.is_formula(row, name))


def _own_formula(table: SheetTable, row: SheetRow, name: str) -> str | None:
    """The formula that somebody put into a cell, as far as that can be told."""
    text, columns = table.cells.texts.get((name, row.position)), table.live.get(name)
    return None if text is None or (columns is not None and same_formula(text, columns)) else text


def _faulty(table: SheetTable, row: SheetRow, name: str) -> bool:
    return (name, row.position) in table.cells.faults


@dataclass(frozen=True)
class ComputedCells:
    """What a reply makes of the computed cells of one table.

    Attributes:
        context: the lists that the workbook held before the reply, by which the names in its cells are understood.
    """

    table: SheetTable
    display: Display
    context: Context

    def values(self, stored: StoredRow) -> dict[str, CellValue]:
        """What the cells of a row are to show, by column, as far as its values came."""
        return {
            column.name: self.display.cell(column, stored.values[column.name])
            for column in self.table.computed
            if column.name in stored.values
        }

    def edits(self, row: SheetRow, stored: StoredRow) -> Iterator[SetCell]:
        """What lets a row show the store's values. A formula that gives its value stays as it is."""
        for name, value in self.values(stored).items():
            if not self._agrees(row, name, value) or _lacks_formula(self.table, row, name):
                yield self._set(row, name, value)

    def renamed(self, row: SheetRow) -> Iterator[SetCell]:
        """What lets a row that did not change name the rows that it points at as they are called now."""
        for column in self.table.computed:
            name, held = column.name, self.table.raw(row, column.name)
            if not isinstance(column.type, Reference) or not isinstance(held, str) or typed_over(self.table, row, name):
                continue
            target = parse(held, column.type, self.context)
            shown = self.display.cell(column, target) if isinstance(target, str) else held
            if shown != held:
                yield self._set(row, name, shown)

    def replaced(self, row: SheetRow, stored: StoredRow) -> Iterator[tuple[Column, Message]]:
        """What is said of cells in which somebody typed, and the store's value took the place of that."""
        values = self.values(stored)
        for column in self.table.computed:
            name = column.name
            if name not in values or self._agrees(row, name, values[name]):
                continue
            typed = self._typed(row, name)
            if typed is not None:
                yield column, say("computed_typed", value=cut(typed))

    def _typed(self, row: SheetRow, name: str) -> str | None:
        """What somebody put into a cell.

        ``None`` where that is nothing, a formula of an older definition's, or one whose columns somebody deleted.
        """
        if self.table.is_formula(row, name) and self.table.outdated:
            return None
        own, fault = _own_formula(self.table, row, name), self.table.cells.faults.get((name, row.position))
        if own is not None:
            return None if _GONE in own else f"={placed(own, self._heading)}"
        if not typed_over(self.table, row, name):
            return None
        shown = self.table.raw(row, name) if fault is None else fault.facts.get("value")
        return None if shown is None else _written(shown)

    def _heading(self, name: str) -> str:
        declared = self.table.view.table.by_name.get(name)
        return f"[{name if declared is None else declared.label.in_(self.display.language)}]"

    def left(self, row_id: str, stored: StoredRow | None, renamed: Iterable[SetCell] = ()) -> dict[str, str]:
        """What a row's cells are left with, as hashes by column.

        Of one whose values did not come that is what it was, and what was ``renamed``.
        """
        values = {edit.column: edit.value for edit in renamed} if stored is None else self.values(stored)
        return {**self.table.left.get(row_id, {}), **{name: mark(value) for name, value in values.items()}}

    def stale(self, row_id: str, stored: StoredRow | None) -> bool:
        """Whether a row into which nothing is written has other values by now than its cells were left with."""
        if stored is None:
            return row_id in self.table.stale
        left = self.table.left.get(row_id, {})
        return any(mark(value) != left.get(name) for name, value in self.values(stored).items())

    def _agrees(self, row: SheetRow, name: str, value: CellValue) -> bool:
        return not _faulty(self.table, row, name) and mark(self.table.raw(row, name)) == mark(value)

    def _set(self, row: SheetRow, name: str, value: CellValue) -> SetCell:
        held = self.table.raw(row, name)
        return SetCell(self.table.name, row.handle, name, held, value, formula=self.table.live.get(name))


def _written(cell: CellValue) -> str:
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return cell.isoformat(sep=" ") if isinstance(cell, dt.datetime) else str(cell)
