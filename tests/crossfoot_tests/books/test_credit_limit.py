"""A company's own limit over a figure of the shipped books: what a customer owes is within its credit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crossfoot_server.store import Store
from crossfoot_templates.loader import load_catalog
from crossfoot_tests.books.house import PEOPLE, customer, shows, told
from crossfoot_tests.books.test_receivables import allocation, item, receipt
from crossfoot_tests.server.builders import Desk, change, open_store, remove, row_id

OVERLAY = """\
[book]
name = "follow_up"

[[table]]
name = "customer"

[[table.rule]]
name = "within_credit"
limit = "=OR(ISBLANK([@credit_limit]),[@balance]<=[@credit_limit])"
columns = ["credit_limit"]
zh = "应收余额超过信用额度。"
en = "The customer owes more than its credit limit."
"""
TOO_MUCH = "The customer owes more than its credit limit."


@pytest.fixture
def finance(tmp_path: Path) -> Iterator[Desk]:
    """Finance at the receivables of a customer with a credit of 10,000, who owes 8,000 of an invoice."""
    definitions = tmp_path / "definitions"
    definitions.mkdir()
    (definitions / "credit.toml").write_text(OVERLAY, encoding="utf-8")
    with closing(open_store(tmp_path, load_catalog(definitions), PEOPLE)) as store:
        Desk(store, "grace", book="follow_up").sync(customer(1, "Acme", currency="CNY"))
        _give_credit(store, "10000.00")
        desk = Desk(store, "fin", book="receivables")
        assert told(desk.sync(item(101, "invoice", "2025-01-10", "8000.00"))) == {"receivable": ["ok"]}
        yield desk


def _give_credit(store: Store, limit: str) -> None:
    """A credit limit is asked for by sales and approved by finance."""
    sales, decider = Desk(store, "grace", book="follow_up"), Desk(store, "fin", book="follow_up")
    sales.sync()
    sales.sync(change("customer", row_id(1), credit_limit=limit))
    decider.sync()
    (request,) = decider.rows["approval"]
    assert told(decider.sync(change("approval", request, decision="approve"))) == {"approval": ["ok"]}


def balance(store: Store) -> object:
    ((owed,),) = shows(Desk(store, "fin", book="follow_up"), "customer", "balance")
    return owed


def test_an_item_above_the_credit_is_refused(finance: Desk) -> None:
    reply = finance.sync(item(102, "invoice", "2025-02-05", "1500.00"), item(103, "invoice", "2025-02-06", "500.01"))
    assert told(reply) == {"receivable": ["ok", f"refused {TOO_MUCH}"]}
    assert balance(finance.store) == "9500.00"


def test_a_receipt_makes_room_before_it_is_allocated_and_its_allocation_makes_none(finance: Desk) -> None:
    assert told(finance.sync(receipt(201, "3000.00"))) == {"receipt": ["ok"]}
    assert told(finance.sync(item(102, "invoice", "2025-02-05", "5000.00"))) == {"receivable": ["ok"]}
    assert told(finance.sync(allocation(301, 101, "3000.00"))) == {"allocation": ["ok"]}
    assert balance(finance.store) == "10000.00"
    assert told(finance.sync(item(103, "invoice", "2025-02-06", "0.01"))) == {"receivable": [f"refused {TOO_MUCH}"]}


def test_a_receipt_that_the_credit_needs_stays(finance: Desk) -> None:
    finance.sync(receipt(201, "3000.00"))
    finance.sync(item(102, "invoice", "2025-02-05", "5000.00"))
    lowered = finance.sync(change("receipt", row_id(201), amount="2999.99"))
    assert told(lowered)["receipt"] == [f"refused {TOO_MUCH}"]
    assert told(finance.sync(remove("receipt", row_id(201))))["receipt"] == ["restored"]
    assert balance(finance.store) == "10000.00"
