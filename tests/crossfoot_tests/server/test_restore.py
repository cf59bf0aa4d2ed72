"""Putting a row back to an older version, finding removed rows, and the history of a cell."""

from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_server.errors import (
    BadRequest,
    BatchReused,
    UnknownColumn,
    UnknownRevision,
    UnknownRow,
    UnknownTable,
)
from crossfoot_server.services import cell_history, list_batches, removed_rows, row_history
from crossfoot_server.services.places import RowPlace
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import FieldBack, FieldOutcome, TableOutcome
from crossfoot_templates.messages import say
from crossfoot_tests.server.back import asked, batch, in_force, one, pushed, restore_checked, restored, undone
from crossfoot_tests.server.builders import BOOK, NOW, NOW_TEXT, Desk, actor, change, new, remove, row_id

LATER = NOW + dt.timedelta(hours=1)
LATER_TEXT = "2024-03-05T07:30:00Z"
HERE = f"customer/{row_id(1)}"


@pytest.fixture
def ann(shop: Store) -> Desk:
    """Ann, whose customer has three versions."""
    desk = Desk(shop, "ann")
    desk.sync(new("customer", row_id(1), name="Acme", city="X"))
    desk.sync(change("customer", row_id(1), city="Y", notes="n2"))
    desk.sync(change("customer", row_id(1), city="Z", notes="n3"))
    return desk


@pytest.fixture
def ben(ann: Desk) -> Desk:
    """Ben, in step with what Ann did."""
    desk = Desk(ann.store, "ben")
    desk.sync()
    return desk


def held(store: Store) -> tuple[object, ...]:
    """City and notes of the customer."""
    row = in_force(store)[HERE]
    return row["city"], row["notes"]


def test_a_row_goes_back_to_an_older_version(ann: Desk) -> None:
    reply = restored(ann, "customer", row_id(1), asked(rev=1, seen=3))
    assert (one(reply), held(ann.store)) == (
        TableOutcome(
            "customer",
            [row_id(1)],
            ["ok"],
            [4],
            [[]],
            went_back=[FieldBack(0, "city", "Z", "X"), FieldBack(0, "notes", "n3", None)],
        ),
        ("X", None),
    )
    reasons = {each.id: (each.reason, each.reverts) for each in list_batches(ann.store, ann.actor, BOOK, 10).batches}
    assert reasons[reply.batch] == ("Restores revision 1.", "")


def test_a_cell_goes_back_alone(ann: Desk) -> None:
    restored(ann, "customer", row_id(1), asked(rev=2, seen=3, columns=["notes"]))
    assert held(ann.store) == ("Z", "n2")


def test_what_others_changed_after_the_newest_version_that_was_shown_is_a_conflict(ann: Desk, ben: Desk) -> None:
    ben.sync(change("customer", row_id(1), city="B"), now=LATER)
    reply = restored(ann, "customer", row_id(1), asked(rev=1, seen=3))
    conflict = say("back_conflict", column="city", mine="X", theirs="B", who="Ben", when=LATER_TEXT)
    assert one(reply) == TableOutcome(
        "customer",
        [row_id(1)],
        ["open"],
        [5],
        [[say("merged_with", who="Ben")]],
        [FieldOutcome(0, "city", "conflict", conflict, "B", 5, "Ben", LATER_TEXT)],
        [FieldBack(0, "notes", "n3", None)],
    )
    assert held(ann.store) == ("B", None)


def test_who_has_seen_the_newest_version_overrules_it(ann: Desk, ben: Desk) -> None:
    ben.sync(change("customer", row_id(1), city="B"))
    restored(ann, "customer", row_id(1), asked(rev=1, seen=4))
    assert held(ann.store) == ("X", None)


def test_a_version_that_is_in_force_already_writes_nothing(ann: Desk) -> None:
    assert one(restored(ann, "customer", row_id(1), asked(rev=3, seen=3))) == TableOutcome(
        "customer", [row_id(1)], ["unchanged"], [3], [[]], []
    )


def test_rules_hold_and_one_bad_field_blocks_no_other(ann: Desk, ben: Desk) -> None:
    ann.sync(change("customer", row_id(1), name="Acme Ltd"))
    ben.sync(new("customer", row_id(2), name="Acme"))
    reply = restored(ann, "customer", row_id(1), asked(rev=1, seen=4))
    assert one(reply).fields == [
        FieldOutcome(
            0, "name", "refused", say("duplicate_key", columns="name", value="Acme"), "Acme Ltd", 5, mendable=True
        )
    ]
    assert held(ann.store) == ("X", None)


def test_a_column_that_one_may_not_write_stays(shop: Store, ann: Desk) -> None:
    mia = Desk(shop, "mia")
    mia.sync()
    mia.sync(change("customer", row_id(1), rating=5, margin="0.1"))
    reply = restored(ann, "customer", row_id(1), asked(rev=1, seen=4))
    read_only = say("column_read_only", theirs="5")
    assert one(reply).fields == [FieldOutcome(0, "rating", "refused", read_only, 5, 5)]
    assert (in_force(shop)[HERE]["rating"], held(shop)) == (5, ("X", None))


def test_a_removed_row_comes_back_with_the_values_of_a_version(ann: Desk) -> None:
    ann.sync(remove("customer", row_id(1)))
    reply = restored(ann, "customer", row_id(1), asked(rev=2, seen=4))
    assert (one(reply), held(ann.store)) == (
        TableOutcome(
            "customer",
            [row_id(1)],
            ["returned"],
            [5],
            [[]],
            went_back=[FieldBack(0, "city", "Z", "Y"), FieldBack(0, "notes", "n3", "n2")],
        ),
        ("Y", "n2"),
    )


def test_of_a_removed_row_the_columns_that_are_not_named_come_back_as_they_last_were(ann: Desk) -> None:
    ann.sync(remove("customer", row_id(1)))
    restored(ann, "customer", row_id(1), asked(rev=1, seen=4, columns=["city"]))
    assert held(ann.store) == ("X", "n3")


def test_a_removed_row_keeps_what_its_restorer_may_not_write(shop: Store, ann: Desk) -> None:
    mia = Desk(shop, "mia")
    mia.sync()
    mia.sync(change("customer", row_id(1), rating=5))
    ann.sync()
    ann.sync(remove("customer", row_id(1)))
    reply = restored(ann, "customer", row_id(1), asked(rev=1, seen=5))
    assert (one(reply).status, [each.column for each in one(reply).fields]) == (["returned"], ["rating"])
    assert (in_force(shop)[HERE]["rating"], held(shop)) == (5, ("X", None))


def test_who_has_not_seen_that_the_row_was_removed_does_not_bring_it_back(ann: Desk, ben: Desk) -> None:
    ben.sync(remove("customer", row_id(1)))
    reply = restored(ann, "customer", row_id(1), asked(rev=1, seen=3))
    gone = say("row_gone", who="Ben", when=NOW_TEXT)
    assert one(reply) == TableOutcome("customer", [row_id(1)], ["refused"], [4], [[gone]], [])
    assert in_force(ann.store) == {}


def test_a_restore_is_undone_like_any_batch(ann: Desk) -> None:
    ann.sync(remove("customer", row_id(1)))
    restored(ann, "customer", row_id(1), asked(rev=1, seen=4, back=batch("r1")))
    assert one(undone(ann, "r1")).status == ["removed"]
    assert in_force(ann.store) == {}


def test_the_same_restore_again_gives_the_stored_result(ann: Desk) -> None:
    first = restored(ann, "customer", row_id(1), asked(rev=1, seen=3, back=batch("r1")))
    again = restored(ann, "customer", row_id(1), asked(rev=1, seen=3, back=batch("r1")))
    assert (again.replayed, again.outcome, again.totals) == (True, first.outcome, first.totals)
    with pytest.raises(BatchReused):
        restored(ann, "customer", row_id(1), asked(rev=2, seen=3, back=batch("r1")))


def test_a_check_of_a_restore_says_the_same_and_writes_nothing(ann: Desk) -> None:
    checked = restore_checked(ann, "customer", row_id(1), asked(rev=1, seen=3))
    assert held(ann.store) == ("Z", "n3")
    assert restored(ann, "customer", row_id(1), asked(rev=1, seen=3)).outcome == checked.outcome


def test_what_there_is_not_is_named(ann: Desk) -> None:
    dora = Desk(ann.store, "dora")
    for desk, table, row, request, problem in (
        (ann, "customer", row_id(1), asked(rev=9, seen=3), UnknownRevision),
        (ann, "customer", row_id(1), asked(rev=1, seen=9), UnknownRevision),
        (ann, "customer", row_id(1), asked(rev=0, seen=3), BadRequest),
        (ann, "customer", row_id(1), asked(rev=2**70, seen=3), BadRequest),
        (ann, "customer", row_id(1), asked(rev=1, seen=3, columns=["margin"]), UnknownColumn),
        (ann, "customer", row_id(2), asked(rev=1, seen=3), UnknownRow),
        (dora, "customer", row_id(1), asked(rev=1, seen=3), UnknownRow),
        (ann, "bid", row_id(1), asked(rev=1, seen=3), UnknownTable),
    ):
        with pytest.raises(problem):
            restored(desk, table, row, request)
    ann.book = "overview"
    assert one(restored(ann, "customer", row_id(1), asked(rev=1, seen=3))).messages == [[say("table_read_only")]]


# Removed rows


def test_removed_rows_are_listed_with_what_they_held_and_who_removed_them(ann: Desk, ben: Desk) -> None:
    ann.sync(new("customer", row_id(2), name="Bolt"))
    ann.sync(remove("customer", row_id(2)))
    ben.sync()
    ben.sync(remove("customer", row_id(1)), now=LATER)
    listed = removed_rows(ann.store, ann.actor, BOOK, "customer", 10).rows
    assert [
        (each.id, each.rev, each.kind, each.at, each.actor_name, each.book, each.reason, each.values["city"])
        for each in listed
    ] == [
        (row_id(1), 4, "voided", LATER_TEXT, "Ben", BOOK, "because", "Z"),
        (row_id(2), 2, "voided", NOW_TEXT, "Ann", BOOK, "because", None),
    ]
    assert "margin" not in listed[0].values
    assert [each.id for each in removed_rows(ann.store, ann.actor, BOOK, "customer", 1).rows] == [row_id(1)]


def test_deleted_rows_are_listed_and_rows_that_came_back_are_not(ann: Desk) -> None:
    ann.sync(new("order", row_id(2), code="O1", customer=row_id(1)))
    gone = pushed(ann, remove("order", row_id(2)))
    assert [(each.id, each.kind) for each in removed_rows(ann.store, ann.actor, BOOK, "order", 10).rows] == [
        (row_id(2), "removed")
    ]
    undone(ann, gone)
    assert removed_rows(ann.store, ann.actor, BOOK, "order", 10).rows == []


def test_removed_rows_of_others_are_not_listed(ann: Desk) -> None:
    ann.sync(remove("customer", row_id(1)))
    assert removed_rows(ann.store, actor(ann.store, "dora"), BOOK, "customer", 10).rows == []
    assert [each.id for each in removed_rows(ann.store, actor(ann.store, "mia"), BOOK, "customer", 10).rows] == [
        row_id(1)
    ]


# The history of a cell


def test_the_history_of_a_cell_has_only_the_versions_that_changed_it(ann: Desk) -> None:
    ann.sync(change("customer", row_id(1), name="Acme Ltd"))
    told = cell_history(ann.store, ann.actor, RowPlace(BOOK, "customer", row_id(1)), "notes")
    assert [(each.rev, each.fields) for each in told.changes] == [
        (3, {"notes": ("n2", "n3")}),
        (2, {"notes": (None, "n2")}),
    ]


def test_the_history_of_a_column_that_is_not_there_names_the_nearest(ann: Desk) -> None:
    with pytest.raises(UnknownColumn, match=r"shows you no column 'note'; did you mean 'notes'\?"):
        cell_history(ann.store, ann.actor, RowPlace(BOOK, "customer", row_id(1)), "note")
    with pytest.raises(UnknownColumn, match="its columns are code, name,"):
        cell_history(ann.store, ann.actor, RowPlace(BOOK, "customer", row_id(1)), "margin")


def test_a_version_says_which_book_it_came_from(ann: Desk) -> None:
    told = row_history(ann.store, ann.actor, "overview", "customer", row_id(1))
    assert [(each.rev, each.book) for each in told.changes] == [(3, BOOK), (2, BOOK), (1, BOOK)]


def test_a_row_that_is_handed_over_comes_with_its_history(ann: Desk) -> None:
    mia = Desk(ann.store, "mia")
    mia.sync()
    mia.sync(change("customer", row_id(1), owner="dora", team="north", entity="BJ"))
    told = row_history(ann.store, actor(ann.store, "dora"), BOOK, "customer", row_id(1))
    assert [(each.rev, each.actor) for each in told.changes] == [(4, "mia"), (3, "ann"), (2, "ann"), (1, "ann")]
    with pytest.raises(UnknownRow):
        row_history(ann.store, ann.actor, BOOK, "customer", row_id(1))
