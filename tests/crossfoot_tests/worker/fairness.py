"""A day of many sheets that share one account, on a clock that passes only while somebody waits.

Sheets are stand-ins: what a look at one asks of Google is counted on the real bucket, and who is next is told by the
real schedule. Nothing else of a sync plays a part in who waits for how long.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from crossfoot_server.sheets.waiting import SHORTEST_PAUSE, Waiting, pause_after
from crossfoot_server.worker.schedule import REQUESTS, next_ones
from crossfoot_sync.google.bucket import LocalBucket
from crossfoot_sync.google.calls import LANES
from crossfoot_tests.google.faketime import FakeTime

PATIENCE = 300.0


@dataclass
class StandIn:
    """A sheet: how often people type into it, in seconds on average, and whether they ask for a sync each time."""

    id: str
    typed_every: float
    pings: bool
    due_at: dt.datetime
    next_typing: dt.datetime
    pause: int = SHORTEST_PAUSE
    typed_at: dt.datetime | None = None
    pinged_at: dt.datetime | None = None

    @property
    def waiting(self) -> Waiting:
        return Waiting(self.id, self.due_at, self.pinged_at)


@dataclass
class Day:
    """A day under way.

    Attributes:
        waits: seconds from when each look was due to when it began, by whether the sheet pings.
        latencies: seconds from typing to the store.
    """

    sheets: list[StandIn]
    random: Random
    time: FakeTime = field(default_factory=FakeTime)
    waits: dict[bool, list[float]] = field(default_factory=lambda: {True: [], False: []})
    latencies: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bucket = LocalBucket(clock=self.time)

    @property
    def longest_wait(self) -> float:
        """The longest of all waits."""
        return max(*self.waits[True], *self.waits[False])

    def run(self, seconds: float) -> None:
        """Let so much time pass."""
        end = self.time.now() + dt.timedelta(seconds=seconds)
        by_id = {each.id: each for each in self.sheets}
        while self.time.now() < end:
            self._people_type()
            chosen = next_ones((each.waiting for each in self.sheets), (), self.time.now(), 1)
            if chosen:
                self._look(by_id[chosen[0]])
            else:
                self.time.sleep(2)

    def _people_type(self) -> None:
        now = self.time.now()
        for sheet in self.sheets:
            if sheet.next_typing <= now:
                sheet.typed_at = sheet.typed_at or sheet.next_typing
                sheet.next_typing = now + dt.timedelta(seconds=self.random.expovariate(1 / sheet.typed_every))
                if sheet.pings and sheet.pinged_at is None:
                    sheet.pinged_at = now

    def _look(self, sheet: StandIn) -> None:
        began = self.time.now()
        ready = sheet.due_at if sheet.pinged_at is None else min(sheet.due_at, sheet.pinged_at)
        self.waits[sheet.pings].append((began - ready).total_seconds())
        typed, sheet.typed_at, sheet.pinged_at = sheet.typed_at, None, None
        needs = REQUESTS if typed else {"drive": 1}
        for lane in LANES:
            for _ in range(needs.get(lane, 0)):
                self.bucket.take(lane, PATIENCE)
        if typed:
            self.latencies.append((self.time.now() - typed).total_seconds())
        sheet.pause = pause_after("synced" if typed else "nothing", sheet.pause)
        sheet.due_at = self.time.now() + dt.timedelta(seconds=sheet.pause)


def day_of(count: int, typed_every: Callable[[int], float], *, pinging: int = 0, seed: int = 1) -> Day:
    """Sheets of which people of the n-th type every so many seconds; those of the first ``pinging`` ask each time."""
    random, time = Random(seed), FakeTime()
    now = time.now()
    sheets = []
    for number in range(count):
        typing = now + dt.timedelta(seconds=random.expovariate(1 / typed_every(number)))
        sheets.append(StandIn(f"sheet {number:03}", typed_every(number), number < pinging, now, typing))
    return Day(sheets, random, time)
