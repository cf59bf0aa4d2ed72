from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import MemorySheet
from crossfoot_sync.grids.thin import ThinGrid
from crossfoot_tests.sync.grids.conformance import GridConformance, Lay
from crossfoot_tests.thin.excel import ExcelClient, Node
from crossfoot_tests.thin.workbooks import laid

pytestmark = pytest.mark.slow


@dataclass
class ExcelBench:
    """A bench for the pane in a mock of Excel: the person works in the same facts."""

    client: ExcelClient
    grid: ThinGrid = field(init=False)

    def __post_init__(self) -> None:
        self.grid = self.client.grid

    @contextmanager
    def hands(self, table: str = "customer") -> Iterator[MemorySheet]:
        """The sheet."""
        with self.client.facts.hands(table) as sheet:
            yield sheet


class TestExcelGrid(GridConformance):
    @pytest.fixture
    def lay(self, node: Node) -> Lay:
        def made(book: MemoryGrid) -> ExcelBench:
            return ExcelBench(ExcelClient(node, laid(book)))

        return made
