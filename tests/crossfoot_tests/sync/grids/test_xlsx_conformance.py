from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_tests.sync.grids.conformance import GridConformance, Lay
from crossfoot_tests.sync.grids.openpyxl_books import XlsxBench, write_book


class TestXlsxGrid(GridConformance):
    @pytest.fixture
    def lay(self, tmp_path: Path) -> Lay:
        def made(book: MemoryGrid) -> XlsxBench:
            return XlsxBench(XlsxGrid(write_book(tmp_path / "客户 book.xlsx", book)))

        return made
