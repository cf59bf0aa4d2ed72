"""What a sheet is in step with, told by what was read of it last; and whether the store has anything new for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from crossfoot_server.sheets.registry import UNSEEN, Linked, Seen
from crossfoot_server.store import Store
from crossfoot_server.store.counters import FEED, last_number
from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.engine.diff import find_changes, waiting_rows
from crossfoot_sync.engine.fingerprint import set_digest
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import SyncReply, SyncRequest
from crossfoot_sync.engine.workbook import read_workbook, settle_ids
from crossfoot_sync.google.probe import Version
from crossfoot_sync.grids.protocol import SharedGrid
from crossfoot_templates.model import BookView


@dataclass
class Watched:
    """A grid that asks how far the spreadsheet is before each time it is read, and remembers both.

    Whatever anybody does later has a greater version: nothing that was not read passes for read. What a write left is
    not read again where the grid knows it: then the next look, which finds a greater version, tells what else is there.

    Attributes:
        version: told before ``reading``, which was read last; ``first`` was read first.
    """

    grid: SharedGrid
    probe: Callable[[], Version]
    version: Version | None = None
    reading: Reading | None = None
    first: Reading | None = None
    _ahead: bool = False
    _left: Reading | None = None

    @property
    def name(self) -> str:
        """What people call the spreadsheet."""
        return self.grid.name

    def look(self) -> Reading:
        """All managed tables as they stand now; whoever reads next is given the same."""
        reading = self.read()
        self._ahead = True
        return reading

    def read(self) -> Reading:
        """All managed tables as they stand now."""
        if self._ahead and self.reading is not None:
            self._ahead = False
            return self.reading
        left, self._left = self._left, None
        if left is not None:
            self.reading = left
            return left
        self.version = self.probe()
        self.reading = self.grid.read()
        self.first = self.first or self.reading
        return self.reading

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        """Make ``edits`` as the grid does."""
        missed = self.grid.write(edits, seen)
        self._left = None if missed else self.grid.standing
        return missed


def digest_of(reading: Reading) -> str:
    """A digest of everything that stands in the tables, in which order, and of what may not be written there.

    Status lines are left out.
    """
    tables = {
        name: (
            cells.columns,
            cells.labels,
            sorted(cells.lost),
            sorted(map(str, cells.faults)),
            sorted(cells.barred),
            cells.closed,
        )
        for name, cells in reading.tables.items()
    }
    encoded = msgspec.json.encode(tables, order="sorted")
    return hashlib.blake2b(encoded, digest_size=16).hexdigest()


def seen_of(watched: Watched, view: BookView, feed: int, day: str) -> Seen:
    """What a sheet is in step with after a sync that ``watched`` saw from its first reading to its last.

    Where the last shows something that was not sent, somebody may have typed it since: then the sheet counts as unseen,
    unless all of it stood there when the sync began, which has dealt with it.

    Raises:
        LookupError: nothing was read.
        ManifestError: the manifest that was read is damaged.
    """
    first, last = watched.first, watched.reading
    if first is None or last is None or watched.version is None:
        raise LookupError("nothing was read")
    manifest = Manifest.read(last.manifest)
    workbook = read_workbook(last, manifest, view)
    waiting, cells = waiting_rows(workbook), digest_of(last)
    unsent = bool(settle_ids(workbook, new_row_id)) or any(find_changes(workbook).values())
    known = not unsent or cells == digest_of(first)
    return Seen(
        version=watched.version.number if known else UNSEEN.version,
        feed=feed,
        cells=cells if known else UNSEEN.cells,
        epoch=manifest.epoch,
        cursor=manifest.cursor,
        view=manifest.version,
        lists=manifest.lists,
        shown={name: set_digest(shown.items()) for name, shown in workbook.shown.items()},
        waiting=waiting,
        day=day,
    )


def feed_of(store: Store) -> int:
    """How far the store's feed is."""
    with store.reading() as connection:
        return last_number(connection, store.schema, FEED)


def has_news(server: Server, linked: Linked) -> bool:
    """Whether the store has anything that the sheet does not show and its account may see.

    Raises:
        ServerProblemError: the account may not see the book any more.
    """
    seen = linked.seen
    asked = SyncRequest(
        language=linked.language,
        epoch=seen.epoch,
        version=seen.view,
        cursor=seen.cursor,
        lists=seen.lists,
        waiting=seen.waiting,
    )
    return _differs(server.pull(linked.book, asked), seen)


def _differs(reply: SyncReply, seen: Seen) -> bool:
    return (
        (reply.epoch, reply.version) != (seen.epoch, seen.view)
        or bool(reply.pull or reply.gone or reply.lists)
        or any(notice.state != "waiting" for notice in reply.notices)
        or any(visible.digest != seen.shown.get(name) for name, visible in reply.visible.items())
    )
