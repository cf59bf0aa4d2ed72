"""What everything that is done to linked sheets works with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from crossfoot_server.sheets.outbox import StoreOutbox
from crossfoot_server.sheets.own_server import OwnServer
from crossfoot_server.sheets.registry import Linked
from crossfoot_server.sheets.spreadsheets import Spreadsheets
from crossfoot_server.store import Store
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.grids.protocol import Grid

CLIENT = "crossfoot-sheet/1"
"""What batches of linked sheets say they were made with."""


def utc_now() -> dt.datetime:
    """The present, aware."""
    return dt.datetime.now(dt.UTC)


@dataclass(eq=False)
class Bench:
    """The store, the spreadsheets, the clock and the source of ids, for any number of threads."""

    store: Store
    spreadsheets: Spreadsheets
    now: Callable[[], dt.datetime] = utc_now
    new_id: Callable[[], str] = new_row_id
    server: OwnServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = OwnServer(self.store, self.now)

    def server_of(self, linked: Linked) -> Server:
        """The server as a sheet has it."""
        return self.server.of(linked.login)

    def desk(self, linked: Linked, grid: Grid) -> Desk:
        """Where a sheet is kept in step."""
        outbox = StoreOutbox(self.store, linked.id)
        server = self.server_of(linked)
        return Desk(grid, outbox, server, self.now, self.new_id, login=linked.login, client=CLIENT)
