"""Going back, as a client asks for it: undo and restore with batch ids of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from crossfoot_server.services import check_restore, check_undo, restore, sync, undo
from crossfoot_server.services.places import BatchPlace, RowPlace
from crossfoot_server.store import Store
from crossfoot_server.store.schema import ID, VOIDED
from crossfoot_sync.engine.wire import Batch, RestoreRequest, StepBack, TableOutcome, UndoRequest
from crossfoot_tests.server.builders import NOW, NOW_TEXT, Desk, Edit

_IDS = count(1)


def batch(batch_id: str = "", reason: str = "") -> Batch:
    """A batch that goes back."""
    return Batch(batch_id or f"back-{next(_IDS)}", "test", "book.xlsx", NOW_TEXT, reason)


def pushed(desk: Desk, *edits: Edit, now: datetime = NOW) -> str:
    """Push ``edits``, all of which go through, and return the id of the batch."""
    request = desk.request(*edits)
    reply = sync(desk.store, desk.actor, desk.book, request, now)
    desk.take(reply)
    assert {status for table in reply.outcome for status in table.status} <= {"ok", "merged", "removed"}
    assert request.batch is not None
    return request.batch.id


def undone(desk: Desk, undone_batch: str, back: Batch | None = None, now: datetime = NOW) -> StepBack:
    """Undo a batch as the person at ``desk``."""
    request = UndoRequest(back or batch(), "en")
    return undo(desk.store, desk.actor, BatchPlace(desk.book, undone_batch), request, now)


def undo_checked(desk: Desk, undone_batch: str) -> StepBack:
    """What undoing a batch would come to."""
    return check_undo(desk.store, desk.actor, BatchPlace(desk.book, undone_batch), UndoRequest(batch(), "en"), NOW)


def asked(rev: int, seen: int, columns: list[str] | None = None, back: Batch | None = None) -> RestoreRequest:
    """The request that a row go back to ``rev``."""
    return RestoreRequest(back or batch(), rev, seen, columns, "en")


def restored(desk: Desk, table: str, row: str, request: RestoreRequest) -> StepBack:
    """Put a row back as the person at ``desk``."""
    return restore(desk.store, desk.actor, RowPlace(desk.book, table, row), request, NOW)


def restore_checked(desk: Desk, table: str, row: str, request: RestoreRequest) -> StepBack:
    """What putting a row back would come to."""
    return check_restore(desk.store, desk.actor, RowPlace(desk.book, table, row), request, NOW)


def one(reply: StepBack) -> TableOutcome:
    """The outcome of a step back in one table."""
    (outcome,) = reply.outcome
    return outcome


def fared(reply: StepBack) -> dict[str, Sequence[str]]:
    """The statuses by table."""
    return {table.table: table.status for table in reply.outcome}


def said(reply: StepBack) -> list[str]:
    """Everything that is said of rows and fields, in English."""
    texts = []
    for table in reply.outcome:
        texts += [message.text("en") for messages in table.messages for message in messages]
        texts += [field.message.text("en") for field in table.fields]
    return texts


def in_force(store: Store) -> dict[str, dict[str, Any]]:
    """Every row in force of every table, with the values of its columns, by ``table/id``."""
    found: dict[str, dict[str, Any]] = {}
    with store.reading() as connection:
        for name, pair in store.schema.pairs.items():
            for row in connection.execute(select(pair.current)).mappings():
                if not row[VOIDED]:
                    found[f"{name}/{row[ID]}"] = {column: row[column] for column in pair.definition.by_name}
    return found
