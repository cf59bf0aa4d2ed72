from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crossfoot_tests.files.desk import Office
from crossfoot_tests.thin.browser import Browser
from crossfoot_tests.thin.place import company


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with company(tmp_path) as place:
        yield Office(place)


@pytest.fixture(scope="session")
def running_browser() -> Iterator[Browser]:
    running = Browser.begin()
    yield running
    running.end()


@pytest.fixture
def browser(running_browser: Browser) -> Iterator[Browser]:
    """A browser that knows nothing of earlier tests."""
    yield running_browser
    running_browser.does("forget")
