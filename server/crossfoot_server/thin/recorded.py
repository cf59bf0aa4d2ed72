"""Everything that a desk touches, as the transcript of its session has it."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select

from crossfoot_server.api.problems import StoreUnavailable, Unexpected
from crossfoot_server.errors import BadRequest
from crossfoot_server.store import Store
from crossfoot_server.thin.transcript import OffTheRecord, Transcript
from crossfoot_server.thin.wire import with_text_keys
from crossfoot_sync.client.server import Response, Transport
from crossfoot_sync.engine.cells import Reading
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_sync.grids.thin import ThinGrid
from crossfoot_sync.grids.thin.asked import Applied, WriteBatch
from crossfoot_sync.grids.thin.given import GivenBook, Misgiven, joined
from crossfoot_templates.label import Label

WITHOUT_EFFECT = ("/pull", "/check")
"""What the addresses end with to which a body is sent and by which nothing changes."""


class Answer(msgspec.Struct):
    """A part of what a client answers; ``mark`` is that of the step as it was asked."""

    mark: str
    given: GivenBook | None = None
    applied: Applied | None = None


class Waiting(Exception):
    """Nothing more can be done before the client has answered a step: to read, or to write these batches."""

    def __init__(self, step: int, mark: str, batches: list[WriteBatch] | None) -> None:
        super().__init__(step)
        self.step = step
        self.mark = mark
        self.batches = batches


@dataclass
class AskedClient:
    """A client of a grid that is asked in one request and answers in the next.

    Raises everywhere:
        Waiting: it has not answered yet. All that happened so far is put down.
    """

    transcript: Transcript
    step: int = 0

    def look(self) -> GivenBook:
        """What stands in the workbook."""
        parts = [each.given for each in self._answers(None)]
        found = [each for each in parts if each is not None]
        if len(found) < len(parts):
            problem = Label(
                "这一步要求读取，而应答的一部分没有单元格",
                "the step asks to read, and a part of the answer has no cells",
            )
            raise BadRequest("given", problem)
        try:
            return joined(found)
        except Misgiven as error:
            problem = Label(f"{error.place}：{error.problem.zh}", f"{error.place}: {error.problem.en}")
            raise BadRequest("given", problem) from error

    def apply(self, batches: list[WriteBatch]) -> Applied:
        """Have the batches written."""
        applied = self._answers(batches)[0].applied
        if applied is None or not 0 <= applied.done <= len(batches):
            problem = Label(
                f"这一步要求写入 {len(batches)} 批，而这不是对它的应答",
                f"the step asks to write {len(batches)} batches, and this is no answer to that",
            )
            raise BadRequest("applied", problem)
        return applied

    def _answers(self, batches: list[WriteBatch] | None) -> list[Answer]:
        self.step += 1
        session, mark = self.transcript.session, _mark(batches)
        if self.step not in session.complete:
            self.transcript.keep()
            raise Waiting(self.step, mark, batches)
        answers = [msgspec.json.decode(zlib.decompress(part), type=Answer) for part in session.parts[self.step]]
        if any(each.mark != mark for each in answers):
            raise OffTheRecord(f"the answer to step {self.step} is one to something else")
        return answers


def _mark(batches: list[WriteBatch] | None) -> str:
    """What tells one thing that is asked of a client from another."""
    told = msgspec.json.encode(with_text_keys(batches), order="deterministic")
    return hashlib.blake2b(told, digest_size=12).hexdigest()


class WorkbookGrid(ThinGrid):
    """The workbook that the session of ``transcript`` is about."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__(AskedClient(transcript))
        self._workbook = transcript.session.begin.workbook

    def read(self) -> Reading:
        """What stands in it.

        Raises:
            BadRequest: it is another workbook than the session was begun for.
        """
        reading = super().read()
        if reading.manifest.get("workbook") != self._workbook:
            problem = Label(
                f"“{self._workbook}”与工作簿清单中所写的不同",
                f"{self._workbook!r} is not what the manifest of the workbook says",
            )
            raise BadRequest("begin.workbook", problem)
        return reading


@dataclass(frozen=True)
class RecordedTransport:
    """The way to the server. What would change something is put down before it is sent, its id with it."""

    transport: Transport
    transcript: Transcript

    @property
    def address(self) -> str:
        """What messages call the server."""
        return self.transport.address

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """The answer to one request.

        Raises:
            StoreUnavailable, Unexpected: the server is in trouble. That is not put down: the client sends its request
                again, and the same is asked once more.
        """
        kind = f"{method} {path}"[:200]
        if not self.transcript.is_new:
            told = self.transcript.told(kind)
            return Response(int.from_bytes(told[:2], "big"), told[2:])
        if body is not None and not path.endswith(WITHOUT_EFFECT):
            self.transcript.keep()
        response = self.transport.send(method, path, body, headers)
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise StoreUnavailable if response.status == HTTPStatus.SERVICE_UNAVAILABLE else Unexpected
        self.transcript.note(kind, response.status.to_bytes(2, "big") + response.body)
        return response


@dataclass(frozen=True)
class RecordedOutbox:
    """The push of a person's workbook that is under way. No other person finds it, whatever their workbook says."""

    store: Store
    transcript: Transcript

    def load(self) -> SyncRequest | None:
        """The request that was put in and not yet taken out."""
        kept = self.transcript.once("outbox", self._read)
        return msgspec.json.decode(kept, type=SyncRequest) if kept else None

    def put(self, request: SyncRequest) -> None:
        """Keep ``request``; when this returns it is committed."""
        outbox, session = self.store.schema.outbox, self.transcript.session
        row = {"login": session.login, "workbook": session.begin.workbook, "content": msgspec.json.encode(request)}

        def act(connection: Connection) -> None:
            connection.execute(delete(outbox).where(self._own()))
            connection.execute(insert(outbox), [row])

        self.transcript.done_once("put", act)

    def close(self) -> None:
        """Empty the slot."""
        outbox = self.store.schema.outbox

        def act(connection: Connection) -> None:
            connection.execute(delete(outbox).where(self._own()))

        self.transcript.done_once("close", act)

    def _read(self) -> bytes:
        outbox = self.store.schema.outbox
        with self.store.reading() as connection:
            found = connection.scalar(select(outbox.c.content).where(self._own()))
        return bytes(found or b"")

    def _own(self) -> ColumnElement[bool]:
        outbox, session = self.store.schema.outbox, self.transcript.session
        return and_(outbox.c.login == session.login, outbox.c.workbook == session.begin.workbook)


@dataclass(frozen=True)
class Recorded:
    """The clock and the source of ids."""

    transcript: Transcript

    def now(self) -> dt.datetime:
        """What the clock said."""
        said = self.transcript.once("now", lambda: self.transcript.now().isoformat().encode())
        return dt.datetime.fromisoformat(said.decode())

    def new_id(self) -> str:
        """The id that was given."""
        return self.transcript.once("id", lambda: new_row_id().encode()).decode()
