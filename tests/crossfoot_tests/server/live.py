"""The real application on a real socket, for tests of the server and of everything that talks to one.

A test that wants another catalog or other people calls :func:`serving` with a store of its own; the fixtures
``store``, ``live`` serve the small sales book of :data:`CATALOG`. To use them elsewhere, import them in a conftest.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from crossfoot_server import logs
from crossfoot_server.accounts import EntityEntry, Grant, Organisation, UserEntry, apply_organisation, issue_token
from crossfoot_server.app import create_app
from crossfoot_server.listener import Listener, bind
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_templates.model import Book, Catalog, Choice, ChoiceList, Column, Label, Sheet, Table
from crossfoot_templates.standard import STANDARD_COLUMNS
from crossfoot_templates.types import Choice as ChoiceType
from crossfoot_templates.types import Code, Money, Reference, Text

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)

CUSTOMER = Table(
    name="customer",
    label=Label("客户", "Customers"),
    key=("code",),
    display="name",
    columns=(
        Column(name="code", type=Code(), label=Label("编号", "Code"), required=True),
        Column(name="name", type=Text(), label=Label("名称", "Name"), required=True),
        *STANDARD_COLUMNS,
    ),
)
INVOICE = Table(
    name="invoice",
    label=Label("发票", "Invoices"),
    key=("number",),
    columns=(
        Column(name="number", type=Code(), label=Label("发票号", "Number"), required=True),
        Column(name="customer", type=Reference(table="customer"), label=Label("客户", "Customer"), required=True),
        Column(name="gross", type=Money(currency="currency"), label=Label("价税合计", "Gross"), required=True),
        Column(name="currency", type=ChoiceType(choices="currency"), label=Label("币种", "Currency"), required=True),
        *STANDARD_COLUMNS,
    ),
)
CATALOG = Catalog(
    tables={"customer": CUSTOMER, "invoice": INVOICE},
    choices={
        "currency": ChoiceList(
            "currency", (Choice("CNY", Label("人民币", "Yuan")), Choice("USD", Label("美元", "US dollar")))
        )
    },
    books={
        "sales": Book(
            name="sales", label=Label("销售", "Sales"), sheets=(Sheet(table="customer"), Sheet(table="invoice"))
        ),
        "closing": Book(name="closing", label=Label("结账", "Closing"), sheets=(Sheet(table="invoice"),)),
    },
)
"""A book that everybody below may open, and one that nobody but the manager may."""

ORGANISATION = Organisation(
    entities=(EntityEntry(code="HQ", zh="总部", en="Head office"),),
    users=(
        UserEntry(login="chen", name="陈静", entity="HQ", grants=(Grant("sales", "own", "sales"),)),
        UserEntry(login="wang", name="王磊", entity="HQ", language="en", grants=(Grant("sales", "own", "sales"),)),
        UserEntry(login="manager", name="李娜", entity="HQ", grants=(Grant("sales_manager", "all"),)),
    ),
)


@dataclass(frozen=True)
class Live:
    """A server that runs: its address, and its store for what no client may do."""

    url: str
    store: Store
    now: Callable[[], datetime]

    def token(self, login: str) -> str:
        """A new token of ``login``."""
        return issue_token(self.store, login, "test", self.now())


def fixed_clock() -> datetime:
    """Always :data:`NOW`."""
    return NOW


@contextmanager
def serving(
    store: Store, settings: Settings | None = None, clock: Callable[[], datetime] = fixed_clock
) -> Iterator[Live]:
    """The application over ``store``, served on a free port of 127.0.0.1 until the block ends."""
    settings = settings or Settings(threads=4)
    listener = Listener(create_app(store, settings, clock), bind("127.0.0.1", 0), settings)
    thread = Thread(target=listener.run, name="live server")
    with logs.lines_to(sys.stderr, "warning"):
        thread.start()
        try:
            yield Live(listener.url, store, clock)
        finally:
            listener.stop()
            thread.join(timeout=30)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store in a file of its own, with the people of :data:`ORGANISATION`."""
    with closing(Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", CATALOG)) as opened:
        apply_organisation(opened, ORGANISATION)
        yield opened


@pytest.fixture
def live(store: Store) -> Iterator[Live]:
    """The small sales book, served."""
    with serving(store) as running:
        yield running
