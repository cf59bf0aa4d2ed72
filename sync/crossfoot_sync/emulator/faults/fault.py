"""Faults to come: what happens to the next request that they fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from crossfoot_sync.emulator.errors import (
    ApiError,
    DriveError,
    PermissionDeniedError,
    QuotaError,
    ServerError,
    error_info,
    storage_full,
)
from crossfoot_sync.emulator.http.message import Request

Broken = Literal["timed_out", "cut_off"]


class NoAnswerError(Exception):
    """No answer reaches the client: it waits in vain (``timed_out``), or the connection ends (``cut_off``)."""

    def __init__(self, kind: Broken) -> None:
        super().__init__(kind)
        self.kind: Broken = kind


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and whether only after the request was carried out.

    ``error`` makes the answer, or the lack of one; ``after_commit`` is the nasty half: it was done, and nobody is told.
    """

    error: Callable[[], ApiError | NoAnswerError]
    after_commit: bool = False


def _quota() -> ApiError:
    return QuotaError(
        "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user' of service "
        "'sheets.googleapis.com' for consumer 'project_number:100000000001'.",
        details=[error_info("RATE_LIMIT_EXCEEDED", {"service": "sheets.googleapis.com"})],
    )


def _drive_rate() -> ApiError:
    return DriveError(403, "userRateLimitExceeded", "User Rate Limit Exceeded", domain="usageLimits")


FAULTS: dict[str, Fault] = {
    "500": Fault(lambda: ServerError(500)),
    "502": Fault(lambda: ServerError(502)),
    "503": Fault(lambda: ServerError(503)),
    "504": Fault(lambda: ServerError(504)),
    "500 after commit": Fault(lambda: ServerError(500), after_commit=True),
    "503 after commit": Fault(lambda: ServerError(503), after_commit=True),
    "timed out": Fault(lambda: NoAnswerError("timed_out")),
    "timed out after commit": Fault(lambda: NoAnswerError("timed_out"), after_commit=True),
    "cut off": Fault(lambda: NoAnswerError("cut_off")),
    "cut off after commit": Fault(lambda: NoAnswerError("cut_off"), after_commit=True),
    "429": Fault(_quota),
    "403 no access": Fault(PermissionDeniedError),
    "403 storage quota": Fault(storage_full),
    "403 drive rate": Fault(_drive_rate),
}


@dataclass
class Planned:
    """A fault for the next ``times`` requests that ``method`` and ``path`` fit."""

    fault: Fault
    times: int
    method: str
    path: re.Pattern[str]

    def fits(self, request: Request) -> bool:
        """Whether it is this request's turn."""
        return self.times > 0 and self.method in ("", request.method) and bool(self.path.search(request.path))


@dataclass
class Faults:
    """Those that were planned, in the order they were."""

    planned: list[Planned]

    def plan(self, name: str, times: int, method: str, path: str) -> None:
        """Let the next ``times`` fitting requests fail.

        Raises:
            ValueError: there is no fault of that name.
        """
        if name not in FAULTS:
            raise ValueError(f"“{name}” is no fault. There are: {', '.join(FAULTS)}")
        self.planned.append(Planned(FAULTS[name], times, method, re.compile(path)))

    def take(self, request: Request) -> Fault | None:
        """The fault of this request, used up by it."""
        for each in self.planned:
            if each.fits(request):
                each.times -= 1
                return each.fault
        return None
