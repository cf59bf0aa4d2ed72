"""How long an .xlsx of 100,000 rows and 20 columns takes to read and to patch, and how much memory.

Run ``python benchmarks/bench_file_grid.py [rows]``. Every measurement is a process of its own, so that memory is its
own too. The comparison is loading and saving the same file with openpyxl, which also loses much of what is in it.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableColumn

from crossfoot_sync.engine.cells import AppendRow, Edits, SetCell
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.layout import BASE, HEADER_ROW, ID, LISTS_SHEET, MANIFEST_SHEET, MESSAGE, OPEN, TICK, binding

DATA = tuple(f"column_{number}" for number in range(15))
NAMES = (TICK, *DATA, MESSAGE, ID, BASE, OPEN)
EDITS, NEW_ROWS = 1000, 100


def make(path: Path, rows: int) -> None:
    """A book with one full table."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Sales")
    for line in (["Sales"], ["never"], list(NAMES)):
        sheet.append(line)
    for row in range(rows):
        texts = [f"text {row % 977}-{column}" for column in range(7)]
        numbers = [row * 1.25 + column for column in range(5)]
        dates = [dt.date(2024, 1, 1) + dt.timedelta(row % 900)] * 3
        sheet.append(["✓", *texts, *numbers, *dates, None, f"{row:027}", f"1:abcd:{row:090}", None])
    table = Table(displayName="cf_sales", name="cf_sales", ref=f"A{HEADER_ROW}:T{HEADER_ROW + rows}")
    table.tableColumns = [TableColumn(id=number, name=name) for number, name in enumerate(NAMES, start=1)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet.add_table(table)
    for number, name in enumerate(NAMES):
        target = f"Sales!${chr(65 + number)}${HEADER_ROW}"
        bound = binding("sales", name)
        workbook.defined_names[bound] = DefinedName(bound, attr_text=target)
    workbook.create_sheet(MANIFEST_SHEET).append(["book", "sales"])
    workbook.create_sheet(LISTS_SHEET).append(["none"])
    workbook.save(path)


def read(path: Path) -> None:
    XlsxGrid(path).read()


def patch(path: Path) -> None:
    grid = XlsxGrid(path)
    seen = grid.read()
    cells = seen.tables["sales"]
    column = cells.columns["column_1"]
    step = max(1, len(cells.rows) // EDITS)
    edits = Edits(
        cells=[
            SetCell("sales", cells.rows[at], "column_1", column[at], f"new {at}") for at in range(0, len(column), step)
        ],
        appended=[AppendRow("sales", {"column_1": "new", "column_14": dt.date(2024, 1, 1)})] * NEW_ROWS,
    )
    start = time.perf_counter()
    missed = grid.write(edits, seen)
    print(f"  of which the write: {time.perf_counter() - start:.1f} s, {len(missed)} missed", file=sys.stderr)


def rewrite(path: Path) -> None:
    workbook = load_workbook(path)
    sheet = workbook["Sales"]
    for row in range(HEADER_ROW + 1, sheet.max_row, max(1, sheet.max_row // EDITS)):
        sheet.cell(row, 3, "new")
    workbook.save(path)


WORK: dict[str, Callable[[Path], None]] = {"read": read, "read and patch": patch, "rewrite with openpyxl": rewrite}


def measure(what: str, source: Path) -> tuple[float, int]:
    """Seconds and megabytes of one piece of work in a process of its own."""
    path = source.with_name("copy.xlsx")
    shutil.copy(source, path)
    command = [sys.executable, __file__, "--one", what, str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        start = time.perf_counter()
        WORK[sys.argv[2]](Path(sys.argv[3]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps([time.perf_counter() - start, peak]))
        return
    rows = int(sys.argv[1]) if sys.argv[1:] else 100_000
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "book.xlsx"
        make(source, rows)
        print(f"{rows:,} rows of {len(NAMES)} columns, {source.stat().st_size / 1e6:.1f} MB")
        found = {what: measure(what, source) for what in WORK}
    for what, (seconds, megabytes) in found.items():
        print(f"{what:24} {seconds:6.1f} s {megabytes:6} MB")
    ours, theirs = found["read and patch"], found["rewrite with openpyxl"]
    print(f"openpyxl takes {theirs[0] / ours[0]:.1f} times as long and {theirs[1] / ours[1]:.1f} times the memory")


if __name__ == "__main__":
    main()
