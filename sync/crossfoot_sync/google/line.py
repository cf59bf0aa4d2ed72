"""How Google is reached: its addresses, the session of the ``requests`` library, and the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from crossfoot_sync.google.clock import Clock, SystemClock

SHEETS: Final = "https://sheets.googleapis.com"
DRIVE: Final = "https://www.googleapis.com"
TOKENS: Final = "https://oauth2.googleapis.com/token"
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_CONNECTIONS = 32


@dataclass(frozen=True)
class Addresses:
    """Where requests go: Google, unless something else stands in for it."""

    sheets: str = SHEETS
    drive: str = DRIVE
    tokens: str = TOKENS

    def __post_init__(self) -> None:
        for address in (self.sheets, self.drive, self.tokens):
            parts = urlsplit(address)
            if parts.scheme != "https" and parts.hostname not in _THIS_MACHINE:
                raise ValueError(f"“{address}” would carry tokens in the clear; begin it with https://")

    @classmethod
    def emulated(cls, base: str) -> Addresses:
        """All at an emulator, such as ``http://127.0.0.1:8765``."""
        base = base.rstrip("/")
        return cls(base, base, f"{base}/token")

    def of(self, endpoint: str) -> str:
        """Where a request to an address of Google's goes.

        Raises:
            ValueError: it is none of Sheets or Drive; a token goes nowhere else.
        """
        for google, here in ((SHEETS, self.sheets), (DRIVE, self.drive)):
            if endpoint.startswith(f"{google}/"):
                return here + endpoint.removeprefix(google)
        raise ValueError(f"“{endpoint}” is no address of Google Sheets or Drive; tokens are sent nowhere else")


def new_session() -> requests.Session:
    """A session for several threads: it keeps connections and no cookies, and tries nothing again by itself."""
    session = requests.Session()
    session.headers["User-Agent"] = (
        "crossfoot-sheets (gzip)"  # Google compresses answers for those that say it here too
    )
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_maxsize=_CONNECTIONS, max_retries=0))
    return session


@dataclass(frozen=True)
class Line:
    """The way to Google."""

    session: requests.Session = field(default_factory=new_session)
    addresses: Addresses = Addresses()
    clock: Clock = field(default_factory=SystemClock)
