"""The server as a client sees it: typed calls over a transport."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar
from urllib.parse import quote

import msgspec

from crossfoot_sync.client.errors import LoginAgainError, NotAServerError, ServerProblemError
from crossfoot_sync.engine.wire import (
    BatchDetail,
    BatchList,
    Problem,
    RowHistory,
    SyncReply,
    SyncRequest,
    Whoami,
)
from crossfoot_templates.model import BookView

T = TypeVar("T")


@dataclass(frozen=True)
class Response:
    """What came back: the status code and the body, already decompressed."""

    status: int
    body: bytes


class Transport(Protocol):
    """Something that carries a request to the server."""

    @property
    def address(self) -> str:
        """The server's address, such as ``https://ledger.example.com``."""
        ...

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """The answer to one request.

        Raises:
            UnreachableError: there was none; whether the server acted on the request is unknown.
        """
        ...


class Server:
    """The calls of the HTTP interface. Every one raises :class:`ServerProblemError` when the server says no.

    What answers in another way altogether, a redirect for one, raises :class:`NotAServerError`.
    """

    def __init__(self, transport: Transport, token: str) -> None:
        self.address = transport.address
        self._transport = transport
        self._token = token

    def me(self) -> Whoami:
        """Who the token belongs to."""
        return self._call("GET", "/api/v1/me", Whoami)

    def view(self, book: str) -> BookView:
        """The book as this person sees it."""
        return self._call("GET", f"/api/v1/books/{quote(book)}", BookView)

    def sync(self, book: str, request: SyncRequest) -> SyncReply:
        """Push and pull in one round trip. Sending the same batch again is safe."""
        return self._post(book, "sync", request)

    def check(self, book: str, request: SyncRequest) -> SyncReply:
        """What :meth:`sync` would answer; nothing is written."""
        return self._post(book, "check", request)

    def pull(self, book: str, request: SyncRequest) -> SyncReply:
        """What others changed."""
        return self._post(book, "pull", request)

    def history(self, book: str, table: str, row_id: str) -> RowHistory:
        """Every version of a row."""
        path = f"/api/v1/books/{quote(book)}/tables/{quote(table)}/rows/{quote(row_id, safe='')}/history"
        return self._call("GET", path, RowHistory)

    def batches(self, book: str, limit: int) -> BatchList:
        """The newest batches of a book."""
        return self._call("GET", f"/api/v1/books/{quote(book)}/batches?limit={limit}", BatchList)

    def batch(self, book: str, batch_id: str) -> BatchDetail:
        """One batch with its outcome."""
        return self._call("GET", f"/api/v1/books/{quote(book)}/batches/{quote(batch_id, safe='')}", BatchDetail)

    def _post(self, book: str, verb: str, request: SyncRequest) -> SyncReply:
        return self._call("POST", f"/api/v1/books/{quote(book)}/{verb}", SyncReply, msgspec.json.encode(request))

    def _call(self, method: str, path: str, answer: type[T], body: bytes | None = None) -> T:
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
            body = gzip.compress(body, compresslevel=5, mtime=0)
        response = self._transport.send(method, path, body, headers)
        if response.status >= 400:
            problem = _problem(response)
            raise LoginAgainError(self.address, problem) if problem.status == 401 else ServerProblemError(problem)
        try:
            return msgspec.json.decode(response.body, type=answer)
        except msgspec.DecodeError as error:
            raise NotAServerError(self.address, response.status) from error


def _problem(response: Response) -> Problem:
    """The problem in an error reply; something between us and the server may have answered in its own way."""
    try:
        return msgspec.json.decode(response.body, type=Problem)
    except msgspec.DecodeError:
        text = response.body[:200].decode(errors="replace").strip()
        return Problem("about:blank", f"HTTP {response.status}", response.status, text or "no explanation", "http")
