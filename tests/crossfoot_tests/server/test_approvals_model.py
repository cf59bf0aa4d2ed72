"""Whatever people push, decide, take back and undo: what is in force was approved, and each request ends once."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from crossfoot_server.services import sync
from crossfoot_server.services.approving.held import CARRIED, Held, carried_by, of_requests
from crossfoot_server.store.rows import histories
from crossfoot_templates.approvals import APPROVED, PENDING, REJECTED, VOID, WITHDRAWN
from crossfoot_templates.types import WireValue
from crossfoot_tests.server import back
from crossfoot_tests.server.approvals import open_company
from crossfoot_tests.server.builders import NOW, Desk, Edit, new, remove, row_id

ASKERS = ("ann", "amy", "mia")
DECIDERS = {"ben": "sales_manager", "fay": "finance", "mia": "management", "ann": "sales"}
COLUMNS = ("customer", "price", "discount", "terms")
LIMIT = "0.050000"
STATED: dict[str, WireValue] = {"price": "10000.00", "currency": "CNY", "team": "east"}

numbers = st.integers(1, 3)
decisions = st.sampled_from(["approve"] * 6 + ["reject", "withdraw"])
edits = st.fixed_dictionaries(
    {"discount": st.sampled_from(["0.100000", "0.060000", "0.300000", "0.020000", "0.700000"])},
    optional={
        "terms": st.sampled_from(["cash", "net 30", None]),
        "price": st.sampled_from(["10000.00", "8000.00", "12000.00"]),
    },
)


class Company(RuleBasedStateMachine):
    """People who ask and decide, each with a desk that may be behind, and the store."""

    @initialize()
    def opens(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_company(Path(self.folder.name))
        self.desks = {login: Desk(self.store, login) for login in {*ASKERS, *DECIDERS}}
        self.clock = NOW
        self.batches: list[tuple[str, str]] = []
        self.ended: dict[int, str] = {}
        rows = (new("offer", row_id(each), **STATED, customer=f"C{each}", discount="0.020000") for each in (1, 2))
        self.push("ann", *rows)
        for desk in self.desks.values():
            desk.sync()

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def tick(self) -> dt.datetime:
        self.clock += dt.timedelta(seconds=1)
        return self.clock

    def push(self, login: str, *changes: Edit, withdrawn: tuple[str, ...] = ()) -> list[str]:
        """Push, remember the batch, and return how the rows fared."""
        desk = self.desks[login]
        request = desk.request(*changes)
        for table in request.push:
            table.withdrawn = {name: [0] for name in withdrawn}
        reply = sync(self.store, desk.actor, desk.book, request, self.tick())
        desk.take(reply)
        assert request.batch is not None
        self.batches.append((login, request.batch.id))
        return [status for outcome in reply.outcome for status in outcome.status]

    @rule(login=st.sampled_from(ASKERS), number=numbers, values=edits)
    def enters(self, login: str, number: int, values: dict[str, WireValue]) -> None:
        self.push(login, new("offer", row_id(number), **{**STATED, "customer": f"C{number}", **values}))

    @rule(login=st.sampled_from(ASKERS), number=numbers, values=edits, insists=st.booleans(), behind=st.booleans())
    def changes(self, login: str, number: int, values: dict[str, WireValue], insists: bool, behind: bool) -> None:
        if not behind:
            self.desks[login].sync(now=self.tick())
        shown = self.desks[login].rows.get("offer", {}).get(row_id(number))
        if shown is not None:
            decided = dict.fromkeys(values, shown.rev) if insists else {}
            before = self.in_force(number)
            fared = self.push(login, Edit("offer", row_id(number), "change", dict(values), decided))
            if fared == ["waiting"]:
                assert self.in_force(number) == before

    @rule(login=st.sampled_from(ASKERS), number=numbers, names=st.sets(st.sampled_from(COLUMNS[1:]), min_size=1))
    def takes_theirs(self, login: str, number: int, names: set[str]) -> None:
        if row_id(number) in self.desks[login].rows.get("offer", {}):
            self.push(login, Edit("offer", row_id(number), "change"), withdrawn=tuple(sorted(names)))

    @rule(login=st.sampled_from(ASKERS), number=numbers)
    def removes(self, login: str, number: int) -> None:
        if row_id(number) in self.desks[login].rows.get("offer", {}):
            self.push(login, remove("offer", row_id(number)))

    @rule(which=st.integers(0, 3), decision=decisions, data=st.data())
    def decides(self, which: int, decision: str, data: st.DataObject) -> None:
        waiting = [request for held in self.held() for request in held.open_requests]
        if waiting:
            request = waiting[which % len(waiting)]
            usual = [login for login, role in DECIDERS.items() if role == request.role]
            login = data.draw(st.sampled_from([*usual * 3, *DECIDERS]))
            self.desks[login].sync(now=self.tick())
            if request.approval in self.desks[login].rows.get("approval", {}):
                self.push(login, Edit("approval", request.approval, "change", {"decision": decision}))

    @rule(login=st.sampled_from(sorted(DECIDERS)), which=st.integers(0, 9), decision=decisions)
    def decides_what_an_old_sheet_shows(self, login: str, which: int, decision: str) -> None:
        shown = sorted(self.desks[login].rows.get("approval", {}))
        if shown:
            self.push(login, Edit("approval", shown[which % len(shown)], "change", {"decision": decision}))

    @rule(login=st.sampled_from(sorted({*ASKERS, *DECIDERS})))
    def pulls(self, login: str) -> None:
        self.desks[login].sync(now=self.tick())

    @rule(which=st.integers(0, 9))
    def undoes(self, which: int) -> None:
        if self.batches:
            login, batch = self.batches[-1 - which % len(self.batches)]
            back.undone(self.desks[login], batch, now=self.tick())

    def in_force(self, number: int) -> dict[str, object]:
        """What the store holds of a row in the columns that people change."""
        row = back.in_force(self.store).get(f"offer/{row_id(number)}", {})
        return {name: row[name] for name in COLUMNS if name in row}

    def held(self) -> list[Held]:
        request = self.store.schema.request
        with self.store.reading() as connection:
            asked = connection.scalars(select(request.c.approval)).all()
            return list({each.id: each for each in of_requests(connection, self.store, asked).values()}.values())

    @invariant()
    def each_request_ends_once_and_as_its_change_does(self) -> None:
        for held in self.held():
            states = Counter(each.state for each in held.requests)
            assert self.ended.setdefault(held.id, held.state) == held.state or self.ended[held.id] == PENDING
            self.ended[held.id] = held.state
            allowed = {
                PENDING: {PENDING, APPROVED},
                CARRIED: {APPROVED},
                REJECTED: {APPROVED, REJECTED, VOID},
                WITHDRAWN: {APPROVED, WITHDRAWN},
                VOID: {APPROVED, VOID},
            }[held.state]
            assert states.keys() <= allowed
            assert (states[PENDING] > 0) == held.pending
            assert states[REJECTED] == (held.state == REJECTED)

    @invariant()
    def nobody_has_two_changes_of_a_row_waiting(self) -> None:
        waiting = Counter((each.requester, each.row) for each in self.held() if each.pending)
        assert set(waiting.values()) <= {1}

    @invariant()
    def a_large_discount_came_into_force_by_an_approval_or_by_going_back_to_one(self) -> None:
        pair = self.store.schema.pairs["offer"]
        with self.store.reading() as connection:
            ids = list(connection.scalars(select(pair.versions.c["_id"]).distinct()))
            batch = self.store.schema.batch
            reverting = set(connection.scalars(select(batch.c.id).where(batch.c.reverts.is_not(None))))
            for history in histories(connection, pair, ids).values():
                before = None
                for version in history.values():
                    discount = version.values["discount"]
                    if discount is not None and str(discount) > LIMIT and discount != before:
                        carried = [
                            each.values.get("discount") for each in carried_by(connection, self.store, version.batch)
                        ]
                        assert discount in carried or version.batch in reverting
                    before = discount

    @invariant()
    def everybody_is_told_of_what_is_in_force_and_of_nothing_else(self) -> None:
        fresh = Desk(self.store, "mia")
        reply = fresh.sync()
        rows = [row for key, row in back.in_force(self.store).items() if key.startswith("offer/")]
        total = sum((row["price"] for row in rows if row["price"] is not None), start=0)
        told = reply.visible["offer"].totals["price"]
        assert (reply.visible["offer"].count, told) == (len(rows), {"CNY": f"{total:.2f}"} if rows else {})


TestCompany = pytest.mark.slow(Company.TestCase)
TestCompany.settings = settings(max_examples=30, stateful_step_count=40, deadline=None)
