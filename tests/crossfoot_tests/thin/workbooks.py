"""Workbooks as plain facts: what the program that a thin client sits in holds, to be handed to it and looked at after.

Rows and columns count from 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.cell import range_boundaries

from crossfoot_sync.grids.address import target
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import Content, ErrorValue, Formula, MemoryColumn, MemorySheet, Uncalculated
from crossfoot_sync.grids.thin.given import Raw
from crossfoot_sync.grids.xlsx.styles import is_date_format
from crossfoot_sync.grids.xlsx.values import from_serial, to_serial
from crossfoot_templates.layout import (
    FIRST_ROW,
    HEADER_ROW,
    LISTS_SHEET,
    MANIFEST_SHEET,
    STATUS,
    STATUS_ROW,
    binding,
    bound,
    table_name,
)
from crossfoot_templates.types import CellValue

FORMULA = "=1+1"


class CellFacts(msgspec.Struct, omit_defaults=True):
    """A cell: what it shows, its formula, whether that is an error, its number format."""

    value: Raw = None
    formula: str = ""
    error: bool = False
    format: str = "General"


class SheetFacts(msgspec.Struct):
    """A worksheet; ``cells`` by row and column, as ``3,0``. ``unlocked`` are columns of a protected one.

    ``hidden`` are rows that a filter hides.
    """

    name: str
    cells: dict[str, CellFacts] = {}
    visibility: str = "Visible"
    protected: bool = False
    unlocked: list[int] = []
    merged: list[str] = []
    hidden: list[int] = []

    def cell(self, row: int, column: int) -> CellFacts:
        """A cell to be read."""
        return self.cells.get(f"{row},{column}", CellFacts())

    def put(self, row: int, column: int, cell: CellFacts) -> None:
        """Have a cell there."""
        self.cells[f"{row},{column}"] = cell


class TableFacts(msgspec.Struct):
    """An Excel Table."""

    name: str
    sheet: str
    row: int
    column: int
    rows: int
    columns: int
    totals: bool = False


class Facts(msgspec.Struct):
    """A workbook."""

    title: str
    sheets: list[SheetFacts] = []
    names: dict[str, str] = {}
    tables: list[TableFacts] = []
    date1904: bool = False

    def sheet(self, name: str) -> SheetFacts:
        """The worksheet of this name."""
        return next(each for each in self.sheets if each.name == name)

    @property
    def grid(self) -> MemoryGrid:
        """The workbook as the tests of grids have it."""
        return _memory(self)

    @contextmanager
    def hands(self, table: str = "customer") -> Iterator[MemorySheet]:
        """A table to be worked in by hand; put down at the end."""
        book = self.grid
        yield book.sheets[table]
        now = laid(book)
        self.sheets, self.names, self.tables = now.sheets, now.names, now.tables


def laid(book: MemoryGrid) -> Facts:
    """``book`` as a program holds it."""
    facts = Facts(book.name)
    for sheet in book.sheets.values():
        _lay_sheet(facts, sheet)
    manifest = SheetFacts(MANIFEST_SHEET, visibility="VeryHidden")
    for row, pair in enumerate(book.manifest.items()):
        for column, text in enumerate(pair):
            _put(manifest, row, column, text)
    lists = SheetFacts(LISTS_SHEET, visibility="VeryHidden")
    for column, (name, entries) in enumerate(book.lists.items()):
        for row, entry in enumerate((name, *entries)):
            _put(lists, row, column, entry)
    facts.sheets += [manifest, lists]
    return facts


def _lay_sheet(facts: Facts, sheet: MemorySheet) -> None:
    made = SheetFacts(sheet.title)
    facts.sheets.append(made)
    _put(made, STATUS_ROW - 1, 1, sheet.status)
    place = quote_sheetname(sheet.title)
    facts.names[binding(sheet.table, STATUS)] = f"={place}!$B${STATUS_ROW}"
    for at, column in enumerate(sheet.columns):
        _put(made, HEADER_ROW - 1, at, column.label)
        if column.name:
            facts.names[binding(sheet.table, column.name)] = f"={place}!${get_column_letter(at + 1)}${HEADER_ROW}"
    for name in sheet.lost:
        facts.names[binding(sheet.table, name)] = f"={place}!#REF!"
    for row, line in enumerate(sheet.rows, start=FIRST_ROW - 1):
        for at, content in enumerate(line):
            _put(made, row, at, content)
    rows = max(len(sheet.rows), 1) + 1
    facts.tables.append(TableFacts(table_name(sheet.table), sheet.title, HEADER_ROW - 1, 0, rows, len(sheet.columns)))


def _put(sheet: SheetFacts, row: int, column: int, content: Content) -> None:
    match content:
        case None | "":
            return
        case Formula(value, text):
            cell = _plain(value)
            cell.formula = f"={text}" if text else FORMULA
        case Uncalculated():
            cell = CellFacts("#BUSY!", FORMULA, error=True)
        case ErrorValue(text):
            cell = CellFacts(text, error=True)
        case _:
            cell = _plain(content)
    sheet.put(row, column, cell)


def _plain(value: CellValue) -> CellFacts:
    if isinstance(value, dt.date):
        code = "yyyy-mm-dd hh:mm" if isinstance(value, dt.datetime) else "yyyy-mm-dd"
        return CellFacts(to_serial(value, date1904=False), format=code)
    return CellFacts(value or None if isinstance(value, str) else value)


def _memory(facts: Facts) -> MemoryGrid:
    places: dict[str, dict[str, tuple[str, int] | None]] = {}
    for name, refers_to in facts.names.items():
        split, found = bound(name), target(refers_to)
        if split and split[0] != "list":
            places.setdefault(split[0], {})[split[1]] = (found[0], found[1].left - 1) if found else None
    sheets = {table: _read_sheet(facts, table, found) for table, found in places.items()}
    manifest, lists = facts.sheet(MANIFEST_SHEET), facts.sheet(LISTS_SHEET)
    facts_told = {str(manifest.cell(row, 0).value): _text(manifest, row, 1) for row in range(_bottom(manifest) + 1)}
    listed = {}
    for column in range(_right(lists) + 1):
        entries = [_text(lists, row, column) for row in range(1, _bottom(lists) + 1)]
        end = max((at + 1 for at, each in enumerate(entries) if each), default=0)
        listed[_text(lists, 0, column)] = entries[:end]
    return MemoryGrid(facts.title, sheets, facts_told, listed)


def _text(sheet: SheetFacts, row: int, column: int) -> str:
    value = sheet.cell(row, column).value
    return "" if value is None else str(value)


def _bottom(sheet: SheetFacts) -> int:
    return max((int(key.split(",")[0]) for key, cell in sheet.cells.items() if cell.value is not None), default=-1)


def _right(sheet: SheetFacts) -> int:
    return max((int(key.split(",")[1]) for key, cell in sheet.cells.items() if cell.value is not None), default=-1)


def _read_sheet(facts: Facts, table: str, places: dict[str, tuple[str, int] | None]) -> MemorySheet:
    around = next(each for each in facts.tables if each.name == table_name(table))
    sheet = facts.sheet(around.sheet)
    names = {place[1]: name for name, place in places.items() if place and name != STATUS}
    columns = range(around.columns)
    return MemorySheet(
        table,
        around.sheet,
        [MemoryColumn(_text(sheet, HEADER_ROW - 1, at), names.get(at)) for at in columns],
        [[_content(sheet.cell(row, at)) for at in columns] for row in range(FIRST_ROW - 1, around.row + around.rows)],
        status=_text(sheet, STATUS_ROW - 1, 1),
        lost=frozenset(name for name, place in places.items() if place is None),
    )


def _content(cell: CellFacts) -> Content:
    if cell.error:
        return Uncalculated() if cell.value == "#BUSY!" else ErrorValue(str(cell.value))
    value = shown(cell)
    return Formula(value, cell.formula.removeprefix("=").removesuffix("1+1")) if cell.formula else value


def shown(cell: CellFacts) -> CellValue:
    """What people see in a cell."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and is_date_format(cell.format):
        return from_serial(value, date1904=False)
    return value


def from_file(path: Path) -> Facts:
    """A file as a program has it open. What formulas show is blank where no program has calculated them."""
    formulas, values = load_workbook(path), load_workbook(path, data_only=True)
    facts = Facts(path.name)
    for sheet in formulas.worksheets:
        made = SheetFacts(sheet.title, visibility={"veryHidden": "VeryHidden"}.get(sheet.sheet_state, "Visible"))
        facts.sheets.append(made)
        for line in sheet.iter_rows():
            for cell in line:
                _take(made, cell, values[sheet.title].cell(cell.row or 0, cell.column or 0).value)
        for around in sheet.tables.values():
            left, top, right, bottom = (each or 0 for each in range_boundaries(around.ref))
            facts.tables.append(
                TableFacts(around.name, sheet.title, top - 1, left - 1, bottom - top + 1, right - left + 1)
            )
    for name, defined in formulas.defined_names.items():
        facts.names[name] = f"={defined.attr_text}"
    return facts


def _take(made: SheetFacts, cell: Any, value: Any) -> None:
    if cell.value is None and cell.number_format == "General":
        return
    raw = to_serial(value, date1904=False) if isinstance(value, dt.date) else value
    formula = str(cell.value) if cell.data_type == "f" else ""
    kept = CellFacts(raw, formula, error=cell.data_type == "e", format=cell.number_format)
    made.put(cell.row - 1, cell.column - 1, kept)
