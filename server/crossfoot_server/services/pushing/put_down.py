"""A settled plan put into the store: numbers given, rows and versions written, what looks at them calculated anew."""

from __future__ import annotations

from sqlalchemy import Connection

from crossfoot_server.services.calculating.kept import Change, Changes, keep_current
from crossfoot_server.services.pushing.numbering import give_numbers
from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_server.services.pushing.record import Received
from crossfoot_server.services.pushing.sets.overlay import as_it_is, as_it_would_be
from crossfoot_server.services.pushing.write import write


def put_down(connection: Connection, plan: PushPlan, received: Received) -> None:
    """Write every row of ``plan`` that has an action, as ``received``."""
    give_numbers(connection, plan)
    write(connection, plan, received.batch.id, received.at)
    keep_current(connection, plan.opened.store, _written(plan))


def _written(plan: PushPlan) -> Changes:
    """What became of the rows, of tables that kept values look at."""
    watched = plan.opened.store.keeping.watched
    return {
        name: {
            row.id: Change(as_it_is(row), as_it_would_be(row), {*row.taken})
            for row in table.rows
            if row.action != "none"
        }
        for name, table in plan.tables.items()
        if name in watched
    }
