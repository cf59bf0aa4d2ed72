"""Names that stand for cells, constants or formulas, of a workbook or of one sheet."""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.addresses import Area, split_sheet
from crossfoot_addin.libreoffice.errors import OfficeError
from crossfoot_addin.libreoffice.formulas import to_excel, to_office

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.books import Book
    from crossfoot_addin.libreoffice.sheets import Sheet

OWN = "_xlnm."
"""How the names begin that Excel keeps for itself: print areas, filters."""


class Names(base_classes.Names):
    """The names of a workbook, those of its sheets included, or those of one sheet."""

    def __init__(self, book: Book, sheet: Sheet | None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> Any:
        """LibreOffice's names."""
        return (self.book.document if self.sheet is None else self.sheet.native).NamedRanges

    def __iter__(self) -> Iterator[Name]:
        if self.sheet is None:
            yield from self._own()
            for sheet in self.book.sheets:
                yield from Names(self.book, sheet)
        else:
            yield from self._own()

    def _own(self) -> Iterator[Name]:
        holder = self.api
        words = (word for word in holder.getElementNames() if not word.startswith(OWN))
        return (Name(self.book, self.sheet, word, holder) for word in words)

    def snapshot(self) -> list[tuple[str, Name]]:
        """All of them, with their texts."""
        return [(name.name, name) for name in self]

    def __call__(self, key: int | str) -> Name:
        """One of them by its number, from 1, or its text, with or without its sheet.

        Raises:
            KeyError: there is none.
        """
        if isinstance(key, numbers.Number):
            return self.snapshot()[int(key) - 1][1]
        wanted = _unquoted(str(key)).lower()
        for name in self:
            if wanted in {_unquoted(name.name).lower(), name.word.lower()}:
                return name
        raise KeyError(key)

    def contains(self, key: int | str) -> bool:
        """Whether there is such a name."""
        try:
            self(key)
        except (KeyError, IndexError):
            return False
        return True

    def __len__(self) -> int:
        return sum(1 for _ in self)  # list() would ask for the length

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name; one of the same text is replaced.

        Raises:
            OfficeError: the text is not one that a name can have.
        """
        sheet_name, word = split_sheet(name)
        sheet = self.sheet if sheet_name is None else self.book.sheets(sheet_name)
        made = Name(self.book, sheet, word)
        holder = made.holder
        if holder.hasByName(word):
            holder.removeByName(word)
        try:
            holder.addNewByName(word, made.content_of(refers_to), bridge.struct("table.CellAddress"), 0)
        except bridge.failure() as error:
            raise OfficeError(f"“{word}” cannot be a name: it must not look like a cell or hold spaces.") from error
        return made


class Name(base_classes.Name):
    """One name; ``sheet`` is ``None`` for a name of the whole workbook."""

    def __init__(self, book: Book, sheet: Sheet | None, word: str, holder: Any = None) -> None:
        self.book = book
        self.sheet = sheet
        self.word = word
        self._holder = holder

    @property
    def holder(self) -> Any:
        """LibreOffice's names that it is among."""
        if self._holder is None:
            self._holder = (self.book.document if self.sheet is None else self.sheet.native).NamedRanges
        return self._holder

    @property
    def api(self) -> Any:
        """LibreOffice's name."""
        return self.holder.getByName(self.word)

    def delete(self) -> None:
        """Forget it."""
        self.holder.removeByName(self.word)

    @property
    def name(self) -> str:
        """Its text, with its sheet where it is one sheet's."""
        return self.word if self.sheet is None else f"{self.sheet.quoted}!{self.word}"

    @name.setter
    def name(self, value: str) -> None:
        _, word = split_sheet(value)
        self.api.setName(word)
        self.word = word

    @property
    def refers_to(self) -> str:
        """What it stands for, as a formula."""
        return to_excel(f"={self.api.getContent()}", self.book.functions)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setContent(self.content_of(value))

    def content_of(self, refers_to: str) -> str:
        """What it is to stand for, as LibreOffice takes it."""
        return to_office(f"={refers_to.removeprefix('=')}", self.book.functions).removeprefix("=")

    @property
    def refers_to_range(self) -> Any:
        """The cells that it stands for.

        Raises:
            OfficeError: it stands for something else.
        """
        cells = self.api.getReferredCells()
        if cells is None:
            raise OfficeError(f"The name {self.name} stands for no cells: {self.refers_to}")
        return self.book.range_of(cells)

    def area_on(self, sheet: Sheet) -> Area | None:
        """The cells of a sheet that it stands for, or ``None``."""
        cells = self.api.getReferredCells()
        if cells is None or cells.getRangeAddress().Sheet != sheet.index - 1:
            return None
        area: Area = self.book.range_of(cells).area
        return area


def _unquoted(name: str) -> str:
    sheet, word = split_sheet(name)
    return word if sheet is None else f"{sheet}!{word}"
