"""The workbook that a button was pressed in, by way of xlwings."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlwings as xw

from crossfoot_addin.commands.called import Called
from crossfoot_addin.commands.dialogs import TITLE, Dialogs
from crossfoot_addin.commands.saving import SavedOutbox, outbox_of, place_of
from crossfoot_addin.commands.selection import Selection, areas
from crossfoot_addin.commands.watching import WatchedGrid
from crossfoot_addin.commands.window import Window
from crossfoot_sync.client.books import alone, desk_over, manifest_of
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.excel import ExcelGrid
from crossfoot_sync.grids.protocol import Grid
from crossfoot_templates.label import Language
from crossfoot_templates.layout import bound

CLIENT = "crossfoot-excel/1"
"""What batches say they were made with."""

_NAMED = "--wb="

LONGEST_STATUS = 255
"""Characters that Excel takes."""


@dataclass(frozen=True)
class ExcelWindow:
    """Excel before the person who pressed a button in ``book``."""

    book: xw.Book
    dialogs: Dialogs

    @property
    def language(self) -> Language:
        """The language of Excel's menus."""
        return self.dialogs.language()

    def status(self, text: str) -> None:
        """Show ``text`` in the status bar; the add-in takes it away after a while."""
        self.book.app.status_bar = text[:LONGEST_STATUS] or False

    def tell(self, text: str) -> None:
        """A message box."""
        self.book.app.alert(text, TITLE)

    def confirm(self, text: str) -> bool:
        """A message box with Yes and No."""
        return self.book.app.alert(text, TITLE, "yes_no") == "yes"

    def ask(self, question: str, suggested: str = "") -> str | None:
        """A dialog with a field."""
        return self.dialogs.ask(question, suggested)

    def where_to_save(self, title: str, name: str) -> Path | None:
        """A dialog for a new file."""
        return self.dialogs.where_to_save(title, name)

    def open(self, path: Path) -> None:
        """Open a workbook beside the one that is there."""
        self.book.app.books.open(str(path))

    def go_to(self, sheet: str, row: int) -> None:
        """Select the first cell of a row, on its sheet."""
        self.book.sheets[sheet].activate()
        self.book.sheets[sheet].range((row, 1)).select()


def caller() -> xw.Book:
    """The workbook in which the button was pressed that started this program."""
    named = next((each.removeprefix(_NAMED) for each in sys.argv if each.startswith(_NAMED)), "")
    # xlwings takes a name up to its first “=”
    return xw.books[named] if "=" in named else xw.Book.caller()


def beside(book: xw.Book, window: Window) -> Called:
    """What a command works on that needs no workbook of ours."""
    grid = ExcelGrid(book)
    return Called(window, grid, lambda: _desk(book, grid, manifest_of(grid), Credentials()), window.language)


def within(book: xw.Book, window: Window, credentials: Credentials | None = None) -> Called:
    """What a command works on that needs one.

    Raises:
        NotABookError, GridError: it is none of ours, or cannot be read.
    """
    kept = credentials or Credentials()
    manifest = manifest_of(ExcelGrid(book))
    grid = WatchedGrid(ExcelGrid(book), window, manifest.language)
    return Called(
        window=window,
        grid=grid,
        open_desk=lambda: _desk(book, grid, manifest, kept),
        language=manifest.language,
        sheets=tuple(sheet.name for sheet in book.sheets if is_shown(sheet.visible)),
        selection=selection_in(book),
        hidden=lambda sheet, row: is_hidden(book, sheet, row),
        credentials=kept,
    )


@contextmanager
def _desk(book: xw.Book, grid: Grid, manifest: Manifest, kept: Credentials) -> Iterator[Desk]:
    """The desk for an open workbook; no other sync of it runs meanwhile."""
    name = full_name(book)
    outbox = SavedOutbox(outbox_of(name, manifest.workbook), lambda: save(book))
    desk = desk_over(grid, manifest, outbox, kept, CLIENT)
    with alone(place_of(name, manifest.workbook), book.name):
        try:
            yield desk
        except ClientError:
            if outbox.load() is not None:
                # the workbook says by now which push it has no answer to; see docs/decisions/0015
                with suppress(GridError):
                    save(book)
            raise


def full_name(book: xw.Book, platform: str = sys.platform) -> str:
    """Path or address of a workbook, as its program has it.

    xlwings would guess the folder that an address of OneDrive stands for; a guess may be another file.
    """
    if platform == "win32":
        return str(book.api.FullName)
    try:
        return book.fullname
    except xw.XlwingsError:
        return f"https://{book.name}"


def save(book: xw.Book) -> None:
    """Save a workbook where it is; one that was never saved is left for its user to name.

    Raises:
        GridError: it cannot be saved.
    """
    name = full_name(book)
    if "://" not in name and not Path(name).is_absolute():
        return
    try:
        book.save()
    except Exception as error:
        raise GridError(book.name, "cannot_save", detail=str(error)) from error


def selection_in(book: xw.Book) -> Selection:
    """What is selected in a workbook; nothing where it is a drawing."""
    try:
        selected = book.app.selection
        if selected is None or selected.sheet.book.name != book.name:
            return Selection()
        sheet, column = selected.sheet.name, selected.column
        return Selection(sheet, tuple(_rows(selected)), lambda: bound_column(book, sheet, column))
    except (AttributeError, xw.XlwingsError):
        return Selection()


def _rows(selected: Any, platform: str = sys.platform) -> Iterator[tuple[int, int]]:
    """First and last row of each area of a selection. An address would be cut off after 255 characters on Windows."""
    if platform == "win32":
        yield from ((area.Row, area.Row + area.Rows.Count - 1) for area in selected.api.Areas)
    else:
        yield from areas(selected.address)


def bound_column(book: xw.Book, sheet: str, column: int) -> tuple[str, str] | None:
    """The table and column that the hidden name of a column's header cell stands for."""
    for name in book.names:
        binding = bound(name.name.rpartition("!")[2])
        if binding is None:
            continue
        try:
            header = name.refers_to_range
        except Exception:  # noqa: BLE001, S112 - each system has errors of its own for a name that points nowhere
            continue
        if header.sheet.name == sheet and header.column == column:
            return binding
    return None


def is_shown(visible: object) -> bool:
    """Whether a sheet is shown, by what xlwings says of it: on Windows -1, and 2 where it is hidden even from menus."""
    return visible in (True, -1)


def is_hidden(book: xw.Book, sheet: str, row: int) -> bool:
    """Whether a row is hidden or filtered out. In Excel such a row has no height."""
    cell: Any = book.sheets[sheet].range((row, 1))
    if hasattr(type(cell.impl), "row_hidden"):
        return bool(cell.impl.row_hidden)
    return bool(cell.row_height == 0)
