"""Limits and balances: rules over sets of rows, judged as a push would leave the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import event

from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import TableOutcome
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Book, Catalog, Rule, Sheet, Table
from crossfoot_templates.standard import STANDARD_COLUMNS
from crossfoot_templates.types import Choice as ChoiceType
from crossfoot_templates.types import Code, Money, Percent, Reference
from crossfoot_tests.server.back import pushed, undone
from crossfoot_tests.server.builders import (
    CATALOG,
    Desk,
    Edit,
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


def rule(name: str, kind: str, formula: str, **more: object) -> Rule:
    stated = {"name": name, "kind": kind, "formula": formula, "message": {"zh": f"{name}-zh", "en": name}, **more}
    return msgspec.convert(stated, Rule)


MONEY = Money(currency="currency")
CURRENCY = column("currency", ChoiceType(choices="currency"))

INVOICE = Table(
    name="invoice",
    label=label("Invoices"),
    columns=(column("number", Code(), required=True), column("amount", MONEY), CURRENCY, *STANDARD_COLUMNS),
    key=("number",),
    rules=(
        rule(
            "within_invoice", "limit", "=SUMIFS(allocation[amount],allocation[invoice],[@number])<=[@amount]",
            columns=["amount"],
        ),
    ),
)  # fmt: skip

ALLOCATION = Table(
    name="allocation",
    label=label("Allocations"),
    columns=(
        column("number", Code(), required=True),
        column("invoice", Reference(table="invoice"), required=True),
        column("amount", MONEY),
        CURRENCY,
        *STANDARD_COLUMNS,
    ),
    key=("number",),
)

TEAM = Table(
    name="split",
    label=label("Splits"),
    columns=(
        column("number", Code(), required=True),
        column("invoice", Reference(table="invoice"), required=True),
        column("share", Percent()),
        *STANDARD_COLUMNS,
    ),
    key=("number",),
)

HEAD = msgspec.structs.replace(
    INVOICE,
    columns=(*INVOICE.columns, column("stage", ChoiceType(choices="stage"))),
    rules=(
        *INVOICE.rules,
        rule("shares_make_one", "balance", "=SUMIFS(split[share],split[invoice],[@number])=1", when='=[@stage]="won"'),
    ),
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Store]:
    """The company with invoices, their allocations, and who shares them."""
    book = Book(
        name="sales", label=label("Sales"),
        sheets=(Sheet(table="invoice"), Sheet(table="allocation"), Sheet(table="split")),
    )  # fmt: skip
    tables = {"allocation": ALLOCATION, "split": TEAM, "invoice": HEAD}
    with closing(open_store(tmp_path, Catalog(tables=tables, choices=CATALOG.choices, books={"sales": book}))) as store:
        yield store


@pytest.fixture
def ann(house: Store) -> Desk:
    """A desk with an invoice of 100."""
    desk = Desk(house, "ann")
    desk.sync(invoice(1, "100.00"))
    return desk


def invoice(number: int, amount: str) -> Edit:
    return new("invoice", row_id(number), number=f"I{number}", amount=amount, currency="CNY")


def allocation(number: int, amount: str, to: int = 1) -> Edit:
    return new("allocation", row_id(number), number=f"A{number}", amount=amount, currency="CNY", invoice=row_id(to))


def split(number: int, share: str) -> Edit:
    return new("split", row_id(number), number=f"S{number}", share=share, invoice=row_id(1))


def broken(name: str = "within_invoice") -> Message:
    return say("rule_broken", zh=f"{name}-zh", en=name)


def test_the_first_row_that_breaks_a_limit_is_refused_and_later_ones_that_fit_are_taken(ann: Desk) -> None:
    reply = ann.sync(allocation(11, "60.00"), allocation(12, "50.00"), allocation(13, "40.00"), allocation(14, "0.01"))
    assert one(reply) == TableOutcome(
        "allocation",
        [row_id(11), row_id(12), row_id(13), row_id(14)],
        ["ok", "refused", "ok", "refused"],
        [1, 0, 1, 0],
        [[], [say("row_refused", columns="amount")], [], [say("row_refused", columns="amount")]],
        [refused(1, "amount", broken()), refused(3, "amount", broken())],
    )


def test_who_sees_everything_is_told_what_the_rows_of_a_limit_come_to(ann: Desk) -> None:
    mia = Desk(ann.store, "mia")
    mia.sync()
    reply = mia.sync(allocation(11, "60.00"), allocation(12, "50.00"), allocation(13, "30.00"))
    (field,) = one(reply).fields
    assert [field.message.text(language) for language in ("zh", "en")] == [
        "within_invoice-zhI1：合计将为 CNY 110.00（目前 CNY 60.00），不得超过 CNY 100.00（amount-zh）。",
        "within_invoice I1: the sum would come to CNY 110.00 (it is CNY 60.00) and may be at most CNY 100.00 (amount).",
    ]


def test_whoever_may_not_see_all_that_is_added_up_is_told_no_figures(ann: Desk) -> None:
    (field,) = one(ann.sync(allocation(11, "100.01"))).fields
    assert field.message == broken()


def test_what_is_stored_counts(ann: Desk) -> None:
    ann.sync(allocation(11, "60.00"))
    assert one(ann.sync(allocation(12, "40.01"))).status == ["refused"]
    assert one(ann.sync(allocation(13, "40.00"))).status == ["ok"]


def test_a_row_out_of_reach_counts_as_it_is_stored_though_the_push_speaks_of_it(house: Store, ann: Desk) -> None:
    mia = Desk(house, "mia")
    mia.sync(allocation(11, "60.00"))
    ann.rows["allocation"] = mia.rows["allocation"]
    reply = ann.sync(change("allocation", row_id(11), amount="1.00"), allocation(12, "50.00"))
    assert one(reply).status == ["refused", "refused"]
    assert [(field.row, field.column, field.message) for field in one(reply).fields] == [(1, "amount", broken())]


def test_a_limit_holds_across_invoices_each_by_itself(ann: Desk) -> None:
    reply = ann.sync(
        invoice(2, "10.00"), allocation(11, "100.01"), allocation(12, "10.00", to=2), allocation(13, "0.01", to=2)
    )
    assert [each.status for each in reply.outcome] == [["ok"], ["refused", "ok", "refused"]]


def test_lowering_an_invoice_under_its_allocations_is_refused(ann: Desk) -> None:
    ann.sync(allocation(11, "60.00"))
    reply = ann.sync(change("invoice", row_id(1), amount="59.99", notes="less"))
    assert one(reply).fields == [refused(0, "amount", broken(), "100.00", 2)]
    assert ann.shown("invoice", "amount", "notes") == [("100.00", "less")]
    assert one(ann.sync(change("invoice", row_id(1), amount="60.00"))).status == ["ok"]


def test_what_makes_room_in_the_same_push_counts(ann: Desk) -> None:
    ann.sync(allocation(11, "100.00"))
    assert one(ann.sync(remove("allocation", row_id(11)), allocation(12, "100.00"))).status == ["removed", "ok"]
    reply = ann.sync(change("invoice", row_id(1), amount="150.00"), allocation(13, "50.00"))
    assert [each.status for each in reply.outcome] == [["ok"], ["ok"]]


def test_the_room_that_a_refused_row_would_have_made_is_not_there(ann: Desk) -> None:
    ann.sync(allocation(11, "100.00"))
    reply = ann.sync(change("invoice", row_id(1), amount="150.00", currency=None), allocation(13, "50.00"))
    assert [each.status for each in reply.outcome] == [["refused"], ["refused"]]


def test_moving_an_allocation_is_judged_where_it_goes(ann: Desk) -> None:
    ann.sync(invoice(2, "10.00"), allocation(11, "60.00"))
    reply = ann.sync(change("allocation", row_id(11), invoice=row_id(2)))
    assert one(reply).fields == [refused(0, "invoice", broken(), row_id(1), 1)]
    assert one(ann.sync(change("allocation", row_id(11), invoice=row_id(2), amount="10.00"))).status == ["ok"]
    assert one(ann.sync(allocation(12, "100.00"))).status == ["ok"]


def test_an_invoice_and_its_allocations_may_come_together(ann: Desk) -> None:
    reply = ann.sync(invoice(2, "10.00"), allocation(11, "10.01", to=2), allocation(12, "10.00", to=2))
    assert [each.status for each in reply.outcome] == [["ok"], ["refused", "ok"]]


def test_undo_is_judged_too(ann: Desk) -> None:
    ann.sync(allocation(11, "100.00"))
    removal = pushed(ann, remove("allocation", row_id(11)))
    ann.sync(allocation(12, "60.00"))
    (outcome,) = undone(ann, removal).outcome
    assert (outcome.status, [each.message for each in outcome.fields]) == (["refused"], [broken()])


def test_a_set_rule_costs_the_same_statements_however_many_rows_come(house: Store) -> None:
    ann = Desk(house, "ann")
    ann.sync(*(invoice(number, "100.00") for number in range(1, 301)))
    counted: list[str] = []
    event.listen(house.engine, "before_cursor_execute", lambda *call: counted.append(call[2]))
    ann.sync(*(allocation(1000 + number, "1.00", to=number) for number in range(1, 4)))
    few = len(counted)
    counted.clear()
    ann.sync(*(allocation(2000 + number, "1.00", to=number) for number in range(1, 301)))
    assert len(counted) == few
    assert (
        len([each for each in counted if "sum(" in each.lower() and "allocation" in each and "GROUP BY" in each]) >= 1
    )


def test_a_balance_is_judged_from_the_declared_state_on(ann: Desk) -> None:
    assert one(ann.sync(split(11, "0.600000"))).status == ["ok"]
    reply = ann.sync(change("invoice", row_id(1), stage="won"))
    assert one(reply).fields == [refused(0, "stage", broken("shares_make_one"), None, 1)]
    reply = ann.sync(change("invoice", row_id(1), stage="won"), split(12, "0.400000"))
    assert [each.status for each in reply.outcome] == [["ok"], ["ok"]]


def test_of_a_group_out_of_balance_no_row_is_taken(ann: Desk) -> None:
    ann.sync(split(11, "0.600000"), split(12, "0.400000"))
    ann.sync(change("invoice", row_id(1), stage="won"))
    reply = ann.sync(change("split", row_id(11), share="0.500000"), split(13, "0.200000"))
    assert one(reply).status == ["refused", "refused"]
    reply = ann.sync(change("split", row_id(11), share="0.500000"), split(13, "0.100000"))
    assert one(reply).status == ["ok", "ok"]
    assert one(ann.sync(remove("split", row_id(13)))).status == ["restored"]
