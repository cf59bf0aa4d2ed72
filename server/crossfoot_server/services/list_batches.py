"""The batches of a book: one's own, and everybody's for those who reach every row."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, and_, select, true

from crossfoot_server.accounts import Actor
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.when import utc_text
from crossfoot_server.store import Schema, Store
from crossfoot_sync.engine.wire import BatchList, BatchSummary

MOST = 1000
"""A list of batches is never longer than this, whatever was asked for."""


def list_batches(store: Store, actor: Actor, book: str, limit: int) -> BatchList:
    """The newest ``limit`` batches of ``book`` that ``actor`` may see.

    Raises:
        UnknownBook, NotAllowed: the book is not there, or not open to ``actor``.
    """
    opened = open_book(store, actor, book)
    batch = store.schema.batch
    newest = summaries(store.schema).where(may_see(opened)).order_by(batch.c.received_at.desc(), batch.c.id.desc())
    with store.reading() as connection:
        found = connection.execute(newest.limit(max(0, min(limit, MOST))))
        return BatchList([summary(row) for row in found])


def summaries(schema: Schema) -> Select[Any]:
    """What a summary is made from."""
    batch, user = schema.batch, schema.user
    named = ("id", "actor", "book", "client", "workbook", "reason", "received_at", "statuses", "reverts")
    return select(*(batch.c[name] for name in named), user.c.name).join(user, user.c.login == batch.c.actor)


def may_see(opened: OpenBook) -> ColumnElement[bool]:
    """The batches open to the actor. An outcome quotes rows, so others' are for those who reach all of them."""
    batch = opened.store.schema.batch
    own = true() if opened.reach.everything else batch.c.actor == opened.actor.login
    return and_(batch.c.book == opened.name, own)


def summary(row: Row[Any]) -> BatchSummary:
    """A row of :func:`summaries` as a summary."""
    return BatchSummary(
        id=row.id,
        actor=row.actor,
        actor_name=row.name,
        book=row.book,
        client=row.client,
        workbook=row.workbook,
        reason=row.reason,
        received_at=utc_text(row.received_at),
        statuses=msgspec.json.decode(row.statuses, type=dict[str, int]),
        reverts=row.reverts or "",
    )
