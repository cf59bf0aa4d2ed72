"""The sheets of a workbook, together."""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice.protection import refuse_sheets
from crossfoot_addin.libreoffice.sheets import Sheet, check_name

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.books import Book


class Sheets(base_classes.Sheets):
    """All sheets of a workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        """LibreOffice's sheets."""
        return self.book.document.Sheets

    @property
    def active(self) -> Sheet:
        """The sheet on the screen."""
        return Sheet(self.book, self.book.controller.getActiveSheet())

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, self.api.getByIndex(at)) for at in range(len(self)))

    def __call__(self, key: int | str) -> Sheet:
        """A sheet by its number, from 1, or its name.

        Raises:
            KeyError: there is none.
        """
        if isinstance(key, numbers.Number):
            if 1 <= int(key) <= len(self):
                return Sheet(self.book, self.api.getByIndex(int(key) - 1))
        else:
            for name in self.api.getElementNames():
                if name.lower() == str(key).lower():
                    return Sheet(self.book, self.api.getByName(name))
        raise KeyError(key)

    def __contains__(self, key: str) -> bool:
        return str(key).lower() in {name.lower() for name in self.api.getElementNames()}

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Add a sheet, before the one on the screen unless told otherwise, and show it."""
        refuse_sheets(self.book.document, self.book.name)
        place = before.index - 1 if before else after.index if after else self.active.index - 1
        names = set(self.api.getElementNames())
        number = len(names) + 1
        while name is None:
            name = None if f"Sheet{number}" in names else f"Sheet{number}"
            number += 1
        check_name(name, names)
        self.api.insertNewByName(name, place)
        sheet = self(name)
        sheet.activate()
        return sheet
