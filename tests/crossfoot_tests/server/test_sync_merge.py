"""Two people and one row: what merges, what is in conflict, and what a user's decision does."""

from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_server.services import sync
from crossfoot_server.store import Store
from crossfoot_sync.engine.fingerprint import write_base
from crossfoot_sync.engine.wire import FieldOutcome, TableOutcome
from crossfoot_templates.messages import say
from crossfoot_templates.types import WireValue
from crossfoot_tests.server.builders import (
    BOOK,
    NOW,
    NOW_TEXT,
    Desk,
    Edit,
    change,
    new,
    one,
    remove,
    row_id,
)

LATER = NOW + dt.timedelta(hours=1)
LATER_TEXT = "2024-03-05T07:30:00Z"


@pytest.fixture
def ann(shop: Store) -> Desk:
    """A desk with one customer, at revision 1."""
    desk = Desk(shop, "ann")
    desk.sync(new("customer", row_id(1), code="K1", name="Acme", city="X", notes="n"))
    return desk


@pytest.fixture
def ben(shop: Store, ann: Desk) -> Desk:
    """Somebody else who sees the same."""
    desk = Desk(shop, "ben")
    desk.sync()
    assert desk.rows == ann.rows
    return desk


def row(desk: Desk, *columns: str) -> tuple[WireValue, ...]:
    values = desk.rows["customer"][row_id(1)].values
    return tuple(values[name] for name in columns)


def conflict(column: str, mine: str, theirs: str, rev: int, *, who: str = "Ben", when: str = NOW_TEXT) -> FieldOutcome:
    message = say("conflict", column=column, mine=mine, theirs=theirs, who=who, when=when)
    return FieldOutcome(0, column, "conflict", message, theirs, rev, who, when)


def test_h20_different_fields_of_one_row_merge(ann: Desk, ben: Desk) -> None:
    ben.sync(change("customer", row_id(1), city="Y"))
    reply = ann.sync(change("customer", row_id(1), notes="mine"))
    said = [say("merged_with", who="Ben")]
    assert one(reply) == TableOutcome("customer", [row_id(1)], ["merged"], [3], [said], [])
    assert row(ann, "city", "notes") == ("Y", "mine")
    ben.sync()
    assert ben.rows == ann.rows


def test_h20_the_same_field_is_in_conflict_and_the_others_go(ann: Desk, ben: Desk) -> None:
    ben.sync(change("customer", row_id(1), city="Y"), now=LATER)
    ben.sync(change("customer", row_id(1), notes="ben's"), now=LATER + dt.timedelta(hours=1))
    reply = ann.sync(change("customer", row_id(1), city="Z", name="Acme Ltd"))
    assert one(reply) == TableOutcome(
        "customer",
        [row_id(1)],
        ["open"],
        [4],
        [[say("merged_with", who="Ben")]],
        [conflict("city", "Z", "Y", 4, when=LATER_TEXT)],
    )
    assert row(ann, "city", "name", "notes") == ("Y", "Acme Ltd", "ben's")


def test_the_same_change_on_both_sides_is_no_conflict(ann: Desk, ben: Desk) -> None:
    ben.sync(change("customer", row_id(1), city="Y"))
    assert one(ann.sync(change("customer", row_id(1), city="Y"))).status == ["unchanged"]


def test_a_field_that_was_changed_back_gives_way(ann: Desk, ben: Desk) -> None:
    ben.sync(change("customer", row_id(1), city="Y"))
    reply = ann.sync(change("customer", row_id(1), city="X"))
    assert (one(reply).status, one(reply).revs, row(ann, "city")) == (["merged"], [2], ("Y",))


def test_ones_own_changes_from_another_workbook_are_no_news(shop: Store, ann: Desk) -> None:
    other = Desk(shop, "ann")
    other.sync()
    other.sync(change("customer", row_id(1), city="Y"))
    assert one(ann.sync(change("customer", row_id(1), notes="m"))) == TableOutcome(
        "customer", [row_id(1)], ["ok"], [3], [[]], []
    )


def test_everybody_who_changed_the_row_meanwhile_is_named(shop: Store, ann: Desk, ben: Desk) -> None:
    carl = Desk(shop, "carl")
    ben.sync(change("customer", row_id(1), city="Y"))
    carl.sync()
    carl.sync(change("customer", row_id(1), name="Acme Ltd"))
    reply = ann.sync(change("customer", row_id(1), notes="mine"))
    assert one(reply).messages == [[say("merged_with", who="Ben, Carl")]]


def test_references_and_choices_are_named_in_conflicts_as_cells_show_them(shop: Store, ann: Desk, ben: Desk) -> None:
    ann.sync(new("customer", row_id(2), code="K2", name="Parent"), new("customer", row_id(3), code="K3", name="Other"))
    ben.sync()
    ben.sync(change("customer", row_id(1), parent=row_id(2), stage="won"))
    reply = ann.sync(change("customer", row_id(1), parent=row_id(3), stage="lead"))
    quoted = {field.column: (field.message.facts["mine"], field.message.facts["theirs"]) for field in one(reply).fields}
    assert quoted == {"stage": ("Lead", "Won"), "parent": ("Other", "Parent")}
    assert [(field.column, field.theirs) for field in one(reply).fields] == [("stage", "won"), ("parent", row_id(2))]


# Decisions on open fields


def decide(column: str, value: WireValue, shown: int) -> Edit:
    """Keep mine: the value again, with the revision of theirs that was shown."""
    return Edit("customer", row_id(1), "change", {column: value}, {column: shown})


def test_a_decision_for_mine_overrides_what_was_shown(ann: Desk, ben: Desk) -> None:
    ben.sync(change("customer", row_id(1), city="Y"))
    shown = one(ann.sync(change("customer", row_id(1), city="Z"))).fields[0].theirs_rev
    assert one(ann.sync(decide("city", "Z", shown))) == TableOutcome("customer", [row_id(1)], ["ok"], [3], [[]], [])
    assert row(ann, "city") == ("Z",)


def test_a_decision_against_an_older_value_of_theirs_is_a_new_conflict(ann: Desk, ben: Desk) -> None:
    ben.sync(change("customer", row_id(1), city="Y"))
    ann.sync(change("customer", row_id(1), city="Z"))
    ben.sync(change("customer", row_id(1), city="W"))
    assert one(ann.sync(decide("city", "Z", 2))).fields == [conflict("city", "Z", "W", 3)]
    assert row(ann, "city") == ("W",)


def test_a_decision_stands_when_they_changed_other_fields_since(ann: Desk, ben: Desk) -> None:
    ben.sync(change("customer", row_id(1), city="Y"))
    ann.sync(change("customer", row_id(1), city="Z"))
    ben.sync(change("customer", row_id(1), notes="other"))
    assert one(ann.sync(decide("city", "Z", 2))).status == ["merged"]
    assert row(ann, "city", "notes") == ("Z", "other")


def test_h32_a_conflict_left_open_while_theirs_goes_back_re_applies_nothing_and_then_takes_mine(
    ann: Desk, ben: Desk
) -> None:
    ben.sync(change("customer", row_id(1), city="Y"))
    opened = one(ann.sync(change("customer", row_id(1), city="Z")))
    assert opened.fields == [conflict("city", "Z", "Y", 2)]
    # The open field is outside the mask; other edits of the row go through and leave it alone.
    assert one(ann.sync(change("customer", row_id(1), notes="meanwhile"))).status == ["ok"]
    ben.sync()
    ben.sync(change("customer", row_id(1), city="X"))
    assert one(ann.sync(change("customer", row_id(1), name="Acme Ltd"))).status == ["merged"]
    assert row(ann, "city") == ("X",)
    # What was shown at the conflict was Y; it is X now, so mine is a new conflict, and deciding again takes it.
    again = one(ann.sync(decide("city", "Z", opened.fields[0].theirs_rev)))
    assert again.fields == [conflict("city", "Z", "X", 5)]
    assert one(ann.sync(decide("city", "Z", again.fields[0].theirs_rev))).status == ["ok"]
    assert row(ann, "city", "notes", "name") == ("Z", "meanwhile", "Acme Ltd")


def test_a_decision_on_a_revision_that_never_was_is_merged_with_care(ann: Desk, ben: Desk) -> None:
    ben.sync(change("customer", row_id(1), city="Y"))
    ann.sync()
    assert one(ann.sync(decide("city", "Z", 99))).fields == [conflict("city", "Z", "Y", 2)]


# Bases that are old, damaged or of another store


def test_h16_an_old_layout_with_fewer_columns_still_is_a_base(shop: Store, ann: Desk, ben: Desk) -> None:
    ben.sync(change("customer", row_id(1), city="Y"))
    request = ann.request(change("customer", row_id(1), notes="mine", city="X", name="Acme Ltd"))
    (push,) = request.push
    layout = ["retired", "notes", "city"]
    push.layout, push.bases = layout, [write_base(row_id(1), 1, {"retired": "r", "notes": "n", "city": "X"}, layout)]
    outcome = one(sync(shop, ann.actor, BOOK, request, NOW))
    # The old template has no hash of the name: that field is merged two-way.
    assert outcome.fields == [conflict("name", "Acme Ltd", "Acme", 3, who="Ann")]
    ann.sync()
    assert row(ann, "notes", "city", "name") == ("mine", "Y", "Acme")


@pytest.mark.parametrize(
    ("rev", "base"),
    [
        (1, ""),
        (1, "garbage"),
        (1, "1:abcd:AAAAAA"),
        (99, None),
        (0, None),
        (2, write_base(row_id(1), 1, {}, ["city"])),
    ],
)
def test_h18_a_tampered_base_is_merged_two_way(ann: Desk, ben: Desk, rev: int, base: str | None) -> None:
    ben.sync(change("customer", row_id(1), city="Y"))
    reply = ann.sync(Edit("customer", row_id(1), "change", {"city": "Z", "name": "Acme"}, rev=rev, base=base))
    assert one(reply).fields == [conflict("city", "Z", "Y", 2)]


def test_h18_a_base_of_another_value_makes_only_its_own_field_two_way(ann: Desk) -> None:
    ann.rows["customer"][row_id(1)].values["city"] = "never stored"
    reply = ann.sync(change("customer", row_id(1), city="Z", notes="fine"))
    assert one(reply).fields == [conflict("city", "Z", "X", 2, who="Ann")]
    assert row(ann, "city", "notes") == ("X", "fine")


def test_h18_a_row_id_that_never_was_is_unknown(ann: Desk) -> None:
    reply = ann.sync(change("customer", row_id(7), city="Z"), remove("customer", "nonsense"))
    unknown = [say("row_unknown")]
    assert one(reply) == TableOutcome(
        "customer", [row_id(7), "nonsense"], ["refused", "refused"], [0, 0], [unknown, unknown], []
    )


def test_h33_after_a_restore_every_difference_is_shown_and_nothing_is_overwritten(
    shop: Store, ann: Desk, ben: Desk
) -> None:
    ben.sync(change("customer", row_id(1), city="Y"))
    shop.renew_epoch()
    reply = ann.sync(change("customer", row_id(1), city="Z", notes="n"), remove("order", row_id(2)))
    assert reply.outcome[0].fields == [conflict("city", "Z", "Y", 2)]
    assert (reply.epoch, [table.ids for table in reply.pull]) == (shop.epoch, [[row_id(1)]])


def test_h33_after_a_restore_a_removed_row_is_put_back_once(ann: Desk) -> None:
    ann.store.renew_epoch()
    stale = one(ann.sync(remove("customer", row_id(1))))
    assert (stale.status, stale.messages) == (["restored"], [[say("removed_changed", who="Ann", when=NOW_TEXT)]])
    assert one(ann.sync(remove("customer", row_id(1)))).status == ["removed"]
