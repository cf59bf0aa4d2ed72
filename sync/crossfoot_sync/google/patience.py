"""How long a request is tried for, and how long it waits in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from crossfoot_sync.google.bucket import WINDOW_SECONDS
from crossfoot_sync.google.calls import Call, Lane
from crossfoot_sync.google.clock import Clock
from crossfoot_sync.google.counts import Counts
from crossfoot_sync.google.failures import Failure

OPERATION_SECONDS: Final = 300.0
LEAST_SECONDS: Final = 5.0
"""A request is not sent with less time than this: its answer would likely come too late."""

ATTEMPTS: Final = 10
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 32.0
_SPREAD = 2.0


@dataclass(frozen=True)
class Patience:
    """How long one attempt may take.

    Attributes:
        connect: seconds until there is a connection.
        answer: seconds without a word until an answer is given up, by lane. Google itself gives a request to Sheets up
            after 180 s; a write is waited for as long, since giving it up early leaves it unknown what it did.
        random: where the jitter comes from.
    """

    connect: float = 10.0
    answer: Mapping[Lane, float] = field(default_factory=lambda: {"read": 60.0, "write": 180.0, "drive": 30.0})
    random: Random = field(default_factory=Random)

    def timeouts(self, lane: Lane, left: float) -> tuple[float, float]:
        """Time-outs (to connect, to answer) that together end within ``left`` seconds."""
        left = max(left, 1.0)  # one's turn may have come a moment late
        connect = min(self.connect, left / 2)
        return connect, min(self.answer[lane], left - connect)

    def quota_pause(self, told: float | None) -> float:
        """How long nobody goes after a 429: what the answer asked for, or else until Google's minute must be over.

        A little more, differently each time, so that processes that do not know of each other come back one by one.
        """
        return (WINDOW_SECONDS if told is None else told) + self.random.uniform(0, _SPREAD)

    def wait(self, failure: Failure, attempt: int) -> float:
        """Seconds until the next attempt after the ``attempt``-th, counted from 1.

        Up to 1, 2, 4 and so on to 32, and at least half of that. After a 429 the bucket makes everybody wait instead.
        """
        if failure.kind == "quota":
            return 0.0
        longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** (attempt - 1))
        return max(self.random.uniform(longest / 2, longest), failure.pause or 0.0)


def retrying(call: Call, until: float, clock: Clock, patience: Patience, counts: Counts) -> Retrying:
    """Tries a call as long as its failures may pass and the next attempt comes before ``until`` on the clock.

    What it raises at last is the last attempt's error.
    """

    def again(error: BaseException) -> bool:
        return isinstance(error, Failure) and error.repeatable(call)

    def wait(state: RetryCallState) -> float:
        return patience.wait(_failure(state), state.attempt_number)

    def too_late(state: RetryCallState) -> bool:
        return clock.monotonic() + state.upcoming_sleep > until - LEAST_SECONDS

    def note(state: RetryCallState) -> None:
        counts.again(_failure(state).kind, state.upcoming_sleep)

    return Retrying(
        sleep=clock.sleep,
        wait=wait,
        stop=lambda state: too_late(state) or stop_after_attempt(ATTEMPTS)(state),
        retry=retry_if_exception(again),
        before_sleep=note,
        reraise=True,
    )


def _failure(state: RetryCallState) -> Failure:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, Failure):
        raise TypeError(f"only failures are tried again, and this is {error!r}")
    return error
