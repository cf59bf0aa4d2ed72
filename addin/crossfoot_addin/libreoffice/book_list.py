"""The open workbooks of an app, together; how one is opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.books import FILTERS, Book
from crossfoot_addin.libreoffice.errors import OfficeError
from crossfoot_addin.libreoffice.locks import clear_stale
from crossfoot_addin.libreoffice.picking import Several
from crossfoot_addin.libreoffice.protection import locks_structure

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.app import App

NEVER, ALWAYS = 0, 4  # com.sun.star.document.MacroExecMode: NEVER_EXECUTE, ALWAYS_EXECUTE_NO_WARN
NO_UPDATE, FULL_UPDATE = 0, 3  # com.sun.star.document.UpdateDocMode

TEMPLATES = {".xltx", ".xlt", ".ots"}
"""Files that are not opened themselves: a new workbook is made after them, as in Excel."""

_NOT_OPENED = "LibreOffice cannot open {path}: it is no workbook, is damaged, or needs a password."


class Books(Several[Book], base_classes.Books):
    """The open workbooks of an app, those opened last at the end."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        """LibreOffice's desktop."""
        return self.app.office.desktop

    @property
    def active(self) -> Book | None:
        """The workbook that was opened or activated last."""
        opened = self.app.opened
        return max(opened, key=lambda book: book.activated) if opened else None

    def __len__(self) -> int:
        return len(self.app.opened)

    def __iter__(self) -> Iterator[Book]:
        return iter(list(self.app.opened))

    def add(self) -> Book:
        """A new workbook."""
        document = self.api.loadComponentFromURL("private:factory/scalc", "_blank", 0, bridge.properties(Hidden=True))
        self.app.made += 1
        return Book(self.app, document, None, f"Book{self.app.made}")

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: Any = None,  # noqa: A002  # xlwings' own word
        password: str | None = None,
        *others: Any,
    ) -> Book:
        """Open a file.

        Raises:
            Locked: it is open in another program.
            OfficeError: it cannot be opened.
        """
        if format is not None or any(other is not None for other in others):
            raise NotImplementedError("LibreOffice opens with update_links, read_only and password only.")
        path = Path(fullname)
        read_only = bool(read_only) or not os.access(path, os.W_OK)
        if not read_only:
            clear_stale(path)
        arguments: dict[str, Any] = {
            "Hidden": True,
            "MacroExecutionMode": ALWAYS if self.app.macros else NEVER,
            "UpdateDocMode": FULL_UPDATE if update_links else NO_UPDATE,
        }
        # Excel lets people work in a read-only workbook and save it elsewhere; LibreOffice, in a copy without a name.
        template = path.suffix.lower() in TEMPLATES
        arguments |= {"AsTemplate": True} if read_only or template else {}
        arguments |= {"Password": password} if password else {}
        # LibreOffice knows add-ins of Excel by no sign of their own
        arguments |= {"FilterName": FILTERS[".xlsm"]} if path.suffix.lower() == ".xlam" else {}
        try:
            document = self.api.loadComponentFromURL(bridge.url(fullname), "_blank", 0, bridge.properties(**arguments))
        except bridge.failure() as error:
            raise OfficeError(f"{_NOT_OPENED.format(path=path)} ({error})") from error
        if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            if document is not None:
                document.close(True)
            raise OfficeError(_NOT_OPENED.format(path=path))
        if locks_structure(path) and not document.isProtected():
            document.protect("")  # LibreOffice overlooks it where there is no password
        if template:
            self.app.made += 1
            return Book(self.app, document, None, f"{path.stem}{self.app.made}")
        return Book(self.app, document, path, path.name, read_only)
