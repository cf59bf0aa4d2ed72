"""A seam between xlwings and its engine: something can happen before any call, and any call can fail.

To the program behind xlwings each call is one; what people do there happens between two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import GeneratorType
from typing import Any, Final

import xlwings as xw

_WHOLE: Final = "crossfoot_addin.libreoffice"


_ListIterator: type[Iterator[Any]] = type(iter([""]))


@dataclass
class Seam:
    """The seam under one workbook.

    Attributes:
        between: is told the name of each call before it is made; may raise what the call is to raise.
        asked: the names of all calls so far.
        lacking: the names of calls that the program does not know.
    """

    between: Callable[[str], None] | None = None
    asked: list[str] | None = None
    lacking: frozenset[str] = frozenset()
    _within: bool = False

    def under(self, book: xw.Book) -> xw.Book:
        """The same workbook, each call to which comes through here."""
        return xw.Book(impl=Through(book.impl, self))

    def call(self, name: str, made: Callable[[], Any]) -> Any:
        """Make a call; those that it makes itself are part of it."""
        if self._within:
            return made()
        if name in self.lacking:
            raise xw.XlwingsError(f"{name} isn't supported here.")
        if self.asked is not None:
            self.asked.append(name)
        if self.between is not None:
            self.between(name)
        self._within = True
        try:
            return self.wrapped(made())
        finally:
            self._within = False

    def wrapped(self, value: Any) -> Any:
        """A part of the engine with the seam under it; anything else as it is."""
        if isinstance(value, GeneratorType | _ListIterator):
            return iter([self.wrapped(each) for each in value])
        if isinstance(value, list) and value and _is_part(value[0]):
            return [self.wrapped(each) for each in value]
        if isinstance(value, list) and value and isinstance(value[0], tuple) and any(map(_is_part, value[0])):
            return [tuple(map(self.wrapped, each)) for each in value]
        return Through(value, self) if _is_part(value) else value


class Through:
    """A part of the engine behind the seam."""

    def __init__(self, part: Any, seam: Seam) -> None:
        object.__setattr__(self, "_part", part)
        object.__setattr__(self, "_seam", seam)

    def __getattr__(self, name: str) -> Any:
        if callable(getattr(type(self._part), name, None)):
            return partial(self._ask, name)
        if name in {"options", "max_cells_per_write", "max_cells_per_read", "engine", "type"}:
            return getattr(self._part, name)  # of xlwings itself: nothing is asked of the program
        return self._seam.call(name, lambda: getattr(self._part, name))

    def _ask(self, name: str, *given: Any, **named: Any) -> Any:
        bare = {at: _bare(each) for at, each in named.items()}
        return self._seam.call(name, lambda: getattr(self._part, name)(*map(_bare, given), **bare))

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "options":
            self._part.options = value
        else:
            self._seam.call(f"{name}=", lambda: setattr(self._part, name, _bare(value)))

    def __call__(self, *given: Any) -> Any:
        return self._seam.call("()", lambda: self._part(*given))

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return int(self._seam.call("len", lambda: len(self._part)))

    def __iter__(self) -> Iterator[Any]:
        found: Iterator[Any] = self._seam.call("iter", lambda: iter(list(self._part)))
        return found

    def __contains__(self, key: object) -> bool:
        return bool(self._seam.call("in", lambda: key in self._part))


def _is_part(value: object) -> bool:
    kind = type(value)
    return kind.__module__.startswith(_WHOLE) and kind.__name__ not in {"ErrorValue", "Engine"}


def _bare(value: Any) -> Any:
    return value._part if isinstance(value, Through) else value
