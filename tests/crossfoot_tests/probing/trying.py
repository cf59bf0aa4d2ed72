"""Probes tried one after the other: whatever goes wrong in one, the others are to be tried too."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic

from crossfoot_tests.probing.probe import Finding, NotAsked, Outcome, P, Probe, Verdict

LEFT_ALONE = "left-alone"
"""The name of the last probe: whether everything is as it was."""


@dataclass(frozen=True)
class Trying(Generic[P]):
    """How probes are tried.

    Attributes:
        place: where they work.
        tidying: surrounds a probe, and takes away what it made.
        said: an error in one line.
        stands_in: what stands in for the program at a rehearsal; blank where it is tried itself.
    """

    place: P
    tidying: Callable[[], AbstractContextManager[object]]
    said: Callable[[Exception], str]
    stands_in: str = ""

    def each(self, probes: Iterable[Probe[P]], tell: Callable[[Outcome], None]) -> list[Outcome]:
        """What came of each; ``tell`` hears of it at once."""
        outcomes: list[Outcome] = []
        for probe in probes:
            outcomes.append(self._one(probe))
            tell(outcomes[-1])
        return outcomes

    def _one(self, probe: Probe[P]) -> Outcome:
        if self.stands_in and not probe.emulated:
            return Outcome(probe.name, probe.relies, "not asked", why=f"{self.stands_in} does not do this")
        return tried(probe, self.place, self.tidying, self.said)


def tried(
    probe: Probe[P], place: P, tidying: Callable[[], AbstractContextManager[object]], said: Callable[[Exception], str]
) -> Outcome:
    """What came of a probe; ``tidying`` surrounds it and takes away what it made, ``said`` is an error in one line."""
    started = time.monotonic()

    def outcome(verdict: Verdict, findings: Iterable[Finding] = (), why: str = "") -> Outcome:
        seconds = time.monotonic() - started
        return Outcome(probe.name, probe.relies, verdict, tuple(findings), why, seconds)

    found: list[Finding] = []
    try:
        with tidying():
            found.extend(probe.look(place))
    except NotAsked as reason:
        return outcome("not asked", found, str(reason))
    except Exception as error:  # noqa: BLE001 (whatever goes wrong in one probe, the others are to be tried)
        return outcome("broken", found, said(error))
    return outcome("as expected" if all(each.as_expected for each in found) else "otherwise", found)
