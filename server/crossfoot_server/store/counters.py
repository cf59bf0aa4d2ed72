"""Running numbers: the feed's, and those of numbered codes."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from crossfoot_server.store.schema import Schema

FEED = "feed"


def last_number(connection: Connection, schema: Schema, name: str) -> int:
    """The last number given under ``name``; 0 where none was."""
    found = connection.scalar(select(schema.number.c.last).where(schema.number.c.name == name))
    return int(found or 0)


def advance(connection: Connection, schema: Schema, name: str, count: int) -> int:
    """Take ``count`` numbers under ``name`` and return the first of them.

    The counter's row stays locked until the transaction ends. Smaller numbers are therefore always
    committed first, and a transaction that fails gives its numbers back: the feed has no gaps.
    """
    counter = schema.number
    moved = connection.execute(
        update(counter).where(counter.c.name == name).values({counter.c.last: counter.c.last + count})
    )
    if moved.rowcount == 0:
        connection.execute(insert(counter), [{"name": name, "last": count}])
        return 1
    return last_number(connection, schema, name) - count + 1
