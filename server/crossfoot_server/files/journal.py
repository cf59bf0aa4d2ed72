"""What was sent from an uploaded workbook, so that the same edits are known again however often they come.

The file that somebody uploaded stays as it was; the one that goes back may never arrive, or be forgotten in a folder.
Then the old one comes again, with more edits in it perhaps, and without the ids that its new rows were sent under. So
every push is kept with the generation of the file that it was sent from. Where a file of that generation comes again,
the push is finished first, as the command line finishes one that was cut off.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, and_, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from crossfoot_server.store import Store
from crossfoot_server.thin.errors import Overtaken
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_sync.grids.protocol import Grid
from crossfoot_templates.layout import ID

KEPT: Final = 20
"""How many pushes of a workbook are kept. A file that is older yet is known by what its rows hold, or asks."""


def mark_of(manifest: Manifest) -> str:
    """The generation of a file: files with the same mark left the server as one."""
    told = (manifest.epoch, manifest.cursor, manifest.synced_at)
    return hashlib.blake2b(msgspec.json.encode(told), digest_size=16).hexdigest()


class Sent(msgspec.Struct, frozen=True):
    """A push, and by table and id the lines of the file in which rows stood that were new."""

    request: SyncRequest
    lines: dict[str, dict[str, int]]


@dataclass
class Journal:
    """The pushes of a person's workbook; no other person finds them, whatever their workbook says.

    Attributes:
        mark: the generation of the file that is being synced.
        last: the number of the newest push when this was read.
    """

    store: Store
    login: str
    workbook: str
    mark: str
    last: int = field(init=False)

    def __post_init__(self) -> None:
        kept = self.store.schema.upload
        with self.store.reading() as connection:
            self.last = connection.scalar(select(func.max(kept.c.number)).where(self._own())) or 0

    def sent(self) -> list[Sent]:
        """What was sent from this generation of the file, in order."""
        kept = self.store.schema.upload
        chosen = select(kept.c.content).where(self._own(), kept.c.mark == self.mark, kept.c.number <= self.last)
        with self.store.reading() as connection:
            found = connection.scalars(chosen.order_by(kept.c.number)).all()
        return [msgspec.json.decode(zlib.decompress(each), type=Sent) for each in found]

    def add(self, batch: str, sent: Sent) -> None:
        """Keep a push; when this returns it is committed.

        Raises:
            Overtaken: the same workbook sent another meanwhile.
        """
        kept = self.store.schema.upload
        row = {"login": self.login, "workbook": self.workbook, "number": self.last + 1, "mark": self.mark}
        content = zlib.compress(msgspec.json.encode(sent), 5)
        try:
            with self.store.writing() as connection:
                connection.execute(insert(kept), [row | {"batch": batch, "content": content}])
                connection.execute(delete(kept).where(self._own(), kept.c.number <= self.last + 1 - KEPT))
        except IntegrityError as error:
            raise Overtaken from error
        self.last += 1

    def forget_unless_taken(self, batch: str) -> None:
        """Drop a push that the server never took in and never will; its edits go out anew."""
        kept, taken = self.store.schema.upload, self.store.schema.batch
        with self.store.writing() as connection:
            if connection.scalar(select(taken.c.id).where(taken.c.id == batch)) is None:
                connection.execute(delete(kept).where(self._own(), kept.c.batch == batch))

    def _own(self) -> ColumnElement[bool]:
        kept = self.store.schema.upload
        return and_(kept.c.login == self.login, kept.c.workbook == self.workbook)


def new_rows(request: SyncRequest) -> Set[str]:
    """The ids of the rows that are new in a push."""
    return {row_id for part in request.push for row_id, kind in zip(part.ids, part.kinds, strict=True) if kind == "new"}


@dataclass
class UploadOutbox:
    """The outbox of one pass over the uploaded file in ``grid``.

    ``unfinished`` is the push that it begins with, if any.
    """

    journal: Journal
    grid: Grid
    unfinished: SyncRequest | None = None

    def load(self) -> SyncRequest | None:
        """The push to be finished first."""
        return self.unfinished

    def put(self, request: SyncRequest) -> None:
        """Keep a push that was not kept yet; when this returns it is committed.

        That a reply is being written down need not be kept: a copy that is cut short is seen by nobody.
        """
        if request.batch is not None and not self._holds(request.batch.id):
            self.journal.add(request.batch.id, Sent(request, self._lines(request)))
            self.unfinished = request

    def close(self) -> None:
        """Go on; the push stays in the journal if the server has it."""
        if self.unfinished is not None and self.unfinished.batch is not None:
            self.journal.forget_unless_taken(self.unfinished.batch.id)
        self.unfinished = None

    def _lines(self, request: SyncRequest) -> dict[str, dict[str, int]]:
        """Where the new rows of a push stand; their ids were written there before."""
        tables = self.grid.read().tables
        lines: dict[str, dict[str, int]] = {}
        for part in request.push:
            cells, ids = tables[part.table], new_rows(request)
            placed = zip(cells.columns[ID], cells.rows, strict=True)
            lines[part.table] = {str(row_id): line for row_id, line in placed if row_id in ids}
        return lines

    def _holds(self, batch: str) -> bool:
        held = self.unfinished
        return held is not None and held.batch is not None and held.batch.id == batch
