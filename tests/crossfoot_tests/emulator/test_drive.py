from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from gspread.utils import ExportFormat
from openpyxl import load_workbook
from requests import Session

from crossfoot_sync.emulator import Discovery, Google, no_quota
from crossfoot_sync.emulator.json_types import Json
from crossfoot_tests.emulator.sharing import DRIVE, SHEETS, Shared, client

SPREADSHEET = "application/vnd.google-apps.spreadsheet"


@pytest.fixture
def anns(shared: Shared) -> Session:
    """A session of Ann's, who owns the file."""
    return shared.google.session(shared.ann.account)


def test_a_file_tells_who_changed_it_last_and_what_the_caller_may(shared: Shared) -> None:
    fields = "id,name,mimeType,version,owners(emailAddress),capabilities(canEdit,canDelete,canShare),ownedByMe,shared"
    session = shared.google.session(shared.worker)
    assert session.get(f"{DRIVE}/files/{shared.id}", params={"fields": fields}).json() == {
        "id": shared.id,
        "name": "Customers",
        "mimeType": SPREADSHEET,
        "version": "2",
        "owners": [{"emailAddress": "ann@example.com"}],
        "capabilities": {"canEdit": True, "canDelete": False, "canShare": True},
        "ownedByMe": False,
        "shared": True,
    }


def test_without_fields_a_file_tells_little(shared: Shared, anns: Session) -> None:
    expected = {"kind": "drive#file", "id": shared.id, "name": "Customers", "mimeType": SPREADSHEET}
    assert anns.get(f"{DRIVE}/files/{shared.id}").json() == expected


def test_drive_says_of_a_foreign_file_that_it_is_not_there(shared: Shared) -> None:
    stranger = shared.google.session(shared.google.service_account("stranger"))
    answer = stranger.get(f"{DRIVE}/files/{shared.id}")
    assert answer.json() == {
        "error": {
            "code": 404,
            "message": f"File not found: {shared.id}.",
            "errors": [
                {
                    "message": f"File not found: {shared.id}.",
                    "domain": "global",
                    "reason": "notFound",
                    "location": "fileId",
                    "locationType": "parameter",
                }
            ],
        }
    }


def test_drive_may_tell_of_changes_late(discovery: Discovery) -> None:
    clock_google = Google(discovery=discovery, quota=no_quota(), drive_lag=3600)
    ann = clock_google.person("ann@example.com")
    file_id = ann.creates("x")
    ann.opens(file_id).types("A1", "new")
    session = clock_google.session(ann.account)
    assert session.get(f"{DRIVE}/files/{file_id}", params={"fields": "version"}).json() == {"version": "1"}
    assert session.get(f"{SHEETS}/{file_id}/values/A1").json()["values"] == [["new"]]


def test_files_are_listed_by_what_is_asked_and_in_pages(shared: Shared, anns: Session) -> None:
    others = [shared.ann.creates(name) for name in ("Bids", "Customers 2")]

    def listed(query: str, **more: Any) -> Json:
        answer: Json = anns.get(
            f"{DRIVE}/files", params={"q": query, "fields": "nextPageToken,files(id)", **more}
        ).json()
        return answer

    assert listed("name = 'Bids'") == {"files": [{"id": others[0]}]}
    found = listed(f"name contains 'customers' and mimeType='{SPREADSHEET}' and trashed = false")
    assert found == {"files": [{"id": others[1]}, {"id": shared.id}]}
    first = listed("", pageSize=2)
    assert first == {"files": [{"id": others[1]}, {"id": others[0]}], "nextPageToken": "2"}
    assert listed("", pageSize=2, pageToken="2") == {"files": [{"id": shared.id}]}


def test_a_query_that_is_not_understood_is_refused(anns: Session) -> None:
    answer = anns.get(f"{DRIVE}/files", params={"q": "name like 'x'"})
    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (400, "invalid")


def test_a_service_account_has_no_storage_of_its_own(shared: Shared) -> None:
    session = shared.google.session(shared.worker)
    answer = session.post(f"{DRIVE}/files", json={"name": "x", "mimeType": SPREADSHEET})
    assert answer.status_code == 403
    assert answer.json()["error"]["errors"][0]["reason"] == "storageQuotaExceeded"
    assert session.post(SHEETS, json={}).status_code == 403
    drive = shared.google.shared_drive("Team")
    made = session.post(f"{DRIVE}/files", json={"name": "x", "parents": [drive]}, params={"fields": "driveId,parents"})
    assert made.json() == {"driveId": drive, "parents": [drive]}


def test_a_file_is_renamed_binned_and_deleted(shared: Shared, anns: Session) -> None:
    address = f"{DRIVE}/files/{shared.id}"
    renamed = anns.patch(address, json={"name": "New", "trashed": True}, params={"fields": "name,trashed"})
    assert renamed.json() == {"name": "New", "trashed": True}
    assert shared.get("properties.title") == {"properties": {"title": "New"}}
    assert shared.google.session(shared.worker).delete(address).status_code == 403
    assert anns.delete(address).status_code == 204
    assert shared.ask("GET", "/values/A1").status_code == 404


def test_a_copy_has_the_cells_and_not_the_people(shared: Shared, anns: Session) -> None:
    shared.put([["a"]])
    copied = anns.post(f"{DRIVE}/files/{shared.id}/copy", json={"name": None}).json()
    assert copied["name"] == "Copy of Customers"
    assert shared.ann.opens(copied["id"]).sees() == [["a"]]
    shared.put([["changed"]])
    assert shared.ann.opens(copied["id"]).sees() == [["a"]]
    permissions = anns.get(f"{DRIVE}/files/{copied['id']}/permissions").json()["permissions"]
    assert [each["role"] for each in permissions] == ["owner"]


def test_a_file_is_shared_and_closed_again(shared: Shared, anns: Session) -> None:
    address = f"{DRIVE}/files/{shared.id}/permissions"
    bob = shared.google.person("bob@example.com", "Bob")
    body = {"type": "user", "role": "reader", "emailAddress": "bob@example.com"}
    made = anns.post(address, json=body, params={"fields": "id,role,displayName"}).json()
    assert made == {"id": bob.account.permission_id, "role": "reader", "displayName": "Bob"}
    changed = anns.patch(f"{address}/{made['id']}", json={"role": "writer"}).json()
    assert changed["role"] == "writer"
    bob.opens(shared.id).types("A1", "by bob")
    assert anns.get(f"{address}/{made['id']}", params={"fields": "role"}).json() == {"role": "writer"}
    assert anns.delete(f"{address}/{made['id']}").status_code == 204
    assert shared.google.session(bob.account).get(f"{SHEETS}/{shared.id}").status_code == 403


def test_a_link_and_a_domain_let_others_in(shared: Shared, anns: Session) -> None:
    address = f"{DRIVE}/files/{shared.id}/permissions"
    stranger = shared.google.person("eve@other.example")
    assert anns.post(address, json={"type": "domain", "role": "reader", "domain": "other.example"}).status_code == 200
    assert stranger.opens(shared.id).sees() == []
    with_link = anns.post(address, json={"type": "anyone", "role": "writer"}).json()
    assert with_link["id"] == "anyoneWithLink"
    stranger.opens(shared.id).types("A1", "x")


def test_only_the_owner_hands_a_file_over_and_cannot_be_shut_out(shared: Shared, anns: Session) -> None:
    address = f"{DRIVE}/files/{shared.id}/permissions"
    body = {"type": "user", "role": "owner", "emailAddress": "bob@example.com"}
    owner = shared.ann.account.permission_id
    assert anns.delete(f"{address}/{owner}").status_code == 403
    assert anns.post(address, json=body).status_code == 403
    workers = shared.google.session(shared.worker)
    assert workers.post(address, json=body, params={"transferOwnership": True}).status_code == 403
    assert anns.post(address, json=body, params={"transferOwnership": True}).json()["role"] == "owner"
    roles = {each["emailAddress"]: each["role"] for each in _permissions(anns, shared)}
    assert roles == {"ann@example.com": "writer", shared.worker.email: "writer", "bob@example.com": "owner"}


def _permissions(session: Session, shared: Shared) -> list[Json]:
    fields = {"fields": "permissions(emailAddress,role)"}
    answer = session.get(f"{DRIVE}/files/{shared.id}/permissions", params=fields)
    found: list[Json] = answer.json()["permissions"]
    return found


def test_who_the_caller_is_needs_its_fields_named(shared: Shared) -> None:
    session = shared.google.session(shared.worker)
    assert session.get(f"{DRIVE}/about").status_code == 400
    answer = session.get(f"{DRIVE}/about", params={"fields": "user(emailAddress),storageQuota(limit)"}).json()
    assert answer == {"user": {"emailAddress": shared.worker.email}, "storageQuota": {"limit": "0"}}


def test_a_list_is_brought_in_as_csv(shared: Shared) -> None:
    shared.put([["old"]])
    client(shared.google, shared.worker).import_csv(shared.id, 'name,n\n"a, b",1\n')
    (sheet,) = shared.get()["sheets"]
    assert sheet["properties"]["title"] == "Customers"
    assert shared.values("Customers", valueRenderOption="UNFORMATTED_VALUE") == [["name", "n"], ["a, b", 1]]


def test_files_are_put_into_folders_and_searched_there(shared: Shared, anns: Session) -> None:
    address = f"{DRIVE}/files/{shared.id}"
    body = {"description": "of 2026", "appProperties": {"k": "v"}}
    changed = anns.patch(address, json=body, params={"addParents": "f1", "fields": "parents,description,appProperties"})
    assert changed.json() == {"parents": ["f1"], **body}

    def found(query: str) -> list[str]:
        answer = anns.get(f"{DRIVE}/files", params={"q": query, "fields": "files.id"}).json()
        return [each["id"] for each in answer["files"]]

    assert found("'f1' in parents and name != 'x'") == [shared.id]
    assert found("modifiedTime > '2030-01-01'") == []
    anns.patch(address, params={"removeParents": "f1"})
    assert found("'f1' in parents") == []


def test_what_drive_cannot_do_is_refused(shared: Shared, anns: Session) -> None:
    def reason(method: str, path: str, body: Json | None = None, **query: str) -> tuple[int, str]:
        answer = anns.request(method, f"{DRIVE}/files{path}", json=body, params=query)
        return answer.status_code, answer.json()["error"]["errors"][0]["reason"]

    permissions = f"/{shared.id}/permissions"
    owner = f"{permissions}/{shared.ann.account.permission_id}"
    assert reason("POST", "", {"mimeType": "text/plain"}) == (400, "badRequest")
    assert reason("GET", f"/{shared.id}", fields="id(") == (400, "invalidParameter")
    assert reason("GET", f"/{shared.id}/comments") == (400, "required")
    assert reason("POST", permissions, {"role": "reader"}) == (400, "required")
    assert reason("POST", permissions, {"type": "user"}) == (400, "required")
    assert reason("POST", permissions, {"type": "user", "role": "reader"}) == (400, "invalid")
    assert reason("PATCH", owner, {"role": "reader"}) == (403, "cannotRemoveOwner")
    assert reason("GET", f"{permissions}/nobody") == (404, "notFound")


def test_a_reader_may_not_share(shared: Shared) -> None:
    shared.ann.shares(shared.id, shared.worker, "reader")
    session = shared.google.session(shared.worker)
    body = {"type": "anyone", "role": "reader"}
    assert session.post(f"{DRIVE}/files/{shared.id}/permissions", json=body).status_code == 403


def test_a_spreadsheet_is_exported(shared: Shared) -> None:
    shared.put([["a", "=1+1"], ['with "quotes", and more']], option="USER_ENTERED")
    sheet = client(shared.google, shared.worker)
    text = sheet.export(shared.id, ExportFormat.CSV).decode()
    assert list(csv.reader(io.StringIO(text))) == [["a", "2"], ['with "quotes", and more', ""]]
    book = load_workbook(io.BytesIO(sheet.export(shared.id, ExportFormat.EXCEL)))
    assert [[each.value for each in row] for row in book["Sheet1"].iter_rows(max_row=1)] == [["a", "=1+1"]]
    wrong = shared.google.session(shared.worker).get(f"{DRIVE}/files/{shared.id}/export?mimeType=image/png")
    assert wrong.status_code == 400
