"""A network that fails before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import requests
from requests import PreparedRequest, Response, Session
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError

from crossfoot_sync.emulator.http.adapter import Handle, InProcess


class Unplugged(InProcess):
    """Raises the errors one after the other, then hands requests over. ``timeouts`` are those it was given."""

    def __init__(self, handle: Handle, errors: Iterable[requests.RequestException] = ()) -> None:
        super().__init__(handle)
        self._errors = list(errors)
        self.timeouts: list[object] = []

    @staticmethod
    def refused() -> requests.ConnectionError:
        """The error of a connection that was refused, as urllib3 and requests put it together."""
        pool = HTTPSConnectionPool("sheets.googleapis.com")
        reason = NewConnectionError(HTTPSConnection("sheets.googleapis.com"), "[Errno 111] Connection refused")
        return requests.ConnectionError(MaxRetryError(pool, "/v4", reason))

    def mount(self, session: Session) -> None:
        """Let it stand between a session and Sheets."""
        session.mount("https://sheets.googleapis.com", self)

    def send(  # noqa: PLR0917 (the signature is that of requests)
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        self.timeouts.append(timeout)
        if self._errors:
            raise self._errors.pop(0)
        return super().send(request, stream, timeout, verify, cert, proxies)
