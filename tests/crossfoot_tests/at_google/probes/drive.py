"""Drive's version, by which the worker knows that something moved (``docs/reference/sheets.md``)."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_sync.google.probe import Version, version
from crossfoot_tests.at_google.place import Place, put
from crossfoot_tests.probing.probe import Finding, compared, told

_PATIENCE = 180.0
"""Seconds that Drive may take to tell of a change."""


def version_moves(place: Place) -> Iterator[Finding]:
    """It stays while nothing is changed, reading does not move it, and a change by a program does."""
    sheet = place.sheet([["before"]])
    first, settled = _settled(place)
    yield told("seconds until it stood still", settled)
    place.look(sheet)
    yield compared("after a reading", first.number, version(place.transport, place.id).number)
    place.batch(put(sheet, [["after"]]))
    clock = place.transport.line.clock
    changed = clock.monotonic()
    pause = 0.5
    while (now := version(place.transport, place.id)).number == first.number:
        if clock.monotonic() - changed > _PATIENCE:
            break
        clock.sleep(pause)
        pause = min(pause * 2, 10)
    yield told("seconds until it told of a change", round(clock.monotonic() - changed, 1))
    yield compared("after a change it is greater", True, now.number > first.number)
    yield compared("the time of the last change moved", True, now.modified > first.modified)
    yield compared("who changed it last is the account", True, now.email == place.transport.account.email)
    yield told("it has a name as well", bool(now.name))
    last, _ = _settled(place)
    yield told("how far one change moved it", last.number - first.number)


def _settled(place: Place) -> tuple[Version, float]:
    """A version that did not move any more, and after how many seconds."""
    clock = place.transport.line.clock
    started, pause = clock.monotonic(), 2.0
    now = version(place.transport, place.id)
    while (later := version(place.transport, place.id)).number != now.number:
        if clock.monotonic() - started > _PATIENCE:
            break
        clock.sleep(pause)
        now, pause = later, min(pause * 2, 20)
    return now, round(clock.monotonic() - started, 1)
