"""Where cells are: addresses as in ``$B$4:D9``, and the rectangles that they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

ROWS = 1_048_576
COLUMNS = 16_384

_CELLS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_WHOLE_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})")
_WHOLE_ROWS = re.compile(r"\$?(\d{1,7}):\$?(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells: its first row and column, from 1, and how many there are of each; both may be 0."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def last_row(self) -> int:
        """The last row, from 1."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The last column, from 1."""
        return self.column + self.columns - 1

    @property
    def empty(self) -> bool:
        """Whether it has no cell."""
        return not self.rows or not self.columns

    @property
    def fits(self) -> bool:
        """Whether a sheet has all of it."""
        return self.row >= 1 and self.last_row <= ROWS and self.column >= 1 and self.last_column <= COLUMNS

    @property
    def whole_rows(self) -> bool:
        """Whether it is made of whole rows."""
        return self.columns == COLUMNS

    @property
    def whole_columns(self) -> bool:
        """Whether it is made of whole columns."""
        return self.rows == ROWS

    def address(self, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """As Excel writes it; ``$B$4{0x2}`` where it has no cell."""
        row, column = "$" * row_absolute, "$" * column_absolute
        first, last = column_name(self.column), column_name(max(self.last_column, 1))
        if self.empty:
            return f"${first}${self.row}{{{self.rows}x{self.columns}}}"
        if self.whole_columns:
            return f"{column}{first}:{column}{last}"
        if self.whole_rows:
            return f"{row}{self.row}:{row}{self.last_row}"
        start = f"{column}{first}{row}{self.row}"
        if self.rows == self.columns == 1:
            return start
        return f"{start}:{column}{last}{row}{self.last_row}"

    def joined(self, other: Area) -> Area:
        """The smallest rectangle that holds both."""
        row, column = min(self.row, other.row), min(self.column, other.column)
        return Area(
            row,
            column,
            max(self.last_row, other.last_row) - row + 1,
            max(self.last_column, other.last_column) - column + 1,
        )

    def meets(self, other: Area) -> bool:
        """Whether both have a cell in common."""
        return (
            self.row <= other.last_row
            and other.row <= self.last_row
            and self.column <= other.last_column
            and other.column <= self.last_column
        )


def area_of(place: Any) -> Area:
    """LibreOffice's address of a rectangle, which counts from 0."""
    return Area(
        place.StartRow + 1,
        place.StartColumn + 1,
        place.EndRow - place.StartRow + 1,
        place.EndColumn - place.StartColumn + 1,
    )


def column_name(column: int) -> str:
    """The letters of a column, from 1: 28 is ``AB``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The column of letters, from 1: ``AB`` is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def parse(text: str) -> Area | None:
    """The rectangle that an address names, or ``None`` if it is not one: it may be a name."""
    text = text.strip().upper()
    if found := _CELLS.fullmatch(text):
        first = Area(int(found[2]), column_number(found[1]))
        last = Area(int(found[4]), column_number(found[3])) if found[3] else first
        area = first.joined(last)
    elif found := _WHOLE_COLUMNS.fullmatch(text):
        area = Area(1, column_number(found[1]), ROWS).joined(Area(1, column_number(found[2]), ROWS))
    elif found := _WHOLE_ROWS.fullmatch(text):
        area = Area(int(found[1]), 1, 1, COLUMNS).joined(Area(int(found[2]), 1, 1, COLUMNS))
    else:
        return None
    return area if area.fits else None


def split_sheet(text: str) -> tuple[str | None, str]:
    """The sheet that an address names, if any, and the rest: ``'My sheet'!A1`` is ``My sheet`` and ``A1``."""
    sheet, mark, rest = text.strip().removeprefix("=").rpartition("!")
    if not mark:
        return None, rest
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, rest


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    plain = re.fullmatch(r"[^\W\d][\w.]*", sheet) and parse(sheet) is None and sheet.upper() not in {"R", "C", "RC"}
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"
