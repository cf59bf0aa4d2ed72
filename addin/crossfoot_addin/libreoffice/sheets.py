"""A sheet of a workbook."""

from __future__ import annotations

import numbers
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.addresses import COLUMNS, ROWS, Area, area_of, parse, quoted, split_sheet
from crossfoot_addin.libreoffice.drawings import Pictures, Shapes
from crossfoot_addin.libreoffice.errors import OfficeError
from crossfoot_addin.libreoffice.names import Names
from crossfoot_addin.libreoffice.notes import Note
from crossfoot_addin.libreoffice.protection import refuse_shape, refuse_sheets
from crossfoot_addin.libreoffice.ranges import Range
from crossfoot_addin.libreoffice.table_list import Tables, table_areas
from crossfoot_addin.libreoffice.views import FreezePanes, PageSetup

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.books import Book

WHOLE = Area(1, 1, ROWS, COLUMNS)
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")


class Sheet(base_classes.Sheet):
    """One sheet. It keeps to its place in the workbook's list when cells are removed."""

    def __init__(self, book: Book, native: Any) -> None:
        self._book = book
        self._native = native
        self._as_of = book.shifts

    @property
    def book(self) -> Book:
        """Its workbook."""
        return self._book

    @property
    def native(self) -> Any:
        """LibreOffice's sheet. One from before a removal of cells has shrunk, so it is asked for again."""
        if self._as_of != self.book.shifts:
            self._native = self.book.document.Sheets.getByIndex(self._native.getRangeAddress().Sheet)
            self._as_of = self.book.shifts
        return self._native

    api = native

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.native.Name)

    @name.setter
    def name(self, value: str) -> None:
        refuse_sheets(self.book.document, self.book.name)
        others = {name for name in self.book.document.Sheets.getElementNames() if name != self.name}
        check_name(value, others)
        self.native.Name = value

    @property
    def protected(self) -> bool:
        """Whether its cells are protected."""
        return bool(self.native.isProtected())

    @property
    def quoted(self) -> str:
        """Its name as formulas write it."""
        return quoted(self.name)

    @property
    def index(self) -> int:
        """Its place, from 1."""
        return int(self.native.getRangeAddress().Sheet) + 1

    def at(self, area: Area) -> Range:
        """Cells of it."""
        return Range(self, area)

    def cell(self, row: int, column: int) -> Range:
        """One cell of it."""
        return Range(self, Area(row, column))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Cells by address, name, table, or by rows and columns; from one to another if both are given."""
        if isinstance(arg1, numbers.Number) and isinstance(arg2, numbers.Number):
            arg1, arg2 = (arg1, arg2), None
        first = self._find(arg1)
        if arg2 is None:
            return first
        return first.sheet.at(first.area.joined(self._find(arg2).area))

    def _find(self, sought: Any) -> Range:
        if isinstance(sought, Range):
            return sought
        if isinstance(sought, tuple):
            if len(sought) == 2 and 0 in sought:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            return self.at(Area(*(int(number) for number in sought)))
        sheet_name, rest = split_sheet(sought)
        sheet = self if sheet_name is None else self.book.sheets(sheet_name)
        area = parse(rest)
        found = sheet.at(area) if area is not None else sheet.named(rest)
        if found is None:
            raise OfficeError(f"“{sought}” is no address, name or table of {self.book.name}.")
        return found

    def named(self, word: str) -> Range | None:
        """The cells that a name or a table of the workbook stands for."""
        for holder in (self.native.NamedRanges, self.book.document.NamedRanges):
            for name in holder.getElementNames():
                if name.lower() == word.lower() and (cells := holder.getByName(name).getReferredCells()) is not None:
                    return self.book.range_of(cells)
        for sheet in self.book.sheets:
            for table in sheet.tables:
                if table.name.lower() == word.lower():
                    return sheet.at(table.body)
        return None

    @property
    def cells(self) -> Range:
        """All of it."""
        return self.at(WHOLE)

    @property
    def used_area(self) -> Area:
        """The rectangle from the first cell in use to the last one."""
        cursor = self.native.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return area_of(cursor.getRangeAddress())

    @property
    def used_range(self) -> Range:
        """The cells in use."""
        return self.at(self.used_area)

    def table_areas(self) -> dict[str, Area]:
        """Its tables: name and place."""
        return table_areas(self)

    @property
    def tables(self) -> Tables:
        """Its tables."""
        return Tables(self)

    @property
    def names(self) -> Names:
        """The names that are its own."""
        return Names(self.book, self)

    @property
    def notes(self) -> list[Note]:
        """Its notes."""
        return Note.all_on(self)

    @property
    def comments(self) -> list[Any]:
        """None: LibreOffice has notes only."""
        return []

    @property
    def shapes(self) -> Shapes:
        """What is drawn on it."""
        return Shapes(self)

    @property
    def pictures(self) -> Pictures:
        """Its pictures."""
        return Pictures(self)

    @property
    def page_setup(self) -> PageSetup:
        """How it is printed."""
        return PageSetup(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        """Rows and columns that stay on the screen."""
        return FreezePanes(self)

    @property
    def show_gridlines(self) -> bool:
        """Whether lines are shown between cells."""
        with self.book.showing(self):
            return bool(self.book.controller.ShowGrid)

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        with self.book.showing(self):
            self.book.controller.ShowGrid = value

    @property
    def visible(self) -> bool:
        """Whether it can be seen. A very hidden sheet of Excel's is a hidden one."""
        return bool(self.native.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        refuse_sheets(self.book.document, self.book.name)
        if not value and [sheet.name for sheet in self.book.sheets if sheet.visible] == [self.name]:
            raise OfficeError(f"{self.name} cannot be hidden: a workbook must show one sheet.")
        self.native.IsVisible = bool(value)

    def activate(self) -> None:
        """Show it."""
        self.book.controller.setActiveSheet(self.native)

    select = activate

    def clear_contents(self) -> None:
        """Leave all cells blank."""
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        """Leave all cells without formats."""
        self.cells.clear_formats()

    def clear(self) -> None:
        """Leave all cells without content, formats and notes."""
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        """Make columns, rows or both as large as what they hold."""
        refuse_shape(self.native, WHOLE)
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Remove it.

        Raises:
            OfficeError: it is the only sheet.
        """
        refuse_sheets(self.book.document, self.book.name)
        if len(self.book.sheets) == 1:
            raise OfficeError(f"{self.name} cannot be deleted: a workbook must have one sheet.")
        self.book.document.Sheets.removeByName(self.name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it, also into another workbook, and show the copy."""
        neighbour = before or after
        target = self.book if neighbour is None else neighbour.book
        place = before.index - 1 if before else after.index if after else len(target.sheets)
        refuse_sheets(target.document, target.name)
        sheets = target.document.Sheets
        if target is self.book:
            number = 2
            while sheets.hasByName(f"{self.name} ({number})"):
                number += 1
            sheets.copyByName(self.name, f"{self.name} ({number})", place)
        else:
            place = sheets.importSheet(self.book.document, self.name, place)
        Sheet(target, sheets.getByIndex(place)).activate()

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move it within its workbook."""
        refuse_sheets(self.book.document, self.book.name)
        neighbour = before or after
        if neighbour is None or neighbour.book is not self.book:
            raise NotImplementedError("A sheet cannot be moved to another workbook; copy it.")
        name = self.name
        self.book.document.Sheets.moveByName(name, before.index - 1 if before else neighbour.index)
        self._native = self.book.document.Sheets.getByName(name)

    def to_html(self, path: str) -> None:
        """Write the workbook as a web page."""
        where = bridge.url(str(Path(path).resolve()))
        self.book.document.storeToURL(where, bridge.properties(FilterName="HTML (StarCalc)"))


def check_name(name: str, others: set[str]) -> None:
    """Refuse what cannot name a sheet beside ``others``.

    Raises:
        OfficeError: it is too long, holds signs that it must not, or is taken.
    """
    if not name or len(name) > 31 or _NOT_IN_NAMES.search(name):
        raise OfficeError(f"“{name}” cannot name a sheet: up to 31 characters, none of : \\ / ? * [ ].")
    if name.lower() in {other.lower() for other in others}:
        raise OfficeError(f"There is a sheet “{name}” already.")
