"""The time that the emulator goes by: the machine's, or one that only moves when it is told to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present, aware."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present, in UTC."""
        return datetime.now(UTC)


@dataclass
class ManualClock:
    """A clock that stands still until it is moved on; it starts at nine on a Monday."""

    time: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def now(self) -> datetime:
        """The time it was last set to."""
        return self.time

    def advance(self, seconds: float) -> None:
        """Move it on by ``seconds``."""
        self.time += timedelta(seconds=seconds)


def stamp(moment: datetime) -> str:
    """A moment as Drive writes it: UTC, with milliseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
