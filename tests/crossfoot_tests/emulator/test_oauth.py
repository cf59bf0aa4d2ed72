from __future__ import annotations

from datetime import UTC, datetime

import gspread
import pytest
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials

from crossfoot_sync.emulator import Discovery, Google, ManualClock, no_quota
from crossfoot_sync.emulator.http import adapter
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.oauth import new_key

SCOPES = ["https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive"]


def credentials(key: Json, scopes: list[str] | None = None) -> Credentials:
    """google-auth's credentials from a key file."""
    wanted = SCOPES if scopes is None else scopes
    made: Credentials = Credentials.from_service_account_info(key, scopes=wanted)  # type: ignore[no-untyped-call]
    return made


def test_gspread_logs_in_with_a_key_file_and_reads_a_sheet(private_key: str, discovery: Discovery) -> None:
    google = Google(quota=no_quota(), discovery=discovery)
    ann, worker = google.person("ann@example.com"), google.service_account()
    file_id = ann.creates("Customers")
    ann.shares(file_id, worker)
    ann.opens(file_id).types("A1", "hello")
    key = credentials(google.key(worker, private_key=private_key))
    session = AuthorizedSession(key, auth_request=Request(google.session()))  # type: ignore[no-untyped-call]
    adapter.mount(session, google.handle)
    client = gspread.Client(auth=None, session=session)  # type: ignore[arg-type]
    assert client.open_by_key(file_id).sheet1.get_all_values() == [["hello"]]


def refused(google: Google, signed_by: Credentials) -> tuple[str, str]:
    """The error, and what is said of it, when a token is asked for."""
    with pytest.raises(RefreshError) as raised:
        signed_by.refresh(Request(google.session()))  # type: ignore[no-untyped-call]
    body = raised.value.args[1]
    return body["error"], body["error_description"]


def test_a_key_that_is_not_the_account_s_is_refused(private_key: str) -> None:
    google = Google()
    key = google.key(google.service_account(), private_key=private_key)
    forged = {**key, "private_key": new_key()[0]}
    assert refused(google, credentials(forged)) == ("invalid_grant", "Invalid JWT Signature.")


def test_an_account_that_there_is_not_is_refused(private_key: str) -> None:
    elsewhere = Google()
    key = elsewhere.key(elsewhere.service_account("other"), private_key=private_key)
    assert refused(Google(), credentials(key)) == ("invalid_grant", "Invalid grant: account not found")


def test_a_clock_that_is_wrong_is_refused(private_key: str) -> None:
    google = Google(clock=ManualClock(datetime(2020, 1, 1, tzinfo=UTC)))
    error, description = refused(google, credentials(google.key(google.service_account(), private_key=private_key)))
    assert error == "invalid_grant"
    assert description.startswith("Invalid JWT: Token must be a short-lived token (60 minutes)")


def test_a_token_for_nothing_is_refused(private_key: str) -> None:
    google = Google()
    key = google.key(google.service_account(), private_key=private_key)
    assert refused(google, credentials(key, []))[0] == "invalid_scope"


def test_nothing_but_a_signed_assertion_gets_a_token() -> None:
    session = Google().session()
    answer = session.post("https://oauth2.googleapis.com/token", data={"grant_type": "password"})
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "no.thing"}
    assert session.post("https://oauth2.googleapis.com/token", data=form).json()["error"] == "invalid_grant"
