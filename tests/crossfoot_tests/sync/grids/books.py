"""Small books for the tests of grids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import Content, MemoryColumn, MemorySheet
from crossfoot_sync.grids.protocol import Grid
from crossfoot_templates.layout import BASE, ID, MESSAGE, OPEN, TICK
from crossfoot_templates.types import CellValue

COLUMNS = (
    MemoryColumn("同步状态", TICK),
    MemoryColumn("客户编号", "code"),
    MemoryColumn("客户名称", "name"),
    MemoryColumn("签约日期", "signed_on"),
    MemoryColumn("金额", "amount"),
    MemoryColumn("重点", "key_account"),
    MemoryColumn("说明", MESSAGE),
    MemoryColumn("_id", ID),
    MemoryColumn("_base", BASE),
    MemoryColumn("_open", OPEN),
)
NAMES = tuple(each.name for each in COLUMNS if each.name is not None)
MANIFEST = {"book": "sales", "epoch": "E1", "cursor": "12"}
LISTS = {"currency.pick": ["人民币", "US dollar"], "customer.id": []}


def row_id(number: int) -> str:
    """A valid id that is the same in every run."""
    return new_row_id(1_700_000_000_000 + number, number)


def customer(number: int, name: Content = None, **others: Content) -> dict[str, Content]:
    """A row as it stands after a sync."""
    return {
        TICK: "✓",
        "code": f"KH-{number:05}",
        "name": name or f"客户 {number}",
        "signed_on": dt.date(2024, 1, number % 28 + 1),
        "amount": 1000.5 + number,
        ID: row_id(number),
        BASE: f"1:abcd:{number:06}",
        **others,
    }


def sheet(
    *rows: dict[str, Content], table: str = "customer", title: str = "客户", status: str = "尚未同步"
) -> MemorySheet:
    """A sheet with ``rows``; an empty one stands for a blank row."""
    made = MemorySheet(table, title, [*COLUMNS], status=status)
    made.rows = [[row.get(name) for name in NAMES] for row in rows]
    return made


def calculated(made: MemorySheet, *columns: str) -> MemorySheet:
    """``made``, in which every new row is given a formula in ``columns``."""
    made.columns = [replace(each, calculated=each.name in columns) for each in made.columns]
    return made


def book(*sheets: MemorySheet) -> MemoryGrid:
    """A book of ``sheets``."""
    return MemoryGrid("book", {each.table: each for each in sheets}, dict(MANIFEST), {**LISTS})


class Bench(Protocol):
    """A grid under test and a person who works in the same workbook."""

    @property
    def grid(self) -> Grid:
        """The grid."""
        ...

    def hands(self, table: str = "customer") -> AbstractContextManager[MemorySheet]:
        """The sheet of ``table`` to be worked in by hand; saved at the end."""
        ...


@dataclass
class MemoryBench:
    """A bench for the grid in memory."""

    grid: MemoryGrid

    @contextmanager
    def hands(self, table: str = "customer") -> Iterator[MemorySheet]:
        """The sheet itself."""
        yield self.grid.sheets[table]


def column(grid: Grid, name: str, table: str = "customer") -> list[CellValue]:
    """What a column holds now."""
    return grid.read().tables[table].columns[name]
