"""One probe tried: whatever goes wrong in it, the others are to be tried too."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from crossfoot_tests.probing.probe import Finding, NotAsked, Outcome, P, Probe, Verdict


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
