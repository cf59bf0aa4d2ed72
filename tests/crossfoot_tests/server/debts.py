"""Customers, what they owe and what they paid, with computed columns that look across; and the same in plain Python."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from crossfoot_server.services import open_store as open_current
from crossfoot_server.store import Store
from crossfoot_server.store.schema import COMPUTED_SEQ, ID, SEQ, VOIDED
from crossfoot_templates.model import Catalog, Column, Table
from crossfoot_templates.types import AnyType, Date, Integer, Money, Reference, Text, Value
from crossfoot_templates.types import Choice as ChoiceType
from crossfoot_tests.server.builders import ORGANISATION, column, open_store
from crossfoot_tests.server.ledger import catalog_of, table

AMOUNT = Money(currency="currency")


def computed(name: str, column_type: AnyType, formula: str, read: tuple[str, ...] = ()) -> Column:
    return msgspec.structs.replace(column(name, column_type, read=read), compute=formula)


CUSTOMER = table(
    "customer",
    column("number", Text(), required=True),
    column("region", Text()),
    column("currency", ChoiceType(choices="currency")),
    computed("owed", AMOUNT, "=SUMIFS(debt[residual],debt[customer],[@number])"),
    computed("open", Integer(), '=COUNTIFS(debt[customer],[@number],debt[residual],">"&0)'),
    computed("neighbours", Integer(), "=COUNTIFS(customer[region],[@region])"),
    computed("label", Text(), '=[@number]&":"&[@open]'),
)

DEBT = table(
    "debt",
    column("number", Text(), required=True),
    column("customer", Reference(table="customer")),
    column("gross", AMOUNT),
    column("currency", ChoiceType(choices="currency")),
    column("due", Date()),
    column("reason", Text()),
    computed("paid", AMOUNT, "=SUMIFS(payment[amount],payment[debt],[@number])"),
    computed("residual", AMOUNT, "=[@gross]-[@paid]"),
    computed("half", AMOUNT, "=[@gross]/2"),
    computed("last", Date(), "=MAXIFS(payment[day],payment[debt],[@number])"),
    computed("region", Text(), '=XLOOKUP([@customer],customer[number],customer[region],"")'),
    computed("alike", Integer(), "=COUNTIFS(payment[reason],[@reason])"),
    computed("later", Integer(), '=COUNTIFS(payment[day],">"&[@due])'),
    computed("late", AMOUNT, "=IF([@due]<TODAY(),[@residual],0)"),
    computed("secret", Integer(), "=COUNTIFS(payment[debt],[@number])", read=("sales_manager",)),
)

PAYMENT = table(
    "payment",
    column("number", Text(), required=True),
    column("debt", Reference(table="debt")),
    column("amount", AMOUNT),
    column("currency", ChoiceType(choices="currency")),
    column("day", Date()),
    column("reason", Text()),
    computed("of_half", Text(), '=IF([@amount]>XLOOKUP([@debt],debt[number],debt[half],0),"more","")'),
)

DEBTS = catalog_of(CUSTOMER, DEBT, PAYMENT)
PLAIN = catalog_of(*(each.without_computed for each in (CUSTOMER, DEBT, PAYMENT)))
"""The same without any formula."""
KEPT = {
    "customer": {"owed", "open", "neighbours", "label"},
    "debt": {"paid", "residual", "half", "last", "region", "alike", "later", "secret"},
    "payment": {"of_half"},
}


def open_debts(folder: Path, catalog: Catalog = DEBTS) -> Store:
    """The company with its debts; opened again, it is the same store with these definitions."""
    if (folder / "store.db").exists():
        return open_current(f"sqlite:///{folder / 'store.db'}", catalog)
    return open_store(folder, catalog, ORGANISATION)


def with_column(catalog: Catalog, table_name: str, new: Column) -> Catalog:
    """``catalog`` with another column, in place of one of the same name."""
    old = catalog.tables[table_name]
    columns = tuple(new if each.name == new.name else each for each in old.columns)
    changed: Table = msgspec.structs.replace(old, columns=columns if new in columns else (*columns, new))
    return msgspec.structs.replace(catalog, tables={**catalog.tables, table_name: changed})


def kept_values(store: Store, table_name: str, *names: str) -> dict[str, tuple[Value, ...]]:
    """What is kept of the rows in force, by number."""
    current = store.schema.pairs[table_name].current
    found = select(*(current.c[name] for name in ("number", *names))).where(~current.c[VOIDED])
    with store.reading() as connection:
        return {row[0]: tuple(row[1:]) for row in connection.execute(found)}


def stamps(store: Store, table_name: str) -> dict[str, tuple[Value, ...]]:
    """The feed number and the computed stamp of the rows in force, by number."""
    return kept_values(store, table_name, SEQ, COMPUTED_SEQ)


def everything(store: Store) -> dict[str, dict[str, dict[str, Any]]]:
    """All rows in force by table and id, with their columns and what is kept of them."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with store.reading() as connection:
        for name, pair in store.schema.pairs.items():
            names = [*pair.definition.by_name, *(each.name for each in pair.kept)]
            rows = connection.execute(
                select(pair.current.c[ID], *(pair.current.c[each] for each in names)).where(~pair.current.c[VOIDED])
            )
            found[name] = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
    return found


def worked_out(tables: dict[str, dict[str, dict[str, Any]]]) -> dict[str, dict[str, dict[str, Any]]]:
    """What should be kept of these rows: every figure by going through all rows, one by one."""
    debts, payments, customers = (tables[name] for name in ("debt", "payment", "customer"))
    found: dict[str, dict[str, dict[str, Any]]] = {"debt": {}, "customer": {}, "payment": {}}
    for key, debt in debts.items():
        mine = [each for each in payments.values() if each["debt"] == key]
        gross, paid = debt["gross"] or Decimal(0), sum((each["amount"] or Decimal(0) for each in mine), Decimal(0))
        days = [each["day"] for each in mine if each["day"] is not None]
        customer = customers.get(debt["customer"])
        due = debt["due"]
        found["debt"][key] = {
            "paid": paid,
            "residual": gross - paid,
            "half": (gross / 2).quantize(Decimal("0.01"), ROUND_HALF_UP),
            "last": max(days, default=None),
            "region": customer["region"] if customer else None,
            "alike": sum(_fold(each["reason"]) == _fold(debt["reason"]) for each in payments.values()),
            "later": sum(bool(due and each["day"] and each["day"] > due) for each in payments.values()),
            "secret": len(mine),
        }
    for key, customer in customers.items():
        residuals = [found["debt"][each]["residual"] for each, debt in debts.items() if debt["customer"] == key]
        still_open = sum(each > 0 for each in residuals)
        found["customer"][key] = {
            "owed": sum(residuals, Decimal(0)),
            "open": still_open,
            "neighbours": sum(_fold(each["region"]) == _fold(customer["region"]) for each in customers.values()),
            "label": f"{customer['number']}:{still_open}",
        }
    for key, payment in payments.items():
        half = found["debt"][payment["debt"]]["half"] if payment["debt"] in found["debt"] else Decimal(0)
        found["payment"][key] = {"of_half": "more" if (payment["amount"] or Decimal(0)) > half else None}
    return found


def _fold(text: str | None) -> str | None:
    return text and text.upper()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
