"""What others approve in the shipped books, with the worked numbers of the domain."""

from __future__ import annotations

import pytest

from crossfoot_server.store import Store
from crossfoot_templates.types import WireValue
from crossfoot_tests.books.house import customer, shows, told
from crossfoot_tests.books.test_receivables import item
from crossfoot_tests.server.approvals import decide, requests
from crossfoot_tests.server.builders import Desk, Edit, change, new, row_id

pytestmark = pytest.mark.slow

INVOICE, WRITE_OFF = 101, 102


@pytest.fixture
def owed(finance: Desk) -> Desk:
    """Finance, with an invoice of 30,000 of customer 1."""
    assert told(finance.sync(item(INVOICE, "invoice", "2025-01-10", "30000.00"))) == {"receivable": ["ok"]}
    return finance


def written_off(amount: str, **values: WireValue) -> Edit:
    draft = item(WRITE_OFF, "bad_debt", "2025-06-30", amount)
    draft.values |= values
    return draft


def balance(desk: Desk) -> str:
    """Σ of what is owed, as the store tells it."""
    return desk.sync().visible["receivable"].totals["amount"]["CNY"]


def test_cn_3_a_write_off_beyond_the_authority_of_one_person_waits_and_the_balance_is_unchanged(owed: Desk) -> None:
    draft = written_off("-30000.00")
    why = "A bad debt or a deduction of more than 500, or a small difference of more than 1."
    assert told(owed.sync(draft)) == {"receivable": [f"waiting Waits for approval by Finance (吴琳): {why}"]}
    assert balance(owed) == "30000.00"
    wu, boss = (Desk(owed.store, login, book="receivables") for login in ("wu", "boss"))
    decide(wu, "SP-00001", "approve")
    assert (balance(owed), requests(owed, "role", "step", "state")) == (
        "30000.00",
        [("finance", "1/2", "approved"), ("management", "2/2", "pending")],
    )
    assert shows(Desk(owed.store, "fin", book="follow_up"), "customer", "balance")[0] == ("30000.00",)
    decide(boss, "SP-00002", "approve")
    assert balance(owed) == "0.00"
    assert shows(Desk(owed.store, "fin", book="follow_up"), "customer", "balance")[0] == ("0.00",)
    assert told(owed.sync(draft)) == {"receivable": ["unchanged"]}


def test_who_asked_for_a_write_off_approves_no_step_of_it(owed: Desk) -> None:
    owed.sync(written_off("-30000.00"))
    assert told(decide(owed, "SP-00001", "approve")) == {
        "approval": ["refused Nobody decides their own request: Finance (吴琳) can, and you can withdraw it."]
    }
    assert balance(owed) == "30000.00"


def test_a_request_says_whose_write_off_it_is_of_what_amount_and_why(owed: Desk) -> None:
    owed.sync(written_off("-30000.00"))
    owed.sync()
    change = (
        "Item number: N102\nKind: Bad debt\nCustomer: K1 Acme\nIssued on: 2025-06-30\n"
        "Currency: Chinese yuan CNY\nAmount: CNY -30,000.00"
    )
    assert requests(owed, "subject", "change", "note") == [("N102 K1 Acme", change, "because")]


@pytest.mark.parametrize(
    ("amount", "values", "status"),
    [
        ("-500.00", {}, "ok"),
        ("-500.01", {}, "waiting"),
        ("-500.01", {"kind": "deduction"}, "waiting"),
        ("-500.01", {"kind": "set_off"}, "ok"),
        ("-69.00", {"currency": "USD", "exchange_rate": "7.180000"}, "ok"),
        ("-70.00", {"currency": "USD", "exchange_rate": "7.180000"}, "waiting"),
    ],
)
def test_a_person_in_finance_writes_off_500_by_themselves(
    owed: Desk, amount: str, values: dict[str, WireValue], status: str
) -> None:
    assert owed.sync(written_off(amount, **values)).outcome[0].status == [status]


def test_a_credit_limit_is_raised_by_finance_alone_and_lowered_by_whoever_may_write_it(house: Store) -> None:
    grace, fin = Desk(house, "grace", book="follow_up"), Desk(house, "fin", book="follow_up")
    waits = (
        "waiting Waits for approval by Finance (赵敏, 吴琳): A customer's credit limit is given or raised, or is of "
        "another currency."
    )
    grace.sync(customer(1, "Acme", currency="CNY"))
    assert told(grace.sync(change("customer", row_id(1), credit_limit="100000.00"))) == {"customer": [waits]}
    decide(fin, "SP-00001", "approve")
    assert shows(grace, "customer", "credit_limit") == [("100000.00",)]
    assert told(grace.sync(change("customer", row_id(1), credit_limit="80000.00"))) == {"customer": ["ok"]}
    assert told(grace.sync(change("customer", row_id(1), credit_limit="90000.00"))) == {"customer": [waits]}
    decide(fin, "SP-00002", "reject")
    assert told(grace.sync(change("customer", row_id(1), currency="USD"))) == {"customer": [waits]}
    assert shows(grace, "customer", "currency", "credit_limit") == [("CNY", "80000.00")]
    assert told(grace.sync(customer(2, "Bolt", currency="CNY", credit_limit="1.00"))) == {"customer": [waits]}


def test_a_deal_without_a_tender_is_for_a_sales_manager_to_agree_to(house: Store) -> None:
    li, grace = (Desk(house, login, book="follow_up") for login in ("li", "grace"))
    li.sync(customer(1, "Acme"))
    deal: dict[str, WireValue] = {"name": "Line", "customer": row_id(1), "stage": "development", "currency": "CNY"}
    li.sync(new("opportunity", row_id(11), **deal))
    waits = "waiting Waits for approval by Sales manager (Grace): The deal is negotiated without a tender."
    assert told(li.sync(change("opportunity", row_id(11), negotiated=True))) == {"opportunity": [waits]}
    decide(grace, "SP-00001", "approve")
    assert shows(li, "opportunity", "negotiated") == [(True,)]
    assert told(li.sync(change("opportunity", row_id(11), negotiated=False))) == {"opportunity": ["ok"]}
