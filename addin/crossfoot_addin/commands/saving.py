"""Where the push of an open workbook is kept while it is under way, and that the workbook is saved around it.

In a file, ids and answers are safe as soon as they are written. In an open workbook they are only once it is saved: a
push that went out before might come back as new rows after a crash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from crossfoot_sync.client.outbox import FileOutbox, Outbox
from crossfoot_sync.engine.wire import SyncRequest


@dataclass(frozen=True)
class SavedOutbox:
    """An outbox that saves its workbook before a push goes out, and before it is forgotten."""

    inner: Outbox
    save: Callable[[], None]

    def load(self) -> SyncRequest | None:
        """The request that was put in and not yet taken out."""
        return self.inner.load()

    def put(self, request: SyncRequest) -> None:
        """Save the workbook, which names the rows of ``request`` by their ids, then keep ``request``.

        Raises:
            GridError: the workbook cannot be saved; nothing was sent.
        """
        self.save()
        self.inner.put(request)

    def close(self) -> None:
        """Save the workbook, which shows the answer, then empty the slot.

        Raises:
            GridError: it cannot be saved; the next sync asks for the same answer again.
        """
        if self.inner.load() is not None:
            self.save()
        self.inner.close()


def file_of(full_name: str) -> Path | None:
    """The file of a workbook by what its program calls it.

    ``None`` where it was never saved, and where it is opened from OneDrive or SharePoint, which name it by an address.
    """
    return Path(full_name) if "://" not in full_name and Path(full_name).is_absolute() else None


def outbox_of(full_name: str, workbook: str, folder: Path | None = None) -> FileOutbox:
    """The outbox of an open workbook: beside its file, where the command line would look, or else in ``folder``.

    ``workbook`` is its id, ``folder`` by default one of the user's own. The id comes from a sheet that anybody may have
    edited, so it does not become a name as it is.
    """
    file = file_of(full_name)
    if file is not None:
        return FileOutbox(file)
    kept = (folder or user_data_path("crossfoot")) / "outbox"
    kept.mkdir(parents=True, exist_ok=True)
    return FileOutbox(kept / hashlib.blake2b(workbook.encode(), digest_size=16).hexdigest())


def place_of(full_name: str, workbook: str) -> str:
    """What tells an open workbook from all others: its file, else its id."""
    file = file_of(full_name)
    return str(file.resolve()) if file is not None else workbook
