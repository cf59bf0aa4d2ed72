"""The record of a batch: it answers the same batch when it comes again, and lets people look back."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from crossfoot_server.errors import BatchReused
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pulling.visible import ControlTotals
from crossfoot_sync.engine.wire import Batch, SyncRequest, TableOutcome


@dataclass(frozen=True)
class Received:
    """A batch as it came in: what it says of itself, the digest of its rows, and when."""

    batch: Batch
    digest: str
    at: dt.datetime


@dataclass(frozen=True)
class Totals:
    """Rows and money the actor saw of each pushed table, before and after."""

    before: dict[str, ControlTotals]
    after: dict[str, ControlTotals]


def payload_digest(book: str, request: SyncRequest) -> str:
    """What tells one push from another: the book and the rows, not what was asked to be pulled with them."""
    plain = msgspec.to_builtins([book, request.push], str_keys=True)
    return hashlib.blake2b(msgspec.json.encode(plain, order="sorted"), digest_size=16).hexdigest()


def stored_outcome(connection: Connection, opened: OpenBook, received: Received) -> list[TableOutcome] | None:
    """The outcome of a batch that was taken in before, or ``None``.

    Raises:
        BatchReused: the id was used for another push, or by somebody else.
    """
    table = opened.store.schema.batch
    row = connection.execute(
        select(table.c.actor, table.c.digest, table.c.result).where(table.c.id == received.batch.id)
    ).one_or_none()
    if row is None:
        return None
    if (row.actor, row.digest) != (opened.actor.login, received.digest):
        raise BatchReused(received.batch.id)
    return unpack(row.result)


def record(
    connection: Connection, opened: OpenBook, received: Received, outcome: list[TableOutcome], totals: Totals
) -> None:
    """Keep a batch with its outcome."""
    row: dict[str, Any] = {
        **msgspec.structs.asdict(received.batch),
        "actor": opened.actor.login,
        "book": opened.name,
        "received_at": received.at,
        "digest": received.digest,
        "totals": msgspec.json.encode(totals).decode(),
        "statuses": msgspec.json.encode(Counter(each for table in outcome for each in table.status)).decode(),
        "result": zlib.compress(msgspec.json.encode(outcome)),
    }
    connection.execute(insert(opened.store.schema.batch), [row])


def unpack(result: bytes) -> list[TableOutcome]:
    """The outcome inside a stored result."""
    return msgspec.json.decode(zlib.decompress(result), type=list[TableOutcome])
