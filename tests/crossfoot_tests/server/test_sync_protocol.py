"""A request that comes again, one that only asks, and one that does not follow the protocol."""

from __future__ import annotations

import msgspec
import pytest

from crossfoot_server.errors import BadRequest, BatchReused, NotAllowed, UnknownBook, VersionTooOld
from crossfoot_server.services import check, pull, sync
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import FieldOutcome, SyncRequest, TableOutcome
from crossfoot_templates.messages import say
from crossfoot_tests.server.builders import (
    BOOK,
    NOW,
    NOW_TEXT,
    Desk,
    actor,
    change,
    new,
    one,
    remove,
    row_id,
)


def test_a_new_row_that_came_before_under_another_batch_is_unchanged(shop: Store) -> None:
    ann = Desk(shop, "ann")
    row = new("customer", row_id(1), name="Acme", code=None, owner=None, city="X")
    first = ann.sync(row)
    again = ann.sync(row)
    assert (one(again).status, one(again).revs, again.cursor) == (["unchanged"], [1], first.cursor)


def test_a_new_row_that_came_before_and_differs_is_in_conflict(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme", city="X"))
    reply = ann.sync(new("customer", row_id(1), name="Acme", city="Y"))
    said = say("conflict", column="city", mine="Y", theirs="X", who="Ann", when=NOW_TEXT)
    assert one(reply) == TableOutcome(
        "customer",
        [row_id(1)],
        ["open"],
        [1],
        [[]],
        [FieldOutcome(0, "city", "conflict", said, "X", 1, "Ann", NOW_TEXT)],
    )


def test_an_id_is_never_used_twice(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme"), new("order", row_id(2), code="O1", customer=row_id(1)))
    ann.sync(remove("order", row_id(2)))
    reply = ann.sync(new("order", row_id(2), code="O1", customer=row_id(1)))
    assert (one(reply).status, one(reply).messages) == (["refused"], [[say("row_gone", who="Ann", when=NOW_TEXT)]])


def test_h21_a_batch_that_comes_again_is_answered_from_the_record(shop: Store) -> None:
    ann, ben = Desk(shop, "ann"), Desk(shop, "ben")
    request = ann.request(new("customer", row_id(1), name="Acme"), new("customer", row_id(2), name=None))
    first = sync(shop, ann.actor, BOOK, request, NOW)
    ben.sync()
    ben.sync(change("customer", row_id(1), city="X"))
    request.lists, request.language = {"entity": "other"}, "zh"
    again = sync(shop, ann.actor, BOOK, request, NOW)
    assert (first.replayed, again.replayed) == (False, True)
    assert again.outcome == first.outcome
    assert [(table.ids, table.revs, table.columns["city"]) for table in again.pull] == [([row_id(1)], [2], ["X"])]


def test_h21_a_batch_that_comes_again_leaves_its_workbook_in_step_as_far_as_it_was_after_it(shop: Store) -> None:
    ann = Desk(shop, "ann")
    first = ann.request(new("customer", row_id(1), name="Acme"), new("customer", row_id(2), name="Beta"))
    assert sync(shop, ann.actor, BOOK, first, NOW).cursor == 2
    nothing = ann.request(new("customer", row_id(3), name=None))
    ann.sync(new("customer", row_id(4), name="Gamma"))
    replies = [sync(shop, ann.actor, BOOK, request, NOW) for request in (first, nothing, nothing)]
    assert [(reply.replayed, reply.cursor) for reply in replies] == [(True, 2), (False, 3), (True, 0)]


def test_h21_a_batch_id_with_other_rows_or_another_sender_is_refused(shop: Store) -> None:
    ann = Desk(shop, "ann")
    request = ann.request(new("customer", row_id(1), name="Acme"))
    sync(shop, ann.actor, BOOK, request, NOW)
    with pytest.raises(BatchReused):
        sync(shop, actor(shop, "ben"), BOOK, request, NOW)
    request.push[0].columns["name"].values = ["Other"]
    with pytest.raises(BatchReused):
        sync(shop, ann.actor, BOOK, request, NOW)


def test_checking_tells_the_outcome_and_writes_nothing(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme"))
    request = ann.request(new("customer", row_id(2), name="New"), change("customer", row_id(1), city="X"))
    before = ann.sync()
    checked = check(shop, ann.actor, BOOK, request, NOW)
    assert (checked.pull, checked.cursor, checked.visible) == ([], before.cursor, before.visible)
    assert check(shop, ann.actor, BOOK, request, NOW) == checked
    taken = sync(shop, ann.actor, BOOK, request, NOW)
    assert (taken.outcome, taken.replayed) == (checked.outcome, False)


def test_a_pull_takes_nothing_in(shop: Store) -> None:
    ann = Desk(shop, "ann")
    with pytest.raises(BadRequest, match="use sync"):
        pull(shop, ann.actor, BOOK, ann.request(new("customer", row_id(1), name="Acme")), NOW)
    assert pull(shop, ann.actor, BOOK, ann.request(), NOW) == ann.sync()


def spoilt(desk: Desk, where: str, value: object) -> SyncRequest:
    """A request that says ``value`` at one place of its JSON; ``None`` takes the place out."""
    request = desk.request(new("customer", row_id(1), name="Acme"), new("customer", row_id(2), name="Other"))
    assert request.batch is not None
    request.batch.id = "spoilt"
    plain = msgspec.to_builtins(request, str_keys=True)
    *path, last = [int(step) if step.isdigit() else step for step in where.split(".")]
    at = plain
    for step in path:
        at = at[step]
    if isinstance(at, list) and last == len(at):
        at.append(value)
    else:
        at[last] = value
    return msgspec.convert(plain, SyncRequest, strict=False)


PUSHED_TWICE = {"table": "customer", "ids": [], "kinds": [], "revs": [], "bases": [], "layout": [], "columns": {}}


@pytest.mark.parametrize(
    ("where", "value", "message"),
    [
        ("batch", None, "batch: a push says which batch it is, and this one does not"),
        ("batch.id", "", "batch.id: an id has 1 to 64 characters, not 0"),
        ("push.0.table", "secrets", "push[0] ('secrets'): book 'sales' shows no such table"),
        ("push.1", PUSHED_TWICE, "push[1] ('customer'): the table stands in the push twice"),
        ("push.0.kinds", ["new"], "push[0] ('customer').kinds: it has 1 entries for 2 ids"),
        ("push.0.ids.1", row_id(1), f"push[0] ('customer').ids: row {row_id(1)!r} is there twice"),
        ("push.0.ids.0", "1", "push[0] ('customer').ids: '1' is no row id, which a new row needs"),
        ("push.0.revs.0", -1, "push[0] ('customer').revs: -1 is no revision"),
        (
            "push.0.columns.colour",
            {"rows": [0], "values": ["red"]},
            "push[0] ('customer').columns: there is no column 'colour' that people fill in",
        ),
        (
            "push.0.columns.name.values",
            ["Acme"],
            "push[0] ('customer'), column 'name': it has 1 values for 2 rows",
        ),
        (
            "push.0.columns.name.rows.1",
            2,
            "push[0] ('customer'), column 'name': row 2 is not one of 0 to 1 in ascending order",
        ),
        (
            "push.0.columns.name.rows",
            [1, 0],
            "push[0] ('customer'), column 'name': row 0 is not one of 0 to 1 in ascending order",
        ),
        (
            "push.0.columns.since",
            {"rows": [1], "values": ["2024-13-01"]},
            "push[0] ('customer'), column 'since', row 1: month must be in 1..12",
        ),
        (
            "push.0.columns.credit",
            {"rows": [0], "values": [12]},
            "push[0] ('customer'), column 'credit', row 0: money is written as text or null, not 12",
        ),
        (
            "push.0.columns.name.revs",
            {"5": 1},
            "push[0] ('customer'), column 'name'.revs: row 5 has no value of this column",
        ),
    ],
)
def test_a_request_against_the_protocol_names_the_place_and_takes_nothing(
    shop: Store, where: str, value: object, message: str
) -> None:
    ann = Desk(shop, "ann")
    with pytest.raises(BadRequest) as refusal:
        sync(shop, ann.actor, BOOK, spoilt(ann, where, value), NOW)
    assert str(refusal.value) == f"{message}. Nothing of the request was taken; mend it and send it again."
    assert ann.sync().visible["customer"].count == 0


def test_books_that_are_not_there_or_not_open_and_other_protocols_are_refused(shop: Store) -> None:
    ann = actor(shop, "ann")
    with pytest.raises(UnknownBook, match="'missing'; the books are sales, overview"):
        sync(shop, ann, "missing", SyncRequest(), NOW)
    with pytest.raises(NotAllowed, match="ben has no grant for book 'overview'"):
        sync(shop, actor(shop, "ben"), "overview", SyncRequest(), NOW)
    with pytest.raises(VersionTooOld, match="protocol 2, the server 1"):
        sync(shop, ann, BOOK, SyncRequest(protocol=2), NOW)
