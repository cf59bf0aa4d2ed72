"""What it costs to read and write cells through xlwings and LibreOffice: a range at once, against cell by cell.

Ratios within one run; ``python benchmarks/bench_libreoffice_engine.py 100000`` says how many rows of 20 columns.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from typing import Any

import xlwings as xw

from crossfoot_addin.libreoffice import libreoffice

COLUMNS, CELLS = 20, 200


def rows_of(count: int) -> list[list[Any]]:
    """Texts, numbers, dates, truth values and blanks, as a follow-up list has them."""
    first = dt.datetime(2024, 1, 1)  # noqa: DTZ001  # a cell has no zone
    return [
        [*[f"text {row}-{column}" for column in range(10)], *[row * 1.25 + column for column in range(6)]]
        + [first + dt.timedelta(days=row % 900)] * 2
        + [row % 2 == 0, None]
        for row in range(count)
    ]


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fill(cells: xw.Range, value: Any) -> None:
    cells.value = value


def main() -> None:
    count = int(sys.argv[1]) if sys.argv[1:] else 10_000
    rows = rows_of(count)
    started = time.perf_counter()
    with libreoffice() as app:
        print(f"LibreOffice {app.version} started in {time.perf_counter() - started:.1f} s")
        sheet = app.books.add().sheets[0]
        cells = sheet["A1"].resize(count, COLUMNS)
        formulas = [[f"=K{row}*2"] for row in range(1, count + 1)]
        found = {
            "write all": timed(lambda: fill(cells, rows)),
            "read all": timed(lambda: cells.value),
            "read one by one": timed(lambda: [sheet.range((row, 11)).value for row in range(1, CELLS + 1)]),
            "write one by one": timed(lambda: [fill(sheet.range((row, 30)), row) for row in range(1, CELLS + 1)]),
            "write a column of formulas": timed(lambda: fill(sheet["U1"], formulas)),
            "read all formulas": timed(lambda: sheet["A1"].resize(count, COLUMNS + 1).formula),
        }
        if cells.value != rows:
            raise SystemExit("what was read is not what was written")
    for what, seconds in found.items():
        print(f"{what:28} {seconds:6.2f} s")
    for way in ("read", "write"):
        scaled = found[f"{way} one by one"] / CELLS * count * COLUMNS
        print(f"cell by cell, a {way} of all would take {scaled / found[f'{way} all']:,.0f} times as long")


if __name__ == "__main__":
    main()
