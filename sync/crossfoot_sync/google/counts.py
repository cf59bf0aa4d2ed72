"""What was sent, what was tried again, and how long it waited, for whoever watches the worker."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from crossfoot_sync.google.calls import Lane


@dataclass
class Counts:
    """Grows while a transport is used, by as many threads as there are.

    Attributes:
        requests: how many were sent, by lane; each time one is sent again counts.
        retries: how often one was tried again, by kind of failure.
        waited: seconds of waiting: for a ``"turn"``, or after a kind of failure.
    """

    requests: Counter[str] = field(default_factory=Counter)
    retries: Counter[str] = field(default_factory=Counter)
    waited: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def sent(self, lane: Lane, waited: float) -> None:
        """Count a request that waited so many seconds for its turn."""
        with self._lock:
            self.requests[lane] += 1
            self._wait("turn", waited)

    def again(self, kind: str, seconds: float) -> None:
        """Count another attempt after a failure, so many seconds later."""
        with self._lock:
            self.retries[kind] += 1
            self._wait(kind, seconds)

    def snapshot(self) -> Counts:
        """What it is at this moment; it grows no more."""
        with self._lock:
            return Counts(Counter(self.requests), Counter(self.retries), defaultdict(float, self.waited))

    def _wait(self, kind: str, seconds: float) -> None:
        if seconds > 0:
            self.waited[kind] += seconds
