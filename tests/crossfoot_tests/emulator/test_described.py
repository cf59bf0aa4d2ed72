"""Requests and answers held against Google's description of them."""

from __future__ import annotations

import pytest

from crossfoot_sync.emulator import Discovery, UnlikeGoogleError
from crossfoot_sync.emulator.http.message import Request
from crossfoot_sync.emulator.json_types import Json
from crossfoot_tests.emulator.sharing import DRIVE, SHEETS, Shared


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"requests": {}}, "Invalid value at 'requests' (repeated field), {}"),
        ({"requests": [{"addSheet": 1}]}, "Invalid value at 'requests[0].add_sheet' (AddSheetRequest), 1"),
        (
            {"requests": [{"deleteSheet": {"sheetId": "0"}}]},
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"0\"",
        ),
        (
            {"requests": [{"deleteSheet": {"sheetId": 2**31}}]},
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), 2147483648",
        ),
        (
            {"requests": [{"sortRange": {"sortSpecs": [{"sortOrder": "UP"}]}}]},
            "Invalid value at 'requests[0].sort_range.sort_specs[0].sort_order' (TYPE_STRING), \"UP\"",
        ),
        (
            {"includeSpreadsheetInResponse": "yes"},
            "Invalid value at 'include_spreadsheet_in_response' (TYPE_BOOL), \"yes\"",
        ),
    ],
)
def test_a_wrong_type_is_named_with_its_place(shared: Shared, body: Json, message: str) -> None:
    answer = shared.ask("POST", ":batchUpdate", body)
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, message)


def test_sheets_refuses_parameters_that_it_does_not_know_and_drive_takes_them(shared: Shared) -> None:
    refused = shared.ask("GET", "/values/A1", valueRenderOptions="FORMULA")
    assert refused.json()["error"]["message"] == (
        'Invalid JSON payload received. Unknown name "valueRenderOptions": Cannot bind query parameter. '
        "Field 'valueRenderOptions' could not be found in request message."
    )
    session = shared.google.session(shared.worker)
    assert session.get(f"{DRIVE}/files/{shared.id}", params={"unheardOf": 1}).status_code == 200


def test_a_parameter_has_one_of_its_values(shared: Shared) -> None:
    message = shared.ask("GET", "/values/A1", valueRenderOption="PLAIN").json()["error"]["message"]
    assert message.startswith("Invalid value at 'value_render_option'")


@pytest.mark.parametrize("body", [b"[1]", b"{"])
def test_a_body_is_an_object(shared: Shared, body: bytes) -> None:
    session = shared.google.session(shared.worker)
    answer = session.post(f"{SHEETS}/{shared.id}:batchUpdate", data=body)
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"spreadsheetID": "x"}, 'Unknown name "spreadsheetID"'),
        ({"updatedRows": 1.5}, "Invalid value at 'updated_rows'"),
        ({"updatedRows": True}, "Invalid value at 'updated_rows'"),
    ],
)
def test_an_answer_that_google_could_not_give_is_a_mistake_of_the_emulator(
    discovery: Discovery, answer: Json, message: str
) -> None:
    with pytest.raises(UnlikeGoogleError, match=message):
        discovery.check_answer("sheets.spreadsheets.values.update", answer)


def test_times_and_long_numbers_of_drive_are_checked_too(discovery: Discovery) -> None:
    with pytest.raises(UnlikeGoogleError):
        discovery.check_answer("drive.files.get", {"version": "one"})
    with pytest.raises(UnlikeGoogleError):
        discovery.check_answer("drive.files.get", {"modifiedTime": "yesterday"})
    discovery.check_answer("drive.files.get", {"version": "7", "modifiedTime": "2026-03-02T09:00:00.000Z"})


def test_what_is_not_described_passes(discovery: Discovery) -> None:
    discovery.check_request("drive.v2.files.update", Request("PUT", "/upload/drive/v2/files/x", body=b"a,b"))
    discovery.check_answer("drive.v2.files.update", {"anything": 1})
