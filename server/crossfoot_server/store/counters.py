"""Running numbers: the feed's, and those of numbered codes."""

from __future__ import annotations

from sqlalchemy import Connection, Select, Update, bindparam, insert, select, update

from crossfoot_server.store.schema import Schema
from crossfoot_server.store.statements import kept

FEED = "feed"


def last_number(connection: Connection, schema: Schema, name: str) -> int:
    """The last number given under ``name``; 0 where none was."""
    return connection.scalar(_last(schema), {"counter": name}) or 0


def advance(connection: Connection, schema: Schema, name: str, count: int) -> int:
    """Take ``count`` numbers under ``name`` and return the first of them.

    The counter's row stays locked until the transaction ends. Smaller numbers are therefore always
    committed first, and a transaction that fails gives its numbers back: the feed has no gaps.
    """
    moved = connection.execute(_advanced(schema), {"counter": name, "count": count})
    if moved.rowcount == 0:
        connection.execute(insert(schema.number), [{"name": name, "last": count}])
        return 1
    return last_number(connection, schema, name) - count + 1


@kept
def _last(schema: Schema) -> Select[int]:
    return select(schema.number.c.last).where(schema.number.c.name == bindparam("counter"))


@kept
def _advanced(schema: Schema) -> Update:
    counter = schema.number
    moved = {counter.c.last: counter.c.last + bindparam("count")}
    return update(counter).where(counter.c.name == bindparam("counter")).values(moved)
