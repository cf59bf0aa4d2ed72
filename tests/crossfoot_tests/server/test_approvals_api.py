"""Decisions and numbers over HTTP; replies are held against the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from crossfoot_server.accounts import issue_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import Batch, DecisionRequest
from crossfoot_tests.server.approvals import OFFERED, open_company, requests
from crossfoot_tests.server.builders import NOW, Desk, change, new, remove, row_id
from crossfoot_tests.server.documented import body_of, client_of

BOOK = "/api/v1/books/sales"


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Store]:
    with closing(open_company(tmp_path)) as store:
        yield store


@pytest.fixture
def client(company: Store) -> FlaskClient:
    return client_of(create_app(company, Settings(), lambda: NOW))


@pytest.fixture
def ann(company: Store) -> Desk:
    desk = Desk(company, "ann")
    desk.sync(new("offer", row_id(1), **OFFERED))
    desk.sync(change("offer", row_id(1), discount="0.100000"))
    return desk


def headers(store: Store, login: str) -> dict[str, str]:
    token = issue_token(store, login, "test", NOW)
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def decided(client: FlaskClient, store: Store, login: str, batch: str, **more: str) -> Any:
    """The body of the reply to a decision on the first request."""
    request = {"batch": Batch(batch, "test", "-", "2026-03-02T08:29:00Z"), "language": "en", **more}
    body = msgspec.json.encode(msgspec.convert(msgspec.to_builtins(request), DecisionRequest))
    return body_of(client.post(f"{BOOK}/approvals/SP-00001", data=body, headers=headers(store, login)))


def test_a_request_is_decided_and_the_same_decision_is_taken_once(
    company: Store, client: FlaskClient, ann: Desk
) -> None:
    first = decided(client, company, "ben", "b1", decision="approve", comment="for once")
    assert (first["number"], first["state"], first["replayed"], first["outcome"][0]["status"]) == (
        "SP-00001",
        "approved",
        False,
        ["ok"],
    )
    again = decided(client, company, "ben", "b1", decision="approve", comment="for once")
    assert again == {**first, "replayed": True}
    ann.sync()
    assert ann.shown("offer", "discount") == [("0.100000",)]
    assert requests(ann, "state", "comment") == [("approved", "for once")]


def test_a_decision_that_is_barred_says_why(company: Store, client: FlaskClient, ann: Desk) -> None:
    reply = decided(client, company, "ann", "b1", decision="approve")
    (field,) = reply["outcome"][0]["fields"]
    assert (reply["state"], field["column"], field["message"]["code"]) == ("pending", "decision", "approval_own")
    assert decided(client, company, "ann", "b2", decision="withdraw")["state"] == "withdrawn"


def test_another_decision_is_no_replay_of_the_first(company: Store, client: FlaskClient, ann: Desk) -> None:
    decided(client, company, "ben", "b1", decision="reject")
    assert decided(client, company, "ben", "b1", decision="approve")["code"] == "batch_reused"


def test_a_request_out_of_reach_is_as_one_that_is_not_there(company: Store, client: FlaskClient, ann: Desk) -> None:
    out_of_reach = decided(client, company, "bob", "b1", decision="approve")
    body = msgspec.json.encode(DecisionRequest(Batch("b2", "test", "-", ""), "approve"))
    missing = body_of(client.post(f"{BOOK}/approvals/SP-00009", data=body, headers=headers(company, "bob")))
    assert (out_of_reach["code"], missing["code"]) == ("unknown_row", "unknown_row")


def test_a_book_without_approvals_has_none_to_decide(company: Store, client: FlaskClient, ann: Desk) -> None:
    body = msgspec.json.encode(DecisionRequest(Batch("b1", "test", "-", ""), "approve"))
    reply = client.post("/api/v1/books/lines/approvals/SP-00001", data=body, headers=headers(company, "ben"))
    assert body_of(reply)["code"] == "unknown_table"


def test_every_number_that_a_row_had_is_told_with_what_became_of_it(company: Store, client: FlaskClient) -> None:
    ann = Desk(company, "ann")
    ann.sync(*(new("offer", row_id(each), **{**OFFERED, "customer": str(each)}) for each in (1, 2, 3)))
    ann.sync(change("offer", row_id(2), code="MINE"))
    ann.sync(remove("offer", row_id(3)))
    body = body_of(client.get(f"{BOOK}/tables/offer/numbers", headers=headers(company, "ann")))
    told = [(each["number"], each["id"], each["fate"], each["now"]) for each in body["numbers"]]
    assert (body["table"], body["column"], told) == (
        "offer",
        "code",
        [
            ("MINE", row_id(2), "in_force", "MINE"),
            ("O-003", row_id(3), "removed", "O-003"),
            ("O-002", row_id(2), "changed", "MINE"),
            ("O-001", row_id(1), "in_force", "O-001"),
        ],
    )
    # A number that a row has had is not given again.
    ann.sync(new("offer", row_id(4), **{**OFFERED, "customer": "4"}))
    assert ("O-004",) in ann.shown("offer", "code")


def test_a_table_without_numbers_has_none_to_tell(company: Store, client: FlaskClient) -> None:
    reply = client.get(f"{BOOK}/tables/line/numbers", headers=headers(company, "ann"))
    assert body_of(reply)["code"] == "unknown_column"
