from __future__ import annotations

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_tests.emulator.sharing import DOCUMENTS


@pytest.fixture(scope="session")
def discovery() -> Discovery:
    return Discovery(DOCUMENTS)
