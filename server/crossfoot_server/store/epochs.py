"""Epochs: a store that was restored from a backup is another one to whoever was in step with what it lost."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from crossfoot_server.store.counters import FEED, last_number
from crossfoot_server.store.schema import Schema
from crossfoot_server.store.statements import kept

EPOCH = "epoch"
"""The fact that names the epoch; one named ``epoch:`` and an earlier one says how far the feed was when that ended."""


def the_epoch(connection: Connection, schema: Schema) -> str:
    """The epoch of a store; a store without one begins its first."""
    found = connection.scalar(_fact(schema), {"fact": EPOCH})
    if found is not None:
        return found
    epoch = secrets.token_hex(8)
    connection.execute(insert(schema.fact), [{"name": EPOCH, "value": epoch}])
    return epoch


def renew(connection: Connection, schema: Schema) -> str:
    """End the epoch of a store where its feed is now, and begin another."""
    before, epoch = the_epoch(connection, schema), secrets.token_hex(8)
    fact, ended = schema.fact, last_number(connection, schema, FEED)
    connection.execute(insert(fact), [{"name": f"{EPOCH}:{before}", "value": str(ended)}])
    connection.execute(update(fact).where(fact.c.name == EPOCH).values(value=epoch))
    return epoch


def shared_with(connection: Connection, schema: Schema, epoch: str) -> int:
    """The feed number up to which the store is what it was in an earlier ``epoch``; 0 where it knows of none such."""
    return int(connection.scalar(_fact(schema), {"fact": f"{EPOCH}:{epoch}"}) or 0)


@kept
def _fact(schema: Schema) -> Select[str]:
    return select(schema.fact.c.value).where(schema.fact.c.name == bindparam("fact"))
