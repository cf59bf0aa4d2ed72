"""A thin client, its server or the way between them, cut off anywhere: nothing is lost, nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection

from crossfoot_server.accounts import apply_organisation
from crossfoot_server.store import Definitions, Store
from crossfoot_server.thin.wire import GridCall, GridReply
from crossfoot_templates.layout import FIRST_ROW, TICK
from crossfoot_tests.end_to_end.world import CATALOG, ORGANISATION
from crossfoot_tests.simulation.fragile import ClientKilled, Fuse
from crossfoot_tests.thin.pane import PythonPane
from crossfoot_tests.thin.place import Place, shows

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


def test_a_pane_that_is_closed_at_any_moment_leaves_nothing_undone(tmp_path: Path) -> None:
    moments = 0
    while True:
        with fresh(tmp_path) as place:
            li, _ = a_days_work(place)
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
    """A store whose process may end before or after every commit."""

    fuse: Fuse

    @classmethod
    def over(cls, store: Store, fuse: Fuse) -> DyingStore:
        """The store of a process that uses ``store``."""
        made = cls(store.engine, Definitions.of(store.catalog), store.schema, store.epoch)
        made.fuse = fuse
        return made

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes."""
        self.fuse.burn("before a commit")
        with super().writing() as connection:
            yield connection
        self.fuse.burn("after a commit")


def test_a_server_that_is_killed_at_any_commit_goes_on_when_it_is_started_again(tmp_path: Path) -> None:
    moments = 0
    while True:
        with fresh(tmp_path) as place:
            li, _ = a_days_work(place)
            fuse = Fuse(moments)
            dying, asks = DyingStore.over(place.store, fuse), li.asks
            li.open_client = lambda dying=dying, place=place: place.client(dying)  # type: ignore[misc]

            def persistent(call: GridCall, asks: Callable[[GridCall], GridReply] = asks) -> GridReply:
                try:
                    return asks(call)
                except ClientKilled:
                    return asks(call)

            li.asks = persistent  # type: ignore[method-assign]
            li.does("sync")
            batches = place.server("li").batches("ledger", 10).batches
            assert [each.client for each in batches].count("crossfoot-pane/1") == len(batches)
            li.does("sync")
            is_as_it_should_be(place, li)
        if fuse.left is not None:
            break
        moments += 1
    assert moments > 10


@contextmanager
def fresh(folder: Path) -> Iterator[Place]:
    """The company over an empty store in memory."""
    with closing(Store.open("sqlite://", CATALOG)) as store:
        apply_organisation(store, ORGANISATION)
        yield Place(store, folder)
