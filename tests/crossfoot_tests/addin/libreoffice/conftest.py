"""One LibreOffice for all tests of a run, and a workbook of its own for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw

from crossfoot_addin.libreoffice import libreoffice


@pytest.fixture(scope="session")
def app() -> Iterator[xw.App]:
    with libreoffice() as started:
        yield started


@pytest.fixture
def book(app: xw.App) -> Iterator[xw.Book]:
    opened = app.books.add()
    yield opened
    opened.close()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets[0]
