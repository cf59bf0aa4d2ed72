"""What it costs to see a row through a reference: pulls of invoices, against the same with an owner of their own.

Ratios within one run, on embedded stores; ``python benchmarks/bench_scopes.py 100000`` says how many rows.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

from sqlalchemy import insert

from crossfoot_server.accounts import (
    Actor,
    EntityEntry,
    Grant,
    Organisation,
    UserEntry,
    apply_organisation,
    authenticate,
    issue_token,
)
from crossfoot_server.services import sync
from crossfoot_server.store import Store
from crossfoot_server.store.counters import FEED, advance
from crossfoot_server.store.schema import ID, REV, SEQ, UPDATED_AT, UPDATED_BY
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_templates.loader import catalog_of, source
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.model import Catalog

BOOK, RUNS = "trade", 7
PEOPLE, PER_CUSTOMER = 50, 20
NOW = dt.datetime(2026, 3, 31, 2, 0, tzinfo=dt.UTC)
COMPANY = Organisation(
    entities=(EntityEntry("HD", "华东", "East"),),
    teams=(),
    users=tuple(
        UserEntry(f"p{number}", f"P{number}", "HD", language="en", grants=(Grant("sales", "all"),))
        for number in range(PEOPLE)
    ),
)
DEFINITION = """\
[book]
name = "trade"
zh = "贸易"
en = "Trade"

[[table]]
name = "client"
zh = "客户"
en = "Clients"
key = ["number"]
[[table.column]]
name = "number"
type = "code"
zh = "编号"
en = "Number"
required = true

[[table]]
name = "member"
zh = "成员"
en = "Members"
key = ["number"]
[[table.column]]
name = "number"
type = "code"
zh = "编号"
en = "Number"
required = true
[[table.column]]
name = "client"
type = "reference"
table = "client"
zh = "客户"
en = "Client"
[[table.column]]
name = "person"
type = "reference"
table = "user"
zh = "成员"
en = "Person"

[[table]]
name = "bill"
zh = "账单"
en = "Bills"
key = ["number"]
visible_when = '{condition}'
[[table.column]]
name = "number"
type = "code"
zh = "编号"
en = "Number"
required = true
[[table.column]]
name = "client"
type = "reference"
table = "client"
zh = "客户"
en = "Client"
"""
CONDITIONS = {
    "their owner": "=[@owner]=USER()",
    "the client's owner": "=XLOOKUP([@client],client[number],client[owner])=USER()",
    "a member of the client's": "=COUNTIFS(member[client],[@client],member[person],USER())>0",
}
"""Three ways to come to the same rows."""


def catalog(condition: str) -> Catalog:
    """The book of bills that are seen under ``condition``."""
    problems = Problems()
    node = source.parse("bench.toml", DEFINITION.format(condition=condition).encode(), problems)
    return catalog_of([] if node is None else [node], problems)


def fill(store: Store, bills: int) -> None:
    """Put so many bills into the store, with a client for every few of them; each client has one owner and member."""
    clients = -(-bills // PER_CUSTOMER)
    ids = [new_row_id() for _ in range(2 * clients + bills)]
    owners = [f"p{number % PEOPLE}" for number in range(clients)]
    tables = {
        "client": [{"number": f"C{at}", "owner": owners[at]} for at in range(clients)],
        "member": [{"number": f"M{at}", "client": ids[at], "person": owners[at]} for at in range(clients)],
        "bill": [
            {"number": f"B{at}", "client": ids[at // PER_CUSTOMER], "owner": owners[at // PER_CUSTOMER]}
            for at in range(bills)
        ],
    }
    free = iter(ids)
    with store.writing() as connection:
        seqs = count(advance(connection, store.schema, FEED, len(ids)))
        for name, rows in tables.items():
            stamp = {REV: 1, UPDATED_AT: NOW, UPDATED_BY: "p0"}
            full = [{ID: row_id, SEQ: seq, **stamp, **row} for row, row_id, seq in zip(rows, free, seqs, strict=False)]
            connection.execute(insert(store.schema.pairs[name].current), full)


def pulls(store: Store, actor: Actor) -> Iterator[float]:
    """Seconds of pulling bills by somebody who has them all, with a first pull before that is not counted."""
    request = SyncRequest(language="en", only=["bill"])
    request.cursor, request.epoch = sync(store, actor, BOOK, request, NOW).cursor, store.epoch
    for _ in range(RUNS):
        begin = time.perf_counter()
        reply = sync(store, actor, BOOK, request, NOW)
        yield time.perf_counter() - begin
        if reply.pull or reply.visible["bill"].count == 0:
            raise RuntimeError("it was to pull nothing new of some rows")


def signed_in(store: Store) -> Actor:
    """One of the people."""
    found = authenticate(store, issue_token(store, "p7", "bench", NOW), NOW)
    if found is None:
        raise RuntimeError("nobody is there")
    return found


def main(bills: int) -> None:
    """Time each of the conditions."""
    plain = None
    for name, condition in CONDITIONS.items():
        with (
            tempfile.TemporaryDirectory() as folder,
            closing(Store.open(f"sqlite:///{Path(folder, 'store.db')}", catalog(condition))) as store,
        ):
            apply_organisation(store, COMPANY)
            fill(store, bills)
            seconds = statistics.median(pulls(store, signed_in(store)))
        plain = plain or seconds
        print(f"{bills} rows, seen by {name}: {seconds * 1000:.0f} ms, {seconds / plain:.1f} times their owner")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
