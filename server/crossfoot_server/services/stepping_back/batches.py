"""The batch that an undo or a restore is recorded as."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from sqlalchemy import Connection

from crossfoot_server.services.calculating.context import context_of
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.people import everybody
from crossfoot_server.services.pulling.reply import Taken
from crossfoot_server.services.pushing.carry_out import carry_out
from crossfoot_server.services.pushing.manner import STEP_BACK
from crossfoot_server.services.pushing.plan import PushPlan, TablePlan
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.pushing.record import Received
from crossfoot_sync.engine.wire import Batch, StepBack
from crossfoot_templates.messages import Message


def with_reason(batch: Batch, reason: Message, language: Literal["zh", "en"]) -> Batch:
    """``batch`` with a reason, ``reason`` where it has none."""
    return batch if batch.reason else msgspec.structs.replace(batch, reason=reason.text(language))


def pusher_of(connection: Connection, opened: OpenBook) -> Pusher:
    """Who goes back: revisions are read from this very store, so they are in step."""
    return Pusher(opened, True, everybody(connection, opened.store))


def step_back(
    connection: Connection,
    pusher: Pusher,
    received: Received,
    tables: Iterable[TablePlan],
    language: Literal["zh", "en"],
) -> Taken:
    """Carry out the plans of ``tables``, which the outcome lists in this order."""
    listed = {table.name: table for table in tables}
    order = pusher.opened.store.catalog.write_order
    ordered = {name: listed[name] for name in order if name in listed}
    context = context_of(connection, pusher.opened, received.at)
    plan = PushPlan(pusher.opened, received.at, language, ordered, STEP_BACK, context)
    return carry_out(connection, plan, pusher, received, list(listed))


def told(received: Received, taken: Taken) -> StepBack:
    """What came of it, as the reply says it."""
    return StepBack(received.batch.id, received.reverts or "", taken.replayed, taken.outcome, taken.totals)
