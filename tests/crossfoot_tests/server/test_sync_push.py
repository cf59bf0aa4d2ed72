"""What becomes of pushed rows: new ones, changed ones, removed ones; keys, references, numbers, rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal as Exact
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from crossfoot_server.errors import BadRequest, BatchReused, NotAllowed, UnknownBook, VersionTooOld
from crossfoot_server.services import check, pull, sync
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import FieldOutcome, SyncReply, SyncRequest, TableOutcome
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import WireValue
from crossfoot_tests.server.builders import (
    BOOK,
    NOW,
    NOW_TEXT,
    Desk,
    Edit,
    actor,
    change,
    new,
    open_store,
    remove,
    row_id,
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path)) as store:
        yield store


def shown(desk: Desk, table: str, *columns: str) -> list[tuple[WireValue, ...]]:
    """What a desk shows of a table, by id."""
    rows = desk.rows.get(table, {})
    return [tuple(rows[each].values[name] for name in columns) for each in sorted(rows)]


def refused(row: int, name: str, message: Message, theirs: WireValue = None, theirs_rev: int = 0) -> FieldOutcome:
    return FieldOutcome(row, name, "refused", message, theirs, theirs_rev)


def one(reply: SyncReply) -> TableOutcome:
    """The outcome of a push of one table."""
    (outcome,) = reply.outcome
    return outcome


def test_a_new_row_is_stored_whole_with_its_number_and_its_owner(shop: Store) -> None:
    ann = Desk(shop, "ann")
    reply = ann.sync(new("customer", row_id(1), name="Acme", credit="0.10", currency="CNY", code=None))
    assert reply.outcome == [
        TableOutcome("customer", [row_id(1)], ["ok"], [1], [[say("number_given", value="C-0001")]], [])
    ]
    assert ann.rows["customer"][row_id(1)].values == {
        "code": "C-0001",
        "name": "Acme",
        "stage": None,
        "city": None,
        "credit": "0.10",
        "currency": "CNY",
        "rating": None,
        "since": None,
        "parent": None,
        "entity": "SH",
        "team": "east1",
        "owner": "ann",
        "notes": None,
    }
    assert (reply.cursor, reply.more, reply.replayed, reply.epoch, reply.gone) == (1, False, False, shop.epoch, {})


def test_a_new_row_is_refused_whole_and_says_what_to_mend(shop: Store) -> None:
    ann = Desk(shop, "ann")
    reply = ann.sync(
        new("customer", row_id(1), name=None, stage="lost", credit="1.00", since="1900-01-01"),
        new("customer", row_id(2), name="Fine"),
    )
    assert reply.outcome == [
        TableOutcome(
            "customer",
            [row_id(1), row_id(2)],
            ["refused", "ok"],
            [0, 1],
            [
                [say("row_refused", columns="name, stage, credit, since")],
                [say("number_given", value="C-0001")],
            ],
            [
                refused(0, "name", say("required")),
                refused(0, "stage", say("not_a_choice", value="lost")),
                refused(0, "credit", say("currency_missing")),
                refused(0, "since", say("date_range", value="1900-01-01", min="1950-01-01", max="2149-12-31")),
            ],
        )
    ]
    assert shown(ann, "customer", "name") == [("Fine",)]


def test_a_change_writes_its_fields_and_a_version_and_nothing_else(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme", city="X"))
    reply = ann.sync(change("customer", row_id(1), city=None, notes="later"))
    assert reply.outcome == [TableOutcome("customer", [row_id(1)], ["ok"], [2], [[]], [])]
    assert shown(ann, "customer", "name", "city", "notes") == [("Acme", None, "later")]


def test_a_push_that_changes_nothing_writes_no_version(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme"))
    reply = ann.sync(change("customer", row_id(1), name="Acme"))
    assert (one(reply).status, one(reply).revs, reply.cursor, reply.pull) == (["unchanged"], [1], 1, [])


def test_a_field_that_breaks_a_rule_is_refused_and_the_others_go(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme", credit="5.00", currency="CNY"))
    reply = ann.sync(change("customer", row_id(1), name="N" * 41, city="Y", currency=None))
    assert one(reply) == TableOutcome(
        "customer",
        [row_id(1)],
        ["open"],
        [2],
        [[]],
        [
            refused(0, "name", say("too_long", length=41, limit=40), "Acme", 2),
            # The amount stays, so its currency has to.
            refused(0, "currency", say("currency_missing"), "CNY", 2),
        ],
    )
    assert shown(ann, "customer", "name", "city", "credit", "currency") == [("Acme", "Y", "5.00", "CNY")]


def test_refusing_one_field_can_make_another_one_wrong(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme"))
    reply = ann.sync(change("customer", row_id(1), credit="5.00", currency="QQQ"))
    assert one(reply) == TableOutcome(
        "customer",
        [row_id(1)],
        ["refused"],
        [1],
        [[]],
        [
            refused(0, "credit", say("currency_missing"), None, 1),
            refused(0, "currency", say("not_a_choice", value="QQQ"), None, 1),
        ],
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"notes": "a\x07b"}, say("control_character")),
        ({"rating": 2**70}, say("column_read_only", theirs="(blank)")),
        ({"code": None}, say("required")),
    ],
)
def test_values_no_row_may_have_are_refused(shop: Store, values: dict[str, WireValue], message: Message) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme"))
    reply = ann.sync(Edit("customer", row_id(1), "change", values))
    assert (one(reply).status, [field.message for field in one(reply).fields]) == (["refused"], [message])


@pytest.mark.parametrize(
    "text",
    ["长文本" * 1000, "🚢👩‍👩‍👧 emoji", "مرحبا \u202b right to left", "=1+1", "+cmd|' /C calc'!A0", "-2", "@x", "a\nb"],
)
def test_h26_text_is_data_whatever_it_looks_like(shop: Store, text: str) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme", notes=text))
    assert shown(ann, "customer", "notes") == [(text,)]


def test_money_is_exact_from_end_to_end(shop: Store) -> None:
    ann = Desk(shop, "ann")
    amounts = ["0.10", "0.20", "9999999999999.99", "-0.01", "70368744177664.01"]
    reply = ann.sync(
        new("customer", row_id(0), name="Acme"),
        *(
            new("order", row_id(n + 1), code=str(n), customer=row_id(0), amount=amount, currency="CNY", rate="0.0001")
            for n, amount in enumerate(amounts)
        ),
        new("order", row_id(90), code="usd", customer=row_id(0), amount="0.30", currency="USD"),
        new("order", row_id(91), code="none", customer=row_id(0)),
    )
    assert [row[0] for row in shown(ann, "order", "amount")] == [*amounts, "0.30", None]
    assert shown(ann, "order", "rate")[0] == ("0.0001",)
    total = sum(map(Exact, amounts), Exact(0))
    assert reply.visible["order"].totals == {"amount": {"CNY": str(total), "USD": "0.30"}}
    assert str(total) == "80368744177664.29"


def test_batches_keep_control_totals_of_before_and_after(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="A", credit="1.25", currency="CNY"))
    ann.sync(new("customer", row_id(2), name="B", credit="2.50", currency="CNY"))
    with shop.reading() as connection:
        kept = list(connection.scalars(select(shop.schema.batch.c.totals).order_by(shop.schema.batch.c.id)))
    assert [msgspec.json.decode(each) for each in kept] == [
        {
            "before": {"customer": {"rows": 0, "money": {"credit": {}}}},
            "after": {"customer": {"rows": 1, "money": {"credit": {"CNY": "1.25"}}}},
        },
        {
            "before": {"customer": {"rows": 1, "money": {"credit": {"CNY": "1.25"}}}},
            "after": {"customer": {"rows": 2, "money": {"credit": {"CNY": "3.75"}}}},
        },
    ]


# Keys


def test_h15_of_two_new_rows_with_one_key_the_first_in_the_sheet_has_it(shop: Store) -> None:
    ann = Desk(shop, "ann")
    reply = ann.sync(
        new("customer", row_id(3), code="K1", name="One"),
        new("customer", row_id(1), code="K1", name="Two"),
        new("customer", row_id(2), code="K2", name="One"),
    )
    code, name = (say("duplicate_key", columns=each, value=value) for each, value in (("code", "K1"), ("name", "One")))
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
    assert one(reply).fields == [refused(0, "code", say("duplicate_key", columns="code", value="K1"))]
    assert_nothing_of(reply, "secret", "Beijing", "dora", row_id(1))


def assert_nothing_of(reply: SyncReply, *texts: str) -> None:
    encoded = msgspec.json.encode(reply).decode()
    assert [text for text in texts if text in encoded] == []


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
    assert one(again).fields == [refused(0, "number", duplicate, 2, 1)]


def test_two_rows_may_swap_their_keys(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(*(new("customer", row_id(n), code=f"K{n}", name=f"N{n}") for n in (1, 2, 3)))
    reply = ann.sync(
        change("customer", row_id(1), code="K2", name="N2"),
        change("customer", row_id(2), code="K3", name="N1"),
        change("customer", row_id(3), code="K1"),
    )
    assert one(reply).status == ["ok", "ok", "ok"]
    assert shown(ann, "customer", "code", "name") == [("K2", "N2"), ("K3", "N1"), ("K1", "N3")]


def test_a_key_is_not_free_when_the_row_that_gives_it_up_is_turned_away(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(*(new("customer", row_id(n), code=f"K{n}", name=f"N{n}") for n in (1, 2, 3)))
    reply = ann.sync(
        change("customer", row_id(1), code="K2"),
        change("customer", row_id(2), code="K3"),
        change("customer", row_id(3), city="X"),
    )
    assert one(reply).status == ["refused", "refused", "ok"]
    assert shown(ann, "customer", "code") == [("K1",), ("K2",), ("K3",)]


def test_a_removed_row_gives_its_key_back_in_the_same_push(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), code="K1", name="Old"), new("order", row_id(9), code="O", customer=row_id(1)))
    reply = ann.sync(
        new("customer", row_id(2), code="K1", name="Old"),
        remove("customer", row_id(1)),
        change("order", row_id(9), customer=row_id(2)),
    )
    assert [table.status for table in reply.outcome] == [["ok", "removed"], ["ok"]]
    assert shown(ann, "customer", "code", "name") == [("K1", "Old")]


# Numbers


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


# References


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
    assert (one(reply).status, shown(ann, "order", "kind", "customer")) == (["open"], [("spot", row_id(1))])


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


# Removing


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
    assert shown(ann, "customer", "city") == [("X",)]
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


def test_a_table_that_is_read_only_takes_nothing(shop: Store) -> None:
    Desk(shop, "mia").sync(new("customer", row_id(1), code="K1", name="Acme"))
    mia = Desk(shop, "mia", book="overview")
    mia.sync()
    reply = mia.sync(change("customer", row_id(1), name="Other"), new("customer", row_id(2), code="K2", name="New"))
    read_only = say("table_read_only")
    assert one(reply) == TableOutcome(
        "customer", [row_id(1), row_id(2)], ["refused", "refused"], [1, 0], [[read_only], [read_only]], []
    )
    removed = mia.sync(remove("customer", row_id(1)))
    assert (one(removed).status, one(removed).messages) == (["restored"], [[say("removed_not_allowed")]])


# Columns that not everybody may change or read


def test_a_read_only_column_keeps_the_servers_value_and_says_so(shop: Store) -> None:
    mia, ann = Desk(shop, "mia"), Desk(shop, "ann")
    mia.sync(new("customer", row_id(1), name="Acme", rating=7, owner="ann"))
    ann.sync()
    reply = ann.sync(change("customer", row_id(1), rating=9, city="X"))
    assert one(reply) == TableOutcome(
        "customer",
        [row_id(1)],
        ["open"],
        [2],
        [[]],
        [refused(0, "rating", say("column_read_only", theirs="7"), 7, 2)],
    )
    assert one(ann.sync(change("customer", row_id(1), rating=7))).status == ["unchanged"]


def test_a_new_row_may_leave_read_only_columns_blank_and_no_more(shop: Store) -> None:
    ann = Desk(shop, "ann")
    reply = ann.sync(new("customer", row_id(1), name="A", rating=None), new("customer", row_id(2), name="B", rating=3))
    assert one(reply).status == ["ok", "refused"]
    assert one(reply).fields == [refused(1, "rating", say("column_read_only", theirs="(blank)"))]


def test_a_column_that_may_not_be_read_is_refused_without_telling_its_value(shop: Store) -> None:
    mia, ann = Desk(shop, "mia"), Desk(shop, "ann")
    mia.sync(new("customer", row_id(1), name="Acme", margin="0.271828", owner="ann"))
    ann.sync()
    for guess in ("0.271828", "0.500000", None):
        reply = ann.sync(change("customer", row_id(1), margin=guess))
        assert one(reply).fields == [refused(0, "margin", say("column_read_only", theirs="…"), None, 1)]
        assert_nothing_of(reply, "271828")
    assert "margin" not in ann.rows["customer"][row_id(1)].values


# Ids that are there already, and batches that come again


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


# Requests that do not follow the protocol


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
            "push[0] ('customer').columns: there is no column 'colour'",
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
