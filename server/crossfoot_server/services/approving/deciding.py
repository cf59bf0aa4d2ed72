"""Decisions typed into the table of approvals: who may make them, and what each does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from crossfoot_server.services.approving import held as kept
from crossfoot_server.services.approving.asked_people import Subject, about, deciders, may_decide, row_to_be
from crossfoot_server.services.approving.carrying import Carried, carry, goes_along
from crossfoot_server.services.approving.held import CARRIED, Held, Request
from crossfoot_server.services.approving.register import SAID, Register, scope_of
from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.pushing.sets.overlay import PlannedRows
from crossfoot_server.services.when import utc_text
from crossfoot_templates.approvals import (
    APPROVE,
    APPROVED,
    DECIDED,
    NOTE,
    PENDING,
    REJECT,
    REJECTED,
    WITHDRAW,
    WITHDRAWN,
)
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import Value

_FEW = 20
"""Of more than so many it is not found out which are needed: each is tried."""


@dataclass
class Deciding:
    """The decisions of one batch, taken one after another: each sees what those before it carried out.

    Attributes:
        table: the pushed rows of the table of approvals.
        held: what these are about.
        carried: the numbers of the requests whose changes were carried out, each with who asked.
    """

    connection: Connection
    plan: PushPlan
    pusher: Pusher
    register: Register
    table: TablePlan
    held: Mapping[str, Held]
    carried: list[tuple[str, str]] = field(default_factory=list)

    def run(self) -> None:
        """Take every decision that may be taken, and refuse the others with a reason beside the cell."""
        for row in self.table.rows:
            if row.action == "update" and NOTE in row.taken and not self._takes_note(row):
                self._refuse(row, [NOTE], say("approval_note"))
            typed = [name for name in DECIDED if name in row.taken]
            if row.action != "update" or not typed:
                continue
            reason = self._bars(row)
            if reason is not None:
                self._refuse(row, typed, reason)
            elif row.taken.get("decision") in _DECIDE:
                _DECIDE[str(row.taken["decision"])](self, row, self._request(row))

    def _request(self, row: RowPlan) -> Request:
        return next(each for each in self.held[row.id].requests if each.approval == row.id)

    def _refuse(self, row: RowPlan, typed: list[str], reason: Message) -> None:
        for name in typed:
            self.plan.refuse(self.table, row, name, reason, mendable=False)

    def _takes_note(self, row: RowPlan) -> bool:
        """Whether the actor may say why they ask."""
        held = self.held.get(row.id)
        asks = held is not None and held.pending and held.requester == self.plan.opened.actor.login
        return asks and self._request(row).state == PENDING

    def _bars(self, row: RowPlan) -> Message | None:
        """Why the actor may not decide this."""
        held = self.held.get(row.id)
        if held is None:
            return say("approval_decided")
        request, actor = self._request(row), self.plan.opened.actor
        if not held.pending or request.state != PENDING:
            return say("approval_decided")
        if row.taken.get("decision") == WITHDRAW:
            return None if held.requester == actor.login else say("approval_not_requester")
        subject = Subject.of(self.connection, self.plan.opened.store, PlannedRows(self.plan), held)
        if subject is None:
            return say("approval_decided")
        asked = [(request.role, [each.name for each in deciders(subject, request.role)])]
        if held.requester == actor.login:
            return about("approval_own", asked)
        if not may_decide(actor, subject, request.role):
            return about("approval_not_yours", asked)
        return None

    def _subject(self, held: Held) -> dict[str, Value] | None:
        return row_to_be(self.connection, self.plan.opened.store, held)

    def _stamp(self, row: RowPlan, request: Request, state: str) -> None:
        request.state = state
        at = self.plan.at.replace(microsecond=0)
        row.taken |= {"state": state, "decided_by": self.plan.opened.actor.login, "decided_at": at}

    def approve(self, row: RowPlan, request: Request) -> None:
        """Ask the next step, or carry the change out where this was the last."""
        held = self.held[row.id]
        if self._pushed(held):
            self._refuse(row, ["decision"], say("approval_row_pushed"))
            return
        before = request.state
        request.state = APPROVED
        rule = self.register.rule(held, request.rule)
        if rule is not None and request.step + 1 < len(rule.roles):
            self._ask(row, request.rule, request.step + 1)
        elif not held.open_requests:
            outcome = self._carry_out(row, held)
            reason = outcome.refused or outcome.void
            if reason is not None:
                request.state = before
                if outcome.void is not None:
                    self.register.void(held, outcome.void)
                self._refuse(row, ["decision"], reason)
                return
            for name in outcome.more:
                self._ask(row, name, 0)
        self._stamp(row, request, APPROVED)
        if held.pending and held.open_requests:
            kept.tell(
                self.connection, self.plan.opened.store, held, self.register.waits(held, self._subject(held) or {})
            )

    def _carry_out(self, row: RowPlan, held: Held) -> Carried:
        """Carry a change out, alone or with what the same batch asked for and has been approved.

        What can go only along with others waits for them, approved.
        """
        connection, pusher, register = self.connection, self.pusher, self.register
        outcome = carry(connection, pusher, held, register)
        if outcome.refused is not None:
            others = [each for each in register.companions(held) if not self._pushed(each)]
            approved = [each for each in others if not each.open_requests]
            together = carry(connection, pusher, held, register, approved) if approved else outcome
            if not together.done and len(approved) < len(others):
                needed = self._needed(held, others)
                if needed:
                    register.let_wait(held, needed)
                    row.notes += [held.reason] if held.reason is not None else []
                    return Carried()
            outcome = together if together.done else outcome
        for each in (held, *outcome.along) if outcome.done else ():
            each.state, each.reason = CARRIED, None
            kept.end(connection, self.plan.opened.store, each, register.received.batch.id)
            number = row.stored.values["number"] if each is held and row.stored else register.number_of(each)
            self.carried.append((str(number), pusher.name(each.requester)))
        return outcome

    def _needed(self, held: Held, others: list[Held]) -> list[Held]:
        """Those of ``others`` that are still to be approved for ``held`` to go along with them; none if it cannot."""
        found = goes_along(self.connection, self.pusher, held, self.register, others)
        if found is None:
            return []
        needed = [*found]
        for each in found if len(found) <= _FEW else ():
            rest = [other for other in needed if other is not each]
            if goes_along(self.connection, self.pusher, held, self.register, rest) is not None:
                needed = rest
        return [each for each in needed if each.open_requests]

    def _pushed(self, held: Held) -> bool:
        """Whether the row is in the batch too: a batch writes one version of a row."""
        return held.table in self.plan.tables and held.row in self.plan.tables[held.table].by_id

    def _ask(self, row: RowPlan, rule_name: str, step: int) -> None:
        """Ask a further step, in the words of the request that ``row`` is."""
        held = self.held[row.id]
        rule = self.register.rule(held, rule_name)
        subject = self._subject(held)
        if rule is None or subject is None:
            return
        told = {name: row.value(name) for name in SAID}
        language = self.register.language(held, rule.roles[step], subject)
        made = self.register.ask(held, rule, step, {**told, **scope_of(subject)}, language)
        kept.keep_requests(self.connection, self.plan.opened.store, held, [made])

    def reject(self, row: RowPlan, request: Request) -> None:
        """Turn the change down; its other requests are void."""
        actor, comment = self.plan.opened.actor, row.value("comment")
        facts = {"who": actor.name, "when": utc_text(self.plan.at)}
        because = say("approval_rejected_because", comment=str(comment), **facts)
        reason = because if comment else say("approval_rejected", **facts)
        self._stamp(row, request, REJECTED)
        self.register.void(self.held[row.id], reason, REJECTED)

    def withdraw(self, row: RowPlan, request: Request) -> None:
        """Take the request back, as who made it."""
        self._stamp(row, request, WITHDRAWN)
        self.register.void(self.held[row.id], say("approval_withdrawn", when=utc_text(self.plan.at)), WITHDRAWN)


_DECIDE: dict[str, Callable[[Deciding, RowPlan, Request], None]] = {
    APPROVE: Deciding.approve,
    REJECT: Deciding.reject,
    WITHDRAW: Deciding.withdraw,
}
