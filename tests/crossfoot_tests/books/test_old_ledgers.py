"""Ledgers from before refunds and transfers had to be items: nothing is lost, and what is wrong can be put right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest

from crossfoot_server.store import Store
from crossfoot_sync.engine.lookups import AgingOf, Amount, BalanceOf, OverdueOf, Refused
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.messages import say
from crossfoot_templates.model import Catalog
from crossfoot_tests.books.house import PEOPLE, customer, shows, told
from crossfoot_tests.books.test_lookups import ask
from crossfoot_tests.books.test_receivables import ACROSS, INV1, R1, allocation, item, receipt
from crossfoot_tests.books.test_refunds_and_transfers import balances
from crossfoot_tests.server.builders import Desk, Edit, change, new, open_store, remove, row_id

pytestmark = pytest.mark.slow

ACME, BOLT = row_id(1), row_id(2)
SINCE = {
    "refund_is_an_item",
    "not_by_a_refund",
    "one_customer",
    "transfer_comes_to_nothing",
    "counterpart_is_the_other_side",
}
"""The rules that the book has had since, or has had in other words."""

A305 = Refused(say("allocation_one_sided", allocation="A305"))
TAKEN_BACK = allocation(
    306, INV1, "50.00", kind="transfer", receipt=None, credit=row_id(105), reverses=row_id(305),
    allocated_on="2025-04-10", reason="recorded as items",
)  # fmt: skip
NO_SOURCE = (
    "Money that went back settles nothing. Void that receipt, enter a positive item of the kind “Refund” in "
    "“Receivable item”, and allocate to it what the customer had paid too much."
)


def former() -> Catalog:
    """The definitions of before."""
    catalog = load_catalog()
    tables = {
        name: msgspec.structs.replace(
            each,
            rules=tuple(rule for rule in each.rules if rule.name not in SINCE),
            columns=tuple(column for column in each.columns if column.name != "counterpart"),
        )
        for name, each in catalog.tables.items()
    }
    return msgspec.structs.replace(catalog, tables=tables)


@contextmanager
def opened_now(folder: Path, *before: Edit) -> Iterator[Store]:
    """A store of before, with ``before`` in it, opened with today's book."""
    with closing(open_store(folder, former(), PEOPLE)) as store:
        Desk(store, "grace", book="follow_up").sync(
            customer(1, "Acme", currency="CNY"), customer(2, "Bolt", currency="CNY")
        )
        reply = Desk(store, "fin", book="receivables").sync(*before)
        assert {each for rows in told(reply).values() for each in rows} == {"ok"}
    with closing(open_store(folder, load_catalog(), PEOPLE)) as store:
        yield store


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Store]:
    """A store of before, opened now: Bolt has taken over 50 of Acme's debt, and 20 went back to Acme."""
    before = (
        item(INV1, "invoice", "2025-01-10", "100.00", "2025-02-09"),
        item(105, "transfer", "2025-03-20", "-50.00", customer=BOLT),
        item(106, "transfer", "2025-03-20", "50.00", customer=BOLT),
        receipt(R1, "70.00"),
        receipt(202, "20.00", kind="refund"),
        allocation(305, INV1, "50.00", kind="transfer", receipt=None, credit=row_id(105), reason="Bolt takes it over"),
    )
    with opened_now(tmp_path, *before) as store:
        yield store


@pytest.fixture
def finance(old: Store) -> Desk:
    """Finance, whose book shows all of it."""
    desk = Desk(old, "fin", book="receivables")
    desk.sync()
    return desk


def test_old_rows_stand_and_a_balance_is_what_the_documents_come_to(old: Store, finance: Desk) -> None:
    assert shows(finance, "receipt", "number", "kind", "amount", "unapplied") == [
        ("R201", "receipt", "70.00", "70.00"),
        ("R202", "refund", "20.00", "-20.00"),
    ]
    assert shows(finance, "receivable", "number", "residual") == [
        ("N101", "50.00"),
        ("N105", "0.00"),
        ("N106", "50.00"),
    ]
    assert balances(old) == [("50.00",), ("0.00",)]


def test_a_refund_among_the_receipts_counts_as_money_that_went_back(finance: Desk) -> None:
    assert told(finance.sync(TAKEN_BACK)) == {"allocation": ["ok"]}
    assert ask(
        finance,
        BalanceOf("K1", "2025-04-10"),
        AgingOf("K1", "no due date", "2025-04-10"),
        AgingOf("K1", "unapplied", "2025-04-10"),
        AgingOf("K1", "total", "2025-04-10"),
    ) == [Amount("50.00", "CNY"), Amount("20.00", "CNY"), Amount("-70.00", "CNY"), Amount("50.00", "CNY")]


def test_an_old_refund_is_put_right_by_an_item_in_its_place(old: Store, finance: Desk) -> None:
    finance.sync(TAKEN_BACK)
    assert told(finance.sync(change("receipt", row_id(202), notes="of the fair"))) == {"receipt": ["ok"]}
    in_its_place = remove("receipt", row_id(202)), item(107, "refund", "2025-03-20", "20.00")
    assert told(finance.sync(*in_its_place)) == {"receipt": ["removed"], "receivable": ["ok"]}
    assert told(finance.sync(allocation(307, 107, "20.00", kind="refund"))) == {"allocation": ["ok"]}
    assert balances(old) == [("50.00",), ("0.00",)]
    assert ask(finance, AgingOf("K1", "unapplied", "2025-04-10")) == [Amount("-50.00", "CNY")]


def test_an_old_refund_settles_nothing(finance: Desk) -> None:
    by_refund = allocation(307, INV1, "20.00", receipt=row_id(202))
    assert told(finance.sync(by_refund)) == {"allocation": [f"refused {NO_SOURCE}"]}


def test_what_an_old_refund_settled_is_reversed_before_it_is_voided(tmp_path: Path) -> None:
    by_refund = allocation(305, INV1, "20.00", receipt=row_id(202))
    before = item(INV1, "invoice", "2025-01-10", "100.00"), receipt(202, "20.00", kind="refund"), by_refund
    with opened_now(tmp_path, *before) as store:
        finance = Desk(store, "fin", book="receivables")
        finance.sync()
        assert balances(store) == [("120.00",), ("0.00",)]
        assert ask(finance, BalanceOf("K1", "2025-03-20")) == [A305]
        reversal = allocation(306, INV1, "20.00", receipt=row_id(202), reverses=row_id(305), reason="no receipt")
        assert told(finance.sync(reversal)) == {"allocation": ["ok"]}
        assert shows(finance, "receivable", "residual") == [("100.00",)]
        assert shows(finance, "receipt", "unapplied") == [("-20.00",)]
        assert ask(finance, BalanceOf("K1", "2025-03-20"), AgingOf("K1", "unapplied", "2025-03-20")) == [
            Amount("120.00", "CNY"),
            Amount("0.00", "CNY"),
        ]


def test_an_allocation_between_two_customers_is_told_in_place_of_the_figures_of_both(finance: Desk) -> None:
    assert ask(finance, BalanceOf("K1"), OverdueOf("K2")) == [A305, A305]
    assert A305.message.text("en") == (
        "Allocation A305 is not between a debit and a credit of one customer in one currency, so the figures do not "
        "agree; have finance reverse it, record a transfer or a refund as items, and allocate those."
    )


def test_its_reversal_gives_both_their_figures_from_its_day_on(finance: Desk) -> None:
    assert told(finance.sync(TAKEN_BACK)) == {"allocation": ["ok"]}
    assert ask(
        finance,
        BalanceOf("K1", "2025-04-09"),
        BalanceOf("K1", "2025-04-10"),
        OverdueOf("K1", "2025-04-10"),
        BalanceOf("K2", "2025-04-09"),
        BalanceOf("K2", "2025-04-10"),
    ) == [A305, Amount("50.00", "CNY"), Amount("100.00", "CNY"), A305, Amount("0.00", "CNY")]


def test_the_sides_of_an_old_transfer_are_put_where_they_belong(old: Store, finance: Desk) -> None:
    finance.sync(TAKEN_BACK)
    reply = finance.sync(
        change("receivable", row_id(105), customer=ACME),
        change("receivable", row_id(106), counterpart=row_id(105), due_on="2025-02-09"),
    )
    assert told(reply) == {"receivable": ["ok", "ok"]}
    relieved = allocation(307, INV1, "50.00", kind="transfer", receipt=None, credit=row_id(105), reason="now its own")
    assert told(finance.sync(relieved)) == {"allocation": ["ok"]}
    assert balances(old) == [("0.00",), ("50.00",)]
    assert ask(finance, BalanceOf("K1", "2025-03-20"), AgingOf("K2", "31-60", "2025-03-20")) == [
        Amount("0.00", "CNY"),
        Amount("50.00", "CNY"),
    ]


def test_a_transfer_of_one_side_is_completed_by_the_other(old: Store, finance: Desk) -> None:
    finance.sync(TAKEN_BACK)
    finance.sync(remove("receivable", row_id(106)))
    other: Edit = item(107, "transfer", "2025-03-20", "50.00", "2025-02-09", counterpart=row_id(105))
    assert told(finance.sync(other)) == {"receivable": ["ok"]}
    assert balances(old) == [("100.00",), ("-50.00",)]


def test_an_old_shape_is_not_made_anew(finance: Desk) -> None:
    across = allocation(308, INV1, "50.00", kind="transfer", receipt=None, credit=row_id(105), reason="once more")
    finance.sync(TAKEN_BACK)
    assert told(finance.sync(across)) == {"allocation": [f"refused {ACROSS}"]}
    half = change("receivable", row_id(105), amount="-60.00")
    assert [each.split(":")[0] for each in told(finance.sync(half))["receivable"]] == [
        "refused A transfer gives one customer what it takes from another"
    ]
    again = new("receipt", row_id(203), number="R203", kind="refund", customer=ACME, amount="1.00",
                received_on="2025-04-01", currency="CNY")  # fmt: skip
    assert told(finance.sync(again))["receipt"][0].startswith("refused A refund is not a receipt.")
