from __future__ import annotations

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_tests.google.reach import Reach


@pytest.fixture
def reach(discovery: Discovery, private_key: str) -> Reach:
    return Reach.new(discovery, private_key)
