"""One batch with the outcome of every row."""

from __future__ import annotations

from sqlalchemy import select

from crossfoot_server.accounts import Actor
from crossfoot_server.errors import UnknownBatch
from crossfoot_server.services.list_batches import may_see, summaries, summary
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.pushing.record import unpack
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import BatchDetail, TableOutcome


def batch_detail(store: Store, actor: Actor, book: str, batch_id: str) -> BatchDetail:
    """The outcome of a batch, as far as ``actor`` may read its tables and columns.

    Raises:
        UnknownBook, NotAllowed: the book is not there, or not open to ``actor``.
        UnknownBatch: there is no such batch among those they may see.
    """
    opened = open_book(store, actor, book)
    batch = store.schema.batch
    with store.reading() as connection:
        row = connection.execute(summaries(store.schema).where(may_see(opened), batch.c.id == batch_id)).one_or_none()
        if row is None:
            raise UnknownBatch(batch_id)
        result = connection.scalar(select(batch.c.result).where(batch.c.id == batch_id))
    outcome = [each for each in unpack(result or b"") if each.table in opened.view.by_name]
    return BatchDetail(summary(row), [_readable(opened, each) for each in outcome])


def _readable(opened: OpenBook, outcome: TableOutcome) -> TableOutcome:
    columns = opened.view.by_name[outcome.table].table.by_name
    outcome.fields = [field for field in outcome.fields if field.column in columns]
    return outcome
