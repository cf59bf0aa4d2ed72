from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.xlsx import HeldXlsxGrid, XlsxGrid
from crossfoot_tests.sync.grids.conformance import GridConformance, Lay
from crossfoot_tests.sync.grids.openpyxl_books import XlsxBench, write_book


class TestXlsxGrid(GridConformance):
    @pytest.fixture
    def lay(self, tmp_path: Path) -> Lay:
        def made(book: MemoryGrid) -> XlsxBench:
            return XlsxBench(XlsxGrid(write_book(tmp_path / "客户 book.xlsx", book)))

        return made


class HeldFile(XlsxGrid):
    """A workbook that is held in memory, and in a file all the same: for hands that work in files."""

    def read(self) -> Reading:
        return HeldXlsxGrid(self.name, self.path.read_bytes()).read()

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        held = HeldXlsxGrid(self.name, self.path.read_bytes())
        missed = held.write(edits, seen)
        self.path.write_bytes(held.data)
        return missed


class TestHeldXlsxGrid(GridConformance):
    @pytest.fixture
    def lay(self, tmp_path: Path) -> Lay:
        def made(book: MemoryGrid) -> XlsxBench:
            return XlsxBench(HeldFile(write_book(tmp_path / "客户 book.xlsx", book)))

        return made
