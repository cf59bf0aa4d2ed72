"""The record of a batch: it answers the same batch when it comes again, and lets people look back."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, insert, select

from crossfoot_server.errors import BadRequest, BatchReused
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pulling.reply import Taken
from crossfoot_server.store import Schema
from crossfoot_server.store.columns import CODE_LENGTH
from crossfoot_server.store.statements import kept
from crossfoot_sync.engine.wire import Batch, BeforeAfter, TableOutcome, Totals
from crossfoot_templates.label import Label


class Sides(msgspec.Struct):
    """Control totals as they are kept: by table, before and after."""

    before: dict[str, Totals]
    after: dict[str, Totals]


@dataclass(frozen=True)
class Received:
    """A batch as it came in: what it says of itself, the digest of what it does, when, and the batch it undoes."""

    batch: Batch
    digest: str
    at: dt.datetime
    reverts: str | None = None


def receive(batch: Batch, payload: object, at: dt.datetime, reverts: str | None = None) -> Received:
    """``batch`` as it came in; ``payload``, the book and what is to be done, tells it from every other.

    Raises:
        BadRequest: its id cannot be one.
    """
    if not 0 < len(batch.id) <= CODE_LENGTH:
        problem = Label(
            f"编号应有 1 到 {CODE_LENGTH} 个字符，而不是 {len(batch.id)} 个",
            f"an id has 1 to {CODE_LENGTH} characters, not {len(batch.id)}",
        )
        raise BadRequest("batch.id", problem)
    plain = msgspec.to_builtins(payload, str_keys=True)
    digest = hashlib.blake2b(msgspec.json.encode(plain, order="sorted"), digest_size=16).hexdigest()
    return Received(batch, digest, at, reverts)


def recorded(connection: Connection, opened: OpenBook, received: Received) -> Taken | None:
    """What came of a batch that was taken in before, or ``None``.

    Raises:
        BatchReused: the id was used for something else, or by somebody else.
    """
    row = connection.execute(_batch(opened.store.schema), {"batch": received.batch.id}).one_or_none()
    if row is None:
        return None
    if (row.actor, row.digest) != (opened.actor.login, received.digest):
        raise BatchReused(received.batch.id)
    return Taken(unpack(row.result), read_totals(row.totals), replayed=True)


@kept
def _batch(schema: Schema) -> Select[str, str, bytes, str]:
    table = schema.batch
    return select(table.c.actor, table.c.digest, table.c.result, table.c.totals).where(table.c.id == bindparam("batch"))


def record(connection: Connection, opened: OpenBook, received: Received, taken: Taken) -> None:
    """Keep a batch with what came of it."""
    statuses = Counter(status for table in taken.outcome for status in table.status)
    sides = Sides(
        {name: each.before for name, each in taken.totals.items()},
        {name: each.after for name, each in taken.totals.items()},
    )
    row: dict[str, Any] = {
        **msgspec.structs.asdict(received.batch),
        "actor": opened.actor.login,
        "book": opened.name,
        "received_at": received.at,
        "reverts": received.reverts,
        "digest": received.digest,
        "totals": msgspec.json.encode(sides).decode(),
        "statuses": msgspec.json.encode(statuses).decode(),
        "result": zlib.compress(msgspec.json.encode(taken.outcome)),
    }
    connection.execute(insert(opened.store.schema.batch), [row])


def unpack(result: bytes) -> list[TableOutcome]:
    """The outcome inside a stored result."""
    return msgspec.json.decode(zlib.decompress(result), type=list[TableOutcome])


# Made when the module is read: two threads that meet a struct first, at the same time, would crash the process.
_SIDES = msgspec.json.Decoder(Sides)


def read_totals(text: str) -> dict[str, BeforeAfter]:
    """The control totals beside a stored result, by table."""
    sides = _SIDES.decode(text)
    return {name: BeforeAfter(before, sides.after[name]) for name, before in sides.before.items()}
