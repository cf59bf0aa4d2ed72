"""What customers owe, as the book of receivables holds it: accounts of the ledger, read for many customers at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, false, or_, select

from crossfoot_server.accounts.scope import TableReach
from crossfoot_server.ledger import Account, Allocation, Item
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.store.schema import ID, VOIDED
from crossfoot_server.store.statements import among, in_chunks, kept

RECEIVABLE, RECEIPT, ALLOCATION = "receivable", "receipt", "allocation"
REFUND = "refund"

COLUMNS: Mapping[str, Mapping[str, str]] = {
    RECEIVABLE: {
        "number": "number",
        "customer": "customer",
        "issued_on": "dated",
        "amount": "amount",
        "currency": "currency",
        "due_on": "due",
    },
    RECEIPT: {
        "number": "number",
        "customer": "customer",
        "received_on": "dated",
        "amount": "amount",
        "currency": "currency",
        "kind": "kind",
    },
    ALLOCATION: {
        "number": "number",
        "receivable": "debit",
        "receipt": "receipt",
        "credit": "credit",
        "amount": "amount",
        "allocated_on": "on",
        "reverses": "reverses",
    },
}
"""The columns that are read, by table, each with what it is called here."""


@dataclass
class Owed:
    """What stands for one customer.

    Attributes:
        items: by currency.
        hidden: the date and the currency of each document that the actor does not see.
    """

    items: defaultdict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    allocations: defaultdict[str, dict[str, Allocation]] = field(default_factory=lambda: defaultdict(dict))
    hidden: list[tuple[dt.date, str]] = field(default_factory=list)

    def account(self, currency: str) -> Account:
        """The account in one currency."""
        return Account(tuple(self.items[currency]), tuple(self.allocations[currency].values()))


def read_owed(connection: Connection, opened: OpenBook, customers: Iterable[str]) -> Mapping[str, Owed]:
    """What stands for each of ``customers``, by id, whether the actor sees all of it or not."""
    found: defaultdict[str, Owed] = defaultdict(Owed)
    receivable, receipt, allocation = (
        opened.store.schema.pairs[name].current for name in (RECEIVABLE, RECEIPT, ALLOCATION)
    )
    for chunk in in_chunks(customers):
        places: dict[str, tuple[Owed, str]] = {}
        for row in connection.execute(_receivables(receivable, opened.reach_of(RECEIVABLE)), chunk):
            _place(found, places, row, Item(row.id, row.number, row.dated, row.amount, row.due))
        for row in connection.execute(_receipts(receipt, opened.reach_of(RECEIPT)), chunk):
            # Money that went back to the customer: old books have it among the receipts.
            amount = row.amount if row.kind == REFUND else -row.amount
            _place(found, places, row, Item(row.id, row.number, row.dated, amount))
        for row in connection.execute(_allocations(allocation, receivable, receipt), chunk):
            made = Allocation(
                row.id, row.number, row.debit, row.receipt or row.credit or "", row.amount, row.on, row.reverses
            )
            # One that joins two accounts stands in both: neither ties out with it.
            for owed, currency in (places[side] for side in (made.debit, made.credit) if side in places):
                owed.allocations[currency][made.id] = made
    return found


def _place(found: Mapping[str, Owed], places: dict[str, tuple[Owed, str]], row: Row[Any], item: Item) -> None:
    owed = found[row.customer]
    owed.items[row.currency].append(item)
    places[item.id] = owed, row.currency
    if not row.seen:
        owed.hidden.append((item.dated, row.currency))


@kept
def _receivables(table: Table, reach: TableReach) -> Select[Any]:
    return _of_customers(table, reach, RECEIVABLE)


@kept
def _receipts(table: Table, reach: TableReach) -> Select[Any]:
    return _of_customers(table, reach, RECEIPT)


def _of_customers(table: Table, reach: TableReach, name: str) -> Select[Any]:
    seen = reach.predicate(table).label("seen")
    wanted = table.c[VOIDED] == false(), among(table.c.customer)
    return select(*_labelled(table, name), seen).where(*wanted).order_by(table.c[ID])


@kept
def _allocations(table: Table, receivable: Table, receipt: Table) -> Select[Any]:
    """The allocations in force of which one side is of a customer who is asked for."""
    items, receipts = (select(other.c[ID]).where(among(other.c.customer)) for other in (receivable, receipt))
    sides = or_(table.c.receivable.in_(items), table.c.credit.in_(items), table.c.receipt.in_(receipts))
    return select(*_labelled(table, ALLOCATION)).where(table.c[VOIDED] == false(), sides).order_by(table.c[ID])


def _labelled(table: Table, name: str) -> list[ColumnElement[Any]]:
    return [table.c[ID].label("id"), *(table.c[column].label(label) for column, label in COLUMNS[name].items())]
