from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crossfoot_tests.thin.excel import Node
from crossfoot_tests.thin.place import Place, company


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with company(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    running = Node()
    yield running
    running.end()
