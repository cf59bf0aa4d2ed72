"""Rows that point at each other, and rows that leave: nothing points at what is gone."""

from __future__ import annotations

from sqlalchemy import select

from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import TableOutcome
from crossfoot_templates.messages import say
from crossfoot_tests.server.builders import (
    NOW_TEXT,
    Desk,
    change,
    new,
    one,
    refused,
    remove,
    row_id,
)


def test_a_row_that_points_at_a_refused_row_is_refused_with_that_reason(shop: Store) -> None:
    ann = Desk(shop, "ann")
    reply = ann.sync(
        new("order", row_id(10), code="O1", customer=row_id(1)),
        new("customer", row_id(3), name="Grandchild", parent=row_id(2)),
        new("customer", row_id(2), name="Child", parent=row_id(1)),
        new("customer", row_id(1), name=None),
        new("payment", row_id(20), order=row_id(10), number=1),
        new("customer", row_id(4), name="Alone"),
    )
    customers = say("reference_refused", table="Customers")
    assert [(table.table, table.status, table.fields) for table in reply.outcome] == [
        ("order", ["refused"], [refused(0, "customer", customers)]),
        (
            "customer",
            ["refused", "refused", "refused", "ok"],
            [refused(0, "parent", customers), refused(1, "parent", customers), refused(2, "name", say("required"))],
        ),
        ("payment", ["refused"], [refused(0, "order", say("reference_refused", table="Orders"))]),
    ]


def test_rows_of_one_push_may_point_at_each_other_in_any_order(shop: Store) -> None:
    ann = Desk(shop, "ann")
    reply = ann.sync(
        new("payment", row_id(20), order=row_id(10), number=1),
        new("order", row_id(10), code="O1", customer=row_id(1)),
        new("customer", row_id(2), name="Child", parent=row_id(1)),
        new("customer", row_id(1), name="Parent", parent=row_id(2)),
    )
    assert [table.status for table in reply.outcome] == [["ok"], ["ok"], ["ok", "ok"]]


def test_a_reference_that_cannot_change_keeps_the_others_going(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme"), new("order", row_id(2), code="O1", customer=row_id(1)))
    reply = ann.sync(change("order", row_id(2), customer=row_id(77), kind="spot"))
    gone = say("reference_gone", table="Customers")
    assert one(reply).fields == [refused(0, "customer", gone, row_id(1), 2)]
    assert (one(reply).status, ann.shown("order", "kind", "customer")) == (["open"], [("spot", row_id(1))])


def test_nothing_may_point_at_a_row_that_is_gone_or_going(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(*(new("customer", row_id(n), name=f"N{n}") for n in (1, 2)))
    ann.sync(remove("customer", row_id(1)))
    reply = ann.sync(
        new("order", row_id(3), code="O1", customer=row_id(1)),
        remove("customer", row_id(2)),
        new("order", row_id(4), code="O2", customer=row_id(2)),
    )
    gone = say("reference_gone", table="Customers")
    assert reply.outcome[0].fields == [refused(0, "customer", gone), refused(1, "customer", gone)]


def test_a_reference_to_a_voided_row_may_stay_as_it_is(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), code="K1", name="N1"), new("order", row_id(2), code="O1", customer=row_id(1)))
    reply = ann.sync(remove("customer", row_id(1)))
    customers = reply.lists["customer"]
    assert (customers.ids, customers.labels, customers.selectable) == ([row_id(1)], ["K1"], [False])
    assert one(ann.sync(change("order", row_id(2), customer=row_id(1), kind="x"))).status == ["ok"]


def test_a_voided_row_leaves_every_book_and_keeps_its_versions(shop: Store) -> None:
    ann, ben = Desk(shop, "ann"), Desk(shop, "ben")
    ann.sync(new("customer", row_id(1), name="Acme", credit="1.00", currency="CNY"))
    ben.sync()
    reply = ann.sync(remove("customer", row_id(1)))
    assert one(reply) == TableOutcome("customer", [row_id(1)], ["removed"], [2], [[]], [])
    assert reply.gone == ben.sync().gone == {"customer": [row_id(1)]}
    assert (reply.visible["customer"].count, reply.visible["customer"].totals) == (0, {"credit": {}})
    with shop.reading() as connection:
        versions = shop.schema.pairs["customer"].versions
        kinds = connection.execute(select(versions.c["_rev"], versions.c["_kind"], versions.c["name"])).all()
    assert [tuple(each) for each in kinds] == [(1, "created", "Acme"), (2, "voided", "Acme")]


def test_a_deleted_row_is_no_longer_in_the_table_and_its_versions_stay(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme"), new("order", row_id(2), code="O1", customer=row_id(1)))
    reply = ann.sync(remove("order", row_id(2)))
    assert (one(reply).status, reply.gone) == (["removed"], {"order": [row_id(2)]})
    pair = shop.schema.pairs["order"]
    with shop.reading() as connection:
        assert connection.execute(select(pair.current)).all() == []
        kinds = list(connection.scalars(select(pair.versions.c["_kind"]).order_by(pair.versions.c["_rev"])))
    assert kinds == ["created", "removed"]


def test_a_row_in_use_is_put_back_unless_what_uses_it_goes_or_turns_away(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(
        new("customer", row_id(1), name="Acme"),
        *(new("order", row_id(n), code=f"O{n}", customer=row_id(1)) for n in (2, 3)),
        new("payment", row_id(9), order=row_id(2), number=1),
    )
    reply = ann.sync(remove("order", row_id(2)))
    used = say("removed_used", table="Payments")
    assert one(reply) == TableOutcome("order", [row_id(2)], ["restored"], [1], [[used]], [])
    moved = ann.sync(remove("order", row_id(2)), change("payment", row_id(9), order=row_id(3)))
    assert [table.status for table in moved.outcome] == [["removed"], ["ok"]]


def test_rows_of_a_table_that_restores_come_back(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(
        new("customer", row_id(1), name="Acme"),
        new("order", row_id(2), code="O1", customer=row_id(1)),
        new("payment", row_id(3), order=row_id(2), number=1),
    )
    reply = ann.sync(remove("payment", row_id(3)))
    assert one(reply) == TableOutcome("payment", [row_id(3)], ["restored"], [1], [[say("removed_restored")]], [])


def test_a_row_that_somebody_changed_meanwhile_is_put_back(shop: Store) -> None:
    ann, ben = Desk(shop, "ann"), Desk(shop, "ben")
    ann.sync(new("customer", row_id(1), name="Acme"))
    ben.sync()
    ben.sync(change("customer", row_id(1), city="X"))
    reply = ann.sync(remove("customer", row_id(1)))
    said = say("removed_changed", who="Ben", when=NOW_TEXT)
    assert one(reply) == TableOutcome("customer", [row_id(1)], ["restored"], [2], [[said]], [])
    assert ann.shown("customer", "city") == [("X",)]
    assert one(ann.sync(remove("customer", row_id(1)))).status == ["removed"]


def test_a_row_that_somebody_removed_meanwhile_is_gone_for_changes_and_removals(shop: Store) -> None:
    ann, ben = Desk(shop, "ann"), Desk(shop, "ben")
    ann.sync(new("customer", row_id(1), name="Acme"), new("order", row_id(2), code="O1", customer=row_id(1)))
    ben.sync()
    ben.sync(remove("customer", row_id(1)), remove("order", row_id(2)))
    gone = say("row_gone", who="Ben", when=NOW_TEXT)
    changed = ann.sync(change("customer", row_id(1), city="X"), change("order", row_id(2), kind="x"))
    assert [(each.status, each.revs, each.messages) for each in changed.outcome] == [(["refused"], [0], [[gone]])] * 2
    assert changed.gone == {"customer": [row_id(1)], "order": [row_id(2)]}
    removed = ann.sync(remove("customer", row_id(1)), remove("order", row_id(2)))
    assert [(each.status, each.messages) for each in removed.outcome] == [(["removed"], [[gone]])] * 2
