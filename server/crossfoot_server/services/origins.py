"""Where versions came from: what the batches that wrote them say of themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, select

from crossfoot_server.store import Schema
from crossfoot_server.store.statements import among, in_chunks


class Origin(NamedTuple):
    """The book, the client and the workbook of a batch, and why it was sent."""

    book: str = ""
    client: str = ""
    workbook: str = ""
    reason: str = ""


NOWHERE = Origin()


def origins(connection: Connection, schema: Schema, batches: Iterable[str]) -> dict[str, Origin]:
    """The origins of ``batches`` by id."""
    batch = schema.batch
    columns = select(batch.c.id, batch.c.book, batch.c.client, batch.c.workbook, batch.c.reason)
    named = columns.where(among(batch.c.id))
    found: dict[str, Origin] = {}
    for chunk in in_chunks(batches):
        for row in connection.execute(named, chunk):
            found[row.id] = Origin(*row[1:])
    return found
