"""The office: everybody with their workbooks, the server processes and the network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.manifest import Manifest, first_headings
from crossfoot_templates.model import Language
from crossfoot_tests.end_to_end.world import START
from crossfoot_tests.simulation.company import WORKPLACES
from crossfoot_tests.simulation.court import Court, Edition
from crossfoot_tests.simulation.fragile import Fuse
from crossfoot_tests.simulation.ledger import Page
from crossfoot_tests.simulation.network import ADDRESS, Line
from crossfoot_tests.simulation.place import Place, watched_book
from crossfoot_tests.simulation.processes import Processes


@dataclass
class Office(Court):
    """Everybody and everything. The clock moves with the steps, and a second whenever somebody looks at it.

    Attributes:
        quiet: no trouble any more; everybody syncs until nothing moves.
    """

    at: dt.datetime = START
    dice: Random = field(default_factory=lambda: Random(0))
    quiet: bool = False
    processes: Processes = field(init=False)

    def __post_init__(self) -> None:
        self.processes = Processes(self.folder, self.clock)
        self.processes.start(2)
        super().__post_init__()

    @property
    def editions(self) -> Set[Edition]:
        """The definitions that servers work by at present."""
        return {process.upgraded for process in self.processes.processes}

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
