"""What computed cells are to show and what defaults fill in, calculated once more from stored rows, in plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from crossfoot_templates.approvals import APPROVAL

Row: TypeAlias = Mapping[str, Any]
"""A stored row as SQLite gives it: amounts in cents, days as text."""

Rows: TypeAlias = Mapping[str, Mapping[str, Row]]
"""All rows in force, by table and id."""

Figure: TypeAlias = Callable[[Rows, str, Row], Any]
"""What a column comes to in one row of that id, as SQLite would give it."""


def _net(_rows: Rows, _row_id: str, invoice: Row) -> int | None:
    if invoice["amount"] is None:
        return None
    cents = invoice["amount"] - (invoice["discount"] or 0)
    return int((Decimal(cents) / Decimal("1.13")).quantize(Decimal(1), ROUND_HALF_UP))


def _due_after(days: int) -> Figure:
    def due(_rows: Rows, _row_id: str, invoice: Row) -> str:
        return (dt.date.fromisoformat(invoice["issued_on"]) + dt.timedelta(days)).isoformat()

    return due


def _month(rows: Rows, row_id: str, invoice: Row) -> int:
    return int(_due_after(45)(rows, row_id, invoice)[5:7])


def _invoices_of(rows: Rows, row_id: str, customer: Row) -> Iterator[Row]:
    """The invoices of a customer in the currency of its credit."""
    for each in rows["invoice"].values():
        if (each["customer"], each["currency"]) == (row_id, customer["currency"]):
            yield each


def _owes(rows: Rows, row_id: str, customer: Row) -> int:
    return sum(each["amount"] for each in _invoices_of(rows, row_id, customer))


def _owes_net(rows: Rows, row_id: str, customer: Row) -> int:
    discounts = sum(each["discount"] or 0 for each in _invoices_of(rows, row_id, customer))
    return _owes(rows, row_id, customer) - discounts


def _left(owes: Figure) -> Figure:
    def left(rows: Rows, row_id: str, customer: Row) -> int | None:
        return None if customer["credit"] is None else int(customer["credit"] - owes(rows, row_id, customer))

    return left


def _share(owes: Figure) -> Figure:
    def share(rows: Rows, _row_id: str, invoice: Row) -> int | None:
        customer = rows["customer"].get(invoice["customer"])
        owed = customer and owes(rows, invoice["customer"], customer)
        if not owed:
            return None
        return int((Decimal(invoice["amount"]) / owed * 10000).quantize(Decimal(1), ROUND_HALF_UP))

    return share


def _last_visit(rows: Rows, row_id: str, _customer: Row) -> str | None:
    return max((each["day"] for each in rows["visit"].values() if each["customer"] == row_id), default=None)


FIGURES: dict[bool, dict[tuple[str, str], Figure]] = {
    False: {
        ("customer", "owes"): _owes,
        ("customer", "left"): _left(_owes),
        ("invoice", "net"): _net,
        ("invoice", "due_on"): _due_after(30),
        ("invoice", "share"): _share(_owes),
    },
    True: {
        ("customer", "owes"): _owes_net,
        ("customer", "left"): _left(_owes_net),
        ("customer", "last_visit"): _last_visit,
        ("invoice", "net"): _net,
        ("invoice", "due_on"): _due_after(45),
        ("invoice", "share"): _share(_owes_net),
        ("invoice", "month"): _month,
    },
}
"""By table and column, before the upgrade and after it."""

COMPUTED: dict[str, tuple[str, ...]] = {
    table: tuple(name for owner, name in FIGURES[True] if owner == table)
    for table in ("customer", "invoice", "visit", APPROVAL)
}
"""The computed columns of each table."""


def filled_in(table: str, row: Row) -> dict[str, Any]:
    """What a new row has in columns with a default where it was typed with blanks there."""
    match table:
        case "customer":
            return {"currency": "CNY", "most_visits": 2}
        case "invoice":
            # of whole yuan, so that no default looks like a followed amount
            discount = (Decimal(row["amount"]) / 1000).quantize(Decimal(1), ROUND_HALF_UP) * 100
            return {"discount": int(discount), "status": "open"}
        case _:
            return {}
