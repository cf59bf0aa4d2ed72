"""A thin client as a whole, in Python: it asks the server over HTTP what to do, and does it in a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import msgspec
from werkzeug.test import Client, TestResponse

from crossfoot_server.thin.wire import Begin, GridCall, GridReply, Outcome, RowSpan, Task, Trouble
from crossfoot_sync.engine.wire import Problem
from crossfoot_sync.grids.thin import Client as ThinClient
from crossfoot_sync.grids.thin.given import GivenBook
from crossfoot_templates.layout import MANIFEST_SHEET
from crossfoot_tests.server.documented import body_of
from crossfoot_tests.thin.host import PlainClient
from crossfoot_tests.thin.workbooks import Facts

_SESSIONS = count(1)


class RefusedError(Exception):
    """The server answered with a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


class FailedError(Exception):
    """Nothing came of a session."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.en)
        self.trouble = trouble


@dataclass
class PythonPane:
    """A pane before a workbook.

    Attributes:
        open_client: makes a client of the server for every request: any web process may answer it.
        around: called with ``send`` before and ``sent`` after every request, to do mischief.
        before: called before the workbook is read or written.
        client: what sits in the program; the plain one unless something else is given.
        parts: in how many parts the workbook is given.
    """

    facts: Facts
    token: str
    open_client: Callable[[], Client]
    around: Callable[[str], None] = lambda _: None
    before: Callable[[str], None] = lambda _: None
    client: Callable[[Facts], ThinClient] | None = None
    parts: int = 1
    sent: list[GridCall] = field(default_factory=list)

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}

    @property
    def workbook(self) -> str:
        """The workbook's id."""
        manifest = self.facts.sheet(MANIFEST_SHEET)
        rows = {str(manifest.cell(row, 0).value): row for row in range(40)}
        return str(manifest.cell(rows["workbook"], 1).value)

    def host(self, facts: Facts) -> ThinClient:
        """What sits in the program."""
        return PlainClient(facts, self.before) if self.client is None else self.client(facts)

    def does(self, task: Task, **asked: Any) -> Outcome:
        """A session from its beginning to its end.

        Raises:
            FailedError: nothing came of it.
            RefusedError: the server refused a request.
        """
        session = f"session-of-a-test-{next(_SESSIONS):06}"
        reply = self.asks(GridCall(session, begin=Begin(task, self.workbook, **asked)))
        host = self.host(self.facts)
        while reply.do not in {"done", "failed"}:
            if reply.do == "write":
                answers = [GridCall(session, reply.step, reply.mark, applied=host.apply(reply.batches))]
            else:
                answers = [*self._given(host.look(), session, reply)]
            for each in answers:
                reply = self.asks(each)
        if reply.trouble is not None:
            raise FailedError(reply.trouble)
        assert reply.outcome is not None
        return reply.outcome

    def _given(self, book: GivenBook, session: str, asked: GridReply) -> Iterator[GridCall]:
        size = -(-len(book.pieces) // self.parts)
        for part in range(self.parts):
            pieces = book.pieces[part * size : (part + 1) * size]
            given = msgspec.structs.replace(book, pieces=pieces) if part == 0 else GivenBook(pieces=pieces)
            yield GridCall(session, asked.step, asked.mark, part, part == self.parts - 1, given=given)

    def asks(self, call: GridCall) -> GridReply:
        """One request."""
        self.around("send")
        self.sent.append(call)
        response = self.sends(call)
        self.around("sent")
        if response.status_code >= 400:
            raise RefusedError(msgspec.convert(body_of(response), Problem))
        return msgspec.convert(body_of(response), GridReply, str_keys=True)

    def sends(self, call: GridCall) -> TestResponse:
        """One request, as it travels."""
        return self.open_client().post(
            "/api/v1/grids/sync",
            data=msgspec.json.encode(call),
            headers=self.headers,
        )


def selected(sheet: str, *rows: int) -> list[RowSpan]:
    """Rows of a sheet, counted as people count them."""
    return [RowSpan(sheet, row - 1, row - 1) for row in rows]
