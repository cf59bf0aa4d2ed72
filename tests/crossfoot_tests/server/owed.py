"""Items and allocations in short, the accounts of the worked examples, and accounts at random."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from crossfoot_server.ledger import Account, Allocation, Item


def day(text: str, year: int = 2025) -> dt.date:
    """``03-31`` of 2025, or a whole date."""
    return dt.date.fromisoformat(text if len(text) > 5 else f"{year}-{text}")


def item(number: str, dated: str, amount: str, due: str | None = None) -> Item:
    return Item(number, number, day(dated), Decimal(amount), None if due is None else day(due))


def put(number: str, credit: str, debit: str, amount: str, on: str, *, reverses: str | None = None) -> Allocation:
    """An allocation of ``credit`` to ``debit``, recorded ``on`` a day."""
    return Allocation(number, number, debit, credit, Decimal(amount), day(on), reverses)


ALLOC_1 = (
    item("INV1", "01-10", "10000.00", "02-09"),
    item("INV2", "02-05", "6000.00", "03-07"),
    item("INV3", "03-01", "8000.00", "03-31"),
    item("CN1", "03-05", "-1500.00"),
    item("R1", "03-20", "-15000.00"),
)
CREDITED = put("A1", "CN1", "INV2", "1500.00", "03-05")
FIFO = (
    CREDITED,
    put("A2", "R1", "INV1", "10000.00", "04-10"),
    put("A3", "R1", "INV2", "4500.00", "04-10"),
    put("A4", "R1", "INV3", "500.00", "04-10"),
)
SPECIFIC = (CREDITED, put("A2", "R1", "INV3", "8000.00", "03-20"))
PRO_RATA = (
    CREDITED,
    put("A2", "R1", "INV1", "6666.67", "03-20"),
    put("A3", "R1", "INV2", "3000.00", "03-20"),
    put("A4", "R1", "INV3", "5333.33", "03-20"),
)

DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2025, 3, 31))
CENTS = st.integers(1, 100_000).map(lambda cents: Decimal(cents).scaleb(-2))


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """Accounts as the rules of the book let them be: at no time is more allocated than there is."""
    debits = [
        Item(f"D{at}", f"D{at}", draw(DAYS), draw(CENTS), draw(st.none() | DAYS))
        for at in range(draw(st.integers(0, 4)))
    ]
    on_credit = [Item(f"C{at}", f"C{at}", draw(DAYS), -draw(CENTS)) for at in range(draw(st.integers(0, 4)))]
    made: list[Allocation] = []
    standing: dict[str, Allocation] = {}
    room: dict[str, Decimal] = {each.id: abs(each.amount) for each in (*debits, *on_credit)}
    days = sorted(draw(st.lists(DAYS, max_size=12))) if debits and on_credit else []
    for at, on in enumerate(days):
        again: bool = draw(st.booleans())
        if standing and again:
            undone = standing.pop(draw(st.sampled_from(sorted(standing))))
            made.append(Allocation(f"A{at:02}", f"A{at:02}", undone.debit, undone.credit, undone.amount, on, undone.id))
            room[undone.debit] += undone.amount
            room[undone.credit] += undone.amount
            continue
        debit, credit = draw(st.sampled_from(debits)).id, draw(st.sampled_from(on_credit)).id
        most = min(room[debit], room[credit])
        if most:
            amount = draw(st.sampled_from([most, min(most, draw(CENTS))]))
            standing[f"A{at:02}"] = Allocation(f"A{at:02}", f"A{at:02}", debit, credit, amount, on)
            made.append(standing[f"A{at:02}"])
            room[debit] -= amount
            room[credit] -= amount
    return Account((*debits, *on_credit), tuple(draw(st.permutations(made))))
