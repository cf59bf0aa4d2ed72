"""Cells as ``CellData``."""

from __future__ import annotations

from crossfoot_sync.emulator import fieldmask
from crossfoot_sync.emulator.fieldmask import Mask
from crossfoot_sync.emulator.formulas.calculator import Calculator
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.axis import Axis
from crossfoot_sync.emulator.grid.cell import Alike, Cell, ErrorValue, Result
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


class CellsData:
    """Cells as Google gives them out, each with what ``mask`` names of it: all that is known where it names nothing.

    What was not asked for is not worked out: most of what is read is cells that hold nothing.
    """

    def __init__(self, calculator: Calculator, mask: Mask) -> None:
        self._calculator, self._mask = calculator, mask
        self._locale = locale(calculator.book.locale)
        plain = calculator.book.properties["defaultFormat"]
        formats: dict[str, Alike[Json]] = {
            "userEnteredFormat": Alike(lambda each: self._cut("userEnteredFormat", each)),
            "effectiveFormat": Alike(lambda each: self._cut("effectiveFormat", {**plain, **each})),
        }
        self._formats = {name: alike for name, alike in formats.items() if self._asked(name)}
        self._unset = {"effectiveFormat": formats["effectiveFormat"].of({})} if self._asked("effectiveFormat") else {}

    def of(self, sheet: Sheet, row: int, column: int, cell: Cell) -> Json:
        """A cell's; empty where nothing is known of it that was asked for."""
        data: Json = {}
        if cell.formula is not None or cell.value is not None:
            self._add_value(data, cell, self._calculator.value(sheet, row, column))
            data |= self._unset
        if cell.format:
            for name, alike in self._formats.items():
                data[name] = alike.of(cell.format)
        if cell.note or cell.validation is not None or cell.extra:
            note = {"note": cell.note} if cell.note else {}
            validation = {} if cell.validation is None else {"dataValidation": cell.validation}
            data |= fieldmask.picked({**note, **validation, **(cell.extra or {})}, self._mask)
        return data

    def _add_value(self, data: Json, cell: Cell, value: Result) -> None:
        extended = extended_value(value)
        entered = extended if cell.formula is None else {"formulaValue": cell.formula}
        if self._asked("userEnteredValue"):
            data["userEnteredValue"] = self._cut("userEnteredValue", entered)
        if self._asked("effectiveValue"):
            data["effectiveValue"] = self._cut("effectiveValue", extended)
        if self._asked("formattedValue"):
            data["formattedValue"] = shown(cell, value, self._locale)

    def _asked(self, name: str) -> bool:
        return not self._mask or "*" in self._mask or name in self._mask

    def _cut(self, name: str, value: Json) -> Json:
        inner = self._mask.get(name)
        cut: Json = fieldmask.picked(value, inner) if inner and "*" not in self._mask else value
        return cut


def grid_data(calculator: Calculator, sheet: Sheet, area: Area, metadata: list[Metadata], mask: Mask) -> Json:
    """What ``mask`` names of an area; trailing empty cells and rows are left out."""
    asked = {name for name in _PARTS if not mask or "*" in mask or name in mask}
    data: Json = {}
    if area.top and "startRow" in asked:
        data["startRow"] = area.top
    if area.left and "startColumn" in asked:
        data["startColumn"] = area.left
    if "rowData" in asked:
        rows = _rows(CellsData(calculator, mask.get("rowData", {}).get("values", {})), sheet, area)
        if rows:
            data["rowData"] = rows
    for name, axis, start, end in (
        ("rowMetadata", sheet.rows, area.top, area.bottom),
        ("columnMetadata", sheet.columns, area.left, area.right),
    ):
        if name in asked:
            data[name] = fieldmask.picked(_lines(axis, start, end, sheet, metadata), mask.get(name, {}))
    return data


_PARTS = ("startRow", "startColumn", "rowData", "rowMetadata", "columnMetadata")


def _rows(cells: CellsData, sheet: Sheet, area: Area) -> list[Json]:
    found: dict[int, dict[int, Json]] = {}
    everything = area == sheet.whole
    for (row, column), cell in sheet.cells.items() if everything else sheet.within(area):
        data = cells.of(sheet, row, column, cell)
        if data:
            found.setdefault(row - area.top, {})[column - area.left] = data
    return [_row(found.get(at)) for at in range(max(found, default=-1) + 1)]


def _row(cells: dict[int, Json] | None) -> Json:
    return {"values": [cells.get(at, {}) for at in range(max(cells) + 1)]} if cells else {}


def _lines(axis: Axis, start: int, end: int, sheet: Sheet, metadata: list[Metadata]) -> list[Json]:
    lines = [axis.get(at) for at in range(start, end)]
    for each in metadata:
        index = each.index(sheet) if each.dimension == axis.dimension else None
        if index is not None and start <= index < end:
            lines[index - start].setdefault("developerMetadata", []).append(each.json(sheet))
    return lines
