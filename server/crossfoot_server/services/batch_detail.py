"""One batch with the outcome of every row and the control totals around it."""

from __future__ import annotations

from sqlalchemy import select

from crossfoot_server.accounts import Actor
from crossfoot_server.errors import UnknownBatch
from crossfoot_server.services.list_batches import may_see, summaries, summary
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.pushing.record import read_totals, unpack
from crossfoot_server.services.pushing.sets.figures import without_figures
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import BatchDetail, TableOutcome, Totals


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
        result, totals = connection.execute(select(batch.c.result, batch.c.totals).where(batch.c.id == batch_id)).one()
    outcome = [_readable(opened, each) for each in unpack(result) if each.table in opened.view.by_name]
    if row.actor != actor.login:
        for field in (field for each in outcome for field in each.fields):
            field.message = without_figures(field.message)
    told = {name: each for name, each in read_totals(totals).items() if name in opened.view.by_name}
    for name, each in told.items():
        each.before, each.after = (_of_readable(opened, name, side) for side in (each.before, each.after))
    return BatchDetail(summary(row), outcome, told)


def _readable(opened: OpenBook, outcome: TableOutcome) -> TableOutcome:
    columns = opened.view.by_name[outcome.table].table.by_name
    outcome.fields = [field for field in outcome.fields if field.column in columns]
    outcome.went_back = [field for field in outcome.went_back if field.column in columns]
    return outcome


def _of_readable(opened: OpenBook, name: str, side: Totals) -> Totals:
    columns = opened.view.by_name[name].table.columns
    return Totals(side.rows, {each.name: side.money[each.name] for each in columns if each.name in side.money})
