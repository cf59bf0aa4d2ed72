"""Writing text so that no program takes it for a formula."""

from __future__ import annotations

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from crossfoot_templates.render.clip import printable
from crossfoot_templates.render.formats import TEXT


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Put ``text`` as text into a cell and return the cell. Texts such as ``=1+1`` and ``#N/A`` stay what they are.

    Raises:
        TypeError: the cell is hidden in a merged one.
    """
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{sheet.title}!{cell.coordinate} is hidden in a merged cell")
    cell.value = printable(text)
    cell.data_type = "s"
    cell.number_format = TEXT
    return cell
