"""Who may see, who may write, and where they may not."""

from __future__ import annotations

import pytest

from crossfoot_sync.emulator import Person
from crossfoot_sync.emulator.errors import ProtectedError
from crossfoot_sync.emulator.json_types import Json
from crossfoot_tests.emulator.sharing import SHEETS, Shared, grid_range

PROTECTED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)
DENIED = {"error": {"code": 403, "message": "The caller does not have permission", "status": "PERMISSION_DENIED"}}


@pytest.fixture
def guarded(shared: Shared) -> Shared:
    """Ann keeps A1:B2 to herself."""
    shared.hands.asks(
        {"addProtectedRange": {"protectedRange": {"protectedRangeId": 9, "range": grid_range(0, 0, 2, 2)}}}
    )
    return shared


def test_somebody_it_is_not_shared_with_may_not_read(shared: Shared) -> None:
    stranger = shared.google.session(shared.google.service_account("stranger"))
    answer = stranger.get(f"{SHEETS}/{shared.id}")
    assert (answer.status_code, answer.json()) == (403, DENIED)


def test_a_reader_may_not_write(shared: Shared) -> None:
    shared.ann.shares(shared.id, shared.worker, "reader")
    assert shared.values() == []
    answer = shared.ask("PUT", "/values/A1", {"values": [["x"]]}, valueInputOption="RAW")
    assert (answer.status_code, answer.json()) == (403, DENIED)


def test_access_that_is_taken_away_is_gone(shared: Shared) -> None:
    shared.ann.unshares(shared.id, shared.worker)
    assert shared.ask("GET", "/values/A1").status_code == 403


def test_a_spreadsheet_that_is_not_there_is_not_found(shared: Shared) -> None:
    answer = shared.google.session(shared.worker).get(f"{SHEETS}/nowhere")
    assert answer.json() == {
        "error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}
    }


def test_values_in_a_protected_range_are_refused(guarded: Shared) -> None:
    answer = guarded.ask("PUT", "/values/B2:C2", {"values": [["x", "y"]]}, valueInputOption="RAW")
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, PROTECTED)
    guarded.put([["y"]], "C2")
    assert guarded.values() == [[], ["", "", "y"]]


@pytest.mark.parametrize(
    "request_",
    [
        {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}}},
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}},
        {"repeatCell": {"range": grid_range(1, 1, 5, 5), "cell": {"note": "x"}, "fields": "note"}},
        {"sortRange": {"range": grid_range(0, 0, 9, 9), "sortSpecs": []}},
        {"mergeCells": {"range": grid_range(0, 0, 1, 2), "mergeType": "MERGE_ALL"}},
        {"deleteSheet": {"sheetId": 0}},
        {"deleteProtectedRange": {"protectedRangeId": 9}},
    ],
)
def test_nothing_else_changes_a_protected_range_either(guarded: Shared, request_: Json) -> None:
    (kind,) = request_
    assert guarded.refused(request_) == f"Invalid requests[0].{kind}: {PROTECTED}"


def test_rows_may_come_before_a_protected_range(guarded: Shared) -> None:
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    guarded.batch({"insertDimension": {"range": row}})
    assert guarded.first("protectedRanges.range")["protectedRanges"][0]["range"]["startRowIndex"] == 1


def test_its_owner_and_its_editors_may_edit_it(guarded: Shared) -> None:
    guarded.hands.types("A1", "mine")
    editors = {"users": [guarded.worker.email]}
    change = {"protectedRange": {"protectedRangeId": 9, "editors": editors}, "fields": "editors"}
    guarded.hands.asks({"updateProtectedRange": change})
    guarded.put([["now I may"]])
    assert guarded.values() == [["now I may"]]


def test_only_who_may_edit_it_sees_who_may(guarded: Shared) -> None:
    assert guarded.first("protectedRanges") == {
        "protectedRanges": [
            {
                "protectedRangeId": 9,
                "range": {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2},
            }
        ]
    }


def test_who_protects_a_range_is_an_editor_of_it(shared: Shared) -> None:
    shared.batch({"addProtectedRange": {"protectedRange": {"protectedRangeId": 3, "range": grid_range(0, 0, 1, 1)}}})
    kept = shared.first("protectedRanges")["protectedRanges"][0]
    assert (kept["requestingUserCanEdit"], kept["editors"]) == (
        True,
        {"users": [shared.worker.email, "ann@example.com"]},
    )


def test_a_warning_stops_nobody(shared: Shared) -> None:
    protected = {"range": grid_range(0, 0, 1, 1), "warningOnly": True}
    shared.hands.asks({"addProtectedRange": {"protectedRange": protected}})
    shared.put([["x"]])
    assert shared.values() == [["x"]]


def test_a_protected_sheet_can_have_open_ranges(shared: Shared) -> None:
    protected = {"range": {"sheetId": 0}, "unprotectedRanges": [grid_range(1, 0, 1000, 26)]}
    shared.hands.asks({"addProtectedRange": {"protectedRange": protected}})
    shared.put([["x"]], "A2")
    answer = shared.ask("PUT", "/values/A1", {"values": [["x"]]}, valueInputOption="RAW")
    assert answer.json()["error"]["message"] == PROTECTED


def test_a_named_range_can_be_protected(shared: Shared) -> None:
    named = {"namedRangeId": "n", "name": "Head", "range": grid_range(0, 0, 1, 2)}
    shared.hands.asks({"addNamedRange": {"namedRange": named}})
    shared.hands.asks({"addProtectedRange": {"protectedRange": {"namedRangeId": "n"}}})
    answer = shared.ask("PUT", "/values/B1", {"values": [["x"]]}, valueInputOption="RAW")
    assert answer.json()["error"]["message"] == PROTECTED
    nameless = {"addProtectedRange": {"protectedRange": {"namedRangeId": "m"}}}
    assert shared.refused(nameless).endswith("Unknown named range: m")


def test_a_protected_range_can_go(guarded: Shared) -> None:
    guarded.hands.asks({"deleteProtectedRange": {"protectedRangeId": 9}})
    guarded.put([["free"]])
    assert guarded.refused({"deleteProtectedRange": {"protectedRangeId": 9}}).endswith("No protected range with id: 9")


def test_a_sheet_is_protected_once(shared: Shared) -> None:
    protect = {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}}
    shared.batch(protect)
    message = 'Invalid requests[0].addProtectedRange: Sheet "Sheet1" already has sheet protection.'
    assert shared.refused(protect) == message


def test_a_warning_has_no_editors(shared: Shared) -> None:
    protected = {"range": grid_range(0, 0, 1, 1), "warningOnly": True, "editors": {"users": ["ann@example.com"]}}
    message = shared.refused({"addProtectedRange": {"protectedRange": protected}})
    assert message.endswith("ProtectedRange is warningOnly. Editors cannot be set on it.")


def test_people_are_kept_out_as_programs_are(guarded: Shared) -> None:
    bob = guarded.google.person("bob@example.com")
    guarded.ann.shares(guarded.id, bob.account)
    with pytest.raises(ProtectedError):
        bob.opens(guarded.id).types("A1", "mine too")
    assert isinstance(bob, Person)
