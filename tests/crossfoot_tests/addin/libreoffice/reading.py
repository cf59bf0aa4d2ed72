"""What tests read of cells in a form of their own."""

from __future__ import annotations

import xlwings as xw


def formulas(cells: xw.Range) -> list[list[str]]:
    """The formulas of several cells, row by row."""
    return [list(row) for row in cells.formula]
