"""A change of a spreadsheet under way: made on a copy, which becomes the spreadsheet when all of it went well."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_sync.emulator.accounts import Account
from crossfoot_sync.emulator.drive.file import File
from crossfoot_sync.emulator.errors import ProtectedError
from crossfoot_sync.emulator.formulas.calculator import Calculator
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.book import Book
from crossfoot_sync.emulator.grid.cell import Result
from crossfoot_sync.emulator.grid.locales import Locale, locale
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.grid.shifts import Dimension
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.state import State


@dataclass
class Edit:
    """``book`` is the copy; protections are those for ``account``."""

    state: State
    file: File
    book: Book
    account: Account

    def commit(self) -> None:
        """Make it so."""
        self.state.commit(self.file, self.book, self.account)

    @property
    def locale(self) -> Locale:
        """How numbers and dates are typed here."""
        return locale(self.book.locale)

    @property
    def year(self) -> int:
        """The year that a day typed without one is taken to be in."""
        return self.calculator().today.year

    def calculator(self) -> Calculator:
        """What the formulas give as it stands."""
        return self.state.calculator(self.book)

    def value(self, sheet: Sheet, row: int, column: int) -> Result:
        """What a cell gives as it stands."""
        return self.calculator().value(sheet, row, column)

    def may_edit(self, protected: Json) -> bool:
        """Whether the account may edit a protected range, or is only warned."""
        if protected.get("warningOnly"):
            return True
        role = self.file.role_of(self.account)
        editors = protected.get("editors", {})
        domain = editors.get("domainUsersCanEdit") and not self.account.service
        return role == "owner" or bool(domain) or self.account.email.lower() in map(str.lower, editors.get("users", ()))

    def guard(self, sheet: Sheet, area: Area) -> None:
        """Refuse to change a protected area.

        Raises:
            ProtectedError: the account may not edit all of it.
        """
        for protected in sheet.protected:
            if self.may_edit(protected) or not self._protects(sheet, protected, area):
                continue
            raise ProtectedError

    def guard_lines(self, sheet: Sheet, dimension: Dimension, start: int, end: int) -> None:
        """Refuse to change whole rows or columns that cross a protected area.

        Raises:
            ProtectedError: the account may not edit all of it.
        """
        whole = sheet.whole
        rows = (start, end) if dimension == "ROWS" else (0, whole.bottom)
        columns = (start, end) if dimension == "COLUMNS" else (0, whole.right)
        self.guard(sheet, Area(rows[0], columns[0], rows[1], columns[1]))

    def guard_insertion(self, sheet: Sheet, dimension: Dimension, at: int) -> None:
        """Refuse to put rows or columns into a protected area; before or behind it they may come.

        Raises:
            ProtectedError: the account may not edit it.
        """
        if 0 < at < len(sheet.axis(dimension)):
            for protected in sheet.protected:
                area = self.protected_area(sheet, protected)
                start, end = (area.top, area.bottom) if dimension == "ROWS" else (area.left, area.right)
                if start < at < end and not self.may_edit(protected) and "unprotectedRanges" not in protected:
                    raise ProtectedError

    def guard_sheet(self, sheet: Sheet) -> None:
        """Refuse to rename, move or delete a sheet that is protected as a whole.

        Raises:
            ProtectedError: the account may not edit all of it.
        """
        self.guard(sheet, sheet.whole)

    def protected_area(self, sheet: Sheet, protected: Json) -> Area:
        """Where a protected range is now."""
        if "namedRangeId" in protected:
            named = next((each for each in self.book.named if each["namedRangeId"] == protected["namedRangeId"]), None)
            return sheet.bounded(named["range"]) if named else Area(0, 0, 0, 0)
        return sheet.bounded(protected.get("range", {}))

    def _protects(self, sheet: Sheet, protected: Json, area: Area) -> bool:
        shared = self.protected_area(sheet, protected).both(area)
        spared = [sheet.bounded(each) for each in protected.get("unprotectedRanges", ())]
        return shared is not None and not any(each.covers(shared) for each in spared)
