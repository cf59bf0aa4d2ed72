"""The push of a sheet that is under way, kept in the store until its reply has been applied."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import msgspec
from sqlalchemy import select, update

from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import SyncRequest


@dataclass(frozen=True)
class StoreOutbox:
    """The slot of one linked sheet; whichever worker visits the sheet next finds what is in it."""

    store: Store
    spreadsheet: str

    def load(self) -> SyncRequest | None:
        """The request that was put in and not yet taken out."""
        sheet = self.store.schema.sheet
        with self.store.reading() as connection:
            kept = connection.scalar(select(sheet.c.outbox).where(sheet.c.id == self.spreadsheet))
        return None if kept is None else msgspec.json.decode(zlib.decompress(kept), type=SyncRequest)

    def put(self, request: SyncRequest) -> None:
        """Keep ``request``; when this returns it is committed."""
        self._set(zlib.compress(msgspec.json.encode(request)))

    def close(self) -> None:
        """Empty the slot."""
        self._set(None)

    def _set(self, content: bytes | None) -> None:
        sheet = self.store.schema.sheet
        with self.store.writing() as connection:
            connection.execute(update(sheet).where(sheet.c.id == self.spreadsheet).values(outbox=content))
