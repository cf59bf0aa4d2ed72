"""The rows of the table of approvals that a batch makes or changes. They are written with everything else of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from crossfoot_server.accounts import Actor
from crossfoot_server.services.approving import held as kept
from crossfoot_server.services.approving.asked_people import Subject, about, deciders
from crossfoot_server.services.approving.held import Held, Request
from crossfoot_server.services.approving.telling import LONGEST, Words
from crossfoot_server.services.pushing.incoming import IncomingRow
from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.services.pushing.record import Received
from crossfoot_server.services.pushing.sets.overlay import PlannedRows
from crossfoot_server.store.rows import current_rows
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_templates.approvals import APPROVAL, NOTE, PENDING, VOID, WITHDRAWN
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Language, Rule, TableView
from crossfoot_templates.standard import SCOPE_COLUMNS
from crossfoot_templates.types import Value

SAID = ("subject", "change", NOTE)
"""The columns that say what is asked for."""


class Register:
    """What a batch writes into the table of approvals. Nothing of it is in the plan before :meth:`enter`.

    ``ended`` are the held changes of which nothing comes any more.
    """

    def __init__(self, connection: Connection, plan: PushPlan, received: Received) -> None:
        self.connection = connection
        self.plan = plan
        self.received = received
        self.store = plan.opened.store
        self._fresh: dict[str, dict[str, Value]] = {}
        self._changed: dict[str, dict[str, Value]] = {}
        self._approved: dict[int, Held] = {}
        self._deciders: dict[tuple[int, str], list[Actor]] = {}
        self.ended: list[Held] = []

    def rule(self, held: Held, name: str) -> Rule | None:
        """A rule as it is defined now."""
        return next((each for each in self.store.catalog.tables[held.table].rules if each.name == name), None)

    def ask(self, held: Held, rule: Rule, step: int, told: dict[str, Value], language: Language) -> Request:
        """Make the request of one step; ``told`` is what it says, in that language, of the row and the change."""
        # An id that the same batch makes again, should it have to be judged once more.
        seed = f"{held.batch}.{held.id}.{rule.name}.{step}.{self.received.batch.id}"
        randomness = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=9).digest(), "big")
        request = Request(
            new_row_id(int(self.received.at.timestamp() * 1000), randomness), rule.name, step, rule.roles[step]
        )
        held.requests.append(request)
        self._fresh[request.approval] = {
            "requested_at": self.received.at.replace(microsecond=0),
            "requested_by": held.requester,
            "table": held.table,
            "reason": rule.message.in_(language),
            "role": request.role,
            "step": f"{step + 1}/{len(rule.roles)}",
            "state": PENDING,
            **told,
            "owner": held.requester,
        }
        return request

    def set(self, request: Request, state: str, **values: Value) -> None:
        """Let a request be in another state."""
        request.state = state
        row = self._fresh.get(request.approval)
        if row is not None:
            row.update(state=state, **values)
        else:
            self._changed.setdefault(request.approval, {}).update(state=state, **values)

    def void(self, held: Held, reason: Message, state: str = VOID) -> None:
        """Let nothing more come of a held change; what nobody has decided is void."""
        for request in held.open_requests:
            self.set(request, WITHDRAWN if state == WITHDRAWN else VOID)
        held.state, held.reason = state, reason
        kept.end(self.connection, self.store, held, self.received.batch.id)
        self.ended.append(held)

    def companions(self, held: Held) -> list[Held]:
        """What else the batch that asked for ``held`` asked for and still waits, in the order of asking."""
        found = {each.id: each for each in kept.asked_by_batch(self.connection, self.store, held.batch)}
        found |= {number: each for number, each in self._approved.items() if number in found}
        return [each for number, each in found.items() if number != held.id]

    def let_wait(self, held: Held, others: Sequence[Held]) -> None:
        """Let a change that has been approved wait for ``others``, with which alone it can be carried out."""
        self._approved[held.id] = held
        numbers = ", ".join(self.number_of(each) for each in others)
        kept.tell(self.connection, self.store, held, say("approval_waits_along", numbers=numbers))

    def number_of(self, held: Held) -> str:
        """The number of the first request of a held change."""
        return str(self.told_of(held).get("number") or "")

    def told_of(self, held: Held) -> dict[str, Value]:
        """What stands in the table of approvals of a held change."""
        pair, ids = self.store.schema.pairs[APPROVAL], [each.approval for each in held.requests]
        found = current_rows(self.connection, pair, ids)
        return dict(next((found[each].values for each in ids if each in found), {}))

    def waits(self, held: Held, row: dict[str, Value]) -> Message:
        """Whom a held change waits for, and why; ``row`` is what the row would be."""
        asked = {
            request.role: [each.name for each in self._who_decides(held, request.role, row)]
            for request in held.open_requests
        }
        rules = [self.rule(held, request.rule) for request in held.open_requests]
        messages = [each.message for each in rules if each is not None]
        return about(
            "approval_waits",
            list(asked.items()),
            zh=" ".join(each.zh for each in messages),
            en=" ".join(each.en for each in messages),
        )

    def language(self, held: Held, role: str, row: dict[str, Value]) -> Language:
        """The language of those who decide; where they have several, or there is nobody, that of who asks."""
        found = {each.language for each in self._who_decides(held, role, row)}
        return found.pop() if len(found) == 1 else self.plan.language

    def _who_decides(self, held: Held, role: str, row: dict[str, Value]) -> list[Actor]:
        if (held.id, role) not in self._deciders:
            subject = Subject(self.connection, self.store, PlannedRows(self.plan), held, row)
            self._deciders[held.id, role] = deciders(subject, role)
        return self._deciders[held.id, role]

    def enter(self) -> None:
        """Put everything into the plan."""
        if not (self._fresh or self._changed):
            return
        table = self._table()
        # a pushed one without a stored row is out of its sender's reach
        pushed = {row_id: row for row_id, row in table.by_id.items() if row.stored is not None}
        stored = current_rows(self.connection, table.pair, [each for each in self._changed if each not in pushed])
        for approval, values in self._changed.items():
            row = pushed.get(approval)
            if row is None and approval in stored:
                now = stored[approval]
                row = RowPlan(IncomingRow(approval, "change", now.rev, None), stored=now, rev=now.rev)
                _add(table, row)
            if row is not None:
                row.taken |= values
                row.action = "update"
        columns: dict[str, Any] = dict.fromkeys(table.pair.definition.by_name)
        for approval, values in self._fresh.items():
            _add(table, RowPlan(IncomingRow(approval, "new", 0, None), action="insert", taken={**columns, **values}))

    def _table(self) -> TablePlan:
        if APPROVAL not in self.plan.tables:
            view = TableView(table=self.store.catalog.tables[APPROVAL])
            self.plan.tables[APPROVAL] = TablePlan(self.store.schema.pairs[APPROVAL], view, [], {})
        return self.plan.tables[APPROVAL]


def _add(table: TablePlan, row: RowPlan) -> None:
    row.judged = row.asked = row.silent = True
    table.rows.append(row)
    table.by_id[row.id] = row


def words_of(register: Register, held: Held, before: dict[str, Value] | None, language: Language) -> dict[str, Value]:
    """What is said of a held change when it is asked for; ``before`` is the row as it is, if it is there."""
    words = Words.of(register.connection, register.plan, held.table, language)
    after = {**(before or {}), **held.values}
    note = register.received.batch.reason[:LONGEST] or None
    return dict(zip(SAID, (words.subject(after), words.change(before, after, held.typed), note), strict=True))


def scope_of(row: dict[str, Value]) -> dict[str, Value]:
    """Where a row belongs."""
    return {name: row.get(name) for name in SCOPE_COLUMNS}
