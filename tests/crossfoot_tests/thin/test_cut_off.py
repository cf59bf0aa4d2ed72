"""A thin client, its server or the way between them, cut off anywhere: nothing is lost, nothing is doubled."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

import msgspec
import pytest
from sqlalchemy import Connection
from werkzeug.test import Client

from crossfoot_server.store import Definitions, Store
from crossfoot_server.thin.wire import GridCall, GridReply
from crossfoot_templates.layout import FIRST_ROW, TICK
from crossfoot_tests.end_to_end.world import CATALOG, Clock
from crossfoot_tests.simulation.fragile import ClientKilled, Fuse
from crossfoot_tests.thin.pane import PythonPane
from crossfoot_tests.thin.place import Place, company, shows
from crossfoot_tests.thin.workbooks import Facts

pytestmark = pytest.mark.slow


def a_days_work(place: Place) -> tuple[PythonPane, PythonPane]:
    """李娜 has a changed row, a new row and a conflict with Grace in a workbook that is behind."""
    li, grace = place.pane("li"), place.pane("grace")
    with li.facts.hands() as sheet:
        sheet.append(code="*1", name="Acme Ltd")
        sheet.append(code="*2", name="Bolt Co")
    li.does("sync")
    grace.does("sync")
    with grace.facts.hands() as sheet:
        sheet.set(FIRST_ROW, "name", "Acme Limited")
        sheet.append(code="*3", name="Grace's own", owner="li")
    grace.does("sync")
    with li.facts.hands() as sheet:
        sheet.set(FIRST_ROW, "notes", "call on Monday")
        sheet.set(FIRST_ROW + 1, "name", "Bolt & Co")
        sheet.append(code="*4", name="Cable AG")
    return li, grace


EXPECTED = [
    ("KH-001", "Acme Limited", "call on Monday"),
    ("KH-002", "Bolt & Co", None),
    ("KH-003", "Grace's own", None),
    ("KH-004", "Cable AG", None),
]


def is_as_it_should_be(place: Place, pane: PythonPane) -> None:
    """Everything typed is in the store once, and the workbook shows it."""
    assert place.stored("customer", "code", "name", "notes") == EXPECTED
    assert sorted(shows(pane.facts, "customer", "code", "name", "notes")) == EXPECTED
    assert {tick for (tick,) in shows(pane.facts, "customer", TICK)} == {"✓"}


def sync_until_in_step(pane: PythonPane) -> None:
    """Whoever sits there syncs again, and once more for what others did meanwhile."""
    pane.does("sync", take_over=True)
    pane.does("sync")


def test_a_pane_that_is_closed_at_any_moment_leaves_nothing_undone(morning: Morning) -> None:
    moments = 0
    while True:
        with morning.again() as (place, li):
            fuse = Fuse(moments)
            li.parts, li.around, li.before = 2, fuse.burn, fuse.burn
            with suppress(ClientKilled):
                li.does("sync")
            went_through = fuse.left is not None
            again = place.pane("li", li.facts)
            sync_until_in_step(again)
            is_as_it_should_be(place, again)
        if went_through:
            break
        moments += 1
    assert moments > 10


class DyingStore(Store):
    """A store whose process may end after every commit: nothing lasts of what it does up to the next."""

    fuse: Fuse

    @classmethod
    def over(cls, store: Store, fuse: Fuse) -> Self:
        """The store of a process that uses ``store``."""
        made = cls(store.engine, Definitions.of(store.catalog), store.epoch)
        made.fuse = fuse
        return made

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes."""
        with super().writing() as connection:
            yield connection
        self.fuse.burn("after a commit")


def persistent(pane: PythonPane) -> None:
    """Let a pane send a request again that a server died over."""
    asks = pane.asks

    def again(call: GridCall) -> GridReply:
        try:
            return asks(call)
        except ClientKilled:
            return asks(call)

    pane.asks = again  # type: ignore[method-assign]


def test_a_server_that_is_killed_at_any_commit_goes_on_when_it_is_started_again(morning: Morning) -> None:
    moments = 0
    while True:
        with morning.again() as (place, li):
            fuse = Fuse(moments)
            li.open_client = partial(place.client, DyingStore.over(place.store, fuse))
            persistent(li)
            li.does("sync")
            batches = place.server("li").batches("ledger", 10).batches
            assert [each.client for each in batches].count("crossfoot-pane/1") == len(batches)
            li.does("sync")
            is_as_it_should_be(place, li)
        if fuse.left is not None:
            break
        moments += 1
    assert moments > 10


def test_an_undo_over_which_the_server_is_killed_is_made_once(morning: Morning) -> None:
    moments = 0
    while True:
        with morning.again() as (place, li):
            li.does("sync")
            with li.facts.hands() as sheet:
                sheet.set(FIRST_ROW, "notes", "call on Tuesday")
            li.does("sync")
            fuse = Fuse(moments)
            li.open_client = partial(place.client, DyingStore.over(place.store, fuse))
            persistent(li)
            li.does("undo")
            is_as_it_should_be(place, li)
            assert len([each for each in place.server("li").batches("ledger", 20).batches if each.reverts]) == 1
        if fuse.left is not None:
            break
        moments += 1
    assert moments > 5


class RacingStore(DyingStore):
    """A store before one of whose commits the same request arrives once more, and is answered."""

    race: Callable[[], object]

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes."""
        try:
            self.fuse.burn("before a commit")
        except ClientKilled:
            self.race()
        with Store.writing(self) as connection:
            yield connection


def raced(pane: PythonPane, racing: RacingStore, other: Client) -> None:
    """Have each request of a pane sent once more while it is answered."""
    asks = pane.asks

    def twice(call: GridCall) -> GridReply:
        data = msgspec.json.encode(call)
        racing.race = partial(other.post, "/api/v1/grids/sync", data=data, headers=pane.headers)
        return asks(call)

    pane.asks = twice  # type: ignore[method-assign]


def test_a_request_that_arrives_twice_at_the_same_time_is_answered_once_and_for_all(morning: Morning) -> None:
    moments = 0
    while True:
        with morning.again() as (place, li):
            fuse = Fuse(moments)
            racing = RacingStore.over(place.store, fuse)
            li.open_client = partial(place.client, racing)
            raced(li, racing, place.client())
            li.does("sync")
            li.does("sync")
            is_as_it_should_be(place, li)
            assert len(place.server("li").batches("ledger", 10).batches) == 2
        if fuse.left is not None:
            break
        moments += 1
    assert moments > 5


@dataclass(frozen=True)
class Morning:
    """The company as it is before 李娜 syncs, to be had again and again."""

    folder: Path
    facts: bytes
    token: str
    clock: dt.datetime

    @contextmanager
    def again(self) -> Iterator[tuple[Place, PythonPane]]:
        """The company, and the pane of 李娜."""
        copied = self.folder / "again.sqlite"
        shutil.copyfile(self.folder / "store.sqlite", copied)
        with closing(Store.open(f"sqlite:///{copied}", CATALOG)) as store:
            place = Place(store, self.folder, Clock(self.clock))
            facts = msgspec.json.decode(self.facts, type=Facts)
            yield place, PythonPane(facts, self.token, place.client)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Morning:
    folder = tmp_path_factory.mktemp("morning")
    with company(folder) as place:
        li, _ = a_days_work(place)
        now = place.clock.at
    return Morning(folder, msgspec.json.encode(li.facts), li.token, now)
