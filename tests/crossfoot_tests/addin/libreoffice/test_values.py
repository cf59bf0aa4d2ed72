from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import xlwings as xw
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.slow

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(-1e12, 1e12).map(lambda number: round(number, 3)),
    st.integers(-(10**9), 10**9).map(float),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2199, 12, 31)).map(lambda at: at.replace(microsecond=0)),
    st.sampled_from(["north", "中国石化", "’s", "a\nb", " padded ", "😀", "x" * 500, "N/A", "-"]),
)


def test_values_come_back_as_excel_gives_them(sheet: xw.Sheet) -> None:
    written = [
        ["order", 12, 3.5, True],
        [dt.datetime(2024, 3, 5, 14, 30), dt.date(2024, 3, 5), None, False],
        ["001", "'001", "12%", "2024-03-05"],
    ]

    sheet["A1"].value = written

    assert sheet["A1:D3"].value == [
        ["order", 12.0, 3.5, True],
        [dt.datetime(2024, 3, 5, 14, 30), dt.datetime(2024, 3, 5), None, False],
        [1.0, "001", 0.12, dt.datetime(2024, 3, 5)],
    ]
    assert type(sheet["B1"].value) is float


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1)))
@settings(max_examples=40)
def test_any_rows_come_back(sheet_for_all: xw.Sheet, rows: list[list[Any]]) -> None:
    sheet_for_all.clear()

    sheet_for_all["B2"].value = rows

    read = sheet_for_all["B2"].resize(len(rows), len(rows[0])).options(ndim=2).value
    assert read == rows
    assert [[type(value) for value in row] for row in read] == [[type(value) for value in row] for row in rows]


@pytest.fixture(scope="module")
def sheet_for_all(app: xw.App) -> Any:
    book = app.books.add()
    yield book.sheets[0]
    book.close()


def test_one_value_fills_a_range(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].value = "same"
    sheet["A3:B3"].value = dt.date(2024, 1, 2)

    assert sheet["A1:B3"].value == [["same", "same"], ["same", "same"], [dt.datetime(2024, 1, 2)] * 2]


def test_a_cell_formatted_as_text_keeps_what_is_written(sheet: xw.Sheet) -> None:
    sheet["A1:A4"].number_format = "@"

    sheet["A1"].options(transpose=True).value = ["0012", 12.5, True, "=A1"]

    assert sheet["A1:A4"].value == ["0012", "12.5", "TRUE", "=A1"]
    assert sheet["A4"].formula == "=A1"


def test_a_truth_value_makes_way_for_a_number(sheet: xw.Sheet) -> None:
    sheet["A1:A2"].value = True

    sheet["A1"].value = 5

    assert sheet["A1:A2"].value == [5.0, True]


def test_a_number_in_a_date_cell_is_a_date(sheet: xw.Sheet) -> None:
    sheet["A1"].number_format = "yyyy-mm-dd"

    sheet["A1"].value = 45356

    assert (sheet["A1"].value, sheet["A1"].number_format) == (dt.datetime(2024, 3, 5), "yyyy-mm-dd")


def test_formulas_show_dates_and_truth_values(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["=DATE(2024,3,5)", "=1>0", '=""', "=1/4"]]

    assert sheet["A1:D1"].value == [dt.datetime(2024, 3, 5), True, None, 0.25]


def test_errors_are_none_or_their_text(sheet: xw.Sheet) -> None:
    sheet["A1"].options(transpose=True).value = ["=1/0", "=NA()", "=nowhere()", '="a"+1', "=10^400", "#N/A", "fine"]

    texts = ["#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#N/A", "fine"]
    assert sheet["A1:A7"].value == [None, None, None, None, None, None, "fine"]
    assert sheet["A1:A7"].options(err_to_str=True).value == texts


def test_data_of_another_shape_is_refused(sheet: xw.Sheet) -> None:
    with pytest.raises(ValueError, match=r"\$A\$1:\$B\$2 has 2 rows and 2 columns"):
        sheet["A1:B2"].raw_value = [[1, 2, 3]]


def test_cells_are_cleared_of_content_or_of_formats(sheet: xw.Sheet) -> None:
    sheet["A1:C1"].value = [1.5, 1.5, 1.5]
    sheet["A1:C1"].number_format = "0.00"

    sheet["A1"].clear_contents()
    sheet["B1"].clear_formats()
    sheet["C1"].clear()

    assert sheet["A1:C1"].value == [None, 1.5, None]
    assert [sheet.cells(1, column).number_format for column in (1, 2, 3)] == ["0.00", "General", "General"]


def test_expansion_finds_the_table_around_a_cell(sheet: xw.Sheet) -> None:
    sheet["B2"].value = [["a", "b"], [1, None], [2, 3]]

    found = [sheet["B2"].expand().address, sheet["C2"].end("down").address, sheet["B4"].current_region.address]

    assert found == ["$B$2:$C$4", "$C$4", "$B$2:$C$4"]
