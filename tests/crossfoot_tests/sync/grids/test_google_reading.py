"""What is read of a spreadsheet that people have their own ways in."""

from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_sync.engine.cells import Edits, Missed, SetCell
from crossfoot_sync.grids.google.values import from_serial, to_serial
from crossfoot_sync.grids.memory_sheet import MemoryColumn
from crossfoot_templates.layout import FIRST_ROW, ID
from crossfoot_templates.messages import say
from crossfoot_tests.sync.grids.books import book, column, customer, row_id, sheet
from crossfoot_tests.sync.grids.google_books import Place, lay_out


@pytest.fixture
def place() -> Place:
    """A book of two customers, with a column of a person's own."""
    made = sheet(customer(1), customer(2))
    made.columns.append(MemoryColumn("我的备注"))
    made.rows = [[*line, None] for line in made.rows]
    return lay_out(book(made))


def cell(place: Place, name: str, row: int = FIRST_ROW) -> str:
    """The address of a cell."""
    return f"{place.hands().letter(name)}{row}"


def test_a_date_typed_into_an_amount_is_a_date(place: Place) -> None:
    place.ann.opens(place.id, "客户").types(cell(place, "amount"), "2025-03-04")
    assert column(place.grid(), "amount") == [dt.date(2025, 3, 4), 1002.5]


def test_a_formula_is_told_by_the_names_of_the_columns_of_its_row(place: Place) -> None:
    hands = place.ann.opens(place.id, "客户")
    amount, other = cell(place, "amount", FIRST_ROW + 1), cell(place, "amount")
    hands.types(cell(place, "key_account", FIRST_ROW + 1), f"={amount}*2+{other}")
    cells = place.grid().read().tables["customer"]
    assert cells.texts == {("key_account", 1): f"[@amount]*2+{other}"}
    assert cells.columns["key_account"] == [None, 1002.5 * 2 + 1001.5]


def test_formulas_filled_down_below_the_data_make_no_rows(place: Place) -> None:
    hands = place.ann.opens(place.id, "客户")
    hands.types(cell(place, "key_account"), f"={cell(place, 'amount')}*2")
    top, bottom = cell(place, "key_account"), cell(place, "key_account", FIRST_ROW + 5)
    hands.copies(top, f"{top}:{bottom}")
    assert place.grid().read().tables["customer"].rows == [FIRST_ROW, FIRST_ROW + 1]


def test_a_total_further_down_is_no_data_and_stays_below_new_rows(place: Place) -> None:
    hands = place.ann.opens(place.id, "客户")
    first, last = cell(place, "amount"), cell(place, "amount", FIRST_ROW + 1)
    hands.types(cell(place, "amount", FIRST_ROW + 3), f"=SUM({first}:{last})")
    cells = place.grid().read().tables["customer"]
    assert (cells.rows, cells.below) == ([FIRST_ROW, FIRST_ROW + 1], (FIRST_ROW + 3,))


def test_merged_cells_are_faults_and_nothing_is_written_into_them(place: Place) -> None:
    span = {"sheetId": place.of_table().id, "startRowIndex": FIRST_ROW - 1, "endRowIndex": FIRST_ROW + 1}
    at = place.hands().place("name")
    area = {**span, "startColumnIndex": at, "endColumnIndex": at + 1}
    place.ann.opens(place.id, "客户").asks({"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}})
    grid = place.grid()
    seen = grid.read()
    assert seen.tables["customer"].faults == {("name", at): say("merged_cell") for at in range(2)}
    edits = Edits(cells=[SetCell("customer", FIRST_ROW, "name", None, "x")])
    assert grid.write(edits, seen) == [Missed("customer", FIRST_ROW, "name", None)]


def test_rows_that_a_filter_hides_count_like_others(place: Place) -> None:
    area = f"A3:K{FIRST_ROW + 1}"
    place.ann.opens(place.id, "客户").filters(area, place.hands().letter("name"), ["客户 1"])
    grid = place.grid()
    seen = grid.read()
    assert seen.tables["customer"].columns[ID] == [row_id(1), row_id(2)]
    assert grid.write(Edits(cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", "一")]), seen) == []
    assert column(grid, "name") == ["一", "客户 2"]


def test_a_sheet_that_was_renamed_is_the_same(place: Place) -> None:
    place.ann.opens(place.id, "客户").renames("Our customers")
    cells = place.grid().read().tables["customer"]
    assert (cells.sheet, cells.columns[ID]) == ("Our customers", [row_id(1), row_id(2)])


@pytest.mark.parametrize(
    ("serial", "value"),
    [
        (45292, dt.date(2024, 1, 1)),
        (45292.5, dt.datetime(2024, 1, 1, 12)),
        (1, dt.date(1899, 12, 31)),
        (-1, dt.date(1899, 12, 29)),
        (0.25, 0.25),
        (1e9, 1e9),
    ],
)
def test_serials_are_dates_of_the_calendar_of_google(serial: float, value: object) -> None:
    assert from_serial(serial) == value
    assert not isinstance(value, dt.date) or to_serial(value) == serial
