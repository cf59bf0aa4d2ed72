"""Two people edit at random; the store is held against a model that is a few dictionaries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from crossfoot_server.accounts import apply_organisation
from crossfoot_server.store import Store
from crossfoot_sync.engine.fingerprint import set_digest
from crossfoot_templates.types import WireValue
from crossfoot_tests.server.builders import CATALOG, NOW, ORGANISATION, Desk, Edit, new, remove, row_id

LOGINS = ("ben", "carl")
COLUMNS = ("name", "city", "notes", "stage")
ROWS = 4

logins = st.sampled_from(LOGINS)
numbers = st.integers(0, ROWS - 1)
edits = st.dictionaries(st.sampled_from(COLUMNS), st.sampled_from([None, "lead", "won", "other"]), min_size=1)


@dataclass
class Modelled:
    """A row of the model: its values, its revision, and every version there was."""

    values: dict[str, WireValue]
    rev: int = 1
    versions: dict[int, dict[str, WireValue]] = field(default_factory=dict)
    gone: bool = False


def allowed(column: str, value: WireValue, others: list[WireValue]) -> bool:
    """Whether a row may have ``value``: names are required and unique, stages are lead or won."""
    if column == "name":
        return value is not None and value not in others
    return column != "stage" or value in {None, "lead", "won"}


class TwoDesks(RuleBasedStateMachine):
    """Ben and Carl see the same rows. Each pushes against what their desk shows, however old that is."""

    def __init__(self) -> None:
        super().__init__()
        self.store = Store.open("sqlite://", CATALOG)
        apply_organisation(self.store, ORGANISATION)
        self.desks = {login: Desk(self.store, login) for login in LOGINS}
        self.model: dict[str, Modelled] = {}
        self.clock = NOW

    @initialize()
    def both_desks_are_in_step(self) -> None:
        for desk in self.desks.values():
            desk.sync()

    def teardown(self) -> None:
        self.store.close()

    def tick(self) -> dt.datetime:
        self.clock += dt.timedelta(seconds=1)
        return self.clock

    def others(self, row: str) -> list[WireValue]:
        return [each.values["name"] for key, each in self.model.items() if key != row and not each.gone]

    @rule(login=logins, number=numbers, values=edits)
    def enters(self, login: str, number: int, values: dict[str, WireValue]) -> None:
        row = row_id(number)
        if row in self.model:
            return
        complete = dict.fromkeys(COLUMNS) | values
        reply = self.desks[login].sync(new("customer", row, team="east1", **complete), now=self.tick())
        fine = all(allowed(name, value, self.others(row)) for name, value in complete.items())
        assert reply.outcome[0].status == ["ok" if fine else "refused"]
        if fine:
            self.model[row] = Modelled(complete, versions={1: complete})

    @rule(login=logins, number=numbers, values=edits, pull=st.booleans())
    def changes(self, login: str, number: int, values: dict[str, WireValue], pull: bool) -> None:
        desk, row = self.desks[login], row_id(number)
        if row not in desk.rows.get("customer", {}):
            return
        base = {name: desk.rows["customer"][row].values[name] for name in COLUMNS}
        before = {key: dict(each) for key, each in desk.rows.items()}
        cursor = desk.cursor
        reply = desk.sync(Edit("customer", row, "change", values), now=self.tick())
        if not pull:
            # The reply was lost on its way: the desk stays as it was, the store does not.
            desk.rows, desk.cursor = before, cursor
        self.expect_merge(self.model[row], row, base, values, reply.outcome[0])

    def expect_merge(
        self, stored: Modelled, row: str, base: dict[str, WireValue], mine: dict[str, WireValue], outcome: Any
    ) -> None:
        if stored.gone:
            assert outcome.status == ["refused"]
            return
        states = {}
        taken = {}
        for name, value in mine.items():
            theirs = stored.values[name]
            if value == theirs or value == base[name]:
                continue
            if theirs != base[name]:
                states[name] = "conflict"
            elif allowed(name, value, self.others(row)):
                taken[name] = value
            else:
                states[name] = "refused"
        assert {each.column: each.state for each in outcome.fields} == states
        assert {each.column: each.theirs for each in outcome.fields} == {name: stored.values[name] for name in states}
        if taken:
            stored.values = stored.values | taken
            stored.rev += 1
            stored.versions[stored.rev] = stored.values
        assert outcome.revs == [stored.rev]
        assert {each.theirs_rev for each in outcome.fields} <= {stored.rev}

    @rule(login=logins, number=numbers)
    def removes(self, login: str, number: int) -> None:
        desk, row = self.desks[login], row_id(number)
        shown = desk.rows.get("customer", {}).get(row)
        if shown is None:
            return
        reply = desk.sync(remove("customer", row), now=self.tick())
        stored = self.model[row]
        if not stored.gone and shown.rev != stored.rev:
            assert reply.outcome[0].status == ["restored"]
            return
        assert reply.outcome[0].status == ["removed"]
        if not stored.gone:
            stored.gone, stored.rev = True, stored.rev + 1

    @rule(login=logins)
    def pulls(self, login: str) -> None:
        reply = self.desks[login].sync(now=self.tick())
        here = {key: each for key, each in self.model.items() if not each.gone}
        shown = self.desks[login].rows.get("customer", {})
        assert {key: {name: each.values[name] for name in COLUMNS} for key, each in shown.items()} == {
            key: each.values for key, each in here.items()
        }
        assert reply.visible["customer"].digest == set_digest((key, each.rev) for key, each in here.items())

    @invariant()
    def both_would_see_the_model(self) -> None:
        for login in LOGINS:
            fresh = Desk.__new__(Desk)
            fresh.__dict__ |= {**self.desks[login].__dict__, "rows": {}, "cursor": 0}
            fresh.sync()
            assert {key: each.rev for key, each in fresh.rows.get("customer", {}).items()} == {
                key: each.rev for key, each in self.model.items() if not each.gone
            }


TestTwoDesks = pytest.mark.slow(TwoDesks.TestCase)
TestTwoDesks.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
