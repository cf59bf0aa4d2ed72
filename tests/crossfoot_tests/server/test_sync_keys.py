"""Keys of rows and numbers that the server gives: one key for one row, whatever else a push does."""

from __future__ import annotations

from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import TableOutcome
from crossfoot_templates.messages import say
from crossfoot_tests.server.builders import (
    Desk,
    assert_nothing_of,
    change,
    new,
    one,
    refused,
    remove,
    row_id,
)


def test_h15_of_two_new_rows_with_one_key_the_first_in_the_sheet_has_it(shop: Store) -> None:
    ann = Desk(shop, "ann")
    reply = ann.sync(
        new("customer", row_id(3), code="K1", name="One"),
        new("customer", row_id(1), code="K1", name="Two"),
        new("customer", row_id(2), code="K2", name="One"),
    )
    code = say("duplicate_number", columns="code", value="K1")
    name = say("duplicate_key", columns="name", value="One")
    assert one(reply) == TableOutcome(
        "customer",
        [row_id(3), row_id(1), row_id(2)],
        ["ok", "refused", "refused"],
        [1, 0, 0],
        [[], [say("row_refused", columns="code")], [say("row_refused", columns="name")]],
        [refused(1, "code", code), refused(2, "name", name)],
    )


def test_h15_a_key_that_another_scope_holds_is_refused_without_telling_more(shop: Store) -> None:
    Desk(shop, "dora").sync(new("customer", row_id(1), code="K1", name="Dora's secret customer", city="Beijing"))
    ann = Desk(shop, "ann")
    reply = ann.sync(new("customer", row_id(2), code="K1", name="Mine"))
    assert one(reply).fields == [refused(0, "code", say("duplicate_number", columns="code", value="K1"))]
    assert_nothing_of(reply, "secret", "Beijing", "dora", row_id(1))


def test_a_key_of_a_reference_and_a_number_is_unique_too(shop: Store) -> None:
    ann = Desk(shop, "ann")
    reply = ann.sync(
        new("customer", row_id(1), name="Acme"),
        new("order", row_id(2), code="O1", customer=row_id(1)),
        new("payment", row_id(3), order=row_id(2), number=1),
        new("payment", row_id(4), order=row_id(2), number=2),
        new("payment", row_id(5), order=row_id(2), number=1),
    )
    duplicate = say("duplicate_key", columns="order / number", value="1")
    assert reply.outcome[2].status == ["ok", "ok", "refused"]
    assert reply.outcome[2].fields == [refused(2, "order", duplicate), refused(2, "number", duplicate)]
    again = ann.sync(change("payment", row_id(4), number=1))
    shown = say("duplicate_key", columns="order / number", value="O1 / 1")
    assert one(again).fields == [refused(0, "number", shown, 2, 1)]


def test_two_rows_may_swap_their_keys(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(*(new("customer", row_id(n), code=f"K{n}", name=f"N{n}") for n in (1, 2, 3)))
    reply = ann.sync(
        change("customer", row_id(1), code="K2", name="N2"),
        change("customer", row_id(2), code="K3", name="N1"),
        change("customer", row_id(3), code="K1"),
    )
    assert one(reply).status == ["ok", "ok", "ok"]
    assert ann.shown("customer", "code", "name") == [("K2", "N2"), ("K3", "N1"), ("K1", "N3")]


def test_a_key_is_not_free_when_the_row_that_gives_it_up_is_turned_away(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(*(new("customer", row_id(n), code=f"K{n}", name=f"N{n}") for n in (1, 2, 3)))
    reply = ann.sync(
        change("customer", row_id(1), code="K2"),
        change("customer", row_id(2), code="K3"),
        change("customer", row_id(3), city="X"),
    )
    assert one(reply).status == ["refused", "refused", "ok"]
    assert ann.shown("customer", "code") == [("K1",), ("K2",), ("K3",)]


def test_a_removed_row_gives_its_key_back_in_the_same_push(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), code="K1", name="Old"), new("order", row_id(9), code="O", customer=row_id(1)))
    reply = ann.sync(
        new("customer", row_id(2), code="K1", name="Old"),
        remove("customer", row_id(1)),
        change("order", row_id(9), customer=row_id(2)),
    )
    assert [table.status for table in reply.outcome] == [["ok", "removed"], ["ok"]]
    assert ann.shown("customer", "code", "name") == [("K1", "Old")]


def test_numbers_leave_out_what_is_in_use_or_ever_was(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(
        new("customer", row_id(1), code="C-0002", name="Typed"), new("customer", row_id(2), code="C-0003", name="B")
    )
    ann.sync(change("customer", row_id(2), code="Z"))
    reply = ann.sync(
        new("customer", row_id(3), name="C"),
        new("customer", row_id(4), code="C-0004", name="D"),
        new("customer", row_id(5), name="E"),
        new("customer", row_id(6), name=None),
        new("customer", row_id(7), name="F"),
    )
    assert one(reply).status == ["ok", "ok", "ok", "refused", "ok"]
    given = [[message.facts["value"] for message in said] for said in one(reply).messages[:3]]
    assert given == [["C-0001"], [], ["C-0005"]]
    assert one(reply).messages[4] == [say("number_given", value="C-0006")]
