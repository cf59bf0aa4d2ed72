"""Cell addresses: rows and columns count from 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crossfoot_sync.grids.sheet_limits import LAST_COLUMN, LAST_ROW

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_TARGET = re.compile(
    r"=?\s*(?:\$?'((?:[^']|'')+)'|\$?([^'!]+))!(\$?[A-Z]{1,3}\$?[0-9]{1,7})(?::(\$?[A-Z]{1,3}\$?[0-9]{1,7}))?"
)


@lru_cache(maxsize=LAST_COLUMN)
def letters(column: int) -> str:
    """``28`` as ``AB``."""
    text = ""
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(65 + digit) + text
    return text


@lru_cache(maxsize=LAST_COLUMN)
def column_number(name: str | bytes) -> int:
    """``AB`` as ``28``."""
    number = 0
    for letter in name.upper() if isinstance(name, bytes) else name.upper().encode():
        number = number * 26 + letter - 64
    return number


def cell(row: int, column: int) -> str:
    """The address of a cell: ``C3``."""
    return f"{letters(column)}{row}"


def place(address: str) -> tuple[int, int] | None:
    """Row and column of ``C3``, or ``None`` where it is no address of a sheet."""
    match = _CELL.fullmatch(address)
    if not match:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if 0 < row <= LAST_ROW and column <= LAST_COLUMN else None


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        start, end = cell(self.top, self.left), cell(self.bottom, self.right)
        return start if start == end else f"{start}:{end}"

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def area(text: str) -> Area | None:
    """The area that ``C3:F9`` or ``C3`` names, or ``None``."""
    start, _, end = text.partition(":")
    first, last = place(start), place(end or start)
    if not first or not last:
        return None
    return Area(min(first[0], last[0]), min(first[1], last[1]), max(first[0], last[0]), max(first[1], last[1]))


def target(text: str) -> tuple[str, Area] | None:
    """The sheet title and area that a defined name points at; ``None`` where it points nowhere (``#REF!``)."""
    match = _TARGET.fullmatch(text.strip())
    if not match:
        return None
    found = area(f"{match[3]}:{match[4] or match[3]}")
    return (match[1].replace("''", "'") if match[1] else match[2], found) if found else None
