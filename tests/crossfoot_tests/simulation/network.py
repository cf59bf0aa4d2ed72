"""The network between a client and the servers: what is sent may be lost, doubled, or arrive long after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.client.server import Response
from crossfoot_tests.simulation.fragile import Fuse
from crossfoot_tests.simulation.processes import Request, ServerKilled

ADDRESS = "http://in.process"


OF_EXCHANGES = ("late request", "doubled request", "killed server", "overtaken", "lost reply", "meanwhile")
"""What strikes no request that merely reads the book's definition: it would do nothing."""


class Servers(Protocol):
    """The server processes, by number."""

    def ask(self, number: int, request: Request, fuse: int | None) -> Response:
        """What a process answers. With a ``fuse`` it is killed after so many writes.

        Raises:
            ServerKilled: it was killed before it could.
        """


@dataclass
class Trouble:
    """What goes wrong with one request of a sync: the ``at``-th that is sent. ``fuse`` is for a server's writes."""

    kind: str = ""
    at: int = 0
    fuse: int = 0


@dataclass
class Line:
    """The line of one workbook; a transport.

    Attributes:
        number: asks which process takes the next request.
        heard: is told of every answer, whether it reaches the client or not.
        struck: is told of what went wrong.
        adrift: requests that will arrive later.
        meanwhile: what happens while a reply is on its way; ``typed_meanwhile`` tells that the person typed,
            ``others_meanwhile`` that somebody else synced.
        ahead: what happens just before a request arrives, and ``behind`` what just after, where both are about the
            same cell.
    """

    workbook: str
    processes: Servers
    number: Callable[[], int]
    heard: Callable[[Request, Response], None]
    struck: Callable[[str], None]
    fuse: Fuse
    adrift: list[Request]
    trouble: Trouble = field(default_factory=Trouble)
    meanwhile: Callable[[], None] = lambda: None
    ahead: Callable[[], None] = lambda: None
    behind: Callable[[], None] = lambda: None
    typed_meanwhile: bool = False
    others_meanwhile: bool = False
    address: str = ADDRESS

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """Carry a request, with the trouble that is due."""
        self.fuse.burn("before a request")
        request = Request(self.workbook, method, path, body, headers)
        kind = self._due(method)
        if kind == "lost request":
            self._strike(kind)
        if kind == "late request":
            self.adrift.append(request)
            self._strike(kind)
        if kind == "overtaken":
            self.struck(kind)
            self.ahead()
        reply = self.deliver(request, self.trouble.fuse if kind == "killed server" else None)
        if kind == "lost reply":
            self._strike(kind)
        if kind == "doubled request":
            self.struck(kind)
            reply = self.deliver(request)
        if kind == "meanwhile":
            self.struck(kind)
            self.meanwhile()
        if kind == "overtaken":
            self.behind()
        self.fuse.burn("after a reply")
        return reply

    def deliver(self, request: Request, fuse: int | None = None) -> Response:
        """The answer of one of the processes."""
        number = self.number()
        try:
            reply = self.processes.ask(number, request, fuse)
        except ServerKilled as killed:
            self.struck(str(killed))
            raise UnreachableError(self.address, "no connection") from None
        self.heard(request, reply)
        return reply

    def _due(self, method: str) -> str:
        if not self.trouble.kind or (method == "GET" and self.trouble.kind in OF_EXCHANGES):
            return ""
        self.trouble.at -= 1
        if self.trouble.at >= 0:
            return ""
        kind, self.trouble.kind = self.trouble.kind, ""
        return kind

    def _strike(self, kind: str) -> None:
        self.struck(kind)
        raise UnreachableError(self.address, kind)
