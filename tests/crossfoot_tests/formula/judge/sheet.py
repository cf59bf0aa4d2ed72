"""Rows and formulas in a workbook, as crossfoot's sheets hold them, and what LibreOffice makes of them."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, get_args

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from crossfoot_templates.formula.excel import Rendering, excel
from crossfoot_templates.formula.kinds import Choice, Instant
from crossfoot_templates.formula.typed import Expression
from crossfoot_templates.types import CellValue, DateTime, Value
from crossfoot_tests.formula.judge.sample import FIELDS, LABELS, Columns, Field

FIRST_ROW = 4
LISTS = "lists"
LETTERS = {name: get_column_letter(number) for number, name in enumerate(FIELDS, start=1)}
_TRUE_TEXTS = ("是", "Yes")


@dataclass(frozen=True, slots=True)
class Found:
    """What a cell holds: its value, and whether that is an error."""

    value: CellValue
    is_error: bool = False


Sheet = Literal["plain", "listed", "google"]
"""The sheets that formulas are rendered for: ``listed`` has the ordered lists in cells, ``google`` is Google's."""
SHEETS: tuple[Sheet, ...] = get_args(Sheet)


def rendering(row: int, sheet: Sheet) -> Rendering:
    """The sheet as the formulas of ``row`` see it."""
    return Rendering(
        refer=lambda column: f"${LETTERS[column]}{row}",
        labels=lambda name, code: LABELS[name][code],
        codes={name: tuple(labels) for name, labels in LABELS.items()},
        ranks=_range_of if sheet == "listed" else None,
        yes=_TRUE_TEXTS,
        program="sheets" if sheet == "google" else "excel",
    )


def _range_of(name: str) -> str:
    letter = get_column_letter(1 + [*LABELS].index(name))
    return f"{LISTS}!${letter}$1:${letter}${len(LABELS[name])}"


@contextmanager
def office() -> Iterator[Path]:
    """A folder in which LibreOffice keeps itself warm from one workbook to the next."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def recalculated(folder: Path, columns: Columns, formulas: Sequence[Sequence[str]]) -> list[list[Found]]:
    """What LibreOffice makes of ``formulas``: for each one, its text for every row of ``columns``."""
    path = folder / "judged.xlsx"
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    _write_rows(sheet, columns)
    first = len(FIELDS) + 2
    for across, texts in enumerate(formulas, start=first):
        for row, text in enumerate(texts, start=FIRST_ROW):
            sheet.cell(row, across).value = "=" + text
    _write_lists(workbook.create_sheet(LISTS))
    workbook.save(path)
    _recalculate(folder, path)
    after = load_workbook(folder / "out" / path.name, data_only=True).worksheets[0]
    return [
        [_found(after.cell(row, across)) for row in range(FIRST_ROW, FIRST_ROW + len(texts))]
        for across, texts in enumerate(formulas, start=first)
    ]


def _recalculate(folder: Path, path: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


def _write_rows(sheet: Worksheet, columns: Columns) -> None:
    for across, (name, field) in enumerate(FIELDS.items(), start=1):
        sheet.cell(FIRST_ROW - 1, across).value = name
        for down, value in enumerate(columns[name]):
            cell = sheet.cell(FIRST_ROW + down, across)
            _write(cell, cell_value(field, value, down))


def cell_value(field: Field, value: Value, row: int) -> CellValue:
    """What a cell holds for ``value``; a computed cell without one holds the empty text of its formula."""
    match value, field.kind:
        case None, _:
            return "" if field.computed else None
        case Decimal(), _:
            return float(value)
        case bool(), _ if not field.computed and row % 3:
            return _TRUE_TEXTS[row % 2] if value else "No"
        case str(), Choice(choices):
            return LABELS[choices][value]
        case dt.datetime(), Instant(zone):
            return DateTime(zone=zone).cell(value)
        case bool() | int() | str() | dt.date(), _:
            return value
    raise TypeError(f"no cell holds {value!r}")


def _write(cell: object, value: CellValue) -> None:
    assert isinstance(cell, Cell)
    if value == "":
        cell.value = '=""'  # only a formula gives the empty text; an empty cell is another thing
    else:
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def _write_lists(sheet: Worksheet) -> None:
    for across, labels in enumerate(LABELS.values(), start=1):
        for down, label in enumerate(labels.values(), start=1):
            _write(sheet.cell(down, across), label)


def _found(cell: object) -> Found:
    assert isinstance(cell, Cell)
    value = cell.value
    assert value is None or isinstance(value, str | int | float)
    return Found(value, cell.data_type == "e")


def texts_of(expression: Expression, rows: int, sheet: Sheet) -> list[str] | None:
    """The formula of ``expression`` for each row, or ``None`` where no cell can show it."""
    texts = [excel(expression, rendering(FIRST_ROW + row, sheet)) for row in range(rows)]
    return [text for text in texts if text is not None] if None not in texts else None
