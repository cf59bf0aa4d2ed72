"""A1 notation: ``Sheet1!B2:D9``, whole rows and columns, titles in quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.json_types import Json

_ENDS = re.compile(r"\$?([A-Za-z]{1,3})?\$?(\d{1,9})?(?::\$?([A-Za-z]{1,3})?\$?(\d{1,9})?)?")
_SPLIT = re.compile(r"(?:(?:'((?:[^']|'')*)'|([^']*))!)?([^!]*)", re.DOTALL)
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*")


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """The letters of a column counted from 0: ``27`` is ``AB``."""
    text, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(65 + digit) + text
    return text


def column_index(name: str) -> int:
    """The column, counted from 0, of its letters: ``AB`` is 27."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def quoted(title: str) -> str:
    """A sheet's title as it stands before the exclamation mark."""
    if _PLAIN_TITLE.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def written(title: str, area: Area) -> str:
    """The address of an area: ``Sheet1!A1:B2``, or ``Sheet1!A1`` for one cell."""
    start = f"{letters(area.left)}{area.top + 1}"
    end = f"{letters(area.right - 1)}{area.bottom}"
    return f"{quoted(title)}!{start}" + ("" if area.single else f":{end}")


def open_ended(title: str, grid_range: Json) -> str:
    """The address of a GridRange with the ends it leaves open: ``Sheet1!A1001:B``."""
    start = f"{letters(grid_range.get('startColumnIndex', 0))}{grid_range.get('startRowIndex', 0) + 1}"
    column = letters(grid_range["endColumnIndex"] - 1) if "endColumnIndex" in grid_range else ""
    end = f"{column}{grid_range.get('endRowIndex', '')}"
    return f"{quoted(title)}!{start}" + (f":{end}" if end and end != start else "")


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says: ends are excluded and ``None`` where it leaves them open."""

    top: int | None
    left: int | None
    bottom: int | None
    right: int | None

    def within(self, rows: int, columns: int) -> Area:
        """The area of a sheet of that size; what reaches over its edges is cut off."""
        return Area(self.top or 0, self.left or 0, min(self.bottom or rows, rows), min(self.right or columns, columns))


@lru_cache(maxsize=16_384)
def split(text: str) -> tuple[str | None, str]:
    """The title, if one is named, and the rest."""
    match = _SPLIT.fullmatch(text)
    if match is None:
        return None, text
    title = match[1].replace("''", "'") if match[1] is not None else match[2]
    return title, match[3]


def unquoted(text: str) -> str:
    """A title alone, without the quotes it may stand in."""
    return text[1:-1].replace("''", "'") if len(text) > 1 and text[0] == text[-1] == "'" else text


@lru_cache(maxsize=16_384)
def address(text: str) -> Address | None:
    """What ``B2:D9``, ``B2``, ``A:C`` or ``3:5`` says, or ``None`` where the text is no address."""
    match = _ENDS.fullmatch(text)
    if match is None or not text:
        return None
    columns = [column_index(each) if each else None for each in (match[1], match[3])]
    rows = [int(each) - 1 if each else None for each in (match[2], match[4])]
    if -1 in rows:
        return None
    if ":" not in text:
        if columns[0] is None or rows[0] is None:
            return None
        columns[1], rows[1] = columns[0], rows[0]
    elif (columns[0] is None and rows[0] is None) or (columns[1] is None and rows[1] is None):
        return None
    left, right = _ordered(columns)
    top, bottom = _ordered(rows)
    return Address(top, left, bottom, right)


def _ordered(ends: list[int | None]) -> tuple[int | None, int | None]:
    start, end = ends
    if start is not None and end is not None and start > end:
        start, end = end, start
    return start, None if end is None else end + 1
