"""What a write does to a workbook that is open, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings as xw

from crossfoot_sync.engine.cells import AppendRow, Edits, Missed, RemoveRow, SetCell
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.excel import ExcelGrid, open_workbook
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import Formula, MemoryColumn, MemorySheet
from crossfoot_templates.layout import BASE, FIRST_ROW, HEADER_ROW, ID, TICK
from crossfoot_tests.sync.grids.books import book, column, customer, row_id, sheet
from crossfoot_tests.sync.grids.excel_books import ExcelHands, open_book
from crossfoot_tests.sync.grids.seam import Seam

pytestmark = pytest.mark.slow

OWN = "我的备注"
Opening = Callable[[MemoryGrid], xw.Book]


@pytest.fixture
def opening(app: xw.App, tmp_path: Path) -> Iterator[Opening]:
    yield lambda made: open_book(app, tmp_path / "book.xlsx", made)
    for each in app.books:
        each.close()


def with_own_column(count: int, *notes: object) -> MemorySheet:
    """So many rows, and beside them a column of a person's own."""
    made = sheet(*(customer(number) for number in range(1, count + 1)))
    made.columns.append(MemoryColumn(OWN))
    for line, note in zip(made.rows, [*notes, *[None] * count], strict=False):
        line.append(note)  # type: ignore[arg-type]  # texts and formulas
    return made


def changed(row: int, name: str, at: int = 1) -> SetCell:
    """A new name for a row."""
    return SetCell("customer", row, "name", f"客户 {at}", name)


def test_nothing_is_asked_of_excel_where_only_the_time_is_new(opening: Opening) -> None:
    made = book(sheet(customer(1), status="上次同步 2026-03-01 10:00　1 行　✓ 1"))
    made.manifest["synced_at"] = "2026-03-01T10:00:00+08:00"
    seam = Seam()
    grid = ExcelGrid(seam.under(opening(made)))
    seen = grid.read()
    seam.asked = []
    later = {"synced_at": "2026-03-01T11:00:00+08:00", "cursor": "99"}
    assert grid.write(Edits(manifest=later, status={"customer": "上次同步 2026-03-01 11:00　1 行　✓ 1"}), seen) == []
    assert seam.asked == []
    grid.write(Edits(manifest=later, status={"customer": "上次同步 2026-03-01 11:00　1 行　● 1"}), seen)
    assert grid.read().tables["customer"].status == "上次同步 2026-03-01 11:00　1 行　● 1"


def test_nothing_is_written_where_everything_is_as_it_is_to_be(opening: Opening) -> None:
    seam = Seam()
    grid = ExcelGrid(seam.under(opening(book(sheet(customer(1))))))
    seen = grid.read()
    seam.asked = []
    grid.write(Edits(manifest={"book": "sales"}, lists={"customer.id": []}, status={"customer": "尚未同步"}), seen)
    assert seam.asked == []


def test_cells_that_stand_together_are_written_together(opening: Opening) -> None:
    seam = Seam()
    grid = ExcelGrid(seam.under(opening(book(sheet(*(customer(number) for number in range(1, 41)))))))
    seen = grid.read()
    cells = [
        SetCell("customer", FIRST_ROW + at, name, seen.tables["customer"].columns[name][at], value)
        for at in range(40)
        for name, value in ((TICK, "●"), ("name", f"新 {at}"), (BASE, f"2:abcd:{at:06}"), ("_open", "|x=1|"))
    ]
    seam.asked = []
    assert grid.write(Edits(cells=cells), seen) == []
    assert seam.asked.count("raw_value=") == 3


def test_rows_are_deleted_and_what_stands_beside_the_table_stays(opening: Opening) -> None:
    opened = opening(book(with_own_column(4, None, "kept", Formula(5.0), Formula(5.0))))
    grid, screen = ExcelGrid(opened), opened.sheets["客户"]
    screen.range("N4:N7").value = [["beside 1"], ["beside 2"], ["beside 3"], ["beside 4"]]
    place = len(sheet().columns) + 1
    screen.range((FIRST_ROW + 5, place)).value = "below"
    removed = [RemoveRow("customer", FIRST_ROW + at, row_id(at + 1)) for at in range(3)]
    assert grid.write(Edits(removed=removed), grid.read()) == []
    assert column(grid, ID) == [row_id(4)]
    assert screen.range((FIRST_ROW, place), (FIRST_ROW + 1, place)).value == ["kept", 5.0]
    assert screen.range("N4:N7").value == ["beside 1", "beside 2", "beside 3", "beside 4"]
    assert (screen.range((FIRST_ROW + 3, place)).value, screen.tables[0].range.last_cell.row) == (
        "below",
        FIRST_ROW + 1,
    )


def test_a_row_with_another_id_is_not_removed_though_other_rows_are_written(opening: Opening) -> None:
    grid = ExcelGrid(opening(book(sheet(customer(1), customer(2)))))
    edits = Edits(cells=[changed(FIRST_ROW, "新")], removed=[RemoveRow("customer", FIRST_ROW + 1, row_id(9))])
    assert grid.write(edits, grid.read()) == [Missed("customer", FIRST_ROW + 1, ID, row_id(2))]
    assert column(grid, "name") == ["新", "客户 2"]


def test_h08_hidden_and_filtered_rows_are_written_and_deleted_like_others(opening: Opening) -> None:
    opened = opening(book(sheet(*(customer(number) for number in range(1, 7)))))
    grid, screen = ExcelGrid(opened), opened.sheets["客户"]
    screen.tables[0].autofilter.apply_values(3, ["客户 1", "客户 6"])
    assert screen.range(f"{FIRST_ROW + 1}:{FIRST_ROW + 1}").rows.hidden
    edits = Edits(
        cells=[changed(FIRST_ROW + 2, "新", 3)],
        removed=[RemoveRow("customer", FIRST_ROW + 1, row_id(2)), RemoveRow("customer", FIRST_ROW + 3, row_id(4))],
        appended=[AppendRow("customer", {ID: row_id(7), "name": "第七"})],
    )
    assert grid.write(edits, grid.read()) == []
    assert column(grid, "name") == ["客户 1", "新", "客户 5", "客户 6", "第七"]


def test_a_table_grows_over_new_rows_and_what_stands_below_moves_down(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1), customer(2))))
    grid, screen = ExcelGrid(opened), opened.sheets["客户"]
    screen.range((FIRST_ROW + 3, 5)).value = "合计"
    screen.range((FIRST_ROW + 3, 16)).value = "elsewhere"
    screen.range((FIRST_ROW, 5), (FIRST_ROW + 1, 5)).number_format = "#,##0.00"
    rows = [
        AppendRow("customer", {ID: row_id(at), "name": f"新 {at}", "amount": 5.0, "signed_on": dt.date(2024, 5, at)})
        for at in (3, 4, 5)
    ]
    seen = grid.read()
    assert seen.tables["customer"].rows == [FIRST_ROW, FIRST_ROW + 1, FIRST_ROW + 3]
    screen.range((FIRST_ROW + 3, 5)).formula = f"=SUM(E{FIRST_ROW}:E{FIRST_ROW + 1})"
    assert grid.write(Edits(appended=rows), grid.read()) == []
    now = grid.read().tables["customer"]
    assert (now.rows, now.below) == ([*range(FIRST_ROW, FIRST_ROW + 5)], (FIRST_ROW + 6,))
    assert now.columns["signed_on"][2:] == [dt.date(2024, 5, at) for at in (3, 4, 5)]
    assert screen.range((FIRST_ROW + 4, 5)).number_format == "#,##0.00"
    assert screen.range((FIRST_ROW + 3, 16)).value == "elsewhere"
    assert screen.tables[0].range.last_cell.row == FIRST_ROW + 4


def test_new_rows_come_in_above_a_row_of_totals(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1), customer(2))))
    grid, screen = ExcelGrid(opened), opened.sheets["客户"]
    screen.tables[0].show_totals = True
    rows = [AppendRow("customer", {ID: row_id(at), "name": f"新 {at}"}) for at in (3, 4)]
    assert grid.write(Edits(appended=rows), grid.read()) == []
    assert column(grid, "name") == ["客户 1", "客户 2", "新 3", "新 4"]
    assert screen.tables[0].totals_row_range is not None
    assert screen.tables[0].totals_row_range.row == FIRST_ROW + 4
    assert screen.range((FIRST_ROW + 4, 1)).value == "Total"


def test_rows_typed_below_the_table_are_taken_into_it(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1))))
    grid, screen = ExcelGrid(opened), opened.sheets["客户"]
    screen.range((FIRST_ROW + 1, 3)).value = "typed below"
    assert grid.write(Edits(cells=[SetCell("customer", FIRST_ROW + 1, ID, None, row_id(2))]), grid.read()) == []
    assert column(grid, ID) == [row_id(1), row_id(2)]
    assert screen.tables[0].range.last_cell.row == FIRST_ROW + 1


def test_rows_typed_below_a_table_that_fills_them_in_get_their_ids(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1))))
    grid, screen = ExcelGrid(opened), opened.sheets["客户"]
    screen.range((FIRST_ROW, 2)).formula = "=[@金额]*2"
    screen.range((FIRST_ROW + 1, 5)).value = [[7], [9]]
    below = (FIRST_ROW + 1, FIRST_ROW + 2)
    edits = Edits(cells=[SetCell("customer", row, ID, None, row_id(row)) for row in below])
    assert grid.write(edits, grid.read()) == []
    assert column(grid, ID) == [row_id(1), *map(row_id, below)]
    assert column(grid, "code")[1:] == [14.0, 18.0]


def test_computed_cells_are_live_formulas_over_their_own_row(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1))))
    grid, screen = ExcelGrid(opened), opened.sheets["客户"]
    row = AppendRow("customer", {ID: row_id(2), "amount": 21.0, "code": 42.0}, {"code": "[@amount]*2"})
    assert grid.write(Edits(appended=[row]), grid.read()) == []
    cell = screen.range((FIRST_ROW + 1, 2))
    assert (cell.formula, cell.value) == ("=[@金额]*2", 42.0)
    screen.range((FIRST_ROW + 1, 5)).value = 50
    assert grid.read().tables["customer"].columns["code"] == ["KH-00001", 100.0]
    assert grid.read().tables["customer"].texts == {("code", 1): "[@amount]*2"}


def test_h09_merged_cells_are_told_and_left_alone(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1), customer(2), customer(3))))
    grid, screen = ExcelGrid(opened), opened.sheets["客户"]
    screen.range((FIRST_ROW, 3), (FIRST_ROW + 1, 3)).merge()
    seen = grid.read()
    assert sorted(seen.tables["customer"].faults) == [("name", 0), ("name", 1)]
    edits = Edits(cells=[SetCell("customer", FIRST_ROW, "name", None, "x"), changed(FIRST_ROW + 2, "y", 3)])
    assert grid.write(edits, seen) == [Missed("customer", FIRST_ROW, "name", None)]
    assert screen.range((FIRST_ROW + 2, 3)).value == "y"


def test_h24_a_protected_sheet_tells_its_cells_and_takes_no_rows(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1), customer(2)), sheet(customer(3), table="invoice", title="发票")))
    grid, screen = ExcelGrid(opened), opened.sheets["客户"]
    free = screen.range((FIRST_ROW, 3), (FIRST_ROW + 1, 3)).api
    protection = free.CellProtection
    protection.IsLocked = False
    free.CellProtection = protection
    screen.api.protect("")
    seen = grid.read()
    cells = seen.tables["customer"]
    assert (cells.closed, seen.tables["invoice"].closed) == (True, False)
    assert {name for name, _ in cells.barred} == {*cells.columns} - {"name"}
    edits = Edits(
        cells=[
            changed(FIRST_ROW, "新"),
            SetCell("customer", FIRST_ROW, "amount", 1001.5, 7.0),
            SetCell("invoice", FIRST_ROW, "amount", 1003.5, 8.0),
        ],
        removed=[RemoveRow("customer", FIRST_ROW + 1, row_id(2))],
    )
    assert grid.write(edits, seen) == [
        Missed("customer", FIRST_ROW, "amount", 1001.5),
        Missed("customer", FIRST_ROW + 1, "amount", 1002.5),
    ]
    now = grid.read().tables
    assert (now["customer"].columns["name"], now["invoice"].columns["amount"]) == (["新", "客户 2"], [8.0])
    with pytest.raises(GridError, match="Review > Unprotect Sheet"):
        grid.write(Edits(appended=[AppendRow("customer", {ID: row_id(9)})]), grid.read())
    assert opened.app.interactive


def test_h24_what_is_protected_since_it_was_read_is_missed(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1), customer(2))))
    seam = Seam()
    grid = ExcelGrid(seam.under(opened))
    seen = grid.read()

    def between(name: str) -> None:
        if name == "raw_value=":
            seam.between = None
            opened.sheets["客户"].api.protect("")

    seam.between = between
    edits = Edits(cells=[changed(FIRST_ROW, "x"), changed(FIRST_ROW + 1, "y", 2)])
    missed = grid.write(edits, seen)
    assert [(each.row, each.found) for each in missed] == [(FIRST_ROW, "客户 1"), (FIRST_ROW + 1, "客户 2")]


def test_h24_a_protected_hidden_sheet_is_told(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1))))
    opened.sheets["_crossfoot"].api.protect("")
    grid = ExcelGrid(opened)
    with pytest.raises(GridError, match="Excel refuses to be written to"):
        grid.write(Edits(manifest={"said": "x"}), grid.read())
    app = opened.app
    assert (app.interactive, app.calculation, app.screen_updating, app.enable_events) == (True, "automatic", True, True)


def test_h24_a_protected_structure_is_no_obstacle(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1))))
    opened.api.protect("secret")
    grid = ExcelGrid(opened)
    edits = Edits(appended=[AppendRow("customer", {ID: row_id(2)})], manifest={"said": "x"})
    assert grid.write(edits, grid.read()) == []
    assert (column(grid, ID), grid.read().manifest["said"]) == ([row_id(1), row_id(2)], "x")


def test_h24_a_workbook_that_was_opened_read_only_is_read_and_not_written(app: xw.App, opening: Opening) -> None:
    made = opening(book(sheet(customer(1))))
    path = Path(made.fullname)
    made.close()
    grid = ExcelGrid(app.books.open(str(path), read_only=True))
    seen = grid.read()
    with pytest.raises(GridError, match="File > Save As"):
        grid.write(Edits(manifest={"said": "x"}), seen)
    grid.book.save(path.with_name("mine.xlsx"))
    assert grid.write(Edits(manifest={"said": "x"}), grid.read()) == []


def test_a_workbook_made_of_a_template_and_never_saved_is_kept_in_step(app: xw.App, opening: Opening) -> None:
    made = opening(book(sheet(customer(1))))
    template = Path(made.fullname).with_suffix(".xltx")
    made.save(template)
    made.close()
    grid = ExcelGrid(app.books.open(str(template)))
    assert grid.write(Edits(cells=[changed(FIRST_ROW, "新")]), grid.read()) == []
    assert (column(grid, "name"), grid.name.startswith("book"), grid.book.fullname) == (["新"], True, grid.book.name)


def test_what_somebody_looks_at_and_how_excel_was_set_stay(opening: Opening) -> None:
    opened = opening(book(sheet(*(customer(number) for number in range(1, 60)))))
    app, screen = opened.app, opened.sheets["客户"]
    screen.range("C20:D30").select()
    opened.impl.corner = (15, 2)
    app.calculation, app.enable_events, app.display_alerts = "manual", False, True
    grid = ExcelGrid(opened)
    edits = Edits(
        cells=[changed(FIRST_ROW, "新")],
        removed=[RemoveRow("customer", FIRST_ROW + 3, row_id(4))],
        appended=[AppendRow("customer", {ID: row_id(99), "name": "last"})],
        manifest={"said": "x"},
    )
    assert grid.write(edits, grid.read()) == []
    looked_at = (opened.sheets.active.name, app.selection.address if app.selection else "", opened.impl.corner)
    assert looked_at == ("客户", "$C$20:$D$30", (15, 2))
    settings = (app.calculation, app.enable_events, app.display_alerts, app.screen_updating, app.interactive)
    app.calculation, app.enable_events = "automatic", True
    assert settings == ("manual", False, True, True, True)


def test_an_error_and_the_text_that_looks_like_one_are_told_apart(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1), customer(2))))
    screen = opened.sheets["客户"]
    screen.range((FIRST_ROW, 3)).value = "'#N/A"
    screen.range((FIRST_ROW + 1, 3)).value = "=NA()"
    cells = ExcelGrid(opened).read().tables["customer"]
    assert (cells.columns["name"], [*cells.faults], cells.formulas) == (
        ["#N/A", None],
        [("name", 1)],
        frozenset({("name", 1)}),
    )


@pytest.mark.parametrize("text", ["=1+1", "0012", "1E5", "2024-03-05", "TRUE", "'quoted"])
def test_h26_a_text_that_excel_would_take_for_something_else_stays_a_text(opening: Opening, text: str) -> None:
    grid = ExcelGrid(opening(book(sheet(customer(1)))))
    assert grid.write(Edits(cells=[changed(FIRST_ROW, text)]), grid.read()) == []
    assert (column(grid, "name"), grid.read().tables["customer"].formulas) == ([text], frozenset())


def test_a_row_inserted_between_the_calls_of_a_reading_leaves_it_whole(opening: Opening) -> None:
    opened = opening(book(sheet(*(customer(number) for number in range(1, 5)))))
    seam = Seam()
    grid = ExcelGrid(seam.under(opened))
    expected = grid.read().tables["customer"].columns
    seam.asked = []
    grid.read()
    calls, seam.asked = len(seam.asked), None
    for at in range(calls):
        left = at

        def between(_: str) -> None:
            nonlocal left
            left -= 1
            if left == -1:
                opened.sheets["客户"].range(f"{HEADER_ROW + 2}:{HEADER_ROW + 2}").insert("down")

        seam.between = between
        assert grid.read().tables["customer"].columns == expected


def test_a_sheet_of_which_somebody_made_a_plain_range_is_synced_like_others(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1), customer(2), customer(3))))
    opened.api.DatabaseRanges.removeByName("cf_customer")
    grid = ExcelGrid(opened)
    edits = Edits(
        cells=[changed(FIRST_ROW, "新")],
        removed=[RemoveRow("customer", FIRST_ROW + 1, row_id(2))],
        appended=[AppendRow("customer", {ID: row_id(4), "name": "四", "amount": 3.0}, {"amount": "1+2"})],
    )
    assert grid.write(edits, grid.read()) == []
    assert column(grid, "name") == ["新", "客户 3", "四"]


def test_dates_of_a_workbook_that_counts_from_1904(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1))))
    first = opened.api.NullDate
    first.Year, first.Month, first.Day = 1904, 1, 1
    opened.api.NullDate = first
    grid = ExcelGrid(opened)
    cell = opened.sheets["客户"].range((FIRST_ROW, 4))
    cell.value = dt.datetime(2024, 5, 6)
    seen = grid.read()
    assert (seen.date1904, seen.tables["customer"].columns["signed_on"]) == (True, [dt.date(2024, 5, 6)])
    edit = SetCell("customer", FIRST_ROW, "signed_on", dt.date(2024, 5, 6), dt.date(2024, 7, 8))
    assert grid.write(Edits(cells=[edit]), seen) == []
    assert column(grid, "signed_on") == [dt.date(2024, 7, 8)]


def test_h05_a_sheet_that_was_formatted_far_down_is_read_like_others(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1), {}, {}, customer(2))))
    opened.sheets["客户"].range("A1:J60000").color = (255, 255, 0)
    opened.sheets["客户"].range("A60000").number_format = "0.00"
    assert ExcelGrid(opened).read().tables["customer"].rows == [FIRST_ROW, FIRST_ROW + 3]


def test_an_open_workbook_is_found_by_its_name(app: xw.App, opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = opening(book(sheet()))
    assert (open_workbook("BOOK.xlsx"), open_workbook(opened.fullname), open_workbook()) == (opened, opened, opened)
    with pytest.raises(GridError, match="it is not open in Excel"):
        open_workbook("other.xlsx")
    monkeypatch.setitem(sys.modules, "xlwings", None)
    with pytest.raises(GridError, match=r"pip install 'crossfoot\[excel\]'"):
        open_workbook()


def test_h13_what_a_person_sees_is_what_is_read(opening: Opening) -> None:
    opened = opening(book(sheet(customer(1), customer(2))))
    hands = ExcelHands.of(opened, "customer")
    hands.screen.range((FIRST_ROW, 4), (FIRST_ROW + 1, 4)).value = [[dt.datetime(2024, 3, 5, 14, 30)], [45000]]
    hands.screen.range((FIRST_ROW, 5)).number_format = "@"
    hands.screen.range((FIRST_ROW, 5)).value = "00123456789012345678"
    hands.screen.range((FIRST_ROW + 1, 5)).number_format = "h:mm"
    hands.screen.range((FIRST_ROW + 1, 5)).value = 0.75
    cells = ExcelGrid(opened).read().tables["customer"].columns
    assert cells["signed_on"] == [dt.datetime(2024, 3, 5, 14, 30), dt.date(2023, 3, 15)]
    assert cells["amount"] == ["00123456789012345678", 0.75]
