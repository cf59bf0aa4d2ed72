"""Being the only one, of all processes that work on a store, who does something.

A lock ends with its process, however that ends, and lasts as long as the process does: nobody takes over from one that
is only slow. So there is no time after which it runs out.
"""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from crossfoot_server.store import Store

_IN_MEMORY: defaultdict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)
"""Locks of stores in memory, which no other process knows, by their epoch."""


class Taken(Exception):
    """Somebody else is at it."""


@contextmanager
def alone(store: Store, name: str) -> Iterator[None]:
    """Keep everybody else from doing ``name`` until the block ends.

    Raises:
        Taken: somebody is at it; nobody waits.
    """
    file = store.engine.url.database
    if file in {None, "", ":memory:"}:
        lock = _IN_MEMORY[store.epoch, name]
        if not lock.acquire(blocking=False):
            raise Taken(name)
        try:
            yield
        finally:
            lock.release()
        return
    folder = Path(f"{file}.locks")
    folder.mkdir(mode=0o700, exist_ok=True)
    # The file stays: nobody could ever safely remove it.
    held = FileLock(folder / hashlib.blake2b(name.encode(), digest_size=16).hexdigest(), timeout=0)
    try:
        with held:
            yield
    except Timeout as error:
        raise Taken(name) from error
