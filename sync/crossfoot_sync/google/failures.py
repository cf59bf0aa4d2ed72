"""Failures that pass, and which requests may be sent again after them."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from typing import Final, Literal

import requests
import urllib3.exceptions

from crossfoot_sync.google.calls import Call
from crossfoot_sync.google.errors import GoogleError, InTrouble, NotReachable, OutcomeUnknown

Kind = Literal["quota", "rate", "login", "unsent", "lost", "trouble"]

AGAIN: Final[Mapping[Kind, Literal["always", "reading"]]] = {
    "quota": "always",  # refused before it was looked at: 429
    "rate": "always",  # the same in Drive's words: 403
    "login": "always",  # no token yet, so nothing was sent
    "unsent": "always",  # no connection
    "lost": "reading",  # no answer: it may have been carried out
    "trouble": "reading",  # 5xx and 408: it may have been carried out too
}
"""What may be sent again after a failure: every request, or those that only read."""


class Failure(Exception):
    """A request failed in a way that may pass. ``error`` is what to raise if it is not sent again.

    ``pause`` are the seconds that the answer asked to wait, if it did.
    """

    def __init__(self, kind: Kind, error: GoogleError, pause: float | None = None) -> None:
        super().__init__(str(error))
        self.kind: Kind = kind
        self.error = error
        self.pause = pause

    def repeatable(self, call: Call) -> bool:
        """Whether this request may be sent again."""
        return AGAIN[self.kind] == "always" or call.repeatable


def lost(call: Call, host: str, cause: str) -> Failure:
    """No answer that can be used came to a request that was sent."""
    error = NotReachable(host, cause=cause) if call.repeatable else OutcomeUnknown(call.thing, cause=cause)
    return Failure("lost", error)


def trouble(call: Call, status: int, pause: float | None) -> Failure:
    """An answer of 5xx came, or 408, which says nothing of what was done before it."""
    if call.repeatable:
        return Failure("trouble", InTrouble(call.thing, status=status), pause)
    return Failure("trouble", OutcomeUnknown(call.thing, cause=f"HTTP {status}"), pause)


def broken(call: Call, host: str, error: requests.RequestException) -> Exception:
    """What became of a request without an answer: a failure, or an error where trying again is no use."""
    causes = tuple(_causes(error))
    for kind, cause in _BEFORE_SENDING:
        if any(isinstance(each, kind) for each in causes):
            unreachable = NotReachable(host, cause=cause)
            return unreachable if cause == "certificate" else Failure("unsent", unreachable)
    return lost(call, host, "time_out" if isinstance(error, requests.Timeout) else "cut_off")


_BEFORE_SENDING: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLCertVerificationError, "certificate"),
    (urllib3.exceptions.ProxyError, "proxy"),
    (urllib3.exceptions.NewConnectionError, "no_connection"),
    (urllib3.exceptions.ConnectTimeoutError, "connecting_took_too_long"),
    (requests.ConnectTimeout, "connecting_took_too_long"),
)
"""What can only happen while a connection is made. Special ones first."""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and those within it: requests and urllib3 put them in each other in several ways."""
    found, left = [error], [error]
    while left:
        each = left.pop()
        inner = (*each.args, getattr(each, "reason", None), each.__cause__, each.__context__)
        new = [one for one in inner if isinstance(one, BaseException) and one not in found]
        found += new
        left += new
    yield from found
