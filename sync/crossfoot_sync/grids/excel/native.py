"""What xlwings has no word for: asked of Excel itself, on Windows, on macOS, and of an engine of xlwings' own making.

An engine that knows the answer has it under the name that is first in each call below. Where nobody knows, the answer
is the one that lets the work go on: a write that Excel then refuses is told as such.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import xlwings as xw

_MAC: Final = "darwin"
_NOBODY: Final = object()
_ATTEMPTS: Final = "N_COM_ATTEMPTS"


def read_only(book: xw.Book) -> bool:
    """Whether a workbook was opened read-only."""
    return bool(_told(book, "read_only", "ReadOnly", "read_only"))


def date1904(book: xw.Book) -> bool:
    """Whether the dates of a workbook count from 1904."""
    return bool(_told(book, "date1904", "Date1904", "date_1904"))


def protected(sheet: xw.Sheet) -> bool:
    """Whether a sheet is protected, against programs too."""
    if not _told(sheet, "protected", "ProtectContents", "protect_contents"):
        return False
    return not _told(sheet, "protects_from_people_only", "ProtectionMode", "protection_mode")


def locked(cells: xw.Range) -> bool | None:
    """Whether cells are locked where their sheet is protected; ``None`` where some are and some are not."""
    found = _told(cells, "locked", "Locked", "locked", unknown=True)
    return found if isinstance(found, bool) else None


def merged(cells: xw.Range) -> bool | None:
    """Whether cells are merged with others; ``None`` where some are and some are not."""
    found: object = cells.merge_cells
    return found if isinstance(found, bool) else None


def corner(book: xw.Book) -> tuple[int, int] | None:
    """Row and column of the first cell on the screen; ``None`` where nobody can tell."""
    found: tuple[int, int] | None = getattr(book.impl, "corner", None)
    if found is not None:
        return found
    mac = sys.platform == _MAC
    try:
        window = book.app.api.active_window if mac else book.app.api.ActiveWindow
        at = (window.scroll_row.get(), window.scroll_column.get()) if mac else (window.ScrollRow, window.ScrollColumn)
    except AttributeError:
        return None
    return at


def show_corner(book: xw.Book, at: tuple[int, int]) -> None:
    """Scroll so that the cell at that row and column is the first one on the screen."""
    row, column = at
    if getattr(book.impl, "corner", None) is not None:
        book.impl.corner = at
    elif sys.platform == _MAC:
        book.app.api.active_window.scroll_row.set(row)
        book.app.api.active_window.scroll_column.set(column)
    else:
        window = book.app.api.ActiveWindow
        window.ScrollRow, window.ScrollColumn = row, column


@contextmanager
def told_at_once() -> Iterator[None]:
    """Have xlwings tell that Excel takes no call; on Windows it would try again for ever, without a pause."""
    windows: Any = sys.modules.get("xlwings._xlwindows")
    if windows is None:
        yield
        return
    before = getattr(windows, _ATTEMPTS)
    setattr(windows, _ATTEMPTS, 1)
    try:
        yield
    finally:
        setattr(windows, _ATTEMPTS, before)


def _told(thing: Any, own: str, windows: str, mac: str, *, unknown: object = False) -> object:
    """A property by its name in an engine, in COM and in Apple's words; ``unknown`` where there is none."""
    found: object = getattr(thing.impl, own, _NOBODY)
    if found is not _NOBODY:
        return found
    try:
        return getattr(thing.api, mac).get() if sys.platform == _MAC else getattr(thing.api, windows)
    except AttributeError:
        return unknown
