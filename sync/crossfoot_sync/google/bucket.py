"""Turns: how many requests a minute an account sends, first come, first served."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from typing import Final, Protocol

from crossfoot_sync.google.calls import LANES, Lane
from crossfoot_sync.google.clock import Clock, SystemClock

WINDOW_SECONDS: Final = 61.0
"""Google's minute, and a second for what arrives later than it was sent."""

LIMITS: Final[Mapping[Lane, int]] = {"read": 60, "write": 60, "drive": 600}
"""Requests in a window. Those of Sheets are Google's for one account; Drive allows far more than we need."""

LONGEST_PAUSE_SECONDS: Final = 300.0
_TICK = 0.001  # a clock may stop short of the moment by a rounding


class NotInTime(Exception):
    """One's turn would come only after ``seconds``, which is longer than one can wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the turn would come in {seconds:.1f} s")
        self.seconds = seconds


class Bucket(Protocol):
    """The turns of one account, shared by all that send in its name: threads here, or processes elsewhere.

    No moment is named in it, only lengths of time, since the clocks of two processes differ.
    """

    def take(self, lane: Lane, patience: float) -> float:
        """Wait for one's turn, at most ``patience`` seconds; the seconds it took.

        Raises:
            NotInTime: it would take longer. Nothing was taken, and nobody waits for it.
        """
        ...

    def pause(self, lane: Lane, seconds: float) -> None:
        """Let nobody go for so long: Google has said that the quota is used up."""
        ...


class LocalBucket:
    """Turns within one process, for any number of threads.

    In no time of ``WINDOW_SECONDS`` are there more than the limit. (A bucket that refills drop by drop allows nearly
    twice as many: a full one, and what drips in while that is used.)

    Args:
        limits: of the lanes that have others than ``LIMITS``, such as a share of them.
        clock: the time that turns go by.
    """

    def __init__(self, limits: Mapping[Lane, int] = LIMITS, clock: Clock | None = None) -> None:
        clock = clock or SystemClock()
        self._lanes = {lane: _Queue({**LIMITS, **limits}[lane], clock) for lane in LANES}

    def take(self, lane: Lane, patience: float) -> float:
        """Wait for one's turn, at most ``patience`` seconds; the seconds it took.

        Raises:
            NotInTime: it would take longer. Nothing was taken, and nobody waits for it.
        """
        return self._lanes[lane].take(patience)

    def pause(self, lane: Lane, seconds: float) -> None:
        """Let nobody go for so long, though never longer than ``LONGEST_PAUSE_SECONDS``."""
        self._lanes[lane].pause(min(seconds, LONGEST_PAUSE_SECONDS))


class _Queue:
    def __init__(self, limit: int, clock: Clock) -> None:
        if limit < 1:
            raise ValueError(f"a limit of {limit} requests lets nobody go; it is 1 at least")
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._gone: deque[float] = deque(maxlen=limit)  # when the latest went
        self._waiting: list[object] = []
        self._closed_until = float("-inf")

    def take(self, patience: float) -> float:
        ticket = object()
        start = self._clock.monotonic()
        with self._lock:
            self._waiting.append(ticket)
        try:
            while (wait := self._go(ticket, start + patience)) > 0:
                self._clock.sleep(wait)
        finally:
            with self._lock:
                if ticket in self._waiting:
                    self._waiting.remove(ticket)
        return self._clock.monotonic() - start

    def pause(self, seconds: float) -> None:
        with self._lock:
            self._closed_until = max(self._closed_until, self._clock.monotonic() + seconds)

    def _go(self, ticket: object, last: float) -> float:
        """Go, and 0; or how long to wait before asking again."""
        with self._lock:
            now = self._clock.monotonic()
            turn = self._turn(self._waiting.index(ticket), now)
            if turn > now + _TICK:
                if turn > last + _TICK:
                    raise NotInTime(turn - now)
                return turn - now
            self._waiting.remove(ticket)
            self._gone.append(now)
            return 0

    def _turn(self, ahead: int, now: float) -> float:
        """The moment at which one with so many before them may go, if all those do."""
        times = list(self._gone)
        for _ in range(ahead + 1):
            free = times[-self._limit] + WINDOW_SECONDS if len(times) >= self._limit else now
            times.append(max(now, self._closed_until, free))
        return times[-1]
