"""Epochs: which store a workbook was last in step with, and how much of that one's past is this one's too.

A store that was restored from a backup begins a new epoch. Up to the feed number at which the one before ended, what a
workbook knows of that epoch happened here as well; what it knows beyond that went with the restored store.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, insert, select, update

from crossfoot_server.store.counters import FEED, last_number
from crossfoot_server.store.schema import Schema

EPOCH = "epoch"
"""The fact that holds the epoch of a store."""

_ENDED = "epoch ended "
"""Followed by an earlier epoch, the fact that holds the feed number at which that ended."""


def epoch_of(connection: Connection, schema: Schema) -> str:
    """The epoch of a store, which begins the first where there is none."""
    found = _fact(connection, schema, EPOCH)
    if found is not None:
        return found
    epoch = secrets.token_hex(8)
    connection.execute(insert(schema.fact), [{"name": EPOCH, "value": epoch}])
    return epoch


def begin_epoch(connection: Connection, schema: Schema) -> str:
    """End the epoch of a store where its feed now is, and begin another, which is returned."""
    fact, feed, epoch = schema.fact, last_number(connection, schema, FEED), secrets.token_hex(8)
    ended = _ENDED + epoch_of(connection, schema)
    connection.execute(insert(fact), [{"name": ended, "value": str(feed)}])
    connection.execute(update(fact).where(fact.c.name == EPOCH).values(value=epoch))
    return epoch


def in_step_until(connection: Connection, schema: Schema, epoch: str, cursor: int) -> int | None:
    """The feed number up to which a workbook is in step that was last so at ``cursor`` of an earlier ``epoch``.

    ``None`` where it never was in step with any store; 0 where it was with one that this store knows nothing of.
    """
    if not epoch:
        return None
    return min(cursor, int(_fact(connection, schema, _ENDED + epoch) or 0))


def _fact(connection: Connection, schema: Schema, name: str) -> str | None:
    found = connection.scalar(select(schema.fact.c.value).where(schema.fact.c.name == name))
    return None if found is None else str(found)
