"""What a request is, from its method and address; and where it goes."""

from __future__ import annotations

import pytest

from crossfoot_sync.emulator.http.routes import ROUTES
from crossfoot_sync.google.calls import Call, call_of
from crossfoot_sync.google.line import Addresses

SHEETS, DRIVE = "https://sheets.googleapis.com", "https://www.googleapis.com"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_every_method_counts_on_the_quota_that_google_counts_it_on(route: object) -> None:
    found = next(each for each in ROUTES if each is route)
    base = SHEETS if found.service == "sheets" else DRIVE
    path = found.template.replace("{id}", "1AbC").replace("{range}", "Sheet1!A1:B2")
    call = call_of(found.method, base + path)
    assert call.repeatable == (found.direction == "read")
    assert call.lane == (found.direction if found.service == "sheets" else "drive")
    assert call.spreadsheet == ("1AbC" if "{id}" in found.template else "")


@pytest.mark.parametrize("name", ["x%3AgetByDataFilter", "x:getByDataFilter"])
def test_a_range_that_looks_like_a_method_does_not_make_a_write_a_read(name: str) -> None:
    address = f"{SHEETS}/v4/spreadsheets/1AbC/values/{name}"
    assert call_of("put", address) == Call("write", repeatable=False, spreadsheet="1AbC")
    assert call_of("post", f"{address}:append") == Call("write", repeatable=False, spreadsheet="1AbC")


def test_what_is_about_no_spreadsheet_is_about_google() -> None:
    assert call_of("get", f"{DRIVE}/drive/v3/files").thing == "Google"


def test_requests_go_to_google_or_to_what_stands_in_for_it() -> None:
    emulated = Addresses.emulated("http://127.0.0.1:8765/")
    assert emulated == Addresses("http://127.0.0.1:8765", "http://127.0.0.1:8765", "http://127.0.0.1:8765/token")
    assert [each.of(f"{SHEETS}/v4/spreadsheets/1") for each in (Addresses(), emulated)] == [
        f"{SHEETS}/v4/spreadsheets/1",
        "http://127.0.0.1:8765/v4/spreadsheets/1",
    ]
    assert emulated.of(f"{DRIVE}/drive/v3/files/1") == "http://127.0.0.1:8765/drive/v3/files/1"


@pytest.mark.parametrize("base", ["http://sheets.example.com", "ftp://127.0.0.1.example.com", "sheets.googleapis.com"])
def test_a_token_does_not_travel_in_the_clear(base: str) -> None:
    with pytest.raises(ValueError, match=r"would carry tokens in the clear; begin it with https://"):
        Addresses.emulated(base)
