"""The hour: a clock that passes only while somebody waits, what is to happen when, the store and the judge."""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from random import Random

from crossfoot_server.accounts import apply_organisation, issue_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.client.server import Response
from crossfoot_sync.emulator import Account, Google, ManualClock, Person
from crossfoot_sync.emulator.drive.file import File
from crossfoot_sync.emulator.http.message import Request as Asked
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_tests.google.faketime import FakeTime
from crossfoot_tests.sheets_hour.company import CATALOG, FILE_USER, ORGANISATION, Team, reached_by
from crossfoot_tests.simulation.court import Court
from crossfoot_tests.simulation.judge import Judge
from crossfoot_tests.simulation.ledger import Ledger
from crossfoot_tests.simulation.place import Place
from crossfoot_tests.simulation.processes import Fuse, Request, ServerKilled
from crossfoot_tests.simulation.records import Records
from crossfoot_tests.sync.grids.google_books import Results

START = dt.datetime(2026, 3, 2, 15, 30, tzinfo=dt.UTC)
"""Half past eleven at night in Shanghai: the day changes within the hour."""

Event = Callable[[], None]


class Stopped(BaseException):
    """Something was found in the middle of a worker's work, which is to catch no finding of ours."""


class HourTime(FakeTime):
    """Whoever waits lets happen what is due meanwhile."""

    def __init__(self, clock: ManualClock, passing: Callable[[float], None]) -> None:
        super().__init__(clock)
        self._passing = passing

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._passing(seconds)


class HourJudge(Judge):
    """The judge of a company in which the accounts of sheets see what their team sees."""

    def __init__(self, ledger: Ledger, records: Records, teams_of: Mapping[str, Team]) -> None:
        super().__init__(ledger, records)
        self.teams_of = teams_of

    @property
    def everybody(self) -> tuple[str, ...]:
        """The person with the file, and the accounts of the linked sheets."""
        return (FILE_USER, *self.teams_of)

    def sees(self, login: str, owner: str | None, team: str | None) -> bool:
        """Whether a row of that team is seen by an account."""
        return reached_by(self.teams_of.get(login), team)


@dataclass
class Hour(Court):
    """Everybody and everything in the hour.

    Attributes:
        teams_of: the teams of linked sheets, by the login of their account.
        dice: for what happens, in the order in which it does.
        quiet: nothing goes wrong any more.
        acts: how many things people have done.
        mistakes: what the worker's log says of what it did not expect.
        found: what broke a promise, or what nobody expected.
        meanwhile: what others may do while a request of the file's program is on its way.
        in_the_way: what people may do just before a write is carried out.
    """

    seed: int = 0
    teams_of: dict[str, Team] = field(default_factory=dict)
    dice: Random = field(init=False)
    time: HourTime = field(init=False)
    google: Google = field(init=False)
    account: Account = field(init=False)
    results: Results = field(init=False, default_factory=Results)
    store: Store = field(init=False)
    tokens: dict[str, str] = field(default_factory=dict)
    quiet: bool = False
    acts: int = 0
    mistakes: list[str] = field(default_factory=list)
    found: Exception | None = None
    meanwhile: Event = lambda: None
    in_the_way: Callable[[Asked], None] = lambda _: None
    fuse: Fuse = field(init=False, default_factory=Fuse)
    _due: list[tuple[dt.datetime, int, Event]] = field(init=False, default_factory=list)
    _number: itertools.count[int] = field(init=False, default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.dice = Random(f"hour {self.seed}")
        self.time = HourTime(ManualClock(START), self.passes)
        self.google = Google(clock=self.time.clock, seed=self.seed, supplied=self.results)
        self.account = self.google.service_account()
        self.store = self.opened()
        if not self.tokens:
            apply_organisation(self.store, ORGANISATION)
            users = [each.login for each in ORGANISATION.users]
            self.tokens = {each: issue_token(self.store, each, "hour", START) for each in users}
        self.fuse.watch(self.store.engine)
        self._application = create_app(self.store, Settings(compress_from=1 << 30), self.clock)
        super().__post_init__()

    def within_reach(self, _place: Place) -> list[Place]:
        """Their own: what is done in a shared sheet is noticed only where its people do it."""
        return [_place]

    def appointed(self, records: Records) -> Judge:
        """The judge who knows of sheets."""
        return HourJudge(self.ledger, records, self.teams_of)

    def opened(self) -> Store:
        """The store, opened once more."""
        return Store.open(f"sqlite:///{self.store_file}", CATALOG)

    def people_of(self, team: Team) -> list[Person]:
        """Who works in a team's spreadsheet; the first of them owns it."""
        return [self.google.person(f"{name.lower()}@example.com", name) for name in team.people]

    def bring(self, files: Iterable[File]) -> None:
        """Let there be these spreadsheets at Google: copies of them."""
        for number, file in enumerate(files):
            book = file.book.copy()
            book.ids = Random(f"{self.seed}/{number}")
            changes, permissions = [*file.changes], [*file.permissions]
            self.google.state.files[book.id] = replace(file, book=book, changes=changes, permissions=permissions)

    def clock(self) -> dt.datetime:
        """The present."""
        return self.time.now()

    def new_id(self) -> str:
        """An id for a row or a batch."""
        return new_row_id(int(self.clock().timestamp() * 1000), self.dice.getrandbits(74))

    def at(self, seconds: float, event: Event) -> None:
        """Let something happen in so many seconds."""
        heapq.heappush(self._due, (self.clock() + dt.timedelta(seconds=seconds), next(self._number), event))

    @contextmanager
    def judging(self) -> Iterator[None]:
        """Stop everything where the block finds something.

        Raises:
            Stopped: it did; ``found`` is what.
        """
        try:
            yield
        except Exception as error:
            self.found = error
            raise Stopped from error

    def passes(self, seconds: float) -> None:
        """Let time pass, and happen what is due."""
        until = self.clock() + dt.timedelta(seconds=seconds)
        while self._due and self._due[0][0] <= until:
            when, _, event = heapq.heappop(self._due)
            self._moves_on(when)
            with self.judging():
                event()
        self._moves_on(until)

    def about_to_write(self, request: Asked) -> None:
        """A write of a worker is about to be carried out."""
        if not self.quiet:
            with self.judging():
                self.in_the_way(request)

    @property
    def next_in(self) -> float:
        """Seconds until the next thing happens."""
        return (self._due[0][0] - self.clock()).total_seconds() if self._due else 3600.0

    def ask(self, number: int, request: Request, fuse: int | None) -> Response:
        """What the server answers to the file's program. With a ``fuse`` it is killed after so many writes.

        Raises:
            ServerKilled: it was killed before it could.
        """
        self.passes(self.dice.uniform(0.02, 0.4))
        self.meanwhile()
        self.fuse.left = fuse
        try:
            reply = self.post(request)
        finally:
            self.fuse.left = None
        self.passes(self.dice.uniform(0.02, 0.4))
        if fuse is not None:
            raise ServerKilled("killed server after its commit")
        return reply

    def post(self, request: Request) -> Response:
        """What the server answers."""
        client = self._application.test_client()
        reply = client.open(request.path, method=request.method, data=request.body, headers=dict(request.headers))
        return Response(reply.status_code, reply.data)

    def close(self) -> None:
        """End everything."""
        with closing(self.store):
            self.judge.records.close()

    def _moves_on(self, when: dt.datetime) -> None:
        self.time.clock.time = max(self.time.clock.time, when)
