"""Where a range is: its address, its cells, its neighbours. Every other part of a range stands on this one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice import protection
from crossfoot_addin.libreoffice.addresses import COLUMNS, ROWS, Area, quoted
from crossfoot_addin.libreoffice.errors import OfficeError
from crossfoot_addin.libreoffice.formats import Span, number_format_spans

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.books import Book
    from crossfoot_addin.libreoffice.sheets import Sheet


class Placed(base_classes.Range):
    """A rectangle of cells of a sheet. It stays at its address when cells are inserted or removed."""

    max_cells_per_write = 400_000

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self.sheet = sheet
        self.area = area
        self.options: dict[str, Any] = {}
        self._cells: Any = None
        self._as_of = -1

    @property
    def book(self) -> Book:
        """The workbook."""
        return self.sheet.book

    @property
    def cells(self) -> Any:
        """LibreOffice's cells, or ``None`` where there are none.

        Raises:
            OfficeError: they are outside of the sheet.
        """
        if self.area.empty:
            return None
        if self._cells is None or self._as_of != self.book.shifts:
            if not self.area.fits:
                raise OfficeError(f"{self.area.row}, {self.area.column} is outside of the sheet.")
            self._cells = self.part(self.area)
            self._as_of = self.book.shifts
        return self._cells

    api = cells

    def part(self, area: Area) -> Any:
        """LibreOffice's cells of another rectangle of the same sheet."""
        return self.sheet.native.getCellRangeByPosition(
            area.column - 1, area.row - 1, area.last_column - 1, area.last_row - 1
        )

    @property
    def first(self) -> Any:
        """LibreOffice's first cell."""
        return self.cells.getCellByPosition(0, 0)

    def number_formats(self) -> list[Span]:
        """The number formats of the cells."""
        return number_format_spans(self.cells, self.area.row, self.area.column)

    def changing_content(self) -> None:
        """Refuse if protection keeps what the cells hold."""
        protection.refuse_content(self.sheet.native, self.cells, self.area)

    def changing_shape(self) -> None:
        """Refuse if protection keeps formats, rows and columns."""
        protection.refuse_shape(self.sheet.native, self.area)

    @property
    def coords(self) -> tuple[Sheet, int, int, int, int]:
        """Sheet, row and column of the first cell, how many rows and columns."""
        return (self.sheet, self.area.row, self.area.column, self.area.rows, self.area.columns)

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return self.area.row

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return self.area.rows, self.area.columns

    def __len__(self) -> int:
        return self.area.rows * self.area.columns

    def __call__(self, *args: int) -> Any:
        """A cell, by its number or by its row and column within the range, from 1; it may be outside."""
        if not args:
            raise ValueError("Invalid arguments")
        row, column = args if len(args) == 2 else divmod(args[0] - 1, self.area.columns)
        if len(args) == 1:
            row, column = row + 1, column + 1
        return self.sheet.at(Area(self.area.row + row - 1, self.area.column + column - 1))

    def __iter__(self) -> Iterator[Any]:
        return (self(number) for number in range(1, len(self) + 1))

    @property
    def rows(self) -> Any:
        """The range itself; xlwings counts its rows."""
        return self

    columns = rows

    @property
    def address(self) -> str:
        """As in ``$A$1:$B$2``."""
        return self.area.address()

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """With or without ``$``, and with workbook and sheet if ``external``."""
        own = self.area.address(row_absolute, col_absolute)
        if not external:
            return own
        place = f"[{self.book.name}]{self.sheet.name}"
        plain = quoted(self.sheet.name) == self.sheet.name and self.book.name.replace(".", "").isalnum()
        return f"{place if plain else quoted(place)}!{own}"

    def end(self, direction: str) -> Any:
        """Where Ctrl and an arrow key lead to from the first cell: ``up``, ``down``, ``left`` or ``right``."""
        step, along = {"u": (-1, "row"), "d": (1, "row"), "l": (-1, "column"), "r": (1, "column")}[direction[0].lower()]
        filled, last = self._filled(along)
        limit = 1 if step < 0 else ROWS if along == "row" else COLUMNS
        at: int = getattr(self.area, along)
        if at != limit and filled(at) and filled(at + step):
            while at != limit and filled(at + step):
                at += step
        elif at != limit:
            at += step
            while at != limit and not filled(at):
                at = limit if step > 0 and at > last else at + step
        return self.sheet.at(Area(at, self.area.column) if along == "row" else Area(self.area.row, at))

    def _filled(self, along: str) -> tuple[Any, int]:
        """Which cells of the first cell's column or row hold something, and the last that may."""
        used = self.sheet.used_area
        if along == "row":
            last = max(used.last_row, self.area.row)
            line = [row[0] for row in self.part(Area(1, self.area.column, last, 1)).getDataArray()]
        else:
            last = max(used.last_column, self.area.column)
            line = list(self.part(Area(self.area.row, 1, 1, last)).getDataArray()[0])
        return lambda at: 1 <= at <= len(line) and line[at - 1] != "", last

    @property
    def current_region(self) -> Any:
        """The cells around it, up to blank rows and columns."""
        cursor = self.sheet.native.createCursorByRange(self.cells)
        cursor.collapseToCurrentRegion()
        return self.book.range_of(cursor)

    def select(self) -> None:
        """Select it on the screen."""
        self.sheet.activate()
        self.book.controller.select(self.cells)
