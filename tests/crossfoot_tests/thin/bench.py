"""A bench for thin clients: the person works in the same facts as the grid."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from crossfoot_sync.grids.memory_sheet import MemorySheet
from crossfoot_sync.grids.thin import ThinGrid
from crossfoot_tests.thin.excel import ExcelClient
from crossfoot_tests.thin.host import PlainClient


@dataclass
class ThinBench:
    """A client, and its workbook as somebody works in it."""

    client: PlainClient | ExcelClient
    grid: ThinGrid = field(init=False)

    def __post_init__(self) -> None:
        self.grid = self.client.grid

    @contextmanager
    def hands(self, table: str = "customer") -> Iterator[MemorySheet]:
        """The sheet."""
        with self.client.facts.hands(table) as sheet:
            yield sheet
