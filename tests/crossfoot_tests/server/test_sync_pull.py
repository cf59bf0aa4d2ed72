"""What a pull brings: changed rows, gone rows, totals and digests, lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_server.services import pull
from crossfoot_server.services.open_book import open_book
from crossfoot_server.services.pulling.changed import Selection, select_rows
from crossfoot_server.services.pulling.lists import Entry, make_list
from crossfoot_server.services.pulling.reply import Asked, Taken, make_reply
from crossfoot_server.services.pulling.visible import Mark
from crossfoot_server.store import Store
from crossfoot_sync.engine.fingerprint import set_digest
from crossfoot_sync.engine.wire import ReferenceList, SyncRequest, TablePull, Visible
from crossfoot_tests.server.builders import BOOK, NOW, Desk, change, new, remove, row_id


@pytest.fixture
def ann(shop: Store) -> Desk:
    """A desk with three customers, entered in the order 3, 1, 2."""
    desk = Desk(shop, "ann")
    desk.sync(*(new("customer", row_id(n), code=f"K{n}", name=f"N{n}") for n in (3, 1, 2)))
    return desk


def ids(rows: list[TablePull]) -> dict[str, list[str]]:
    return {table.table: table.ids for table in rows}


def test_rows_come_in_the_order_in_which_they_last_changed(shop: Store, ann: Desk) -> None:
    ann.sync(change("customer", row_id(3), city="X"))
    reply = Desk(shop, "ann").sync()
    assert ids(reply.pull) == {"customer": [row_id(1), row_id(2), row_id(3)]}
    assert (reply.pull[0].revs, reply.cursor) == ([1, 1, 2], 4)


def test_nothing_new_brings_nothing(ann: Desk) -> None:
    reply = ann.sync()
    assert (reply.pull, reply.gone, reply.cursor, reply.more) == ([], {}, 3, False)


def test_totals_are_of_all_that_is_visible(ann: Desk) -> None:
    assert ann.sync().visible == {
        "customer": Visible(3, set_digest((row_id(n), 1) for n in (1, 2, 3)), {"credit": {}}),
        "order": Visible(0, set_digest([]), {"amount": {}}),
        "payment": Visible(0, set_digest([]), {}),
    }


@pytest.mark.parametrize(("epoch", "cursor"), [("", 2), ("another", 2), (None, 99), (None, -1)])
def test_a_cursor_of_another_store_or_from_the_future_brings_everything(
    shop: Store, ann: Desk, epoch: str | None, cursor: int
) -> None:
    request = SyncRequest(epoch=shop.epoch if epoch is None else epoch, cursor=cursor)
    assert ids(pull(shop, ann.actor, BOOK, request, NOW).pull) == {"customer": [row_id(3), row_id(1), row_id(2)]}


def test_a_long_pull_comes_in_pages_that_bring_every_row_once(shop: Store, ann: Desk) -> None:
    ann.sync(*(new("order", row_id(n), code=f"O{n}", customer=row_id(1)) for n in range(10, 14)))
    opened = open_book(shop, ann.actor, BOOK)
    pages, cursors, request = [], [], SyncRequest(epoch=shop.epoch)
    more = True
    while more:
        with shop.reading() as connection:
            reply = make_reply(connection, opened, Asked(request, NOW), Taken(), page=3)
        pages.append(ids(reply.pull))
        cursors.append(reply.cursor)
        assert (reply.visible["customer"].count, reply.visible["order"].count) == (3, 4)
        request.cursor, more = reply.cursor, reply.more
    assert pages == [
        {"customer": [row_id(3), row_id(1), row_id(2)]},
        {"order": [row_id(10), row_id(11), row_id(12)]},
        {"order": [row_id(13)]},
    ]
    assert cursors == [3, 6, 7]


def test_rows_asked_for_by_id_come_although_they_did_not_change(shop: Store, ann: Desk) -> None:
    request = ann.request()
    request.want = {"customer": [row_id(1), row_id(9), row_id(1)], "unknown": ["x"]}
    reply = pull(shop, ann.actor, BOOK, request, NOW)
    assert (ids(reply.pull), reply.cursor) == ({"customer": [row_id(1)]}, 3)


def test_a_full_reconciliation_sends_what_is_missing_or_differs_and_names_what_is_gone(shop: Store, ann: Desk) -> None:
    ann.sync(change("customer", row_id(3), city="X"), remove("customer", row_id(2)))
    request = ann.request()
    request.known = {"customer": {row_id(3): 1, row_id(2): 1, row_id(77): 4}, "unknown": {"x": 1}}
    reply = pull(shop, ann.actor, BOOK, request, NOW)
    assert (ids(reply.pull), reply.gone) == (
        {"customer": [row_id(1), row_id(3)]},
        {"customer": [row_id(2), row_id(77)]},
    )
    other = SyncRequest(epoch=shop.epoch, cursor=3, known={"order": {}})
    assert ids(pull(shop, ann.actor, BOOK, other, NOW).pull) == {"customer": [row_id(3)]}
    right = {"customer": {row_id(3): 2, row_id(1): 1}}
    request.known, request.cursor = right, reply.cursor
    again = pull(shop, ann.actor, BOOK, request, NOW)
    assert (again.pull, again.gone) == ([], {})


def test_a_full_reconciliation_sends_what_came_since_though_its_revision_is_known(shop: Store, ann: Desk) -> None:
    request = SyncRequest(epoch=shop.epoch, cursor=2, known={"customer": {row_id(1): 1, row_id(2): 1, row_id(3): 1}})
    reply = pull(shop, ann.actor, BOOK, request, NOW)
    assert (ids(reply.pull), reply.gone) == ({"customer": [row_id(2)]}, {})


def test_rows_that_came_and_went_between_two_pulls_are_not_named(shop: Store, ann: Desk) -> None:
    other = Desk(shop, "ann")
    other.sync()
    ann.sync(new("customer", row_id(4), name="Short"))
    ann.sync(remove("customer", row_id(4)), remove("customer", row_id(1)))
    assert other.sync().gone == {"customer": [row_id(1)]}
    assert other.sync().gone == {}


def test_rows_and_totals_come_of_the_tables_asked_for_only(shop: Store, ann: Desk) -> None:
    ann.sync(new("order", row_id(9), code="O1", customer=row_id(1)))
    request = SyncRequest(epoch=shop.epoch, cursor=1, only=["customer"])
    reply = pull(shop, ann.actor, BOOK, request, NOW)
    assert (ids(reply.pull), [*reply.visible], reply.cursor) == (
        {"customer": [row_id(1), row_id(2)]},
        ["customer"],
        4,
    )
    assert [*reply.lists] == ["customer", "entity", "order", "team", "user"]


def test_who_asks_for_no_table_is_as_far_behind_as_before(shop: Store, ann: Desk) -> None:
    request = SyncRequest(epoch=shop.epoch, cursor=1, only=[])
    nothing = pull(shop, ann.actor, BOOK, request, NOW)
    assert (nothing.pull, nothing.visible, nothing.gone, nothing.cursor) == ([], {}, {}, 1)


def test_a_book_shows_only_its_columns(shop: Store, ann: Desk) -> None:
    overview = Desk(shop, "ann", book="overview")
    reply = overview.sync()
    assert [(table.table, [*table.columns]) for table in reply.pull] == [("customer", ["code", "name", "owner"])]
    assert ([*reply.visible], [*reply.lists]) == (["customer"], ["user"])
    assert reply.visible["customer"].totals == {}


# Lists


def test_lists_are_sent_when_they_changed(ann: Desk) -> None:
    first = ann.sync()
    held = ann.request()
    held.lists = {name: each.digest for name, each in first.lists.items()}
    assert [*first.lists] == ["customer", "entity", "order", "team", "user"]
    assert pull(ann.store, ann.actor, BOOK, held, NOW).lists == {}
    ann.sync(change("customer", row_id(2), name="Another"))
    changed = pull(ann.store, ann.actor, BOOK, held, NOW).lists
    assert {name: (each.ids, each.keys, each.labels) for name, each in changed.items()} == {
        "customer": ([row_id(2), row_id(1), row_id(3)], ["K2", "K1", "K3"], ["Another", "N1", "N3"])
    }


def test_a_row_out_of_scope_that_a_visible_row_points_at_is_listed_by_its_key_alone(shop: Store, ann: Desk) -> None:
    mia, dora = Desk(shop, "mia"), Desk(shop, "dora")
    dora.sync(new("customer", row_id(8), code="K8", name="Dora's secret"))
    mia.sync()
    mia.sync(new("order", row_id(9), code="O1", customer=row_id(8), owner="ann"))
    customers = ann.sync().lists["customer"]
    assert (customers.ids, customers.labels, customers.selectable) == (
        [row_id(8), row_id(1), row_id(2), row_id(3)],
        ["K8", "N1", "N2", "N3"],
        [False, True, True, True],
    )


def test_rows_that_would_share_a_label_are_told_apart_by_key_or_id() -> None:
    entries = [Entry("1", "K1", "Same", True), Entry("2", "K2", "Same", True), Entry("3", "K1", "Same", False)]
    made = make_list([*entries, Entry("4", "K4", "Other", True)])
    assert (made.labels, made.ids) == (
        ["Other", "Same (K1) (1)", "Same (K1) (3)", "Same (K2)"],
        ["4", "1", "3", "2"],
    )


@given(
    st.lists(
        st.tuples(st.uuids().map(str), st.sampled_from("ab"), st.sampled_from(["a", "b", "a (a)", ""])),
        unique_by=lambda each: each[0],
    )
)
def test_labels_of_a_list_are_unique(rows: list[tuple[str, str, str]]) -> None:
    made = make_list(Entry(row, key, label, True) for row, key, label in rows)
    assert len(set(made.labels)) == len(made.labels) == len(rows)
    assert sorted(made.ids) == sorted(row for row, _, _ in rows)


def test_account_lists_hold_those_one_may_assign_and_those_that_are_named(shop: Store, ann: Desk) -> None:
    assert {name: each.labels for name, each in ann.sync().lists.items() if name != "customer"} == {
        "entity": ["Shanghai"],
        "order": [],
        "team": ["East 1"],
        "user": ["Ann"],
    }
    carl = Desk(shop, "carl").sync().lists
    assert {name: carl[name].ids for name in ("entity", "team", "user")} == {
        "entity": ["SH"],
        "team": ["east", "east1"],
        "user": ["ann", "ben", "carl", "eve", "mia"],
    }
    mia = Desk(shop, "mia").sync().lists
    assert sorted(mia["user"].ids) == ["ann", "ben", "carl", "dora", "eve", "mia", "zoe"]
    assert sorted(mia["entity"].ids) == ["BJ", "SH"]


# The selection alone


def test_a_selection_is_cut_at_a_page_and_says_where_to_go_on() -> None:
    marks = {"a": [Mark("1", 1, 5), Mark("2", 1, 9)], "b": [Mark("3", 2, 7), Mark("4", 1, 2)]}
    request = SyncRequest(want={"b": ["4", "3", "?"]})
    assert select_rows(request, 2, 20, marks, 2) == Selection({"a": ["1"], "b": ["3", "4"]}, 7, True)
    assert select_rows(request, 2, 20, marks, 3) == Selection({"a": ["1", "2"], "b": ["3", "4"]}, 20, False)


def test_an_empty_list_has_a_digest_of_its_own() -> None:
    empty = make_list([])
    assert empty == ReferenceList([], [], [], [], empty.digest)
    assert empty.digest not in {"", make_list([Entry("1", "1", "1", True)]).digest}
