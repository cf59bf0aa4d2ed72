"""Undoing a batch: what goes back, what stays because it changed since, and what must not come back."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import event

from crossfoot_server.accounts import Grant, apply_organisation
from crossfoot_server.errors import BadRequest, BatchReused, NotAllowed, UnknownBatch, UnknownBook
from crossfoot_server.services import batch_detail, list_batches, row_history, sync, undo
from crossfoot_server.services.places import BatchPlace
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import BeforeAfter, FieldBack, FieldOutcome, StepBack, TableOutcome, Totals, UndoRequest
from crossfoot_templates.messages import say
from crossfoot_tests.server.back import batch, fared, in_force, one, pushed, said, undo_checked, undone
from crossfoot_tests.server.builders import (
    BOOK,
    CATALOG,
    CUSTOMER,
    NOW,
    NOW_TEXT,
    ORGANISATION,
    Desk,
    actor,
    change,
    new,
    open_store,
    remove,
    row_id,
)

LATER = NOW + dt.timedelta(hours=1)
LATER_TEXT = "2024-03-05T07:30:00Z"


@pytest.fixture
def ann(shop: Store) -> Desk:
    """Ann, in step with her one customer."""
    desk = Desk(shop, "ann")
    desk.sync(new("customer", row_id(1), name="Acme", city="X", credit="5.00", currency="CNY"))
    return desk


@pytest.fixture
def ben(ann: Desk) -> Desk:
    """Ben, whose team is Ann's, in step with what she entered."""
    desk = Desk(ann.store, "ben")
    desk.sync()
    return desk


def demote(store: Store, login: str) -> None:
    """Make a manager a salesperson who goes on seeing every row."""
    users = tuple(
        replace(user, grants=(Grant("sales", "all"),)) if user.login == login else user for user in ORGANISATION.users
    )
    apply_organisation(store, replace(ORGANISATION, users=users))


def values(store: Store, row: str, *columns: str) -> tuple[object, ...]:
    """What a row in force holds, by ``table/id``."""
    return tuple(in_force(store)[row][name] for name in columns)


# Fields


def test_fields_go_back_to_what_they_were_before_the_batch(ann: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), city="Y", credit="6.00"))
    reply = undone(ann, wrong, batch("u1"))
    tied = {"customer": BeforeAfter(Totals(1, {"credit": {"CNY": "6.00"}}), Totals(1, {"credit": {"CNY": "5.00"}}))}
    back = [FieldBack(0, "city", "Y", "X"), FieldBack(0, "credit", "6.00", "5.00")]
    told = TableOutcome("customer", [row_id(1)], ["ok"], [3], [[]], went_back=back)
    assert reply == StepBack("u1", wrong, False, [told], totals=tied)
    assert undone(ann, wrong, batch("u1")).outcome == [told]
    ann.sync()
    assert ann.rows["customer"][row_id(1)].values["city"] == "X"
    assert ann.rows["customer"][row_id(1)].values["credit"] == "5.00"


def test_fields_that_others_changed_since_merge(ann: Desk, ben: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), city="Y"))
    ben.sync(change("customer", row_id(1), notes="from Ben"))
    assert one(undone(ann, wrong)) == TableOutcome(
        "customer",
        [row_id(1)],
        ["merged"],
        [4],
        [[say("merged_with", who="Ben")]],
        went_back=[FieldBack(0, "city", "Y", "X")],
    )
    assert values(ann.store, f"customer/{row_id(1)}", "city", "notes") == ("X", "from Ben")


def test_a_field_that_somebody_changed_since_stays_and_says_who_and_when(ann: Desk, ben: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), city="Y", notes="n"))
    ben.sync()
    ben.sync(change("customer", row_id(1), city="Z"), now=LATER)
    conflict = say("back_conflict", column="city", mine="X", theirs="Z", who="Ben", when=LATER_TEXT)
    assert one(undone(ann, wrong)) == TableOutcome(
        "customer",
        [row_id(1)],
        ["open"],
        [4],
        [[say("merged_with", who="Ben")]],
        [FieldOutcome(0, "city", "conflict", conflict, "Z", 4, "Ben", LATER_TEXT)],
        [FieldBack(0, "notes", "n", None)],
    )
    assert values(ann.store, f"customer/{row_id(1)}", "city", "notes") == ("Z", None)


def test_ones_own_later_change_is_a_change_as_well(ann: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), city="Y"))
    ann.sync(change("customer", row_id(1), city="Z"), now=LATER)
    reply = undone(ann, wrong)
    assert (fared(reply), said(reply)) == (
        {"customer": ["open"]},
        [f"city: not put back to X; Ann changed it to Z on {LATER_TEXT}."],
    )


def test_amounts_are_quoted_as_people_write_them(ann: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), credit="2200000.00"))
    right = pushed(ann, change("customer", row_id(1), credit="1200000.00"), now=LATER)
    ann.sync(change("customer", row_id(1), credit="3300000.00"), now=LATER)
    assert said(undone(ann, right)) == [
        f"credit: not put back to 2,200,000.00; Ann changed it to 3,300,000.00 on {LATER_TEXT}."
    ]
    assert said(undone(ann, wrong)) == [
        f"credit: not put back to 5.00; Ann changed it to 3,300,000.00 on {LATER_TEXT}."
    ]


def test_what_is_so_already_is_unchanged(ann: Desk, ben: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), city="Y"))
    ben.sync()
    ben.sync(change("customer", row_id(1), city="X"))
    assert one(undone(ann, wrong)) == TableOutcome("customer", [row_id(1)], ["unchanged"], [3], [[]], [])


def test_fields_of_a_row_that_was_removed_since_stay_and_say_who_removed_it(ann: Desk, ben: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), city="Y"))
    ben.sync()
    ben.sync(remove("customer", row_id(1)))
    gone = say("row_gone", who="Ben", when=NOW_TEXT)
    assert one(undone(ann, wrong)) == TableOutcome("customer", [row_id(1)], ["refused"], [3], [[gone]], [])


def test_a_key_that_somebody_has_taken_meanwhile_does_not_come_back(ann: Desk, ben: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), name="Acme Ltd", city="Y"))
    ben.sync(new("customer", row_id(2), name="Acme"))
    taken = say("duplicate_key", columns="name", value="Acme")
    assert one(undone(ann, wrong)).fields == [FieldOutcome(0, "name", "refused", taken, "Acme Ltd", 3, mendable=True)]
    assert values(ann.store, f"customer/{row_id(1)}", "name", "city") == ("Acme Ltd", "X")


def test_keys_that_a_batch_swapped_are_swapped_back(ann: Desk) -> None:
    ann.sync(new("customer", row_id(2), name="Bolt"))
    swap = pushed(ann, change("customer", row_id(1), name="Bolt"), change("customer", row_id(2), name="Acme"))
    assert fared(undone(ann, swap)) == {"customer": ["ok", "ok"]}
    assert values(ann.store, f"customer/{row_id(1)}", "name") == ("Acme",)


def test_a_reference_does_not_go_back_to_a_row_that_is_gone(ann: Desk) -> None:
    ann.sync(new("customer", row_id(2), name="Bolt"), new("order", row_id(3), code="O1", customer=row_id(2)))
    wrong = pushed(ann, change("order", row_id(3), customer=row_id(1), kind="big"))
    ann.sync(remove("customer", row_id(2)))
    reply = undone(ann, wrong)
    assert said(reply) == ["The row of “Customers” it points at does not exist or is not within your scope."]
    assert values(ann.store, f"order/{row_id(3)}", "customer", "kind") == (row_id(1), None)


# Rows that a batch created


def test_rows_that_the_batch_made_go_out_of_force(ann: Desk) -> None:
    made = pushed(
        ann,
        new("customer", row_id(2), name="Bolt"),
        new("order", row_id(3), code="O1", customer=row_id(2)),
        new("payment", row_id(4), order=row_id(3), number=1),
    )
    before = {name: row for name, row in in_force(ann.store).items() if name.endswith(row_id(1))}
    assert fared(undone(ann, made)) == {"customer": ["removed"], "order": ["removed"], "payment": ["removed"]}
    assert in_force(ann.store) == before


def test_a_row_that_somebody_worked_on_stays(ann: Desk, ben: Desk) -> None:
    made = pushed(ann, new("customer", row_id(2), name="Bolt"), new("customer", row_id(3), name="Cog"))
    ben.sync()
    ben.sync(change("customer", row_id(3), city="Y"), now=LATER)
    stays = say("back_changed", who="Ben", when=LATER_TEXT)
    assert one(undone(ann, made)) == TableOutcome(
        "customer", [row_id(2), row_id(3)], ["removed", "refused"], [2, 2], [[], [stays]], []
    )


def test_a_row_that_was_changed_and_changed_back_goes(ann: Desk) -> None:
    made = pushed(ann, new("customer", row_id(2), name="Bolt"))
    changed = pushed(ann, change("customer", row_id(2), city="Y"))
    undone(ann, changed)
    assert fared(undone(ann, made)) == {"customer": ["removed"]}


def test_a_row_that_is_gone_already_is_unchanged(ann: Desk) -> None:
    made = pushed(ann, new("customer", row_id(2), name="Bolt"))
    ann.sync(remove("customer", row_id(2)))
    assert one(undone(ann, made)) == TableOutcome("customer", [row_id(2)], ["unchanged"], [2], [[]], [])


def test_a_row_that_others_point_at_stays_even_where_it_would_only_be_voided(ann: Desk, ben: Desk) -> None:
    made = pushed(
        ann,
        new("customer", row_id(2), name="Bolt"),
        new("customer", row_id(3), name="Cog"),
        new("order", row_id(4), code="O1", customer=row_id(2)),
    )
    ben.sync()
    ben.sync(change("order", row_id(4), kind="big"))
    reply = undone(ann, made)
    assert (fared(reply), said(reply)) == (
        {"customer": ["refused", "removed"], "order": ["refused"]},
        ["The row stays: rows of “Orders” still point at it.", f"The row stays: Ben changed it on {NOW_TEXT}."],
    )


def test_a_row_that_only_a_voided_row_points_at_goes(ann: Desk) -> None:
    made = pushed(ann, new("order", row_id(2), code="O1", customer=row_id(1)))
    paid = pushed(ann, new("payment", row_id(3), order=row_id(2), number=1))
    assert fared(undone(ann, paid)) == {"payment": ["removed"]}
    assert fared(undone(ann, made)) == {"order": ["removed"]}
    assert in_force(ann.store).keys() == {f"customer/{row_id(1)}"}


# Rows that a batch removed


def test_a_voided_row_comes_back_as_it_was(ann: Desk) -> None:
    before = in_force(ann.store)
    gone = pushed(ann, remove("customer", row_id(1)))
    assert one(undone(ann, gone)) == TableOutcome("customer", [row_id(1)], ["returned"], [3], [[]], [])
    assert in_force(ann.store) == before
    ann.sync()
    assert ann.rows["customer"][row_id(1)].rev == 3


def test_a_deleted_row_comes_back_under_its_id_with_the_next_revision(ann: Desk) -> None:
    ann.sync(new("order", row_id(2), code="O1", customer=row_id(1), amount="1.10", currency="CNY"))
    before = in_force(ann.store)
    gone = pushed(ann, remove("order", row_id(2)))
    assert one(undone(ann, gone)) == TableOutcome("order", [row_id(2)], ["returned"], [3], [[]], [])
    assert in_force(ann.store) == before
    told = row_history(ann.store, ann.actor, BOOK, "order", row_id(2))
    assert [(each.rev, each.kind, each.fields) for each in told.changes[:2]] == [
        (3, "restored", {}),
        (2, "removed", {}),
    ]


def test_a_row_that_was_brought_back_before_is_unchanged(ann: Desk) -> None:
    gone = pushed(ann, remove("customer", row_id(1)))
    undone(ann, gone)
    assert fared(undone(ann, gone)) == {"customer": ["unchanged"]}


def test_a_row_whose_key_was_taken_meanwhile_stays_gone_and_says_why(ann: Desk, ben: Desk) -> None:
    gone = pushed(ann, remove("customer", row_id(1)))
    ben.sync(new("customer", row_id(2), name="Acme"))
    taken = say("duplicate_key", columns="name", value="Acme")
    assert one(undone(ann, gone)) == TableOutcome(
        "customer",
        [row_id(1)],
        ["refused"],
        [2],
        [[say("back_not_whole", columns="name")]],
        [FieldOutcome(0, "name", "refused", taken, "Acme", 2, mendable=True)],
    )


def test_of_two_rows_with_one_key_the_one_that_leaves_makes_room(ann: Desk) -> None:
    both = pushed(ann, remove("customer", row_id(1)), new("customer", row_id(2), name="Acme", code="C-0001"))
    assert fared(undone(ann, both)) == {"customer": ["returned", "removed"]}
    assert values(ann.store, f"customer/{row_id(1)}", "code", "name") == ("C-0001", "Acme")


def test_rows_that_point_at_each_other_come_back_together(ann: Desk) -> None:
    ann.sync(
        change("customer", row_id(1), parent=row_id(2)),
        new("customer", row_id(2), name="Bolt", parent=row_id(1)),
        new("order", row_id(3), code="O1", customer=row_id(2)),
    )
    before = in_force(ann.store)
    gone = pushed(ann, remove("order", row_id(3)), remove("customer", row_id(1)), remove("customer", row_id(2)))
    assert fared(undone(ann, gone)) == {"order": ["returned"], "customer": ["returned", "returned"]}
    assert in_force(ann.store) == before


def test_what_points_at_a_row_that_cannot_come_back_stays_gone_too(ann: Desk, ben: Desk) -> None:
    ann.sync(new("order", row_id(3), code="O1", customer=row_id(1)))
    gone = pushed(ann, remove("order", row_id(3)), remove("customer", row_id(1)))
    ben.sync(new("customer", row_id(2), name="Acme"))
    reply = undone(ann, gone)
    assert fared(reply) == {"order": ["refused"], "customer": ["refused"]}
    assert said(reply) == [
        "The row was not brought back because of customer.",
        "The row of “Customers” it points at was refused; mend that one first.",
        "The row was not brought back because of name.",
        "name “Acme” exists already.",
    ]


def test_a_row_may_come_back_to_where_it_pointed_although_that_is_out_of_reach(ann: Desk) -> None:
    mia = Desk(ann.store, "mia")
    mia.sync(
        new("customer", row_id(2), name="Bolt", owner="dora", team="north", entity="BJ"),
        new("order", row_id(3), code="O1", customer=row_id(2), owner="ann", team="east1", entity="SH"),
    )
    ann.sync()
    gone = pushed(ann, remove("order", row_id(3)))
    assert fared(undone(ann, gone)) == {"order": ["returned"]}
    ann.sync()
    again = pushed(ann, remove("order", row_id(3)))
    mia.sync(remove("customer", row_id(2)))
    assert said(undone(ann, again)) == [
        "The row was not brought back because of customer.",
        "The row of “Customers” it points at does not exist or is not within your scope.",
    ]


def test_what_goes_back_may_point_at_a_row_that_was_voided_already_when_it_did(ann: Desk) -> None:
    ann.sync(new("customer", row_id(2), name="Bolt"), new("order", row_id(3), code="O1", customer=row_id(1)))
    ann.sync(remove("customer", row_id(1)))
    dangling = in_force(ann.store)
    moved = pushed(ann, change("order", row_id(3), customer=row_id(2)))
    assert fared(undone(ann, moved)) == {"order": ["ok"]}
    ann.sync()
    gone = pushed(ann, remove("order", row_id(3)))
    assert fared(undone(ann, gone)) == {"order": ["returned"]}
    assert in_force(ann.store) == dangling


def test_rows_that_nobody_can_remove_in_a_sheet_go_all_the_same(ann: Desk) -> None:
    ann.sync(new("order", row_id(2), code="O1", customer=row_id(1)))
    paid = pushed(ann, new("payment", row_id(3), order=row_id(2), number=1))
    assert fared(undone(ann, paid)) == {"payment": ["removed"]}


# Who may


def test_a_row_that_left_ones_reach_is_answered_like_one_that_never_was(ann: Desk, ben: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), city="Y"))
    mia = Desk(ann.store, "mia")
    mia.sync()
    mia.sync(change("customer", row_id(1), owner="dora", team="north", entity="BJ"))
    assert one(undone(ann, wrong)) == TableOutcome(
        "customer", [row_id(1)], ["refused"], [0], [[say("row_unknown")]], []
    )
    assert values(ann.store, f"customer/{row_id(1)}", "city") == ("Y",)


def test_a_batch_of_somebody_else_is_undone_by_those_who_see_every_row_only(ann: Desk, ben: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), city="Y"))
    with pytest.raises(UnknownBatch):
        undone(ben, wrong)
    assert fared(undone(Desk(ann.store, "mia"), wrong)) == {"customer": ["ok"]}


def test_a_batch_is_undone_in_the_book_that_it_came_from(ann: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), city="Y"))
    request = UndoRequest(batch())
    for book, problem in (("overview", UnknownBatch), ("none", UnknownBook)):
        with pytest.raises(problem):
            undo(ann.store, ann.actor, BatchPlace(book, wrong), request, NOW)
    with pytest.raises(NotAllowed):
        undo(ann.store, actor(ann.store, "zoe"), BatchPlace(BOOK, wrong), request, NOW)


def test_columns_that_one_may_no_longer_write_or_read_stay(shop: Store) -> None:
    mia = Desk(shop, "mia")
    mia.sync(new("customer", row_id(1), name="Acme", rating=1, margin="0.1"))
    wrong = pushed(mia, change("customer", row_id(1), rating=2, margin="0.2", city="Y"))
    only_hidden = pushed(mia, change("customer", row_id(1), margin="0.3"))
    demote(shop, "mia")
    lesser = Desk(shop, "mia")
    read_only = say("column_read_only", theirs="2")
    assert one(undone(lesser, wrong)) == TableOutcome(
        "customer",
        [row_id(1)],
        ["open"],
        [4],
        [[say("back_out_of_sight")]],
        [FieldOutcome(0, "rating", "refused", read_only, 2, 4)],
        [FieldBack(0, "city", "Y", None)],
    )
    assert one(undone(lesser, only_hidden)) == TableOutcome(
        "customer", [row_id(1)], ["unchanged"], [4], [[say("back_out_of_sight")]], []
    )


def test_a_row_comes_back_with_what_its_remover_may_neither_write_nor_read(shop: Store, ann: Desk) -> None:
    mia = Desk(shop, "mia")
    mia.sync()
    mia.sync(change("customer", row_id(1), rating=7, margin="0.25"))
    before = in_force(shop)
    ann.sync()
    gone = pushed(ann, remove("customer", row_id(1)))
    assert one(undone(ann, gone)) == TableOutcome("customer", [row_id(1)], ["returned"], [4], [[]], [])
    assert in_force(shop) == before


def test_the_totals_of_a_batch_tell_nothing_of_columns_that_the_reader_may_not_see(tmp_path: Path) -> None:
    secret = tuple(
        replace(each, read=("sales_manager",)) if each.name == "credit" else each for each in CUSTOMER.columns
    )
    tables = {**CATALOG.tables, "customer": replace(CUSTOMER, columns=secret)}
    with closing(open_store(tmp_path, replace(CATALOG, tables=tables))) as store:
        mia = Desk(store, "mia")
        made = pushed(mia, new("customer", row_id(1), name="Acme", credit="1.00", currency="CNY"))
        assert batch_detail(store, mia.actor, BOOK, made).totals == {
            "customer": BeforeAfter(Totals(0, {"credit": {}}), Totals(1, {"credit": {"CNY": "1.00"}}))
        }
        demote(store, "mia")
        assert batch_detail(store, actor(store, "mia"), BOOK, made).totals == {
            "customer": BeforeAfter(Totals(0, {}), Totals(1, {}))
        }


# The batch that it is recorded as


def test_an_undo_is_a_batch_that_says_what_it_undoes(ann: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), city="Y"))
    undone(ann, wrong, batch("u1"), now=LATER)
    undone(ann, "u1", batch("u2", reason="no, it was right"), now=LATER + dt.timedelta(hours=1))
    listed = list_batches(ann.store, ann.actor, BOOK, 2).batches
    assert [(each.id, each.reverts, each.reason, each.client, each.statuses) for each in listed] == [
        ("u2", "u1", "no, it was right", "test", {"ok": 1}),
        ("u1", wrong, f"Undoes batch {wrong}.", "test", {"ok": 1}),
    ]


def test_the_undo_of_an_undo_brings_everything_to_where_it_was(ann: Desk) -> None:
    ann.sync(new("order", row_id(2), code="O1", customer=row_id(1)))
    empty = in_force(ann.store)
    work = pushed(
        ann,
        change("customer", row_id(1), city="Y"),
        new("customer", row_id(3), name="Bolt"),
        remove("order", row_id(2)),
        new("order", row_id(4), code="O2", customer=row_id(3)),
    )
    full = in_force(ann.store)
    assert fared(undone(ann, work, batch("u1"))) == {"customer": ["ok", "removed"], "order": ["returned", "removed"]}
    assert in_force(ann.store) == empty
    assert fared(undone(ann, "u1", batch("u2"))) == {"customer": ["ok", "returned"], "order": ["removed", "returned"]}
    assert in_force(ann.store) == full
    undone(ann, "u2", batch("u3"))
    assert in_force(ann.store) == empty


def test_the_same_undo_again_gives_the_stored_result(ann: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), city="Y"))
    first = undone(ann, wrong, batch("u1"))
    ann.sync()
    ann.sync(change("customer", row_id(1), city="Z"))
    again = undone(ann, wrong, batch("u1"))
    assert (again.replayed, again.outcome, again.totals, again.reverts) == (True, first.outcome, first.totals, wrong)
    assert values(ann.store, f"customer/{row_id(1)}", "city") == ("Z",)


def test_a_batch_id_that_was_used_for_something_else_is_refused(ann: Desk) -> None:
    first = pushed(ann, change("customer", row_id(1), city="Y"))
    second = pushed(ann, change("customer", row_id(1), city="Z"))
    undone(ann, second, batch("u1"))
    for undone_batch, used in ((first, "u1"), (first, second)):
        with pytest.raises(BatchReused):
            undone(ann, undone_batch, batch(used))
    with pytest.raises(BadRequest):
        undone(ann, first, batch("x" * 65))


def test_a_check_says_the_same_and_writes_nothing(ann: Desk) -> None:
    wrong = pushed(ann, change("customer", row_id(1), city="Y"), new("customer", row_id(2), name="Bolt"))
    before = in_force(ann.store)
    listed = list_batches(ann.store, ann.actor, BOOK, 10)
    checked = undo_checked(ann, wrong)
    assert (in_force(ann.store), list_batches(ann.store, ann.actor, BOOK, 10)) == (before, listed)
    done = undone(ann, wrong, batch(checked.batch))
    assert (done.outcome, done.totals, done.replayed) == (checked.outcome, checked.totals, False)


def test_undoing_many_rows_takes_no_more_statements_than_undoing_a_few(ann: Desk) -> None:
    def statements(first: int, last: int) -> int:
        made = pushed(ann, *(new("customer", row_id(number), name=f"n{number}") for number in range(first, last)))
        sent: list[str] = []

        def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            sent.append(statement)

        event.listen(ann.store.engine, "before_cursor_execute", count)
        undone(ann, made)
        event.remove(ann.store.engine, "before_cursor_execute", count)
        return len(sent)

    assert statements(10, 12) == statements(20, 60)


def test_only_what_the_batch_wrote_is_told(ann: Desk) -> None:
    ann.sync(new("customer", row_id(2), name="Bolt"))
    request = ann.request(change("customer", row_id(1), city="Y"), change("customer", row_id(2), name="Acme"))
    assert request.batch is not None
    sync(ann.store, ann.actor, BOOK, request, NOW)
    assert fared(undone(ann, request.batch.id)) == {"customer": ["ok"]}
