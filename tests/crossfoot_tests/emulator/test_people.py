"""The second party."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crossfoot_sync.emulator import Hands
from crossfoot_sync.emulator.errors import InvalidArgumentError, PermissionDeniedError
from crossfoot_tests.emulator.sharing import Shared, grid_range


@pytest.fixture
def hands(shared: Shared) -> Hands:
    """Ann's hands in a sheet with three rows."""
    shared.put([["c", 3], ["a", 1], ["b", 2]])
    return shared.hands


def test_what_is_typed_is_understood(hands: Hands) -> None:
    hands.types("A1", "3/5/2024")
    assert (hands.sees("A1"), hands.sees("A1", raw=True)) == ([["3/5/2024"]], [[45356]])


def test_rows_are_pasted_copied_cut_and_cleared(hands: Hands) -> None:
    hands.pastes("D1", [["x", "y"], ["z"]])
    hands.copies("D1:E1", "D3:E3")
    hands.cuts("D1:D2", "F1")
    hands.clears("A1:B3")
    assert hands.sees() == [["", "", "", "", "y", "x"], ["", "", "", "", "", "z"], ["", "", "", "x", "y"]]


def test_a_sort_of_some_columns_leaves_the_others(hands: Hands) -> None:
    hands.sorts("A1:A3", "A")
    assert hands.sees() == [["a", "3"], ["b", "1"], ["c", "2"]]
    hands.sorts("A1:B3", "B", descending=True)
    assert hands.sees() == [["a", "3"], ["c", "2"], ["b", "1"]]


def test_rows_and_columns_come_go_and_move(hands: Hands) -> None:
    hands.inserts_rows(2)
    hands.moves_rows(4, 1, 1)
    hands.inserts_columns("B")
    hands.deletes_rows(2)
    assert hands.sees() == [["b", "", "2"], [], ["a", "", "1"]]
    hands.deletes_columns("A", 2)
    assert hands.sees() == [["2"], [], ["1"]]


def test_a_filter_hides_and_shows(shared: Shared, hands: Hands) -> None:
    hands.filters("A1:B3", "A", ["a"])
    rows = shared.first("data.rowMetadata.hiddenByFilter", ranges="A1:A3")["data"][0]["rowMetadata"]
    assert rows == [{}, {"hiddenByFilter": True}, {}]
    hands.stops_filtering()
    assert "basicFilter" not in shared.first("basicFilter")


def test_a_sheet_gets_another_name(shared: Shared, hands: Hands) -> None:
    hands.renames("Kunden")
    assert shared.ann.opens(shared.id, "Kunden") is hands
    with pytest.raises(ValueError, match="Customers has no sheet “Sheet1”; it has Kunden"):
        shared.ann.opens(shared.id)


def test_each_step_is_taken_back_and_done_again(hands: Hands) -> None:
    steps: tuple[Callable[[], None], ...] = (
        lambda: hands.types("A1", "x"),
        lambda: hands.sorts("A1:B3", "B"),
        lambda: hands.inserts_rows(2),
        lambda: hands.deletes_rows(1, 2),
        lambda: hands.moves_rows(1, 1, 3),
        lambda: hands.deletes_columns("A"),
        lambda: hands.renames("Other"),
    )
    states = [hands.sees(formulas=True)]
    for step in steps:
        step()
        states.append(hands.sees(formulas=True))
    for expected in reversed(states[:-1]):
        hands.undoes()
        assert hands.sees(formulas=True) == expected
    for expected in states[1:]:
        hands.redoes()
        assert hands.sees(formulas=True) == expected


def test_undo_finds_its_cell_after_others_moved_it(shared: Shared, hands: Hands) -> None:
    hands.types("A2", "typed by ann")
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    shared.batch({"insertDimension": {"range": row}})
    hands.undoes()
    assert hands.sees() == [[], ["c", "3"], ["a", "1"], ["b", "2"]]


def test_undo_of_a_deletion_brings_back_the_row_and_what_stood_on_it(shared: Shared, hands: Hands) -> None:
    location = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}
    made = {"metadataId": 1, "metadataKey": "k", "visibility": "DOCUMENT", "location": location}
    shared.batch(
        {"createDeveloperMetadata": {"developerMetadata": made}},
        {"mergeCells": {"range": grid_range(1, 2, 2, 4), "mergeType": "MERGE_ALL"}},
    )
    hands.types("D1", "=SUM(B1:B2)+B2")
    hands.deletes_rows(2)
    assert hands.sees("D1", formulas=True) == [["=SUM(B1:B1)+#REF!"]]
    shared.put([["meanwhile"]], "C1")
    hands.undoes()
    assert hands.sees("A1:B3") == [["c", "3"], ["a", "1"], ["b", "2"]]
    assert hands.sees("C1:D1", formulas=True) == [["meanwhile", "=SUM(B1:B2)+B2"]]
    assert shared.ask("GET", "/developerMetadata/1").json()["location"]["dimensionRange"]["startIndex"] == 1
    area = {name: value for name, value in grid_range(1, 2, 2, 4).items() if name != "sheetId"}
    assert shared.first("merges") == {"merges": [area]}


def test_undo_takes_back_what_others_have_typed_over(shared: Shared, hands: Hands) -> None:
    hands.types("A1", "by ann")
    shared.put([["by the worker"]])
    hands.undoes()
    assert hands.sees("A1") == [["c"]]


def test_a_person_remembers_their_steps(shared: Shared, hands: Hands) -> None:
    hands.types("A1", "x")
    shared.google.person("ANN@example.com").opens(shared.id).undoes()
    assert hands.sees("A1") == [["c"]]


def test_a_new_step_forgets_what_could_be_done_again(hands: Hands) -> None:
    hands.types("A1", "x")
    hands.undoes()
    hands.types("A1", "y")
    with pytest.raises(IndexError):
        hands.redoes()


def test_two_people_undo_their_own_steps(shared: Shared, hands: Hands) -> None:
    bob = shared.google.person("bob@example.com")
    shared.ann.shares(shared.id, bob.account)
    bobs = bob.opens(shared.id)
    hands.types("A1", "ann")
    bobs.types("A2", "bob")
    hands.undoes()
    assert hands.sees("A1:A2") == [["c"], ["bob"]]
    bobs.undoes()
    assert hands.sees("A1:A2") == [["c"], ["a"]]


def test_people_need_access_too(shared: Shared) -> None:
    with pytest.raises(PermissionDeniedError):
        shared.google.person("stranger@example.com").opens(shared.id)


def test_what_is_no_address_is_refused(hands: Hands) -> None:
    with pytest.raises(InvalidArgumentError, match="Unable to parse range: here"):
        hands.types("here", "x")


def test_people_are_told_of_in_drive(shared: Shared, hands: Hands) -> None:
    session = shared.google.session(shared.worker)
    address = f"https://www.googleapis.com/drive/v3/files/{shared.id}"
    before = session.get(address, params={"fields": "version"}).json()
    shared.clock.advance(60)
    hands.types("A1", "x")
    after = session.get(address, params={"fields": "version,modifiedTime,lastModifyingUser(emailAddress)"}).json()
    assert after == {
        "version": str(int(before["version"]) + 1),
        "modifiedTime": "2026-03-02T09:01:00.000Z",
        "lastModifyingUser": {"emailAddress": "ann@example.com"},
    }


def test_an_error_that_is_typed_is_that_error_and_the_same_text_written_raw_is_text(shared: Shared) -> None:
    shared.hands.types("A1", "#n/a")
    shared.put([["#N/A"]], "B1")
    cells = shared.first("data.rowData.values.effectiveValue", ranges="Sheet1!A1:B1")["data"][0]["rowData"][0]["values"]
    assert [each["effectiveValue"] for each in cells] == [
        {"errorValue": {"type": "N_A", "message": ""}},
        {"stringValue": "#N/A"},
    ]
