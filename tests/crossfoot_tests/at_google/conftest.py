from __future__ import annotations

import pytest

from crossfoot_sync.emulator.oauth import new_key


@pytest.fixture(scope="session")
def private_key() -> str:
    """One key for all of them: making one takes a while."""
    return new_key()[0]
