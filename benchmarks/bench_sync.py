"""A whole sync of a workbook of 2,000 invoices, against merely loading and saving that workbook with openpyxl.

Ratios within one run; the server runs in a thread of this process, on an embedded store.
"""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook

from crossfoot_tests.end_to_end.world import Workbook, World, company

ROWS, EDITS, RUNS = 2000, 20, 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, company(Path(folder)) as world:
        book = filled(world)
        load_and_save = seconds(lambda: load_workbook(book.path).save(book.path.with_name("copy.xlsx")))
        nothing = seconds(book.sync)
        edits = seconds(book.sync, before=lambda: edit(book))
        fresh = seconds(lambda: world.workbook("grace", name="fresh"))
    print(f"workbook of {ROWS} invoices; openpyxl load and save {load_and_save:.2f} s = 1.00")
    for what, took in (
        ("sync, nothing changed", nothing),
        (f"sync of {EDITS} edits", edits),
        ("new book, filled", fresh),
    ):
        print(f"  {what}: {took / load_and_save:.2f}")


def filled(world: World) -> Workbook:
    """李娜's book with all the invoices, in step."""
    book = world.workbook("li")
    book.add("customer", code="*1", name="Acme Ltd")
    day = dt.date(2026, 1, 1)
    book.hands.add_all("invoice", [invoice(day, number) for number in range(ROWS)])
    book.sync()
    return book


def invoice(day: dt.date, number: int) -> dict[str, str | float | dt.date]:
    issued = day + dt.timedelta(days=number % 300)
    return {"customer": "*1", "issued_on": issued, "amount": number + 0.25, "currency": "Yuan", "terms": f"t {number}"}


def edit(book: Workbook) -> None:
    stamp = time.perf_counter_ns()
    book.hands.type_all("invoice", "terms", {number * 7: f"{stamp} {number}" for number in range(EDITS)})


def seconds(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """The median of some runs; ``before`` each something that does not count."""
    took = []
    for _ in range(RUNS):
        before()
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


if __name__ == "__main__":
    main()
