"""What goes wrong on demand, and what happens between two requests."""

from __future__ import annotations

import pytest
from requests import ConnectionError as BrokenConnection
from requests import ReadTimeout

from crossfoot_sync.emulator import FAULTS, Google
from crossfoot_sync.emulator.http.message import Request
from crossfoot_sync.emulator.json_types import Json
from crossfoot_tests.emulator.sharing import DRIVE, SHEETS, Shared


def write(shared: Shared, text: str = "new") -> int:
    """Write to A1; the status of the answer."""
    answer = shared.ask("PUT", "/values/A1", {"values": [[text]]}, valueInputOption="RAW")
    return answer.status_code


@pytest.mark.parametrize("code", [500, 502, 503, 504])
def test_a_server_error_before_the_commit_changes_nothing(shared: Shared, code: int) -> None:
    shared.google.fail_next(str(code))
    assert (write(shared), shared.values()) == (code, [])


def test_a_server_error_after_the_commit_has_changed_everything(shared: Shared) -> None:
    shared.google.fail_next("500 after commit")
    assert (write(shared), shared.values()) == (500, [["new"]])


@pytest.mark.parametrize(
    ("fault", "error", "expected"),
    [
        ("timed out", ReadTimeout, []),
        ("timed out after commit", ReadTimeout, [["new"]]),
        ("cut off", BrokenConnection, []),
        ("cut off after commit", BrokenConnection, [["new"]]),
    ],
)
def test_an_answer_that_never_comes_may_have_been_carried_out(
    shared: Shared, fault: str, error: type[Exception], expected: list[list[str]]
) -> None:
    shared.google.fail_next(fault)
    with pytest.raises(error):
        write(shared)
    assert shared.values() == expected
    assert [each.status for each in shared.google.log] == [0, 200]


def test_a_fault_waits_for_a_request_that_it_fits_and_comes_as_often_as_it_is_told(shared: Shared) -> None:
    shared.google.fail_next("503", 2, method="PUT", path="/values/")
    assert shared.values() == []
    assert [write(shared), write(shared), write(shared)] == [503, 503, 200]


def test_a_refused_request_does_not_fail_after_its_commit(shared: Shared) -> None:
    shared.google.fail_next("timed out after commit")
    assert shared.ask("GET", "/values/Nowhere!A1").status_code == 400


@pytest.mark.parametrize(
    ("fault", "code", "reason"),
    [
        ("403 storage quota", 403, "storageQuotaExceeded"),
        ("403 drive rate", 403, "userRateLimitExceeded"),
    ],
)
def test_drive_names_its_reason(shared: Shared, fault: str, code: int, reason: str) -> None:
    shared.google.fail_next(fault)
    answer = shared.google.session(shared.worker).get(f"{DRIVE}/files/{shared.id}")
    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (code, reason)


def test_sheets_can_refuse_access_and_quota_on_demand(shared: Shared) -> None:
    shared.google.fail_next("403 no access")
    shared.google.fail_next("429")
    assert [write(shared), write(shared), write(shared)] == [403, 429, 200]


def test_a_fault_that_there_is_not_is_named_with_those_there_are(shared: Shared) -> None:
    with pytest.raises(ValueError, match=r"“418” is no fault\. There are: 500, 502, .*") as raised:
        shared.google.fail_next("418")
    assert str(raised.value).endswith(", ".join(FAULTS))


def test_an_api_can_be_switched_off(shared: Shared) -> None:
    shared.google.disable(shared.worker, "sheets")
    error = shared.ask("GET", "/values/A1").json()["error"]
    assert error["message"].startswith("Google Sheets API has not been used in project 100000000001 before")
    assert error["details"][0]["reason"] == "SERVICE_DISABLED"
    assert shared.google.session(shared.worker).get(f"{DRIVE}/files/{shared.id}").status_code == 200


def test_a_token_for_too_little_is_refused(shared: Shared) -> None:
    session = shared.google.session()
    scopes = frozenset({"https://www.googleapis.com/auth/spreadsheets.readonly"})
    session.headers["Authorization"] = "Bearer " + shared.google.token(shared.worker, scopes)
    address = f"{SHEETS}/{shared.id}/values/A1"
    assert session.get(address).status_code == 200
    refused = session.put(address, json={"values": [["x"]]}, params={"valueInputOption": "RAW"})
    assert refused.json()["error"]["message"] == "Request had insufficient authentication scopes."


def test_a_token_runs_out_after_an_hour(shared: Shared) -> None:
    session = shared.google.session(shared.worker)
    shared.clock.advance(3599)
    assert session.get(f"{SHEETS}/{shared.id}").status_code == 200
    shared.clock.advance(1)
    answer = session.get(f"{SHEETS}/{shared.id}")
    assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_nobody_comes_in_without_a_token(shared: Shared) -> None:
    answer = shared.google.session().get(f"{SHEETS}/{shared.id}")
    assert (answer.status_code, answer.json()["error"]["status"]) == (403, "PERMISSION_DENIED")


def test_an_address_that_there_is_not_is_404(shared: Shared) -> None:
    assert shared.google.session(shared.worker).get("https://sheets.googleapis.com/v4/nothing").status_code == 404


def test_somebody_can_work_between_any_two_requests(shared: Shared) -> None:
    shared.put([["first"], ["second"]])
    seen: list[str] = []

    def between(request: Request) -> None:
        seen.append(request.method)
        if request.method == "PUT":
            shared.hands.inserts_rows(1)

    shared.google.between = between
    found = shared.values().index(["second"])
    shared.put([["done"]], f"B{found + 1}")
    shared.google.between = None
    assert seen == ["GET", "PUT"]
    assert shared.values() == [[], ["first", "done"], ["second"]]


def test_the_same_seed_and_requests_give_the_same_ids(shared: Shared) -> None:
    def ids() -> list[object]:
        google = Google(seed=5, discovery=shared.google.discovery)
        ann = google.person("ann@example.com")
        file_id = ann.creates("x")
        body: Json = {"requests": [{"addSheet": {}}]}
        answer = google.session(ann.account).post(f"{SHEETS}/{file_id}:batchUpdate", json=body)
        return [file_id, answer.json()]

    assert ids() == ids()
