"""What becomes of the values of pushed rows: stored whole, refused by field, kept where one may not write."""

from __future__ import annotations

from decimal import Decimal as Exact

import msgspec
import pytest
from sqlalchemy import select

from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import TableOutcome
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import WireValue
from crossfoot_tests.server.builders import (
    Desk,
    Edit,
    assert_nothing_of,
    barred,
    change,
    new,
    one,
    refused,
    remove,
    row_id,
)

NO_CURRENCY = say("currency_missing")


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
                [say("row_refused", columns="name, stage, currency, since")],
                [say("number_given", value="C-0001")],
            ],
            [
                refused(0, "name", say("required")),
                refused(0, "stage", say("not_a_choice", value="lost")),
                refused(0, "currency", say("currency_missing")),
                refused(0, "since", say("date_range", value="1900-01-01", min="1950-01-01", max="2149-12-31")),
            ],
        )
    ]
    assert ann.shown("customer", "name") == [("Fine",)]


def test_a_change_writes_its_fields_and_a_version_and_nothing_else(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme", city="X"))
    reply = ann.sync(change("customer", row_id(1), city=None, notes="later"))
    assert reply.outcome == [TableOutcome("customer", [row_id(1)], ["ok"], [2], [[]], [])]
    assert ann.shown("customer", "name", "city", "notes") == [("Acme", None, "later")]


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
            refused(0, "currency", NO_CURRENCY, "CNY", 2),
        ],
    )
    assert ann.shown("customer", "name", "city", "credit", "currency") == [("Acme", "Y", "5.00", "CNY")]


def test_an_amount_that_comes_with_a_blank_currency_does_not_go_in_under_the_old_one(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme", credit="5.00", currency="CNY"))
    reply = ann.sync(change("customer", row_id(1), credit="7.00", currency=None))
    assert one(reply).fields == [
        refused(0, "credit", say("currency_missing"), "5.00", 1),
        refused(0, "currency", say("currency_missing"), "CNY", 1),
    ]


def test_a_row_that_gets_another_number_says_so(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(new("customer", row_id(1), name="Acme"), new("customer", row_id(2), name="Blue"))
    reply = ann.sync(change("customer", row_id(1), code="C-0900"), change("customer", row_id(2), name="Green"))
    assert one(reply).messages == [[say("renumbered", before="C-0001", after="C-0900")], []]


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
            refused(0, "credit", NO_CURRENCY, None, 1),
            refused(0, "currency", say("not_a_choice", value="QQQ"), None, 1),
        ],
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"notes": "a\x07b"}, say("control_character")),
        ({"rating": 2**70}, say("column_read_only", theirs="(blank)")),
        ({"code": None}, say("number_stays", value="C-0001")),
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
    assert ann.shown("customer", "notes") == [(text,)]


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
    assert [row[0] for row in ann.shown("order", "amount")] == [*amounts, "0.30", None]
    assert ann.shown("order", "rate")[0] == ("0.0001",)
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
        [barred(0, "rating", say("column_read_only", theirs="7"), 7, 2)],
    )
    assert one(ann.sync(change("customer", row_id(1), rating=7))).status == ["unchanged"]


def test_a_new_row_may_leave_read_only_columns_blank_and_no_more(shop: Store) -> None:
    ann = Desk(shop, "ann")
    reply = ann.sync(new("customer", row_id(1), name="A", rating=None), new("customer", row_id(2), name="B", rating=3))
    assert one(reply).status == ["ok", "refused"]
    assert one(reply).fields == [barred(1, "rating", say("column_read_only", theirs="(blank)"))]


def test_a_column_that_may_not_be_read_is_refused_without_telling_its_value(shop: Store) -> None:
    mia, ann = Desk(shop, "mia"), Desk(shop, "ann")
    mia.sync(new("customer", row_id(1), name="Acme", margin="0.271828", owner="ann"))
    ann.sync()
    for guess in ("0.271828", "0.500000", None):
        reply = ann.sync(change("customer", row_id(1), margin=guess))
        assert one(reply).fields == [barred(0, "margin", say("column_read_only", theirs="…"), None, 1)]
        assert_nothing_of(reply, "271828")
    assert "margin" not in ann.rows["customer"][row_id(1)].values
