"""Fixtures of the server's tests; see ``live`` and ``builders``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crossfoot_server import logs
from crossfoot_server.store import Store
from crossfoot_tests.server.builders import open_store
from crossfoot_tests.server.live import live, store

__all__ = ["lines_on_stderr", "live", "store"]


@pytest.fixture(autouse=True)
def lines_on_stderr() -> Iterator[None]:
    """What the server logs stands beside a failed test."""
    with logs.lines_to(sys.stderr, "warning"):
        yield


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Store]:
    """A store with the company of the builders in it, and nothing else."""
    with closing(open_store(tmp_path)) as store:
        yield store
