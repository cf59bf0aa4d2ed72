"""What an old copy of a workbook pushes: what was done already is not done once more without asking."""

from __future__ import annotations

from copy import deepcopy

import pytest

from crossfoot_server.store import Store
from crossfoot_templates.messages import say
from crossfoot_tests.server.builders import NOW_TEXT, Desk, change, new, one, row_id


@pytest.fixture
def ann(shop: Store) -> Desk:
    """A desk with one customer, at revision 1."""
    desk = Desk(shop, "ann")
    desk.sync(new("customer", row_id(1), code="K1", name="Acme", city="X"))
    return desk


def test_h19_an_edit_that_was_made_and_taken_back_since_is_a_conflict_when_an_old_copy_makes_it_again(
    shop: Store, ann: Desk
) -> None:
    old_copy = deepcopy(ann.rows), ann.cursor
    ann.sync(change("customer", row_id(1), city="Y"))
    ben = Desk(shop, "ben")
    ben.sync()
    ben.sync(change("customer", row_id(1), city="X"))
    ann.rows, ann.cursor = old_copy
    outcome = one(ann.sync(change("customer", row_id(1), city="Y")))
    assert (outcome.status, [(field.column, field.state) for field in outcome.fields]) == (
        ["open"],
        [("city", "conflict")],
    )


def test_h19_a_field_that_somebody_changed_and_changed_back_takes_an_edit_that_it_never_held(
    shop: Store, ann: Desk
) -> None:
    old_copy = deepcopy(ann.rows), ann.cursor
    ben = Desk(shop, "ben")
    ben.sync()
    ben.sync(change("customer", row_id(1), city="Y"))
    ben.sync(change("customer", row_id(1), city="X"))
    ann.rows, ann.cursor = old_copy
    assert one(ann.sync(change("customer", row_id(1), city="Z"))).status == ["merged"]


def test_h19_a_new_row_that_the_workbook_sent_before_is_held_until_its_user_says_more(ann: Desk) -> None:
    old_copy = deepcopy(ann.rows), ann.cursor
    assert one(ann.sync(new("customer", row_id(2), name="Beta", city="B"))).status == ["ok"]
    ann.rows, ann.cursor = old_copy
    again = one(ann.sync(new("customer", row_id(3), name="Beta", city="B")))
    assert (again.status, again.messages) == (["refused"], [[say("row_sent_before", when=NOW_TEXT, key="C-0001")]])
    # it is told by now, and so is the cursor: sent once more, it is judged like any other row
    assert [
        field.message.code for field in one(ann.sync(new("customer", row_id(3), name="Beta", city="B"))).fields
    ] == ["duplicate_key"]


def test_h19_a_new_row_that_was_sent_since_a_backup_was_restored_is_held_in_a_copy_from_before(ann: Desk) -> None:
    ann.sync(new("customer", row_id(2), name="Older", city="O", notes="n"))
    old_copy = deepcopy(ann.rows), ann.cursor, ann.epoch
    ann.store.renew_epoch()
    ann.sync()
    ann.sync(new("customer", row_id(3), name="Beta", city="B"))
    ann.rows, ann.cursor, ann.epoch = old_copy
    like_an_older_one = new("customer", row_id(5), name="Other", city="O", notes="n")
    again = one(ann.sync(new("customer", row_id(4), name="Beta", city="B"), like_an_older_one))
    assert again.messages == [
        [say("row_sent_before", when=NOW_TEXT, key="C-0002")],
        [say("number_given", value="C-0003")],
    ]


def test_h19_a_draft_of_a_row_that_was_worked_on_before_it_was_sent_is_held_too(ann: Desk) -> None:
    old_copy = deepcopy(ann.rows), ann.cursor
    ann.sync(new("customer", row_id(2), name="Beta Ltd", city="B", notes="final"))
    ann.rows, ann.cursor = old_copy
    draft = one(ann.sync(new("customer", row_id(3), name="Beta Ltd", city="B", notes="draft")))
    assert [message.code for message in draft.messages[0]] == ["row_sent_before"]


def test_h19_new_rows_that_say_something_else_go_through_from_an_old_copy(ann: Desk) -> None:
    old_copy = deepcopy(ann.rows), ann.cursor
    ann.sync(new("customer", row_id(2), name="Beta", city="B"))
    ann.rows, ann.cursor = old_copy
    assert one(ann.sync(new("customer", row_id(3), name="Beta Ltd", city="B"))).status == ["ok"]


def test_two_rows_that_say_the_same_go_through_in_a_workbook_that_is_in_step(ann: Desk) -> None:
    both = (new("customer", row_id(2), city="B", name="One"), new("customer", row_id(3), city="B", name="Two"))
    assert one(ann.sync(*both)).status == ["ok", "ok"]
    third = one(ann.sync(new("customer", row_id(4), city="B", name="Three")))
    assert third.status == ["ok"]


def test_h33_a_new_row_in_an_old_copy_is_held_by_a_store_that_was_restored_with_it(ann: Desk) -> None:
    old_copy = deepcopy(ann.rows), ann.cursor, ann.epoch
    ann.sync(new("customer", row_id(2), name="Beta", city="B"))
    ann.store.renew_epoch()
    ann.rows, ann.cursor, ann.epoch = old_copy
    again = one(ann.sync(new("customer", row_id(3), name="Beta", city="B")))
    assert [message.code for message in again.messages[0]] == ["row_sent_before"]


def test_h33_a_new_row_is_held_where_its_copy_knew_more_of_the_lost_store_than_the_restored_one_had(ann: Desk) -> None:
    lost = ann.cursor + 10, ann.epoch
    ann.store.renew_epoch()
    ann.sync()
    ann.sync(new("customer", row_id(2), name="Beta", city="B"))
    ann.cursor, ann.epoch = lost
    again = one(ann.sync(new("customer", row_id(3), name="Beta", city="B")))
    assert [message.code for message in again.messages[0]] == ["row_sent_before"]


def test_h33_after_a_restore_new_rows_like_those_that_the_workbook_shows_go_through(ann: Desk) -> None:
    ann.sync(new("customer", row_id(2), name="One", city="B", notes="n"))
    ann.store.renew_epoch()
    assert one(ann.sync(new("customer", row_id(3), name="Two", city="B", notes="n"))).status == ["ok"]


def test_h18_a_workbook_that_names_a_store_nobody_knows_is_asked_about_new_rows_like_any_it_created(ann: Desk) -> None:
    ann.epoch = "another"
    again = one(ann.sync(new("customer", row_id(2), name="Acme", city="X")))
    assert [message.code for message in again.messages[0]] == ["row_sent_before"]


def test_h19_a_new_row_in_an_old_copy_that_was_in_step_with_an_empty_store_is_held(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync()
    cursor = ann.cursor
    ann.sync(new("customer", row_id(1), name="Acme", city="X"))
    ann.cursor = cursor
    again = one(ann.sync(new("customer", row_id(2), name="Acme", city="X")))
    assert (cursor, [message.code for message in again.messages[0]]) == (0, ["row_sent_before"])


def test_who_never_was_in_step_with_a_store_is_asked_about_no_new_row(shop: Store, ann: Desk) -> None:
    ann.sync(new("order", row_id(2), code="A", customer=row_id(1), kind="k"))
    importing = Desk(shop, "ann")
    assert one(importing.sync(new("order", row_id(3), code="B", customer=row_id(1), kind="k"))).status == ["ok"]
