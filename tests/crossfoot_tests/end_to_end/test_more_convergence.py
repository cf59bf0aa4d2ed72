"""Several people work in books in memory against the real server, at random; then nobody edits, and all agree.

Every run replays by its seed. What was typed is followed to its end by a ledger that knows nothing of sync.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from crossfoot_server.accounts import apply_organisation, issue_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.client.outbox import MemoryOutbox
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.client.server import Response, Server
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.openfields import read_open
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.grids.memory import MemoryGrid, memory_book
from crossfoot_sync.grids.memory_sheet import MemorySheet
from crossfoot_templates.layout import BASE, CONFLICT, FIRST_ROW, ID, MESSAGE, OPEN, REFUSED, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.world import CATALOG, ORGANISATION, Clock

TYPED = {"customer": ("name", "notes"), "invoice": ("terms", "notes"), "visit": ("result", "notes")}
"""The columns in which every value typed is unlike every other, so that its fate can be told."""


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
    """Somebody with a book, and what became of everything they typed."""

    login: str
    grid: MemoryGrid
    desk: Desk
    transport: InProcess
    typed: set[tuple[str, str, str]] = field(default_factory=set)
    superseded: set[tuple[str, str, str]] = field(default_factory=set)

    def sheet(self, table: str) -> MemorySheet:
        """The sheet of a table."""
        return self.grid.sheets[table]

    def lines(self, table: str) -> list[int]:
        """The numbers of the rows that hold anything."""
        return self.sheet(table).cells().rows

    def shows(self, table: str, line: int, column: str) -> CellValue:
        """What a cell shows."""
        cells = self.sheet(table).cells()
        return cells.columns[column][cells.rows.index(line)]

    def type(self, table: str, line: int, column: str, value: CellValue) -> None:
        """Type into a cell; what stood there is superseded."""
        if line in self.lines(table):
            self.give_up(table, line, column)
            # who types has thought better of taking theirs
            self.sheet(table).set(line, TICK, None)
        self.sheet(table).set(line, column, value)
        if column in TYPED[table] and value is not None:
            self.typed.add((table, column, str(value)))

    def give_up(self, table: str, line: int, *columns: str) -> None:
        """Note that the author of what stands in cells of a row does away with it."""
        for column in columns or TYPED[table]:
            held = self.shows(table, line, column)
            if column in TYPED[table] and held is not None:
                self.superseded.add((table, column, str(held)))

    def rows(self, table: str) -> Iterator[dict[str, CellValue]]:
        """Every row by column."""
        cells = self.sheet(table).cells()
        for position in range(len(cells.rows)):
            yield {name: column[position] for name, column in cells.columns.items()}


@dataclass
class Office:
    """Everybody, the store, and the dice."""

    random: Random
    store: Store
    people: list[Person]
    marker: int = 0
    done: Counter[str] = field(default_factory=Counter)

    def fresh(self) -> str:
        """A text that nobody has typed yet."""
        self.marker += 1
        return f"text {self.marker}"

    def step(self) -> None:
        """Somebody does something."""
        person = self.random.choice(self.people)
        act = self.random.choice(ACTS)
        table = self.random.choice(list(TYPED))
        if act is add or self.some(person, table):
            self.done[act.__name__] += 1
            act(self, person, table)

    def some(self, person: Person, table: str) -> list[int]:
        """Rows to choose from."""
        return person.lines(table)


def edit(office: Office, person: Person, table: str) -> None:
    line, column = office.random.choice(person.lines(table)), office.random.choice(TYPED[table])
    person.type(table, line, column, office.fresh())


def edit_value(office: Office, person: Person, table: str) -> None:
    line = office.random.choice(person.lines(table))
    columns: dict[str, list[tuple[str, list[CellValue]]]] = {
        "customer": [("limit", [30.0, 60.0, -1.0, "a lot"]), ("owner", ["李娜", "王伟", "Grace Chen"])],
        "invoice": [
            ("amount", [5.0, 7.25, "3万", "?", -1.0, None]),
            ("currency", ["Yuan", "US dollar", "yen"]),
            ("issued_on", [dt.date(2026, 1, 5), "2026.2.3", "3/4/2026"]),
            ("disputed", ["Yes", "No", None]),
            ("number", ["FP-0001", None, office.fresh()]),
        ],
        "visit": [("day", [dt.date(2026, 3, day) for day in range(1, 4)])],
    }
    column, values = office.random.choice(columns[table])
    person.sheet(table).set(line, column, office.random.choice(values))


def point(office: Office, person: Person, table: str) -> None:
    names = [row["name"] for row in person.rows("customer")]
    if table != "customer" and names:
        line = office.random.choice(person.lines(table))
        person.sheet(table).set(line, "customer", office.random.choice([*names, "nobody"]))


def add(office: Office, person: Person, table: str) -> None:
    names = [row["name"] for row in person.rows("customer")] or ["nobody"]
    line = 1 + max(person.lines(table), default=FIRST_ROW - 1)
    person.type(table, line, TYPED[table][0], office.fresh())
    values: dict[str, CellValue] = {"code": office.random.choice([None, f"*{office.marker}"])}
    if table == "invoice":
        values = {"amount": float(office.random.randint(1, 99)), "currency": "Yuan", "issued_on": dt.date(2026, 1, 1)}
    if table == "visit":
        values = {"day": dt.date(2026, 2, 1) + dt.timedelta(days=office.random.randint(0, 200))}
    if table != "customer":
        values["customer"] = office.random.choice(names)
    for column, value in values.items():
        person.sheet(table).set(line, column, value)


def delete(office: Office, person: Person, table: str) -> None:
    line = office.random.choice(person.lines(table))
    person.give_up(table, line)
    person.sheet(table).delete_rows([line])


def clear(office: Office, person: Person, table: str) -> None:
    line = office.random.choice(person.lines(table))
    person.give_up(table, line)
    for column in person.sheet(table).columns:
        if column.name is not None and not column.name.startswith("_"):
            person.sheet(table).set(line, column.name, None)


def copy(office: Office, person: Person, table: str) -> None:
    lines = person.lines(table)
    person.sheet(table).copy_row(office.random.choice(lines), max(lines) + 1)


def sort(office: Office, person: Person, table: str) -> None:
    person.sheet(table).sort(TYPED[table][0])


def sort_without_hidden_columns(office: Office, person: Person, table: str) -> None:
    """The person undoes it where they are told that nothing could be sent."""
    if any(person.sheet(table).cells().columns[ID][at] is None for at in range(len(person.lines(table)))):
        return
    before = deepcopy(person.sheet(table))
    visible = [each.name for each in before.columns if each.name and each.name not in {ID, BASE, OPEN}]
    person.sheet(table).sort(office.random.choice(TYPED[table]), visible)
    report = sync(office, person, table)
    if report is None or any(each.held_back for each in report.tables):
        person.grid.sheets[table] = before
        office.done["undone"] += 1


def decide(office: Office, person: Person, table: str) -> None:
    for line in person.lines(table):
        if person.shows(table, line, OPEN) is not None:
            choice = office.random.choice(["Keep mine", "Take theirs", None])
            if choice == "Take theirs":
                person.give_up(table, line, *read_open(person.shows(table, line, OPEN)))
            person.sheet(table).set(line, TICK, choice)


def sync(office: Office, person: Person, table: str) -> SyncReport | None:
    try:
        report = person.desk.sync(confirmed=True)
    except UnreachableError:
        return None
    for each in report.tables:
        assert each.totals is None or each.totals.ties, (person.grid.name, each)
        office.done.update(each.statuses)
    return report


def pull(office: Office, person: Person, table: str) -> None:
    report = person.desk.pull()
    assert all(each.totals is None or each.totals.ties for each in report.tables), (person.grid.name, report)


def preview(office: Office, person: Person, table: str) -> None:
    before = deepcopy(person.grid)
    person.desk.preview()
    assert {name: sheet.rows for name, sheet in person.grid.sheets.items()} == {
        name: sheet.rows for name, sheet in before.sheets.items()
    }


def sync_and_lose_the_reply(office: Office, person: Person, table: str) -> None:
    person.transport.lose = True
    sync(office, person, table)
    person.transport.lose = False


def sync_and_type_meanwhile(office: Office, person: Person, table: str) -> None:
    """Whether totals tie is not asked: the store has not heard yet of what is typed now."""
    person.transport.meanwhile = lambda: edit(office, person, table) if person.lines(table) else None
    person.desk.sync(confirmed=True)
    person.transport.meanwhile = None


ACTS = [
    *[edit] * 6,
    *[edit_value] * 4,
    *[add] * 4,
    *[sync] * 6,
    *[decide] * 2,
    point,
    delete,
    clear,
    copy,
    sort,
    sort_without_hidden_columns,
    pull,
    preview,
    sync_and_lose_the_reply,
    sync_and_type_meanwhile,
]


def open_office(store: Store, random: Random) -> Office:
    clock = Clock()
    application = create_app(store, Settings(), clock)
    people = []
    for number, login in enumerate(("li", "grace", "grace", "zhao")):
        transport = InProcess(application)
        server = Server(transport, issue_token(store, login, "test", clock()))
        name = f"{login} {number}"
        manifest = Manifest(book="ledger", workbook=name, server=server.address, user=login, language="en")
        grid = memory_book(server.view("ledger"), "en", manifest.facts(), name)

        def ids() -> str:
            return new_row_id(int(clock().timestamp() * 1000), random.getrandbits(74))

        desk = Desk(grid, MemoryOutbox(), server, now=clock, new_id=ids, login=login)
        people.append(Person(login, grid, desk, transport))
    return Office(random, store, people)


def begin(office: Office) -> None:
    """A few rows to begin with, in every book."""
    first = office.people[0]
    first.desk.sync()
    for number in range(1, 4):
        name = office.fresh()
        first.type("customer", FIRST_ROW + number, "name", name)
        for day in range(1, 4):
            issued_on = dt.date(2026, 1, day)
            first.sheet("invoice").append(customer=name, issued_on=issued_on, amount=float(number), currency="Yuan")
        first.sheet("visit").append(customer=name, day=dt.date(2026, 3, number))
    for person in office.people:
        person.desk.sync()


def ever_stored(store: Store) -> set[tuple[str, str, str]]:
    """Every text that the store has ever held in the columns that are followed."""
    found = set()
    with store.reading() as connection:
        for table, columns in TYPED.items():
            versions = store.schema.pairs[table].versions
            for row in connection.execute(select(*(versions.c[name] for name in columns))):
                found |= {(table, name, str(value)) for name, value in zip(columns, row, strict=True) if value}
    return found


def settled_rows(person: Person, table: str) -> dict[CellValue, dict[str, CellValue]]:
    """What a book shows of the store's rows, fields apart that wait for their user."""
    rows = {}
    for row in person.rows(table):
        opened = read_open(row[OPEN])
        if row[BASE] is not None and row[ID] in known(person, table):
            rows[row[ID]] = {
                name: value for name, value in row.items() if not name.startswith("_") and name not in opened
            }
    return rows


def known(person: Person, table: str) -> set[str]:
    """The ids of the rows that the workbook knows to be in the store."""
    return {entry.partition(":")[0] for entry in person.grid.lists.get(f"shown.{table}", ())}


def agree(one: Person, other: Person, table: str, leave_out: frozenset[str] = frozenset()) -> None:
    """Hold what two books both show of a table against each other, some columns apart."""
    mine, theirs = settled_rows(one, table), settled_rows(other, table)
    for row_id in mine.keys() & theirs.keys():
        common = (mine[row_id].keys() & theirs[row_id].keys()) - leave_out
        assert {name: mine[row_id][name] for name in common} == {name: theirs[row_id][name] for name in common}, row_id


def fate(person: Person, stored: set[tuple[str, str, str]]) -> None:
    """Everything typed was stored, done away with by its author, or stands in its cell with a reason."""
    waiting = set()
    for table, columns in TYPED.items():
        for row in person.rows(table):
            if row[TICK] in (CONFLICT, REFUSED) and row[MESSAGE]:
                waiting |= {(table, name, str(row[name])) for name in columns if row[name] is not None}
    assert person.typed - stored - person.superseded - waiting == set(), person.grid.name


def run(seed: int, steps: int, store: Store) -> Counter[str]:
    """One run; what was done and how it fared, counted."""
    apply_organisation(store, ORGANISATION)
    office = open_office(store, Random(seed))
    begin(office)
    for _ in range(steps):
        office.step()
    for _ in range(3):
        for person in office.people:
            assert sync(office, person, "customer") is not None
    li, grace, her_other_book, zhao = office.people
    for table in TYPED:
        assert settled_rows(grace, table).keys() == settled_rows(her_other_book, table).keys()
        # finance also sees rows without an owner
        assert settled_rows(li, table).keys() <= settled_rows(grace, table).keys() <= settled_rows(zhao, table).keys()
        agree(grace, her_other_book, table)
        for person in (li, zhao):
            # a row that is out of sight is shown by its number
            agree(grace, person, table, leave_out=frozenset(CATALOG.tables[table].references()))
    stored = ever_stored(store)
    for person in office.people:
        fate(person, stored)
    return office.done


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_when_nobody_edits_any_more_all_books_agree_and_nothing_typed_is_lost(seed: int, tmp_path: Path) -> None:
    with closing(Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", CATALOG)) as store:
        done = run(seed, 150, store)
    # a run in which nothing got through, and nothing was refused, would show nothing
    assert done["ok"] + done["merged"] > 10
    assert done["refused"] + done["open"] > 5
