"""Which sheet is looked at next: the one that has waited longest, where a ping counts as having waited already.

Nobody who waits is overtaken for ever: what is pinged later than ``HEAD_START`` after a sheet became due comes after
it, and a sheet that has been looked at waits anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from crossfoot_server.sheets.waiting import HEAD_START, Waiting
from crossfoot_sync.google.bucket import LIMITS, WINDOW_SECONDS
from crossfoot_sync.google.calls import Lane

REQUESTS: Final[Mapping[Lane, int]] = {"read": 3, "write": 2, "drive": 4}
"""The most that a sync asks for where nobody types meanwhile, by lane. A look that finds nothing asks Drive once."""


def next_ones(sheets: Iterable[Waiting], taken: Collection[str], now: dt.datetime, room: int) -> list[str]:
    """The ids of the ``room`` sheets that are next, of those that are ready and not ``taken`` already."""
    ready = [each for each in sheets if each.is_ready(now) and each.spreadsheet not in taken]
    ready.sort(key=lambda each: (each.since, each.spreadsheet))
    return [each.spreadsheet for each in ready[: max(0, room)]]


def seconds_for(requests: Mapping[Lane, int], limits: Mapping[Lane, int] = LIMITS) -> float:
    """How long an account's quota takes to let ``requests`` through, once it is used up."""
    return max(count * WINDOW_SECONDS / limits[lane] for lane, count in requests.items())


def longest_wait(sheets: int, seconds: float | None = None) -> dt.timedelta:
    """The longest that any of so many ``sheets`` waits once it is ready, though all have something to sync.

    ``seconds`` is how long one takes where the quota is used up. Before a sheet go, at worst, all others once. What is
    pinged within its first ``HEAD_START`` and goes before it as well is looked at within that time. A quota that was
    used up in one go comes back a whole window later.
    """
    each = seconds_for(REQUESTS) if seconds is None else seconds
    return dt.timedelta(seconds=sheets * each + WINDOW_SECONDS) + HEAD_START
