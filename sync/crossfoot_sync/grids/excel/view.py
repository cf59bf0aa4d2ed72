"""What somebody looks at in Excel: the sheet, the selected cells, how far they have scrolled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from crossfoot_sync.grids.excel import native

if TYPE_CHECKING:
    import xlwings as xw


class View(NamedTuple):
    """Title of the sheet, address of the selected cells (empty where something else is selected), first cell shown."""

    sheet: str
    selected: str
    corner: tuple[int, int] | None


@contextmanager
def kept_view(book: xw.Book) -> Iterator[None]:
    """Let people look at the same cells afterwards, if it is this workbook that they look at."""
    before = _seen(book)
    try:
        yield
    finally:
        if before is not None:
            _show(book, before)


def _seen(book: xw.Book) -> View | None:
    app = book.app
    if app.books.active.name != book.name:
        return None
    selected = app.selection
    address = "" if selected is None else selected.address
    return View(book.sheets.active.name, address, native.corner(book))


def _show(book: xw.Book, before: View) -> None:
    # what somebody looked at may be gone by now, and then there is nothing to go back to
    with suppress(Exception):
        now = _seen(book)
        if now is None or now == before:
            return
        if now.sheet != before.sheet:
            book.sheets[before.sheet].activate()
        if before.selected and now.selected != before.selected:
            book.sheets[before.sheet].range(before.selected).select()
        if before.corner is not None and native.corner(book) != before.corner:
            native.show_corner(book, before.corner)
