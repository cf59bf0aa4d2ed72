"""Requests of the ``requests`` library answered in the same process."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from requests import PreparedRequest, Session
from requests import Response as Answered
from requests.adapters import BaseAdapter
from requests.exceptions import ConnectionError as BrokenConnection
from requests.exceptions import ReadTimeout
from urllib3.response import HTTPResponse

from crossfoot_sync.emulator.faults.fault import NoAnswerError
from crossfoot_sync.emulator.http.message import Request, Response

HOSTS = ("sheets.googleapis.com", "www.googleapis.com", "oauth2.googleapis.com", "accounts.google.com")
Handle = Callable[[Request], Response]


class InProcess(BaseAdapter):
    """Hands requests over and answers at once; an answer that never comes is a time-out at once."""

    def __init__(self, handle: Handle) -> None:
        super().__init__()
        self._handle = handle

    def send(  # noqa: PLR0913, PLR0917 (the signature is that of requests)
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Answered:
        """Answer one request.

        Raises:
            ReadTimeout: the answer does not come.
            requests.ConnectionError: the connection ends before it comes.
        """
        body = request.body or b""
        sent = Request.to(
            request.method or "GET",
            request.url or "",
            body.encode() if isinstance(body, str) else body,
            dict(request.headers),
        )
        try:
            response = self._handle(sent)
        except NoAnswerError as error:
            host = urlsplit(request.url or "").hostname
            if error.kind == "timed_out":
                raise ReadTimeout(f"{host} did not answer in time", request=request) from None
            raise BrokenConnection(f"{host} closed the connection without an answer", request=request) from None
        return _answered(request, response)

    def close(self) -> None:
        """Nothing is open."""


def _answered(request: PreparedRequest, response: Response) -> Answered:
    answered = Answered()
    answered.status_code = response.status
    answered.headers.update(response.headers)
    answered.raw = HTTPResponse(io.BytesIO(response.body), response.headers, response.status, preload_content=False)
    answered.url = request.url or ""
    answered.request = request
    answered.encoding = "utf-8"
    return answered


def mount(session: Session, handle: Handle) -> None:
    """Let a session's requests to Google's hosts be answered by ``handle``."""
    for host in HOSTS:
        session.mount(f"https://{host}", InProcess(handle))
