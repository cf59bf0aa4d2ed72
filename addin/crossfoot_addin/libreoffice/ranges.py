"""A range of cells, put together from its parts, and what can be sought, sorted and attached in it."""

from __future__ import annotations

import re
from typing import Any

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.autofilters import AutoFilter, unnamed
from crossfoot_addin.libreoffice.cell_formats import Formats
from crossfoot_addin.libreoffice.cell_layout import Layout
from crossfoot_addin.libreoffice.cell_values import Values
from crossfoot_addin.libreoffice.errors import OfficeError
from crossfoot_addin.libreoffice.names import Name, Names
from crossfoot_addin.libreoffice.notes import Note
from crossfoot_addin.libreoffice.table_list import Tables
from crossfoot_addin.libreoffice.tables import Table
from crossfoot_addin.libreoffice.validations import DataValidation

VALUES, FORMULAS = 1, 0  # where a search looks


class Range(Values, Formats, Layout):
    """A rectangle of cells."""

    def find(self, text: str, whole: bool, direction: str, order: str, match_case: bool) -> Range | None:
        """The first cell that shows ``text``, or the last one if ``direction`` is not ``forward``."""
        search = self.cells.createSearchDescriptor()
        search.SearchString = text
        search.SearchWords, search.SearchCaseSensitive = whole, match_case
        search.SearchByRow, search.SearchBackwards = order == "rows", direction != "forward"
        search.SearchType = VALUES
        found = self.cells.findAll(search)
        if found is None:
            return None
        key = (lambda cell: (cell.Row, cell.Column)) if order == "rows" else (lambda cell: (cell.Column, cell.Row))
        cells = [cell.getCellAddress() for cell in _each(found.getCells())]
        best = min(cells, key=key) if direction == "forward" else max(cells, key=key)
        cell: Range = self.sheet.cell(best.Row + 1, best.Column + 1)
        return cell

    def replace_all(self, old: str, new: str, whole: bool, match_case: bool) -> None:
        """Replace a text within the cells' formulas and texts."""
        if self.cells is None:
            return
        self.changing_content()
        replacing = self.cells.createReplaceDescriptor()
        replacing.SearchString, replacing.ReplaceString = old, new
        replacing.SearchWords, replacing.SearchCaseSensitive = whole, match_case
        replacing.SearchType = FORMULAS
        self.cells.replaceAll(replacing)

    def sort(self, keys: list[int], ascending: list[bool], has_headers: bool) -> None:
        """Sort the rows by columns (from 1), the first row excepted if it ``has_headers``."""
        self.changing_content()
        fields = [
            bridge.struct("table.TableSortField", Field=key - 1, IsAscending=bool(up), IsCaseSensitive=False)
            for key, up in zip(keys, ascending, strict=True)
        ]
        self.cells.sort(
            bridge.properties(
                SortFields=bridge.typed("table.TableSortField", fields),
                ContainsHeader=bool(has_headers),
                BindFormatsToContent=True,
            )
        )

    @property
    def autofilter(self) -> AutoFilter:
        """The filter of the cells, the first row being headings."""
        return AutoFilter(self.sheet, lambda: self.area, lambda: unnamed(self.sheet, self.area))

    @property
    def data_validation(self) -> DataValidation:
        """What may be typed into the cells."""
        return DataValidation(self)

    @property
    def note(self) -> Note | None:
        """The note of the first cell."""
        return Note.at(self.sheet, self.first.getCellAddress())

    def add_note(self, text: str) -> Note:
        """Attach a note to the first cell."""
        self.changing_shape()
        place = self.first.getCellAddress()
        self.sheet.native.getAnnotations().insertNew(place, text)
        return Note(self.sheet, place)

    @property
    def comment(self) -> None:
        """LibreOffice has notes only, no threads of comments."""

    @property
    def hyperlink(self) -> str:
        """The address that a click on the cell leads to.

        Raises:
            OfficeError: it leads nowhere.
        """
        if self.cells is None:
            return ""
        fields = self.first.getTextFields()
        if fields.Count:
            return str(fields.getByIndex(0).URL)
        if found := re.match(r'=HYPERLINK\("([^"]*)"', self.first.getFormula(), re.IGNORECASE):
            return found[1]
        raise OfficeError("The cell doesn't seem to contain a hyperlink!")

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        """Make a link of the first cell. LibreOffice shows no tip over it."""
        self.changing_content()
        link = self.book.document.createInstance("com.sun.star.text.TextField.URL")
        link.URL, link.Representation = address, text_to_display or address
        self.first.setString("")
        self.first.insertTextContent(self.first.createTextCursor(), link, False)

    @property
    def name(self) -> Name | None:
        """The name that stands for just these cells."""
        return next((name for name in Names(self.book, None) if name.area_on(self.sheet) == self.area), None)

    @name.setter
    def name(self, value: str) -> None:
        Names(self.book, None).add(value, f"={self.sheet.quoted}!{self.address}")

    @property
    def table(self) -> Table | None:
        """The table that it is in."""
        return next((table for table in Tables(self.sheet) if table.area.meets(self.area)), None)


def _each(collection: Any) -> Any:
    """LibreOffice's collections that can only be counted through."""
    enumeration = collection.createEnumeration()
    while enumeration.hasMoreElements():
        yield enumeration.nextElement()
