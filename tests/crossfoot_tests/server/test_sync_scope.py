"""Nobody is told of a row outside their scope, whatever they send."""

from __future__ import annotations

import msgspec
import pytest

from crossfoot_server.errors import UnknownBatch, UnknownRow
from crossfoot_server.services import batch_detail, list_batches, row_history, sync
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import FieldOutcome, SyncReply
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import WireValue
from crossfoot_tests.server.builders import BOOK, NOW, Desk, Edit, change, new, remove, row_id

SECRETS = ("Dora", "dora", "Hidden", "777.77", "Beijing", "north")
"""What is in Dora's rows and in nobody else's."""


@pytest.fixture
def dora(shop: Store) -> Desk:
    """A desk in another company, with a customer and an order that nobody else but Mia may see."""
    desk = Desk(shop, "dora")
    desk.sync(
        new("customer", row_id(91), code="D1", name="Hidden Ltd", city="Beijing", credit="777.77", currency="CNY"),
        new("order", row_id(92), code="D2", customer=row_id(91), amount="777.77", currency="CNY"),
    )
    return desk


@pytest.fixture
def ann(shop: Store, dora: Desk) -> Desk:
    """Somebody who sees their own rows only; Dora's were there before."""
    desk = Desk(shop, "ann")
    desk.sync(
        new("customer", row_id(1), code="A1", name="Acme"), new("order", row_id(2), code="A2", customer=row_id(1))
    )
    return desk


def told(reply: object) -> list[str]:
    """The secrets that a reply gives away."""
    text = msgspec.json.encode(reply).decode()
    return [secret for secret in SECRETS if secret in text]


def field(reply: SyncReply, column: str) -> FieldOutcome:
    (found,) = [each for table in reply.outcome for each in table.fields if each.column == column]
    return found


def test_each_sees_what_their_scope_gives(shop: Store, ann: Desk, dora: Desk) -> None:
    seen = {login: Desk(shop, login).sync() for login in ("ann", "ben", "carl", "dora", "eve", "mia")}
    counts = {login: (reply.visible["customer"].count, told(reply) != []) for login, reply in seen.items()}
    assert counts == {
        "ann": (1, False),
        "ben": (1, False),
        "carl": (1, False),
        "dora": (1, True),
        "eve": (1, False),
        "mia": (2, True),
    }
    assert seen["ann"].visible["customer"].totals == {"credit": {}}


@pytest.mark.parametrize(
    ("kind", "target"), [("new", 91), ("change", 91), ("change", 95), ("remove", 91), ("remove", 95)]
)
def test_h17_a_row_of_another_scope_is_answered_like_one_that_never_was(ann: Desk, kind: str, target: int) -> None:
    edit = msgspec.convert({"table": "customer", "id": row_id(target), "kind": kind, "rev": 1}, Edit)
    edit.values = {"name": "Guess"} if kind != "remove" else {}
    reply = ann.sync(edit)
    (outcome,) = reply.outcome
    assert (outcome.status, outcome.revs, outcome.messages, outcome.fields, told(reply)) == (
        ["refused"],
        [0],
        [[say("row_unknown")]],
        [],
        [],
    )


def test_h17_what_a_forwarded_book_asks_for_is_not_sent(shop: Store, ann: Desk) -> None:
    request = ann.request()
    request.epoch, request.cursor = "", 0
    request.want = {"customer": [row_id(91)], "order": [row_id(92)]}
    request.known = {"customer": {row_id(91): 1}, "order": {row_id(92): 1}}
    reply = sync(shop, ann.actor, BOOK, request, NOW)
    assert reply.gone == {"customer": [row_id(91)], "order": [row_id(92)]}
    assert told(reply) == []


@pytest.mark.parametrize("kind", ["voided row", "removed row"])
def test_what_became_of_a_row_of_another_scope_is_not_told(ann: Desk, dora: Desk, kind: str) -> None:
    name, removed = ("customer", 93) if kind == "voided row" else ("order", 92)
    dora.sync(new("customer", row_id(93), name="Hidden too"))
    dora.sync(remove(name, row_id(removed)))
    reply = ann.sync(change(name, row_id(removed), notes="x"))
    assert (reply.outcome[0].messages, reply.gone, told(reply)) == ([[say("row_unknown")]], {}, [])


def test_nothing_may_point_at_a_row_of_another_scope(ann: Desk) -> None:
    there = ann.sync(change("order", row_id(2), customer=row_id(91)))
    never = ann.sync(change("order", row_id(2), customer=row_id(95)))
    assert field(there, "customer") == field(never, "customer")
    assert field(there, "customer").message == say("reference_gone", table="Customers")
    assert told(there) == []


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("owner", "ben", say("scope_left", column="Owner")),
        ("owner", "dora", say("scope_left", column="Owner")),
        ("owner", "nobody", say("scope_left", column="Owner")),
        ("owner", None, say("scope_blank")),
    ],
)
def test_a_row_may_not_be_given_out_of_ones_scope(ann: Desk, column: str, value: WireValue, message: Message) -> None:
    reply = ann.sync(Edit("customer", row_id(1), "change", {column: value, "notes": "fine"}))
    assert (reply.outcome[0].status, field(reply, column).message, field(reply, column).theirs) == (
        ["open"],
        message,
        "ann",
    )
    fresh = ann.sync(Edit("customer", row_id(5), "new", {"name": "New", column: value}))
    assert fresh.outcome[0].status == (["ok"] if value is None else ["refused"])


def test_a_column_that_keeps_the_row_in_scope_may_change(shop: Store, ann: Desk) -> None:
    carl = Desk(shop, "carl")
    carl.sync()
    assert carl.sync(change("customer", row_id(1), owner="ben")).outcome[0].status == ["ok"]
    assert ann.sync().gone == {"customer": [row_id(1)]}
    left = carl.sync(change("customer", row_id(1), team=None))
    assert field(left, "team").message == say("scope_blank")


def test_a_row_that_somebody_gave_away_meanwhile_is_unknown_to_who_lost_it(shop: Store, ann: Desk) -> None:
    mia = Desk(shop, "mia")
    mia.sync()
    mia.sync(change("customer", row_id(1), owner="dora", notes="Hidden note"))
    reply = ann.sync(change("customer", row_id(1), city="X"))
    assert (reply.outcome[0].status, reply.outcome[0].messages) == (["refused"], [[say("row_unknown")]])
    assert (reply.gone, told(reply)) == ({"customer": [row_id(1)]}, [])
    # Her order still points at it: the key is all she is told.
    customers = reply.lists["customer"]
    assert (customers.ids, customers.labels, customers.selectable) == ([row_id(1)], ["A1"], [False])


def test_rows_that_never_were_in_scope_are_not_named_as_gone(shop: Store, ann: Desk, dora: Desk) -> None:
    mia = Desk(shop, "mia")
    mia.sync()
    mia.sync(change("customer", row_id(91), notes="moved"), new("customer", row_id(96), name="Mine", owner="mia"))
    mia.sync(remove("customer", row_id(96)))
    dora.sync(remove("order", row_id(92)))
    assert ann.sync().gone == {}


def test_somebody_with_the_whole_house_may_give_rows_to_anybody_who_is_there(shop: Store, ann: Desk) -> None:
    mia = Desk(shop, "mia")
    mia.sync()
    reply = mia.sync(change("customer", row_id(1), owner="nobody"))
    assert field(reply, "owner").message == say("reference_gone", table="user")
    assert mia.sync(change("customer", row_id(1), owner="dora", team="north", entity="BJ")).outcome[0].status == ["ok"]


# Histories and batches


def test_a_history_tells_who_changed_what_in_columns_one_may_read(shop: Store, ann: Desk) -> None:
    mia = Desk(shop, "mia")
    mia.sync()
    mia.sync(change("customer", row_id(1), margin="0.5", city="X"))
    ann.sync()
    ann.sync(remove("customer", row_id(1)))
    history = row_history(shop, ann.actor, BOOK, "customer", row_id(1))
    assert [(each.rev, each.kind, each.actor_name, each.reason, each.workbook) for each in history.changes] == [
        (3, "voided", "Ann", "because", "book.xlsx"),
        (2, "changed", "Mia", "because", "book.xlsx"),
        (1, "created", "Ann", "because", "book.xlsx"),
    ]
    assert [each.fields for each in history.changes] == [
        {},
        {"city": (None, "X")},
        {
            "code": (None, "A1"),
            "name": (None, "Acme"),
            "entity": (None, "SH"),
            "team": (None, "east1"),
            "owner": (None, "ann"),
        },
    ]
    full = row_history(shop, mia.actor, BOOK, "customer", row_id(1))
    assert full.changes[1].fields == {"city": (None, "X"), "margin": (None, "0.500000")}


def test_the_history_of_a_row_out_of_scope_is_unknown(shop: Store, ann: Desk) -> None:
    messages = []
    for number in (91, 95):
        with pytest.raises(UnknownRow) as unknown:
            row_history(shop, ann.actor, BOOK, "customer", row_id(number))
        messages.append(str(unknown.value).replace(row_id(number), "it"))
    assert messages == ["There is no row 'it' of 'customer' within your scope; look it up in a fresh book."] * 2


def test_batches_are_listed_newest_first_ones_own_or_all(shop: Store, ann: Desk, dora: Desk) -> None:
    mia = Desk(shop, "mia")
    mia.sync()
    mia.sync(change("customer", row_id(1), margin="2", city="X"))
    seen = {
        login: [(each.actor, each.statuses) for each in list_batches(shop, Desk(shop, login).actor, BOOK, 10).batches]
        for login in ("ann", "mia")
    }
    anns, doras, mias = ("ann", {"ok": 2}), ("dora", {"ok": 2}), ("mia", {"open": 1})
    assert seen["ann"] == [anns]
    assert sorted(seen["mia"], key=str) == sorted([anns, doras, mias], key=str)
    assert list_batches(shop, mia.actor, BOOK, 0).batches == []
    assert len(list_batches(shop, mia.actor, BOOK, 2).batches) == 2
    assert list_batches(shop, mia.actor, "overview", 10).batches == []


def test_a_batch_tells_its_outcome_to_its_sender_and_to_who_sees_everything(shop: Store, ann: Desk) -> None:
    reply = ann.sync(change("customer", row_id(1), stage="wrong", city="X"))
    (mine, *_) = [each for each in list_batches(shop, ann.actor, BOOK, 10).batches if "open" in each.statuses]
    detail = batch_detail(shop, ann.actor, BOOK, mine.id)
    assert (detail.summary, detail.outcome) == (mine, reply.outcome)
    assert batch_detail(shop, Desk(shop, "mia").actor, BOOK, mine.id) == detail
    for login, batch in (("ben", mine.id), ("ann", "unknown")):
        with pytest.raises(UnknownBatch):
            batch_detail(shop, Desk(shop, login).actor, BOOK, batch)
