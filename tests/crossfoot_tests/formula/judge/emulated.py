"""Rows and formulas in a spreadsheet of the emulator of Google, and what that makes of them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from crossfoot_sync.emulator.formulas.calculator import Calculator
from crossfoot_sync.emulator.grid.book import Book
from crossfoot_sync.emulator.grid.cell import Cell, ErrorValue, Result
from crossfoot_sync.emulator.grid.serials import date_serial
from crossfoot_templates.types import CellValue
from crossfoot_tests.formula.judge.judging import of_this_machine
from crossfoot_tests.formula.judge.sample import FIELDS, Columns
from crossfoot_tests.formula.judge.sheet import FIRST_ROW, Found, cell_value


def emulated(columns: Columns, formulas: Sequence[Sequence[str]]) -> list[list[Found]]:
    """What the emulator makes of ``formulas``: for each one, its text for every row of ``columns``."""
    book = Book.new("id", "Judged", random.Random(0))
    sheet = book.sheets[0]
    sheet.resize("COLUMNS", len(FIELDS))
    for across, (name, field) in enumerate(FIELDS.items()):
        for down, value in enumerate(columns[name]):
            sheet.put(FIRST_ROW - 1 + down, across, _cell(cell_value(field, value, down)))
    calculator = Calculator(book, of_this_machine())
    return [[_found(calculator.result(f"={text}", sheet)) for text in texts] for texts in formulas]


def _cell(value: CellValue) -> Cell:
    match value:
        case "":
            return Cell(formula='=""')
        case dt.datetime():
            day = dt.timedelta(days=1)
            clock = value - dt.datetime.combine(value.date(), dt.time())
            return Cell(date_serial(value.date()) + clock / day)
        case dt.date():
            return Cell(date_serial(value))
    return Cell(value)


def _found(result: Result) -> Found:
    return Found(result.shown, is_error=True) if isinstance(result, ErrorValue) else Found(result)
