"""The push that is under way, kept beside the workbook until its reply has been applied."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

import msgspec

from crossfoot_sync.engine.wire import SyncRequest


class Outbox(Protocol):
    """One slot for one request. What is put in survives the end of the program at any instruction."""

    def load(self) -> SyncRequest | None:
        """The request that was put in and not yet taken out."""
        ...

    def put(self, request: SyncRequest) -> None:
        """Keep ``request``; when this returns it is safe."""
        ...

    def close(self) -> None:
        """Empty the slot."""
        ...


class MemoryOutbox:
    """An outbox for workbooks that live in memory."""

    def __init__(self) -> None:
        self._kept: bytes | None = None

    def load(self) -> SyncRequest | None:
        """The request, decoded anew each time."""
        return None if self._kept is None else msgspec.json.decode(self._kept, type=SyncRequest)

    def put(self, request: SyncRequest) -> None:
        """Keep it."""
        self._kept = msgspec.json.encode(request)

    def close(self) -> None:
        """Drop it."""
        self._kept = None


class FileOutbox:
    """An outbox beside a workbook: ``deals.xlsx`` has ``.deals.xlsx.outbox``."""

    def __init__(self, workbook: Path) -> None:
        self.path = workbook.with_name(f".{workbook.name}.outbox")

    def load(self) -> SyncRequest | None:
        """The request; one that was cut short by a crash was never sent and counts as none."""
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=SyncRequest)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def put(self, request: SyncRequest) -> None:
        """Write, flush and rename, so that there is always a whole request or none."""
        with self._part.open("wb") as file:
            file.write(msgspec.json.encode(request))
            file.flush()
            os.fsync(file.fileno())
        self._part.replace(self.path)

    def close(self) -> None:
        """Remove the file, and what a push that was cut off while it was written down may have left."""
        self.path.unlink(missing_ok=True)
        self._part.unlink(missing_ok=True)

    @property
    def _part(self) -> Path:
        return self.path.with_name(self.path.name + ".part")
