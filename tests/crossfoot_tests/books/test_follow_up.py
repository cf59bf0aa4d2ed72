"""Customers and opportunities: the pool, stage gates, weighted amounts, with the worked numbers of the domain."""

from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_server.store import Store
from crossfoot_templates.types import WireValue
from crossfoot_tests.books.house import customer, shows, told
from crossfoot_tests.server.builders import Desk, Edit, change, new, row_id

pytestmark = pytest.mark.slow

GATE_2: dict[str, WireValue] = {
    "needs": "a line", "budget": "approved", "decision_process": "the board", "schedule": "Q3", "competitors": "two",
}  # fmt: skip
GATE_3: dict[str, WireValue] = {"project_number": "P1", "initiated_on": "2025-02-01"}

MISSING = (
    "Project number", "Initiated on", "Needs", "Customer's budget", "Decision process", "Schedule", "Competitors",
)  # fmt: skip

WAITS = "waiting Waits for approval by Sales manager (nobody at present): The deal is negotiated without a tender."


@pytest.fixture
def grace(house: Store) -> Desk:
    """A sales manager at the follow-up book."""
    return Desk(house, "grace", book="follow_up")


def visit(line: int, day: str, to: int = 1, content: str | None = "talked") -> Edit:
    return new("follow_up", row_id(500 + line), date=day, person="li", line=line, customer=row_id(to), content=content)


def deal(number: int, stage: str, **values: WireValue) -> Edit:
    return new("opportunity", row_id(number), name=f"Deal {number}", stage=stage, currency="CNY", **values)


POOL = [
    ("2025-06-20", "2025-07-20"),
    ("2025-07-15", "2025-08-14"),
    ("2025-08-13", "2025-08-30"),
    (None, "2025-07-01"),
]


@pytest.mark.parametrize(("followed_up", "recycled"), POOL)
def test_pool_1_and_2_the_earlier_of_both_terms_counts(grace: Desk, followed_up: str | None, recycled: str) -> None:
    grace.sync(customer(1, "Acme", state="protected", claimed_on="2025-06-01"))
    if followed_up:
        grace.sync(visit(1, followed_up), visit(2, "2025-08-20", content=None))
    assert shows(grace, "customer", "last_follow_up_on", "recycle_on") == [(followed_up, recycled)]


def test_pool_2_a_customer_who_owes_is_not_recycled(house: Store, grace: Desk) -> None:
    grace.sync(customer(1, "Acme", state="protected", claimed_on="2025-06-01", currency="CNY"))
    finance = Desk(house, "fin", book="receivables")
    finance.sync(
        new(
            "receivable", row_id(101), number="N1", kind="invoice", customer=row_id(1), issued_on="2025-06-02",
            currency="CNY", amount="0.01",
        )
    )  # fmt: skip
    assert shows(grace, "customer", "recycle_on", "balance", "open_items") == [(None, "0.01", 1)]


def test_fc_1_weighted_amounts_of_open_deals(grace: Desk) -> None:
    grace.sync(
        deal(1, "development", expected_amount="100000.00", probability="0.500000"),
        deal(2, "development", expected_amount="200000.00", probability="0.800000"),
        deal(3, "lost", expected_amount="300000.00", probability="0.500000", actual_close_on="2025-03-01"),
        deal(4, "won", expected_amount="150000.00", closed_amount="150000.00", actual_close_on="2025-03-01"),
    )
    assert shows(grace, "opportunity", "weighted_amount") == [("50000.00",), ("160000.00",), (None,), (None,)]


def test_the_probability_follows_the_stage_unless_it_is_typed(grace: Desk) -> None:
    grace.sync(deal(1, "development"), deal(2, "development", probability="0.150000"), deal(3, "lost",
               actual_close_on="2025-03-01"))  # fmt: skip
    assert shows(grace, "opportunity", "probability") == [("0.100000",), ("0.150000",), ("0.000000",)]


def test_gates_2_and_3_ask_for_what_the_stage_needs(grace: Desk) -> None:
    grace.sync(deal(1, "development"))
    reply = grace.sync(change("opportunity", row_id(1), stage="proposal"))
    assert told(reply) == {
        "opportunity": [f"refused {', '.join(MISSING)} must be filled in first."],
    }
    assert told(grace.sync(change("opportunity", row_id(1), stage="initiation", **GATE_2))) == {"opportunity": ["ok"]}
    assert told(grace.sync(change("opportunity", row_id(1), stage="proposal", **GATE_3))) == {"opportunity": ["ok"]}


def test_gate_4_asks_for_a_tender_that_we_bid_for(house: Store, grace: Desk) -> None:
    grace.sync(deal(1, "proposal", **GATE_2, **GATE_3))
    refused = "refused From the tender stage on a deal has a tender that we bid for, or is marked as negotiated."
    assert told(grace.sync(change("opportunity", row_id(1), stage="tender"))) == {"opportunity": [refused]}
    bids = Desk(house, "grace", book="bids")
    tender = new("tender", row_id(601), number="T1", name="Tender", state="no_bid", lost_reason="no_bid",
                 opportunity=row_id(1))  # fmt: skip
    bids.sync(tender)
    assert told(grace.sync(change("opportunity", row_id(1), stage="tender"))) == {"opportunity": [refused]}
    bids.sync(change("tender", row_id(601), state="preparing"))
    assert told(grace.sync(change("opportunity", row_id(1), stage="tender"))) == {"opportunity": ["ok"]}
    assert told(bids.sync(change("tender", row_id(601), state="no_bid"))) == {"tender": [refused]}


def test_a_negotiated_deal_needs_an_approval_in_place_of_a_tender(grace: Desk) -> None:
    assert told(grace.sync(deal(1, "tender", negotiated=True, **GATE_2, **GATE_3))) == {"opportunity": [WAITS]}


def test_nobody_checks_their_own_follow_ups(grace: Desk) -> None:
    grace.sync(customer(1, "Acme"))
    own = new("follow_up", row_id(501), date="2025-03-05", person="grace", line=1, customer=row_id(1), content="x",
              check_result="confirmed", checked_by="grace", checked_on="2025-03-06")  # fmt: skip
    assert told(grace.sync(own)) == {"follow_up": ["refused Nobody checks their own follow-ups."]}


def test_idle_days_count_from_the_last_follow_up_with_content(grace: Desk) -> None:
    grace.sync(customer(1, "Acme"), deal(1, "development"))
    grace.sync(
        new("follow_up", row_id(501), date="2025-03-01", person="li", line=1, opportunity=row_id(1), content="x"),
        new("follow_up", row_id(502), date="2025-03-09", person="li", line=1, opportunity=row_id(1)),
    )
    later = Desk(grace.store, "grace", book="follow_up")
    later.sync(now=dt.datetime(2025, 3, 11, 3, 0, tzinfo=dt.UTC))
    assert later.shown("opportunity", "last_follow_up_on", "idle_days") == [("2025-03-01", 10)]
