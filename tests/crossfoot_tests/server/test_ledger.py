"""Balances and what is left of items as of a date, with the worked numbers of the domain."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_server.ledger import Account, Allocation, DoesNotTieOut, Item, Left, Position, position
from crossfoot_templates.messages import Message, say
from crossfoot_tests.server.owed import ALLOC_1, CREDITED, FIFO, PRO_RATA, SPECIFIC, accounts, day, item, put

D = Decimal


def left(account: Account, as_of: str) -> dict[str, Decimal]:
    """What is left of every item that is not settled, and the balance."""
    found = position(account, day(as_of))
    return {each.item.number: each.residual for each in found.left} | {"balance": found.balance}


def refusal(account: Account, as_of: str = "12-31") -> Message:
    with pytest.raises(DoesNotTieOut) as refused:
        position(account, day(as_of))
    return refused.value.said


@pytest.mark.parametrize(
    ("allocations", "expected"),
    [
        ((), {"INV1": D(10000), "INV2": D(6000), "INV3": D(8000), "CN1": D(-1500), "R1": D(-15000)}),
        (FIFO, {"INV3": D("7500.00")}),
        (SPECIFIC, {"INV1": D("10000.00"), "INV2": D("4500.00"), "R1": D("-7000.00")}),
        (PRO_RATA, {"INV1": D("3333.33"), "INV2": D("1500.00"), "INV3": D("2666.67")}),
    ],
    ids=["none", "fifo", "specific", "pro rata"],
)
def test_alloc_1_by_every_method_leaves_its_residuals_and_the_same_balance(
    allocations: tuple[Allocation, ...], expected: dict[str, Decimal]
) -> None:
    assert left(Account(ALLOC_1, allocations), "04-30") == expected | {"balance": D("7500.00")}


def test_alloc_2_more_than_an_item_has_is_no_figure() -> None:
    too_much = put("A9", "R1", "INV1", "10000.01", "03-20")
    assert refusal(Account(ALLOC_1, (too_much,))) == say("allocated_too_much", allocation="A9", item="INV1")
    twice = put("A9", "R1", "INV2", "4500.01", "03-20")
    assert refusal(Account(ALLOC_1, (CREDITED, twice))) == say("allocated_too_much", allocation="A9", item="INV2")


@pytest.mark.parametrize(
    "allocation",
    [
        put("A9", "R7", "INV1", "1.00", "03-20"),
        put("A9", "R1", "INV7", "1.00", "03-20"),
        put("A9", "INV1", "INV2", "1.00", "03-20"),
        put("A9", "R1", "CN1", "1.00", "03-20"),
    ],
    ids=["another's credit", "another's debit", "two debits", "two credits"],
)
def test_alloc_3_an_allocation_that_leaves_the_account_or_is_of_one_side_is_no_figure(allocation: Allocation) -> None:
    assert refusal(Account(ALLOC_1, (allocation,))) == say("allocation_one_sided", allocation="A9")


def test_asof_1_an_allocation_takes_effect_on_the_later_date_of_its_items_whenever_it_was_recorded() -> None:
    account = Account(ALLOC_1, FIFO)
    before = {"INV1": D("10000.00"), "INV2": D("4500.00"), "INV3": D("8000.00"), "balance": D("22500.00")}
    assert left(account, "03-19") == before
    assert left(account, "03-20") == left(account, "03-31") == {"INV3": D("7500.00"), "balance": D("7500.00")}


def test_asof_1_as_known_on_the_day_is_without_what_was_recorded_since() -> None:
    assert left(Account(ALLOC_1, (CREDITED,)), "03-31") == {
        "INV1": D("10000.00"), "INV2": D("4500.00"), "INV3": D("8000.00"), "R1": D("-15000.00"),
        "balance": D("7500.00"),
    }  # fmt: skip


def test_asof_2_an_advance_stands_alone_until_its_invoice_is_dated() -> None:
    items = (item("R1", "03-28", "-5000.00"), item("INV1", "04-05", "5000.00"))
    account = Account(items, (put("A1", "R1", "INV1", "5000.00", "04-06"),))
    assert left(account, "03-31") == {"R1": D("-5000.00"), "balance": D("-5000.00")}
    assert left(account, "04-05") == {"balance": D("0.00")}


REV_1 = put("A2", "R1", "INV1", "10000.00", "03-20")
REVERSED = put("A5", "R1", "INV1", "10000.00", "04-10", reverses="A2")


def test_rev_1_a_reversal_restores_what_was_left_and_changes_nothing_before_it() -> None:
    account = Account(ALLOC_1, (REV_1, REVERSED))
    settled = {"INV2": D("6000.00"), "INV3": D("8000.00"), "CN1": D("-1500.00"), "R1": D("-5000.00")}
    assert left(account, "03-31") == left(account, "04-09") == settled | {"balance": D("7500.00")}
    assert left(account, "04-10") == left(Account(ALLOC_1), "04-10")


def test_what_a_reversal_set_free_is_used_again_from_then_on() -> None:
    again = put("A6", "R1", "INV3", "8000.00", "04-12")
    account = Account(ALLOC_1, (REV_1, REVERSED, again))
    assert left(account, "04-09") == left(Account(ALLOC_1, (REV_1,)), "04-09")
    assert left(account, "04-10") == left(Account(ALLOC_1, (again,)), "04-10")


@pytest.mark.parametrize(
    "allocations",
    [(REVERSED,), (REV_1, REVERSED, put("A7", "R1", "INV1", "10000.00", "04-11", reverses="A2"))],
    ids=["never made", "reversed before"],
)
def test_a_reversal_of_what_does_not_stand_is_no_figure(allocations: tuple[Allocation, ...]) -> None:
    assert refusal(Account(ALLOC_1, allocations)) == say("reversal_of_nothing", allocation=allocations[-1].number)


def test_a_credit_that_nobody_applied_does_not_lessen_what_is_overdue() -> None:
    account = Account(ALLOC_1, SPECIFIC)
    assert position(account, day("03-07")).overdue == D("10000.00")
    assert position(account, day("03-08")).overdue == D("14500.00")
    assert position(account, day("03-31")).overdue == D("14500.00")


def test_of_nothing_nothing_is_owed() -> None:
    assert position(Account(()), day("03-31")) == Position(day("03-31"), D("0.00"), ())
    assert left(Account(ALLOC_1), "01-09") == {"balance": D("0.00")}


def test_a_balance_that_is_not_what_is_left_of_its_items_is_no_figure() -> None:
    with pytest.raises(DoesNotTieOut) as refused:
        Position(day("03-31"), D("100.00"), (Left(ALLOC_1[0], D("100.01")),))
    assert refused.value.said == say("does_not_tie_out", balance="100.00", parts="100.01")


@given(accounts(), st.dates(dt.date(2024, 12, 31), dt.date(2025, 4, 30)))
def test_what_is_left_makes_up_the_balance_and_is_never_more_than_the_item(account: Account, as_of: dt.date) -> None:
    found = position(account, as_of)
    counted = {each.id: each for each in account.items if each.dated <= as_of}
    assert found.balance == sum((each.amount for each in counted.values()), D(0))
    assert found.receivable + found.unapplied == found.balance
    assert all(_within(each.item, each.residual) and each.item.id in counted for each in found.left)


def _within(whole: Item, residual: Decimal) -> bool:
    return 0 < residual <= whole.amount or whole.amount <= residual < 0


@given(accounts())
def test_in_the_end_residuals_are_what_the_book_computes(account: Account) -> None:
    expected = {each.number: each.amount for each in account.items}
    for each in account.allocations:
        applied = each.amount if each.reverses is None else -each.amount
        expected[each.debit] -= applied
        expected[each.credit] += applied
    found = {each.item.number: each.residual for each in position(account, dt.date(2025, 12, 31)).left}
    assert found == {number: residual for number, residual in expected.items() if residual}


@given(accounts(), st.dates(dt.date(2025, 1, 1), dt.date(2025, 4, 30)))
def test_no_allocation_changes_a_balance(account: Account, as_of: dt.date) -> None:
    assert position(account, as_of).balance == position(Account(account.items), as_of).balance
