"""A service account: the tokens that its key is good for."""

from __future__ import annotations

import threading
from http import HTTPStatus
from typing import Final, Protocol
from urllib.parse import urlsplit

import msgspec
import requests

from crossfoot_sync.google.calls import Call
from crossfoot_sync.google.errors import InTrouble, KeyRefused, NotGoogle
from crossfoot_sync.google.failures import Failure, broken
from crossfoot_sync.google.key import Key
from crossfoot_sync.google.line import Line

AHEAD_SECONDS: Final = 300.0
"""A token is renewed so long before it runs out, so that it lasts while a request waits for its turn."""

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LONGEST_SECONDS = 15.0
_ASKING = Call("read", repeatable=True)


class Tokens(Protocol):
    """Somebody in whose name requests are sent."""

    @property
    def email(self) -> str:
        """The address that people share their spreadsheets with."""
        ...

    def bearer(self, seconds: float) -> str:
        """A token, fetched within so many seconds where there is none that lasts.

        Raises:
            Failure: the token endpoint did not answer well.
            GoogleError: there will be none.
        """
        ...

    def refused(self, token: str) -> None:
        """Forget a token that Google did not take, unless another has taken its place meanwhile."""
        ...


class _Granted(msgspec.Struct):
    access_token: str
    expires_in: float


class _NotGranted(msgspec.Struct):
    error: str
    error_description: str = ""


class ServiceAccount:
    """Tokens for a key, for any number of threads.

    They are fetched here and not by google-auth: its own way sleeps and tries again without regard to a deadline.
    """

    def __init__(self, key: Key, line: Line | None = None) -> None:
        self._key = key
        self._line = line or Line()
        self._host = str(urlsplit(self._line.addresses.tokens).hostname)
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = float("-inf")

    @property
    def email(self) -> str:
        """The address that people share their spreadsheets with."""
        return self._key.email

    def bearer(self, seconds: float) -> str:
        """A token, fetched within so many seconds where there is none that lasts.

        Raises:
            Failure: the token endpoint did not answer well.
            GoogleError: there will be none.
        """
        with self._lock:  # one fetches, the others wait for what it gets
            if self._line.clock.monotonic() >= self._good_until:
                granted = self._fetched(min(seconds / 2, _LONGEST_SECONDS))
                self._token = granted.access_token
                self._good_until = self._line.clock.monotonic() + granted.expires_in - AHEAD_SECONDS
            return self._token

    def refused(self, token: str) -> None:
        """Forget a token that Google did not take, unless another has taken its place meanwhile."""
        with self._lock:
            if token == self._token:
                self._good_until = float("-inf")

    def _fetched(self, timeout: float) -> _Granted:
        line = self._line
        form = {"grant_type": _GRANT, "assertion": self._key.assertion(line.clock.now())}
        try:
            response = line.session.post(line.addresses.tokens, form, timeout=timeout, allow_redirects=False)
        except requests.RequestException as error:
            failed = broken(_ASKING, self._host, error)
            raise Failure("login", failed.error) if isinstance(failed, Failure) else failed from error
        return self._granted(response)

    def _granted(self, response: requests.Response) -> _Granted:
        status = response.status_code
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Failure("login", InTrouble(self.email, status=status))
        try:
            if status == HTTPStatus.OK:
                return msgspec.json.decode(response.content, type=_Granted)
            refused = msgspec.json.decode(response.content, type=_NotGranted)
        except msgspec.DecodeError:
            raise NotGoogle(self._host, status=status) from None
        raise KeyRefused(self.email, f"{refused.error}: {refused.error_description}".removesuffix(": "))
