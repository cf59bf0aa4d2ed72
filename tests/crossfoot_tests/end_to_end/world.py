"""A small company whose people keep real .xlsx files in step with a real server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from crossfoot_server.accounts import EntityEntry, Grant, Organisation, TeamEntry, UserEntry, apply_organisation
from crossfoot_server.store import Store
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.outbox import FileOutbox
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.client.server import Server, Transport
from crossfoot_sync.demo.hands import Hands
from crossfoot_sync.engine.deciding import Decisions
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.layout import BASE, ID, MESSAGE, OPEN, TICK, binding
from crossfoot_templates.model import Book, Catalog, ChoiceList, Column, Label, Language, Sheet, Table
from crossfoot_templates.model import Choice as Entry
from crossfoot_templates.render import render_workbook
from crossfoot_templates.standard import STANDARD_COLUMNS
from crossfoot_templates.types import (
    Boolean,
    CellValue,
    Choice,
    Code,
    Date,
    DateTime,
    Integer,
    LongText,
    Money,
    Reference,
    Text,
)
from crossfoot_tests.server.live import serving

HIDDEN = (ID, BASE, OPEN)
START = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)

CUSTOMER = Table(
    name="customer",
    label=Label("客户", "Customers"),
    key=("code",),
    unique=(("name",),),
    display="name",
    removal="restore",
    columns=(
        Column(name="code", type=Code(numbering="KH-###"), label=Label("编号", "Code")),
        Column(name="name", type=Text(), label=Label("名称", "Name"), required=True),
        Column(name="limit", type=Integer(min=0), label=Label("信用天数", "Credit days"), write=("finance",)),
        *STANDARD_COLUMNS,
    ),
)
INVOICE = Table(
    name="invoice",
    label=Label("发票", "Invoices"),
    key=("number",),
    removal="void",
    columns=(
        Column(name="number", type=Code(numbering="FP-####"), label=Label("发票号", "Number")),
        Column(name="customer", type=Reference(table="customer"), label=Label("客户", "Customer"), required=True),
        Column(name="issued_on", type=Date(), label=Label("开票日期", "Issued on"), required=True),
        Column(
            name="amount", type=Money(currency="currency", min=Decimal(0)), label=Label("金额", "Amount"), required=True
        ),
        Column(name="currency", type=Choice(choices="currency"), label=Label("币种", "Currency"), required=True),
        Column(name="disputed", type=Boolean(), label=Label("有争议", "Disputed")),
        Column(name="called_at", type=DateTime(), label=Label("来电时间", "Called at")),
        Column(name="terms", type=LongText(), label=Label("条款", "Terms")),
        *STANDARD_COLUMNS,
    ),
)
VISIT = Table(
    name="visit",
    label=Label("拜访", "Visits"),
    key=("day", "customer"),
    removal="delete",
    columns=(
        Column(name="day", type=Date(), label=Label("日期", "Day"), required=True),
        Column(name="customer", type=Reference(table="customer"), label=Label("客户", "Customer"), required=True),
        Column(name="result", type=Text(), label=Label("结果", "Result")),
        *STANDARD_COLUMNS,
    ),
)
CATALOG = Catalog(
    tables={"customer": CUSTOMER, "invoice": INVOICE, "visit": VISIT},
    choices={
        "currency": ChoiceList(
            "currency", (Entry("CNY", Label("人民币", "Yuan")), Entry("USD", Label("美元", "US dollar")))
        )
    },
    books={
        "ledger": Book(
            name="ledger",
            label=Label("台账", "Ledger"),
            sheets=(Sheet(table="customer"), Sheet(table="invoice"), Sheet(table="visit")),
        ),
        "billing": Book(
            name="billing",
            label=Label("开票", "Billing"),
            sheets=(Sheet(table="invoice"), Sheet(table="customer", columns=("code", "name", "notes"), editable=False)),
        ),
    },
)
ORGANISATION = Organisation(
    entities=(EntityEntry(code="HQ", zh="总部", en="Head office"),),
    teams=(
        TeamEntry(code="sales", zh="销售", en="Sales", entity="HQ"),
        TeamEntry(code="east", zh="华东", en="East", entity="HQ", parent="sales"),
        TeamEntry(code="south", zh="华南", en="South", entity="HQ", parent="sales"),
    ),
    users=(
        UserEntry("li", "李娜", "HQ", language="en", team="east", grants=(Grant("sales", "own"),)),
        UserEntry("wang", "王伟", "HQ", language="en", team="south", grants=(Grant("sales", "own"),)),
        UserEntry("grace", "Grace Chen", "HQ", language="en", team="sales", grants=(Grant("sales_manager", "team"),)),
        UserEntry("zhao", "赵敏", "HQ", language="en", team="sales", grants=(Grant("finance", "all"),)),
    ),
)


@dataclass
class Clock:
    """A clock that moves one minute each time somebody looks."""

    at: dt.datetime = START

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(minutes=1)
        return self.at


@dataclass
class Workbook:
    """One person's workbook file, and what they do with it."""

    path: Path
    server: Server
    clock: Clock
    login: str
    hands: Hands = field(init=False)

    def __post_init__(self) -> None:
        self.hands = Hands(self.path)

    @property
    def desk(self) -> Desk:
        """A fresh desk, as every run of the command line has."""
        return Desk(XlsxGrid(self.path), FileOutbox(self.path), self.server, now=self.clock, login=self.login)

    def sync(self, *, decisions: Decisions | None = None, confirmed: bool = False) -> SyncReport:
        """Sync as the command line does."""
        return self.desk.sync(decisions=decisions, confirmed=confirmed)

    def rows(self, table: str, *columns: str) -> list[tuple[CellValue, ...]]:
        """What the sheet shows in ``columns``, row by row; all visible ones without any named."""
        cells = self.hands.cells(table)
        wanted = columns or [name for name in cells.columns if name not in HIDDEN]
        return list(zip(*(cells.columns[name] for name in wanted), strict=True))

    def column(self, table: str, column: str) -> list[CellValue]:
        """What the sheet shows in one column."""
        return [row[0] for row in self.rows(table, column)]

    def ticks(self, table: str) -> list[CellValue]:
        """The tick of every row."""
        return self.column(table, TICK)

    def message(self, table: str, position: int) -> str:
        """The message of a row."""
        return str(self.hands.shows(table, position, MESSAGE) or "")

    def type(self, table: str, position: int, column: str, value: CellValue) -> None:
        """Type into a cell."""
        self.hands.type(table, position, column, value)

    def add(self, table: str, **values: CellValue) -> None:
        """Type a new row."""
        self.hands.add(table, values)

    def place(self, table: str, column: str, position: int = 0) -> str:
        """The address of a cell, such as ``C4``."""
        return f"{get_column_letter(self._number(table, column))}{self.hands.cells(table).rows[position]}"

    def span(self, table: str, columns: tuple[str, str], positions: tuple[int, int]) -> str:
        """The address of a block of cells: first and last column, first and last row."""
        return ":".join(self.place(table, *corner) for corner in zip(columns, positions, strict=True))

    def line(self, table: str, position: int) -> int:
        """The number of a row in its sheet."""
        return self.hands.cells(table).rows[position]

    def _number(self, table: str, column: str) -> int:
        """Where a bound column stands in its sheet, from 1."""
        _, reference = next(iter(load_workbook(self.path).defined_names[binding(table, column)].destinations))
        return column_index_from_string(reference.replace("$", "").rstrip("0123456789"))

    def manifest(self) -> Manifest:
        """What the workbook says of itself."""
        return Manifest.read(XlsxGrid(self.path).read().manifest)


@dataclass
class World:
    """The server, its store, and a folder of workbooks."""

    store: Store
    url: str
    folder: Path
    clock: Clock
    tokens: Mapping[str, str]

    def server(self, login: str, transport: Transport | None = None) -> Server:
        """The server as ``login`` reaches it."""
        return Server(transport or HttpTransport(self.url), self.tokens[login])

    def workbook(self, login: str, language: Language = "en", name: str = "", book: str = "ledger") -> Workbook:
        """A new workbook of ``login``, filled."""
        path = self.folder / f"{name or login}.xlsx"
        server = self.server(login)
        manifest = Manifest(book=book, workbook=new_row_id(), server=server.address, user=login, language=language)
        path.write_bytes(render_workbook(server.view(book), language, manifest.facts()))
        made = Workbook(path, server, self.clock, login)
        made.sync()
        return made

    def stored(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """What finance, who sees all, would be sent of a table: wire values, in the order of the feed."""
        reply = self.server("zhao").pull("ledger", SyncRequest(language="en"))
        for part in reply.pull:
            if part.table == table:
                return list(zip(*(part.columns[name] for name in columns), strict=True))
        return []


@contextmanager
def company(folder: Path, catalog: Catalog = CATALOG) -> Iterator[World]:
    """The company of :data:`ORGANISATION` over an empty store, served until the block ends."""
    clock = Clock()
    with closing(Store.open(f"sqlite:///{folder / 'store.sqlite'}", catalog)) as store:
        apply_organisation(store, ORGANISATION)
        with serving(store, clock=clock) as live:
            tokens = {user.login: live.token(user.login) for user in ORGANISATION.users}
            yield World(store, live.url, folder, clock, tokens)


def with_rows(world: World) -> Workbook:
    """A workbook of 李娜 with two customers and four invoices, in step."""
    book = world.workbook("li")
    book.add("customer", code="*1", name="Acme Ltd")
    book.add("customer", code="*2", name="上海电气")
    for day, (customer, amount) in enumerate((("*1", 100.0), ("*2", 2500.5), ("*1", 40.0), ("*2", 7.25)), start=1):
        book.add(
            "invoice",
            customer=customer,
            issued_on=dt.date(2026, 1, day),
            amount=amount,
            currency="Yuan",
            terms=f"terms {day}",
        )
    report = book.sync()
    assert [dict(table.statuses) for table in report.tables] == [{"ok": 2}, {"ok": 4}, {}]
    return book
