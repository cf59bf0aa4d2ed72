"""Where the hidden defined names of a file say that the tables of a book stand."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_sync.grids.address import Area, target
from crossfoot_sync.grids.bound import Bound, bound_tables, heads
from crossfoot_sync.grids.ownrow import Headed
from crossfoot_sync.grids.xlsx.workbook import SheetPart, TablePart, Workbook


@dataclass(frozen=True)
class Binding(Bound[SheetPart]):
    """A table as the names bind it; ``excel_table`` is the Excel Table around it, if it is still there."""

    excel_table: TablePart | None

    @property
    def span(self) -> range:
        """The columns of the table, a user's own among them."""
        if self.excel_table:
            return range(self.excel_table.area.left, self.excel_table.area.right + 1)
        return range(min(self.columns.values()), max(self.columns.values()) + 1)

    @property
    def last(self) -> int | None:
        """The last data row of the Excel Table, ``None`` where there is none."""
        return self.excel_table.area.bottom - self.excel_table.totals if self.excel_table else None

    @property
    def headed(self) -> Headed | None:
        """The Excel Table as formulas name it."""
        around = self.excel_table
        return Headed(around.name, around.area.left, around.headings) if around else None


def bindings(workbook: Workbook) -> list[Binding]:
    """The tables that the names bind, in the order of the names. A table with no column left is not among them.

    Raises:
        Unusable: a table part cannot be read.
    """
    found = bound_tables((name, _located(workbook, refers_to)) for name, refers_to in workbook.names.items())
    return [Binding(**vars(each), excel_table=_around(workbook, each)) for each in found]


def _located(workbook: Workbook, refers_to: str) -> tuple[SheetPart, Area] | None:
    place = target(refers_to)
    sheet = workbook.sheet(place[0]) if place else None
    return (sheet, place[1]) if place and sheet and sheet.kind == "worksheet" else None


def _around(workbook: Workbook, table: Bound[SheetPart]) -> TablePart | None:
    tables = workbook.tables(table.sheet)
    return next((each for each in tables if heads(each.area, table.header, table.columns)), None)
