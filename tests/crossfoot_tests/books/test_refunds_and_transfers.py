"""Money that goes back to a customer, and debts that move to another: both are items."""

from __future__ import annotations

import pytest

from crossfoot_server.store import Store
from crossfoot_sync.engine.lookups import AgingOf, Amount, BalanceOf, OverdueOf
from crossfoot_templates.label import Label
from crossfoot_templates.types import WireValue
from crossfoot_tests.books.house import customer, shows, told
from crossfoot_tests.books.test_lookups import ask
from crossfoot_tests.books.test_receivables import INV1, R1, allocation, item, receipt
from crossfoot_tests.server.builders import Desk, Edit, change, remove, row_id

pytestmark = pytest.mark.slow

ACME, BOLT = row_id(1), row_id(2)
NOT_A_RECEIPT = (
    "A refund is not a receipt. Void this row, enter a positive item of the kind “Refund” in “Receivable item”, and "
    "allocate to it what the customer had paid too much."
)
COMES_TO_NOTHING = (
    "A transfer gives one customer what it takes from another: enter with it an item at the other, of the same amount "
    "with the opposite sign, that names this one as its “Counterpart item”."
)
STAYS = "Not removed, for without it this would no longer hold; it is put back:"
POINTS = "The row of “Receivable item” it points at was refused; mend that one first."
COMES_TO = "N105: the sum would come to CNY {} and must be CNY 100.00."
OTHER_SIDE = (
    "The “Counterpart item” of a transfer is a transfer at another customer, in the same currency and of the same "
    "date, that names none itself."
)


def moved(number: int, amount: str, customer: str, **values: WireValue) -> Edit:
    """One side of a transfer of 10 March; the second names the first, 105, as its counterpart."""
    counterpart = None if number == 105 else row_id(105)
    return item(number, "transfer", "2025-03-10", amount, None, **{
        "customer": customer, "counterpart": counterpart, **values,
    })  # fmt: skip


def balances(store: Store) -> list[tuple[WireValue, ...]]:
    """What the follow-up book shows of Acme and Bolt."""
    return shows(Desk(store, "grace", book="follow_up"), "customer", "balance")


@pytest.fixture
def paid_twice(finance: Desk) -> Desk:
    """Acme has paid its invoice of 100 with 150."""
    finance.sync(item(INV1, "invoice", "2025-01-10", "100.00", "2025-02-09"), receipt(R1, "150.00"))
    assert told(finance.sync(allocation(301, INV1, "100.00"))) == {"allocation": ["ok"]}
    return finance


@pytest.fixture
def owing(finance: Desk) -> Desk:
    """Acme owes 100 of an invoice that was due on 9 February."""
    assert told(finance.sync(item(INV1, "invoice", "2025-01-10", "100.00", "2025-02-09"))) == {"receivable": ["ok"]}
    return finance


def test_a_refund_raises_what_is_owed_and_is_settled_by_what_was_paid_too_much(house: Store, paid_twice: Desk) -> None:
    assert balances(house) == [("-50.00",), ("0.00",)]
    assert told(paid_twice.sync(item(105, "refund", "2025-04-10", "50.00"))) == {"receivable": ["ok"]}
    assert balances(house) == [("0.00",), ("0.00",)]
    assert ask(paid_twice, AgingOf("K1", "no due date", "2025-04-10"), AgingOf("K1", "unapplied", "2025-04-10")) == [
        Amount("50.00", "CNY"),
        Amount("-50.00", "CNY"),
    ]
    assert told(paid_twice.sync(allocation(302, 105, "50.00", kind="refund"))) == {"allocation": ["ok"]}
    assert shows(paid_twice, "receivable", "residual") == [("0.00",), ("0.00",)]
    assert shows(paid_twice, "receipt", "unapplied") == [("0.00",)]
    assert ask(
        paid_twice,
        BalanceOf("K1", "2025-04-09"),
        AgingOf("K1", "unapplied", "2025-04-09"),
        BalanceOf("K1", "2025-04-10"),
        AgingOf("K1", "unapplied", "2025-04-10"),
    ) == [Amount("-50.00", "CNY"), Amount("-50.00", "CNY"), Amount("0.00", "CNY"), Amount("0.00", "CNY")]


def test_a_refund_is_no_receipt_and_the_way_out_is_said(house: Store, paid_twice: Desk) -> None:
    assert told(paid_twice.sync(receipt(202, "50.00", kind="refund"))) == {"receipt": [f"refused {NOT_A_RECEIPT}"]}
    became = change("receipt", row_id(R1), kind="refund")
    assert told(paid_twice.sync(became)) == {"receipt": [f"refused {NOT_A_RECEIPT}"]}
    assert balances(house) == [("-50.00",), ("0.00",)]


def test_a_transfer_moves_a_debt_and_leaves_what_all_owe_together(house: Store, owing: Desk) -> None:
    both = moved(105, "-100.00", ACME), moved(106, "100.00", BOLT, due_on="2025-02-09")
    assert told(owing.sync(*both)) == {"receivable": ["ok", "ok"]}
    assert balances(house) == [("0.00",), ("100.00",)]
    relieved = allocation(301, INV1, "100.00", kind="transfer", receipt=None, credit=row_id(105), reason="agreed")
    assert told(owing.sync(relieved)) == {"allocation": ["ok"]}
    assert balances(house) == [("0.00",), ("100.00",)]
    assert ask(
        owing,
        BalanceOf("K1", "2025-03-09"),
        BalanceOf("K2", "2025-03-09"),
        BalanceOf("K1", "2025-03-10"),
        OverdueOf("K1", "2025-03-10"),
        AgingOf("K2", "1-30", "2025-03-10"),
    ) == [
        Amount("100.00", "CNY"),
        Amount("0.00", "CNY"),
        Amount("0.00", "CNY"),
        Amount("0.00", "CNY"),
        Amount("100.00", "CNY"),
    ]
    assert told(owing.sync(receipt(R1, "100.00", customer=BOLT), allocation(302, 106, "100.00"))) == {
        "receipt": ["ok"],
        "allocation": ["ok"],
    }
    assert balances(house) == [("0.00",), ("0.00",)]


def test_what_was_paid_too_much_moves_the_same_way(house: Store, paid_twice: Desk) -> None:
    paid_twice.sync(item(104, "invoice", "2025-03-01", "80.00", customer=BOLT))
    assert told(paid_twice.sync(moved(105, "50.00", ACME), moved(106, "-50.00", BOLT))) == {"receivable": ["ok", "ok"]}
    given = allocation(302, 105, "50.00")
    taken = allocation(303, 104, "50.00", kind="transfer", receipt=None, credit=row_id(106), reason="same group")
    assert told(paid_twice.sync(given, taken)) == {"allocation": ["ok", "ok"]}
    assert balances(house) == [("0.00",), ("30.00",)]


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ([moved(105, "-100.00", ACME)], [f"{COMES_TO_NOTHING} {COMES_TO.format('0.00')}"]),
        (
            [moved(105, "-100.00", ACME), moved(106, "99.99", BOLT)],
            [
                f"{COMES_TO_NOTHING} {COMES_TO.format('99.99')}",
                f"{POINTS} {COMES_TO_NOTHING} {COMES_TO.format('99.99')}",
            ],
        ),
        ([moved(105, "-100.00", ACME), moved(106, "100.00", BOLT, issued_on="2025-03-11")], [OTHER_SIDE, POINTS]),
        ([moved(105, "-100.00", ACME), moved(106, "100.00", BOLT, currency="USD")], [OTHER_SIDE, POINTS]),
        ([moved(105, "-100.00", ACME), moved(106, "100.00", ACME)], [OTHER_SIDE, POINTS]),
        ([moved(106, "100.00", BOLT, counterpart=row_id(INV1))], [OTHER_SIDE]),
        (
            [moved(105, "-100.00", ACME, counterpart=row_id(106)), moved(106, "100.00", BOLT)],
            [OTHER_SIDE, f"{OTHER_SIDE} {POINTS}"],
        ),
    ],
    ids=["one side", "another amount", "another day", "another currency", "one customer", "an invoice", "a ring"],
)
def test_a_transfer_of_which_the_sides_do_not_meet_is_refused(
    house: Store, owing: Desk, sides: list[Edit], said: list[str]
) -> None:
    assert told(owing.sync(*sides)) == {"receivable": [f"refused {each}" for each in said]}
    assert balances(house) == [("100.00",), ("0.00",)]


def test_one_customer_may_take_over_from_several_and_several_from_one(house: Store, owing: Desk) -> None:
    Desk(house, "grace", book="follow_up").sync(customer(3, "Crane", currency="CNY"))
    sides = moved(105, "-100.00", ACME), moved(106, "40.00", BOLT), moved(107, "60.00", row_id(3))
    assert told(owing.sync(*sides)) == {"receivable": ["ok"] * 3}
    assert balances(house) == [("0.00",), ("40.00",), ("60.00",)]


def test_a_transfer_that_is_refused_holds_back_no_other(house: Store, owing: Desk) -> None:
    other = moved(107, "-30.00", ACME, counterpart=None), moved(108, "30.00", BOLT, counterpart=row_id(107))
    assert told(owing.sync(moved(105, "-100.00", ACME), *other, moved(106, "1.00", BOLT)))["receivable"][1:3] == [
        "ok",
        "ok",
    ]
    assert balances(house) == [("70.00",), ("30.00",)]


def test_the_sides_of_a_transfer_change_and_go_together(house: Store, owing: Desk) -> None:
    owing.sync(moved(105, "-100.00", ACME), moved(106, "100.00", BOLT))
    alone = told(owing.sync(change("receivable", row_id(105), amount="-60.00")))["receivable"]
    assert [each.startswith(f"refused {COMES_TO_NOTHING}") for each in alone] == [True]
    assert told(owing.sync(change("receivable", row_id(106), issued_on="2025-03-11")))["receivable"] == [
        f"refused {OTHER_SIDE}"
    ]
    gone = owing.sync(remove("receivable", row_id(106)))
    assert [(each.status, [[said.text("en") for said in row] for row in each.messages]) for each in gone.outcome] == [
        (["restored"], [[f"{STAYS} {COMES_TO_NOTHING}"]])
    ]
    both = (
        change("receivable", row_id(105), amount="-60.00", issued_on="2025-03-12"),
        change("receivable", row_id(106), amount="60.00", issued_on="2025-03-12"),
    )
    assert told(owing.sync(*both)) == {"receivable": ["ok", "ok"]}
    assert balances(house) == [("40.00",), ("60.00",)]
    assert told(owing.sync(*(remove("receivable", row_id(each)) for each in (105, 106)))) == {
        "receivable": ["removed", "removed"]
    }
    assert balances(house) == [("100.00",), ("0.00",)]


def test_what_is_refused_is_said_in_chinese_too(house: Store) -> None:
    tables = house.catalog.tables
    names = (
        "refund_is_an_item",
        "not_by_a_refund",
        "transfer_comes_to_nothing",
        "counterpart_is_the_other_side",
        "one_customer",
    )
    found = {each.name: each.message for table in tables.values() for each in table.rules if each.name in names}
    assert {name: type(found[name]) for name in names} == dict.fromkeys(names, Label)
    assert [name for name in names if "应收单" not in found[name].zh] == []
