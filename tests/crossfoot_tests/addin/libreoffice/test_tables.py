from __future__ import annotations

import pytest
import xlwings as xw

from crossfoot_addin.libreoffice import OfficeError

pytestmark = pytest.mark.slow


@pytest.fixture
def table(sheet: xw.Sheet) -> xw.main.Table:
    sheet["B2"].value = [["order", "net", "gross"], ["a", 100, None], ["b", 200, None], ["c", 300, None]]
    made = sheet.tables.add(sheet["B2:D5"], name="orders")
    sheet["D3:D5"].formula = "=[@net]*2"
    return made


def test_the_parts_of_a_table(sheet: xw.Sheet, table: xw.main.Table) -> None:
    assert table.header_row_range is not None
    assert table.data_body_range is not None
    assert [table.range.address, table.header_row_range.address, table.data_body_range.address] == [
        "$B$2:$D$5",
        "$B$2:$D$2",
        "$B$3:$D$5",
    ]
    assert ([each.name for each in sheet.tables], sheet["C4"].table, sheet["E4"].table) == (["orders"], table, None)
    assert [column.name for column in table.columns] == ["order", "net", "gross"]
    assert sheet.range("orders").address == "$B$3:$D$5"


def test_a_new_row_at_the_end_goes_on_with_formulas_and_formats(sheet: xw.Sheet, table: xw.main.Table) -> None:
    sheet["C3:C5"].number_format = "0.00"
    sheet["B7"].value = "below"

    table.rows.add()
    sheet["B6:C6"].value = ["d", 400]

    assert table.range.address == "$B$2:$D$6"
    assert sheet["B6:D8"].value == [["d", 400.0, 800.0], [None, None, None], ["below", None, None]]
    assert (sheet["D6"].formula, sheet["C6"].number_format) == ("=[@net]*2", "0.00")


def test_a_new_row_in_between(sheet: xw.Sheet, table: xw.main.Table) -> None:
    added = table.rows.add(["x", 1, None], 2)

    assert (added.index, added.range.address, table.range.address) == (2, "$B$4:$D$4", "$B$2:$D$6")
    assert sheet["B3:C6"].value == [["a", 100.0], ["x", 1.0], ["b", 200.0], ["c", 300.0]]


def test_a_formula_of_one_row_alone_is_not_continued(sheet: xw.Sheet, table: xw.main.Table) -> None:
    sheet["C5"].formula = "=1+1"

    table.rows.add()

    assert [sheet["C6"].formula, sheet["D6"].formula] == ["", "=[@net]*2"]


def test_rows_are_deleted_and_the_last_is_left_blank(sheet: xw.Sheet, table: xw.main.Table) -> None:
    sheet["B6"].value = "below"

    table.rows[1].delete()
    after_one = (table.range.address, sheet["B3:B5"].value)
    table.rows[1].delete()
    table.rows[0].delete()
    after_all = (len(table.rows), table.data_body_range, table.insert_row_range)
    table.rows.add(["new", 5, None])

    assert after_one == ("$B$2:$D$4", ["a", "c", "below"])
    assert after_all == (0, None, sheet["B3:D3"])
    assert (table.range.address, sheet["B3:B4"].value) == ("$B$2:$D$3", ["new", "below"])


def test_whole_rows_of_the_sheet_take_the_table_along(sheet: xw.Sheet, table: xw.main.Table) -> None:
    sheet["4:5"].insert("down")
    grown = table.range.address
    sheet["1:1"].delete()

    assert (grown, table.range.address) == ("$B$2:$D$7", "$B$1:$D$6")


def test_columns_come_and_go(sheet: xw.Sheet, table: xw.main.Table) -> None:
    table.columns.add("due", 2)
    table.columns.add("1", None)
    names = [column.name for column in table.columns]
    table.columns["order"].delete()

    assert names == ["order", "due", "net", "gross", "1"]
    assert [column.name for column in table.columns] == ["due", "net", "gross", "1"]
    assert table.range.address == "$B$2:$E$5"
    assert sheet["D3:D5"].value == [200.0, 400.0, 600.0]


def test_a_resized_table_goes_on_with_its_formulas(sheet: xw.Sheet, table: xw.main.Table) -> None:
    sheet["C6:C7"].options(transpose=True).value = [7, 8]

    table.resize(sheet["B2:D7"])

    assert (table.range.address, sheet["D6:D7"].value) == ("$B$2:$D$7", [14.0, 16.0])


@pytest.mark.parametrize("address", ["B3:D9", "H2:J5", "B2:G5"])
def test_a_table_keeps_its_headings_and_to_itself(sheet: xw.Sheet, table: xw.main.Table, address: str) -> None:
    sheet.tables.add(sheet["F2:G3"], name="other")

    with pytest.raises(OfficeError):
        table.resize(sheet[address])

    assert table.range.address == "$B$2:$D$5"


def test_tables_neither_overlap_nor_share_a_name(sheet: xw.Sheet, table: xw.main.Table) -> None:
    with pytest.raises(OfficeError, match="overlaps with table orders"):
        sheet.tables.add(sheet["D5:E9"])
    with pytest.raises(OfficeError, match="There is a table “Orders” already"):
        sheet.tables.add(sheet["H5:I9"], name="Orders")

    assert len(sheet.tables) == 1


def test_a_range_without_headings_gets_some(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1, 2], [3, 4]]

    made = sheet.tables.add(sheet["A1:B2"], has_headers=False)

    assert (made.name, made.range.address) == ("Table1", "$A$1:$B$3")
    assert sheet["A1:B3"].value == [["Column1", "Column2"], [1.0, 2.0], [3.0, 4.0]]


def test_totals_and_headings_are_shown_and_hidden(sheet: xw.Sheet, table: xw.main.Table) -> None:
    table.show_totals = True
    totals = sheet["B6:D6"].value
    added = table.rows.add(["d", 1, None]).range.address
    table.show_totals = False
    table.show_headers = False
    hidden = (table.range.address, sheet["B2"].value, table.header_row_range)
    table.show_headers = True

    assert (totals, added) == (["Total", None, 1200.0], "$B$6:$D$6")
    assert hidden == ("$B$3:$D$6", None, None)
    assert (table.range.address, sheet["B2:D2"].value) == ("$B$2:$D$6", ["order", "net", "gross"])


def test_a_sort_takes_rows_as_a_whole(sheet: xw.Sheet, table: xw.main.Table) -> None:
    table.sort(2, ascending=False)

    assert sheet["B3:D5"].value == [["c", 300.0, 600.0], ["b", 200.0, 400.0], ["a", 100.0, 200.0]]


def test_filters_hide_rows(sheet: xw.Sheet, table: xw.main.Table) -> None:
    def shown() -> list[str]:
        return [sheet.cells(row, 2).value for row in range(3, 6) if not sheet.range((row, 2)).rows.hidden]

    found = {}
    table.autofilter.apply_values(1, ["a", "c"])
    found["values"] = shown()
    table.autofilter.apply_comparison(2, "greater_than", 150)
    found["and"] = shown()
    criteria = [(each.type, each.values, each.operator, each.value1) for each in table.autofilter.criteria]
    table.autofilter.clear(1)
    found["greater"] = shown()
    table.autofilter.apply_comparison(2, "between", 100, 200)
    found["between"] = shown()
    table.autofilter.apply_bottom_items(2, 1)
    found["bottom"] = shown()
    table.autofilter.clear()

    assert found == {
        "values": ["a", "c"],
        "and": ["c"],
        "greater": ["b", "c"],
        "between": ["a", "b"],
        "bottom": ["a"],
    }
    assert criteria == [
        ("values", ["a", "c"], None, None),
        ("comparison", None, "greater_than", "150"),
        ("none", None, None, None),
    ]
    assert shown() == ["a", "b", "c"]
