"""New rows that their workbook has sent before: an old copy of it was opened, which has forgotten that it did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from crossfoot_server.services.pushing.plan import RowPlan
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.when import utc_text
from crossfoot_server.store import Pair
from crossfoot_server.store.rows import Version, histories
from crossfoot_server.store.schema import BATCH, ID, KIND, SEQ
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Table
from crossfoot_templates.types import Value, canonical

ALIKE = 0.5
"""More than this part of a new row must be what was sent before."""


def hold_sent_before(connection: Connection, pusher: Pusher, pair: Pair, plans: Sequence[RowPlan]) -> None:
    """Refuse the new rows of ``plans`` that mostly say what a row said which the same workbook created lately.

    Mostly: an old copy may hold a draft that was worked on before it was sent. Lately is since the workbook was last in
    step, as far as it remembers: whoever sends the row once more after that was told, and means it.
    """
    fresh = [plan for plan in plans if plan.action == "insert"]
    if not fresh or pusher.since is None:
        return
    created = list(_created_since(connection, pusher, pair))
    for plan in fresh if created else ():
        twin = max(created, key=lambda each: _likeness(each.values, plan.incoming.values))
        if _likeness(twin.values, plan.incoming.values) > ALIKE:
            plan.action, plan.refusal = "none", _sentence(pair.definition, twin)


def _created_since(connection: Connection, pusher: Pusher, pair: Pair) -> Iterable[Version]:
    """The first versions of the rows that the workbook created after it was last in step."""
    batch, versions = pusher.opened.store.schema.batch, pair.versions
    created = (
        select(versions.c[ID])
        .join(batch, batch.c.id == versions.c[BATCH])
        .where(versions.c[SEQ] > pusher.since, versions.c[KIND] == "created", batch.c.workbook == pusher.workbook)
    )
    for history in histories(connection, pair, connection.scalars(created)).values():
        yield history[min(history)]


def _likeness(stored: Mapping[str, Value], typed: Mapping[str, Value]) -> float:
    """Which part of what was typed is stored."""
    said = {name: value for name, value in typed.items() if value is not None}
    return sum(stored.get(name) == value for name, value in said.items()) / max(1, len(said))


def _sentence(table: Table, twin: Version) -> Message:
    references = table.references()
    key = " / ".join(
        canonical(table.by_name[name].type, twin.values[name]) for name in table.key if name not in references
    )
    return say("row_sent_before", when=utc_text(twin.recorded_at), key=key)
