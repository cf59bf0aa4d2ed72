"""Receivables: residuals, limits of allocations, and the signs of documents, with the worked numbers of the domain."""

from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_server.services import batch_detail, list_batches
from crossfoot_server.store import Store
from crossfoot_templates.model import Label
from crossfoot_templates.types import WireValue
from crossfoot_tests.books.house import shows, told
from crossfoot_tests.server.builders import Desk, Edit, change, new, remove, row_id

pytestmark = pytest.mark.slow

INV1, INV2, INV3, CN1, R1 = 101, 102, 103, 104, 201
TOO_MUCH = "Allocations may not exceed the item (or the credit) that they settle."
REVERSAL = "A reversal is of the same amount, item and source as what it reverses, and is not reversed itself."
ACROSS = (
    "Both sides of an allocation are the same customer's. To move a debt, enter a transfer at each in “Receivable "
    "item”, negative at who is relieved and positive at who takes over, and allocate each at its own customer."
)
TOO_MUCH_OF_RECEIPT = "Allocations may not exceed the receipt that they use."


def item(number: int, kind: str, on: str, amount: str, due: str | None = None, **values: WireValue) -> Edit:
    stated: dict[str, WireValue] = {
        "number": f"N{number}", "kind": kind, "customer": row_id(1), "issued_on": on, "due_on": due,
        "currency": "CNY", "amount": amount,
    }  # fmt: skip
    return new("receivable", row_id(number), **{**stated, **values})


def receipt(number: int, amount: str, **values: WireValue) -> Edit:
    stated: dict[str, WireValue] = {
        "number": f"R{number}", "kind": "receipt", "customer": row_id(1), "received_on": "2025-03-20",
        "currency": "CNY", "amount": amount,
    }  # fmt: skip
    return new("receipt", row_id(number), **{**stated, **values})


def allocation(number: int, receivable: int, amount: str, **values: WireValue) -> Edit:
    stated: dict[str, WireValue] = {
        "number": f"A{number}", "kind": "receipt", "receivable": row_id(receivable), "receipt": row_id(R1),
        "allocated_on": "2025-03-20", "currency": "CNY", "amount": amount,
    }  # fmt: skip
    return new("allocation", row_id(number), **{**stated, **values})


def credited(number: int, receivable: int, amount: str) -> Edit:
    return allocation(number, receivable, amount, kind="credit_note", receipt=None, credit=row_id(CN1))


@pytest.fixture
def alloc_1(finance: Desk) -> Desk:
    """ALLOC-1 before anything is allocated: three invoices, a credit note, a receipt of 15,000."""
    reply = finance.sync(
        item(INV1, "invoice", "2025-01-10", "10000.00", "2025-02-09"),
        item(INV2, "invoice", "2025-02-05", "6000.00", "2025-03-07"),
        item(INV3, "invoice", "2025-03-01", "8000.00", "2025-03-31"),
        item(CN1, "credit_note", "2025-03-05", "-1500.00", source=row_id(INV2)),
        receipt(R1, "15000.00"),
    )
    assert told(reply) == {"receivable": ["ok"] * 4, "receipt": ["ok"]}
    return finance


ALLOC_1 = {
    "first in, first out": (
        [credited(301, INV2, "1500.00"), allocation(302, INV1, "10000.00"), allocation(303, INV2, "4500.00"),
         allocation(304, INV3, "500.00")],
        ["0.00", "0.00", "7500.00", "0.00"], "0.00",
    ),
    "specific": (
        [credited(301, INV2, "1500.00"), allocation(302, INV3, "8000.00")],
        ["10000.00", "4500.00", "0.00", "0.00"], "7000.00",
    ),
    "pro rata": (
        [credited(301, INV2, "1500.00"), allocation(302, INV1, "6666.67"), allocation(303, INV2, "3000.00"),
         allocation(304, INV3, "5333.33")],
        ["3333.33", "1500.00", "2666.67", "0.00"], "0.00",
    ),
}  # fmt: skip


@pytest.mark.parametrize("method", ALLOC_1)
def test_alloc_1_leaves_the_residuals_that_were_worked_out(alloc_1: Desk, method: str) -> None:
    allocations, residuals, unapplied = ALLOC_1[method]
    assert set(told(alloc_1.sync(*allocations))["allocation"]) == {"ok"}
    assert shows(alloc_1, "receivable", "residual") == [(each,) for each in residuals]
    assert shows(alloc_1, "receipt", "unapplied") == [(unapplied,)]


@pytest.mark.parametrize("method", ALLOC_1)
def test_alloc_1_never_changes_what_the_customer_owes(house: Store, alloc_1: Desk, method: str) -> None:
    sales = Desk(house, "li", book="follow_up")
    assert shows(sales, "customer", "name", "balance", "open_items")[0] == ("Acme", "7500.00", 3)
    alloc_1.sync(*ALLOC_1[method][0])
    assert shows(sales, "customer", "balance")[0] == ("7500.00",)


def test_alloc_2_more_than_is_left_is_refused(alloc_1: Desk) -> None:
    reply = alloc_1.sync(
        allocation(302, INV1, "10000.01"), allocation(303, INV1, "10000.00"), allocation(304, INV2, "5000.01")
    )
    item = "N101: Residual would come to CNY -0.01 (it is CNY 10,000.00) and may be no less than CNY 0.00."
    source = "R201: Unapplied would come to CNY -0.01 (it is CNY 5,000.00) and may be no less than CNY 0.00."
    assert told(reply) == {
        "allocation": [f"refused {TOO_MUCH} {item}", "ok", f"refused {TOO_MUCH_OF_RECEIPT} {source}"],
    }


def test_alloc_2_more_than_a_credit_has_is_refused(alloc_1: Desk) -> None:
    credit = "N104: Residual would come to CNY 0.01 (it is CNY -1,500.00) and may be at most CNY 0.00."
    assert told(alloc_1.sync(credited(301, INV2, "1500.01"))) == {"allocation": [f"refused {TOO_MUCH} {credit}"]}


def test_the_figures_of_a_refusal_are_for_who_sent_the_batch_and_for_nobody_else_who_reads_it(alloc_1: Desk) -> None:
    alloc_1.sync(allocation(302, INV1, "10000.01"))
    batch = list_batches(alloc_1.store, alloc_1.actor, "receivables", 1).batches[0].id
    said = []
    for login in ("fin", "wu"):
        reader = Desk(alloc_1.store, login, book="receivables")
        (outcome,) = batch_detail(reader.store, reader.actor, "receivables", batch).outcome
        said.append([field.message.code for field in outcome.fields])
    assert said == [["limit_broken"], ["rule_broken"]]


def test_alloc_2_an_item_cannot_fall_under_what_was_allocated(alloc_1: Desk) -> None:
    alloc_1.sync(allocation(302, INV1, "10000.00"))
    item = "N101: Residual would come to CNY -0.01 (it is CNY 0.00) and may be no less than CNY 0.00."
    assert told(alloc_1.sync(change("receivable", row_id(INV1), amount="9999.99"))) == {
        "receivable": [f"refused {TOO_MUCH} {item}"]
    }
    source = "R201: Unapplied would come to CNY -0.01 (it is CNY 5,000.00) and may be no less than CNY 0.00."
    assert told(alloc_1.sync(change("receipt", row_id(R1), amount="9999.99"))) == {
        "receipt": [f"refused {TOO_MUCH_OF_RECEIPT} {source}"]
    }


def test_alloc_3_across_customers_is_refused_whatever_it_is_called(alloc_1: Desk) -> None:
    alloc_1.sync(
        item(105, "invoice", "2025-03-01", "100.00", customer=row_id(2)),
        item(106, "bad_debt", "2025-03-10", "-100.00", customer=row_id(2)),
    )
    by_receipt = allocation(302, 105, "100.00")
    as_transfer = allocation(303, INV1, "100.00", kind="transfer", receipt=None, credit=row_id(106), reason="agreed")
    assert told(alloc_1.sync(by_receipt, as_transfer)) == {"allocation": [f"refused {ACROSS}"] * 2}


def test_alloc_3_across_currencies_is_refused(alloc_1: Desk) -> None:
    alloc_1.sync(item(105, "invoice", "2025-03-01", "100.00", currency="USD"))
    across = "refused Both sides of an allocation are in its currency."
    assert told(alloc_1.sync(allocation(302, 105, "100.00", currency="USD"), allocation(303, 105, "100.00"))) == {
        "allocation": [across, across]
    }


def test_an_unclaimed_receipt_settles_nothing(alloc_1: Desk) -> None:
    alloc_1.sync(receipt(202, "50.00", customer=None))
    reply = alloc_1.sync(allocation(302, INV1, "50.00", receipt=row_id(202)))
    assert [each.split(" ", 1)[0] for each in told(reply)["allocation"]] == ["refused"]


def test_a_reversal_restores_the_residual_exactly_and_once(alloc_1: Desk) -> None:
    alloc_1.sync(allocation(302, INV1, "6666.67"))
    back = allocation(303, INV1, "6666.67", reverses=row_id(302), reason="wrong invoice")
    again = allocation(304, INV1, "6666.67", reverses=row_id(302), reason="once more")
    other = allocation(305, INV1, "6666.66", reverses=row_id(302), reason="not the same")
    assert told(alloc_1.sync(other)) == {"allocation": [f"refused {REVERSAL}"]}
    assert told(alloc_1.sync(back)) == {"allocation": ["ok"]}
    assert shows(alloc_1, "receivable", "residual")[0] == ("10000.00",)
    assert shows(alloc_1, "receipt", "unapplied") == [("15000.00",)]
    assert told(alloc_1.sync(again))["allocation"][0].startswith("refused")
    of_a_reversal = allocation(306, INV1, "6666.67", reverses=row_id(303), reason="back again")
    too_much = (
        f"{TOO_MUCH} N101: Residual would come to CNY 16,666.67 (it is CNY 10,000.00) and may be at most CNY 10,000.00 "
        "(Amount)."
    )
    assert told(alloc_1.sync(of_a_reversal)) == {"allocation": [f"refused {too_much} {REVERSAL}"]}


def test_the_control_total_of_allocations_counts_a_reversal_as_it_stands_and_is_called_so(alloc_1: Desk) -> None:
    alloc_1.sync(allocation(302, INV1, "6666.67"))
    reply = alloc_1.sync(allocation(303, INV1, "6666.67", reverses=row_id(302), reason="wrong invoice"))
    labels = {
        name: alloc_1.store.catalog.tables["allocation"].by_name[name].label
        for name in reply.visible["allocation"].totals
    }
    assert reply.visible["allocation"].totals == {"amount": {"CNY": "13333.34"}}
    assert labels == {"amount": Label("核销金额（不计正负）", "Amount, unsigned")}


def test_a_reversal_is_of_the_same_source(alloc_1: Desk) -> None:
    alloc_1.sync(credited(301, INV2, "1500.00"))
    other = allocation(302, INV2, "1500.00", reverses=row_id(301), reason="of a receipt in its place")
    too_much = (
        f"{TOO_MUCH_OF_RECEIPT} R201: Unapplied would come to CNY 16,500.00 (it is CNY 15,000.00) and may be at most "
        "CNY 15,000.00 (Amount)."
    )
    assert told(alloc_1.sync(other)) == {"allocation": [f"refused {too_much} {REVERSAL}"]}


def test_a_removed_allocation_counts_no_more(alloc_1: Desk) -> None:
    alloc_1.sync(allocation(302, INV1, "10000.00"))
    alloc_1.sync(remove("allocation", row_id(302)))
    assert shows(alloc_1, "receivable", "residual")[0] == ("10000.00",)


def test_days_overdue_count_from_the_day_of_the_sync(alloc_1: Desk) -> None:
    later = Desk(alloc_1.store, "fin", book="receivables")
    later.sync(now=dt.datetime(2025, 3, 31, 3, 0, tzinfo=dt.UTC))
    assert later.shown("receivable", "days_overdue") == [(50,), (24,), (None,), (None,)]


def test_documents_have_the_sign_of_their_kind(finance: Desk) -> None:
    reply = finance.sync(
        item(101, "bad_debt", "2025-01-10", "30000.00"),
        item(102, "bad_debt", "2025-01-10", "-500.00"),
        item(103, "invoice", "2025-01-10", "-1.00"),
        item(104, "transfer", "2025-01-10", "0.00"),
    )
    wrong = (
        "refused Invoices, unbilled items, increases and refunds are positive; "
        "credit notes, set-offs, bad debts and deductions negative."
    )
    assert told(reply) == {"receivable": [wrong, "ok", wrong, wrong]}


def test_net_and_tax_make_up_the_gross_amount(finance: Desk) -> None:
    reply = finance.sync(
        item(101, "invoice", "2025-01-10", "113.00", net="100.00", tax="13.00"),
        item(102, "invoice", "2025-01-10", "113.00", net="100.00", tax="13.01"),
    )
    assert told(reply) == {"receivable": ["ok", "refused Net and tax should make up the gross amount."]}


def test_terms_from_the_invoice_date_give_the_due_date(finance: Desk) -> None:
    finance.sync(
        item(101, "invoice", "2025-03-12", "1.00", terms_base="invoiced", terms_days=30),
        item(102, "invoice", "2025-03-12", "1.00", terms_base="signed_for", terms_days=30),
    )
    assert shows(finance, "receivable", "due_on") == [("2025-04-11",), (None,)]
