"""A team's spreadsheet as its people see it: read past the program, and worked in with somebody's hands."""

from __future__ import annotations

from dataclasses import dataclass, field

from crossfoot_sync.emulator import Person
from crossfoot_sync.emulator.grid.book import Book
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import MemorySheet
from crossfoot_templates.layout import GOOGLE_COLUMN, GOOGLE_SHEET, GOOGLE_TABLE, HEADER_ROW
from crossfoot_tests.sheets_hour.hour import Hour
from crossfoot_tests.sync.grids.google_books import Place as Spot
from crossfoot_tests.sync.grids.google_books import SheetHands

Key = tuple[str, int, int]
"""A cell wherever it is moved: table, and the keys of its row and its column."""


@dataclass
class Screen(MemoryGrid):
    """A spreadsheet on somebody's screen.

    Attributes:
        spot: where it is; ``who`` sits before it.
    """

    spot: Spot = field(kw_only=True)
    who: Person = field(kw_only=True)
    _shown: tuple[int, str] = (-1, "")

    def sits_down(self, who: Person) -> None:
        """Somebody looks at the sheets as they are now."""
        self.who = who
        shown = (self._version, who.account.email)
        if shown != self._shown:
            self.sheets = {table: self._hands(sheet, table) for table, sheet in self._tables().items()}
            self.lists, self.manifest = _columns(self._hidden("lists")), _pairs(self._hidden("manifest"))
            self._shown = shown

    def hands(self, table: str) -> SheetHands:
        """The hands of who sits there, in the sheet of a table."""
        sheet = self.sheets[table]
        if not isinstance(sheet, SheetHands):
            raise TypeError(f"{table} is no sheet at Google")
        return sheet

    def standing(self) -> dict[Key, object]:
        """What stands in the tables' cells, by keys that follow rows and columns."""
        found: dict[Key, object] = {}
        calculator = self.spot.calculator()
        for table, sheet in self._tables().items():
            rows, columns = sheet.rows.keys, sheet.columns.keys
            for (row, column), cell in sheet.cells.items():
                if cell.filled:
                    found[table, rows[row], columns[column]] = calculator.value(sheet, row, column)
        return found

    def names(self) -> dict[tuple[str, int], str]:
        """What columns are bound by, by table and key; one of people's own by its heading."""
        found: dict[tuple[str, int], str] = {}
        for table, sheet in self._tables().items():
            for at, key in enumerate(sheet.columns.keys):
                label = sheet.cell(HEADER_ROW - 1, at).value
                if isinstance(label, str):
                    found[table, key] = label
            for note in self.book.metadata:
                place = note.index(sheet) if note.key == GOOGLE_COLUMN and note.on(sheet) else None
                if place is not None:
                    found[table, sheet.columns.keys[place]] = str(note.value).partition(".")[2]
        return found

    def lines(self) -> set[Key]:
        """The rows and columns that there are, as cells would name them."""
        found: set[Key] = set()
        for table, sheet in self._tables().items():
            found |= {(table, row, column) for row in sheet.rows.keys for column in sheet.columns.keys}
        return found

    @property
    def book(self) -> Book:
        """The spreadsheet."""
        return self.spot.google.state.files[self.spot.id].book

    @property
    def _version(self) -> int:
        return self.spot.google.state.files[self.spot.id].changes[-1].version

    def _tables(self) -> dict[str, Sheet]:
        notes = [each for each in self.book.metadata if each.key == GOOGLE_TABLE]
        return {str(each.value): self.book.sheet(each.sheet_id or 0) for each in notes}

    def _hands(self, sheet: Sheet, table: str) -> MemorySheet:
        return SheetHands.of(self.spot, self.who.opens(self.spot.id, sheet.title), table, sheet.title)

    def _hidden(self, role: str) -> list[list[str]]:
        """The columns of a hidden sheet."""
        note = next((each for each in self.book.metadata if (each.key, each.value) == (GOOGLE_SHEET, role)), None)
        if note is None:
            return []
        sheet = self.book.sheet(note.sheet_id or 0)
        columns = [["" for _ in range(len(sheet.rows))] for _ in range(len(sheet.columns))]
        for (row, column), cell in sheet.cells.items():
            columns[column][row] = "" if cell.value is None else str(cell.value)
        return columns


def spot_of(hour: Hour, who: Person, spreadsheet: str) -> Spot:
    """Where a spreadsheet is."""
    return Spot(hour.google, hour.time, who, hour.account, spreadsheet, hour.results)


def _columns(columns: list[list[str]]) -> dict[str, list[str]]:
    """Lists: the name above the entries."""
    return {column[0]: [entry for entry in column[1:] if entry] for column in columns if column and column[0]}


def _pairs(columns: list[list[str]]) -> dict[str, str]:
    """The manifest: keys beside values."""
    keys, values = columns[:2] if len(columns) > 1 else ([], [])
    return {key: value for key, value in zip(keys, values, strict=False) if key}
