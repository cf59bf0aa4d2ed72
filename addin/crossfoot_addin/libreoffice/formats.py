"""Number formats, colours and sizes: Excel's words and units, and LibreOffice's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.errors import OfficeError

GENERAL = 0
DATE, TIME, TEXT, LOGICAL = 2, 4, 256, 1024  # com.sun.star.util.NumberFormat
MOMENT = DATE | TIME
NO_COLOR = -1

Color = tuple[int, int, int]


def color_number(color: Color | int | str | None) -> int:
    """LibreOffice's number of a colour: of red, green and blue, of ``#ff8000``, or of Excel's number."""
    if color is None:
        return NO_COLOR
    if isinstance(color, str):
        return int(color.removeprefix("#"), 16)
    if isinstance(color, int):
        color = (color & 255, color >> 8 & 255, color >> 16 & 255)
    red, green, blue = color
    return int(red) << 16 | int(green) << 8 | int(blue)


def color_of(number: int) -> Color | None:
    """Red, green and blue of LibreOffice's number; ``None`` where there is no colour."""
    return None if number == NO_COLOR else (number >> 16 & 255, number >> 8 & 255, number & 255)


# LibreOffice measures in hundredths of a millimetre; Excel in points, and columns in digits of its usual font, Calibri
# 11, of which one is 7 pixels wide, with 5 pixels between columns.


def from_points(points: float) -> int:
    """Hundredths of a millimetre."""
    return round(points * 2540 / 72)


def to_points(size: int) -> float:
    """Points, to a tenth: a hundredth of a millimetre is less than half of that."""
    return round(size * 72 / 2540, 1)


def to_quarters(size: int) -> float:
    """Points, to a quarter: cells are as large as the dots of the screen allow."""
    return round(size * 72 / 2540 * 4) / 4


def from_digits(width: float) -> int:
    """Hundredths of a millimetre of a column so many digits wide."""
    return round((width * 7 + 5) * 2540 / 96)


def to_digits(size: int) -> float:
    """Digits that fit into a column, to a hundredth."""
    return round(max(0.0, (size * 96 / 2540 - 5) / 7), 2)


_CODE_PART = re.compile(r'("[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P|General)|([A-Z]+)', re.IGNORECASE)


_COLOR = re.compile(r"(?<=\[)(?:BLACK|BLUE|CYAN|GREEN|MAGENTA|RED|WHITE|YELLOW)(?=\])")


class NumberFormats:
    """The number formats of one workbook: Excel's code of each, and LibreOffice's key."""

    def __init__(self, document: Any) -> None:
        self._formats = document.NumberFormats
        self._locale = bridge.struct("lang.Locale")  # English; files name any other in each code
        self._known: dict[int, tuple[int, str]] = {}

    def key(self, code: str) -> int:
        """LibreOffice's key of Excel's ``code``.

        Raises:
            OfficeError: it is not a number format.
        """
        found: int = self._formats.queryKey(code, self._locale, False)
        if found == -1:
            try:
                found = self._formats.addNew(code, self._locale)
            except bridge.failure() as error:
                raise OfficeError(f"{code} is not a number format.") from error
        return found

    def kind(self, key: int) -> int:
        """What it shows: :data:`DATE`, :data:`TIME`, :data:`TEXT`, :data:`LOGICAL` or other bits."""
        return self._look_up(key)[0]

    def code(self, key: int) -> str:
        """Excel's code. A truth value needs no format there."""
        kind, code = self._look_up(key)
        if kind & LOGICAL:
            return "General"
        if kind & MOMENT:
            code = _CODE_PART.sub(lambda part: part[1] or part[2].lower(), code)
        return _COLOR.sub(lambda color: color[0].capitalize(), code)

    def _look_up(self, key: int) -> tuple[int, str]:
        if key not in self._known:
            found = self._formats.getByKey(key)
            self._known[key] = (found.Type, found.FormatString)
        return self._known[key]


@dataclass(frozen=True, slots=True)
class Span:
    """Cells of one number format, counted from 0 from the first cell of a range, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int
    key: int


def one_value(cells: Any, name: str) -> Any:
    """A property of all cells of a range, or ``None`` where they differ: asked alone, the first cell would answer."""
    if cells.getPropertyState(name).value == "AMBIGUOUS_VALUE":
        return None
    return getattr(cells, name)


def number_format_spans(cells: Any, row: int, column: int) -> list[Span]:
    """The number formats within a range whose first cell stands at ``row`` and ``column`` (from 1)."""
    key = one_value(cells, "NumberFormat")
    if key is not None:
        return [Span(0, 0, cells.Rows.Count - 1, cells.Columns.Count - 1, key)]
    groups = cells.getUniqueCellFormatRanges()
    return [
        Span(
            box.StartRow - row + 1,
            box.StartColumn - column + 1,
            box.EndRow - row + 1,
            box.EndColumn - column + 1,
            group.NumberFormat,
        )
        for group in (groups.getByIndex(index) for index in range(groups.Count))
        for box in group.getRangeAddresses()
    ]
