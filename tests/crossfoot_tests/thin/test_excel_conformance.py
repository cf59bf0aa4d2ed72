from __future__ import annotations

import pytest

from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_tests.sync.grids.conformance import GridConformance, Lay
from crossfoot_tests.thin.bench import ThinBench
from crossfoot_tests.thin.excel import ExcelClient, Node
from crossfoot_tests.thin.workbooks import laid

pytestmark = pytest.mark.slow


class TestExcelGrid(GridConformance):
    @pytest.fixture
    def lay(self, node: Node) -> Lay:
        def made(book: MemoryGrid) -> ThinBench:
            return ThinBench(ExcelClient(node, laid(book)))

        return made
