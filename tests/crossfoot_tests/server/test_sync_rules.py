"""What the formulas of a definition do to pushed rows: refuse, require, lock, fill in and compute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from crossfoot_server.errors import BadRequest
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import TableOutcome
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Catalog, Column, Rule, Table
from crossfoot_templates.types import Boolean, Date, Integer, Money, Percent, Text
from crossfoot_templates.types import Choice as ChoiceType
from crossfoot_tests.server.builders import (
    CATALOG,
    NOW,
    Desk,
    barred,
    change,
    column,
    label,
    new,
    one,
    open_store,
    refused,
    remove,
    row_id,
)


def computed(name: str, column_type: Money | Boolean | Integer, formula: str) -> Column:
    return msgspec.structs.replace(column(name, column_type), compute=formula)


def rule(name: str, kind: str, formula: str, *columns: str) -> Rule:
    return msgspec.convert(
        {
            "name": name,
            "kind": kind,
            "formula": formula,
            "message": {"zh": f"{name}-zh", "en": name},
            "columns": columns,
        },
        Rule,
    )


BID = Table(
    name="bid",
    label=label("Bids"),
    columns=(
        column("code", Text(), required=True),
        column("currency", ChoiceType(choices="currency")),
        column("price", Money(currency="currency")),
        column("discount", Percent()),
        computed("net", Money(currency="currency"), "=[@price]*(1-[@discount])"),
        computed("large", Boolean(), "=[@net]>=1000"),
        computed("age", Integer(), "=TODAY()-[@opened]"),
        msgspec.structs.replace(column("opened", Date()), default="=TODAY()"),
        msgspec.structs.replace(column("due", Date()), default='=IF(ISBLANK([@opened]),"",[@opened]+30)'),
        msgspec.structs.replace(column("sponsor", Text()), required_when="=[@large]"),
        column("stage", ChoiceType(choices="stage")),
        *CATALOG.tables["order"].columns[-4:],
    ),
    key=("code",),
    rules=(
        rule("due_after_opening", "check", "=OR(ISBLANK([@due]),[@due]>=[@opened])", "due"),
        rule("net_is_positive", "check", "=OR(ISBLANK([@price]),[@net]>0)"),
        rule("per_day", "check", "=OR(ISBLANK([@price]),[@price]/([@due]-[@opened])>=1)"),
        rule("won_is_closed", "lock_when", '=[@stage]="won"', "price", "discount"),
        rule("large_and_won", "lock_when", '=AND([@stage]="won",[@large])'),
    ),
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Store]:
    """The company with a table of bids, which has rules."""
    sheets = (*CATALOG.books["sales"].sheets, msgspec.convert({"table": "bid"}, type(CATALOG.books["sales"].sheets[0])))
    book = msgspec.structs.replace(CATALOG.books["sales"], sheets=sheets)
    catalog = Catalog(
        tables={**CATALOG.tables, "bid": BID}, choices=CATALOG.choices, books={**CATALOG.books, "sales": book}
    )
    with closing(open_store(tmp_path, catalog)) as store:
        yield store


def broken(name: str) -> Message:
    return say("rule_broken", zh=f"{name}-zh", en=name)


def test_a_row_is_filled_in_and_computed(house: Store) -> None:
    ann = Desk(house, "ann")
    ann.sync(new("bid", row_id(1), code="B1", price="100.05", discount="0.100000", currency="CNY"))
    # 100.05 × 0.9 is 90.045, and halves go away from zero.
    assert ann.shown("bid", "net", "large", "opened", "due", "age") == [("90.05", False, "2024-03-05", "2024-04-04", 0)]


def test_what_is_typed_goes_before_a_default(house: Store) -> None:
    ann = Desk(house, "ann")
    ann.sync(new("bid", row_id(1), code="B1", opened="2024-02-01"))
    assert ann.shown("bid", "opened", "due", "age") == [("2024-02-01", "2024-03-02", 33)]


def test_the_day_is_that_of_the_house_and_counts_when_the_row_is_read(house: Store) -> None:
    ann, ben = Desk(house, "ann"), Desk(house, "ben")
    ann.sync(new("bid", row_id(1), code="B1"), now=dt.datetime(2024, 3, 5, 16, 30, tzinfo=dt.UTC))
    assert ann.shown("bid", "opened", "age") == [("2024-03-06", 0)]
    ben.sync(now=dt.datetime(2024, 3, 10, 6, 0, tzinfo=dt.UTC))
    assert ben.shown("bid", "age") == [(4,)]


def test_a_blank_default_can_be_blanked_again(house: Store) -> None:
    ann = Desk(house, "ann")
    ann.sync(new("bid", row_id(1), code="B1"))
    ann.sync(change("bid", row_id(1), due=None))
    assert ann.shown("bid", "opened", "due") == [("2024-03-05", None)]


def test_a_new_row_that_breaks_a_check_is_refused_with_the_words_of_the_rule(house: Store) -> None:
    ann = Desk(house, "ann")
    reply = ann.sync(
        new("bid", row_id(1), code="B1", opened="2024-02-01", due="2024-01-31"),
        new("bid", row_id(2), code="B2"),
    )
    assert one(reply) == TableOutcome(
        "bid",
        [row_id(1), row_id(2)],
        ["refused", "ok"],
        [0, 1],
        [[say("row_refused", columns="due")], []],
        [refused(0, "due", broken("due_after_opening"))],
    )


def test_a_change_that_breaks_a_check_leaves_the_other_fields(house: Store) -> None:
    ann = Desk(house, "ann")
    ann.sync(new("bid", row_id(1), code="B1"))
    reply = ann.sync(change("bid", row_id(1), due="2024-03-01", sponsor="Li"))
    assert one(reply) == TableOutcome(
        "bid", [row_id(1)], ["open"], [2], [[]],
        [refused(0, "due", broken("due_after_opening"), "2024-04-04", 2)],
    )  # fmt: skip
    assert ann.shown("bid", "due", "sponsor") == [("2024-04-04", "Li")]


def test_where_the_named_column_did_not_change_what_did_is_to_blame(house: Store) -> None:
    ann = Desk(house, "ann")
    ann.sync(new("bid", row_id(1), code="B1"))
    reply = ann.sync(change("bid", row_id(1), opened="2024-05-01"))
    assert one(reply).fields == [refused(0, "opened", broken("due_after_opening"), "2024-03-05", 1)]


def test_a_rule_over_a_computed_column_blames_what_that_comes_from(house: Store) -> None:
    ann = Desk(house, "ann")
    reply = ann.sync(new("bid", row_id(1), code="B1", price="90.00", discount="1.000000", currency="CNY"))
    # a new row sends every column, so all that the rule looks at is to blame
    assert one(reply).fields == [
        refused(0, "price", broken("net_is_positive")),
        refused(0, "discount", broken("net_is_positive")),
    ]


def test_a_rule_that_cannot_be_judged_refuses_and_says_so(house: Store) -> None:
    ann = Desk(house, "ann")
    reply = ann.sync(
        new("bid", row_id(1), code="B1", price="90.00", currency="CNY", opened="2024-02-01", due="2024-02-01")
    )
    failed = say("rule_failed", zh="per_day-zh", en="per_day", error="#DIV/0!")
    assert one(reply).fields == [refused(0, name, failed) for name in ("price", "opened", "due")]


def test_what_nobody_touched_is_not_judged_anew(house: Store) -> None:
    ann = Desk(house, "ann")
    ann.sync(new("bid", row_id(1), code="B1", price="90.00", currency="CNY"))
    later = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    assert one(ann.sync(change("bid", row_id(1), notes="seen"), now=later)).status == ["ok"]


def test_a_column_becomes_required_in_a_new_row(house: Store) -> None:
    ann = Desk(house, "ann")
    reply = ann.sync(new("bid", row_id(1), code="B1", price="1000.00", currency="CNY"))
    assert one(reply).fields == [refused(0, "sponsor", say("required_as", given="price is “1,000.00”"))]


def test_what_makes_a_column_required_waits_until_it_is_filled_in(house: Store) -> None:
    ann = Desk(house, "ann")
    ann.sync(new("bid", row_id(1), code="B1", price="100.00", currency="CNY"))
    reply = ann.sync(change("bid", row_id(1), price="2000.00"))
    assert one(reply).fields == [refused(0, "price", say("required_then", columns="sponsor"), "100.00", 1)]
    reply = ann.sync(change("bid", row_id(1), price="2000.00", sponsor="Li"))
    assert (one(reply).status, ann.shown("bid", "price", "large")) == (["ok"], [("2000.00", True)])
    reply = ann.sync(change("bid", row_id(1), sponsor=None))
    assert one(reply).fields == [refused(0, "sponsor", say("required_as", given="price is “2,000.00”"), "Li", 2)]


def test_a_locked_cell_keeps_what_is_stored(house: Store) -> None:
    ann = Desk(house, "ann")
    ann.sync(new("bid", row_id(1), code="B1", price="100.00", currency="CNY", stage="won"))
    reply = ann.sync(change("bid", row_id(1), price="90.00", notes="cheaper"))
    locked = say("locked", zh="won_is_closed-zh", en="won_is_closed", theirs="100.00")
    assert one(reply).fields == [barred(0, "price", locked, "100.00", 2)]
    assert ann.shown("bid", "price", "notes") == [("100.00", "cheaper")]


def test_a_lock_looks_at_the_row_as_it_is_stored(house: Store) -> None:
    ann = Desk(house, "ann")
    ann.sync(new("bid", row_id(1), code="B1", price="100.00", currency="CNY"))
    assert one(ann.sync(change("bid", row_id(1), price="90.00", stage="won"))).status == ["ok"]
    # what is to be changed is locked still, also by a push that would unlock it
    assert one(ann.sync(change("bid", row_id(1), price="80.00", stage=None))).status == ["open"]
    assert one(ann.sync(change("bid", row_id(1), price="80.00"))).status == ["ok"]


def test_a_row_that_is_locked_whole_is_put_back(house: Store) -> None:
    ann = Desk(house, "ann")
    ann.sync(new("bid", row_id(1), code="B1", price="1000.00", currency="CNY", stage="won", sponsor="Li"))
    reply = ann.sync(remove("bid", row_id(1)))
    locked = say("removed_locked", zh="large_and_won-zh", en="large_and_won")
    assert one(reply) == TableOutcome("bid", [row_id(1)], ["restored"], [1], [[locked]])


def test_a_row_of_which_some_cells_are_locked_can_be_removed(house: Store) -> None:
    ann = Desk(house, "ann")
    ann.sync(new("bid", row_id(1), code="B1", price="100.00", currency="CNY", stage="won"))
    assert one(ann.sync(remove("bid", row_id(1)))).status == ["removed"]


def test_nobody_can_send_a_computed_column(house: Store) -> None:
    ann = Desk(house, "ann")
    with pytest.raises(BadRequest, match="no column 'net' that people fill in"):
        ann.sync(new("bid", row_id(1), code="B1", net="1.00"))


def test_computed_columns_are_in_no_total_and_no_version(house: Store) -> None:
    ann = Desk(house, "ann")
    reply = ann.sync(new("bid", row_id(1), code="B1", price="100.00", currency="CNY"))
    assert reply.visible["bid"].totals == {"price": {"CNY": "100.00"}}
    assert [name for name in ("net", "large", "age") if name in house.schema.pairs["bid"].versions.c] == []
    assert NOW.date() == dt.date(2024, 3, 5)
