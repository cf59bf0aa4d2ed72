from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw

from crossfoot_addin.libreoffice import libreoffice


@pytest.fixture(scope="session")
def app() -> Iterator[xw.App]:
    """Excel, or what stands in for it."""
    with libreoffice() as started:
        yield started
