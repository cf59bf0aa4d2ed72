"""People with workbooks in memory at the real server, in one process: for what happens between two steps of a sync."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from crossfoot_server.accounts import apply_organisation
from crossfoot_server.accounts.tokens import issue_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.client.outbox import MemoryOutbox
from crossfoot_sync.client.server import Response, Server
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.grids.memory import MemoryGrid, memory_book
from crossfoot_sync.grids.memory_sheet import MemorySheet
from crossfoot_templates.layout import FIRST_ROW, MESSAGE, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.world import CATALOG, ORGANISATION, START, Clock


@dataclass
class InProcess:
    """A transport that calls the application, and can lose a reply or let somebody type while it is on its way."""

    application: Any
    address: str = "http://in.process"
    lose: bool = False
    meanwhile: Callable[[], None] | None = None

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        reply = self.application.test_client().open(path, method=method, data=body, headers=dict(headers))
        if path.endswith("/sync"):
            lost, self.lose = self.lose, False
            hook, self.meanwhile = self.meanwhile, None
            if hook is not None:
                hook()
            if lost:
                raise UnreachableError(self.address, "reply lost")
        return Response(reply.status_code, reply.data)


@dataclass
class Person:
    """Somebody with a workbook."""

    login: str
    grid: MemoryGrid
    desk: Desk
    transport: InProcess

    def sheet(self, table: str) -> MemorySheet:
        """The sheet of a table."""
        return self.grid.sheets[table]

    def shows(self, table: str, line: int, column: str) -> CellValue:
        """What a cell shows."""
        cells = self.sheet(table).cells()
        return cells.columns[column][cells.rows.index(line)]

    def type(self, table: str, line: int, column: str, value: CellValue) -> None:
        """Type into a cell."""
        self.sheet(table).set(line, column, value)

    def rows(self, table: str) -> Iterator[dict[str, CellValue]]:
        """Every row by column."""
        cells = self.sheet(table).cells()
        for position in range(len(cells.rows)):
            yield {name: column[position] for name, column in cells.columns.items()}

    def syncs_unheard(self) -> None:
        """Sync, and the answer of the server is lost on its way."""
        self.transport.lose = True
        with pytest.raises(UnreachableError):
            self.desk.sync()


@dataclass
class Desks:
    """Everybody, and the store."""

    store: Store
    people: list[Person]


def open_desks(store: Store, days: int = 0) -> Desks:
    """李娜, Grace with two workbooks, and 赵敏, each with an empty workbook of the ledger, so many days later."""
    apply_organisation(store, ORGANISATION)
    clock, dice = Clock(START + dt.timedelta(days=days)), Random(1 + days)
    application = create_app(store, Settings(), clock)
    people = []
    for number, login in enumerate(("li", "grace", "grace", "zhao")):
        transport = InProcess(application)
        server = Server(transport, issue_token(store, login, "test", clock()))
        name = f"{login} {number}"
        manifest = Manifest(book="ledger", workbook=name, server=server.address, user=login, language="en")
        grid = memory_book(server.view("ledger"), "en", manifest.facts(), name)

        def ids() -> str:
            return new_row_id(int(clock().timestamp() * 1000), dice.getrandbits(74))

        desk = Desk(grid, MemoryOutbox(), server, now=clock, new_id=ids, login=login)
        people.append(Person(login, grid, desk, transport))
    return Desks(store, people)


@contextmanager
def office_in_step(folder: Path) -> Iterator[Desks]:
    """Everybody in step over one customer and three invoices of 李娜's, with a store in ``folder``."""
    with closing(Store.open(f"sqlite:///{folder / 'store.sqlite'}", CATALOG)) as store:
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


INVOICE = FIRST_ROW
"""The row of the first invoice in every book that sees it."""


def row(person: Person, line: int = INVOICE) -> tuple[CellValue, ...]:
    """Tick, terms and message of an invoice."""
    return tuple(person.shows("invoice", line, column) for column in (TICK, "terms", MESSAGE))


def terms(office: Desks) -> list[CellValue]:
    """What the store holds: 赵敏 sees everything and edits nothing."""
    zhao = office.people[3]
    zhao.desk.sync()
    return [each["terms"] for each in zhao.rows("invoice")]


def in_conflict(office: Desks) -> Person:
    """李娜, who was told that the terms of her first invoice are others of Grace's by now."""
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    li.desk.sync()
    return li
