"""A company whose team East shares a sheet, while 李娜 of the same team works in a workbook of her own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from crossfoot_server.accounts import apply_organisation, issue_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.bench import Bench
from crossfoot_server.sheets.linking import Wanted, link
from crossfoot_server.sheets.registry import Linked
from crossfoot_server.sheets.visiting import Visited, visit
from crossfoot_server.store import Store
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.outbox import MemoryOutbox
from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_sync.grids.memory import memory_book
from crossfoot_templates.label import Language
from crossfoot_templates.types import WireValue
from crossfoot_tests.end_to_end.desks import InProcess, Person
from crossfoot_tests.end_to_end.world import CATALOG, ORGANISATION, START
from crossfoot_tests.sheets.memory import MemorySpreadsheet, MemorySpreadsheets

EAST = "1EastEastEastEastEastEastEastEastEastEastEas"
"""The id of the spreadsheet of team East."""


@dataclass
class Clock:
    """A clock that moves on a little each time somebody looks."""

    at: dt.datetime = START

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(milliseconds=100)
        return self.at


@dataclass
class Office:
    """The store, the spreadsheets, and who works."""

    store: Store
    spreadsheets: MemorySpreadsheets
    bench: Bench
    clock: Clock
    li: Person

    @property
    def east(self) -> MemorySpreadsheet:
        """The spreadsheet of team East."""
        return self.spreadsheets.files[EAST]

    def linked(self, spreadsheet: str = EAST) -> Linked:
        """How the store knows it."""
        found = registry.linked_sheet(self.store, spreadsheet)
        assert found is not None
        return found

    def link(
        self, spreadsheet: str = EAST, title: str = "East", team: str = "east", language: Language = "en"
    ) -> Linked:
        """Make a spreadsheet and link it."""
        self.spreadsheets.create(spreadsheet, title)
        return link(self.bench, Wanted(spreadsheet, "ledger", team, "sales", language))[0]

    def stored(self, table: str, column: str, spreadsheet: str = EAST) -> list[WireValue]:
        """What the store holds of a column, as the sheet's account sees it."""
        asked = SyncRequest(only=[table])
        (pulled,) = self.bench.server_of(self.linked(spreadsheet)).pull("ledger", asked).pull
        return pulled.columns[column]

    def visit(self, spreadsheet: str = EAST, *, wanted: bool = False, confirmed: bool = False) -> Visited:
        """Visit it as a worker does."""
        return visit(self.bench, self.linked(spreadsheet), wanted=wanted, confirmed=confirmed)


@contextmanager
def open_office(folder: Path) -> Iterator[Office]:
    """The company, with an empty workbook of 李娜 and no spreadsheet yet."""
    with closing(Store.open(f"sqlite:///{folder / 'store.sqlite'}", CATALOG)) as store:
        apply_organisation(store, ORGANISATION)
        clock, dice = Clock(), Random(1)

        def ids() -> str:
            return new_row_id(int(clock().timestamp() * 1000), dice.getrandbits(74))

        spreadsheets = MemorySpreadsheets()
        transport = InProcess(create_app(store, Settings(), clock))
        server = Server(transport, issue_token(store, "li", "test", clock()))
        manifest = Manifest(book="ledger", workbook="li", server=server.address, user="li", language="en")
        grid = memory_book(server.view("ledger"), "en", manifest.facts(), "li")
        desk = Desk(grid, MemoryOutbox(), server, now=clock, new_id=ids, login="li")
        yield Office(
            store, spreadsheets, Bench(store, spreadsheets, clock, ids), clock, Person("li", grid, desk, transport)
        )
