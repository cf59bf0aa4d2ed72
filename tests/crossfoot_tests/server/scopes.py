"""Customers, their orders and teams, and invoices who sees which comes from them; conditions on those, at random."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import msgspec
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from crossfoot_server.accounts import Actor, Grant, Organisation
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.within_reach import scope_context, seen
from crossfoot_server.store import Store
from crossfoot_server.store.schema import ID, REV, SEQ, UPDATED_AT, UPDATED_BY, VOIDED
from crossfoot_templates.approvals import with_approvals
from crossfoot_templates.model import Table
from crossfoot_templates.querying import not_by_reference, outside_of_queries
from crossfoot_templates.types import Boolean, Date, DateTime, Integer, Money, Reference, Text, Value
from crossfoot_templates.types import Choice as ChoiceType
from crossfoot_templates.types import Decimal as Exact
from crossfoot_tests.server.builders import NOW, ORGANISATION, column, open_store, row_id
from crossfoot_tests.server.ledger import catalog_of, formula, table

AMOUNT = Money(currency="currency")
OWN = (
    column("name", Text()),
    column("amount", AMOUNT),
    column("currency", ChoiceType(choices="currency")),
    column("weight", Integer()),
    column("rate", Exact(scale=4)),
    column("day", Date()),
    column("at", DateTime()),
    column("sure", Boolean()),
    column("stage", ChoiceType(choices="stage")),
)

CUSTOMER = table("customer", column("number", Text(), required=True), *OWN)
ORDER = table("order", column("number", Text(), required=True), column("customer", Reference(table="customer")))
INVOICE = table(
    "invoice",
    column("number", Text(), required=True),
    column("customer", Reference(table="customer")),
    column("order", Reference(table="order")),
    *OWN,
)
MEMBER = table(
    "member",
    column("number", Text(), required=True),
    column("customer", Reference(table="customer")),
    column("invoice", Reference(table="invoice")),
    column("person", Reference(table="user")),
    *OWN,
)

THROUGH_CUSTOMER = "XLOOKUP([@customer],customer[number],customer[{}]{})"
THROUGH_ORDER = "XLOOKUP(XLOOKUP([@order],order[number],order[customer]),customer[number],customer[{}]{})"
OF_MEMBER = "XLOOKUP([@customer],member[customer],member[{}]{})"

OF_THE_CUSTOMERS_OWNER = "=OR([@owner]=USER(),XLOOKUP([@customer],customer[number],customer[owner])=USER())"
IS_MEMBER = "=COUNTIFS(member[customer],[@customer],member[person],USER())>0"

ALL_SEE_ALL = msgspec.structs.replace(
    ORGANISATION,
    users=tuple(
        msgspec.structs.replace(each, grants=(Grant("finance" if each.login == "mia" else "sales", "all"),))
        for each in ORGANISATION.users
    ),
)
"""The company, where grants keep nothing from anybody."""


def open_scopes(folder: Path, *tables: Table, organisation: Organisation = ALL_SEE_ALL) -> Store:
    """A store of the tables above, with ``tables`` in place of those of their names."""
    named = {each.name: each for each in (CUSTOMER, ORDER, INVOICE, MEMBER, *tables)}
    return open_store(folder, with_approvals(catalog_of(*named.values())), organisation)


def seen_when(definition: Table, visible: str | None, editable: str | None = None) -> Table:
    """``definition`` whose rows are seen, and changed, under these conditions."""
    return msgspec.structs.replace(definition, visible_when=visible, editable_when=editable)


# Conditions


def _asked(name: str, otherwise: Sequence[str]) -> st.SearchStrategy[str]:
    """A column of the invoice, or the same of the customer, of its order's customer, or of a member."""
    looked_up = st.sampled_from([THROUGH_CUSTOMER, THROUGH_ORDER, OF_MEMBER])
    missing = st.sampled_from(["", *(f",{each}" for each in ('""', *otherwise))])
    return st.just(f"[@{name}]") | st.builds(lambda way, instead: way.format(name, instead), looked_up, missing)


SIGNS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
EQUALITY = st.sampled_from(["=", "<>"])
AMOUNTS = _asked("amount", ["1.5", "0"])
RATES = _asked("rate", ["0.0001"])
CONSTANTS = st.sampled_from(["0", "1", "1.5", "0.25"])
WHOLE = st.sampled_from(["0", "1", "2"])
MEMBERS_OF = st.sampled_from(["member[customer],[@customer]", "member[invoice],[@number]", "member[person],[@owner]"])
FURTHER = st.sampled_from(
    [
        "",
        ",member[person],USER()",
        ',member[name],"ANN"',
        ",member[name],[@name]",
        ',member[name],""',
        ',member[day],"<>"',
        ',member[day],"<"&[@day]',
        ',member[amount],">="&[@amount]',
        ',member[amount],"<>"&XLOOKUP([@customer],customer[number],customer[amount])',
        ",member[weight],[@weight]",
        ",member[weight],1",
        ",member[amount],1.5",
        ",member[sure],[@sure]",
        ",member[sure],TRUE",
        ',member[stage],"<>"&"won"',
        ',member[stage],"won"',
        ',member[stage],"<>"&[@stage]',
    ]
)
COUNTS = st.builds("COUNTIFS({}{})".format, MEMBERS_OF, FURTHER)
WEIGHTS = _asked("weight", ["3"]) | COUNTS
REFERENCES = _asked("owner", ["USER()"]) | st.just("USER()")
TEXTS = _asked("name", ['"none"'])


def _two(sign: st.SearchStrategy[str], *sides: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    left, right = sides[0], st.one_of(*sides)
    return st.builds("{}{}{}".format, left, sign, right)


SUMS = st.builds("{}{}{}".format, AMOUNTS, st.sampled_from("+-"), AMOUNTS | CONSTANTS)
COMPARISONS = st.one_of(
    _two(SIGNS, AMOUNTS, CONSTANTS),
    _two(SIGNS, CONSTANTS, AMOUNTS),
    _two(SIGNS, SUMS, AMOUNTS, CONSTANTS),
    _two(SIGNS, RATES, CONSTANTS),
    _two(SIGNS, WEIGHTS, WHOLE),
    _two(SIGNS, st.builds("{}-{}".format, WEIGHTS, WEIGHTS), WHOLE),
    _two(SIGNS, _asked("day", [])),
    _two(EQUALITY, REFERENCES),
    _two(EQUALITY, TEXTS, st.sampled_from(['"ANN"', '"é"'])),
    _two(EQUALITY, _asked("sure", ["TRUE"]), st.just("TRUE")),
    _two(SIGNS, _asked("stage", ['"won"']), st.sampled_from(['"won"', '"lead"'])),
    st.builds("INTEAM({})".format, _asked("team", [])),
    st.builds("ISBLANK({})".format, st.one_of(AMOUNTS, REFERENCES, TEXTS, _asked("sure", []), _asked("stage", []))),
    st.builds('{}{}""'.format, st.one_of(RATES, TEXTS, _asked("day", [])), EQUALITY),
    _asked("sure", ["TRUE", "FALSE"]),
    st.sampled_from(['ROLE("sales")', 'ROLE("finance")', "TRUE", "1<2.5"]),
)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda parts: (
        st.builds("{}({},{})".format, st.sampled_from(["AND", "OR"]), parts, parts) | st.builds("NOT({})".format, parts)
    ),
    max_leaves=4,
).map("={}".format)


# Rows

VALUES: Mapping[str, Sequence[Value]] = {
    "name": [None, "ann", "ANN", "é", "É"],
    "amount": [None, Decimal(0), Decimal("1.50"), Decimal("-0.25"), Decimal(1)],
    "weight": [None, 0, 1, 2],
    "rate": [None, Decimal("0.0001"), Decimal("1.5000"), Decimal(0)],
    "day": [None, dt.date(2024, 2, 29), dt.date(2024, 3, 1)],
    "sure": [None, True, False],
    "stage": [None, "lead", "won"],
    "owner": [None, "ann", "ben"],
    "person": [None, "ann", "ben"],
    "team": [None, "east1", "north"],
}
REFERRING = {"customer": "customer", "order": "order", "invoice": "invoice"}
COUNT = 3


def row_of(name: str, columns: Sequence[str]) -> st.SearchStrategy[dict[str, Value]]:
    """A row of a table at random, which refers to one of the few of the others."""
    drawn = {each: st.sampled_from(VALUES[each]) for each in columns if each in VALUES}
    drawn |= {
        each: st.sampled_from([None, *(id_of(REFERRING[each], place) for place in range(COUNT))])
        for each in columns
        if each in REFERRING
    }
    return st.fixed_dictionaries({**drawn, VOIDED: st.sampled_from([False, False, True])})


def id_of(name: str, place: int) -> str:
    """The id of one of the few rows of a table."""
    return row_id(1000 * ("customer", "order", "invoice", "member").index(name) + place)


Rows = dict[str, list[dict[str, Value]]]

ROWS: st.SearchStrategy[Rows] = st.fixed_dictionaries(
    {
        each.name: st.lists(row_of(each.name, [*each.by_name]), min_size=COUNT, max_size=COUNT)
        for each in (CUSTOMER, ORDER, INVOICE, MEMBER)
    }
)


@dataclass(frozen=True)
class Found:
    """The invoices that somebody sees, as SQL says and as a calculation does."""

    by_query: frozenset[str]
    by_calculation: frozenset[str]


def found(store: Store, asking: Actor, condition: str, rows: Rows) -> Found:
    """Which of the invoices among ``rows`` a condition gives; nothing of it stays in the store."""
    visible = formula(store, "invoice", condition, "visible_when")
    assert (outside_of_queries(visible.expression), not_by_reference(visible.expression)) == (None, None)
    store.logic["invoice"] = replace(store.logic["invoice"], visible=visible)
    opened = open_book(store, asking, "sales")
    connection = store.engine.connect()
    with connection, connection.begin() as transaction:
        for name, some in rows.items():
            _put(connection, store, name, some)
        answer = Found(_by_query(connection, opened), _by_calculation(connection, opened, rows["invoice"]))
        transaction.rollback()
    return answer


def _put(connection: Connection, store: Store, name: str, rows: Sequence[Mapping[str, Value]]) -> None:
    pair = store.schema.pairs[name]
    stamp = {REV: 1, UPDATED_AT: NOW, UPDATED_BY: "ann"}
    blank = dict.fromkeys(pair.definition.by_name)
    full = [
        {ID: id_of(name, place), SEQ: place + 1, **stamp, **blank, **row, "number": str(place)}
        for place, row in enumerate(rows)
    ]
    connection.execute(insert(pair.current), full)


def _by_query(connection: Connection, opened: OpenBook) -> frozenset[str]:
    current = opened.store.schema.pairs["invoice"].current
    return frozenset(connection.scalars(select(current.c[ID]).where(opened.reach_of("invoice").predicate(current))))


def _by_calculation(connection: Connection, opened: OpenBook, rows: Sequence[Mapping[str, Value]]) -> frozenset[str]:
    by_id = {id_of("invoice", place): row for place, row in enumerate(rows)}
    return seen(opened, "invoice", by_id, scope_context(connection, opened))
