from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw

from crossfoot_addin.libreoffice import libreoffice
from crossfoot_sync.emulator import Discovery
from crossfoot_tests.emulator.sharing import DOCUMENTS


@pytest.fixture(scope="session")
def discovery() -> Discovery:
    return Discovery(DOCUMENTS)


@pytest.fixture(scope="session")
def app() -> Iterator[xw.App]:
    """Excel, or what stands in for it."""
    with libreoffice() as started:
        yield started
