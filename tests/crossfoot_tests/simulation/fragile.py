"""A client that ends between any two of its writes: a workbook and an outbox that stop the program."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_sync.client.outbox import Outbox
from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_sync.grids.protocol import Grid


class ClientKilled(BaseException):
    """The client program ended. Nobody catches it but who started it."""


@dataclass
class Fuse:
    """Counts down what a client does until it is killed; ``left`` is ``None`` where it is not.

    Attributes:
        struck: what was about to be done, or had just been done.
    """

    left: int | None = None
    struck: str = ""

    def burn(self, what: str) -> None:
        """Something is about to be done, or was done."""
        if self.left is None:
            return
        if self.left == 0:
            self.left, self.struck = None, what
            raise ClientKilled
        self.left -= 1


@dataclass
class FragileGrid:
    """A workbook whose program may end before or after each write. A write is whole or not at all, as in a file."""

    grid: Grid
    fuse: Fuse

    @property
    def name(self) -> str:
        """The workbook's name."""
        return self.grid.name

    def read(self) -> Reading:
        """The workbook as it stands."""
        return self.grid.read()

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        """Make edits."""
        self.fuse.burn("before a write")
        missed = self.grid.write(edits, seen)
        self.fuse.burn("after a write")
        return missed


@dataclass
class FragileOutbox:
    """An outbox whose program may end before or after it is filled or emptied."""

    outbox: Outbox
    fuse: Fuse

    def load(self) -> SyncRequest | None:
        """What is in it."""
        return self.outbox.load()

    def put(self, request: SyncRequest) -> None:
        """Fill it."""
        self.fuse.burn("before the outbox")
        self.outbox.put(request)
        self.fuse.burn("after the outbox")

    def close(self) -> None:
        """Empty it."""
        self.fuse.burn("before the outbox is emptied")
        self.outbox.close()
        self.fuse.burn("after the outbox is emptied")
