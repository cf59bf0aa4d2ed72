"""From values of cells to what is asked, and from answers to values of cells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from crossfoot_sync.engine.lookups import LONGEST, Amount, Answer, Cell, Refused
from crossfoot_templates.label import Language
from crossfoot_templates.types.time import HOUSE_ZONE

CellValue: TypeAlias = str | int | float | bool | dt.datetime
Grid: TypeAlias = list[list[Any]]

WRONG = "#CF! "
"""What begins a text that stands in place of an answer: no value of a row begins so, and no sum counts it."""

_DAY_0 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell shows a calendar, which has no zone
_LAST = 2_958_465
_WRITTEN = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


class ShapesDiffer(ValueError):
    """Blocks of cells that do not go together; ``shapes`` tells how large they are."""

    def __init__(self, shapes: Sequence[tuple[int, int]]) -> None:
        super().__init__(", ".join(f"{rows}×{columns}" for rows, columns in dict.fromkeys(shapes)))
        self.shapes = str(self)


def text(value: Any) -> str:
    """A name, number or code as it is asked for; a code that is kept as a number has no leading zeros.

    What no server would read is cut off or replaced: a request with it would be refused, other cells' questions too.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()[:LONGEST].encode("utf-8", "replace").decode("utf-8")


def day(value: Any) -> str:
    """A day as it is asked for: of a date, of the number that Excel keeps for one, or as somebody wrote it."""
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, value.day).isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 1 <= value <= _LAST:
        return (_DAY_0 + dt.timedelta(days=int(value))).date().isoformat()
    written = _WRITTEN.fullmatch(text(value))
    return "{:0>4}-{:0>2}-{:0>2}".format(*written.groups()) if written else text(value)


def together(values: Sequence[Any]) -> list[list[tuple[Any, ...]]]:
    """Values and blocks of values, cell by cell: one row or column stands beside every other.

    Raises:
        ShapesDiffer: blocks are of different sizes.
    """
    grids = [_grid(value) for value in values]
    shapes = [(len(grid), len(grid[0])) for grid in grids]
    rows, columns = (max(each) for each in zip(*shapes, strict=True))
    if any(high not in {1, rows} or wide not in {1, columns} for high, wide in shapes):
        raise ShapesDiffer(shapes)
    return [
        [
            tuple(grid[row % high][column % wide] for grid, (high, wide) in zip(grids, shapes, strict=True))
            for column in range(columns)
        ]
        for row in range(rows)
    ]


def _grid(value: Any) -> Grid:
    if not isinstance(value, (list, tuple)):
        return [[value]]
    return [list(row) for row in value] if value and isinstance(value[0], (list, tuple)) else [list(value) or [None]]


def shown(answer: Answer, language: Language) -> CellValue:
    """What a cell shows of an answer. A spreadsheet's numbers are binary fractions; nothing else is made of these."""
    match answer:
        case Amount(amount):
            return float(amount)
        case Refused(message):
            return WRONG + message.text(language)
        case Cell(None):
            return ""
        case Cell(bool() | int() as value):
            return value
        case Cell(value, "number"):
            return float(str(value))
        case Cell(value, "date"):
            return dt.datetime.fromisoformat(str(value))
        case Cell(value, "time"):
            instant = dt.datetime.fromisoformat(str(value))
            return instant.astimezone(ZoneInfo(HOUSE_ZONE)).replace(tzinfo=None)
        case Cell(value):
            return str(value)
