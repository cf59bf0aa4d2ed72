"""Limits that look at what other rows come to, judged as a push would leave that."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import SyncReply
from crossfoot_templates.model import Catalog, Rule
from crossfoot_templates.types import WireValue
from crossfoot_tests.server.approvals import rule
from crossfoot_tests.server.back import pushed, undone
from crossfoot_tests.server.back import said as said_of_going_back
from crossfoot_tests.server.builders import Desk, Edit, change, column, new, remove, row_id
from crossfoot_tests.server.debts import AMOUNT, DEBTS, everything, open_debts, worked_out

WITHIN_BOUND = rule("within_bound", "limit", "=OR(ISBLANK([@bound]),[@owed]<=[@bound])", "bound")
NO_LARGE_DEBT = rule("no_large_debt", "limit", '=COUNTIFS(debt[customer],[@number],debt[residual],">"&60)=0')
NOT_OVERPAID = rule("not_overpaid", "limit", "=XLOOKUP([@debt],debt[number],debt[residual],0)>=0", "amount")

CNY = {"currency": "CNY"}
ACME, OTHER = row_id(1), row_id(2)
FIRST, SECOND = row_id(11), row_id(12)


def catalog(**rules: tuple[Rule, ...]) -> Catalog:
    """The debts, with a bound for what each customer owes, and with these rules."""
    tables = {name: msgspec.structs.replace(each, rules=rules.get(name, ())) for name, each in DEBTS.tables.items()}
    customer = tables["customer"]
    columns = (*customer.columns[:3], column("bound", AMOUNT), *customer.columns[3:])
    tables["customer"] = msgspec.structs.replace(customer, columns=columns)
    return msgspec.structs.replace(DEBTS, tables=tables)


@pytest.fixture
def mia(tmp_path: Path) -> Iterator[Desk]:
    """Somebody who sees all of a store in which Acme owes 50 and 30, of at most 100."""
    rules = catalog(customer=(WITHIN_BOUND, NO_LARGE_DEBT), payment=(NOT_OVERPAID,))
    with closing(open_debts(tmp_path, rules)) as store:
        desk = Desk(store, "mia")
        desk.sync(
            new("customer", ACME, number="C1", bound="100.00", **CNY),
            new("customer", OTHER, number="C2", bound="40.00", **CNY),
            new("debt", FIRST, number="D1", customer=ACME, gross="50.00", **CNY),
            new("debt", SECOND, number="D2", customer=ACME, gross="30.00", **CNY),
        )
        yield desk


OTHERWISE = "no rule"


def fared(reply: SyncReply) -> dict[str, list[str]]:
    return {table.table: [*table.status] for table in reply.outcome}


def broken(reply: SyncReply) -> list[tuple[str, int, str, str]]:
    """The fields that were refused: table, row of the push, column, and the rule that did it, if it was one."""
    return [
        (table.table, each.row, each.column, str(each.message.facts.get("en", OTHERWISE)))
        for table in reply.outcome
        for each in table.fields
    ]


def debt(number: int, gross: str, customer: str = ACME) -> Edit:
    return new("debt", row_id(10 + number), number=f"D{number}", customer=customer, gross=gross, **CNY)


def payment(number: int, amount: str, of: str = FIRST) -> Edit:
    return new("payment", row_id(20 + number), number=f"P{number}", debt=of, amount=amount, **CNY)


def test_the_first_row_after_which_a_figure_is_above_its_bound_is_refused(mia: Desk) -> None:
    reply = mia.sync(debt(3, "10.00"), debt(4, "10.01"), debt(5, "5.00"))
    assert (fared(reply), broken(reply)) == (
        {"debt": ["ok", "refused", "ok"]},
        [("debt", 1, "gross", "within_bound.")],
    )


def test_what_a_figure_comes_from_two_tables_away_counts(mia: Desk) -> None:
    assert fared(mia.sync(payment(1, "20.00"), debt(3, "40.00"))) == {"payment": ["ok"], "debt": ["ok"]}
    taken_back = mia.sync(change("payment", row_id(21), amount="19.99"))
    assert broken(taken_back) == [("payment", 0, "amount", "within_bound.")]
    moved = mia.sync(change("payment", row_id(21), debt=None))
    assert broken(moved) == [("payment", 0, "debt", "within_bound.")]
    assert fared(mia.sync(remove("payment", row_id(21)))) == {"payment": ["restored"]}


def test_a_row_out_of_reach_is_judged_though_the_push_speaks_of_it(mia: Desk) -> None:
    mia.sync(change("debt", FIRST, owner="ann"))
    mia.sync()
    ann = Desk(mia.store, "ann", cursor=mia.cursor, epoch=mia.epoch, rows=mia.rows)
    reply = ann.sync(change("customer", ACME, bound="999.00"), change("debt", FIRST, gross="70.01"))
    assert (fared(reply), broken(reply)) == (
        {"customer": ["refused"], "debt": ["refused"]},
        [("debt", 0, "gross", "within_bound.")],
    )


def test_a_row_that_is_refused_gives_nobody_room(mia: Desk) -> None:
    reply = mia.sync(payment(1, "50.01"), debt(3, "20.01"))
    assert broken(reply) == [
        ("payment", 0, "amount", "not_overpaid."),
        ("debt", 0, "gross", "within_bound."),
    ]


def test_a_bound_is_not_put_below_the_figure(mia: Desk) -> None:
    reply = mia.sync(change("customer", ACME, bound="79.99"))
    assert broken(reply) == [("customer", 0, "bound", "within_bound.")]
    assert fared(mia.sync(change("customer", ACME, bound="80.00"))) == {"customer": ["ok"]}


def test_a_figure_that_goes_elsewhere_is_judged_where_it_arrives(mia: Desk) -> None:
    assert broken(mia.sync(change("debt", FIRST, customer=OTHER))) == [("debt", 0, "customer", "within_bound.")]
    both = mia.sync(change("debt", FIRST, customer=OTHER), payment(1, "10.00"))
    assert fared(both) == {"debt": ["ok"], "payment": ["ok"]}


def test_rows_that_look_at_the_same_figure_bound_each_other(mia: Desk) -> None:
    mia.sync(payment(1, "30.00"))
    reply = mia.sync(payment(2, "15.00"), payment(3, "5.01"), payment(4, "5.00"))
    assert (fared(reply), broken(reply)) == (
        {"payment": ["ok", "refused", "ok"]},
        [("payment", 1, "amount", "not_overpaid.")],
    )
    lowered = mia.sync(change("debt", FIRST, gross="49.99"))
    assert broken(lowered) == [("debt", 0, "gross", "not_overpaid.")]


def test_undoing_a_payment_is_judged_too(mia: Desk) -> None:
    batch = pushed(mia, payment(1, "20.00"))
    assert fared(mia.sync(debt(3, "40.00"))) == {"debt": ["ok"]}
    assert len(said_of_going_back(undone(mia, batch))) == 1


# Whatever is pushed

AMOUNTS = st.sampled_from(["-10.00", "0.00", "10.00", "25.00", "60.00", "61.00", None])
CUSTOMERS = [row_id(number) for number in (1, 2)]
DEBT_IDS = [row_id(number) for number in (11, 12, 13)]
PAYMENTS = [row_id(number) for number in (21, 22, 23, 24)]

VALUES: dict[str, dict[str, st.SearchStrategy[WireValue]]] = {
    "customer": {"bound": st.sampled_from(["20.00", "50.00", "100.00", None])},
    "debt": {"customer": st.sampled_from([*CUSTOMERS, None]), "gross": AMOUNTS},
    "payment": {"debt": st.sampled_from([*DEBT_IDS, None]), "amount": AMOUNTS},
}
IDS = {"customer": CUSTOMERS, "debt": DEBT_IDS, "payment": PAYMENTS}


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, bool, dict[str, WireValue]]:
    """A row of one table: whether it is to go, and what is to stand in it."""
    table = draw(st.sampled_from(["customer", "debt", "debt", "payment", "payment"]))
    values = draw(st.fixed_dictionaries({}, optional=VALUES[table]))
    return table, draw(st.sampled_from(IDS[table])), draw(st.sampled_from([False, False, False, True])), values


PUSHES = st.lists(st.lists(edits(), min_size=1, max_size=5, unique_by=lambda each: each[1]), min_size=1, max_size=5)


def edited(desk: Desk, table: str, row: str, leaves: bool, values: dict[str, WireValue]) -> Edit | None:
    """The edit as it can be made of what the desk shows."""
    shown = row in desk.rows.get(table, {})
    if leaves:
        return remove(table, row) if shown and table != "customer" else None
    if shown:
        return change(table, row, **values) if values else None
    return new(table, row, number=row[-6:], **CNY, **values)


def within_bounds(rows: dict[str, dict[str, dict[str, Any]]]) -> bool:
    """Whether the rules hold of ``rows``, by figures worked out one by one."""
    figures = worked_out(rows)
    owed = all(
        row["bound"] is None or figures["customer"][key]["owed"] <= row["bound"]
        for key, row in rows["customer"].items()
    )
    large = any(
        row["customer"] is not None and figures["debt"][key]["residual"] > Decimal(60)
        for key, row in rows["debt"].items()
    )
    paid = (figures["debt"].get(row["debt"]) for row in rows["payment"].values() if row["debt"] is not None)
    return owed and not large and all(each is None or each["residual"] >= 0 for each in paid)


def as_pushed(store: Store, before: dict[str, dict[str, dict[str, Any]]], push: list[Edit]) -> dict[str, Any]:
    """What all of ``push`` would make of the rows that were there before."""
    rows: dict[str, dict[str, dict[str, Any]]] = {name: dict(each) for name, each in before.items()}
    for edit in push:
        table = store.catalog.tables[edit.table].without_computed
        values = {name: table.by_name[name].type.decode(value) for name, value in edit.values.items()}
        if edit.kind == "remove":
            del rows[edit.table][edit.id]
        else:
            blank: dict[str, Any] = dict.fromkeys(table.by_name)
            rows[edit.table][edit.id] = {**rows[edit.table].get(edit.id, blank), **values}
    return rows


@pytest.mark.slow
@settings(max_examples=40)
@given(pushes=PUSHES)
def test_rules_hold_after_every_push_and_refuse_none_that_keeps_them(
    pushes: list[list[tuple[str, str, bool, dict[str, WireValue]]]],
) -> None:
    rules = catalog(customer=(WITHIN_BOUND, NO_LARGE_DEBT), payment=(NOT_OVERPAID,))
    with tempfile.TemporaryDirectory() as folder, closing(open_debts(Path(folder), rules)) as store:
        desk = Desk(store, "mia")
        for number in (1, 2):
            desk.sync(new("customer", row_id(number), number=row_id(number)[-6:], **CNY))
        for drawn in pushes:
            before = everything(store)
            push = [edit for each in drawn if (edit := edited(desk, *each)) is not None]
            reply = desk.sync(*push)
            assert within_bounds(everything(store))
            by_rules = [each for each in broken(reply) if each[-1] != OTHERWISE]
            # A reference to nothing is refused whatever the rules say, and leaves less than was pushed.
            if by_rules and by_rules == broken(reply):
                assert not within_bounds(as_pushed(store, before, push))
