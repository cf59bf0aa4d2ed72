"""The office: everybody with their workbooks, the server processes, the network, and the judge."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from crossfoot_sync.client.server import Response, Server
from crossfoot_sync.engine.manifest import Manifest, first_headings
from crossfoot_templates.model import Language
from crossfoot_tests.end_to_end.world import START
from crossfoot_tests.simulation.company import WORKPLACES
from crossfoot_tests.simulation.fragile import Fuse
from crossfoot_tests.simulation.judge import Judge
from crossfoot_tests.simulation.ledger import Ledger, Page
from crossfoot_tests.simulation.network import ADDRESS, Line
from crossfoot_tests.simulation.overtyping import nothing_sent
from crossfoot_tests.simulation.pending import Pending
from crossfoot_tests.simulation.place import Place, watched_book
from crossfoot_tests.simulation.processes import Processes, Request
from crossfoot_tests.simulation.records import Records
from crossfoot_tests.simulation.rulings import Rulings


@dataclass
class Office:
    """Everybody and everything. The clock moves with the steps, and a second whenever somebody looks at it.

    Attributes:
        adrift: requests that will arrive later.
        counts: what was done, what struck, and how it fared.
        quiet: no trouble any more; everybody syncs until nothing moves.
    """

    folder: Path
    at: dt.datetime = START
    ledger: Ledger = field(default_factory=Ledger)
    places: list[Place] = field(default_factory=list)
    adrift: list[Request] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    log: list[str] = field(default_factory=list)
    dice: Random = field(default_factory=lambda: Random(0))
    quiet: bool = False
    processes: Processes = field(init=False)
    judge: Judge = field(init=False)
    rulings: Rulings = field(init=False)
    pending: Pending = field(init=False)

    def __post_init__(self) -> None:
        self.processes = Processes(self.folder, self.clock)
        self.processes.start(2)
        self.judge = Judge(self.ledger, Records(self.processes.path))
        self.rulings = Rulings(self.judge.records, self.counts)
        self.pending = Pending(self.judge, self.counts)

    def clock(self) -> dt.datetime:
        """The true time."""
        self.at += dt.timedelta(seconds=1)
        return self.at

    def open_place(self, login: str, book: str, language: Language) -> Place:
        """Give somebody a new workbook, of a file or open in a program."""
        number = len(self.places)
        workbook = f"workbook {number}"
        self.ledger.pages[workbook] = Page(login)
        line = Line(
            workbook,
            self.processes,
            number=lambda: self.dice.randrange(len(self.processes.processes)),
            heard=self.heard,
            struck=self.struck,
            fuse=Fuse(),
            adrift=self.adrift,
        )
        server = Server(line, self.processes.tokens[login])
        view = server.view(book)
        manifest = Manifest(
            book=book,
            workbook=workbook,
            server=ADDRESS,
            user=login,
            language=language,
            headings=first_headings(view, language),
        )
        grid = watched_book(view, language, manifest.facts(), workbook, self.ledger, file=number % 2 == 0)
        place = Place(workbook, login, book, language, grid, server, line, self.ledger, self.clock, line.fuse)
        self.places.append(place)
        return place

    def heard(self, request: Request, reply: Response) -> None:
        """An answer was given: judge what the store recorded, and what was told."""
        self.counts["requests"] += 1
        if request.method == "POST":
            self.news()
        self.judge.answer(request.workbook, request.path, reply.body)
        nothing_sent(self.ledger.pages[request.workbook].overtyped, request.plain)
        self.pending.answer(reply.body)
        login = self.ledger.pages[request.workbook].login
        self.rulings.answer(request.path, request.plain, reply.body, partial(self.pending.of, login))

    def news(self) -> None:
        """Judge what the store recorded since the last look."""
        upgraded = all(process.upgraded for process in self.processes.processes)
        found = self.judge.news()
        self.pending.stored(found)
        self.rulings.stored(found, upgraded=upgraded)

    def struck(self, what: str) -> None:
        """Note that trouble struck."""
        self.counts[what] += 1
        self.log.append(f"    ! {what}")

    def close(self) -> None:
        """End everything."""
        self.judge.records.close()
        self.processes.stop()


def open_office(folder: Path, workplaces: int) -> Office:
    """An office of the first ``workplaces`` of the company's workplaces."""
    office = Office(folder)
    for login, book, language in WORKPLACES[:workplaces]:
        office.open_place(login, book, language)
    return office
