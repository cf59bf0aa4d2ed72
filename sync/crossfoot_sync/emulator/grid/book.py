"""A spreadsheet: its sheets, named ranges and developer metadata."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.defaults import DEFAULT_FORMAT, theme
from crossfoot_sync.emulator.grid.metadata import Metadata
from crossfoot_sync.emulator.grid.rewriting import rewritten_after
from crossfoot_sync.emulator.grid.sheet import Place, Sheet, shifted_thing
from crossfoot_sync.emulator.grid.shifts import Shift
from crossfoot_sync.emulator.json_types import Json

MOST_CELLS = 10_000_000
MOST_COLUMNS = 18_278


@dataclass
class Book:
    """A spreadsheet. ``copy`` is what makes a batch all or nothing.

    ``lost_names`` are those of named ranges whose cells were deleted: Google no longer tells of them, but the names
    stay taken.
    """

    id: str
    properties: Json
    sheets: list[Sheet]
    ids: random.Random
    named: list[Json] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)
    lost_names: frozenset[str] = frozenset()

    @classmethod
    def new(cls, book_id: str, title: str, ids: random.Random) -> Book:
        """A new one with one empty sheet."""
        properties: Json = {
            "title": title,
            "locale": "en_US",
            "autoRecalc": "ON_CHANGE",
            "timeZone": "Etc/GMT",
            "defaultFormat": DEFAULT_FORMAT,
            "spreadsheetTheme": theme(),
        }
        return cls(book_id, properties, [Sheet.blank(0, "Sheet1")], ids)

    def copy(self) -> Book:
        """One that can be changed without changing this."""
        return replace(
            self,
            properties=dict(self.properties),
            sheets=[each.copy() for each in self.sheets],
            named=list(self.named),
            metadata=list(self.metadata),
        )

    @property
    def title(self) -> str:
        """Its name."""
        return str(self.properties["title"])

    @property
    def locale(self) -> str:
        """Such as ``en_US`` or ``zh_CN``."""
        return str(self.properties["locale"])

    def new_id(self) -> int:
        """An id for a sheet, a protected range or metadata, not in use here."""
        return self.ids.randrange(1, 2**31)

    def sheet(self, sheet_id: int) -> Sheet:
        """The sheet of that id.

        Raises:
            InvalidArgumentError: there is none.
        """
        for each in self.sheets:
            if each.id == sheet_id:
                return each
        raise InvalidArgumentError(f"No grid with id: {sheet_id}")

    def titled(self, title: str) -> Sheet | None:
        """The sheet of that title; case does not count."""
        return next((each for each in self.sheets if each.title.lower() == title.lower()), None)

    def bounded(self, grid_range: Json) -> Place:
        """The sheet and area of a GridRange.

        Raises:
            InvalidArgumentError: there is no such sheet, or the range lies outside it.
        """
        sheet = self.sheet(int(grid_range.get("sheetId", 0)))
        return Place(sheet, sheet.bounded(grid_range))

    def covering(self, grid_range: Json) -> Place:
        """The sheet and area of a GridRange that has a cell at least.

        Raises:
            InvalidArgumentError: there is no such sheet, or the range lies outside it or is empty.
        """
        place = self.bounded(grid_range)
        if not place.area.height or not place.area.width:
            raise InvalidArgumentError("The range has no cells: its end must be greater than its start.")
        return place

    def locate(self, text: str) -> Place:
        """The sheet and area of an A1 address, a sheet's title or a named range.

        Raises:
            InvalidArgumentError: it is none of these, or begins outside the grid.
        """
        title, rest = a1.split(text)
        if title is None:
            return self._untitled(text)
        sheet = self.titled(title)
        if sheet is None:
            raise _unparsed(text)
        if not rest:
            return Place(sheet, sheet.whole)
        return self._on(sheet, rest, text)

    def _untitled(self, text: str) -> Place:
        sheet = self.titled(a1.unquoted(text))
        if sheet is not None:
            return Place(sheet, sheet.whole)
        return self._on(self.sheets[0], text, text)

    def _on(self, sheet: Sheet, rest: str, text: str) -> Place:
        found = a1.address(rest)
        if found is None:
            named = next((each for each in self.named if each["name"].lower() == rest.lower()), None)
            if named is None:
                raise _unparsed(text)
            return self.bounded(named["range"])
        whole = sheet.whole
        if (found.top or 0) >= whole.bottom or (found.left or 0) >= whole.right:
            said = a1.quoted(sheet.title) + "!" + rest
            raise InvalidArgumentError(
                f"Range ({said}) exceeds grid limits. Max rows: {whole.bottom}, max columns: {whole.right}"
            )
        return Place(sheet, found.within(whole.bottom, whole.right))

    def shift(self, sheet: Sheet, shift: Shift) -> None:
        """Insert, delete or move rows or columns; named ranges, metadata and formulas everywhere follow."""
        gone = [each for each in self.metadata if each.on(sheet) and each.index(sheet) is not None]
        sheet.shift(shift)
        self.metadata = [each for each in self.metadata if each not in gone or each.index(sheet) is not None]
        before = self.named
        self.named = [
            each
            for named in self.named
            if (each := shifted_thing(named, shift) if named["range"].get("sheetId", 0) == sheet.id else named)
        ]
        self.lose(before)
        for other in self.sheets:
            rewritten_after(other, sheet.title, shift)

    def lose(self, before: list[Json]) -> None:
        """Remember the names of those named ranges that were there ``before`` and are gone."""
        left = {each["namedRangeId"] for each in self.named}
        self.lost_names |= {each["name"].lower() for each in before if each["namedRangeId"] not in left}

    def grow(self, sheet: Sheet, rows: int, columns: int) -> None:
        """Make the grid at least that large.

        Raises:
            InvalidArgumentError: the spreadsheet would become too large.
        """
        if rows > len(sheet.rows):
            sheet.resize("ROWS", rows)
        if columns > len(sheet.columns):
            sheet.resize("COLUMNS", columns)
        self.check_size()

    def check_size(self) -> None:
        """Raise where there are more cells or columns than Google allows."""
        if sum(each.size for each in self.sheets) > MOST_CELLS:
            raise InvalidArgumentError(
                f"This action would increase the number of cells in the workbook above the limit of {MOST_CELLS} cells."
            )
        if any(len(each.columns) > MOST_COLUMNS for each in self.sheets):
            raise InvalidArgumentError(
                "This action would increase the number of columns in a sheet above the limit of "
                f"{MOST_COLUMNS} columns."
            )


def _unparsed(text: str) -> InvalidArgumentError:
    return InvalidArgumentError(f"Unable to parse range: {text}")
