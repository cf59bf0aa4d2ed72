"""How a sheet is shown and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice.addresses import area_of

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.sheets import Sheet


class PageSetup(base_classes.PageSetup):
    """How a sheet is printed."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """LibreOffice's sheet, which knows what is printed of it."""
        return self._sheet.native

    @property
    def print_area(self) -> str | None:
        """The address of what is printed; ``None`` for all."""
        areas = self.api.getPrintAreas()
        if not areas:
            return None
        return area_of(areas[0]).address()

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        areas = () if value is None else (self._sheet.range(value).cells.getRangeAddress(),)
        self.api.setPrintAreas(areas)


class FreezePanes(base_classes.FreezePanes):
    """Rows at the top and columns at the left that stay on the screen."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def freeze_at(self, frozen_range: Any) -> None:
        """Keep the rows and columns of a range on the screen: whole rows, whole columns, or both up to a cell."""
        area = self._sheet.range(frozen_range).area
        rows = 0 if area.whole_columns else area.last_row
        columns = 0 if area.whole_rows else area.last_column
        with self._sheet.book.showing(self._sheet):
            self._sheet.book.controller.freezeAtPosition(columns, rows)

    def unfreeze(self) -> None:
        """Let all rows and columns move."""
        with self._sheet.book.showing(self._sheet):
            self._sheet.book.controller.freezeAtPosition(0, 0)
