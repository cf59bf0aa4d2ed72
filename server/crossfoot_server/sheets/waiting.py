"""A sheet as far as its turn goes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

Did = Literal["nothing", "read", "synced", "asks", "paused", "failed"]
"""What a look at a sheet came to.

Nothing moved; something did and nothing was to be done; the sheet was synced; it asks whether so much is meant; it was
paused; or it failed and is tried again.
"""

SHORTEST_PAUSE: Final = 15
LONGEST_PAUSE: Final = 300
PAUSED_PAUSE: Final = 900
"""Seconds from a look to the next: while people work, when nothing has moved for long, and while a sheet is paused."""

HEAD_START: Final = dt.timedelta(minutes=5)
"""So much longer a sheet that was pinged counts as having waited."""


@dataclass(frozen=True)
class Waiting:
    """Since when a sheet is due, since when somebody waits for it, and when it was looked at last."""

    spreadsheet: str
    due_at: dt.datetime
    pinged_at: dt.datetime | None = None
    looked_at: dt.datetime | None = None

    @property
    def since(self) -> dt.datetime:
        """Since when it counts as waiting."""
        return self.due_at if self.pinged_at is None else min(self.due_at, self.pinged_at - HEAD_START)

    def is_ready(self, now: dt.datetime) -> bool:
        """Whether it is to be looked at."""
        return self.pinged_at is not None or self.due_at <= now


def pause_after(did: Did, before: int) -> int:
    """Seconds until the next look, which came ``before`` seconds after the last one.

    Short while something moves, twice as long each time nothing does or it fails.
    """
    match did:
        case "paused":
            return PAUSED_PAUSE
        case "synced" | "asks":
            return SHORTEST_PAUSE
        case _:
            return min(max(SHORTEST_PAUSE, before * 2), LONGEST_PAUSE)
