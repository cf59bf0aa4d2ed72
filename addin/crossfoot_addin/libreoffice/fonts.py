"""Fonts of cells, of parts of their text, and of shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlwings import base_classes

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.formats import Color, color_number, color_of, one_value

BOLD, NORMAL = 150.0, 100.0
AUTOMATIC = -1
BLACK: Color = (0, 0, 0)


class Font(base_classes.Font):
    """The font of whatever has one in LibreOffice: cells, a part of a text, a shape. ``None`` where it differs."""

    def __init__(self, native: Any, changing: Callable[[], None]) -> None:
        self._native = native
        self._changing = changing

    @property
    def api(self) -> Any:
        """What has the font."""
        return self._native

    def _set(self, name: str, value: Any) -> None:
        self._changing()
        setattr(self.api, name, value)

    @property
    def bold(self) -> bool | None:
        """Whether it is bold."""
        weight = one_value(self.api, "CharWeight")
        return None if weight is None else weight > NORMAL

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", BOLD if value else NORMAL)

    @property
    def italic(self) -> bool | None:
        """Whether it is italic."""
        posture = one_value(self.api, "CharPosture")
        return None if posture is None else posture.value == "ITALIC"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("CharPosture", bridge.choice("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        """Its size, in points."""
        size: float | None = one_value(self.api, "CharHeight")
        return size

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def color(self) -> Color | None:
        """Red, green and blue; black where it is left to the program."""
        number = one_value(self.api, "CharColor")
        return None if number is None else color_of(number) or BLACK

    @color.setter
    def color(self, value: Color | int | str) -> None:
        self._set("CharColor", color_number(value))

    @property
    def name(self) -> str | None:
        """Its name."""
        name: str | None = one_value(self.api, "CharFontName")
        return name

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)


class CharactersOfCell(base_classes.Characters):
    """A part of the text of a cell or shape: from ``start`` (from 0), ``length`` characters or all that follow."""

    def __init__(self, native: Any, changing: Callable[[], None], start: int = 0, length: int | None = None) -> None:
        self._native = native
        self._changing = changing
        self._start = start
        self._length = len(native.getString()) - start if length is None else length

    @property
    def api(self) -> Any:
        """LibreOffice's cursor over the part."""
        cursor = self._native.createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(self._start, False)
        cursor.goRight(self._length, True)
        return cursor

    @property
    def text(self) -> str:
        """The characters."""
        return str(self._native.getString()[self._start : self._start + self._length])

    @property
    def font(self) -> Font:
        """Their font."""
        return Font(self.api, self._changing)

    def __getitem__(self, item: int | slice) -> CharactersOfCell:
        if isinstance(item, slice):
            if (item.start or 0) < 0 or (item.stop or 0) < 0:
                raise ValueError(f"{type(self).__name__} object does not support slicing with negative indexes")
            start = item.start or 0
            stop = self._length if item.stop is None else item.stop
            return CharactersOfCell(self._native, self._changing, self._start + start, stop - start)
        at = item if item >= 0 else self._length + item
        return CharactersOfCell(self._native, self._changing, self._start + at, 1)
