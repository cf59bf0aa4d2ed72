"""Linking and syncing a Google spreadsheet of 2,000 rows, against merely reading its values.

The book is the largest that is shipped; the spreadsheet is in the emulator, in this process, and what that takes is in
all times, which are those of the processor. Ratios within one run; ``python benchmarks/bench_sheets.py 10000`` says how
many rows.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.http.message import Request, Response
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import Batch, FieldColumn, SyncRequest, TablePush, WireValue
from crossfoot_templates.layout import FIRST_ROW, HEADER_ROW
from crossfoot_tests.sheets.at_google import AtGoogle, at_google, spreadsheets

BOOK, ROLE = "follow_up", "sales_manager"
EDITS, RUNS = 20, 3
SHARES = {"customer": 4, "contact": 4, "opportunity": 4, "follow_up": 4}
"""Of how many rows a table has one."""

TARGETS = {"link": 3.0, "a look at nothing new": 0.5, "sync, nothing changed": 0.5, f"sync of {EDITS} edits": 1.5}
"""The seconds that were aimed at."""


@dataclass
class Watch:
    """What Google was asked: how long it took, and the largest answer in bytes."""

    handle: Callable[[Request], Response]
    seconds: float = 0
    largest: int = 0

    def __call__(self, request: Request) -> Response:
        """The answer to a request."""
        start = time.process_time()
        answer = self.handle(request)
        self.seconds += time.process_time() - start
        self.largest = max(self.largest, len(answer.body))
        return answer


def fill(at: AtGoogle, rows: int) -> None:
    """Put so many rows into the store, through a sheet of the team that is linked to the book."""
    first, at.spreadsheet = at.spreadsheet, at.create("First")
    at.link(book=BOOK, role=ROLE)
    server = at.bench.server_of(at.linked)
    ids = {table: [new_row_id() for _ in range(rows // share)] for table, share in SHARES.items()}
    for table, of_table in ids.items():
        filled = [line(table, number, ids) for number in range(len(of_table))]
        columns = {name: FieldColumn([*range(len(filled))], [each[name] for each in filled], {}) for name in filled[0]}
        kinds, zeros = ["new"] * len(filled), [0] * len(filled)
        push = TablePush(table, of_table, kinds, zeros, [""] * len(filled), [], columns)  # type: ignore[arg-type]
        stamp = Batch(new_row_id(), "bench", at.linked.workbook, dt.datetime.now(dt.UTC).isoformat())
        version = server.view(BOOK).version
        request = SyncRequest(language="en", epoch=at.bench.store.epoch, version=version, cursor=0)
        request.batch, request.push = stamp, [push]
        reply = server.sync(BOOK, request)
        if {*reply.outcome[0].status} != {"ok"}:
            raise RuntimeError(f"rows of {table} were not taken: {reply.outcome[0].messages[0]}")
    at.spreadsheet = first


def line(table: str, number: int, ids: dict[str, list[str]]) -> dict[str, WireValue]:
    """A row of a table."""
    day = dt.date(2026, 1, 1) + dt.timedelta(days=number % 250)
    customer = ids["customer"][number % len(ids["customer"])]
    today, later = day.isoformat(), (day + dt.timedelta(days=9)).isoformat()
    lines: dict[str, dict[str, WireValue]] = {
        "customer": {
            "name": f"客户 {number}",
            "short_name": f"C{number}",
            "key_account": bool(number % 2),
            "industry": "制造",
            "region": "华东",
            "address": f"某路 {number} 号",
            "phone": "13800000000",
            "claimed_on": today,
            "credit_days": 30,
            "needs": f"需要 {number}",
        },
        "contact": {
            "customer": customer,
            "name": f"人 {number}",
            "title": "经理",
            "phone": "13900000000",
            "email": f"p{number}@example.com",
            "preferences": "茶",
        },
        "opportunity": {
            "customer": customer,
            "name": f"商机 {number}",
            "stage": "development",
            "currency": "CNY",
            "expected_amount": f"{number * 100}.00",
            "probability": "0.3",
            "expected_sign_on": later,
            "opened_on": today,
            "needs": "x",
            "next_action": "call",
            "next_action_on": later,
        },
        "follow_up": {
            "date": today,
            "person": "li",
            "line": number + 1,
            "customer": customer,
            "next_on": later,
            "content": f"谈了 {number}",
            "result": "ok",
            "agreed_items": "x",
            "customer_phone": "021",
        },
    }
    return {**lines[table], "team": "east"}


def read_values(at: AtGoogle) -> None:
    """What any program would do first: ask for the values of all sheets."""
    titles = [each.title for each in at.google.state.files[at.spreadsheet].book.sheets]
    address = f"https://sheets.googleapis.com/v4/spreadsheets/{at.spreadsheet}/values:batchGet"
    query = {"ranges": titles, "valueRenderOption": "UNFORMATTED_VALUE"}
    answer = at.google.session(at.worker).get(address, params=query)
    json.loads(answer.content)


def edit(at: AtGoogle) -> None:
    """Somebody types into some rows."""
    hands = at.ann.opens(at.spreadsheet, "Opportunity")
    letter = a1.letters(hands.sees(f"{HEADER_ROW}:{HEADER_ROW}")[0].index("Next action"))
    stamp = time.perf_counter_ns()
    for number in range(EDITS):
        hands.types(f"{letter}{FIRST_ROW + 7 * number}", f"{stamp} {number}")


def seconds(work: Callable[[], Any], before: Callable[[], Any] = lambda: None, runs: int = RUNS) -> float:
    """The median of some runs; ``before`` each something that does not count."""
    took = []
    for _ in range(runs):
        before()
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return statistics.median(took)


def main(rows: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder, at_google(Path(folder)) as at:
        fill(at, rows)
        gc.freeze()  # what Google holds is in another process elsewhere
        watch = Watch(at.google.handle)
        at.google.handle = watch  # type: ignore[method-assign]
        at.bench.spreadsheets = spreadsheets(at.google, at.worker)
        found = {"link": seconds(lambda: at.link(book=BOOK, role=ROLE), runs=1)}
        of_google = watch.seconds
        values = seconds(lambda: read_values(at))
        at.visit()
        found["a look at nothing new"] = seconds(at.visit)
        found["sync, nothing changed"] = seconds(lambda: at.visit(wanted=True))
        watch.largest = 0
        found[f"sync of {EDITS} edits"] = seconds(at.visit, before=lambda: edit(at))
    print(f"{rows} rows of {BOOK}; reading the values {values:.2f} s = 1.00")
    for what, took in found.items():
        print(f"  {what}: {took / values:.2f}; {took:.2f} s of {TARGETS[what]} aimed at")
    print(f"  of linking the emulator took {of_google:.2f} s; the largest answer had {watch.largest / 1e6:.1f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
