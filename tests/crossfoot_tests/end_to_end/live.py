"""李娜 with her workbook open in LibreOffice behind xlwings, and her colleagues with theirs in memory."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import xlwings as xw

from crossfoot_server.store import Store
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.grids.excel import ExcelGrid
from crossfoot_templates.layout import FIRST_ROW
from crossfoot_templates.render import render_workbook
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.desks import Desks, Person, open_desks, terms
from crossfoot_tests.end_to_end.world import CATALOG
from crossfoot_tests.sync.grids.excel_books import ExcelHands, enter
from crossfoot_tests.sync.grids.seam import Seam


@dataclass
class Live:
    """李娜 at her screen. ``desk`` is that of a sync that knows nothing of those before it."""

    app: xw.App
    office: Desks
    path: Path
    book: xw.Book
    seam: Seam = field(default_factory=Seam)

    @property
    def person(self) -> Person:
        """What she had before: her server, her outbox."""
        return self.office.people[0]

    @property
    def grid(self) -> ExcelGrid:
        """Her workbook, for another program."""
        return ExcelGrid(self.seam.under(self.book))

    @property
    def desk(self) -> Desk:
        """Her desk, for another program."""
        return replace(self.person.desk, grid=self.grid)

    def sync(self, *, confirmed: bool = False) -> SyncReport:
        """Press the button."""
        return self.desk.sync(confirmed=confirmed)

    def hands(self, table: str = "invoice") -> ExcelHands:
        """Her hands in a sheet."""
        return ExcelHands.of(self.book, table)

    def type(self, line: int, column: str, value: CellValue, table: str = "invoice") -> None:
        """Type into a cell; lines count from 0."""
        hands = self.hands(table)
        hands.set(hands.header + 1 + line, column, value)

    def add(self, line: int, issued_on: dt.date, amount: float, text: str) -> None:
        """Type a new invoice of Acme's."""
        hands, row = self.hands(), self.hands().header + 1 + line
        typed: dict[str, CellValue] = {
            "customer": "Acme",
            "issued_on": issued_on,
            "amount": amount,
            "currency": "Yuan",
            "terms": text,
        }
        for name, value in typed.items():
            enter(hands.screen.range((row, hands.place(name) + 1)), value)

    def column(self, name: str, table: str = "invoice") -> list[CellValue]:
        """What a column shows."""
        return self.grid.read().tables[table].columns[name]

    def stored(self) -> list[CellValue]:
        """The terms of the invoices as 赵敏 sees them."""
        return terms(self.office)

    def grace(self, line: int, column: str, value: CellValue) -> None:
        """Grace types into an invoice and syncs."""
        grace = self.office.people[1]
        grace.desk.sync()
        grace.type("invoice", FIRST_ROW + line, column, value)
        grace.desk.sync()

    def reopen(self) -> None:
        """Close the workbook without saving and open the file again."""
        self.book.close()
        self.book = self.app.books.open(str(self.path))


@dataclass(frozen=True)
class Laid:
    """A store and 李娜's saved workbook, to be copied: all in step over one customer and three invoices of hers."""

    store: Path
    book: Path


def lay_out(app: xw.App, folder: Path) -> Laid:
    """What every test begins with."""
    laid = Laid(folder / "store.sqlite", folder / "li.xlsx")
    with closing(Store.open(f"sqlite:///{laid.store}", CATALOG)) as store:
        office = open_desks(store)
        server = office.people[0].desk.server
        manifest = Manifest(book="ledger", workbook="live", server=server.address, user="li", language="en")
        laid.book.write_bytes(render_workbook(server.view("ledger"), "en", manifest.facts()))
        live = Live(app, office, laid.book, app.books.open(str(laid.book)))
        live.sync()
        live.type(0, "name", "Acme", "customer")
        for line in range(3):
            live.add(line, dt.date(2026, 1, line + 1), 10.0 * (line + 1), f"terms {line + 1}")
        report = live.sync()
        assert [dict(each.statuses) for each in report.tables] == [{"ok": 1}, {"ok": 3}, {}]
        live.sync()
        live.book.save()
        live.book.close()
    return laid


@contextmanager
def live_office(app: xw.App, folder: Path, laid: Laid) -> Iterator[Live]:
    """A copy of what was laid out, a day later."""
    path = folder / "li.xlsx"
    shutil.copy(laid.book, path)
    shutil.copy(laid.store, folder / "store.sqlite")
    with closing(Store.open(f"sqlite:///{folder / 'store.sqlite'}", CATALOG)) as store:
        office = open_desks(store, days=1)
        for person in office.people[1:]:
            person.desk.sync()
        live = Live(app, office, path, app.books.open(str(path)))
        yield live
        live.seam.between = None
        live.book.close()
