"""Cells as ``CellData``."""

from __future__ import annotations

from typing import Any

from crossfoot_sync.emulator.formulas.calculator import Calculator
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.axis import Axis
from crossfoot_sync.emulator.grid.cell import Cell, ErrorValue, Result
from crossfoot_sync.emulator.grid.display import shown
from crossfoot_sync.emulator.grid.locales import locale
from crossfoot_sync.emulator.grid.metadata import Metadata
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json


def extended_value(value: Result) -> Json:
    """A value as an ``ExtendedValue``."""
    if isinstance(value, ErrorValue):
        return {"errorValue": {"type": value.type, "message": value.message}}
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"stringValue": value} if isinstance(value, str) else {"numberValue": value}


def cell_data(calculator: Calculator, sheet: Sheet, row: int, column: int, cell: Cell) -> Json:
    """A cell as Google gives it out; empty where nothing is known of it."""
    data: Json = {}
    if cell.filled:
        value = calculator.value(sheet, row, column)
        data["userEnteredValue"] = {"formulaValue": cell.formula} if cell.formula is not None else extended_value(value)
        data["effectiveValue"] = extended_value(value)
        data["formattedValue"] = shown(cell, value, locale(calculator.book.locale))
    if cell.format:
        data["userEnteredFormat"] = cell.format
    if cell.format or cell.filled:
        data["effectiveFormat"] = {**calculator.book.properties["defaultFormat"], **(cell.format or {})}
    if cell.note:
        data["note"] = cell.note
    if cell.validation is not None:
        data["dataValidation"] = cell.validation
    return data | (cell.extra or {})


def grid_data(calculator: Calculator, sheet: Sheet, area: Area, metadata: list[Metadata]) -> Json:
    """An area with everything in it; trailing empty cells and rows are left out."""
    rows: dict[int, dict[int, Json]] = {}
    for (row, column), cell in sheet.within(area):
        rows.setdefault(row - area.top, {})[column - area.left] = cell_data(calculator, sheet, row, column, cell)
    data: Json = {}
    if area.top:
        data["startRow"] = area.top
    if area.left:
        data["startColumn"] = area.left
    if rows:
        data["rowData"] = [_row(rows.get(at)) for at in range(max(rows) + 1)]
    data["rowMetadata"] = _lines(sheet.rows, area.top, area.bottom, sheet, metadata)
    data["columnMetadata"] = _lines(sheet.columns, area.left, area.right, sheet, metadata)
    return data


def _row(cells: dict[int, Json] | None) -> Json:
    return {"values": [cells.get(at, {}) for at in range(max(cells) + 1)]} if cells else {}


def _lines(axis: Axis, start: int, end: int, sheet: Sheet, metadata: list[Metadata]) -> list[Json]:
    lines = [axis.get(at) for at in range(start, end)]
    for each in metadata:
        index = each.index(sheet) if each.dimension == axis.dimension else None
        if index is not None and start <= index < end:
            lines[index - start].setdefault("developerMetadata", []).append(each.json(sheet))
    return lines


def trimmed(data: Json) -> Json:
    """Grid data after a field mask was laid on it: what it left empty at the end goes."""
    if "rowData" not in data:
        return data
    rows = [_trimmed_row(row) for row in data["rowData"]]
    while rows and not rows[-1]:
        rows.pop()
    rest = {name: value for name, value in data.items() if name != "rowData"}
    return {**rest, "rowData": rows} if rows else rest


def _trimmed_row(row: Json) -> Json:
    values: list[Any] = list(row.get("values", ()))
    while values and not values[-1]:
        values.pop()
    return {"values": values} if values else {}
