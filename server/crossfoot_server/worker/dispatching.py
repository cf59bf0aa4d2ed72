"""Putting sheets into the queue when their turn comes. One process of all does it; another takes over when it ends."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import structlog

from crossfoot_server.sheets import registry
from crossfoot_server.sheets.bench import Bench
from crossfoot_server.sheets.waiting import Waiting
from crossfoot_server.store.alone import Taken, alone
from crossfoot_server.worker.schedule import next_ones

TICK_SECONDS: Final = 0.5
"""How often the store is asked what is due."""

LOST_SECONDS: Final = 120.0
"""After which a sheet that is still due is put into the queue again: what was put there may be lost."""

DISPATCHING: Final = "dispatching"
"""The lock of the one that dispatches."""

_log = structlog.stdlib.get_logger("crossfoot.worker")


@dataclass
class Dispatcher:
    """Keeps the queue short, so that who is next is decided late.

    Attributes:
        put: puts a sheet into the queue; ``length`` is how many are in it.
        room: how many may be in it.
    """

    bench: Bench
    put: Callable[[str], object]
    length: Callable[[], int]
    room: int
    clock: Callable[[], float] = time.monotonic
    _put: dict[str, _Put] = field(default_factory=dict)

    def run(self, stopping: threading.Event) -> None:
        """Dispatch until ``stopping`` is set, whenever nobody else does."""
        while not stopping.is_set():
            try:
                with alone(self.bench.store, DISPATCHING):
                    while not stopping.wait(TICK_SECONDS):
                        self.tick()
            except Taken:
                stopping.wait(TICK_SECONDS)
            except Exception:  # noqa: BLE001 (the store or the queue may be out of reach for a while)
                _log.exception("dispatching")
                stopping.wait(LOST_SECONDS / 10)

    def tick(self) -> list[str]:
        """Put in those that are next; which these are."""
        now, at = self.bench.now(), self.clock()
        waiting = {each.spreadsheet: each for each in registry.waiting_sheets(self.bench.store, now)}
        self._put = {name: each for name, each in self._put.items() if each.is_under_way(waiting.get(name), at)}
        chosen = next_ones(waiting.values(), self._put.keys(), now, self.room - self.length())
        for spreadsheet in chosen:
            self.put(spreadsheet)
            self._put[spreadsheet] = _Put(at, waiting[spreadsheet].looked_at)
        return chosen


@dataclass(frozen=True)
class _Put:
    """When a sheet was put into the queue, and when it had been looked at last by then."""

    at: float
    looked_at: dt.datetime | None

    def is_under_way(self, now: Waiting | None, at: float) -> bool:
        """Whether nobody has looked at it since, and it may still come out of the queue."""
        return now is not None and now.looked_at == self.looked_at and at - self.at < LOST_SECONDS
