"""Notes of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice.addresses import Area
from crossfoot_addin.libreoffice.protection import refuse_shape

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.sheets import Sheet


class Note(base_classes.Note):
    """The note of a cell, whose place counts from 0."""

    def __init__(self, sheet: Sheet, place: Any) -> None:
        self._sheet = sheet
        self._place = place

    @staticmethod
    def all_on(sheet: Sheet) -> list[Note]:
        """All notes of a sheet."""
        notes = sheet.native.getAnnotations()
        return [Note(sheet, notes.getByIndex(at).Position) for at in range(notes.Count)]

    @staticmethod
    def at(sheet: Sheet, place: Any) -> Note | None:
        """The note of a cell, if it has one."""
        note = Note(sheet, place)
        return None if note._number() is None else note

    @property
    def api(self) -> Any:
        """LibreOffice's note."""
        return self._sheet.native.getCellByPosition(self._place.Column, self._place.Row).getAnnotation()

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.api.getString())

    @text.setter
    def text(self, value: str) -> None:
        self._changing()
        self.api.setString(value)

    @property
    def author(self) -> str:
        """Who wrote it."""
        return str(self.api.Author)

    @property
    def location(self) -> Any:
        """Its cell."""
        return self._sheet.at(Area(self._place.Row + 1, self._place.Column + 1))

    def delete(self) -> None:
        """Remove it."""
        self._changing()
        number = self._number()
        if number is not None:
            self._sheet.native.getAnnotations().removeByIndex(number)

    def _changing(self) -> None:
        refuse_shape(self._sheet.native, Area(self._place.Row + 1, self._place.Column + 1))

    def _number(self) -> int | None:
        notes = self._sheet.native.getAnnotations()
        for number in range(notes.Count):
            place = notes.getByIndex(number).Position
            if (place.Row, place.Column) == (self._place.Row, self._place.Column):
                return number
        return None
