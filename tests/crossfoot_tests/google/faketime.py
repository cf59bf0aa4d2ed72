"""Time that passes only while somebody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crossfoot_sync.emulator import ManualClock


@dataclass
class FakeTime:
    """The emulator's clock as one who waits sees it: sleeping moves it on. ``sleeps`` are the seconds slept."""

    clock: ManualClock = field(default_factory=ManualClock)
    sleeps: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start = self.clock.now()

    def now(self) -> datetime:
        return self.clock.now()

    def monotonic(self) -> float:
        return (self.clock.now() - self.start).total_seconds()

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.clock.advance(seconds)


class SharedTime(FakeTime):
    """The same for several threads: when all of them sleep, the time comes at which the first of them wakes."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._lock = threading.Lock()
        self._awake = 0
        self._sleepers: list[tuple[datetime, threading.Event]] = []
        self._raised: list[BaseException] = []

    def run(self, *jobs: Callable[[], object]) -> None:
        """Do them at the same time, and raise what any of them raises."""
        self._awake = len(jobs)
        threads = [threading.Thread(target=self._one, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._raised:
            raise self._raised[0]

    def sleep(self, seconds: float) -> None:
        woken = threading.Event()
        with self._lock:
            self.sleeps.append(seconds)
            self._sleepers.append((self.now() + timedelta(seconds=max(seconds, 1e-6)), woken))
            self._one_less()
        woken.wait()

    def _one(self, job: Callable[[], object]) -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001 (raised again where it can be seen)
            self._raised.append(error)
        with self._lock:
            self._one_less()

    def _one_less(self) -> None:
        self._awake -= 1
        if self._awake or not self._sleepers:
            return
        self.clock.time = min(time for time, _ in self._sleepers)
        due = [each for each in self._sleepers if each[0] <= self.clock.time]
        self._sleepers = [each for each in self._sleepers if each not in due]
        self._awake = len(due)
        for _, woken in due:
            woken.set()
