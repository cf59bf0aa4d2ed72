"""A workbook: what it holds, what is selected in it, how it is saved and closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.addresses import area_of
from crossfoot_addin.libreoffice.errors import OfficeError, ReadOnly
from crossfoot_addin.libreoffice.formats import NumberFormats
from crossfoot_addin.libreoffice.formulas import Functions
from crossfoot_addin.libreoffice.locks import clear_stale
from crossfoot_addin.libreoffice.macros import run
from crossfoot_addin.libreoffice.names import Names
from crossfoot_addin.libreoffice.placed import Placed
from crossfoot_addin.libreoffice.ranges import Range
from crossfoot_addin.libreoffice.sheet_list import Sheets
from crossfoot_addin.libreoffice.sheets import Sheet

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.app import App

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".xlt": "MS Excel 97 Vorlage/Template",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
    ".html": "HTML (StarCalc)",
}
"""What LibreOffice calls the formats that it writes."""


class Book(base_classes.Book):
    """One open workbook, whose ``path`` is ``None`` as long as it was never saved."""

    def __init__(self, app: App, document: Any, path: Path | None, name: str, read_only: bool = False) -> None:
        self._app = app
        self.document = document
        self._path = path
        self._name = name
        self.read_only = read_only
        self.shifts = 0
        self._drawn: list[Any] = []
        self.kept_of_tables: dict[str, dict[str, Any]] = {}
        # Without a window there is nothing to lay toolbars out on, and LibreOffice dies of trying.
        self.controller.Frame.LayoutManager = None
        app.opened.append(self)
        self.activated = app.next_activation()
        document.enableAutomaticCalculation(app.calculation != "manual")

    @property
    def app(self) -> App:
        """The app that it is open in."""
        return self._app

    @property
    def api(self) -> Any:
        """LibreOffice's document."""
        return self.document

    @property
    def controller(self) -> Any:
        """LibreOffice's view of the document: active sheet, selection, scroll position."""
        return self.document.getCurrentController()

    @cached_property
    def epoch(self) -> dt.datetime:
        """Day 0 of its dates."""
        day = self.document.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)  # noqa: DTZ001  # a cell has no zone

    @property
    def date1904(self) -> bool:
        """Whether its dates count from 1904."""
        return self.epoch.year == 1904

    @property
    def corner(self) -> tuple[int, int]:
        """Row and column of the first cell on the screen."""
        return int(self.controller.FirstVisibleRow) + 1, int(self.controller.FirstVisibleColumn) + 1

    @corner.setter
    def corner(self, value: tuple[int, int]) -> None:
        self.controller.FirstVisibleRow, self.controller.FirstVisibleColumn = value[0] - 1, value[1] - 1

    @cached_property
    def formats(self) -> NumberFormats:
        """Its number formats."""
        return NumberFormats(self.document)

    @property
    def functions(self) -> Functions:
        """The names of functions."""
        return self.app.functions_of(self.document)

    @property
    def name(self) -> str:
        """Its file's name."""
        return self._name

    @property
    def fullname(self) -> str:
        """Its file."""
        return self._name if self._path is None else str(self._path)

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its names, those of its sheets included."""
        return Names(self, None)

    def all_tables(self) -> set[str]:
        """The names of its tables."""
        return {name for sheet in self.sheets for name in sheet.table_areas()}

    def range_of(self, cells: Any) -> Range:
        """LibreOffice's cells as a range."""
        place = cells.getRangeAddress()
        area = area_of(place)
        return Sheet(self, self.document.Sheets.getByIndex(place.Sheet)).at(area)

    def keep_drawn(self, native: Any) -> None:
        """Keep hold of a shape: one that LibreOffice lets go of while it is asked for again has lost its name."""
        if native not in self._drawn:
            self._drawn.append(native)

    @property
    def selection(self) -> Range | None:
        """The selected cells; ``None`` if something else is selected."""
        selected = self.document.getCurrentSelection()
        return self.range_of(selected) if hasattr(selected, "getRangeAddress") else None

    def activate(self) -> None:
        """Bring it to the front."""
        self.activated = self.app.next_activation()

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Let the screen and what depends on cells wait until several cells are written."""
        self.document.lockControllers()
        self.document.addActionLock()
        try:
            yield
        finally:
            self.document.removeActionLock()
            self.document.unlockControllers()

    @contextmanager
    def showing(self, sheet: Sheet) -> Iterator[None]:
        """Show a sheet, and then again the one that was shown."""
        shown = self.sheets.active
        sheet.activate()
        try:
            yield
        finally:
            shown.activate()

    @contextmanager
    def selecting(self) -> Iterator[None]:
        """Keep what is selected, and where, while something else is selected for a command."""
        shown, selected = self.sheets.active, self.selection
        try:
            yield
        finally:
            if selected is not None:
                selected.select()
            shown.activate()

    def choose(self, command: str, of: Placed, **arguments: Any) -> None:
        """Choose a command of the menus for some cells."""
        of.select()
        dispatcher = self.app.office.service("frame.DispatchHelper")
        dispatcher.executeDispatch(self.controller.Frame, f".uno:{command}", "", 0, bridge.properties(**arguments))

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, in the format that its file's name ends with.

        Raises:
            ReadOnly: it was opened read-only, and no other name is given.
            Locked: the file is open in another program.
            OfficeError: it cannot be written, or not in this format.
        """
        if path is None and self.read_only:
            raise ReadOnly(self.name)
        target = Path(path or self._path or f"{self._name}.xlsx").absolute()
        if target.suffix.lower() not in FILTERS:
            raise OfficeError(f"LibreOffice cannot write {target.suffix} files; use one of {', '.join(FILTERS)}.")
        if target != self._path:
            clear_stale(target)
        arguments: dict[str, Any] = {"FilterName": FILTERS[target.suffix.lower()], "Overwrite": True}
        if password:
            arguments["EncryptionData"] = _encryption(password)
        try:
            self.document.storeAsURL(bridge.url(str(target)), bridge.properties(**arguments))
        except bridge.failure() as error:
            raise OfficeError(f"{target} cannot be written ({error}); check the folder and its permissions.") from error
        self._path, self._name, self.read_only = target, target.name, False

    def close(self) -> None:
        """Close it without saving."""
        if self in self.app.opened:
            self.app.opened.remove(self)
            self.document.close(True)

    def to_pdf(self, path: str, quality: str) -> None:
        """Write it as a PDF."""
        where = bridge.url(str(Path(path).absolute()))
        self.document.storeToURL(where, bridge.properties(FilterName="calc_pdf_Export"))

    def run(self, macro: str, arguments: list[Any]) -> Any:
        """Run one of its macros."""
        return run(self.document, macro, arguments)


def _encryption(password: str) -> Any:
    """What a password comes to when a workbook is encrypted."""
    named = [
        bridge.struct("beans.NamedValue", Name=name, Value=value)
        for name, value in (("OOXPassword", password), ("CryptoType", "Standard"))
    ]
    return bridge.typed("beans.NamedValue", named)
