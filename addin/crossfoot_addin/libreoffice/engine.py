"""The engine that xlwings drives LibreOffice by, and how to start one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import xlwings
from xlwings import base_classes

from crossfoot_addin.libreoffice.app import App
from crossfoot_addin.libreoffice.values import cleaned, given

NAME = "libreoffice"


class Engine:
    """What xlwings asks an engine for."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """A value as cells take it."""
        return given(value)

    @staticmethod
    def clean_value_data(
        data: Any,
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """What was read, as the caller wants it."""
        return cleaned(data, datetime_builder, empty_as, number_builder, err_to_str)


class Apps(base_classes.Apps):
    """The running apps, the active one first."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._running: list[App] = []

    def keys(self) -> list[int]:
        """Their process ids."""
        return [app.pid for app in self._running]

    def add(
        self, spec: Any = None, add_book: bool = False, xl: Any = None, visible: Any = None, macros: bool = False
    ) -> App:
        """Start another one."""
        app = App(self, macros)
        self._running.insert(0, app)
        if add_book:
            app.books.add()
        return app

    @staticmethod
    def cleanup() -> None:
        """Each ends its own LibreOffice; there is nothing to clean up."""

    def to_front(self, app: App) -> None:
        """Make an app the active one."""
        self.forget(app)
        self._running.insert(0, app)

    def forget(self, app: App) -> None:
        """An app has ended."""
        if app in self._running:
            self._running.remove(app)

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._running))

    def __len__(self) -> int:
        return len(self._running)

    def __getitem__(self, pid: int) -> App:
        for app in self._running:
            if app.pid == pid:
                return app
        raise KeyError(pid)


def install() -> xlwings.main.Engine:
    """Make the engine known to xlwings, as ``xw.engines["libreoffice"]``; ``activate()`` makes it the active one."""
    for engine in xlwings.engines:
        if engine.name == NAME:
            return engine
    xlwings.engines.add(xlwings.main.Engine(impl=Engine()))
    return xlwings.engines[NAME]


@contextmanager
def libreoffice(macros: bool = False) -> Iterator[xlwings.App]:
    """An app on a LibreOffice of its own, which ends with the block; ``macros`` lets the workbooks' macros run.

    Meanwhile the engine is xlwings' active one: some of its calls, ``activate()`` among them, ask for that.

    Raises:
        OfficeNotFound: LibreOffice is not installed.
        OfficeGone: it did not start.
    """
    before = xlwings.engines.active
    engine = install()
    engine.activate()
    try:
        app = engine.apps.add(macros=macros)
        try:
            yield app
        finally:
            app.quit()
    finally:
        xlwings.engines.active = before
