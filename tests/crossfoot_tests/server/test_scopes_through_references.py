"""Who sees a row, and who may change it, may come from rows of other tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_server.accounts import Actor, Grant
from crossfoot_server.errors import UnknownRow
from crossfoot_server.services import numbers_given, removed_rows, row_history, sync
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import SyncReply, Visible
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Table
from crossfoot_templates.types import Code, Integer
from crossfoot_tests.server.approvals import decide, rule, said
from crossfoot_tests.server.back import asked, pushed, restored, undone
from crossfoot_tests.server.back import said as said_of_going_back
from crossfoot_tests.server.builders import BOOK, NOW, ORGANISATION, Desk, actor, change, column, new, remove, row_id
from crossfoot_tests.server.scopes import (
    ALL_SEE_ALL,
    CONDITIONS,
    CUSTOMER,
    INVOICE,
    IS_MEMBER,
    OF_THE_CUSTOMERS_OWNER,
    ROWS,
    Rows,
    found,
    open_scopes,
    seen_when,
)

pytestmark = pytest.mark.slow

ANNS, BENS = row_id(1), row_id(2)
OF_ANNS, OF_BENS, LOOSE = row_id(11), row_id(12), row_id(13)

Opened = Callable[..., Store]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Opens a store of the company's with tables that the test states, and fills it as Mia, who owns the invoices."""
    stores: list[Store] = []

    def open_it(*tables: Table) -> Store:
        store = open_scopes(tmp_path, *tables)
        stores.append(store)
        Desk(store, "mia").sync(
            new("customer", ANNS, number="C1", owner="ann", weight=1),
            new("customer", BENS, number="C2", owner="ben", weight=2),
            new("member", row_id(31), number="M1", customer=ANNS, person="mia"),
            new("member", row_id(32), number="M2", customer=BENS, person="mia"),
            new("member", row_id(33), number="M3", customer=BENS, person="ben", name="lead"),
            new("invoice", OF_ANNS, number="I1", customer=ANNS),
            new("invoice", OF_BENS, number="I2", customer=BENS),
            new("invoice", LOOSE, number="I3"),
        )
        return store

    yield open_it
    for store in stores:
        store.close()


@pytest.fixture
def through_customer(opened: Opened) -> Store:
    """Invoices are for their owner and for the owner of their customer."""
    return opened(seen_when(INVOICE, OF_THE_CUSTOMERS_OWNER))


def shows(store: Store, login: str, table: str = "invoice") -> list[str]:
    """The numbers of the rows that somebody sees."""
    desk = Desk(store, login)
    desk.sync()
    return sorted(str(number) for (number,) in desk.shown(table, "number"))


def in_step(store: Store, login: str) -> Desk:
    desk = Desk(store, login)
    desk.sync()
    return desk


def fields(reply: SyncReply) -> list[tuple[str, Message]]:
    """The fields of the rows that did not go through."""
    return [(each.column, each.message) for table in reply.outcome for each in table.fields]


def counts(reply: SyncReply) -> Visible:
    return reply.visible["invoice"]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with closing(open_scopes(tmp_path_factory.mktemp("company"), organisation=ORGANISATION)) as store:
        yield store


@pytest.fixture(scope="module")
def asking(company: Store) -> dict[str, Actor]:
    """Who sees all that a condition leaves, and who sees less by their grants."""
    return {login: actor(company, login) for login in ("ann", "mia")}


@given(login=st.sampled_from(["ann", "mia"]), condition=CONDITIONS, rows=ROWS)
def test_the_rows_that_sql_finds_are_those_that_a_calculation_does(
    company: Store, asking: dict[str, Actor], login: str, condition: str, rows: Rows
) -> None:
    answer = found(company, asking[login], condition, rows)
    assert answer.by_query == answer.by_calculation


@pytest.mark.parametrize(
    ("condition", "ann", "ben"),
    [
        (OF_THE_CUSTOMERS_OWNER, ["I1"], ["I2"]),
        ("=INTEAM(XLOOKUP([@customer],customer[number],customer[team]))", ["I1", "I2"], ["I1", "I2"]),
        ("=XLOOKUP([@customer],customer[number],customer[owner],USER())=USER()", ["I1", "I3"], ["I2", "I3"]),
        ("=ISBLANK(XLOOKUP([@customer],customer[number],customer[owner]))", ["I3"], ["I3"]),
        ("=XLOOKUP([@customer],customer[number],customer[weight])<2", ["I1", "I3"], ["I1", "I3"]),
        (IS_MEMBER, [], ["I2"]),
        ("=COUNTIFS(member[customer],[@customer])=2", ["I2"], ["I2"]),
        ('=COUNTIFS(member[customer],[@customer],member[name],"LEAD",member[person],USER())=1', [], ["I2"]),
    ],
)
def test_who_sees_a_row_comes_from_what_it_refers_to(opened: Opened, condition: str, ann: object, ben: object) -> None:
    store = opened(seen_when(INVOICE, f"=OR([@owner]=USER(),{condition[1:]})"))
    assert (shows(store, "ann"), shows(store, "ben"), shows(store, "mia")) == (ann, ben, ["I1", "I2", "I3"])


def test_a_row_is_seen_through_two_references(opened: Opened) -> None:
    owner = "=XLOOKUP(XLOOKUP([@order],order[number],order[customer]),customer[number],customer[owner])=USER()"
    store = opened(seen_when(INVOICE, f"=OR([@owner]=USER(),{owner[1:]})"))
    mia = in_step(store, "mia")
    mia.sync(new("order", row_id(21), number="O1", customer=BENS), change("invoice", LOOSE, order=row_id(21)))
    assert (shows(store, "ann"), shows(store, "ben")) == ([], ["I3"])


def test_conditions_may_look_at_each_others_tables(opened: Opened) -> None:
    store = opened(
        seen_when(CUSTOMER, "=OR([@owner]=USER(),COUNTIFS(invoice[customer],[@number],invoice[owner],USER())>0)"),
        seen_when(INVOICE, OF_THE_CUSTOMERS_OWNER),
    )
    assert {login: (shows(store, login, "customer"), shows(store, login)) for login in ("ann", "ben", "mia")} == {
        "ann": (["C1"], ["I1"]),
        "ben": (["C2"], ["I2"]),
        "mia": (["C1", "C2"], ["I1", "I2", "I3"]),
    }


def test_what_a_reader_may_not_read_counts_all_the_same(opened: Opened) -> None:
    columns = tuple(
        column("weight", Integer(), read=("finance",)) if each.name == "weight" else each for each in CUSTOMER.columns
    )
    store = opened(
        msgspec.structs.replace(CUSTOMER, columns=columns),
        seen_when(INVOICE, "=OR([@owner]=USER(),XLOOKUP([@customer],customer[number],customer[weight])=1)"),
    )
    ann = in_step(store, "ann")
    assert ("weight" in ann.rows["customer"][ANNS].values, shows(store, "ann")) == (False, ["I1"])


def test_h25_rows_follow_their_customer_though_they_have_no_new_version(through_customer: Store) -> None:
    ann, ben, mia = (in_step(through_customer, login) for login in ("ann", "ben", "mia"))
    before = {login: counts(desk.sync()) for login, desk in (("ann", ann), ("ben", ben))}
    mia.sync(change("customer", ANNS, owner="ben"))
    left, came = counts(ann.sync()), counts(ben.sync())
    assert [(before["ann"].count, left.count), (before["ben"].count, came.count)] == [(1, 0), (1, 2)]
    assert {before["ann"].digest, before["ben"].digest}.isdisjoint({left.digest, came.digest})
    # Who says what they show is told the rest.
    ann_asks, ben_asks = ann.request(), ben.request()
    ann_asks.known = {"invoice": {OF_ANNS: 1}}
    ben_asks.known = {"invoice": {OF_BENS: 1}}
    assert sync(through_customer, ann.actor, BOOK, ann_asks, NOW).gone == {"invoice": [OF_ANNS]}
    assert [part.ids for part in sync(through_customer, ben.actor, BOOK, ben_asks, NOW).pull] == [[OF_ANNS]]
    assert row_history(through_customer, mia.actor, BOOK, "invoice", OF_ANNS).changes[0].rev == 1


# What is pushed


@pytest.mark.parametrize("kind", ["change", "remove", "never"])
def test_a_row_out_of_reach_through_a_reference_is_answered_like_one_that_never_was(
    through_customer: Store, kind: str
) -> None:
    ann = in_step(through_customer, "ann")
    edits = {
        "change": change("invoice", OF_BENS, name="guess"),
        "remove": remove("invoice", OF_BENS),
        "never": change("invoice", row_id(99), name="guess"),
    }
    edits[kind].rev = 1
    (outcome,) = ann.sync(edits[kind]).outcome
    assert (outcome.status, outcome.revs, outcome.messages, outcome.fields) == (
        ["refused"],
        [0],
        [[say("row_unknown")]],
        [],
    )


@pytest.mark.parametrize(
    ("customer", "message"), [(BENS, say("scope_left", column="customer")), (None, say("scope_blank"))]
)
def test_a_row_may_not_be_given_out_of_ones_reach_through_a_reference(
    through_customer: Store, customer: str | None, message: Message
) -> None:
    ann = in_step(through_customer, "ann")
    moved = ann.sync(change("invoice", OF_ANNS, customer=customer, name="fine"))
    assert (fields(moved), ann.shown("invoice", "customer", "name")) == (
        [("customer", message)],
        [(ANNS, "fine")],
    )


def test_a_new_row_of_somebody_elses_customer_is_refused(through_customer: Store) -> None:
    ann = in_step(through_customer, "ann")
    reply = ann.sync(new("invoice", row_id(14), number="I4", customer=BENS, owner="ben"))
    assert reply.outcome[0].status == ["refused"]
    assert sorted((column, message.code) for column, message in fields(reply)) == [
        ("customer", "scope_left"),
        ("owner", "scope_left"),
    ]


def test_rows_that_come_with_what_puts_them_within_reach_go_in(opened: Opened) -> None:
    store = opened(seen_when(INVOICE, IS_MEMBER, IS_MEMBER))
    ann = in_step(store, "ann")
    alone = ann.sync(new("invoice", row_id(14), number="I4", customer=ANNS))
    together = ann.sync(
        new("customer", row_id(3), number="C3"),
        new("member", row_id(34), number="M4", customer=row_id(3), person="ann"),
        new("invoice", row_id(15), number="I5", customer=row_id(3)),
    )
    assert [table.status for table in (*alone.outcome, *together.outcome)] == [["refused"], ["ok"], ["ok"], ["ok"]]
    assert shows(store, "ann") == ["I5"]


@pytest.mark.parametrize(
    ("most", "refused"), [(2, []), (1, [("owner", "rule_broken"), ("customer", "scope_left"), ("owner", "scope_left")])]
)
def test_a_row_is_out_of_reach_once_the_change_that_put_it_there_is_refused(
    opened: Opened, most: int, refused: list[tuple[str, str]]
) -> None:
    few = rule("few", "limit", f"=COUNTIFS(customer[owner],[@owner])<={most}", "owner")
    store = opened(msgspec.structs.replace(CUSTOMER, rules=(few,)), seen_when(INVOICE, OF_THE_CUSTOMERS_OWNER))
    reply = in_step(store, "ann").sync(
        change("customer", BENS, owner="ann"), new("invoice", row_id(14), number="I4", customer=BENS, owner="mia")
    )
    assert [(column, message.code) for column, message in fields(reply)] == refused


def test_rows_that_may_only_be_looked_at_through_a_reference_are_not_changed(opened: Opened) -> None:
    store = opened(seen_when(INVOICE, None, OF_THE_CUSTOMERS_OWNER))
    reply = in_step(store, "ann").sync(
        change("invoice", OF_ANNS, name="mine"), change("invoice", OF_BENS, name="not mine"), remove("invoice", LOOSE)
    )
    assert (reply.outcome[0].status, fields(reply)) == (
        ["ok", "refused", "restored"],
        [("name", say("row_not_editable"))],
    )
    assert shows(store, "ann") == ["I1", "I2", "I3"]


# What is asked for by itself


def test_the_history_of_a_row_is_for_those_who_see_it_through_its_reference(through_customer: Store) -> None:
    ann, ben = actor(through_customer, "ann"), actor(through_customer, "ben")
    assert row_history(through_customer, ann, BOOK, "invoice", OF_ANNS).id == OF_ANNS
    with pytest.raises(UnknownRow):
        row_history(through_customer, ben, BOOK, "invoice", OF_ANNS)


def test_removed_rows_and_numbers_are_told_to_those_who_saw_them_through_their_reference(opened: Opened) -> None:
    numbered = tuple(
        column("number", Code(numbering="I#"), required=True) if each.name == "number" else each
        for each in INVOICE.columns
    )
    invoice = msgspec.structs.replace(INVOICE, columns=numbered)
    store = opened(seen_when(invoice, OF_THE_CUSTOMERS_OWNER))
    in_step(store, "mia").sync(remove("invoice", OF_ANNS), remove("invoice", OF_BENS))
    for login, row in (("ann", OF_ANNS), ("ben", OF_BENS)):
        asked_by = actor(store, login)
        assert [each.id for each in removed_rows(store, asked_by, BOOK, "invoice", 9).rows] == [row]
        assert [each.id for each in numbers_given(store, asked_by, BOOK, "invoice", 9).numbers] == [row]


def test_going_back_stops_at_rows_that_are_out_of_reach_through_a_reference_by_now(through_customer: Store) -> None:
    ann, mia = in_step(through_customer, "ann"), in_step(through_customer, "mia")
    batch = pushed(ann, change("invoice", OF_ANNS, name="one"))
    mia.sync(change("customer", ANNS, owner="ben"))
    assert said_of_going_back(undone(ann, batch)) == [say("row_unknown").text("en")]
    with pytest.raises(UnknownRow):
        restored(ann, "invoice", OF_ANNS, asked(rev=1, seen=2))
    assert said_of_going_back(undone(in_step(through_customer, "ben"), batch)) == []


def test_who_is_asked_for_an_approval_sees_the_row_through_its_reference(tmp_path: Path) -> None:
    manager = "=XLOOKUP([@customer],customer[number],customer[owner])=USER()"
    large = rule("large", "approve_when", "=[@weight]>5", roles=("sales_manager",))
    invoice = msgspec.structs.replace(seen_when(INVOICE, f"=OR([@owner]=USER(),{manager[1:]})"), rules=(large,))
    managers = tuple(
        msgspec.structs.replace(each, grants=(Grant("sales_manager", "all"),))
        if each.login in {"ben", "carl"}
        else each
        for each in ALL_SEE_ALL.users
    )
    organisation = msgspec.structs.replace(ALL_SEE_ALL, users=managers)
    with closing(open_scopes(tmp_path, invoice, organisation=organisation)) as store:
        ann, ben, carl = (in_step(store, login) for login in ("ann", "ben", "carl"))
        waiting = ann.sync(
            new("customer", BENS, number="C2", owner="ben"),
            new("invoice", OF_BENS, number="I2", customer=BENS, weight=9, owner="ann"),
        )
        assert [table.status for table in waiting.outcome] == [["ok"], ["waiting"]]
        assert "Ben" in said(waiting)[0]
        assert "Carl" not in said(waiting)[0]
        assert "Ben" in said(decide(carl, "SP-00001", "approve"))[0]
        assert said(decide(ben, "SP-00001", "approve")) == []
        assert (shows(store, "ben"), shows(store, "carl")) == (["I2"], [])
