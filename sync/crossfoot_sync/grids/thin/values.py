"""A cell as a value, and a value as what is put into a cell."""

from __future__ import annotations

import datetime as dt
from math import isfinite
from typing import Final, NamedTuple

from crossfoot_sync.grids.thin.given import Raw
from crossfoot_sync.grids.thin.paper import Cell
from crossfoot_sync.grids.xlsx.values import from_serial, to_serial
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import CellValue

TEXT_FORMAT: Final = "@"
GENERAL: Final = "General"
DATE: Final = "yyyy-mm-dd"
DATE_TIME: Final = "yyyy-mm-dd hh:mm"

_PENDING = frozenset({"#BUSY!", "#GETTING_DATA", "#CONNECT!"})
"""What a formula shows that has not been calculated yet."""


class Read(NamedTuple):
    """A cell as read: its value, why it has none, and its formula without the equals sign."""

    value: CellValue
    fault: Message | None = None
    formula: str | None = None


NOTHING = Read(None)


def read(cell: Cell, *, shows_date: bool, date1904: bool) -> Read:
    """What a cell means."""
    formula = None if cell.formula is None else cell.formula.removeprefix("=")
    if cell.error:
        shows = str(cell.value)
        fault = say("no_cached_value") if shows in _PENDING else say("error_value", value=shows)
        return Read(None, fault, formula)
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and shows_date:
        return Read(from_serial(value, date1904=date1904), None, formula)
    return Read(None if value == "" else value, None, formula)


def put(value: CellValue, *, date1904: bool) -> Raw:
    """What a cell is given that is to hold ``value``.

    Raises:
        ValueError: a number that is not finite.
    """
    if isinstance(value, dt.date):
        serial = to_serial(value, date1904=date1904)
        return value.isoformat() if serial is None else serial
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"a cell cannot hold the number {value}")
    return None if value == "" else value


def format_for(value: CellValue, held: str, *, shows_date: bool, formula: bool) -> str | None:
    """The number format that a cell of the format ``held`` needs to show ``value`` as such; ``None`` if it does."""
    if isinstance(value, dt.date):
        wanted = DATE_TIME if isinstance(value, dt.datetime) else DATE
        return None if shows_date else wanted
    number = isinstance(value, int | float)
    if (shows_date and number and not isinstance(value, bool)) or (held == TEXT_FORMAT and (number or formula)):
        return GENERAL
    return None
