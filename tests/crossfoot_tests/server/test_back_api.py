"""Undo, restore, removed rows and the history of a cell over HTTP; replies are held against the OpenAPI document."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from crossfoot_server.accounts import issue_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.engine.fingerprint import write_base
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import (
    Batch,
    FieldColumn,
    RestoreRequest,
    SyncRequest,
    TablePush,
    UndoRequest,
)
from crossfoot_templates.types import WireValue
from crossfoot_tests.server.documented import body_of, client_of
from crossfoot_tests.server.live import CUSTOMER, NOW, fixed_clock

ROW = new_row_id(milliseconds=1_767_000_000_000, randomness=1)
BOOK = "/api/v1/books/sales"
CELL = f"{BOOK}/tables/customer/rows/{ROW}"
LAYOUT = list(CUSTOMER.by_name)


class Person:
    """Somebody with a token, speaking JSON."""

    def __init__(self, client: FlaskClient, store: Store, login: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {issue_token(store, login, 'test', NOW)}"}

    def get(self, path: str) -> Any:
        return body_of(self.client.get(path, headers=self.headers))

    def post(self, path: str, body: msgspec.Struct) -> Any:
        headers = {**self.headers, "Content-Type": "application/json"}
        return body_of(self.client.post(path, data=msgspec.json.encode(body), headers=headers))

    def push(self, batch_id: str, kind: str, values: dict[str, WireValue], base: str = "", rev: int = 0) -> Any:
        columns = {name: FieldColumn([0], [value]) for name, value in values.items()}
        push = msgspec.convert(
            {"table": "customer", "ids": [ROW], "kinds": [kind], "revs": [rev], "bases": [base], "layout": LAYOUT}
            | {"columns": columns},
            TablePush,
            from_attributes=True,
        )
        epoch = self.get("/api/v1/me")["epoch"]
        return self.post(f"{BOOK}/sync", SyncRequest(epoch=epoch, batch=batch(batch_id), push=[push]))


def batch(batch_id: str) -> Batch:
    return Batch(batch_id, "test", "book.xlsx", "2026-03-02T08:29:00Z")


@pytest.fixture
def client(store: Store) -> FlaskClient:
    return client_of(create_app(store, Settings(), fixed_clock))


@pytest.fixture
def chen(client: FlaskClient, store: Store) -> Person:
    """Chen, who entered a customer and renamed it."""
    person = Person(client, store, "chen")
    person.push("b1", "new", {"code": "C1", "name": "宏远"})
    entered = dict.fromkeys(LAYOUT) | {"code": "C1", "name": "宏远", "entity": "HQ", "owner": "chen"}
    person.push("b2", "change", {"name": "宏图"}, write_base(ROW, 1, entered, LAYOUT), 1)
    return person


def name(person: Person) -> object:
    """What the customer is called now."""
    for part in person.post(f"{BOOK}/pull", SyncRequest())["pull"]:
        if part["table"] == "customer":
            return part["columns"]["name"][0]
    return None


def test_a_batch_is_checked_undone_and_answered_again(chen: Person) -> None:
    checked = chen.post(f"{BOOK}/batches/b2/undo/check", UndoRequest(batch("u1")))
    assert (checked["outcome"][0]["status"], name(chen)) == (["ok"], "宏图")
    done = chen.post(f"{BOOK}/batches/b2/undo", UndoRequest(batch("u1")))
    assert (done, name(chen)) == (checked, "宏远")
    assert chen.post(f"{BOOK}/batches/b2/undo", UndoRequest(batch("u1"))) == {**done, "replayed": True}
    summary = chen.get(f"{BOOK}/batches/u1")["summary"]
    assert (summary["reverts"], summary["reason"]) == ("b2", "撤销批次 b2。")


def test_a_row_is_checked_and_put_back(chen: Person) -> None:
    request = RestoreRequest(batch("r1"), rev=1, seen=2)
    checked = chen.post(f"{CELL}/restore/check", request)
    assert name(chen) == "宏图"
    assert chen.post(f"{CELL}/restore", request) == checked
    assert (name(chen), checked["reverts"]) == ("宏远", "")


def test_removed_rows_are_listed_and_come_back(chen: Person) -> None:
    held = dict.fromkeys(LAYOUT) | {"code": "C1", "name": "宏图", "entity": "HQ", "owner": "chen"}
    chen.push("b3", "remove", {}, rev=2)
    [row] = chen.get(f"{BOOK}/tables/customer/removed?limit=5")["rows"]
    assert row == {
        "id": ROW,
        "rev": 3,
        "kind": "voided",
        "at": "2026-03-02T08:30:00Z",
        "actor": "chen",
        "actor_name": "陈静",
        "batch": "b3",
        "book": "sales",
        "reason": "",
        "values": held,
    }
    chen.post(f"{CELL}/restore", RestoreRequest(batch("r1"), rev=row["rev"], seen=row["rev"]))
    assert chen.get(f"{BOOK}/tables/customer/removed")["rows"] == []


def test_the_history_of_a_cell_is_asked_for_by_its_column(chen: Person) -> None:
    assert [each["fields"] for each in chen.get(f"{CELL}/history?field=name")["changes"]] == [
        {"name": ["宏远", "宏图"]},
        {"name": [None, "宏远"]},
    ]
    assert [each["rev"] for each in chen.get(f"{CELL}/history?field=code")["changes"]] == [1]
    problem = chen.get(f"{CELL}/history?field=nmae")
    assert (problem["code"], problem["detail"]) == (
        "unknown_column",
        "Table 'customer' shows you no column 'nmae'; did you mean 'name'?",
    )


def test_a_reply_that_comes_again_carries_its_totals(chen: Person) -> None:
    first = chen.push("b3", "change", {"notes": "n"}, rev=2)
    again = chen.push("b3", "change", {"notes": "n"}, rev=2)
    assert (again["replayed"], again["totals"]) == (True, first["totals"])
    assert chen.get(f"{BOOK}/batches/b3")["totals"] == first["totals"]


@pytest.mark.parametrize(
    ("path", "request_", "code"),
    [
        (f"{BOOK}/batches/none/undo", UndoRequest(batch("u1")), "unknown_batch"),
        (f"{BOOK}/batches/b2/undo", UndoRequest(batch("")), "bad_request"),
        (f"{BOOK}/batches/b2/undo", UndoRequest(batch("b1")), "batch_reused"),
        (f"{BOOK.replace('sales', 'payroll')}/batches/b2/undo/check", UndoRequest(batch("u1")), "unknown_book"),
        (f"{CELL}/restore", RestoreRequest(batch("r1"), 7, 2), "unknown_revision"),
        (f"{CELL}/restore", RestoreRequest(batch("r1"), 1, 2, ["nam"]), "unknown_column"),
        (f"{CELL}/restore/check", RestoreRequest(batch("r1"), -1, 2), "bad_request"),
        (f"{CELL.replace('customer', 'bid')}/restore", RestoreRequest(batch("r1"), 1, 2), "unknown_table"),
        (f"{CELL[:-1]}/restore", RestoreRequest(batch("r1"), 1, 2), "unknown_row"),
    ],
)
def test_what_cannot_be_done_is_a_problem_that_names_it(
    chen: Person, path: str, request_: msgspec.Struct, code: str
) -> None:
    assert chen.post(path, request_)["code"] == code


def test_what_is_out_of_reach_is_in_none_of_the_replies(chen: Person, client: FlaskClient, store: Store) -> None:
    wang = Person(client, store, "wang")
    assert wang.get(f"{BOOK}/tables/customer/removed")["rows"] == []
    assert wang.get(f"{CELL}/history?field=name")["code"] == "unknown_row"
    assert wang.post(f"{BOOK}/batches/b2/undo", UndoRequest(batch("u1")))["code"] == "unknown_batch"
    assert wang.post(f"{CELL}/restore", RestoreRequest(batch("r1"), 1, 2))["code"] == "unknown_row"
