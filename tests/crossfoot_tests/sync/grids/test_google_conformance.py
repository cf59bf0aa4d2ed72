from __future__ import annotations

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_tests.sync.grids.conformance import GridConformance, Lay
from crossfoot_tests.sync.grids.google_books import GoogleBench


class TestGoogleGrid(GridConformance):
    @pytest.fixture
    def lay(self, discovery: Discovery) -> Lay:
        return lambda book: GoogleBench.of(book, discovery)
