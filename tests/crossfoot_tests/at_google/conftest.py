from __future__ import annotations

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_sync.emulator.oauth import new_key
from crossfoot_tests.emulator.sharing import DOCUMENTS


@pytest.fixture(scope="session")
def private_key() -> str:
    """One key for all of them: making one takes a while."""
    return new_key()[0]


@pytest.fixture(scope="session")
def discovery() -> Discovery:
    return Discovery(DOCUMENTS)
