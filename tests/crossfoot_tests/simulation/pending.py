"""Changes that wait for an approval: whether they are rightly asked about, count nowhere, and end once and as told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crossfoot_tests.simulation.company import APPROVERS
from crossfoot_tests.simulation.judge import Judge, Violation
from crossfoot_tests.simulation.ledger import AMOUNTS, FOLLOWED, mark_of
from crossfoot_tests.simulation.records import Version, stored_as

LOOKED_AT = ("amount", "discount")
"""The columns of an invoice that the rule looks at which asks for an approval."""

ENDS = {
    "carried": "approved",
    "rejected": "rejected",
    "withdrawn": "withdrawn",
    "void": "void",
}
"""How a change that waited may end, each with the state that its request has then."""

ASKED, OWN, REFUSED_NOW = "a change was asked about", "one's own request was not approved", "a rule bars what is agreed"
TOLD_OF = {"approval_own": OWN, "approval_refused_now": REFUSED_NOW}
"""What is counted where a server says so."""

STILL_WAITING = "a change waits at the end, and is shown so"
ENDED = {state: f"a change that waited is {state}" for state in ENDS}
COUNTED = (ASKED, *ENDED.values(), STILL_WAITING, *TOLD_OF.values())
"""What approvals did and must do often enough, by the name it is counted under."""


def needs_approval(invoice: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    """The rule of the books once more: a discount of more than half, that is another one than ``before``."""
    discount = invoice["discount"]
    return bool(2 * (discount or 0) > invoice["amount"]) and discount != (before["discount"] if before else None)


@dataclass(frozen=True)
class Waiting:
    """A change that waits, or waited, as the store keeps it, with the state of its request.

    Attributes:
        workbook: where it was asked; empty for one that comes of an undo or a restore.
        values: what it gives the row, as the store would hold it; ``typed`` are the columns that its user gave.
        ended_by: the batch that ended it, and ``decider`` whose that was.
    """

    number: int
    table: str
    row_id: str
    kind: str
    requester: str
    batch: str
    workbook: str
    values: dict[str, Any]
    typed: frozenset[str]
    state: str
    ended_by: str
    decider: str
    request: str
    decided_by: str

    @property
    def place(self) -> tuple[str, str]:
        """The row that is to be changed."""
        return self.table, self.row_id

    @property
    def marks(self) -> dict[str, str]:
        """The followed values that it gives, by column."""
        found = {name: self._mark(name) for name in FOLLOWED[self.table] if name in self.values}
        return {name: mark for name, mark in found.items() if mark is not None}

    def _mark(self, column: str) -> str | None:
        value = self.values[column]
        return mark_of(value / 100 if column in AMOUNTS and value is not None else value)


@dataclass
class Pending:
    """Judges approvals while a run goes on.

    Attributes:
        known: every change that was asked about, by its number; ``before`` is how that was before the last request.
        bases: what of the row the rule looked at when it was asked; not of what was asked before a restored backup.
    """

    judge: Judge
    counts: Counter[str]
    known: dict[int, Waiting] = field(default_factory=dict)
    before: dict[int, Waiting] = field(default_factory=dict)
    bases: dict[int, list[Any]] = field(default_factory=dict)

    def stored(self, found: list[Version]) -> None:
        """Judge what is stored now, ``found`` being the latest of it."""
        for version in found:
            self._rightly_in_force(version)
        now = {each.number: each for each in _read(self.judge.records.connection)}
        if not self.known.keys() <= now.keys():
            raise Violation("approval", f"requests are gone: {sorted(self.known.keys() - now.keys())}")
        for number, each in now.items():
            before = self.known.get(number)
            if before is None:
                self._rightly_asked(each)
            elif before.state != "pending" and each != before:
                raise Violation("approval", f"what had ended ended once more: {before}, {each}")
            elif before != each and each.state != "pending":
                self._rightly_ended(each)
            if each.state == "pending":
                self._not_in_force(each)
            if each.request != ENDS.get(each.state, each.state):
                raise Violation("approval", f"the request is {each.request} of {each}")
        self.before, self.known = self.known, now

    def forget(self) -> None:
        """Go back with the store to that of a backup."""
        self.before = self.known = {each.number: each for each in _read(self.judge.records.connection)}
        self.bases.clear()

    def answer(self, body: bytes) -> None:
        """Count what a server said of decisions."""
        for code, name in TOLD_OF.items():
            self.counts[name] += body.count(f'"{code}"'.encode())

    def of(self, login: str, table: str, row_id: str) -> dict[str, Any]:
        """What of somebody's waited in a row when the last request came."""
        for each in self.before.values():
            if each.state == "pending" and (each.requester, *each.place) == (login, table, row_id):
                return each.values
        return {}

    def waiting(self) -> list[Waiting]:
        """Everything that waits."""
        return [each for each in self.known.values() if each.state == "pending"]

    def _rightly_in_force(self, version: Version) -> None:
        """What a rule asks about is in force only after an approval, or where that of its opposite is undone."""
        if version.table != "invoice" or not version.in_force or version.asked_by:
            return
        history = self.judge.records.rows[version.table, version.row_id]
        before = history[version.rev - 2].values if version.rev > 1 else None
        undone = self.judge.undone.get(version.batch)
        agreed = any(each.ended_by == undone and each.row_id == version.row_id for each in self.known.values())
        if needs_approval(version.values, before) and not (undone and agreed):
            raise Violation("approval", f"nobody approved {version.row_id} rev {version.rev}: {version.values}")

    def _rightly_asked(self, held: Waiting) -> None:
        history = self.judge.records.rows.get(held.place)
        stored = history[-1].values if history else None
        if not needs_approval({**(stored or dict.fromkeys(LOOKED_AT)), **held.values}, stored):
            raise Violation("approval", f"no rule asks about {held}, beside {stored}")
        self.counts[ASKED] += 1
        self.bases[held.number] = [(stored or {}).get(name) for name in LOOKED_AT]
        for column, mark in held.marks.items():
            self.judge.asked.setdefault((*held.place, column, mark), held.workbook)

    def _rightly_ended(self, held: Waiting) -> None:
        self.counts[ENDED[held.state]] += 1
        history = self.judge.records.rows.get(held.place, [])
        carried = [each for each in history if each.asked_by == held.batch and each.batch == held.ended_by]
        if held.state != "carried":
            if carried:
                raise Violation("approval", f"{held} is in force")
            return
        if held.decider != held.decided_by or held.decider not in APPROVERS or held.decider == held.requester:
            raise Violation("approval", f"{held.decider} is not to decide {held}")
        if [each.actor for each in carried] != [held.requester]:
            raise Violation("approval", f"{held} is in force as {carried}")
        [version] = carried
        if {name: version.marks[name] for name in held.marks} != held.marks:
            raise Violation("approval", f"{version.marks} was carried out for {held}")
        before = history[version.rev - 2].values if version.rev > 1 else {}
        if [before.get(name) for name in LOOKED_AT] != self.bases.get(held.number, [before.get(n) for n in LOOKED_AT]):
            raise Violation("approval", f"{held} was agreed to beside {self.bases[held.number]}, not {before}")

    def _not_in_force(self, held: Waiting) -> None:
        history = self.judge.records.rows.get(held.place)
        if not history or not history[-1].in_force:
            return
        if held.kind == "new":
            raise Violation("approval", f"the row is there, and waits: {held}")
        for column, mark in held.marks.items():
            if history[-1].marks[column] == mark and not self.judge.ledger.copies[held.table, column, mark]:
                raise Violation("approval", f"{column} is in force, and waits: {held}")


def _read(connection: Any) -> Iterator[Waiting]:
    statement = """
        SELECT h.*, b.workbook, e.actor AS decider, a.state AS request, a.decided_by
        FROM cf_held h JOIN cf_request r ON r.held = h.id JOIN approval a ON a._id = r.approval
        LEFT JOIN cf_batch b ON b.id = h.batch LEFT JOIN cf_batch e ON e.id = h.ended_by ORDER BY h.id
    """
    for row in connection.execute(statement):
        yield Waiting(
            number=row["id"],
            table=row["table"],
            row_id=row["row"],
            kind=row["kind"],
            requester=row["requester"],
            batch=row["batch"],
            workbook=row["workbook"] or "",
            values={name: stored_as(name, value) for name, value in json.loads(row["fields"]).items()},
            typed=frozenset(json.loads(row["typed"])),
            state=row["state"],
            ended_by=row["ended_by"] or "",
            decider=row["decider"] or "",
            request=row["request"],
            decided_by=row["decided_by"] or "",
        )
