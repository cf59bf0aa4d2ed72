from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crossfoot_tests.sheets.office import Office, open_office
from crossfoot_tests.sheets.served import Served
from crossfoot_tests.sheets.served import served as serving
from crossfoot_tests.worker.redis_server import redis_server


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


@pytest.fixture
def served(tmp_path: Path, private_key: str) -> Iterator[Served]:
    with serving(tmp_path, private_key) as running:
        yield running


@pytest.fixture(scope="session")
def redis() -> Iterator[str]:
    """The URL of one Redis for all of them."""
    with redis_server() as url:
        yield url
