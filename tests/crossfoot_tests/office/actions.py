"""What a person does in an open workbook: each is the menu entry or the key that they would choose."""

from __future__ import annotations

from typing import Any

from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]  # comes with LibreOffice
from com.sun.star.sheet import TableFilterField2  # type: ignore[import-not-found]  # the same
from com.sun.star.sheet.FilterOperator2 import EQUAL  # type: ignore[import-not-found]  # the same


def properties(**values: Any) -> tuple[Any, ...]:
    """LibreOffice's named arguments."""
    made = []
    for name, value in values.items():
        each = PropertyValue()
        each.Name, each.Value = name, value
        made.append(each)
    return tuple(made)


class Actions:
    """What a person does in an open document; sheets by title, ranges and cells as in ``A4:C9``."""

    def __init__(self, document: Any, dispatcher: Any) -> None:
        self.document = document
        self.dispatcher = dispatcher

    def _sheet(self, title: str) -> Any:
        return self.document.Sheets.getByName(title)

    def _choose(self, command: str, **arguments: Any) -> None:
        """Choose a command of the menus, which acts on what is selected."""
        frame = self.document.CurrentController.Frame
        self.dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, properties(**arguments))

    def _select(self, title: str, address: str) -> None:
        self.document.CurrentController.setActiveSheet(self._sheet(title))
        self._choose("GoToCell", ToPoint=address)

    def _select_rows(self, title: str, row: int, count: int) -> None:
        self._select(title, f"A{row}:A{row + count - 1}")
        self._choose("SelectRow")

    def _select_columns(self, title: str, column: int, count: int) -> None:
        cells = self._sheet(title).getCellRangeByPosition(column - 1, 0, column + count - 2, 0)
        self._select(title, cells.AbsoluteName.partition(".")[2].replace("$", "").replace(f"'{title}'.", ""))
        self._choose("SelectColumn")

    def type(self, title: str, address: str, value: Any) -> None:
        """Type a number, a text or a formula. Where the cell's validation would ask whether it is meant, it is."""
        self._select(title, address)
        cell = self._sheet(title).getCellRangeByName(address)
        asks = cell.Validation.ShowErrorMessage
        if asks:
            self._let_ask(cell, False)
        self._choose("EnterString", StringName=value if isinstance(value, str) else f"{value:.15g}")
        if asks:
            self._let_ask(cell, True)

    def _let_ask(self, cell: Any, may: bool) -> None:
        """Let a cell's validation ask or not, without a trace in what can be undone: nobody is there to answer."""
        validation = cell.Validation
        validation.ShowErrorMessage = may
        self.document.UndoManager.lock()
        cell.Validation = validation
        self.document.UndoManager.unlock()

    def sort(self, title: str, address: str, column: int, ascending: bool) -> None:
        """Sort a range, without a heading, by its ``column``-th column."""
        self._select(title, address)
        first = self._sheet(title).getCellRangeByName(address).RangeAddress.StartColumn
        self._choose("DataSort", ByRows=True, HasHeader=False, Col1=first + column + 1, Ascending1=ascending)

    def insert_rows(self, title: str, row: int, count: int) -> None:
        """Insert whole rows above ``row`` (from 1)."""
        self._select_rows(title, row, count)
        self._choose("InsertRowsBefore")

    def delete_rows(self, title: str, row: int, count: int) -> None:
        """Delete whole rows."""
        self._select_rows(title, row, count)
        self._choose("DeleteRows")

    def move_row(self, title: str, row: int, above: int) -> None:
        """Drag a whole row to above another one: it is inserted there, and its old place closes."""
        self.insert_rows(title, above, 1)
        old = row + (above <= row)
        self._select_rows(title, old, 1)
        self._choose("Cut")
        self._select_rows(title, above, 1)
        self._choose("Paste")
        self.delete_rows(title, old, 1)

    def insert_columns(self, title: str, column: int, count: int) -> None:
        """Insert whole columns left of ``column`` (from 1)."""
        self._select_columns(title, column, count)
        self._choose("InsertColumnsBefore")

    def delete_columns(self, title: str, column: int, count: int) -> None:
        """Delete whole columns."""
        self._select_columns(title, column, count)
        self._choose("DeleteColumns")

    def cut(self, title: str, source: str, target: str) -> None:
        """Cut a range and paste it with its upper left corner at ``target``."""
        self._select(title, source)
        self._choose("Cut")
        self._select(title, target)
        self._choose("Paste")

    def copy(self, title: str, source: str, target: str) -> None:
        """Copy a range and paste it over ``target``, a corner or a range to fill."""
        self._select(title, source)
        self._choose("Copy")
        self._select(title, target)
        self._choose("Paste")

    def copy_values(self, title: str, source: str, target: str) -> None:
        """Copy a range and paste its texts, numbers and dates over ``target``, without formulas and formats."""
        self._select(title, source)
        self._choose("Copy")
        self._select(title, target)
        self._choose("InsertContents", Flags="SVD")

    def fill_down(self, title: str, address: str) -> None:
        """Fill a range with its first row."""
        self._select(title, address)
        self._choose("FillDown")

    def drag_fill(self, title: str, source: str, last: str) -> None:
        """Drag the handle of ``source`` down to ``last``: a series where it looks like one, else copies."""
        self._select(title, source)
        self._choose("AutoFill", EndCell=last)

    def filter(self, table: str, column: int, text: str) -> None:
        """Choose ``text`` in the filter of the Excel Table's ``column``-th column; other rows are hidden."""
        area = self.document.DatabaseRanges.getByName(table)
        chosen = TableFilterField2()
        chosen.Field, chosen.Operator, chosen.IsNumeric, chosen.StringValue = column, EQUAL, False, text
        criteria = area.getFilterDescriptor()
        criteria.ContainsHeader = True
        criteria.setFilterFields2((chosen,))
        area.refresh()

    def visible_rows(self, title: str, row: int, count: int) -> list[int]:
        """Which rows the screen shows of ``count`` from ``row`` on."""
        rows = self._sheet(title).Rows
        return [number for number in range(row, row + count) if rows.getByIndex(number - 1).IsVisible]

    def merge(self, title: str, address: str) -> None:
        """Merge a range; not by the menu, which asks what to do with what the cells hold."""
        self._sheet(title).getCellRangeByName(address).merge(True)

    def hide_rows(self, title: str, row: int, count: int) -> None:
        """Hide rows."""
        self._select_rows(title, row, count)
        self._choose("HideRow")

    def clear(self, title: str, address: str) -> None:
        """Empty cells, as the Delete key does."""
        self._select(title, address)
        self._choose("ClearContents")

    def colour(self, title: str, address: str) -> None:
        """Paint a range."""
        self._select(title, address)
        self._choose("BackgroundColor", BackgroundColor=0xFFEEAA)

    def undo(self, count: int) -> None:
        """Undo the last ``count`` things that were done."""
        for _ in range(count):
            self._choose("Undo")

    def protect(self, title: str, password: str) -> None:
        """Protect a sheet; the password may be empty."""
        self._sheet(title).protect(password)

    def protect_structure(self, password: str) -> None:
        """Protect the workbook's structure."""
        self.document.protect(password)

    def unhide(self, title: str) -> None:
        """Show a hidden sheet."""
        self._sheet(title).IsVisible = True

    def calculate(self) -> None:
        """Calculate every formula anew."""
        self.document.calculateAll()

    def read(self, title: str, address: str) -> list[list[Any]]:
        """What a range shows."""
        return [list(row) for row in self._sheet(title).getCellRangeByName(address).getDataArray()]
