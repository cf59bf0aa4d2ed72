"""The server as a client sees it: typed calls over a transport."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar
from urllib.parse import quote

import msgspec

from crossfoot_sync.client.errors import LOGIN_AGAIN, LoginAgainError, NotAServerError, ServerProblemError, problem_in
from crossfoot_sync.engine.lookups import Answers, Lookups
from crossfoot_sync.engine.wire import (
    BatchDetail,
    BatchList,
    LetIn,
    LetInRequest,
    Problem,
    RemovedRows,
    RestoreRequest,
    RowHistory,
    StepBack,
    SyncReply,
    SyncRequest,
    UndoRequest,
    Whoami,
)
from crossfoot_templates.model import BookView

T = TypeVar("T")

for _each in (Whoami, BookView, SyncReply, RowHistory, RemovedRows, BatchList, BatchDetail, StepBack, Problem, Answers):
    # msgspec looks at a struct when it first meets it; two threads that meet one at the same time crash the process.
    msgspec.json.Decoder(_each)


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

    def history(self, book: str, table: str, row_id: str, field: str = "") -> RowHistory:
        """Every version of a row, or of one of its cells."""
        asked = f"?field={quote(field, safe='')}" if field else ""
        return self._call("GET", f"{_row(book, table, row_id)}/history{asked}", RowHistory)

    def removed(self, book: str, table: str, limit: int) -> RemovedRows:
        """The rows of a table that are out of force, the latest removed first."""
        return self._call("GET", f"{_table(book, table)}/removed?limit={limit}", RemovedRows)

    def restore(self, book: str, table: str, row_id: str, request: RestoreRequest) -> StepBack:
        """Put a row back to an older version. Sending the same batch again is safe."""
        return self._send(f"{_row(book, table, row_id)}/restore", request, StepBack)

    def check_restore(self, book: str, table: str, row_id: str, request: RestoreRequest) -> StepBack:
        """What :meth:`restore` would answer; nothing is written."""
        return self._send(f"{_row(book, table, row_id)}/restore/check", request, StepBack)

    def batches(self, book: str, limit: int) -> BatchList:
        """The newest batches of a book."""
        return self._call("GET", f"/api/v1/books/{quote(book)}/batches?limit={limit}", BatchList)

    def batch(self, book: str, batch_id: str) -> BatchDetail:
        """One batch with its outcome."""
        return self._call("GET", _batch(book, batch_id), BatchDetail)

    def undo(self, book: str, batch_id: str, request: UndoRequest) -> StepBack:
        """Take back what a batch wrote. Sending the same batch again is safe."""
        return self._send(f"{_batch(book, batch_id)}/undo", request, StepBack)

    def check_undo(self, book: str, batch_id: str, request: UndoRequest) -> StepBack:
        """What :meth:`undo` would answer; nothing is written."""
        return self._send(f"{_batch(book, batch_id)}/undo/check", request, StepBack)

    def let_in(self, code: str, *, look: bool = False) -> LetIn:
        """Let the program in that shows ``code``, as the holder of the token; or only look which one it is."""
        return self._send("/api/v1/sign-ins/let-in", LetInRequest(code, look), LetIn)

    def look_up(self, asked: Lookups) -> Answers:
        """What customers owe, and single cells: many questions in one round trip."""
        return self._send("/api/v1/lookups", asked, Answers)

    def _post(self, book: str, verb: str, request: SyncRequest) -> SyncReply:
        return self._send(f"/api/v1/books/{quote(book)}/{verb}", request, SyncReply)

    def _send(self, path: str, request: msgspec.Struct, answer: type[T]) -> T:
        return self._call("POST", path, answer, msgspec.json.encode(request))

    def _call(self, method: str, path: str, answer: type[T], body: bytes | None = None) -> T:
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
            body = gzip.compress(body, compresslevel=5, mtime=0)
        response = self._transport.send(method, path, body, headers)
        if response.status >= 400:
            problem = problem_in(self.address, response.status, response.body)
            if problem.status == 401:
                raise LOGIN_AGAIN.get(problem.code, LoginAgainError)(self.address, problem)
            raise ServerProblemError(problem)
        try:
            return msgspec.json.decode(response.body, type=answer)
        except msgspec.DecodeError as error:
            raise NotAServerError(self.address, response.status) from error


def _table(book: str, table: str) -> str:
    return f"/api/v1/books/{quote(book)}/tables/{quote(table, safe='')}"


def _row(book: str, table: str, row_id: str) -> str:
    return f"{_table(book, table)}/rows/{quote(row_id, safe='')}"


def _batch(book: str, batch_id: str) -> str:
    return f"/api/v1/books/{quote(book)}/batches/{quote(batch_id, safe='')}"
