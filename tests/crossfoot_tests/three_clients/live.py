"""The manager whose workbook stays open in LibreOffice while it is synced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import xlwings as xw

from crossfoot_sync.grids.excel import ExcelGrid
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import Content, Formula
from crossfoot_sync.grids.protocol import Grid
from crossfoot_tests.simulation.place import Place
from crossfoot_tests.sync.grids.excel_books import ExcelHands, enter
from crossfoot_tests.sync.grids.seam import Seam


@dataclass
class LiveHands(ExcelHands):
    """A sheet on the screen in which formulas are seen as such."""

    def look(self) -> None:
        """See what stands there now."""
        super().look()
        if not self.rows:
            return
        first = self.header + 1
        texts = self.screen.range((first, 1), (self.header + len(self.rows), len(self.columns))).options(ndim=2).formula
        self.rows = [[*map(_content, line, formulas)] for line, formulas in zip(self.rows, texts, strict=True)]

    def set(self, row: int, column: str, content: Content) -> None:
        """Type into a cell. What formulas make of it is seen at the next look."""
        enter(self.screen.range((row, self.place(column) + 1)), content)
        while len(self.rows) <= row - self.header - 1:
            self.rows.append([None] * len(self.columns))
        self.rows[row - self.header - 1][self.place(column)] = content


def _content(value: Content, formula: Any) -> Content:
    if not isinstance(formula, str) or not formula.startswith("="):
        return value
    shown = value if isinstance(value, str | float | int | dt.date) else None
    return Formula(shown, formula.removeprefix("="))


@dataclass
class LivePlace(Place):
    """A workbook that is open.

    Attributes:
        on_screen: the workbook; ``seam`` lets its manager do something between two calls of the program.
    """

    calculates: bool = True
    on_screen: xw.Book = field(kw_only=True)
    seam: Seam = field(kw_only=True, default_factory=Seam)

    def opened_by_program(self) -> Grid:
        """The workbook as it stands open."""
        return ExcelGrid(self.seam.under(self.on_screen))

    def reload(self) -> None:
        """Look at the screen."""
        reading = ExcelGrid(self.on_screen).read()
        self.grid = MemoryGrid(
            self.grid.name,
            {table: LiveHands.of(self.on_screen, table) for table in self.grid.sheets},
            {**reading.manifest},
            {name: [*entries] for name, entries in reading.lists.items()},
        )
        self.ledger.look(self.workbook, self.grid)

    def meanwhile(self, act: Callable[[], bool]) -> None:
        """The manager looks, and does something while the program is at work."""
        self.reload()
        if act():
            self.line.typed_meanwhile = self.page.stepped_back = True
