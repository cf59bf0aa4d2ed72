"""From the registry into the queue and out of it: with a file, and with a real Redis."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis

from crossfoot_server.sheets import registry
from crossfoot_server.sheets.outbox import StoreOutbox
from crossfoot_server.store.alone import Taken, alone
from crossfoot_server.worker.dispatching import LOST_SECONDS, Dispatcher
from crossfoot_server.worker.jobs import register, visit_due
from crossfoot_server.worker.metrics import Metrics
from crossfoot_server.worker.queue import open_queue
from crossfoot_sync.google.counts import Counts
from crossfoot_tests.sheets.office import EAST, Office

SOUTH = "2SouthSouthSouthSouthSouthSouthSouthSouthSou"
NORTH = "3NorthNorthNorthNorthNorthNorthNorthNorthNor"


@pytest.fixture(params=["file", pytest.param("redis", marks=pytest.mark.slow)])
def queue(request: pytest.FixtureRequest, office: Office) -> Iterator[Any]:
    url = request.getfixturevalue("redis") if request.param == "redis" else None
    opened = open_queue(office.store, url)
    yield opened
    opened.flush()
    if url is not None:
        with Redis.from_url(url) as connection:
            assert connection.keys("huey*") == []


class Machine:
    """A worker whose threads are the test: it dispatches and works when it is told to."""

    def __init__(self, office: Office, queue: Any, room: int = 9) -> None:
        self.metrics, self.queue, self.at = Metrics(), queue, 0.0
        put = register(queue, office.bench, self.metrics)
        self.dispatcher = Dispatcher(office.bench, put, queue.pending_count, room, clock=lambda: self.at)

    def works(self) -> dict[str, int]:
        """Work off the queue; what the looks so far came to."""
        while (task := self.queue.dequeue()) is not None:
            self.queue.execute(task)
        return dict(self.metrics.looks)


def later(office: Office, minutes: float = 10) -> None:
    office.clock.at += dt.timedelta(minutes=minutes)


def test_what_is_due_is_looked_at_once(office: Office, queue: Any) -> None:
    office.link()
    office.link(SOUTH, "South", "south")
    machine = Machine(office, queue)
    later(office)
    assert machine.dispatcher.tick() == [EAST, SOUTH]
    assert machine.dispatcher.tick() == []
    assert machine.works() == {"nothing": 2}
    office.east.types("customer", 4, "name", "Acme")
    later(office)
    machine.dispatcher.tick()
    assert machine.works() == {"nothing": 3, "synced": 1}
    assert office.stored("customer", "name") == ["Acme"]


def test_the_queue_is_kept_short_so_that_a_ping_overtakes(office: Office, queue: Any) -> None:
    for spreadsheet, title, team in ((EAST, "East", "east"), (SOUTH, "South", "south"), (NORTH, "North", "sales")):
        office.link(spreadsheet, title, team)
    machine = Machine(office, queue, room=1)
    for spreadsheet in (EAST, SOUTH, NORTH):
        registry.change(office.store, spreadsheet, due_at=office.clock())
    assert machine.dispatcher.tick() == [EAST]
    registry.change(office.store, NORTH, pinged_at=office.clock())
    assert machine.dispatcher.tick() == []
    machine.works()
    assert machine.dispatcher.tick() == [NORTH]


def test_a_queue_that_lost_everything_is_filled_again(office: Office, queue: Any) -> None:
    office.link()
    machine = Machine(office, queue)
    later(office)
    machine.dispatcher.tick()
    queue.flush()
    machine.at = LOST_SECONDS - 1
    assert machine.dispatcher.tick() == []
    machine.at = LOST_SECONDS
    assert machine.dispatcher.tick() == [EAST]
    assert machine.works() == {"nothing": 1}


def test_who_is_pinged_while_being_looked_at_is_looked_at_again_at_once(office: Office, queue: Any) -> None:
    office.link()
    machine = Machine(office, queue)
    later(office)
    machine.dispatcher.tick()
    office.east.meanwhile = lambda _lane: registry.change(office.store, EAST, pinged_at=office.clock())
    machine.works()
    office.east.meanwhile = None
    assert machine.dispatcher.tick() == [EAST]
    assert machine.works() == {"nothing": 1, "synced": 1}


def test_being_told_twice_does_no_harm(office: Office, queue: Any) -> None:
    office.link()
    machine = Machine(office, queue)
    later(office)
    machine.dispatcher.put(EAST)
    machine.dispatcher.put(EAST)
    machine.dispatcher.put("unlinked")
    assert machine.works() == {"nothing": 1}


def test_h30_two_workers_are_never_at_the_same_sheet(office: Office) -> None:
    office.link()
    later(office)
    others: list[dict[str, int]] = []

    def second_worker(lane: str) -> None:
        if lane == "drive":
            office.east.meanwhile = None
            other = threading.Thread(target=visit_due, args=(office.bench, EAST, second))
            other.start()
            other.join()
            others.append(dict(second.looks))

    first, second = Metrics(), Metrics()
    office.east.meanwhile = second_worker
    visit_due(office.bench, EAST, first)
    assert (dict(first.looks), others) == ({"nothing": 1}, [{}])


def test_one_of_all_processes_dispatches(office: Office, queue: Any) -> None:
    office.link()
    machine, stopping = Machine(office, queue), threading.Event()
    later(office)
    with alone(office.store, "dispatching"):
        thread = threading.Thread(target=machine.dispatcher.run, args=(stopping,))
        thread.start()
        stopping.set()
        thread.join()
    assert queue.pending_count() == 0


def test_a_lock_is_for_one_at_a_time_and_free_afterwards(office: Office) -> None:
    with alone(office.store, "a"), alone(office.store, "b"), pytest.raises(Taken), alone(office.store, "a"):
        raise AssertionError("two at once")
    with alone(office.store, "a"):
        pass


def test_a_push_that_was_cut_off_is_finished_by_the_next_look_though_nothing_moved(office: Office) -> None:
    office.link()
    office.east.types("customer", 4, "name", "Acme")
    sent = []

    def cut_off(lane: str) -> None:
        if lane == "write" and StoreOutbox(office.store, EAST).load() is not None:
            sent.append(lane)
            raise KeyboardInterrupt

    office.east.meanwhile = cut_off
    with pytest.raises(KeyboardInterrupt):
        office.visit()
    office.east.meanwhile = None
    assert (sent, office.stored("customer", "name")) == (["write"], ["Acme"])
    later(office)
    metrics = Metrics()
    visit_due(office.bench, EAST, metrics)
    assert dict(metrics.looks) == {"synced": 1}
    assert (office.stored("customer", "name"), office.east.shows("customer", 4, "code")) == (["Acme"], "KH-001")
    assert StoreOutbox(office.store, EAST).load() is None


def test_metrics_say_what_was_counted_as_json_can(office: Office) -> None:
    metrics, google = Metrics(), Counts()
    metrics.looked("synced", 1.25, 10)
    metrics.looked("nothing", 0.25, 2.5)
    google.sent("read", 0)
    google.again("quota", 3)
    assert metrics.facts(google) == {
        "looks": {"synced": 1, "nothing": 1},
        "seconds": {"synced": 1.2, "nothing": 0.2},
        "longest": 1.2,
        "waits": 12.5,
        "longest_wait": 10,
        "requests": {"read": 1},
        "retries": {"quota": 1},
        "waited": {"quota": 3.0},
    }
