"""What a batch does about approvals, beside its rows: decisions first, then what it asks and what it makes void."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from sqlalchemy import Connection

from crossfoot_server.services.approving import held as kept
from crossfoot_server.services.approving.carrying import goes_along
from crossfoot_server.services.approving.deciding import Deciding
from crossfoot_server.services.approving.filing import file_held
from crossfoot_server.services.approving.held import Held
from crossfoot_server.services.approving.overtaken import void_overtaken, withdraw_removed
from crossfoot_server.services.approving.register import Register
from crossfoot_server.services.calculating.context import context_of
from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.pushing.record import Received
from crossfoot_server.services.when import utc_text
from crossfoot_templates.approvals import APPROVAL
from crossfoot_templates.messages import say


class Approving:
    """The approvals of one batch."""

    def __init__(self, connection: Connection, plan: PushPlan, pusher: Pusher, received: Received) -> None:
        self._connection = connection
        self._plan = plan
        self._pusher = pusher
        self._received = received
        self._register = Register(connection, plan, received)
        self._carried: list[tuple[str, str]] = []
        pushed = plan.tables.get(APPROVAL)
        self._decided: dict[str, Held] = {}
        if pushed is not None:
            rows = (row.id for row in pushed.rows if row.action == "update")
            self._decided = kept.of_requests(connection, plan.opened.store, rows)

    @property
    def decided_tables(self) -> list[str]:
        """The tables of the book whose rows the decisions of the batch may change."""
        return sorted({each.table for each in self._decided.values()} & self._plan.opened.view.by_name.keys())

    def decide(self) -> None:
        """Take the decisions that were pushed. What they carry out is written, and the rest judged by it."""
        pushed = self._plan.tables.get(APPROVAL)
        if pushed is not None:
            deciding = Deciding(self._connection, self._plan, self._pusher, self._register, pushed, self._decided)
            deciding.run()
            self._carried = deciding.carried
            if self._carried:
                # What was asked of the tables before is no longer so.
                self._plan.context = context_of(self._connection, self._plan.opened, self._plan.at)

    def file(self) -> None:
        """Ask for what waits in the settled plan, void what it overtakes, and enter all that into the plan."""
        waiting = file_held(self._connection, self._plan, self._register)
        withdraw_removed(self._connection, self._plan, self._register)
        void_overtaken(self._connection, self._plan, self._pusher, self._register, waiting)
        if self._received.reverts:
            for held in kept.asked_by_batch(self._connection, self._plan.opened.store, self._received.reverts):
                self._register.void(held, say("approval_undone", when=utc_text(self._plan.at)))
        self._void_left_alone()
        self._register.enter()

    def _void_left_alone(self) -> None:
        """Void what has been approved and waited for something of which nothing comes any more."""
        for ended in [*self._register.ended]:
            others = self._register.companions(ended)
            for held in [each for each in others if not each.open_requests]:
                along = [each for each in others if each.id != held.id]
                if goes_along(self._connection, self._pusher, held, self._register, along) is None:
                    self._register.void(held, say("approval_alone"))

    def with_reason(self) -> Received:
        """The batch with a reason that names what it carried out, after that of its sender."""
        if not self._carried:
            return self._received
        by, language = self._plan.opened.actor.name, self._plan.language
        said = [say("approval_reason", number=number, who=who, by=by).text(language) for number, who in self._carried]
        batch = self._received.batch
        reason = " ".join([*([batch.reason] if batch.reason else []), *said])
        return replace(self._received, batch=msgspec.structs.replace(batch, reason=reason))
