"""Books as .xlsx files made and read by openpyxl, which knows nothing of our own reader and writer."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableFormula
from openpyxl.worksheet.worksheet import Worksheet

from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import Content, ErrorValue, Formula, MemoryColumn, MemorySheet, Uncalculated
from crossfoot_sync.grids.xlsx import XlsxGrid
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

Cached = dict[tuple[str, str], CellValue]


def write_book(path: Path, book: MemoryGrid) -> Path:
    """Write ``book`` to ``path`` as a template and a spreadsheet program would."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    cached: Cached = {}
    for sheet in book.sheets.values():
        _write_sheet(workbook, sheet, cached)
    manifest = workbook.create_sheet(MANIFEST_SHEET)
    for row, (key, value) in enumerate(book.manifest.items(), start=1):
        _put(manifest, row, 1, key, cached)
        _put(manifest, row, 2, value, cached)
    lists = workbook.create_sheet(LISTS_SHEET)
    for column, (name, entries) in enumerate(book.lists.items(), start=1):
        for row, entry in enumerate((name, *entries), start=1):
            _put(lists, row, column, entry, cached)
    manifest.sheet_state = lists.sheet_state = "veryHidden"
    workbook.save(path)
    if cached:
        _calculate(path, cached, workbook.sheetnames)
    return path


def _write_sheet(workbook: Workbook, sheet: MemorySheet, cached: Cached) -> None:
    made: Worksheet = workbook.create_sheet(sheet.title)
    _put(made, 1, 1, sheet.title, cached)
    _put(made, STATUS_ROW, 2, sheet.status, cached)
    place = quote_sheetname(sheet.title)
    _name(workbook, binding(sheet.table, STATUS), f"{place}!$B${STATUS_ROW}")
    for number, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(number)
        _put(made, HEADER_ROW, number, column.label, cached)
        made.column_dimensions[letter].hidden = column.name in {"_id", "_base", "_open"}
        if column.name:
            _name(workbook, binding(sheet.table, column.name), f"{place}!${letter}${HEADER_ROW}")
            made.column_dimensions[letter].number_format = "yyyy-mm-dd" if column.name == "signed_on" else "General"
    for name in sheet.lost:
        _name(workbook, binding(sheet.table, name), f"{place}!#REF!")
    for row, line in enumerate(sheet.rows, start=FIRST_ROW):
        for number, content in enumerate(line, start=1):
            _put(made, row, number, content, cached)
    last = get_column_letter(len(sheet.columns))
    name = table_name(sheet.table)
    table: Any = Table(displayName=name, name=name, ref=f"A{HEADER_ROW}:{last}{HEADER_ROW + max(len(sheet.rows), 1)}")
    table._initialise_columns()
    for shown, column in zip(table.tableColumns, sheet.columns, strict=True):
        shown.name = column.label
        shown.calculatedColumnFormula = TableFormula(attr_text="1+1") if column.calculated else None
    made.add_table(table)


def _name(workbook: Workbook, name: str, target: str) -> None:
    workbook.defined_names[name] = DefinedName(name, attr_text=target, hidden=True)


def _put(sheet: Worksheet, row: int, column: int, content: Content, cached: Cached) -> None:
    if content is None:
        return
    cell: Any = sheet.cell(row, column)
    match content:
        case Formula(value):
            cell.value = "=1+1"
            if isinstance(value, dt.date):
                cell.number_format = "yyyy-mm-dd hh:mm:ss" if isinstance(value, dt.datetime) else "yyyy-mm-dd"
            cached[sheet.title, cell.coordinate] = value
        case Uncalculated():
            cell.value = "=1+1"
        case ErrorValue(text):
            cell.value = text
        case str():
            cell.value = content
            cell.data_type = "s"
        case _:
            cell.value = content


def _calculate(path: Path, cached: Cached, titles: list[str]) -> None:
    """Put what formulas show into the file, which openpyxl cannot."""

    def show(title: str) -> Any:
        def one(match: re.Match[str]) -> str:
            key = (title, match[1])
            if key not in cached:
                return match[0]
            value = to_excel(shown) if isinstance(shown := cached[key], dt.date) else shown  # type: ignore[no-untyped-call]
            if isinstance(value, str) or value is None:
                return f'<c r="{match[1]}"{match[2]} t="str"><f>1+1</f><v>{escape(value or "")}</v></c>'
            return f'<c r="{match[1]}"{match[2]}><f>1+1</f><v>{value}</v></c>'

        return one

    usual = r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)><f>1\+1</f><v ?(?:/>|></v>)</c>'
    content = members(path)
    for number, title in enumerate(titles, start=1):
        part = f"xl/worksheets/sheet{number}.xml"
        content[part] = re.sub(usual, show(title), content[part].decode()).encode()
    rezip(path, content)


def members(path: Path) -> dict[str, bytes]:
    """The unpacked members of a zip, in their order."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def rezip(path: Path, content: dict[str, bytes]) -> Path:
    """Write a zip of ``content``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    return path


def edit_part(path: Path, part: str, old: str, new: str) -> None:
    """Replace ``old`` in a part, which must hold it."""
    content = members(path)
    text = content[part].decode()
    assert old in text, f"{part} does not hold {old}"
    content[part] = text.replace(old, new).encode()
    rezip(path, content)


def read_book(path: Path) -> MemoryGrid:
    """The book at ``path`` as openpyxl sees it."""
    formulas, values = load_workbook(path), load_workbook(path, data_only=True)
    places: dict[str, dict[str, tuple[str, int]]] = {}
    for name, defined in formulas.defined_names.items():
        split = bound(name)
        if split and "(" not in (defined.attr_text or ""):  # a list of a template is calculated
            title, _, cell = (defined.attr_text or "").rpartition("!")
            column = formulas[title.strip("'")][cell.replace("$", "")].column if cell != "#REF!" else 0
            places.setdefault(split[0], {})[split[1]] = (title.strip("'"), column)
    sheets = {table: _read_sheet(table, found, formulas, values) for table, found in places.items()}
    manifest = {str(key.value): str(value.value or "") for key, value in formulas[MANIFEST_SHEET].iter_rows(max_col=2)}
    lists = {
        str(cells[0].value): [str(cell.value) for cell in cells[1:] if cell.value is not None]
        for cells in formulas[LISTS_SHEET].iter_cols()
    }
    return MemoryGrid(path.name, sheets, manifest, lists)


def _read_sheet(table: str, places: dict[str, tuple[str, int]], formulas: Workbook, values: Workbook) -> MemorySheet:
    names = {column: name for name, (_, column) in places.items() if name != STATUS and column}
    title = places[STATUS][0]
    sheet, shown = formulas[title], values[title]
    around = sheet.tables[table_name(table)]
    ref = around.ref
    calculated = [each.calculatedColumnFormula is not None for each in around.tableColumns]
    width, bottom = sheet[ref][-1][-1].column, sheet[ref][-1][-1].row
    return MemorySheet(
        table,
        title,
        [
            MemoryColumn(str(sheet.cell(HEADER_ROW, at).value or ""), names.get(at), calculated[at - 1])
            for at in range(1, width + 1)
        ],
        [
            [_content(sheet.cell(row, at), shown.cell(row, at)) for at in range(1, width + 1)]
            for row in range(FIRST_ROW, bottom + 1)
        ],
        status=str(sheet.cell(STATUS_ROW, 2).value or ""),
        lost=frozenset(name for name, (_, column) in places.items() if not column),
    )


def _content(cell: Any, shown: Any) -> Content:
    if cell.data_type == "f":
        return Uncalculated() if shown.value is None else Formula(_value(shown.value))
    if cell.data_type == "e":
        return ErrorValue(str(cell.value))
    return _value(cell.value)


def _value(value: Any) -> CellValue:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    plain: CellValue = value
    return plain


@dataclass
class XlsxBench:
    """A bench for .xlsx files: the person works with openpyxl."""

    grid: XlsxGrid

    @contextmanager
    def hands(self, table: str = "customer") -> Iterator[MemorySheet]:
        """The sheet, read before and written after."""
        book = read_book(self.grid.path)
        yield book.sheets[table]
        write_book(self.grid.path, book)
