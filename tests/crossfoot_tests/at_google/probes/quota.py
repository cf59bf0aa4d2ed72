"""What Google says when the reads of a minute are used up."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from crossfoot_sync.google.bucket import LIMITS, LocalBucket
from crossfoot_tests.at_google.noting import NotingTransport
from crossfoot_tests.at_google.place import Place
from crossfoot_tests.probing.probe import Finding, NotAsked, compared, told

_TRIES = 400
_WAITS = 12
_PAUSE = 10.0
_HEADERS = ("Retry-After", "Content-Type", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")


def used_up(place: Place) -> Iterator[Finding]:
    """Reads without waiting for a turn, until they are refused, and how long they are."""
    if not place.asked.quota:
        raise NotAsked("it takes two minutes in which nothing else goes: --quota")
    ours = place.transport
    hasty = NotingTransport(ours.account, LocalBucket({"read": 10**6}, ours.line.clock), ours.line)
    address = f"{place.address()}?fields=spreadsheetId"
    sent, answer = 1, hasty.answer("get", address)
    while answer.status_code == HTTPStatus.OK and sent < _TRIES:
        sent, answer = sent + 1, hasty.answer("get", address)
    yield compared("the status at last", 429, answer.status_code)
    yield told("reads until then, and how many we allow ourselves in 61 s", (sent, LIMITS["read"]))
    yield told("headers", {name: answer.headers[name] for name in _HEADERS if name in answer.headers})
    yield told("the body", answer.text[:2000])
    refused = ours.line.clock.monotonic()
    for _ in range(_WAITS):
        ours.line.clock.sleep(_PAUSE)
        if hasty.answer("get", address).status_code == HTTPStatus.OK:
            break
    waited = ours.line.clock.monotonic() - refused
    yield told("seconds until reads were taken again, in steps of ten", round(waited))
    yield compared("a minute is enough", True, waited <= 70)
