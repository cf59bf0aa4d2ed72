"""What a write asks of Google, and what becomes of it when somebody or something comes in between."""

from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_sync.emulator.http.message import Request
from crossfoot_sync.engine.cells import AppendRow, CheckCell, Edits, Missed, RemoveRow, SetCell
from crossfoot_sync.grids.errors import GridError, NotACrossfootBook
from crossfoot_sync.grids.memory_sheet import MemoryColumn
from crossfoot_templates.layout import FIRST_ROW, GOOGLE_BEFORE_SHEET, HEADER_ROW, ID, MANIFEST_SHEET, TICK
from crossfoot_tests.sync.grids.books import book, column, customer, row_id, sheet
from crossfoot_tests.sync.grids.google_books import Place, lay_out

READ, WRITE, REFUSED = ("getByDataFilter", 200), ("batchUpdate", 200), ("batchUpdate", 400)
NAME = SetCell("customer", FIRST_ROW, "name", "客户 1", "服务器")


@pytest.fixture
def place(discovery: Discovery) -> Place:
    """A book of three customers."""
    return lay_out(book(sheet(customer(1), customer(2), customer(3))), discovery)


def kept(place: Place) -> list[list[object]]:
    """What the hidden sheet for what was displaced holds."""
    return [[*row] for row in place.ann.opens(place.id, GOOGLE_BEFORE_SHEET).sees()]


def test_a_cycle_is_one_read_and_one_write(place: Place) -> None:
    grid = place.grid()
    edits = Edits(
        cells=[NAME, SetCell("customer", FIRST_ROW + 2, TICK, "✓", "●")],
        appended=[AppendRow("customer", {ID: row_id(4), "name": "新", "signed_on": dt.date(2024, 5, 6)})],
        status={"customer": "已同步"},
        manifest={"cursor": "13"},
        lists={"customer.id": ["a", "b"]},
    )
    assert grid.write(edits, grid.read()) == []
    assert place.asked() == [READ, WRITE]


def test_two_writes_of_cells_in_a_row_need_no_reading_in_between(place: Place) -> None:
    grid = place.grid()
    seen = grid.read()
    grid.write(Edits(cells=[NAME]), seen)
    grid.write(Edits(cells=[SetCell("customer", FIRST_ROW + 1, "name", "客户 2", "二")]), seen)
    assert place.asked() == [READ, WRITE, WRITE]
    assert column(grid, "name") == ["服务器", "二", "客户 3"]


def test_a_small_write_keeps_little_of_a_large_sheet() -> None:
    place = lay_out(book(sheet(*(customer(number) for number in range(400)))))
    grid = place.grid()
    cells = [SetCell("customer", FIRST_ROW + 300 + at, "name", f"客户 {300 + at}", f"新 {at}") for at in range(20)]
    assert grid.write(Edits(cells=cells), grid.read()) == []
    assert sum(bool(any(row)) for row in kept(place)) < 40


def test_after_rows_were_removed_nothing_of_them_is_kept(place: Place) -> None:
    grid = place.grid()
    assert grid.write(Edits(removed=[RemoveRow("customer", FIRST_ROW, row_id(1))]), grid.read()) == []
    assert place.asked() == [READ, WRITE, WRITE]
    assert (kept(place), column(grid, ID)) == ([], [row_id(2), row_id(3)])


def test_of_a_row_in_which_a_person_keeps_something_only_our_cells_are_cleared() -> None:
    made = sheet(customer(1), customer(2))
    made.columns.append(MemoryColumn("我的备注"))
    made.rows = [[*line, "别动"] for line in made.rows]
    place = lay_out(book(made))
    grid = place.grid()
    assert grid.write(Edits(removed=[RemoveRow("customer", FIRST_ROW, row_id(1))]), grid.read()) == []
    hands = place.hands()
    assert [hands.rows[at][hands.place("我的备注")] for at in range(2)] == ["别动", "别动"]
    assert column(grid, ID) == [row_id(2)]


def test_h27_a_row_inserted_above_between_read_and_write_is_found_again(place: Place) -> None:
    grid = place.grid()
    seen = grid.read()
    hands = place.hands()
    hands.insert_rows(FIRST_ROW)
    hands.set(FIRST_ROW, "name", "手工")
    assert grid.write(Edits(cells=[NAME]), seen) == []
    assert column(grid, "name") == ["手工", "服务器", "客户 2", "客户 3"]
    assert column(grid, ID) == [None, row_id(1), row_id(2), row_id(3)]
    assert place.asked()[:5] == [READ, WRITE, READ, WRITE, WRITE]


def test_h27_what_a_person_typed_into_a_cell_just_before_it_was_written_comes_back(place: Place) -> None:
    grid = place.grid()
    seen = grid.read()
    amount = place.hands().letter("amount")
    place.ann.opens(place.id, "客户").types(f"{amount}{FIRST_ROW}", "2024-03-05")
    edits = Edits(cells=[SetCell("customer", FIRST_ROW, "amount", 1001.5, 7.0), NAME])
    assert grid.write(edits, seen) == [Missed("customer", FIRST_ROW, "amount", dt.date(2024, 3, 5))]
    assert column(grid, "amount") == [dt.date(2024, 3, 5), 1002.5, 1003.5]
    assert column(grid, "name") == ["服务器", "客户 2", "客户 3"]


def test_h27_a_row_deleted_in_the_wrong_place_comes_back_and_the_right_one_goes(place: Place) -> None:
    grid = place.grid()
    seen = grid.read()
    place.hands().sort("name")
    place.hands().move_row(FIRST_ROW + 2, FIRST_ROW)
    assert grid.write(Edits(removed=[RemoveRow("customer", FIRST_ROW, row_id(1))]), seen) == []
    assert sorted(map(str, column(grid, ID))) == sorted([row_id(2), row_id(3)])
    assert sorted(map(str, column(grid, "name"))) == ["客户 2", "客户 3"]


def test_h27_the_headings_come_back_where_rows_inserted_above_moved_them_into_the_place_of_a_removed_row(
    place: Place,
) -> None:
    grid = place.grid()
    seen = grid.read()
    place.hands().insert_rows(1, 2)
    assert grid.write(Edits(removed=[RemoveRow("customer", FIRST_ROW + 1, row_id(2))]), seen) == []
    now = grid.read().tables["customer"]
    assert (now.columns[ID], now.labels) == ([row_id(1), row_id(3)], seen.tables["customer"].labels)
    assert (now.rows, place.hands().header) == ([FIRST_ROW + 2, FIRST_ROW + 3], HEADER_ROW + 2)


def test_h27_what_was_to_stay_as_it_was_is_told_when_it_did_not(place: Place) -> None:
    grid = place.grid()
    seen = grid.read()
    place.hands().set(FIRST_ROW, "code", "KH-9")
    edits = Edits(cells=[NAME], checked=[CheckCell("customer", FIRST_ROW, "code", "KH-00001")])
    assert grid.write(edits, seen) == [Missed("customer", FIRST_ROW, "code", "KH-9")]
    assert column(grid, "name") == ["服务器", "客户 2", "客户 3"]


@pytest.mark.parametrize("fault", ["timed out", "cut off", "503"])
def test_h28_a_write_that_was_not_carried_out_is_sent_again(place: Place, fault: str) -> None:
    grid = place.grid()
    seen = grid.read()
    place.google.fail_next(fault, path=":batchUpdate")
    edits = Edits(cells=[NAME], appended=[AppendRow("customer", {ID: row_id(4)})])
    assert grid.write(edits, seen) == []
    assert column(grid, ID) == [row_id(1), row_id(2), row_id(3), row_id(4)]
    assert column(grid, "name") == ["服务器", "客户 2", "客户 3", None]


@pytest.mark.parametrize("fault", ["timed out after commit", "cut off after commit", "500 after commit"])
def test_h28_a_write_whose_outcome_is_unknown_is_read_back_and_not_sent_again(place: Place, fault: str) -> None:
    grid = place.grid()
    seen = grid.read()
    place.google.fail_next(fault, path=":batchUpdate")
    edits = Edits(cells=[NAME], appended=[AppendRow("customer", {ID: row_id(4)})])
    assert grid.write(edits, seen) == []
    assert [method for method, _ in place.asked()] == ["getByDataFilter", "batchUpdate", "getByDataFilter"]
    assert column(grid, ID) == [row_id(1), row_id(2), row_id(3), row_id(4)]


def test_h28_a_write_that_arrives_a_second_time_is_refused(place: Place) -> None:
    grid, sent = place.grid(), list[Request]()
    seen = grid.read()
    place.google.between = sent.append
    grid.write(Edits(appended=[AppendRow("customer", {ID: row_id(4)})]), seen)
    place.google.between = None
    assert place.google.handle(sent[-1]).status == 400
    assert column(grid, ID) == [row_id(1), row_id(2), row_id(3), row_id(4)]


def test_h29_what_somebody_types_below_meanwhile_moves_down_and_no_column_shifts(place: Place) -> None:
    grid = place.grid()
    seen = grid.read()
    place.hands().set(FIRST_ROW + 3, "amount", 5.0)
    row = AppendRow("customer", {ID: row_id(4), TICK: "✓", "name": "新"})
    assert grid.write(Edits(appended=[row]), seen) == []
    now = grid.read().tables["customer"]
    assert now.columns[ID] == [row_id(1), row_id(2), row_id(3), row_id(4), None]
    assert now.columns["amount"] == [1001.5, 1002.5, 1003.5, None, 5.0]
    assert {method for method, _ in place.asked()} == {"getByDataFilter", "batchUpdate"}


def test_h29_rows_that_came_above_the_headings_come_below_them(place: Place) -> None:
    grid = place.grid()
    seen = grid.read()
    place.hands().insert_rows(1, 20)
    assert grid.write(Edits(appended=[AppendRow("customer", {ID: row_id(4)})]), seen) == []
    assert column(grid, ID) == [row_id(1), row_id(2), row_id(3), row_id(4)]


def test_h30_a_second_worker_that_has_not_seen_the_first_ones_write_is_refused_and_reads_again(place: Place) -> None:
    first, second = place.grid(), place.grid()
    readings = first.read(), second.read()
    assert first.write(Edits(cells=[NAME]), readings[0]) == []
    late = Edits(cells=[NAME, SetCell("customer", FIRST_ROW + 1, "name", "客户 2", "二")])
    assert second.write(late, readings[1]) == [Missed("customer", FIRST_ROW, "name", "服务器")]
    assert place.asked() == [READ, READ, WRITE, REFUSED, READ, WRITE]
    assert column(second, "name") == ["服务器", "二", "客户 3"]


def test_h07_of_a_table_whose_row_of_headings_was_deleted_the_status_alone_is_written(place: Place) -> None:
    grid = place.grid()
    place.ann.opens(place.id, "客户").deletes_rows(HEADER_ROW)
    seen = grid.read()
    cells = seen.tables["customer"]
    assert (cells.rows, cells.columns, ID in cells.lost) == ([], {}, True)
    edits = Edits(cells=[NAME], status={"customer": "✗"}, manifest={"cursor": "99"})
    assert grid.write(edits, seen) == [Missed("customer", FIRST_ROW, "name", None)]
    now = grid.read()
    assert (now.tables["customer"].status, now.manifest["cursor"]) == ("✗", "99")


def test_h07_what_is_to_be_put_right_below_headings_that_are_gone_is_not_given_up(place: Place) -> None:
    grid, hands = place.grid(), place.hands()
    seen = grid.read()
    acts = [lambda: hands.set(FIRST_ROW, "name", "手工"), lambda: hands.hand.deletes_rows(HEADER_ROW)]

    def between(request: Request) -> None:
        if acts:
            acts.pop(0)()

    place.google.between = between
    with pytest.raises(GridError) as error:
        grid.write(Edits(cells=[NAME]), seen)
    assert (error.value.reason, error.value.facts) == ("header_gone", {"sheet": "客户"})
    place.google.between = None
    hands.hand.undoes()
    assert column(place.grid(), "name") == ["手工", "客户 2", "客户 3"]


def test_a_spreadsheet_that_is_no_book_is_refused(place: Place) -> None:
    other = place.ann.creates("别的")
    place.ann.shares(other, place.worker)
    with pytest.raises(NotACrossfootBook, match="别的"):
        Place(place.google, place.time, place.ann, place.worker, other, place.results).grid().read()


@pytest.mark.parametrize("deleted", ["the sheet", "the named range"])
def test_what_people_delete_of_ours_is_made_again(place: Place, deleted: str) -> None:
    grid = place.grid()
    hands = place.ann.opens(place.id, MANIFEST_SHEET)
    if deleted == "the sheet":
        hands.asks({"deleteSheet": {"sheetId": place.ann.opens(place.id, GOOGLE_BEFORE_SHEET).sheet_id}})
    else:
        hands.asks({"deleteNamedRange": {"namedRangeId": "first"}})
    assert grid.write(Edits(cells=[NAME]), grid.read()) == []
    place.hands().set(FIRST_ROW + 1, "name", "改")
    grid.write(Edits(cells=[SetCell("customer", FIRST_ROW + 1, "name", "客户 2", "二")]), grid.read())
    assert column(grid, "name") == ["服务器", "改", "客户 3"]


def test_a_named_range_whose_name_is_lost_is_replaced_by_another(place: Place) -> None:
    grid = place.grid()
    place.ann.opens(place.id, MANIFEST_SHEET).inserts_rows(1)
    place.ann.opens(place.id, MANIFEST_SHEET).deletes_rows(2)
    assert grid.write(Edits(cells=[NAME]), grid.read()) == []
    assert column(grid, "name") == ["服务器", "客户 2", "客户 3"]


def protect(place: Place, **protected: object) -> None:
    """Ann protects the second row but for what is said else."""
    area = {"sheetId": place.of_table().id, "startRowIndex": FIRST_ROW, "endRowIndex": FIRST_ROW + 1}
    place.ann.opens(place.id, "客户").asks({"addProtectedRange": {"protectedRange": {"range": area, **protected}}})


SECOND = SetCell("customer", FIRST_ROW + 1, "name", "客户 2", "二")


def test_h24_a_protected_cell_is_left_out_and_the_rest_is_written(place: Place) -> None:
    grid = place.grid()
    protect(place)
    seen = grid.read()
    assert {position for _, position in seen.tables["customer"].barred} == {1}
    removed, added = RemoveRow("customer", FIRST_ROW + 1, row_id(2)), AppendRow("customer", {ID: row_id(4)})
    edits = Edits(cells=[NAME, SECOND], removed=[removed], appended=[added], manifest={"cursor": "99"})
    assert {(each.row, each.found) for each in grid.write(edits, seen)} == {
        (FIRST_ROW + 1, "客户 2"),
        (FIRST_ROW + 1, "✓"),
    }
    assert (column(grid, "name"), grid.read().manifest["cursor"]) == (["服务器", "客户 2", "客户 3", None], "99")


def test_h24_what_is_protected_in_between_is_left_out_of_the_next_attempt(place: Place) -> None:
    grid = place.grid()
    seen = grid.read()
    protect(place)
    assert grid.write(Edits(cells=[NAME, SECOND]), seen) == [Missed("customer", FIRST_ROW + 1, "name", "客户 2")]
    assert place.asked() == [READ, REFUSED, READ, WRITE]
    assert column(grid, "name") == ["服务器", "客户 2", "客户 3"]


@pytest.mark.parametrize("protected", ["against others", "with a warning", "but for the cell"])
def test_h24_what_is_protected_and_lets_us_in_is_written(place: Place, protected: str) -> None:
    at = place.hands().place("name")
    rows = {"startRowIndex": FIRST_ROW, "endRowIndex": FIRST_ROW + 1}
    spared = {"sheetId": place.of_table().id, "startColumnIndex": at, "endColumnIndex": at + 1, **rows}
    said: dict[str, dict[str, object]] = {
        "against others": {"editors": {"users": [place.worker.email]}},
        "with a warning": {"warningOnly": True},
        "but for the cell": {"range": {"sheetId": place.of_table().id}, "unprotectedRanges": [spared]},
    }
    protect(place, **said[protected])
    grid = place.grid()
    assert grid.write(Edits(cells=[SECOND]), grid.read()) == []
    assert column(grid, "name") == ["客户 1", "二", "客户 3"]


def test_h24_a_hidden_sheet_that_is_protected_is_an_error_and_nothing_is_written(place: Place) -> None:
    grid = place.grid()
    hidden = place.ann.opens(place.id, MANIFEST_SHEET)
    hidden.asks({"addProtectedRange": {"protectedRange": {"range": {"sheetId": hidden.sheet_id}}}})
    with pytest.raises(GridError, match="protected range"):
        grid.write(Edits(cells=[NAME], manifest={"cursor": "99"}), grid.read())
    assert (column(grid, "name"), grid.read().manifest["cursor"]) == (["客户 1", "客户 2", "客户 3"], "12")


def test_a_spreadsheet_that_is_no_longer_shared_is_an_error_in_both_languages(place: Place) -> None:
    grid = place.grid()
    place.ann.unshares(place.id, place.worker)
    with pytest.raises(GridError) as error:
        grid.read()
    assert place.worker.email in error.value.text("en")
    assert "共享" in error.value.text("zh")


def test_a_text_that_no_cell_holds_is_refused_before_anything_is_written(place: Place) -> None:
    grid = place.grid()
    edits = Edits(cells=[NAME], appended=[AppendRow("customer", {"name": "x" * 50_001})])
    with pytest.raises(GridError) as error:
        grid.write(edits, grid.read())
    assert error.value.facts == {"column": "name", "length": 50_001}
    assert place.asked() == [READ]


def test_the_grid_is_called_what_the_spreadsheet_is(place: Place) -> None:
    grid = place.grid()
    grid.read()
    assert grid.name == "book"


@pytest.mark.slow
def test_many_rows_are_written_in_several_requests_each_with_whole_rows() -> None:
    place = lay_out(book(sheet(*(customer(number) for number in range(1500)))))
    grid = place.grid()
    cells = [
        SetCell("customer", FIRST_ROW + at, name, before, after)
        for at in range(1500)
        for name, before, after in ((TICK, "✓", "●"), ("name", f"客户 {at}", f"新 {at}"))
    ]
    appended = [AppendRow("customer", {ID: row_id(5000 + at), "name": f"又 {at}"}) for at in range(15_000)]
    assert grid.write(Edits(cells=cells, appended=appended, manifest={"cursor": "9"}), grid.read()) == []
    assert 1 < sum(each == WRITE for each in place.asked()) < 4
    names = column(grid, "name")
    assert names == [*(f"新 {at}" for at in range(1500)), *(f"又 {at}" for at in range(15_000))]
