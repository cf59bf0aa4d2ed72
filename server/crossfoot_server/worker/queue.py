"""The queue: a file beside the store, or Redis."""

from __future__ import annotations

from typing import Any

from huey import RedisHuey, SqliteHuey  # type: ignore[import-untyped]

from crossfoot_server.store import Store

NAME = "crossfoot"


def open_queue(store: Store, url: str | None) -> Any:
    """The queue of a store: of Huey, in Redis at ``url`` (``redis://…``), or in a file where there is none."""
    if url is not None:
        return RedisHuey(f"{NAME}-{store.epoch}", url=url, results=False)
    return SqliteHuey(NAME, filename=f"{store.engine.url.database}.queue", results=False, strict_fifo=True)
