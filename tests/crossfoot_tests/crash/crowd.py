"""People who work and sync without pause, over lines to servers that may die at any moment."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread

import msgspec
from urllib3.util.retry import Retry

from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.outbox import MemoryOutbox
from crossfoot_sync.client.server import Response, Server
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.wire import SyncReply, SyncRequest
from crossfoot_sync.grids.memory import MemoryGrid, memory_book
from crossfoot_sync.grids.memory_sheet import MemorySheet
from crossfoot_templates.layout import FIRST_ROW
from crossfoot_tests.crash.acknowledged import Ledger
from crossfoot_tests.crash.servers import Fleet

BOOK = "follow_up"
MOST_ROWS = 12
"""Of a table in a book: more would only make each sync slower."""


@dataclass
class Line:
    """A transport to whichever server is alive; it notes every push and every reply to one."""

    fleet: Fleet
    ledger: Ledger
    address: str = "http://127.0.0.1:1"
    _lines: dict[str, HttpTransport] = field(default_factory=dict)

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """The answer of some server.

        Raises:
            UnreachableError: it died meanwhile.
        """
        url = self.fleet.pick()
        line = self._lines.setdefault(url, HttpTransport(url, Retry(total=0)))
        push = _push_in(path, body)
        if push is not None:
            self.ledger.sending(push)
        response = line.send(method, path, body, headers)
        if push is not None and response.status == 200:
            self.ledger.answered(push, msgspec.json.decode(response.body, type=SyncReply))
        return response

    def close(self) -> None:
        """Close every connection."""
        for line in self._lines.values():
            line.close()


def _push_in(path: str, body: bytes | None) -> SyncRequest | None:
    if body is None or not path.endswith("/sync"):
        return None
    request = msgspec.json.decode(gzip.decompress(body), type=SyncRequest)
    return request if request.batch is not None else None


@dataclass
class Person:
    """Somebody with a book, working at random."""

    login: str
    random: Random
    grid: MemoryGrid
    desk: Desk
    line: Line
    cut_off: int = 0
    statuses: Counter[str] = field(default_factory=Counter)

    def work_until(self, over: Event) -> None:
        """Edit and sync, again and again; a server that dies is no reason to stop."""
        while not over.is_set():
            for _ in range(self.random.randint(1, 4)):
                self.random.choice(ACTS)(self)
            self.sync()
        self.line.close()

    def sync(self) -> bool:
        """Sync; whether a server was there for it."""
        try:
            report = self.desk.sync(confirmed=True)
        except UnreachableError:
            self.cut_off += 1
            return False
        for table in report.tables:
            self.statuses.update(table.statuses)
        return True

    def lines(self, table: str) -> list[int]:
        """The numbers of the rows that hold anything."""
        return self.grid.sheets[table].cells().rows

    def column(self, table: str, column: str) -> list[object]:
        """What the sheet shows in a column."""
        return list(self.grid.sheets[table].cells().columns[column])

    def fresh(self) -> str:
        """A text that nobody has typed yet."""
        return f"{self.login} {self.random.getrandbits(60):015x}"


def add_customer(person: Person) -> None:
    if len(person.lines("customer")) < MOST_ROWS:
        _new_row(person.grid.sheets["customer"], name=person.fresh(), currency="Chinese yuan CNY")


def add_contact(person: Person) -> None:
    customers = person.column("customer", "name")
    if customers and len(person.lines("contact")) < MOST_ROWS:
        customer = str(person.random.choice(customers))
        _new_row(person.grid.sheets["contact"], customer=customer, name=person.fresh())


def add_both(person: Person) -> None:
    if len(person.lines("customer")) < MOST_ROWS:
        name = person.fresh()
        _new_row(person.grid.sheets["customer"], code=f"*{person.random.getrandbits(40)}", name=name)
        _new_row(person.grid.sheets["contact"], customer=name, name=person.fresh())


def edit_customer(person: Person) -> None:
    _edit(person, "customer", person.random.choice(("address", "region", "industry", "name", "needs")))


def edit_contact(person: Person) -> None:
    _edit(person, "contact", person.random.choice(("title", "wechat", "name")))


def give_away(person: Person) -> None:
    """Edit one's newest row's owner: it may leave one's scope."""
    if person.lines("contact"):
        person.grid.sheets["contact"].set(person.lines("contact")[-1], "owner", person.random.choice(("李娜", "王伟")))


def delete_contact(person: Person) -> None:
    if person.lines("contact"):
        person.grid.sheets["contact"].delete_rows([person.random.choice(person.lines("contact"))])


def _edit(person: Person, table: str, column: str) -> None:
    if person.lines(table):
        person.grid.sheets[table].set(person.random.choice(person.lines(table)), column, person.fresh())


def _new_row(sheet: MemorySheet, **values: str) -> None:
    line = 1 + max(sheet.cells().rows, default=FIRST_ROW - 1)
    for column, value in values.items():
        sheet.set(line, column, value)


ACTS: tuple[Callable[[Person], None], ...] = (
    add_customer,
    add_contact,
    add_both,
    edit_customer,
    edit_customer,
    edit_customer,
    edit_contact,
    edit_contact,
    give_away,
    delete_contact,
)


def join(login: str, token: str, random: Random, fleet: Fleet, ledger: Ledger) -> Person:
    """A person with a new, filled book."""
    line = Line(fleet, ledger)
    server = Server(line, token)
    name = f"{login} {random.getrandbits(32)}"
    manifest = Manifest(book=BOOK, workbook=name, server=line.address, user=login, language="en")
    grid = memory_book(server.view(BOOK), "en", manifest.facts(), name)
    person = Person(login, random, grid, Desk(grid, MemoryOutbox(), server, login=login), line)
    assert person.sync()
    return person


@dataclass
class Crowd:
    """People at work, each in a thread; what goes wrong in one is raised when they leave."""

    people: list[Person]
    _over: Event = field(default_factory=Event)
    _failures: list[BaseException] = field(default_factory=list)
    _threads: list[Thread] = field(default_factory=list)

    def __enter__(self) -> Crowd:
        self._threads = [Thread(target=self._work, args=(person,)) for person in self.people]
        for thread in self._threads:
            thread.start()
        return self

    def _work(self, person: Person) -> None:
        try:
            person.work_until(self._over)
        except BaseException as failure:  # noqa: BLE001 - raised again in the test's own thread
            self._failures.append(failure)

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        if self._failures:
            raise self._failures[0]

    @property
    def at_work(self) -> bool:
        """Whether nobody has failed."""
        return not self._failures
