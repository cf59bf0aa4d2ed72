"""The worker as a program, over the emulator of Google as a server: it syncs, is pinged, ends, and is killed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing, suppress

import pytest

from crossfoot_server.errors import PingedTooSoon
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.ping import Signed, ping, signature
from crossfoot_sync.emulator.http.message import Request
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_tests.sheets.served import Served
from crossfoot_tests.worker.programs import working

pytestmark = pytest.mark.slow

FIRST = 4
"""The first row below the headings."""


@pytest.fixture(params=["file", "redis"])
def queue(request: pytest.FixtureRequest) -> list[str]:
    """The options that say where the queue is."""
    return [] if request.param == "file" else ["--queue", request.getfixturevalue("redis")]


def linked_sheet(served: Served) -> str:
    """A spreadsheet of team East, linked."""
    east = served.create()
    assert served.link(east).exit_code == 0
    return east


def types(served: Served, spreadsheet: str, text: str, row: int = FIRST) -> None:
    served.hands(spreadsheet).types(f"{served.column(spreadsheet, 'What')}{row}", text)


def stored(served: Served, spreadsheet: str) -> list[object]:
    """What is to be done, as the store has it."""
    linked = served.linked(spreadsheet)
    with served.bench() as bench:
        pulled = bench.server_of(linked).pull("task", SyncRequest(language="en")).pull
    return [value for table in pulled for value in table.columns["what"]]


def asks(served: Served, spreadsheet: str) -> None:
    """The script in the sheet asks for a sync, as if nobody had looked or asked in the last seconds."""
    now = dt.datetime.now(dt.UTC)
    stamp = str(int(now.timestamp()))
    signed = Signed(stamp, signature(served.linked(spreadsheet).secret, stamp, b""), b"")
    with closing(served.store()) as store:
        while True:
            registry.change(store, spreadsheet, looked_at=None, pinged_at=None)
            # A worker that is at the sheet may put down that it looked, between the two.
            with suppress(PingedTooSoon):
                ping(store, spreadsheet, signed, now)
                return


def test_a_worker_syncs_what_is_typed_and_ends_when_it_is_told_to(served: Served, queue: list[str]) -> None:
    east = linked_sheet(served)
    types(served, east, "Call Acme")
    with working(served, *queue) as worker:
        asks(served, east)
        said = worker.says("sheet", did="synced")
        assert (said["sheet"], said["title"], said["code"]) == (east, "East", "in_step")
        assert worker.ends() == 0
    assert stored(served, east) == ["Call Acme"]
    assert [row["Sync"] for row in served.sees(east)] == ["✓"]


def test_two_workers_share_the_work_and_double_nothing(served: Served, queue: list[str]) -> None:
    sheets = [linked_sheet(served) for _ in range(3)]
    with working(served, *queue) as one, working(served, *queue) as other:
        for number, east in enumerate(sheets):
            types(served, east, f"Task {number}")
            asks(served, east)
        assert one.ends() == 0
        for east in sheets:
            asks(served, east)
        found = {other.says("sheet", did="synced")["sheet"]}
        while found != {*sheets}:
            found.add(other.says("sheet", did="synced")["sheet"])
        assert other.ends() == 0
    # all three see the rows of the same team
    assert sorted(map(str, stored(served, sheets[0]))) == ["Task 0", "Task 1", "Task 2"]


CUT_OFF = [
    "drive.files.get",
    "getByDataFilter",
    "batchUpdate 1",
    "batchUpdate 2",
    "after batchUpdate 1",
    "after batchUpdate 2",
]
"""Requests of a sync at which the worker is killed: before they are carried out, or after they were."""


@pytest.mark.parametrize("moment", CUT_OFF)
def test_h23_a_worker_that_is_killed_in_a_sync_loses_and_doubles_nothing(served: Served, moment: str) -> None:
    east = linked_sheet(served)
    types(served, east, "Call Acme")
    with working(served) as worker:
        served.google.between = killing(served, worker.is_killed, moment)
        asks(served, east)
        assert worker.program.wait(timeout=60) == -9
        served.google.between = None
    types(served, east, "Call Borage", FIRST + 1)
    with working(served) as worker:
        asks(served, east)
        worker.says("sheet", did="synced")
        assert worker.ends() == 0
    assert sorted(map(str, stored(served, east))) == ["Call Acme", "Call Borage"]
    assert [(row["What"], row["Sync"], row["Code"]) for row in served.sees(east)] == [
        ("Call Acme", "✓", "RW-001"),
        ("Call Borage", "✓", "RW-002"),
    ]


def killing(served: Served, kill: Callable[[], None], moment: str) -> Callable[[Request], None]:
    """Kill the worker when the request of that name comes in, or when the one after it does."""
    wanted = moment.removeprefix("after ")
    name, _, number = wanted.partition(" ")
    seen = {"count": 0, "passed": 0}

    def between(request: Request) -> None:
        if seen["passed"] == 1:
            seen["passed"] = 2
            kill()
        matches = name in request.path or (name == "drive.files.get" and "/drive/v3/files" in request.path)
        if not matches:
            return
        seen["count"] += 1
        if seen["count"] != int(number or 1) or seen["passed"]:
            return
        if moment.startswith("after "):
            seen["passed"] = 1
        else:
            seen["passed"] = 2
            kill()
            served.google.fail_next("cut off")

    return between
