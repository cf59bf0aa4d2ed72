"""Computed columns that look across tables: they are kept, and current after whatever happened to whatever row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from crossfoot_server.accounts import apply_organisation
from crossfoot_server.services import check, sync
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import RowKind, SyncReply
from crossfoot_templates.model import Catalog
from crossfoot_templates.types import Decimal as DecimalType
from crossfoot_templates.types import Integer
from crossfoot_tests.server.back import asked, batch, one, pushed, restored, undone
from crossfoot_tests.server.builders import NOW, ORGANISATION, Desk, Edit, change, column, new, remove, row_id
from crossfoot_tests.server.debts import (
    AMOUNT,
    DEBTS,
    KEPT,
    PLAIN,
    computed,
    day,
    everything,
    kept_values,
    open_debts,
    stamps,
    with_column,
    worked_out,
)

pytestmark = pytest.mark.slow

D = Decimal
YUAN = {"currency": "CNY"}
ANNA, BODE, DEBT_1, DEBT_2, PAID = (row_id(number) for number in range(5))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Store]:
    with closing(open_debts(tmp_path)) as store:
        yield store


def told(tables: dict[str, dict[str, dict[str, Any]]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Of all rows what is kept, and nothing else."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for name, rows in tables.items():
        found[name] = {key: {each: row[each] for each in KEPT[name]} for key, row in rows.items()}
    return found


def assert_current(store: Store) -> None:
    tables = everything(store)
    assert told(tables) == worked_out(tables)


def start(desk: Desk) -> None:
    """Anna owes 100.00 and 50.01, Bode nothing; a part is paid."""
    desk.sync(
        new("customer", ANNA, number="Anna", region="East"),
        new("customer", BODE, number="Bode", region="EAST"),
        new("debt", DEBT_1, number="D1", customer=ANNA, gross="100.00", due="2024-03-01", reason="Rent", **YUAN),
        new("debt", DEBT_2, number="D2", customer=ANNA, gross="50.01", due="2024-04-01", **YUAN),
        new("payment", PAID, number="P1", debt=DEBT_1, amount="60.00", day="2024-03-02", reason="rent", **YUAN),
    )


def sent(reply: SyncReply) -> dict[str, list[str]]:
    """The rows that a reply brings."""
    return {pull.table: pull.ids for pull in reply.pull}


def test_the_kept_columns_are_those_that_look_across_or_are_looked_at(house: Store) -> None:
    assert {name: set(names) for name, names in house.keeping.columns.items()} == KEPT


def test_new_rows_have_their_figures(house: Store) -> None:
    desk = Desk(house, "mia")
    start(desk)
    assert_current(house)
    assert kept_values(house, "customer", "owed", "open", "neighbours", "label") == {
        "Anna": (D("90.01"), 2, 2, "Anna:2"),
        "Bode": (D("0.00"), 0, 2, "Bode:0"),
    }
    assert kept_values(house, "debt", "paid", "residual", "half", "last", "region", "alike", "later", "secret") == {
        "D1": (D("60.00"), D("40.00"), D("50.00"), day("2024-03-02"), "East", 1, 1, 1),
        "D2": (D("0.00"), D("50.01"), D("25.01"), None, "East", 0, 0, 0),
    }
    assert kept_values(house, "payment", "of_half") == {"P1": ("more",)}


def test_the_figures_are_pulled_as_the_columns_are(house: Store) -> None:
    mia, ann = Desk(house, "mia"), Desk(house, "ann")
    start(ann)
    mia.sync()
    # Late is of today, so it is calculated when it is read, from what is kept.
    columns = "paid", "residual", "last", "region", "late"
    expected = [("60.00", "40.00", "2024-03-02", "East", "40.00"), ("0.00", "50.01", None, "East", "0.00")]
    assert mia.shown("debt", *columns) == expected
    assert ann.shown("debt", *columns) == expected
    assert mia.shown("debt", "secret") == [(1,), (0,)]
    assert "secret" not in ann.rows["debt"][DEBT_1].values


def test_what_somebody_enters_changes_what_somebody_else_sees_of_another_row(house: Store) -> None:
    ann, ben = Desk(house, "ann"), Desk(house, "ben")
    start(ann)
    ben.sync()
    before, revs = stamps(house, "debt"), {key: row.rev for key, row in ben.rows["debt"].items()}
    ann.sync(new("payment", row_id(9), number="P2", debt=DEBT_2, amount="50.01", currency="CNY"))
    assert sent(ben.sync()) == {"customer": [ANNA], "debt": [DEBT_2], "payment": [row_id(9)]}
    assert ben.shown("debt", "residual") == [("40.00",), ("0.00",)]
    assert ben.shown("customer", "owed", "open") == [("40.00", 1), ("0.00", 0)]
    # No new version, so nothing that Ben had typed meanwhile would be a conflict.
    assert {key: row.rev for key, row in ben.rows["debt"].items()} == revs
    assert stamps(house, "debt")["D1"] == before["D1"]
    assert stamps(house, "debt")["D2"][0] == before["D2"][0]
    outcome = ben.sync(change("debt", DEBT_2, gross="60.00")).outcome
    assert outcome[0].status == ["ok"]
    assert ben.shown("customer", "owed") == [("49.99",), ("0.00",)]
    assert ben.sync().pull == []


def test_a_row_whose_revision_is_known_is_sent_when_its_figures_changed(house: Store) -> None:
    ann, ben = Desk(house, "ann"), Desk(house, "ben")
    start(ann)
    ben.sync()
    known = {name: {key: row.rev for key, row in rows.items()} for name, rows in ben.rows.items()}
    ann.sync(new("payment", row_id(9), number="P2", debt=DEBT_2, amount="50.01", currency="CNY"))
    request = msgspec.structs.replace(ben.request(), known=known)
    reply = sync(house, ben.actor, "sales", request, NOW)
    assert sent(reply) == {"customer": [ANNA], "debt": [DEBT_2], "payment": [row_id(9)]}


def test_only_rows_whose_figures_changed_are_stamped(house: Store) -> None:
    desk = Desk(house, "mia")
    start(desk)
    before = stamps(house, "customer"), stamps(house, "debt")
    desk.sync(change("payment", PAID, day="2024-03-03"))
    feed = desk.cursor
    assert stamps(house, "customer") == before[0]
    assert stamps(house, "debt") == {"D1": (before[1]["D1"][0], feed), "D2": before[1]["D2"]}
    assert_current(house)


@pytest.mark.parametrize(
    "edit",
    [
        change("payment", PAID, amount="70.00"),
        change("payment", PAID, amount=None),
        change("payment", PAID, debt=DEBT_2),
        change("payment", PAID, debt=None),
        change("payment", PAID, reason="RENT due"),
        change("payment", PAID, day="2024-05-01"),
        change("debt", DEBT_1, reason="Other"),
        change("debt", DEBT_1, gross="500.00"),
        change("debt", DEBT_1, customer=BODE),
        change("debt", DEBT_1, customer=None),
        change("debt", DEBT_1, due="2024-02-01"),
        change("customer", ANNA, region="West"),
        change("customer", ANNA, region=None),
        change("customer", ANNA, number="Ann"),
        remove("payment", PAID),
        remove("debt", DEBT_2),
        remove("customer", BODE),
    ],
    ids=lambda edit: f"{edit.table}-{edit.kind}-{edit.values}",
)
def test_figures_follow_each_change_and_its_undoing(house: Store, edit: Edit) -> None:
    desk = Desk(house, "mia")
    start(desk)
    before = told(everything(house))
    done = pushed(desk, edit)
    assert_current(house)
    undone(desk, done)
    assert told(everything(house)) == before


def test_figures_follow_a_restored_version(house: Store) -> None:
    desk = Desk(house, "mia")
    start(desk)
    desk.sync(change("payment", PAID, amount="1.00"))
    assert one(restored(desk, "payment", PAID, asked(1, 2))).status == ["ok"]
    assert kept_values(house, "debt", "paid") == {"D1": (D("60.00"),), "D2": (D("0.00"),)}
    assert_current(house)


def test_a_checked_push_leaves_no_figure_behind(house: Store) -> None:
    desk = Desk(house, "mia")
    start(desk)
    before = told(everything(house)), stamps(house, "debt")
    check(house, desk.actor, "sales", desk.request(change("payment", PAID, amount="1.00")), NOW)
    assert (told(everything(house)), stamps(house, "debt")) == before


def test_a_figure_too_large_to_be_kept_is_blank(house: Store) -> None:
    desk = Desk(house, "mia")
    start(desk)
    much = "999999999999999.00"
    desk.sync(*(new("payment", row_id(at), number=f"X{at}", debt=DEBT_1, amount=much, **YUAN) for at in range(9, 12)))
    assert kept_values(house, "debt", "paid", "residual")["D1"] == (None, None)
    assert kept_values(house, "customer", "owed")["Anna"] == (D("50.01"),)


def statements(store: Store) -> list[str]:
    """What is sent to the store from now on."""
    found: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *sent: found.append(sent[2]))
    return found


def about_figures(sent: list[str]) -> int:
    """How many of the statements came after the row versions were written, up to the reply."""
    last = max(at for at, each in enumerate(sent) if each.startswith("INSERT INTO") and "_version" in each)
    end = next(at for at, each in enumerate(sent) if each.startswith("INSERT INTO cf_batch"))
    return sum("count(*)" not in each for each in sent[last + 1 : end])


def test_a_push_of_2000_rows_takes_as_many_statements_as_one_of_20(house: Store) -> None:
    desk = Desk(house, "mia")
    start(desk)
    asked_for = statements(house)
    counts = []
    for size in (20, 2000):
        asked_for.clear()
        rows = ((row_id(at), f"P{at}") for at in range(size, 2 * size))
        desk.sync(*(new("payment", key, number=number, debt=DEBT_1, amount="0.01", **YUAN) for key, number in rows))
        counts.append(about_figures(asked_for))
    assert counts[0] == counts[1]
    assert 0 < counts[0] < 30
    assert kept_values(house, "debt", "paid", "alike")["D1"] == (D("80.20"), 1)


def test_a_push_of_what_no_formula_looks_at_takes_none(house: Store, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    counts = []
    with closing(open_debts(tmp_path / "plain", PLAIN)) as plain:
        for store in (house, plain):
            desk = Desk(store, "mia")
            start(desk)
            asked_for = statements(store)
            desk.sync(*(change(name, key, notes="so") for name, key in (("payment", PAID), ("debt", DEBT_1))))
            counts.append(about_figures(asked_for))
    assert counts[0] == counts[1]


def test_a_changed_formula_calculates_all_rows_again_and_sends_them(tmp_path: Path) -> None:
    with closing(open_debts(tmp_path)) as store:
        desk = Desk(store, "mia")
        start(desk)
    doubled = with_column(DEBTS, "debt", computed("paid", AMOUNT, "=2*SUMIFS(payment[amount],payment[debt],[@number])"))
    with closing(open_debts(tmp_path, doubled)) as store:
        assert kept_values(store, "debt", "paid", "residual") == {
            "D1": (D("120.00"), D("-20.00")),
            "D2": (D("0.00"), D("50.01")),
        }
        assert kept_values(store, "customer", "owed", "open") == {"Anna": (D("30.01"), 1), "Bode": (D("0.00"), 0)}
        desk.store = store
        assert sent(desk.sync()) == {"customer": [ANNA], "debt": [DEBT_1]}


@pytest.mark.parametrize("older", [DEBTS, PLAIN])
def test_what_a_server_of_older_definitions_wrote_after_an_upgrade_is_right_once_it_is_upgraded_too(
    tmp_path: Path, older: Catalog
) -> None:
    doubled = with_column(DEBTS, "debt", computed("paid", AMOUNT, "=2*SUMIFS(payment[amount],payment[debt],[@number])"))
    with closing(open_debts(tmp_path, older)) as old:
        start(Desk(old, "mia"))
        with closing(open_debts(tmp_path, doubled)) as store:
            Desk(old, "mia").sync(new("payment", row_id(9), number="P2", debt=DEBT_2, amount="1.00", **YUAN))
        with closing(open_debts(tmp_path, doubled)) as store:
            assert kept_values(store, "debt", "paid") == {"D1": (D("120.00"),), "D2": (D("2.00"),)}


def test_a_kept_column_may_change_its_type_and_people_may_fill_it_in_instead(tmp_path: Path) -> None:
    with closing(open_debts(tmp_path)) as store:
        start(Desk(store, "mia"))
    rated = with_column(DEBTS, "debt", computed("later", DecimalType(scale=3), '=COUNTIFS(payment[day],">"&[@due])/8'))
    with closing(open_debts(tmp_path, rated)) as store:
        assert kept_values(store, "debt", "later") == {"D1": (D("0.125"),), "D2": (D("0.000"),)}
    typed = with_column(DEBTS, "debt", column("later", Integer()))
    with closing(open_debts(tmp_path, typed)) as store:
        desk = Desk(store, "mia")
        desk.sync()
        assert desk.shown("debt", "later") == [(None,), (None,)]
        desk.sync(change("debt", DEBT_1, later=7))
    with closing(open_debts(tmp_path)) as store:
        assert kept_values(store, "debt", "later") == {"D1": (1,), "D2": (0,)}
    with closing(open_debts(tmp_path, typed)) as store:
        desk = Desk(store, "mia")
        desk.sync()
        assert desk.shown("debt", "later") == [(7,), (None,)]


CUSTOMERS, DEBT_IDS = [row_id(at) for at in range(3)], [row_id(at) for at in range(10, 13)]
PAYMENTS = [row_id(at) for at in range(20, 24)]
AMOUNTS = st.sampled_from(["0.01", "10.00", "-3.33", "50.00", None])
DAYS = st.sampled_from(["2024-01-31", "2024-02-29", "2024-12-31", None])
FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "customer": {"number": st.sampled_from(["A", "B", "C"]), "region": st.sampled_from(["East", "EAST", "东", None])},
    "debt": {
        "number": st.sampled_from(["D1", "D2", "D3"]),
        "customer": st.sampled_from([*CUSTOMERS, None]),
        "gross": AMOUNTS,
        "due": DAYS,
        "reason": st.sampled_from(["Rent", "rent", "租", None]),
    },
    "payment": {
        "number": st.sampled_from(["P1", "P2", "P3", "P4"]),
        "debt": st.sampled_from([*DEBT_IDS, None]),
        "amount": AMOUNTS,
        "day": DAYS,
        "reason": st.sampled_from(["RENT", "租", None]),
    },
}
IDS = {"customer": CUSTOMERS, "debt": DEBT_IDS, "payment": PAYMENTS}
NUMBERS = {"customer": "ABC", "debt": ("D1", "D2", "D3"), "payment": ("P1", "P2", "P3", "P4")}


@st.composite
def wishes(draw: st.DrawFn) -> list[tuple[str, str, bool, dict[str, Any]]]:
    """What somebody would do to rows in one push: table, row, whether it is removed, and its fields."""
    made = []
    for name in draw(st.sets(st.sampled_from(list(IDS)), min_size=1)):
        for at in draw(st.sets(st.integers(0, len(IDS[name]) - 1), min_size=1)):
            values = draw(st.fixed_dictionaries({}, optional=FIELDS[name]))
            made.append((name, IDS[name][at], draw(st.integers(0, 4)) == 0, {"number": NUMBERS[name][at], **values}))
    return made


@pytest.mark.slow
@given(st.lists(wishes(), min_size=1, max_size=5), st.data())
@settings(deadline=None, max_examples=30)
def test_whatever_was_pushed_and_undone_every_figure_is_what_it_should_be(
    pushes: list[list[tuple[str, str, bool, dict[str, Any]]]], data: st.DataObject
) -> None:
    with closing(Store.open("sqlite://", DEBTS)) as store:
        apply_organisation(store, ORGANISATION)
        desk, batches = Desk(store, "mia"), []
        for wanted in pushes:
            edits = []
            for name, key, gone, values in wanted:
                there = key in desk.rows.get(name, {})
                extra = {"currency": "CNY"} if not there else {}
                kind: RowKind = ("remove" if gone else "change") if there else "new"
                edits.append(Edit(name, key, kind, {} if kind == "remove" else {**values, **extra}))
            request = desk.request(*edits)
            assert request.batch is not None
            batches.append(request.batch.id)
            desk.take(sync(store, desk.actor, desk.book, request, NOW))
            assert_current(store)
        for position in range(2):
            taken_back = data.draw(st.sampled_from(batches))
            batches.append(undone(desk, taken_back, batch(f"u{position}-{taken_back}"[:64])).batch)
            assert_current(store)
        desk.sync()
        tables = worked_out(everything(store))
        for name, rows in tables.items():
            types = DEBTS.tables[name].by_name
            shown = {key: {each: desk.rows[name][key].values[each] for each in KEPT[name]} for key in rows}
            assert shown == {
                key: {each: types[each].type.encode(value) for each, value in row.items()} for key, row in rows.items()
            }
