"""Computed columns and rules in real workbooks at the real server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from crossfoot_server.app import create_app
from crossfoot_server.services import open_store
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.importing.mapping import MappingError, check_mapping, load_mapping
from crossfoot_templates.layout import ID, MESSAGE, TICK
from crossfoot_templates.model import Column, Label
from crossfoot_templates.types import Boolean, Date, Integer, Money, Text
from crossfoot_tests.end_to_end.desks import INVOICE, Desks, open_desks
from crossfoot_tests.end_to_end.terminal import AGREE, Terminal
from crossfoot_tests.end_to_end.world import CATALOG, Clock, Workbook, World, company, with_rows
from crossfoot_tests.office.person import LibreOffice

pytestmark = pytest.mark.slow

ADDED = (
    Column(name="margin", type=Money(currency="currency"), label=Label("毛利", "Margin"), read=("finance",)),
    Column(
        name="net",
        type=Money(currency="currency"),
        label=Label("不含税", "Net"),
        compute='=IF(ISBLANK([@amount]),"",[@amount]/1.13)',
    ),
    Column(name="due_on", type=Date(), label=Label("到期日", "Due on"), compute="=[@issued_on]+30"),
    Column(
        name="profitable",
        type=Boolean(),
        label=Label("有毛利", "Profitable"),
        compute='=IF(ISBLANK([@margin]),"",[@margin]>0)',
    ),
    Column(
        name="dispute",
        type=Text(),
        label=Label("争议", "Dispute"),
        required_when="=[@disputed]",
        default='=IF([@disputed],"to be found out","")',
    ),
)
CATALOG_WITH = msgspec.structs.replace(
    CATALOG,
    tables=CATALOG.tables
    | {
        "invoice": msgspec.structs.replace(
            CATALOG.tables["invoice"], columns=(*CATALOG.tables["invoice"].columns, *ADDED)
        )
    },
)
"""The company's definitions with computed columns in its invoices; the margin is finance's to see."""

UPGRADED = msgspec.structs.replace(
    CATALOG_WITH,
    tables=CATALOG_WITH.tables
    | {
        "invoice": msgspec.structs.replace(
            CATALOG_WITH.tables["invoice"],
            columns=tuple(
                msgspec.structs.replace(each, compute="=[@amount]") if each.name == "net" else each
                for each in CATALOG_WITH.tables["invoice"].columns
            ),
        )
    },
)
"""The same with another formula."""

OWING = msgspec.structs.replace(
    CATALOG,
    tables=CATALOG.tables
    | {
        "customer": msgspec.structs.replace(
            CATALOG.tables["customer"],
            columns=(
                *CATALOG.tables["customer"].columns,
                Column(
                    name="invoices",
                    type=Integer(),
                    label=Label("发票数", "Invoices"),
                    compute="=COUNTIFS(invoice[customer],[@code])",
                ),
            ),
        )
    },
)
"""The company's definitions with how many invoices a customer has."""

REPLACED = "Net: it is calculated by the server; “5”, which was typed there, has been replaced."


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The company with computed columns."""
    with company(tmp_path, CATALOG_WITH) as made:
        yield made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desks]:
    """李娜, Grace with two books, and 赵敏, all in step over one invoice of 李娜's."""
    with closing(Store.open(f"sqlite:///{tmp_path / 'memory.sqlite'}", CATALOG_WITH)) as store:
        opened = open_desks(store)
        li = opened.people[0]
        li.desk.sync()
        li.sheet("customer").append(name="Acme")
        li.sheet("invoice").append(customer="Acme", issued_on=dt.date(2026, 1, 1), amount=113.0, currency="Yuan")
        for person in opened.people:
            person.desk.sync()
        yield opened


def formulas(book: Workbook) -> set[tuple[str, int]]:
    """The cells of invoices that hold formulas."""
    return {*book.hands.cells("invoice").formulas}


def test_new_rows_come_back_with_what_is_computed(world: World) -> None:
    book = with_rows(world)
    assert book.rows("invoice", "amount", "net", "due_on", "profitable")[:2] == [
        (100.0, 88.5, dt.date(2026, 1, 31), None),
        (2500.5, 2212.83, dt.date(2026, 2, 1), None),
    ]
    assert formulas(book) == {(name, at) for name in ("net", "due_on") for at in range(4)}


def test_what_is_computed_from_what_ones_eyes_may_not_see_comes_as_a_value(world: World) -> None:
    book = with_rows(world)
    finance = world.workbook("zhao")
    finance.type("invoice", 0, "margin", 7.5)
    finance.sync()
    assert finance.rows("invoice", "margin", "profitable")[0] == (7.5, "Yes")
    assert ("profitable", 0) in formulas(finance)
    book.sync()
    assert book.rows("invoice", "profitable", TICK)[0] == ("Yes", "✓")
    assert ("profitable", 0) not in formulas(book)


def test_an_edit_brings_what_follows_from_it_to_everybody(world: World) -> None:
    book = with_rows(world)
    grace = world.workbook("grace")
    book.type("invoice", 0, "amount", 226.0)
    report = book.sync()
    assert book.rows("invoice", "net", TICK, MESSAGE)[0] == (200.0, "✓", None)
    assert [change for table in report.tables for change in table.differing] == []
    grace.sync()
    assert grace.rows("invoice", "amount", "net")[0] == (226.0, 200.0)


@pytest.mark.parametrize(("column", "replaced"), [("net", 88.5), ("due_on", dt.date(2026, 1, 31))])
def test_what_is_typed_over_a_computed_cell_is_replaced_and_told_and_nothing_is_sent(
    world: World, column: str, replaced: object
) -> None:
    book = with_rows(world)
    book.type("invoice", 0, column, 5)
    report = book.sync()
    label = CATALOG_WITH.tables["invoice"].by_name[column].label.en
    assert book.rows("invoice", column, TICK, MESSAGE)[0] == (
        replaced,
        "✓",
        f"{label}: it is calculated by the server; “5”, which was typed there, has been replaced.",
    )
    assert [table.sent for table in report.tables] == [0, 0, 0]
    assert (column, 0) in formulas(book)
    again = book.sync()
    assert (book.message("invoice", 0), again.rows) == ("", [])


def test_what_is_typed_over_a_computed_cell_while_a_sync_is_under_way_costs_no_edit(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "amount", 226.0)
    grace.desk.sync()
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "net", 5)
    li.type("invoice", INVOICE, "terms", "mine")
    assert li.desk.sync().missed == 1
    assert [li.shows("invoice", INVOICE, name) for name in ("amount", "terms", "net", TICK)] == [226.0, "mine", 5, "✓"]
    li.desk.sync()
    assert [li.shows("invoice", INVOICE, name) for name in ("net", TICK, MESSAGE)] == [200.0, "✓", REPLACED]
    grace.desk.sync()
    assert grace.shows("invoice", INVOICE, "terms") == "mine"


def test_a_row_in_conflict_shows_what_follows_from_what_the_store_has(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "amount", 226.0)
    grace.desk.sync()
    li.type("invoice", INVOICE, "amount", 1130.0)
    li.desk.sync()
    assert [li.shows("invoice", INVOICE, name) for name in ("amount", "net", TICK)] == [1130.0, 200.0, "⚠"]
    li.type("invoice", INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert [li.shows("invoice", INVOICE, name) for name in ("amount", "net", TICK)] == [1130.0, 1000.0, "✓"]


@pytest.fixture
def upgraded(office: Desks, tmp_path: Path) -> Iterator[Desks]:
    """The same, its server about to be another of newer definitions; 李娜 has synced with the old one."""
    li = office.people[0]
    li.sheet("invoice").append(customer="Acme", issued_on=dt.date(2026, 2, 1), amount=226.0, currency="Yuan")
    li.desk.sync()
    with closing(Store.open(f"sqlite:///{tmp_path / 'memory.sqlite'}", UPGRADED)) as store:
        yield Desks(store, office.people)


def upgrade(office: Desks) -> None:
    """Let everybody reach the server of the newer definitions."""
    application = create_app(office.store, Settings(), Clock())
    for person in office.people:
        person.transport.application = application


def test_a_formula_that_an_upgrade_brings_stands_in_every_row_though_the_first_sync_after_it_was_cut_off(
    upgraded: Desks,
) -> None:
    li = upgraded.people[0]
    li.type("invoice", INVOICE, "terms", "mine")
    li.syncs_unheard()
    upgrade(upgraded)
    li.transport.meanwhile = lambda: setattr(li.transport, "lose", True)
    with pytest.raises(UnreachableError):
        li.desk.sync()
    li.desk.sync()
    assert [each["net"] for each in li.rows("invoice")] == [113.0, 226.0]


def test_a_formula_that_an_upgrade_brings_stands_in_a_table_that_could_not_be_written_at_first(upgraded: Desks) -> None:
    li = upgraded.people[0]
    upgrade(upgraded)
    li.sheet("invoice").rename_header("terms", "Mine")
    li.desk.sync()
    assert [each["net"] for each in li.rows("invoice")] == [100.0, 200.0]
    li.sheet("invoice").rename_header("terms", "Terms")
    li.desk.sync()
    assert [each["net"] for each in li.rows("invoice")] == [113.0, 226.0]


def test_a_figure_that_came_while_its_table_could_not_be_written_stands_there_once_it_can(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'memory.sqlite'}", OWING)) as store:
        li, grace, *_ = open_desks(store).people
        li.sheet("customer").append(name="Acme")
        for person in (li, grace):
            person.desk.sync()
        grace.sheet("customer").rename_header("limit", "Mine")
        li.sheet("invoice").append(customer="Acme", issued_on=dt.date(2026, 1, 1), amount=113.0, currency="Yuan")
        for person in (li, grace):
            person.desk.sync()
        assert [each["invoices"] for each in grace.rows("customer")] == [0]
        grace.sheet("customer").rename_header("limit", "Credit days")
        grace.desk.sync()
        assert [each["invoices"] for each in grace.rows("customer")] == [1]


def test_a_row_whose_typed_cells_were_emptied_is_removed_with_its_formulas(world: World) -> None:
    book = with_rows(world)
    for column in ("number", "customer", "issued_on", "amount", "currency", "terms", "entity", "team", "owner"):
        book.type("invoice", 0, column, None)
    book.sync()
    assert (len(book.rows("invoice")), {at for _, at in formulas(book)}) == (3, {0, 1, 2})
    assert len(world.stored("invoice", "number")) == 3


def test_a_blank_that_a_new_row_may_not_have_is_filled_in_or_told(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "disputed", "Yes")
    book.add("invoice", customer="KH-001", issued_on=dt.date(2026, 2, 1), amount=5.0, currency="Yuan", disputed="Yes")
    book.sync()
    assert book.rows("invoice", "disputed", "dispute", TICK)[::4] == [
        ("Yes", None, "✗"),
        ("Yes", "to be found out", "✓"),
    ]
    assert book.message("invoice", 0) == "Disputed: Dispute must be filled in first."


def test_a_workbook_that_libreoffice_worked_in_is_in_step_again_after_a_sync(
    world: World, libreoffice: LibreOffice
) -> None:
    book = with_rows(world)
    amount = book.place("invoice", "amount")
    typed = book.place("invoice", "due_on", 1)
    libreoffice.work(book.path, ("type", "Invoices", amount, 226), ("type", "Invoices", typed, "x"))
    assert book.column("invoice", "net")[0] == 200.0
    book.sync()
    assert book.rows("invoice", "amount", "net", "due_on", TICK)[:2] == [
        (226.0, 200.0, dt.date(2026, 1, 31), "✓"),
        (2500.5, 2212.83, dt.date(2026, 2, 1), "✓"),
    ]
    assert book.message("invoice", 1) == (
        "Due on: it is calculated by the server; “x”, which was typed there, has been replaced."
    )
    assert formulas(book) == {(name, at) for name in ("net", "due_on") for at in range(4)}


def test_a_sync_of_a_workbook_with_computed_columns_agrees_with_the_store(world: World, tmp_path: Path) -> None:
    book = with_rows(world)
    terminal = Terminal(tmp_path / "config", world)
    terminal.log_in()
    assert terminal.says("book", "sync", book.path, code=0).splitlines()[-1] == AGREE


def test_computed_columns_are_told_with_their_formulas_and_what_else_is_filled_in(world: World, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "config", world)
    terminal.log_in()
    listed = terminal.says("columns", "ledger", "invoice", code=0).splitlines()
    assert [line.strip() for line in listed if line.split()[0] in ("net", "due_on", "profitable", "dispute")] == [
        'net         money      Net: Calculated by the server: =IF(ISBLANK([@amount]),"",[@amount]/1.13)',
        "due_on      date       Due on: Calculated by the server: =[@issued_on]+30",
        "profitable  boolean    Profitable: Calculated by the server.",
        (
            "dispute     text       Dispute: Required where =[@disputed] A blank of a new row is filled in: "
            '=IF([@disputed],"to be found out","") Text, at most 200 characters.'
        ),
    ]


def test_a_mapping_cannot_fill_a_computed_column(world: World, tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text('book = "ledger"\n[[target]]\ntable = "invoice"\ncolumn = [{name = "net", from = "Net"}]')
    with pytest.raises(MappingError) as caught:
        check_mapping(load_mapping(path), world.server("li").view("ledger"), path)
    assert str(caught.value) == (
        "mapping.toml: invoice.net is calculated by the server, so nothing can fill it; leave it out"
    )


def test_the_hidden_cells_of_a_row_say_nothing_of_what_is_computed(world: World) -> None:
    book = with_rows(world)
    before = book.rows("invoice", ID, "_base")
    finance = world.workbook("zhao")
    finance.type("invoice", 0, "margin", 7.5)
    finance.sync()
    book.sync()
    assert book.rows("invoice", ID, "_base")[1:] == before[1:]
    assert [len(str(base)) for _, base in book.rows("invoice", ID, "_base")] == [len(str(base)) for _, base in before]
