"""Positions in columns by age, with the worked numbers of the domain."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_server.ledger import BANDS, Account, Aging, Bands, DoesNotTieOut, age, position
from crossfoot_templates.label import Label
from crossfoot_templates.messages import say
from crossfoot_tests.server.owed import ALLOC_1, CREDITED, FIFO, accounts, day, item, put

D = Decimal


def aged(account: Account, as_of: str, bands: str = "standard") -> dict[str, Decimal]:
    """The columns that hold something, and the balance."""
    found = age(position(account, day(as_of)), BANDS[bands])
    return {name: amount for name, amount in found.columns.items() if amount} | {"total": found.balance}


def test_age_1_upper_bounds_belong_to_their_column() -> None:
    dues = ["07-05", "06-30", "06-29", "05-31", "05-30", "05-01", "04-30", "04-01", "03-31", "03-02", "03-01"]
    account = Account(tuple(item(f"INV{at}", "01-01", "100.00", due) for at, due in enumerate(dues)))
    assert aged(account, "06-30") == {
        "not due": D(200), "1-30": D(200), "31-60": D(200), "61-90": D(200), "91-120": D(200), ">120": D(100),
        "total": D(1100),
    }  # fmt: skip


def test_asof_1_as_known_today_and_as_known_on_the_day() -> None:
    assert aged(Account(ALLOC_1, FIFO), "03-31") == {"not due": D(7500), "total": D(7500)}
    assert aged(Account(ALLOC_1, (CREDITED,)), "03-31") == {
        "not due": D(8000), "1-30": D(4500), "31-60": D(10000), "unapplied": D(-15000), "total": D(7500),
    }  # fmt: skip


def test_asof_3_a_receipt_that_nobody_applied_stands_in_a_column_of_its_own() -> None:
    invoices = tuple(item(f"INV{at}", f"03-0{at}", "10000.00") for at in range(1, 6))
    others = (item("INV6", "04-01", "100000.00"), item("R1", "02-15", "-1000.00"), item("R2", "05-10", "-49000.00"))
    settled = tuple(put(f"A{at}", "R2", f"INV{at}", "9800.00", "05-10") for at in range(1, 6))
    account = Account((*invoices, *others), settled)
    assert aged(account, "04-30", "issued") == {
        "0-30": D(100000), "31-60": D(50000), "unapplied": D(-1000), "total": D(149000),
    }  # fmt: skip


def test_ret_1_with_an_item_for_each_instalment_retention_is_not_due_before_its_day() -> None:
    items = (
        item("60%", "06-15", "600000.00", "07-15"),
        item("7%", "06-15", "70000.00", "08-14"),
        item("3%", "06-15", "30000.00", "2027-06-15"),
        item("30%", "06-15", "300000.00", "06-15"),
        item("advance", "05-01", "-300000.00"),
    )
    account = Account(items, (put("A1", "advance", "30%", "300000.00", "06-15"),))
    assert aged(account, "12-31", "long") == {"not due": D(30000), "121-180": D(670000), "total": D(700000)}


def test_what_has_no_due_date_is_neither_due_nor_not_due() -> None:
    assert aged(Account((item("INV1", "01-10", "100.00"),)), "12-31") == {"no due date": D(100), "total": D(100)}


@pytest.mark.parametrize(
    ("issued", "as_of", "column"),
    [
        ("2024-03-31", "2025-03-31", "0-1"),
        ("2024-03-31", "2025-04-01", "1-2"),
        ("2024-02-29", "2025-02-28", "0-1"),
        ("2024-02-29", "2025-03-01", "1-2"),
        ("2024-02-29", "2028-02-28", "3-4"),
        ("2024-02-29", "2028-02-29", "3-4"),
        ("2020-01-01", "2025-01-01", "4-5"),
        ("2020-01-01", "2025-01-02", ">5"),
    ],
)
def test_years_run_from_anniversary_to_anniversary(issued: str, as_of: str, column: str) -> None:
    account = Account((item("INV1", issued, "100.00"),))
    assert aged(account, as_of, "audit") == {column: D(100), "total": D(100)}


def test_columns_stand_in_the_order_of_a_report() -> None:
    assert {name: bands.columns for name, bands in BANDS.items()} == {
        "standard": ("not due", "no due date", "1-30", "31-60", "61-90", "91-120", ">120", "unapplied"),
        "long": ("not due", "no due date", "1-120", "121-180", "181-360", ">360", "unapplied"),
        "issued": ("0-30", "31-60", "61-90", "91-120", ">120", "unapplied"),
        "audit": ("0-1", "1-2", "2-3", "3-4", "4-5", ">5", "unapplied"),
    }


@pytest.mark.parametrize(
    ("called", "column"),
    [
        ("1-30", "1-30"),
        (" 1 – 30 days", "1-30"),
        ("1至30天", "1-30"),
        ("1 to 30", "1-30"),
        (">120", ">120"),
        ("＞120天", ">120"),
        ("Not Due", "not due"),
        ("not_due", "not due"),
        ("未到期", "not due"),
        ("未达付款条件", "no due date"),
        ("未核销余额", "unapplied"),
        ("1-31", None),
        ("", None),
    ],
)
def test_a_column_is_found_by_what_people_call_it(called: str, column: str | None) -> None:
    assert BANDS["standard"].find(called) == column


def test_columns_that_are_not_the_balance_are_no_figure() -> None:
    with pytest.raises(DoesNotTieOut) as refused:
        Aging(D("100.00"), {"1-30": D("99.00")})
    assert refused.value.said == say("does_not_tie_out", balance="100.00", parts="99.00")


SETS = st.builds(
    Bands,
    st.just("any"),
    st.just(Label("", "")),
    st.sampled_from(["due", "issued"]),
    st.sampled_from(["days", "years"]),
    st.sets(st.integers(1, 90), min_size=1, max_size=5).map(lambda bounds: tuple(sorted(bounds))),
)


@given(accounts(), SETS, st.dates(dt.date(2024, 12, 31), dt.date(2025, 4, 30)))
def test_the_columns_of_any_set_make_up_the_balance(account: Account, bands: Bands, as_of: dt.date) -> None:
    found = position(account, as_of)
    columns = age(found, bands).columns
    assert tuple(columns) == bands.columns
    assert sum(columns.values(), D(0)) == found.balance
    assert columns["unapplied"] == found.unapplied
    if bands.base == "due":
        assert sum((columns[name] for name in bands.aged), D(0)) == found.overdue


@given(st.dates(dt.date(2020, 1, 1)), st.integers(0, 200), SETS)
def test_a_column_holds_the_ages_that_its_name_says(since: dt.date, days: int, bands: Bands) -> None:
    since = min(since, dt.date(9000, 1, 1))
    column = bands.column(since, since + dt.timedelta(days=days))
    if bands.unit == "days" and days >= (bands.base == "due"):
        low, _, high = column.removeprefix(">").partition("-")
        assert days > int(low) if column.startswith(">") else int(low) <= days <= int(high)
