"""The server in the worker's process, overheard: the judge hears of every answer, and the worker may die around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from crossfoot_server.sheets.own_server import OwnServer
from crossfoot_server.store import Store
from crossfoot_server.within_process import WithinProcess
from crossfoot_sync.client.server import Response
from crossfoot_tests.simulation.fragile import Fuse
from crossfoot_tests.simulation.processes import Request

Heard = Callable[[str, Request, Response], None]
"""Is told of an answer: to whom it was given, what they asked, and the answer."""


@dataclass(frozen=True)
class Overheard(WithinProcess):
    """The server, with somebody who listens."""

    heard: Heard = lambda *_: None
    fuse: Fuse = field(default_factory=Fuse)

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """The answer to one request."""
        self.fuse.burn("before the server")
        reply = super().send(method, path, body, headers)
        login = headers["Authorization"].removeprefix("Bearer ")
        self.heard(login, Request("", method, path, body, headers), reply)
        self.fuse.burn("after the server")
        return reply


class OverheardServer(OwnServer):
    """The server as sheets reach it, with somebody who listens."""

    def __init__(self, store: Store, now: Callable[[], dt.datetime], heard: Heard, fuse: Fuse) -> None:
        super().__init__(store, now)
        within = self._transport
        self._transport = Overheard(within.application, within.address, heard, fuse)
