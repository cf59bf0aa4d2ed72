"""What the worker counts, and says in its log once a minute."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from crossfoot_sync.google.counts import Counts


@dataclass
class Metrics:
    """Counts since the worker began, from any number of threads.

    Attributes:
        looks: how many looks at sheets came to what; ``seconds`` how long these took together, ``longest`` the longest.
        waits: seconds that sheets waited, from being due to being looked at.
    """

    looks: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0
    waits: float = 0.0
    longest_wait: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def looked(self, did: str, seconds: float, waited: float) -> None:
        """Count a look."""
        with self._lock:
            self.looks[did] += 1
            self.seconds[did] += seconds  # type: ignore[assignment]  # a Counter adds up seconds as well
            self.longest = max(self.longest, seconds)
            self.waits += waited
            self.longest_wait = max(self.longest_wait, waited)

    def facts(self, google: Counts) -> dict[str, Any]:
        """Everything as JSON can say it, with what was asked of Google."""
        asked = google.snapshot()
        with self._lock:
            return {
                "looks": dict(self.looks),
                "seconds": {did: round(each, 1) for did, each in self.seconds.items()},
                "longest": round(self.longest, 1),
                "waits": round(self.waits, 1),
                "longest_wait": round(self.longest_wait, 1),
                "requests": dict(asked.requests),
                "retries": dict(asked.retries),
                "waited": {kind: round(each, 1) for kind, each in asked.waited.items()},
            }
