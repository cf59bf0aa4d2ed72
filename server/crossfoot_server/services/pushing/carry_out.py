"""From the plan of a batch to its record: judge, number, write, tell. How the plan came about makes no difference."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from crossfoot_server.services.approving.batch import Approving
from crossfoot_server.services.pulling.reply import Taken
from crossfoot_server.services.pulling.visible import control_totals
from crossfoot_server.services.pushing.outcome import Teller
from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.pushing.put_down import put_down
from crossfoot_server.services.pushing.record import Received, record
from crossfoot_server.services.pushing.settle import settle
from crossfoot_server.services.pushing.wording import Wording, wording_of
from crossfoot_server.store.rows import histories
from crossfoot_sync.engine.wire import BeforeAfter


def carry_out(connection: Connection, plan: PushPlan, pusher: Pusher, received: Received, told: Sequence[str]) -> Taken:
    """Write what may be written of ``plan``, and keep the batch. ``told`` are its tables as the outcome lists them."""
    approving = Approving(connection, plan, pusher, received)
    counted = list(dict.fromkeys((*told, *approving.decided_tables)))
    before = {name: control_totals(connection, plan.opened, name) for name in counted}
    approving.decide()
    settle(connection, plan)
    approving.file()
    _load_histories_of_conflicts(connection, plan)
    put_down(connection, plan, received)
    teller = Teller(pusher, _wording(connection, plan), plan.manner)
    outcome = [teller.table(plan.tables[name]) for name in told]
    totals = {name: BeforeAfter(before[name], control_totals(connection, plan.opened, name)) for name in counted}
    taken = Taken(outcome, totals)
    record(connection, plan.opened, approving.with_reason(), taken)
    return taken


def _load_histories_of_conflicts(connection: Connection, plan: PushPlan) -> None:
    # Who changed a field last is in the versions; those of rows merged two-way were not needed until now.
    for table in plan.tables.values():
        conflicts = [
            row.id
            for row in table.rows
            if row.id not in table.histories and any(field.state == "conflict" for field in row.open.values())
        ]
        table.histories.update(histories(connection, table.pair, conflicts))


def _wording(connection: Connection, plan: PushPlan) -> Wording:
    # Labels are wanted where values are quoted, which most pushes give no cause for.
    quoted = [name for name, table in plan.tables.items() if any(row.open for row in table.rows)]
    return wording_of(connection, plan.opened, quoted, plan.language)
