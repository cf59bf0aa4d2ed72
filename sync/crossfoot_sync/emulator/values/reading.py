"""Values as they are given out: without the empty rows and cells at the end."""

from __future__ import annotations

from typing import Any

from crossfoot_sync.emulator.formulas.calculator import Calculator
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.cell import Cell, ErrorValue, Result, pattern
from crossfoot_sync.emulator.grid.display import TEMPORAL, shown
from crossfoot_sync.emulator.grid.locales import locale
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.values.options import Rendering


def value_range(calculator: Calculator, sheet: Sheet, area: Area, rendering: Rendering) -> Json:
    """A ValueRange; without ``values`` where the area is empty."""
    by_rows = rendering.major == "ROWS"
    lines: dict[int, dict[int, Any]] = {}
    for (row, column), cell in sheet.within(area):
        if cell.filled:
            value = rendered(calculator, cell, calculator.value(sheet, row, column), rendering)
            line, at = (row - area.top, column - area.left) if by_rows else (column - area.left, row - area.top)
            if value != "":
                lines.setdefault(line, {})[at] = value
    answer: Json = {"range": a1.written(sheet.title, area), "majorDimension": rendering.major}
    if lines:
        answer["values"] = [_line(lines.get(at, {})) for at in range(max(lines) + 1)]
    return answer


def rendered(calculator: Calculator, cell: Cell, value: Result, rendering: Rendering) -> Any:
    """One value as the request wants it."""
    if rendering.value == "FORMULA" and cell.formula is not None:
        return cell.formula
    by_locale = locale(calculator.book.locale)
    if rendering.value == "FORMATTED_VALUE":
        return shown(cell, value, by_locale)
    if isinstance(value, ErrorValue):
        return value.shown
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and rendering.moment == "FORMATTED_STRING" and pattern(cell)[0] in TEMPORAL:
        return shown(cell, value, by_locale)
    return "" if value is None else value


def _line(values: dict[int, Any]) -> list[Any]:
    return [values.get(at, "") for at in range(max(values) + 1)] if values else []
