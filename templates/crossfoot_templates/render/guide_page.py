"""The pieces that the guide's sheet is laid out with, from the top down."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from crossfoot_templates.model import Language
from crossfoot_templates.render import look
from crossfoot_templates.render.cells import write_text
from crossfoot_templates.render.guide import FIRST, LAST, PAIRS, WIDTHS, Swatch, lines_of
from crossfoot_templates.render.printing import set_up_page

_LINE = 18.0
"""Points a line of text takes."""


_LEFT, _CENTER = Alignment("left", "center"), Alignment("center", "center")


class GuidePage:
    """A sheet that is written row after row."""

    def __init__(self, sheet: Worksheet, language: Language) -> None:
        self._sheet, self._language, self._rows = sheet, language, count(1)
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = look.INK
        set_up_page(sheet, language)
        sheet.page_setup.fitToHeight = 1
        for place, width in enumerate(WIDTHS, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width

    def title(self, words: str) -> None:
        """The band at the top."""
        row = self._row(44)
        for place in range(1, LAST + 1):
            self._sheet.cell(row, place).fill = look.fill(look.ACCENT)
        self._write(row, FIRST, words, look.font(self._language, larger=9, bold=True, color=look.PAPER))

    def lead(self, words: str) -> None:
        """One paragraph below the title."""
        row = self._row(12 + _LINE * lines_of(words, FIRST, LAST))
        self._paragraph(row, FIRST, LAST, words)

    def heading(self, words: str) -> None:
        """The heading of a part, with a line under it."""
        self._row(10)
        row = self._row(26)
        for place in range(FIRST, LAST + 1):
            self._sheet.cell(row, place).border = look.underline(look.ACCENT)
        self._write(row, FIRST, words, look.font(self._language, larger=2, bold=True, color=look.ACCENT))

    def space(self) -> None:
        """A little room."""
        self._row(5)

    def linked(self, sheet_title: str, name: str, about: str, access: str) -> None:
        """A table: a link to its sheet, what it is for, and whether it is open for editing."""
        row = self._row(4 + _LINE * lines_of(about, FIRST + 1, LAST - 2))
        cell = self._write(row, FIRST, name, look.font(self._language, color=look.ACCENT, underline=True))
        target = f"{quote_sheetname(sheet_title)}!A1"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target, display=name)
        self._paragraph(row, FIRST + 1, LAST - 2, about)
        self._write(row, LAST - 1, access, look.font(self._language, color=look.QUIET), _CENTER)

    def step(self, name: str, about: str) -> None:
        """Something to do, named and explained."""
        row = self._row(6 + _LINE * lines_of(about, FIRST + 1, LAST))
        self._write(row, FIRST, name, look.font(self._language, bold=True))
        self._paragraph(row, FIRST + 1, LAST, about)

    def swatches(self, row_of: Sequence[Swatch | None]) -> None:
        """Up to three colours side by side."""
        row = self._row(22)
        for place, swatch in zip(PAIRS, row_of, strict=True):
            if swatch is not None:
                face = look.font(self._language, bold=True, color=swatch.ink)
                cell = self._write(row, place, swatch.sample, face, _CENTER)
                cell.fill, cell.border = look.fill(swatch.back), look.box(look.LINE)
                self._write(
                    row, place + 1, swatch.meaning, look.font(self._language), Alignment("left", "center", indent=1)
                )

    def _row(self, height: float) -> int:
        row = next(self._rows)
        self._sheet.row_dimensions[row].height = height
        return row

    def _paragraph(self, row: int, first: int, last: int, words: str) -> None:
        self._sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        flowing = Alignment("left", "center", wrap_text=True)
        self._write(row, first, words, look.font(self._language, color=look.QUIET), flowing)

    def _write(self, row: int, column: int, words: str, font: Font, alignment: Alignment = _LEFT) -> Cell:
        cell = write_text(self._sheet, row, column, words)
        cell.font, cell.alignment = font, alignment
        return cell
