"""Excel at rest while it is written to: nobody types, nothing is drawn, calculated or run; all of it comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from crossfoot_sync.grids.excel.busy import Patience, Trouble, trouble

if TYPE_CHECKING:
    import xlwings as xw

_PAUSED: Final[Mapping[str, object]] = {
    "screen_updating": False,
    "enable_events": False,
    "display_alerts": False,
    "calculation": "manual",
}
_NOTE: Final = "cf_paused"
"""The name, of no cells, that says how Excel was set before it was paused."""


@contextmanager
def held(app: xw.App, patience: Patience) -> Iterator[bool]:
    """Keep people's keys and clicks away from Excel; whether that works, which it does not on macOS.

    Whatever it was before, Excel takes them afterwards: one that does not was left so by a program that died.
    """
    works = _set(app, "interactive", False)
    try:
        yield works
    finally:
        if works:
            patience.until_free(lambda: _set(app, "interactive", True))


@contextmanager
def paused(book: xw.Book, patience: Patience) -> Iterator[None]:
    """Let screen, events, questions and calculation wait; each is then as it was, whatever happened.

    How they were is noted in the workbook meanwhile: should this program be killed, the next one finds the note.
    """
    app = book.app
    before = _noted(book) or {name: getattr(app, name) for name in _PAUSED}
    _note(book, _told(before))
    try:
        for name, value in _PAUSED.items():
            setattr(app, name, value)
        yield
    finally:
        _restore(app, [*before.items()], patience)
        patience.until_free(lambda: _forget(book))


def _note(book: xw.Book, text: str) -> None:
    try:
        book.names.add(_NOTE, text)
    except Exception as error:
        # where no names can be made, a program that is killed leaves Excel as it is
        if trouble(error) is not Trouble.REFUSED:
            raise


def _told(settings: Mapping[str, object]) -> str:
    return '="' + "|".join(f"{name}={settings[name]}" for name in _PAUSED) + '"'


def _noted(book: xw.Book) -> dict[str, object]:
    """The settings of a program that was killed before it restored them, if the workbook tells."""
    if _NOTE not in book.names:
        return {}
    parts = (book.names[_NOTE].refers_to or "").strip('="').split("|")
    told = dict(each.partition("=")[::2] for each in parts)
    if told.keys() != _PAUSED.keys():
        return {}
    return {name: told[name] == "True" if isinstance(_PAUSED[name], bool) else told[name] for name in _PAUSED}


def _forget(book: xw.Book) -> None:
    if _NOTE in book.names:
        book.names[_NOTE].delete()


def _restore(app: xw.App, before: list[tuple[str, object]], patience: Patience) -> None:
    while before:
        name, was = before.pop()
        try:
            patience.until_free(partial(_give_back, app, name, was))
        finally:
            _restore(app, before, patience)


def _give_back(app: xw.App, name: str, was: object) -> None:
    if getattr(app, name) != was:
        setattr(app, name, was)


def _set(app: xw.App, name: str, value: object) -> bool:
    try:
        setattr(app, name, value)
    except Exception as error:
        unknown = trouble(error) is None and isinstance(error, AttributeError | NotImplementedError)
        if not unknown and trouble(error) is not Trouble.REFUSED:
            raise
        return False
    return True
