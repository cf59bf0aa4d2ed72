"""What rules cost: pushes into the receivables with all their formulas, against the same book without any.

Ratios within one run, on embedded stores; ``python benchmarks/bench_rules.py 100000`` says how many rows.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import msgspec

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
from crossfoot_sync.engine.fingerprint import write_base
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import Batch, FieldColumn, RowKind, SyncReply, SyncRequest, TablePush
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.model import Catalog, Table
from crossfoot_templates.types import WireValue

BOOK, FEW, RUNS = "receivables", 20, 7
PER_CUSTOMER = 20
NOW = dt.datetime(2026, 3, 31, 2, 0, tzinfo=dt.UTC)
FINANCE = Organisation(
    entities=(EntityEntry("HD", "华东", "East"),),
    teams=(),
    users=(UserEntry("fin", "Fin", "HD", language="en", grants=(Grant("finance", "all"),)),),
)
Rows = dict[str, dict[str, WireValue]]
"""The rows of one table by id."""


class Desk:
    """Somebody who pushes into one store, and what they know of it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        found = authenticate(store, issue_token(store, "fin", "bench", NOW), NOW)
        if found is None:
            raise RuntimeError("nobody is there")
        self.actor: Actor = found
        self.cursor, self.epoch, self._batches = 0, "", count(1)

    def push(self, kind: RowKind, table: str, rows: Rows, known: Rows, rev: int) -> None:
        """Push ``rows`` of ``table``, which are ``known`` at ``rev``, and take in every page of the reply."""
        request = SyncRequest(language="en", epoch=self.epoch, cursor=self.cursor)
        request.batch = Batch(f"b{next(self._batches)}", "bench", "book.xlsx", NOW.isoformat(), "")
        request.push = [table_push(self.store.schema.pairs[table].definition, kind, rows, known, rev)]
        reply = self._sync(request)
        taken = {each for outcome in reply.outcome for each in outcome.status}
        if taken != {"ok"}:
            raise RuntimeError(f"{table}: {taken} {[field.message for field in reply.outcome[0].fields[:3]]}")
        while reply.more:
            reply = self._sync(SyncRequest(language="en", epoch=self.epoch, cursor=self.cursor))

    def _sync(self, request: SyncRequest) -> SyncReply:
        reply = sync(self.store, self.actor, BOOK, request, NOW)
        msgspec.json.encode(reply)
        self.cursor, self.epoch = reply.cursor, reply.epoch
        return reply


def table_push(table: Table, kind: RowKind, rows: Rows, known: Rows, rev: int) -> TablePush:
    """The push of ``rows``, by column."""
    layout = [column.name for column in table.columns]
    ids = list(rows)
    bases = [write_base(row_id, rev, known[row_id], layout) if kind == "change" else "" for row_id in ids]
    names = list(rows[ids[0]])
    places = list(range(len(ids)))
    columns = {name: FieldColumn(places, [rows[row_id][name] for row_id in ids]) for name in names}
    return TablePush(table.name, ids, [kind] * len(ids), [rev] * len(ids), bases, layout, columns)


def without_formulas(catalog: Catalog) -> Catalog:
    """``catalog`` with no formula anywhere."""
    tables = {
        name: msgspec.structs.replace(
            table,
            rules=(),
            columns=tuple(
                msgspec.structs.replace(column, default=None, required_when=None)
                for column in table.columns
                if not column.computed
            ),
        )
        for name, table in catalog.tables.items()
    }
    books = {
        name: msgspec.structs.replace(
            book,
            sheets=tuple(
                msgspec.structs.replace(
                    sheet, columns=tuple(each for each in sheet.columns if each in tables[sheet.table].by_name)
                )
                if sheet.columns is not None
                else sheet
                for sheet in book.sheets
            ),
        )
        for name, book in catalog.books.items()
    }
    return Catalog(tables=tables, choices=catalog.choices, books=books)


def customers(number: int) -> Rows:
    return {
        row_id(1, n): {"code": f"C{n:06}", "name": f"Customer {n}", "entity": "HD", "owner": "fin"}
        for n in range(number)
    }


def receivables(number: int) -> Rows:
    return {row_id(2, n): receivable(n) for n in range(number)}


def receivable(n: int) -> dict[str, WireValue]:
    day = dt.date(2026, 1, 1) + dt.timedelta(days=n % 80)
    net = 1000 + n % 977
    return {
        "number": f"R{n:07}",
        "kind": "invoice",
        "customer": row_id(1, n // PER_CUSTOMER),
        "issued_on": day.isoformat(),
        "terms_base": "invoiced",
        "terms_days": 30,
        "due_on": (day + dt.timedelta(days=30)).isoformat(),
        "currency": "CNY",
        "net": f"{net}.00",
        "tax": f"{net * 13 // 100}.{net * 13 % 100:02}",
        "amount": f"{net * 113 // 100}.{net * 113 % 100:02}",
        "entity": "HD",
        "owner": "fin",
    }


def row_id(table: int, number: int) -> str:
    return new_row_id(1_700_000_000_000 + number, table * 10**9 + number)


class Course:
    """The same work on one store, step by step."""

    def __init__(self, desk: Desk, rows: int) -> None:
        self.desk, self.rows = desk, rows
        self.known = receivables(rows)
        self.rev = 0
        self.few = list(self.known)[:: max(1, rows // FEW)][:FEW]
        self.few_rev: dict[str, int] = {}
        full = set(desk.store.schema.pairs["receivable"].definition.by_name)
        self.blank: dict[str, WireValue] = dict.fromkeys(full)

    def prepare(self) -> None:
        """Bring in the customers; that does not count."""
        book = self.desk.store
        sales = Desk(book)
        table = book.schema.pairs["customer"].definition
        request = SyncRequest(language="en", epoch="", cursor=0)
        request.batch = Batch("customers", "bench", "book.xlsx", NOW.isoformat(), "")
        request.push = [table_push(table, "new", customers(-(-self.rows // PER_CUSTOMER)), {}, 0)]
        sync(book, sales.actor, "follow_up", request, NOW)

    def all_new(self) -> None:
        """Every receivable comes in."""
        self.desk.push("new", "receivable", self.known, {}, 0)
        self.rev = 1

    def all_changed(self) -> None:
        """An amount and a day of every receivable change."""
        changes = {key: self._change(values) for key, values in self.known.items()}
        self.desk.push("change", "receivable", changes, self._stored(self.known), self.rev)
        self._moved_on(changes)
        self.rev += 1

    def few_changed(self) -> None:
        """An amount and a day of some receivables change."""
        rev = self.few_rev.get("", self.rev)
        known = {key: self.known[key] for key in self.few}
        changes = {key: self._change(values) for key, values in known.items()}
        self.desk.push("change", "receivable", changes, self._stored(known), rev)
        self._moved_on(changes)
        self.few_rev[""] = rev + 1

    def _change(self, values: dict[str, WireValue]) -> dict[str, WireValue]:
        net = int(str(values["net"]).partition(".")[0]) + 1
        return {
            "net": f"{net}.00",
            "tax": f"{net * 13 // 100}.{net * 13 % 100:02}",
            "amount": f"{net * 113 // 100}.{net * 113 % 100:02}",
            "due_on": (dt.date.fromisoformat(str(values["due_on"])) + dt.timedelta(days=1)).isoformat(),
        }

    def _stored(self, rows: Rows) -> Rows:
        return {key: self.blank | values for key, values in rows.items()}

    def _moved_on(self, changes: Rows) -> None:
        for key, values in changes.items():
            self.known[key] |= values


def main(rows: int) -> None:
    """Time the same pushes with and without formulas."""
    catalog = load_catalog()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        courses = [
            Course(Desk(stack.enter_context(closing(opened(folder / name, each)))), rows)
            for name, each in (("plain.db", without_formulas(catalog)), ("rules.db", catalog))
        ]
        for course in courses:
            course.prepare()
        print(f"{rows} receivables of {-(-rows // PER_CUSTOMER)} customers; the book without formulas = 1.00")
        for what, step, runs in (
            ("all new", Course.all_new, 1),
            ("all changed", Course.all_changed, 1),
            (f"{FEW} changed", Course.few_changed, RUNS),
        ):
            plain, ruled = compared(courses, step, runs)
            print(f"  {what}: {ruled / plain:.2f} ({plain:.3f} s, with formulas {ruled:.3f} s)")


def opened(path: Path, catalog: Catalog) -> Store:
    store = Store.open(f"sqlite:///{path}", catalog)
    apply_organisation(store, FINANCE)
    return store


def compared(courses: list[Course], step: Callable[[Course], None], runs: int) -> Iterator[float]:
    """The median seconds of ``step`` for each of ``courses``, which take turns."""
    took: list[list[float]] = [[] for _ in courses]
    for _ in range(runs):
        for course, times in zip(courses, took, strict=True):
            start = time.perf_counter()
            step(course)
            times.append(time.perf_counter() - start)
    return map(statistics.median, took)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
