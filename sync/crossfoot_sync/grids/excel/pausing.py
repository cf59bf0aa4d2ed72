"""Excel at rest while it is written to: nobody types, nothing is drawn, calculated or run; all of it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from crossfoot_sync.grids.excel.busy import Patience, Trouble, trouble

if TYPE_CHECKING:
    import xlwings as xw

_PAUSED: Final = (
    ("screen_updating", False),
    ("enable_events", False),
    ("display_alerts", False),
    ("calculation", "manual"),
)


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
def paused(app: xw.App, patience: Patience) -> Iterator[None]:
    """Let screen, events, questions and calculation wait; each is then as it was, whatever happened."""
    before: list[tuple[str, object]] = []
    try:
        for name, value in _PAUSED:
            was = getattr(app, name)
            if was != value:
                before.append((name, was))
                setattr(app, name, value)
        yield
    finally:
        _restore(app, before, patience)


def _restore(app: xw.App, before: list[tuple[str, object]], patience: Patience) -> None:
    while before:
        name, was = before.pop()
        try:
            patience.until_free(lambda name=name, was=was: setattr(app, name, was))  # type: ignore[misc]  # bound now
        finally:
            _restore(app, before, patience)


def _set(app: xw.App, name: str, value: object) -> bool:
    try:
        setattr(app, name, value)
    except Exception as error:
        unknown = trouble(error) is None and isinstance(error, AttributeError | NotImplementedError)
        if not unknown and trouble(error) is not Trouble.REFUSED:
            raise
        return False
    return True
