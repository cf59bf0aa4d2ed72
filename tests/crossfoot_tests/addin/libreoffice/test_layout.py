from __future__ import annotations

import datetime as dt

import pytest
import xlwings as xw

from crossfoot_addin.libreoffice import OfficeError
from crossfoot_tests.addin.libreoffice.reading import formulas

pytestmark = pytest.mark.slow


def test_rows_are_inserted_and_deleted(sheet: xw.Sheet) -> None:
    sheet["A1"].options(transpose=True).value = [1, 2, "=A1+A2"]

    sheet["2:3"].insert("down")
    inserted = (sheet["A1:A5"].value, sheet["A5"].formula)
    sheet["2:2"].delete()

    assert inserted == ([1.0, None, None, 2.0, 3.0], "=A1+A4")
    assert (sheet["A1:A4"].value, sheet["A4"].formula) == ([1.0, None, 2.0, 3.0], "=A1+A3")


def test_a_range_stays_at_its_address(sheet: xw.Sheet) -> None:
    cells = sheet["A5"]
    cells.value = "five"

    sheet["1:1"].insert("down")
    above = cells.value
    sheet["1:1"].delete()
    sheet["1:4"].delete()

    assert (above, cells.value, cells.address, sheet["A1"].value) == (None, None, "$A$5", "five")


def test_cells_move_aside(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1, 2], [3, 4]]

    sheet["A1"].insert("right")
    sheet["A2"].insert("down")
    sheet["B1"].delete("left")

    assert sheet["A1:B3"].value == [[None, 2.0], [None, 4.0], [3.0, None]]


@pytest.mark.parametrize(
    ("origin", "colors"), [("format_from_left_or_above", (255, 0, 0)), ("format_from_right_or_below", (0, 0, 255))]
)
def test_new_rows_look_like_those_above_or_below(sheet: xw.Sheet, origin: str, colors: tuple[int, int, int]) -> None:
    sheet["A1"].value = [["up"], ["down"]]
    sheet["A1"].color = (255, 0, 0)
    sheet["A2"].color = (0, 0, 255)

    sheet["2:2"].insert("down", copy_origin=origin)

    assert (sheet["A1:A3"].value, sheet["A2"].color) == (["up", None, "down"], colors)


def test_nothing_is_pushed_off_the_sheet(sheet: xw.Sheet) -> None:
    sheet["A1048576"].value = "last"

    with pytest.raises(OfficeError, match="the last rows of the sheet are in use"):
        sheet["1:1"].insert("down")

    assert sheet["A1048576"].value == "last"


def test_copies_keep_relative_references(sheet: xw.Sheet, book: xw.Book) -> None:
    sheet["A1"].value = [[1, "=A1*2"], [5, None]]
    other = book.sheets.add(after=sheet)

    sheet["B1"].copy(sheet["B2"])
    sheet["A1:B1"].copy(other["C3:D4"])

    assert sheet["B2"].value == 10.0
    assert formulas(other["C3:D4"]) == [["1", "=C3*2"], ["1", "=C4*2"]]


def test_values_formats_and_formulas_are_pasted_apart(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[3, "=A1*2"]]
    sheet["A1:B1"].color = (0, 255, 0)
    sheet["G7"].select()

    sheet["A1:B1"].copy()
    sheet["A3"].paste("values")
    sheet["A4"].paste("formats")
    sheet["A5"].paste("formulas")
    sheet["A6"].paste("values", transpose=True)

    assert formulas(sheet["A3:B7"]) == [["3", "6"], ["", ""], ["3", "=A5*2"], ["3", ""], ["6", ""]]
    assert [sheet.cells(row, 1).color for row in (3, 4, 5)] == [None, (0, 255, 0), None]
    assert sheet.book.selection == sheet["G7"]


def test_a_copy_goes_to_another_workbook(app: xw.App, sheet: xw.Sheet) -> None:
    other = app.books.add()
    sheet["A1"].value = [["a", 1], ["b", 2]]

    sheet["A1:B2"].copy(other.sheets[0]["C3"])

    copied = other.sheets[0]["C3:D4"].value
    other.close()
    assert copied == [["a", 1.0], ["b", 2.0]]


def test_cells_that_move_take_references_along(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[4, "=A1*2"]]

    sheet["A1"].move(sheet["D9"])

    assert (sheet["A1"].value, sheet["D9"].value, sheet["B1"].formula) == (None, 4.0, "=D9*2")


def test_of_a_range_that_is_merged_in_part_it_is_told(sheet: xw.Sheet) -> None:
    sheet["B2:C3"].merge()

    addresses = ("A1:D4", "B2:C3", "C3", "C3:C4", "A1:A9", "B1:C2")
    assert [sheet[each].merge_cells for each in addresses] == [None, True, True, None, False, None]


def test_which_cells_protection_keeps_is_told(sheet: xw.Sheet) -> None:
    free = sheet["B2:B3"].api.CellProtection
    free.IsLocked = False
    sheet["B2:B3"].api.CellProtection = free
    before = sheet.impl.protected
    sheet.api.protect("")

    assert (before, sheet.impl.protected) == (False, True)
    assert [sheet[each].impl.locked for each in ("A1", "B2:B3", "A1:B2")] == [True, False, None]


def test_cells_become_one_and_part_again(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].merge()
    merged = (sheet["B2"].merge_area.address, sheet["A1"].merge_cells, sheet["C1"].merge_cells)
    sheet["A1:B2"].unmerge()

    assert merged == ("$A$1:$B$2", True, False)
    assert sheet["A1:C9"].merge_cells is False
    assert sheet["A1"].merge_area.address == "$A$1"


def test_rows_are_sorted_by_several_columns(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["kind", "n"], ["b", 1], ["A", 2], ["a", 3], [None, 4]]

    sheet["A1:B5"].sort([1, 2], ascending=[True, False], has_headers=True)

    assert sheet["A1:B5"].value == [["kind", "n"], ["a", 3.0], ["A", 2.0], ["b", 1.0], [None, 4.0]]


def test_formats_of_cells_go_with_what_stands_in_them_when_rows_are_sorted(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[50_000, "second"], [dt.datetime(2024, 1, 5), "first"]]

    sheet["A1:B2"].sort(1)

    assert sheet["A1:B2"].value == [[dt.datetime(2024, 1, 5), "first"], [50_000.0, "second"]]


def test_texts_are_found_and_replaced(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["north", "south"], ["North-east", "east"]]

    found = [
        sheet["A1:B2"].find("north"),
        sheet["A1:B2"].find("NORTH", match_case=True),
        sheet["A1:B2"].find("east", whole=True),
    ]
    sheet["A1:B2"].replace_all("east", "west")

    assert found == [sheet["A1"], None, sheet["B2"]]
    assert sheet["A2:B2"].value == ["North-west", "west"]
