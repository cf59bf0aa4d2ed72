"""Fixtures that tests of several packages share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from crossfoot_sync.emulator import Discovery
from crossfoot_sync.emulator.oauth import new_key
from crossfoot_tests.emulator.sharing import DOCUMENTS
from crossfoot_tests.end_to_end.world import World, company
from crossfoot_tests.office.person import LibreOffice
from crossfoot_tests.thin.browser import Browser

# What commands say is not to depend on who runs the tests. Those about a Chinese terminal make one.
os.environ["LC_ALL"] = "C.UTF-8"

# Machines are shared: how long an example takes says nothing about the code. What is checked before a change lands
# is the same each time; new examples are sought on people's own machines.
settings.register_profile(
    "crossfoot", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("crossfoot")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A company of its own for a test."""
    with company(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibreOffice]:
    """One LibreOffice for all tests of a run."""
    office = LibreOffice(tmp_path_factory.mktemp("libreoffice"))
    yield office
    office.close()


@pytest.fixture(scope="session")
def private_key() -> str:
    """One key of a service account for all tests of a run: making one takes a while."""
    return new_key()[0]


@pytest.fixture(scope="session")
def discovery() -> Discovery:
    """What Google tells of its own interface."""
    return Discovery(DOCUMENTS)


@pytest.fixture(scope="session")
def running_browser() -> Iterator[Browser]:
    """One browser for all tests of a run."""
    running = Browser.begin()
    yield running
    running.end()


@pytest.fixture
def browser(running_browser: Browser) -> Iterator[Browser]:
    """A browser that knows nothing of earlier tests."""
    yield running_browser
    running_browser.does("forget")
