"""A sheet as rows of values, for sheets whose columns nobody has bound."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_sync.grids.address import column_number
from crossfoot_sync.grids.xlsx.faults import reading_part
from crossfoot_sync.grids.xlsx.markup import Budget, Sheet
from crossfoot_sync.grids.xlsx.values import Values
from crossfoot_sync.grids.xlsx.workbook import SheetPart, Workbook
from crossfoot_templates.messages import Message
from crossfoot_templates.types import CellValue

Place = tuple[int, int]

_NOTHING = (b"", b"", b"")


@dataclass(frozen=True)
class PlainSheet:
    """A sheet's values.

    Attributes:
        title: the sheet's title.
        cells: what is not blank, by row and column, counted from 1.
        faults: cells that cannot be read, by row and column.
    """

    title: str
    cells: dict[Place, CellValue]
    faults: dict[Place, Message]

    @property
    def rows(self) -> list[list[CellValue]]:
        """The sheet from its first row on, each row up to its last cell that is not blank; blank rows are ``[]``."""
        found: list[list[CellValue]] = [[] for _ in range(max((row for row, _ in self.cells), default=0))]
        for (row, column), value in sorted(self.cells.items()):
            line = found[row - 1]
            line.extend([None] * (column - 1 - len(line)))
            line.append(value)
        return found


def read_sheet(workbook: Workbook, part: SheetPart, values: Values, budget: Budget) -> PlainSheet:
    """The values of one sheet.

    Raises:
        Unusable: it cannot be read, or not within the limits.
    """
    cells: dict[Place, CellValue] = {}
    faults: dict[Place, Message] = {}
    with reading_part(part.part):
        sheet = Sheet(workbook.package.chunks(part.part), budget)
        for row in sheet.rows():
            for token in sheet.tokens(row):
                if token[3:] == _NOTHING:
                    continue
                read = values.read(token)
                place = row.number, column_number(token[0])
                if read.value is not None:
                    cells[place] = read.value
                elif read.fault is not None:
                    faults[place] = read.fault
    return PlainSheet(part.title, cells, faults)
