"""A running Excel as probes work in it: in workbooks of their own, and in nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import xlwings as xw

from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_tests.probing.probe import NotAsked
from crossfoot_tests.sync.grids.openpyxl_books import write_book

SETTINGS = ("calculation", "display_alerts", "enable_events", "interactive", "screen_updating")
"""What a write changes for a moment and gives back."""


@dataclass(frozen=True)
class Place:
    """An Excel, and a folder for workbooks.

    Attributes:
        before: the names of the workbooks that were open already, which are never touched.
        settings: how Excel was set.
        rehearsed: whether LibreOffice stands in for it.
        ask: has somebody at the screen do something; ``None`` where nobody is there.
    """

    app: xw.App
    folder: Path
    before: frozenset[str] = frozenset()
    settings: tuple[object, ...] = ()
    rehearsed: bool = False
    ask: Callable[[str], None] | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def sheet(self) -> xw.Sheet:
        """The first sheet of a new workbook."""
        return self.app.books.add().sheets[0]

    def file(self, name: str = "book") -> Path:
        """Where a new workbook may be put."""
        return self.folder / f"{name} {next(self._numbers)}.xlsx"

    def open(self, path: Path) -> xw.Book:
        """A workbook, opened."""
        return self.app.books.open(str(path))

    def opened(self, book: MemoryGrid) -> xw.Book:
        """A small book in a file, opened."""
        return self.open(write_book(self.file(), book))

    @contextmanager
    def tidied(self) -> Iterator[None]:
        """Whatever is opened inside is closed afterwards, without being saved."""
        try:
            yield
        finally:
            for each in [*self.app.books]:
                if each.name not in self.before:
                    each.close()


def settings_of(app: xw.App) -> tuple[object, ...]:
    """How Excel is set; ``None`` where it does not tell, as macOS does of keys."""
    return tuple(_setting(app, name) for name in SETTINGS)


def _setting(app: xw.App, name: str) -> object:
    try:
        found: object = getattr(app, name)
    except (xw.XlwingsError, AttributeError, NotImplementedError):
        return None
    return found


def protect(sheet: xw.Sheet, *, people_only: bool = False) -> None:
    """Protect a sheet, against programs too unless it is against ``people_only``.

    Raises:
        NotAsked: nobody has written down how a program does that on this system.
    """
    if hasattr(sheet.impl, "protected"):  # LibreOffice
        sheet.impl.native.protect("")
    elif sys.platform == "win32":
        sheet.api.Protect(UserInterfaceOnly=people_only)
    else:
        raise NotAsked("how a program protects a sheet on this system is not written down")


def protect_structure(book: xw.Book) -> None:
    """Protect the structure of a workbook.

    Raises:
        NotAsked: nobody has written down how a program does that on this system.
    """
    if hasattr(book.impl, "document"):  # LibreOffice
        book.impl.document.protect("")
    elif sys.platform == "win32":
        book.api.Protect(Structure=True)
    else:
        raise NotAsked("how a program protects a workbook on this system is not written down")
