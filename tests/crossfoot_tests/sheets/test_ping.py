"""Pings: signed with the secret of one sheet, for a short time, and not too many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.sheets.ping import GAP_SECONDS, WINDOW_SECONDS, signature
from crossfoot_tests.server.documented import client_of
from crossfoot_tests.sheets.office import EAST, Office

BODY = b'{"why": "edit"}'


def client(office: Office, at: dt.datetime) -> FlaskClient:
    return client_of(create_app(office.store, Settings(), lambda: at))


def ping(
    office: Office,
    at: dt.datetime,
    *,
    sent: dt.datetime | None = None,
    secret: str = "",
    body: bytes = BODY,
    spreadsheet: str = EAST,
    stamp: str = "",
) -> tuple[int, str]:
    """Status and problem of a ping that arrives ``at``; all of it is right but for what is given."""
    stamp = stamp or str(int((sent or at).timestamp()))
    signed = signature(secret or office.linked().secret, stamp, BODY)
    headers = {"X-Crossfoot-Time": stamp, "X-Crossfoot-Signature": signed}
    reply = client(office, at).post(f"/api/v1/sheets/{spreadsheet}/ping", data=body, headers=headers)
    return reply.status_code, str((reply.json or {}).get("code", ""))


@pytest.fixture
def later(office: Office) -> Callable[[float], dt.datetime]:
    office.link()
    at = office.linked().looked_at
    assert at is not None
    return lambda seconds: at + dt.timedelta(seconds=seconds)


def test_a_good_ping_is_taken_and_makes_the_sheet_wait(office: Office, later: Callable[[float], dt.datetime]) -> None:
    at = later(60)
    assert ping(office, at) == (202, "")
    assert office.linked().pinged_at == at


REFUSED = (401, "signature_refused")


def test_a_stranger_is_not_told_what_was_wrong(office: Office, later: Callable[[float], dt.datetime]) -> None:
    at = later(600)
    old = at - dt.timedelta(seconds=WINDOW_SECONDS + 1)
    young = at + dt.timedelta(seconds=WINDOW_SECONDS + 1)
    assert [
        ping(office, at, secret="guessed"),
        ping(office, at, body=b"another"),
        ping(office, at, spreadsheet="unknown"),
        ping(office, at, sent=old),
        ping(office, at, sent=young),
        ping(office, at, stamp="soon"),
        ping(office, at, stamp="9" * 400),
        ping(office, at, stamp="٣"),
    ] == [REFUSED] * 8
    assert office.linked().pinged_at is None


def test_the_window_ends_after_five_minutes(office: Office, later: Callable[[float], dt.datetime]) -> None:
    at = later(600).replace(microsecond=0)
    assert ping(office, at, sent=at - dt.timedelta(seconds=WINDOW_SECONDS)) == (202, "")


def test_without_headers_a_ping_is_refused(office: Office, later: Callable[[float], dt.datetime]) -> None:
    reply = client(office, later(60)).post(f"/api/v1/sheets/{EAST}/ping")
    assert (reply.status_code, reply.headers["WWW-Authenticate"]) == (401, 'Signature realm="crossfoot"')


def test_pings_of_one_sheet_are_limited(office: Office, later: Callable[[float], dt.datetime]) -> None:
    first = later(60)
    told = [ping(office, first + dt.timedelta(seconds=each)) for each in (0, 1, GAP_SECONDS - 1, GAP_SECONDS)]
    too_soon = (429, "pinged_too_soon")
    assert told == [(202, ""), too_soon, too_soon, (202, "")]
    assert office.linked().pinged_at == first  # it has waited since the first


def test_a_long_body_is_not_read(office: Office, later: Callable[[float], dt.datetime]) -> None:
    assert ping(office, later(60), body=b"x" * 5000) == (413, "body_too_large")


@given(st.text(max_size=20), st.text(max_size=12), st.binary(max_size=40), st.text(max_size=12), st.binary(max_size=40))
def test_a_signature_is_of_one_secret_time_and_body(
    secret: str, stamp: str, body: bytes, other_stamp: str, other_body: bytes
) -> None:
    signed = signature(secret, stamp, body)
    assert signed == signature(secret, stamp, body)
    if (stamp.encode() + b"." + body) != (other_stamp.encode() + b"." + other_body):
        assert signed != signature(secret, other_stamp, other_body)
