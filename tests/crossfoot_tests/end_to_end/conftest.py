"""What tests begin with: books in memory, or a terminal and a workbook file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crossfoot_server.store import Store
from crossfoot_tests.end_to_end.desks import Desks, open_desks
from crossfoot_tests.end_to_end.terminal import Terminal
from crossfoot_tests.end_to_end.world import CATALOG, Workbook, World, with_rows


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desks]:
    """李娜, Grace with two books, and 赵敏, all in step over one customer and three invoices of 李娜's."""
    with closing(Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", CATALOG)) as store:
        opened = open_desks(store)
        li = opened.people[0]
        li.desk.sync()
        li.sheet("customer").append(name="Acme")
        for day in (1, 2, 3):
            issued = dt.date(2026, 1, day)
            li.sheet("invoice").append(customer="Acme", issued_on=issued, amount=10.0 * day, currency="Yuan")
        for person in opened.people:
            person.desk.sync()
        yield opened


@pytest.fixture
def terminal(world: World, tmp_path: Path) -> Terminal:
    """李娜's terminal."""
    made = Terminal(tmp_path / "config", world)
    made.log_in()
    return made


@pytest.fixture
def book(world: World) -> Workbook:
    """李娜's workbook with two customers and four invoices."""
    return with_rows(world)
