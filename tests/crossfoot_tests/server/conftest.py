"""Fixtures of the server's tests; see ``live``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from crossfoot_server import logs
from crossfoot_tests.server.live import live, store

__all__ = ["lines_on_stderr", "live", "store"]


@pytest.fixture(autouse=True)
def lines_on_stderr() -> Iterator[None]:
    """What the server logs stands beside a failed test."""
    with logs.lines_to(sys.stderr, "warning"):
        yield
