from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_tests.sheets.office import Office, open_office
from crossfoot_tests.sheets.served import Served
from crossfoot_tests.sheets.served import served as serving


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


@pytest.fixture
def served(tmp_path: Path, private_key: str, discovery: Discovery) -> Iterator[Served]:
    with serving(tmp_path, private_key, discovery) as running:
        yield running
