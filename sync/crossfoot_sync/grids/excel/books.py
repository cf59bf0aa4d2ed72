"""The workbooks that are open in Excel on this machine."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.excel.busy import Trouble, trouble

if TYPE_CHECKING:
    import xlwings as xw


def open_workbook(name: str = "") -> xw.Book:
    """The open workbook of that name or path, whichever Excel it is open in; without one, that in front.

    Raises:
        GridError: xlwings is not installed, Excel does not run, or no such workbook is open in it.
    """
    try:
        import xlwings  # noqa: PLC0415 - an extra: only who drives Excel has it
    except ImportError as error:
        raise GridError(name or "Excel", "excel_missing") from error
    try:
        if not name:
            return xlwings.books.active
        found = (book for app in xlwings.apps for book in app.books if _is(book, name))
        book = next(found, None)
    except Exception as error:
        if trouble(error) is not Trouble.REFUSED:
            raise
        raise GridError(name or "Excel", "not_open") from error
    if book is None:
        raise GridError(name, "not_open")
    return book


def _is(book: xw.Book, name: str) -> bool:
    return name.casefold() in {book.name.casefold(), book.fullname.casefold(), PurePath(book.fullname).name.casefold()}
