from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from crossfoot_sync.grids.excel import ExcelGrid
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_tests.sync.grids.conformance import GridConformance, Lay
from crossfoot_tests.sync.grids.excel_books import ExcelBench, open_book

pytestmark = pytest.mark.slow


class TestExcelGrid(GridConformance):
    @pytest.fixture
    def lay(self, app: xw.App, tmp_path: Path) -> Iterator[Lay]:
        def made(book: MemoryGrid) -> ExcelBench:
            opened = open_book(app, tmp_path / "客户 book.xlsx", book)
            return ExcelBench(ExcelGrid(opened), opened)

        yield made
        for each in app.books:
            each.close()
