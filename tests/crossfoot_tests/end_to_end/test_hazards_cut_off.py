"""Replies that are lost, pushes and programs that are cut off, on workbook files and the real server (H21–H23)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import event

from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import ServerProblemError, UnreachableError
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.outbox import FileOutbox
from crossfoot_sync.client.server import Response
from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_tests.end_to_end.test_promises import statuses
from crossfoot_tests.end_to_end.world import Workbook, World, with_rows

pytestmark = pytest.mark.slow


class LosesReplies:
    """A transport that delivers every request and loses the replies to pushes while ``losing``."""

    def __init__(self, world: World) -> None:
        self.inner = HttpTransport(world.url)
        self.address = self.inner.address
        self.losing = True

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        response = self.inner.send(method, path, body, headers)
        if self.losing and path.endswith("/sync"):
            raise UnreachableError(self.address, "reply lost")
        return response


def test_h21_a_push_whose_reply_was_lost_is_sent_again_and_counts_once(world: World) -> None:
    book = with_rows(world)
    transport = LosesReplies(world)
    lossy = Workbook(book.path, world.server("li", transport), world.clock, "li")
    lossy.type("invoice", 0, "terms", "once")
    lossy.add("customer", code="*1", name="New Co")
    with pytest.raises(UnreachableError):
        lossy.sync()
    assert lossy.ticks("customer")[2] is None
    batches = len(book.server.batches("ledger", 100).batches)
    transport.losing = False
    report = lossy.sync()
    assert report.resumed
    assert statuses(report) == {}
    assert lossy.ticks("customer") == ["✓", "✓", "✓"]
    assert len(book.server.batches("ledger", 100).batches) == batches
    row_id = str(lossy.hands.shows("invoice", 0, "_id"))
    assert [change.rev for change in book.server.history("ledger", "invoice", row_id).changes] == [2, 1]


class Killed(BaseException):
    """The end of the program at one instruction."""


class DyingGrid(XlsxGrid):
    """A workbook whose program is killed before its ``deaths``-th write."""

    def __init__(self, path: object, lives: int) -> None:
        super().__init__(path)  # type: ignore[arg-type]  # a Path
        self.lives = lives

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        if self.lives == 0:
            raise Killed
        self.lives -= 1
        return super().write(edits, seen)


class DyingOutbox(FileOutbox):
    """An outbox whose program is killed at one of its steps."""

    moment = ""

    def put(self, request: SyncRequest) -> None:
        if self.moment == "before put":
            raise Killed
        super().put(request)
        if self.moment == "after put":
            raise Killed

    def close(self) -> None:
        if self.moment == "before close":
            raise Killed
        super().close()


@pytest.mark.parametrize("moment", ["ids", "before put", "after put", "apply", "before close"])
def test_h23_a_client_killed_between_any_two_steps_loses_and_doubles_nothing(world: World, moment: str) -> None:
    book = with_rows(world)
    book.add("customer", code="*1", name="New Co")
    book.add("invoice", customer="*1", issued_on=dt.date(2026, 2, 1), amount=5.0, currency="Yuan")
    book.type("invoice", 0, "terms", "once")
    outbox = DyingOutbox(book.path)
    outbox.moment = moment
    lives = {"ids": 0, "apply": 1}.get(moment, 9)
    dying = Desk(DyingGrid(book.path, lives), outbox, book.server, now=world.clock, login="li")
    with pytest.raises(Killed):
        dying.sync()
    book.sync()
    assert book.ticks("customer") == ["✓"] * 3
    assert book.ticks("invoice") == ["✓"] * 5
    assert sorted(world.stored("customer", "code", "name")) == [
        ("KH-001", "Acme Ltd"),
        ("KH-002", "上海电气"),
        ("KH-003", "New Co"),
    ]
    assert sorted(world.stored("invoice", "number", "terms")) == [
        ("FP-0001", "once"),
        ("FP-0002", "terms 2"),
        ("FP-0003", "terms 3"),
        ("FP-0004", "terms 4"),
        ("FP-0005", None),
    ]
    assert not FileOutbox(book.path).path.exists()
    assert book.sync().ties


def test_h23_an_edit_made_after_the_crash_is_not_taken_for_the_one_that_was_sent(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "terms", "before the crash")
    dying = Desk(DyingGrid(book.path, 0), FileOutbox(book.path), book.server, now=world.clock, login="li")
    with pytest.raises(Killed):
        dying.sync()
    book.type("invoice", 0, "terms", "after the crash")
    book.type("invoice", 0, "notes", "nor is this")
    assert book.sync().resumed
    # an old copy beside the outbox of the crash would look the same: nothing says which was typed over which
    said = "Terms: you have after the crash, the store now has before the crash. Choose in the Sync column."
    assert book.message("invoice", 0) == said
    assert book.rows("invoice", "_tick", "terms")[0] == ("⚠", "after the crash")
    assert ("FP-0001", "before the crash", "nor is this") in world.stored("invoice", "number", "terms", "notes")
    book.type("invoice", 0, "_tick", "Keep mine")
    book.sync()
    assert book.rows("invoice", "_tick", "terms")[0] == ("✓", "after the crash")
    assert ("FP-0001", "after the crash") in world.stored("invoice", "number", "terms")


class StoreFailsError(Exception):
    """The database does not answer any more."""


@contextmanager
def failing_at(world: World, statement: int) -> Iterator[list[str]]:
    """Let the store fail before its ``statement``-th change of a row; the changes it was asked for are listed."""
    changes: list[str] = []

    def before(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            changes.append(sql)
            if len(changes) == statement:
                raise StoreFailsError(sql)

    event.listen(world.store.engine, "before_cursor_execute", before)
    try:
        yield changes
    finally:
        event.remove(world.store.engine, "before_cursor_execute", before)


def test_h22_a_push_that_fails_before_any_of_its_statements_leaves_nothing_and_is_taken_in_once_afterwards(
    world: World,
) -> None:
    book = with_rows(world)
    before = world.stored("customer", "code", "name"), world.stored("invoice", "number", "terms")
    book.type("invoice", 0, "terms", "once")
    book.hands.remove("invoice", 3)
    book.add("customer", code="*1", name="New Co")
    book.add("invoice", customer="*1", issued_on=dt.date(2026, 2, 1), amount=5.0, currency="Yuan", terms="new")
    failures = 0
    while True:
        with failing_at(world, failures + 1) as changes, suppress(ServerProblemError):
            book.sync()
        if len(changes) <= failures:
            break
        failures += 1
        assert (world.stored("customer", "code", "name"), world.stored("invoice", "number", "terms")) == before
    assert failures >= 8
    assert sorted(world.stored("customer", "code", "name")) == [
        ("KH-001", "Acme Ltd"),
        ("KH-002", "上海电气"),
        ("KH-003", "New Co"),
    ]
    assert sorted(world.stored("invoice", "number", "terms")) == [
        ("FP-0001", "once"),
        ("FP-0002", "terms 2"),
        ("FP-0003", "terms 3"),
        ("FP-0005", "new"),
    ]
    assert book.sync().ties
