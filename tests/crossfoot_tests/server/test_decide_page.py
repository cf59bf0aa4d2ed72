"""The request on the page about conflicts that decides one field: sent as it stands there, with ids of this store."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from crossfoot_server.accounts import issue_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_tests.server.documented import body_of, client_of
from crossfoot_tests.server.live import NOW, fixed_clock

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "settle-a-conflict.md"
ROW = new_row_id(milliseconds=1_767_000_000_000, randomness=1)


def shown() -> dict[str, Any]:
    """The request on the page."""
    [block] = re.findall(r"^```json\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    request: dict[str, Any] = json.loads(block)
    return request


class Program:
    """A program that speaks to the server as the page describes it."""

    def __init__(self, client: FlaskClient, store: Store) -> None:
        self.client = client
        self.epoch = store.epoch
        self.headers = {"Authorization": f"Bearer {issue_token(store, 'chen', 'test', NOW)}"}
        self.sent = 0

    def send(self, push: dict[str, Any]) -> dict[str, Any]:
        """Push one row of customers in the form of the page, and give the outcome."""
        self.sent += 1
        request = shown()
        request["epoch"] = self.epoch
        request["batch"]["id"] = f"b{self.sent}"
        request["push"][0] |= {"ids": [ROW], **push}
        response = self.client.post("/api/v1/books/sales/sync", json=request, headers=self.headers)
        outcome: dict[str, Any] = body_of(response)["outcome"][0]
        return outcome

    def change(self, rev: int, **values: str) -> dict[str, Any]:
        """Push values that were read from revision ``rev``."""
        columns = {name: {"rows": [0], "values": [value], "revs": {"0": rev}} for name, value in values.items()}
        return self.send({"revs": [rev], "columns": columns})


@pytest.fixture
def program(store: Store) -> Program:
    """A program in conflict: somebody changed the name and the notes of a customer after it had read revision 1."""
    made = Program(client_of(create_app(store, Settings(), fixed_clock)), store)
    values = {"code": "C1", "name": "Acme", "notes": "old"}
    columns = {name: {"rows": [0], "values": [value]} for name, value in values.items()}
    made.send({"kinds": ["new"], "revs": [0], "columns": columns})
    assert made.change(1, name="Acme Inc", notes="theirs")["status"] == ["ok"]
    return made


def test_one_field_is_decided_and_the_other_left_to_them(program: Program) -> None:
    conflict = program.change(1, name="Acme Valves Ltd", notes="mine")
    assert {each["column"]: (each["state"], each["theirs"], each["theirs_rev"]) for each in conflict["fields"]} == {
        "name": ("conflict", "Acme Inc", 2),
        "notes": ("conflict", "theirs", 2),
    }
    decided = program.send({})
    assert (decided["status"], decided["revs"], decided["fields"]) == (["ok"], [3], [])


def test_a_decision_on_a_value_that_is_no_longer_theirs_is_a_new_conflict(program: Program) -> None:
    program.change(2, name="Acme Holding")
    decided = program.send({})
    assert [(each["state"], each["theirs"], each["theirs_rev"]) for each in decided["fields"]] == [
        ("conflict", "Acme Holding", 3)
    ]
