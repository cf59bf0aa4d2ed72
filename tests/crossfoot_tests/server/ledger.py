"""A small ledger whose tables look at each other: receivables, what was allocated to them, and exchange rates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path

from sqlalchemy import insert, select

from crossfoot_server.services.calculating.context import ranks
from crossfoot_server.services.calculating.over_tables import with_tables
from crossfoot_server.services.calculating.rows import ByRow, RowsInHand, listed
from crossfoot_server.store import Store
from crossfoot_server.store.schema import ID, REV, SEQ, UPDATED_AT, UPDATED_BY, VOIDED
from crossfoot_templates.formula.checking import Purpose
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.formula.vectors import Failed
from crossfoot_templates.logic import Formula, checked, scope_of
from crossfoot_templates.model import Book, Catalog, Column, Sheet, Table
from crossfoot_templates.types import (
    Boolean,
    ColumnType,
    Date,
    DateTime,
    Decimal,
    Integer,
    Money,
    Reference,
    Text,
    Value,
)
from crossfoot_templates.types import Choice as ChoiceType
from crossfoot_tests.server.builders import CATALOG, NOW, ORGANISATION, column, label, open_store, row_id

TODAY = dt.date(2024, 3, 5)
AMOUNT = Decimal(scale=2)
SEQS = count(1_000_000)
STANDARD = CATALOG.tables["order"].columns[-4:]


def table(name: str, *columns: Column, key: tuple[str, ...] = ("number",)) -> Table:
    return Table(name=name, label=label(name), columns=(*columns, *STANDARD), key=key)


RECEIVABLE = table(
    "receivable",
    column("number", Text(), required=True),
    column("stage", ChoiceType(choices="stage")),
    column("gross", Money(currency="currency")),
    column("currency", ChoiceType(choices="currency")),
    column("due", Date()),
    column("closed", Boolean()),
    column("remark", Text()),
    column("main", Reference(table="receivable")),
)

ALLOCATION = table(
    "allocation",
    column("number", Text(), required=True),
    column("item", Reference(table="receivable")),
    column("amount", Money(currency="currency")),
    column("currency", ChoiceType(choices="currency")),
    column("share", Decimal(scale=4)),
    column("weight", Integer()),
    column("paid", Date()),
    column("entered", DateTime()),
    column("sure", Boolean()),
    column("remark", Text()),
)

RATE = table("rate", column("number", Text(), required=True), column("day", Date()), column("value", Decimal(scale=6)))


def catalog_of(*tables: Table) -> Catalog:
    """A book of these tables, with the choice lists of the builders."""
    sheets = tuple(Sheet(table=each.name) for each in tables)
    book = Book(name="sales", label=label("Sales"), sheets=sheets)
    return Catalog(tables={each.name: each for each in tables}, choices=CATALOG.choices, books={"sales": book})


def open_ledger(folder: Path) -> Store:
    return open_store(folder, catalog_of(RECEIVABLE, ALLOCATION, RATE), ORGANISATION)


def put(store: Store, table_name: str, rows: Iterable[Mapping[str, Value]], voided: bool = False) -> list[str]:
    """Store rows as they are, and give their ids: what is asked here is what formulas see of them."""
    current = store.schema.pairs[table_name].current
    stamp = {REV: 1, UPDATED_AT: NOW, UPDATED_BY: "ann", VOIDED: voided}
    with store.writing() as connection:
        blank = dict.fromkeys(store.schema.pairs[table_name].definition.by_name)
        full = [{ID: row_id(seq), SEQ: seq, **stamp, **blank, **row} for row, seq in zip(rows, SEQS, strict=False)]
        connection.execute(insert(current), full)
    return [str(each[ID]) for each in full]


def formula(store: Store, table_name: str, text: str, purpose: Purpose = "compute") -> Formula:
    tables = store.catalog.tables
    columns = {name: each.columns for name, each in tables.items()}
    keys = {name: each.key for name, each in tables.items()}
    return checked(text, scope_of(table_name, columns, keys, store.catalog.choices), purpose)


def asked(
    store: Store,
    table_name: str,
    text: str,
    column_type: ColumnType = AMOUNT,
) -> list[Value | Failed]:
    """What the formula ``text`` comes to in the stored rows of a table, in feed order."""
    pair = store.schema.pairs[table_name]
    names = list(pair.definition.by_name)
    with store.reading() as connection:
        columns = [pair.current.c[name] for name in (ID, *names)]
        rows = connection.execute(select(*columns).where(~pair.current.c[VOIDED]).order_by(pair.current.c[SEQ])).all()
        values = ByRow([row[0] for row in rows], [dict(zip(names, row[1:], strict=True)) for row in rows])
        context = with_tables(Context(today=TODAY, ranks=ranks(store)), connection, store)
        in_hand = RowsInHand(store.logic[table_name], values, context)
        return listed(in_hand.of(formula(store, table_name, text)), column_type, len(rows))
