"""Random batches, undone: with nobody else writing, everything in force is exactly what it was before."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crossfoot_server.accounts import apply_organisation
from crossfoot_server.services import sync
from crossfoot_server.services.pulling.gone import OUT_OF_FORCE
from crossfoot_server.store import Store
from crossfoot_server.store.rows import histories
from crossfoot_server.store.schema import ID
from crossfoot_sync.engine.wire import StepBack
from crossfoot_templates.types import WireValue
from crossfoot_tests.server.back import batch, in_force, undone
from crossfoot_tests.server.builders import CATALOG, NOW, ORGANISATION, Desk, Edit, row_id

CUSTOMERS = [row_id(number) for number in range(3)]
ORDERS = [row_id(number) for number in range(10, 13)]
PAYMENTS = [row_id(number) for number in range(20, 22)]
FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "customer": {
        "name": st.sampled_from(["A", "B", "C", None]),
        "city": st.sampled_from(["X", "Y", None]),
        "credit": st.sampled_from(["1.00", None]),
        "currency": st.sampled_from(["CNY", "USD"]),
        "parent": st.sampled_from([*CUSTOMERS, None]),
    },
    "order": {
        "code": st.sampled_from(["O1", "O2", "O3"]),
        "customer": st.sampled_from(CUSTOMERS),
        "kind": st.sampled_from(["k", None]),
    },
    "payment": {"order": st.sampled_from(ORDERS), "number": st.sampled_from([1, 2])},
}
IDS = {"customer": CUSTOMERS, "order": ORDERS, "payment": PAYMENTS}


@dataclass(frozen=True)
class Wish:
    """What somebody would do to a row: what it is depends on whether their desk shows it."""

    table: str
    id: str
    remove: bool
    values: dict[str, WireValue] = field(default_factory=dict)


@st.composite
def batches(draw: st.DrawFn) -> list[Wish]:
    """What goes out in one push: each row once."""
    wishes = []
    for table in draw(st.sets(st.sampled_from(list(IDS)), min_size=1)):
        for row in draw(st.sets(st.sampled_from(IDS[table]), min_size=1)):
            values = draw(st.fixed_dictionaries({}, optional=FIELDS[table]))
            wishes.append(Wish(table, row, draw(st.booleans()), values))
    return wishes


def edits(desk: Desk, wishes: list[Wish]) -> list[Edit]:
    """The wishes as edits of what the desk shows. A row that was there before is not entered again."""
    made = []
    for wish in wishes:
        if wish.id in desk.rows.get(wish.table, {}):
            made.append(
                Edit(wish.table, wish.id, "remove" if wish.remove else "change", {} if wish.remove else wish.values)
            )
        else:
            made.append(Edit(wish.table, wish.id, "new", wish.values))
    return made


def push(desk: Desk, wishes: list[Wish]) -> str:
    """Push what goes of ``wishes`` and return the batch."""
    request = desk.request(*edits(desk, wishes))
    assert request.batch is not None
    desk.take(sync(desk.store, desk.actor, desk.book, request, NOW))
    return request.batch.id


def codes(reply: StepBack) -> set[str]:
    """What is said of rows, as codes."""
    return {message.code for table in reply.outcome for messages in table.messages for message in messages}


def newest_versions(store: Store) -> dict[str, dict[str, Any]]:
    """What the versions say is in force; a row's revisions run from 1 without a gap."""
    found: dict[str, dict[str, Any]] = {}
    with store.reading() as connection:
        for name, pair in store.schema.pairs.items():
            ids = connection.scalars(select(pair.versions.c[ID]).distinct()).all()
            for row, history in histories(connection, pair, ids).items():
                assert list(history) == list(range(1, len(history) + 1))
                last = history[len(history)]
                if last.kind not in OUT_OF_FORCE:
                    found[f"{name}/{row}"] = dict(last.values)
    return found


@pytest.mark.slow
@given(st.lists(batches(), min_size=1, max_size=5))
@settings(deadline=None, max_examples=40)
def test_undoing_batches_from_the_newest_on_goes_back_through_every_state(pushed: list[list[Wish]]) -> None:
    with closing(Store.open("sqlite://", CATALOG)) as store:
        apply_organisation(store, ORGANISATION)
        desk = Desk(store, "mia")
        states, ids = [], []
        for wishes in pushed:
            states.append(in_force(store))
            ids.append(push(desk, wishes))
        for state, undone_batch in zip(reversed(states), reversed(ids), strict=True):
            now = in_force(store)
            undone(desk, undone_batch, batch(f"u-{undone_batch}"))
            assert in_force(store) == state
            redone = undone(desk, f"u-{undone_batch}", batch(f"r-{undone_batch}"))
            # A row that was voided while others pointed at it is not taken out of their hands a second time.
            assert in_force(store) == now or "back_used" in codes(redone)
            undone(desk, f"r-{undone_batch}")
            assert in_force(store) == state


@pytest.mark.slow
@given(st.lists(batches(), min_size=2, max_size=5), st.data())
@settings(deadline=None, max_examples=25)
def test_any_batch_undone_in_any_order_leaves_a_sound_store(pushed: list[list[Wish]], data: st.DataObject) -> None:
    with closing(Store.open("sqlite://", CATALOG)) as store:
        apply_organisation(store, ORGANISATION)
        desk = Desk(store, "mia")
        ids = [push(desk, wishes) for wishes in pushed]
        for position in range(4):
            undone_batch = data.draw(st.sampled_from(ids))
            ids.append(undone(desk, undone_batch, batch(f"u{position}-{undone_batch}"[:64])).batch)
            assert in_force(store) == newest_versions(store)
