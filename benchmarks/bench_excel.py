"""A whole sync of an open workbook of 2,000 invoices in LibreOffice behind xlwings, against merely reading its cells.

The same sync of the closed file stands beside it. Ratios within one run; the server runs in a thread of this process.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlwings as xw
from bench_sync import EDITS, ROWS, edit, filled

from crossfoot_addin.libreoffice import libreoffice
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.outbox import MemoryOutbox
from crossfoot_sync.grids.excel import ExcelGrid
from crossfoot_templates.layout import HEADER_ROW
from crossfoot_tests.end_to_end.world import company

RUNS = 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, company(Path(folder)) as world, libreoffice() as app:
        book = filled(world)
        file = {"nothing changed": seconds(book.sync), "edits": seconds(book.sync, lambda: edit(book))}
        opened = app.books.open(str(book.path))
        desk = Desk(ExcelGrid(opened), MemoryOutbox(), book.server, now=book.clock, login=book.login)
        desk.sync()
        cells = opened.sheets["Invoices"].used_range
        reading = seconds(lambda: (cells.value, cells.formula))
        found = {
            "reading of the grid": seconds(desk.grid.read),
            "sync, nothing changed": seconds(desk.sync),
            f"sync of {EDITS} edits": seconds(desk.sync, lambda: type_in(opened)),
        }
    print(f"{ROWS} invoices; their values and formulas read through xlwings {reading:.2f} s = 1.00")
    for what, took in found.items():
        print(f"  {what}: {took / reading:.2f}")
    print("against the same sync of the closed file")
    for what, took, theirs in zip(file, list(found.values())[1:], file.values(), strict=True):
        print(f"  {what}: {took / theirs:.2f}")


def type_in(opened: xw.Book) -> None:
    """New terms in some rows, as somebody types them."""
    stamp, sheet = time.perf_counter_ns(), opened.sheets["Invoices"]
    column = opened.names("cf.invoice.terms").refers_to_range.column
    for number in range(EDITS):
        sheet.range((HEADER_ROW + 1 + number * 7, column)).value = f"'{stamp} {number}"


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
