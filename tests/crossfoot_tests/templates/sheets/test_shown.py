"""How cells look while people type: the conditional formats of a spreadsheet, each calculated for its cell."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from crossfoot_sync.emulator.formulas.calculator import Calculator
from crossfoot_sync.emulator.grid.a1 import column_index
from crossfoot_sync.emulator.grid.book import Book
from crossfoot_sync.emulator.grid.cell import Cell
from crossfoot_sync.emulator.grid.rewriting import carried
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json
from crossfoot_templates.render.look import (
    COMPUTED_FILL,
    FAILED_FILL,
    HIGHLIGHT,
    MISSING_FILL,
    OPEN_FILL,
    READ_ONLY_FILL,
    ROW_FILL,
)
from crossfoot_templates.sheets.conditions import conditional_formats, formula_of
from crossfoot_templates.sheets.table_sheet import Shown
from crossfoot_templates.sheets.validations import validations
from crossfoot_tests.templates.computed_views import computed_view
from crossfoot_tests.templates.sheets.test_table import digits

TODAY = dt.date(2024, 3, 5)
ROW = 7
"""Some row of the data, counted from 1."""

VIEW = computed_view()
ORDERS = Shown(VIEW, "zh", {}).new(5, VIEW.tables[0])


def sheet_of(cells: dict[str, object], row: int) -> tuple[Book, Sheet]:
    """A sheet with one row of orders; cells by their letters."""
    book = Book.new("id", "Book", random.Random(0))
    sheet = book.sheets[0]
    for letters, value in cells.items():
        assert isinstance(value, str | int | float)
        sheet.put(row - 1, column_index(letters), Cell(value))
    return book, sheet


def holds(formula: str, cells: dict[str, object], rows: int, columns: int, row: int = ROW) -> bool:
    """Whether a formula comes to TRUE in a row, seen from so far below and to the right."""
    book, sheet = sheet_of(cells, row)
    return Calculator(book, TODAY).result(carried(formula, rows, columns), sheet, (row - 1, 0)) is True


def fill(cells: dict[str, object], letters: str, row: int = ROW) -> str | None:
    """The fill of a cell: that of the first conditional format that holds there."""
    at = column_index(letters)
    for rule in conditional_formats(ORDERS):
        first: Json = rule["ranges"][0]
        if any(each["startColumnIndex"] <= at < each["endColumnIndex"] for each in rule["ranges"]):
            away = row - 1 - first["startRowIndex"], at - first["startColumnIndex"]
            if holds(formula_of(rule) or "", cells, *away, row):
                return digits(rule["booleanRule"]["format"]["backgroundColorStyle"])
    return None


@pytest.mark.parametrize(
    ("cells", "letters", "expected"),
    [
        ({}, "B", None),
        ({"B": "DD-1", "D": 5}, "D", None),
        ({"B": "DD-1", "D": -5}, "D", FAILED_FILL),
        ({"D": 5}, "B", MISSING_FILL),
        ({"B": "DD-1", "C": "立项"}, "J", None),
        ({"B": "DD-1", "C": "方案"}, "J", MISSING_FILL),
        ({"B": "DD-1", "C": "投标", "J": "王芳"}, "J", None),
        ({"B": "DD-1", "C": "投标", "J": "王"}, "J", FAILED_FILL),
        # the due date, with something left to pay
        ({"B": "DD-1", "N": 45355, "M": 10}, "N", HIGHLIGHT["red"][0]),
        ({"B": "DD-1", "N": 45356, "M": 10}, "N", COMPUTED_FILL),
        ({"B": "DD-1", "N": 45355, "M": ""}, "N", COMPUTED_FILL),
        # paid, and nothing left
        ({"B": "DD-1", "D": 5, "K": 5, "M": 0}, "D", READ_ONLY_FILL),
        ({"B": "DD-1", "D": 5, "K": 4, "M": 1}, "D", None),
        ({"A": "●", "B": "DD-1"}, "G", ROW_FILL["●"]),
        ({"A": "采用对方", "B": "DD-1"}, "G", ROW_FILL["●"]),
        ({"A": "✓", "B": "DD-1"}, "G", None),
        ({"A": "⚠", "B": "DD-1"}, "A", ROW_FILL["⚠"]),
        ({"A": "⚠", "B": "DD-1", "D": -5, "Y": "|amount=c.17.Zm9vYg|"}, "D", OPEN_FILL),
        ({"A": "⚠", "B": "DD-1", "Y": "|amount=c.17.Zm9vYg|"}, "E", ROW_FILL["⚠"]),
        ({"B": "DD-1"}, "L", COMPUTED_FILL),
        ({"L": ""}, "L", None),
    ],
)
def test_a_cell_has_the_colour_of_what_is_to_be_said_of_it(
    cells: dict[str, object], letters: str, expected: str | None
) -> None:
    assert fill(cells, letters) == expected


def test_the_headings_are_not_coloured_and_the_row_below_them_is() -> None:
    cells = {"B": "订单号", "D": -5, "L": "不含税"}
    assert [fill(cells, letters, ORDERS.header) for letters in "BDL"] == [None, None, None]
    assert [fill(cells, letters, ORDERS.header + 1) for letters in "BDL"] == [None, FAILED_FILL, COMPUTED_FILL]


@pytest.mark.parametrize(
    ("letters", "value", "expected"),
    [
        ("B", "DD-1", True),
        ("B", "x" * 41, False),
        ("D", 12.5, True),
        ("D", "12.5万", True),
        ("D", "twelve", False),
        ("J", "王", False),
        ("J", "王芳", True),
        ("L", "anything", True),
    ],
)
def test_a_value_is_warned_of_where_it_breaks_what_its_column_says(letters: str, value: object, expected: bool) -> None:
    rules = {column.letter: rule for column, rule in validations(ORDERS)}
    formula = rules[letters]["condition"]["values"][0]["userEnteredValue"]
    assert holds(formula, {letters: value}, ROW - 4, 0) is expected
