"""The court: the ledger and the store's records held against each other, whoever works and however it is synced."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from crossfoot_sync.client.server import Response
from crossfoot_tests.simulation.judge import Judge
from crossfoot_tests.simulation.ledger import Ledger
from crossfoot_tests.simulation.overtyping import nothing_sent
from crossfoot_tests.simulation.pending import Pending
from crossfoot_tests.simulation.place import Place
from crossfoot_tests.simulation.processes import Request
from crossfoot_tests.simulation.records import Records
from crossfoot_tests.simulation.rulings import Rulings

Edition = bool
"""Whether a server has the definitions after the upgrade."""


@dataclass
class Court:
    """Everybody who works over one store, and who judges what comes of it.

    Attributes:
        adrift: requests that will arrive later.
        counts: what was done, what struck, and how it fared.
    """

    folder: Path
    ledger: Ledger = field(default_factory=Ledger)
    places: list[Place] = field(default_factory=list)
    adrift: list[Request] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    log: list[str] = field(default_factory=list)
    judge: Judge = field(init=False)
    rulings: Rulings = field(init=False)
    pending: Pending = field(init=False)

    def __post_init__(self) -> None:
        self.judge = self.appointed(Records(self.store_file))
        self.rulings = Rulings(self.judge.records, self.counts)
        self.pending = Pending(self.judge, self.counts)

    @property
    def store_file(self) -> Path:
        """The store's file."""
        return self.folder / "store.sqlite"

    @property
    def editions(self) -> Set[Edition]:
        """The definitions that servers work by at present."""
        return {False}

    def within_reach(self, _place: Place) -> list[Place]:
        """The workbooks in which people do what somebody before one of them sees to."""
        return self.places

    def appointed(self, records: Records) -> Judge:
        """Who judges."""
        return Judge(self.ledger, records)

    def clock(self) -> dt.datetime:
        """The true time."""
        raise NotImplementedError

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
        found = self.judge.news()
        self.pending.stored(found)
        self.rulings.stored(found, upgraded=self.editions == {True})

    def struck(self, what: str) -> None:
        """Note that trouble struck."""
        self.counts[what] += 1
        self.log.append(f"    ! {what}")
