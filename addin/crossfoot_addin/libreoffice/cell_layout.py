"""Cells of a range that come, go and change places."""

from __future__ import annotations

from typing import Any

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.addresses import ROWS, Area
from crossfoot_addin.libreoffice.errors import OfficeError
from crossfoot_addin.libreoffice.placed import Placed

INSERTED = {"down": "DOWN", "right": "RIGHT"}
REMOVED = {"up": "UP", "left": "LEFT"}
CONTENT_AND_NOTES = 1 | 2 | 4 | 8 | 16  # com.sun.star.sheet.CellFlags
PASTED = {
    None: "A",
    "all": "A",
    "values": "SVD",
    "formulas": "SVDF",
    "formats": "T",
    "comments": "N",
}
"""What may be pasted, and LibreOffice's letters for it."""
OPERATIONS = {None: 0, "add": 1, "subtract": 2, "multiply": 3, "divide": 4}


class Layout(Placed):
    """Insertion, removal, copies and merged cells of a range."""

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Insert as many cells here; those that stand here move ``down`` or to the ``right``."""
        mode = self._lines() or INSERTED[shift or ("right" if self.area.rows > self.area.columns else "down")]
        self.changing_shape()
        if mode in {"ROWS", "DOWN"} and self.sheet.used_area.last_row + self.area.rows > ROWS:
            raise OfficeError(f"No cells can be inserted at {self.address}: the last rows of the sheet are in use.")
        self.sheet.native.insertCells(self.cells.getRangeAddress(), bridge.choice("sheet.CellInsertMode", mode))
        self.book.shifts += 1
        if copy_origin == "format_from_right_or_below":
            self._look_like_what_moved(mode)

    def _look_like_what_moved(self, mode: str) -> None:
        """Take the formats of the cells that moved, not of those before."""
        across = mode in {"RIGHT", "COLUMNS"}
        source = self.part(
            Area(self.row, self.area.last_column + 1, self.area.rows, 1)
            if across
            else Area(self.area.last_row + 1, self.column, 1, self.area.columns)
        ).getRangeAddress()
        for at in range(self.area.columns if across else self.area.rows):
            start = self.cells.getCellByPosition(at if across else 0, 0 if across else at)
            self.sheet.native.copyRange(start.getCellAddress(), source)
        self.cells.clearContents(CONTENT_AND_NOTES)

    def delete(self, shift: str | None = None) -> None:
        """Remove the cells; others move ``up`` or to the ``left``."""
        mode = self._lines() or REMOVED[shift or ("left" if self.area.rows >= self.area.columns else "up")]
        self.changing_shape()
        self.sheet.native.removeRange(self.cells.getRangeAddress(), bridge.choice("sheet.CellDeleteMode", mode))
        self.book.shifts += 1

    def _lines(self) -> str | None:
        return "ROWS" if self.area.whole_rows else "COLUMNS" if self.area.whole_columns else None

    def copy(self, destination: Any = None) -> None:
        """Copy to a range, or for the app's next paste."""
        if destination is None:
            self.book.app.copied = self
            return
        target = destination.impl
        target.changing_shape()
        if target.book is not self.book:
            self._carry(target, "A", 0, False, False)
            return
        source = self.cells.getRangeAddress()
        for down in range(0, max(target.area.rows - self.area.rows, 0) + 1, self.area.rows):
            for across in range(0, max(target.area.columns - self.area.columns, 0) + 1, self.area.columns):
                start = target.sheet.at(Area(target.row + down, target.column + across)).first
                target.sheet.native.copyRange(start.getCellAddress(), source)

    def move(self, destination: Any) -> None:
        """Cut, and paste at a range's first cell; formulas that refer to the cells follow."""
        target = destination.impl
        target.changing_shape()
        self.changing_shape()
        if target.book is not self.book:
            raise NotImplementedError("Cells cannot be moved to another workbook; copy them.")
        target.sheet.native.moveRange(target.first.getCellAddress(), self.cells.getRangeAddress())
        self.book.shifts += 1

    def paste(
        self, paste: str | None = None, operation: str | None = None, skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        """Paste what was copied: all of it, or ``values``, ``formulas``, ``formats`` or ``comments``."""
        source = self.book.app.copied
        if source is None:
            raise OfficeError("There is nothing to paste; copy a range first.")
        if paste not in PASTED:
            raise NotImplementedError(f"LibreOffice cannot paste “{paste}” alone.")
        self.changing_shape()
        source._carry(self, PASTED[paste], OPERATIONS[operation], skip_blanks, transpose)

    def copy_from(
        self, source_range: Any, copy_type: str = "all", skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        """Copy another range here."""
        if copy_type not in PASTED:
            raise NotImplementedError(f"LibreOffice cannot copy “{copy_type}” alone.")
        self.changing_shape()
        source_range._carry(self, PASTED[copy_type], 0, skip_blanks, transpose)

    def _carry(self, target: Layout, flags: str, operation: int, skip_blanks: bool, transpose: bool) -> None:
        """Copy and paste as a person does, through the clipboard; what is selected stays selected."""
        with self.book.selecting(), target.book.selecting():
            self.book.choose("Copy", of=self)
            target.book.choose(
                "InsertContents",
                of=target,
                Flags=flags,
                FormulaCommand=operation,
                SkipEmptyCells=skip_blanks,
                Transpose=transpose,
                AsLink=False,
                MoveMode=4,  # what stands there stays where it is
            )

    def merge(self, across: bool = False) -> None:
        """Make one cell of them, or one of each row."""
        self.unmerge()
        rows = [Area(row, self.column, 1, self.area.columns) for row in range(self.row, self.area.last_row + 1)]
        for area in rows if across else [self.area]:
            self.part(area).merge(True)

    def unmerge(self) -> None:
        """Take merged cells apart."""
        self.changing_shape()
        self.cells.merge(False)

    @property
    def merge_area(self) -> Any:
        """The cells that are one with it."""
        return self._one_with(self.cells)

    @property
    def merge_cells(self) -> bool | None:
        """Whether it is part of merged cells; ``None`` where some of it is and some is not."""
        if not self.cells.getIsMerged() and self.merge_area.area == self.area:
            return False
        return True if self._one_with(self.first).area.joined(self.area) == self._one_with(self.first).area else None

    def _one_with(self, cells: Any) -> Any:
        cursor = self.sheet.native.createCursorByRange(cells)
        cursor.collapseToMergedArea()
        return self.book.range_of(cursor)

    @property
    def locked(self) -> bool | None:
        """Whether its cells are kept as they are while the sheet is protected; ``None`` where some are not."""
        groups = self.cells.getUniqueCellFormatRanges()
        found = {bool(groups.getByIndex(at).CellProtection.IsLocked) for at in range(groups.Count)}
        return found.pop() if len(found) == 1 else None
