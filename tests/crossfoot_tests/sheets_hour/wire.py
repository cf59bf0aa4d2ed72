"""The way from a worker to Google: it takes time, and now and then a request fails, hangs, or arrives much later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from crossfoot_sync.emulator.faults.fault import NoAnswerError
from crossfoot_sync.emulator.http.message import Request, Response
from crossfoot_tests.sheets_hour.hour import Hour
from crossfoot_tests.simulation.fragile import Fuse

FAULTS = {
    "": 9200,
    "429": 60,
    "500": 60,
    "503": 80,
    "500 after commit": 80,
    "503 after commit": 80,
    "timed out": 20,
    "timed out after commit": 40,
    "cut off": 60,
    "cut off after commit": 80,
    "403 storage quota": 6,
    "403 drive rate": 60,
    "late": 40,
}
"""What may happen to a request, by weight. A late one is carried out when its sender has long given it up."""

LATE_DONE, LATE_REFUSED = "a late write was carried out", "a late write was refused"

TAKES = (0.1, 2.5)
"""Seconds that a request is on its way to Google, and its answer on its way back."""

HANGS = {"read": 60.0, "write": 180.0, "drive": 30.0}
"""Seconds that the transport waits for an answer."""


@dataclass
class Wire:
    """One worker's connection.

    Attributes:
        fuse: the worker's, which may end between any two requests.
        interrupted: lets another worker have its turn while this one waits.
    """

    hour: Hour
    dice: Random
    fuse: Fuse
    interrupted: Callable[[], None]
    late: list[Request] = field(default_factory=list)

    def handle(self, request: Request) -> Response:
        """Carry a request there and its answer back."""
        self.fuse.burn("before Google")
        self.hour.passes(self.dice.uniform(*TAKES))
        self.interrupted()
        if request.path.endswith(":batchUpdate"):
            self.hour.about_to_write(request)
        fault = "" if self.hour.quiet else self._fault(request)
        if fault == "late":
            self._delayed(request)
        if fault:
            self.hour.struck(f"Google: {fault}")
            self.hour.google.fail_next(fault)
        try:
            response = self.hour.google.handle(request)
        except NoAnswerError as error:
            if error.kind == "timed_out":
                self.hour.passes(_hangs(request))
            raise
        self.hour.counts[f"Google answered {response.status}"] += 1
        self.hour.passes(self.dice.uniform(*TAKES))
        self.fuse.burn("after Google")
        return response

    def _fault(self, request: Request) -> str:
        fault = self.dice.choices(list(FAULTS), list(FAULTS.values()))[0]
        fits = fault != "late" or request.path.endswith(":batchUpdate")
        fits &= fault != "403 drive rate" or request.path.startswith("/drive/")
        return fault if fits else ""

    def _delayed(self, request: Request) -> None:
        """The request hangs, and is carried out some time after its sender has given it up, or just before that.

        Raises:
            NoAnswerError: always.
        """
        self.hour.struck("Google: late")
        wait = _hangs(request)
        self.hour.at(self.dice.uniform(0.3, 1.3) * wait, lambda: self._arrives(request))
        self.hour.passes(wait)
        raise NoAnswerError("timed_out")

    def _arrives(self, request: Request) -> None:
        status = self.hour.google.handle(request).status
        self.hour.struck(LATE_DONE if status == 200 else LATE_REFUSED)


def _hangs(request: Request) -> float:
    if request.path.startswith("/drive/"):
        return HANGS["drive"]
    return HANGS["write" if request.path.endswith(":batchUpdate") else "read"]
