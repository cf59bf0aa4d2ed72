"""Any workbook as sheets of values, crossfoot's or not: for imports and checks."""

from __future__ import annotations

from pathlib import Path

from crossfoot_sync.grids.faults import of_workbook
from crossfoot_sync.grids.xlsx import limits
from crossfoot_sync.grids.xlsx.faults import too_large
from crossfoot_sync.grids.xlsx.markup import Budget
from crossfoot_sync.grids.xlsx.package import Package, load
from crossfoot_sync.grids.xlsx.plainsheet import PlainSheet, read_sheet
from crossfoot_sync.grids.xlsx.workbook import read_workbook


def open_any(path: Path) -> list[PlainSheet]:
    """The worksheets of the workbook at ``path``, hidden ones too, in their order.

    Chart sheets, macro sheets and dialogs hold no tables and are left out.

    Raises:
        GridError: it cannot be read, or not within the limits; the message says why.
    """
    with of_workbook(path.name):
        workbook = read_workbook(Package(load(path)))
        values = workbook.values()
        budget = Budget()
        sheets = [read_sheet(workbook, each, values, budget) for each in workbook.sheets if each.kind == "worksheet"]
        _refuse_sprawl(sheets)
        return sheets


def _refuse_sprawl(sheets: list[PlainSheet]) -> None:
    """Few cells far apart would still make long rows."""
    width = sum(_widths(each) for each in sheets)
    if width > limits.SPRAWL:
        raise too_large("cells and the blanks between them", width, limits.SPRAWL)


def _widths(sheet: PlainSheet) -> int:
    ends: dict[int, int] = {}
    for row, column in sheet.cells:
        ends[row] = max(ends.get(row, 0), column)
    return sum(ends.values()) + max(ends, default=0)
