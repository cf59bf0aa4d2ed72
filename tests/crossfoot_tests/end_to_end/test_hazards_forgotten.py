"""Workbooks that forgot something: lost notes, old copies, names that mean another row by now (H18, H19, H33)."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from crossfoot_sync.grids.memory_sheet import MemorySheet
from crossfoot_templates.layout import OPEN, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.desks import INVOICE, Desks, Person, row, terms
from crossfoot_tests.end_to_end.test_hazards_restored_meanwhile import in_step_with_what_is_lost, put_back, stored

pytestmark = pytest.mark.slow


def test_h18_a_row_emptied_in_a_workbook_that_forgot_to_have_shown_it_is_put_back_and_may_be_emptied_again(
    office: Desks,
) -> None:
    li, *_ = office.people
    shown = sorted(li.grid.lists["shown.invoice"])
    visible = [each.name for each in li.sheet("invoice").columns if each.name and not each.name.startswith("_")]
    for column in visible:
        li.sheet("invoice").set(INVOICE, column, None)
    li.grid.lists["shown.invoice"] = []
    assert li.desk.sync().ties
    assert [each["number"] for each in li.rows("invoice")] == ["FP-0001", "FP-0002", "FP-0003"]
    said = "Not removed: this workbook has no note of having shown this row; it is put back."
    assert (row(li)[2], sorted(li.grid.lists["shown.invoice"])) == (said, shown)
    for column in visible:
        li.sheet("invoice").set(INVOICE, column, None)
    assert li.desk.sync().tables[1].statuses == {"removed": 1}
    assert [each["number"] for each in li.rows("invoice")] == ["FP-0002", "FP-0003"]


def test_h18_a_workbook_that_forgot_its_store_finishes_an_earlier_push_and_asks_about_the_rest(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "terms", "sent")
    li.syncs_unheard()
    li.type("invoice", INVOICE + 1, "terms", "typed later")
    li.grid.manifest["epoch"] = "0" * 16
    assert li.desk.sync().resumed
    assert [row(li, line) for line in (INVOICE, INVOICE + 1)] == [
        ("✓", "sent", None),
        ("⚠", "typed later", "Terms: you have typed later, the store now has (blank). Choose in the Sync column."),
    ]
    assert terms(office) == ["sent", None, None]


@pytest.mark.parametrize("note", [None, "", "|terms=c.2.", "|rubbish|", "|amount=c.2.AAAAAA|"])
def test_h18_an_open_field_whose_note_was_lost_or_damaged_asks_again(office: Desks, note: str | None) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    li.desk.sync()
    li.sheet("invoice").set(INVOICE, OPEN, note)
    for _ in range(2):
        assert li.desk.sync().ties
        assert row(li)[:2] == ("⚠", "mine")
        assert terms(office)[0] == "Grace's"
    li.type("invoice", INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert (row(li), terms(office)[0]) == (("✓", "mine", None), "mine")


def customers(person: Person) -> list[CellValue]:
    """What the invoices of a workbook show for their customers."""
    return [each["customer"] for each in person.rows("invoice")]


def another_takes_the_name_of_beta(li: Person) -> None:
    """李娜 calls the customer Beta something else, and a new one Beta."""
    line = next(line for line in li.sheet("customer").cells().rows if li.shows("customer", line, "name") == "Beta")
    li.type("customer", line, "name", "Beta of old")
    li.sheet("customer").append(name="Beta")
    li.desk.sync()


def test_a_conflict_goes_on_naming_the_customer_that_it_named_when_another_takes_its_name(office: Desks) -> None:
    li, grace, *_ = office.people
    for name in ("Beta", "Gamma"):
        li.sheet("customer").append(name=name)
    li.desk.sync()
    grace.desk.sync()
    li.type("invoice", INVOICE, "customer", "Gamma")
    li.desk.sync()
    grace.type("invoice", INVOICE, "customer", "Beta")
    grace.desk.sync()
    another_takes_the_name_of_beta(li)
    for _ in range(2):
        grace.desk.sync()
        assert (row(grace)[0], customers(grace)) == ("⚠", ["Beta of old", "Acme", "Acme"])
    li.desk.sync()
    assert customers(li) == ["Gamma", "Acme", "Acme"]


def test_an_edit_that_was_not_sent_goes_on_naming_the_customer_that_it_named(office: Desks) -> None:
    li, grace, *_ = office.people
    li.sheet("customer").append(name="Beta")
    li.desk.sync()
    grace.desk.sync()
    grace.type("invoice", INVOICE, "customer", "Beta")
    another_takes_the_name_of_beta(li)
    grace.desk.pull()
    assert (row(grace)[0], customers(grace)) == ("●", ["Beta of old", "Acme", "Acme"])
    grace.desk.sync()
    li.desk.sync()
    assert customers(li) == ["Beta of old", "Acme", "Acme"]


def test_h19_a_new_row_of_an_old_copy_goes_on_asking_when_another_customer_takes_the_name_in_it(office: Desks) -> None:
    li, grace, *_ = office.people
    li.sheet("customer").append(name="Beta")
    li.desk.sync()
    grace.desk.sync()
    grace.sheet("visit").append(day=dt.date(2026, 2, 1), customer="Beta", result="met")
    old = replace(grace.desk, grid=deepcopy(grace.grid))
    grace.desk.sync()
    another_takes_the_name_of_beta(li)
    for _ in range(2):
        old.sync()
    grace.desk.sync()
    assert [(each["customer"], each["result"]) for each in grace.rows("visit")] == [("Beta of old", "met")]


def test_h19_a_push_that_was_cut_off_and_an_older_copy_of_the_file_double_nothing_and_take_nothing_back(
    office: Desks,
) -> None:
    li, *_ = office.people
    li.sheet("invoice").append(
        customer="Acme", issued_on=dt.date(2026, 2, 1), amount=7.0, currency="Yuan", terms="new in the copy"
    )
    copy = deepcopy((li.grid.sheets, li.grid.lists))
    li.type("invoice", INVOICE, "terms", "typed after the copy")
    li.syncs_unheard()
    li.grid.sheets, li.grid.lists = copy
    for _ in range(2):
        li.desk.sync()
        tick, _, said = row(li)
        assert (tick, said) == (
            "⚠",
            "Terms: you have (blank), the store now has typed after the copy. Choose in the Sync column.",
        )
        assert terms(office) == ["typed after the copy", None, None, "new in the copy"]


def test_h19_an_old_copy_beside_a_push_that_was_cut_off_since_learns_the_names_of_new_customers(office: Desks) -> None:
    li, *_ = office.people
    copy = deepcopy(li.grid)
    li.sheet("customer").append(name="Beta")
    li.type("invoice", INVOICE + 1, "customer", "Beta")
    li.desk.sync()
    li.type("invoice", INVOICE, "terms", "cut off")
    li.syncs_unheard()
    opened = replace(li, grid=copy, desk=replace(li.desk, grid=copy))
    assert opened.desk.sync().resumed
    assert (row(opened, INVOICE + 1), customers(opened)) == (("✓", None, None), ["Acme", "Beta", "Acme"])


Typed = dict[str, CellValue]
"""What somebody typed into a row, by column."""


def type_into_draft(li: Person, typed: Typed) -> None:
    """Type into the new invoice at the end of 李娜's sheet."""
    for column, value in typed.items():
        li.type("invoice", INVOICE + 3, column, value)


@pytest.mark.parametrize(
    ("copied", "sent", "typed", "shown"),
    [
        ({"terms": "first"}, {"terms": "second"}, {}, ("⚠", "first", None)),
        ({"terms": "first"}, {"terms": "second"}, {"terms": "third"}, ("⚠", "third", None)),
        ({"terms": "first"}, {"terms": None}, {}, ("⚠", "first", None)),
        ({}, {"terms": "second"}, {}, ("⚠", None, None)),
        ({"terms": "first"}, {}, {"notes": "third"}, ("⚠", "first", "third")),
        ({"terms": "first"}, {}, {}, ("✓", "first", None)),
    ],
    ids=["typed over", "typed over twice", "emptied", "filled", "all else the same", "all the same"],
)
def test_h19_where_a_draft_in_an_old_copy_differs_from_the_push_that_was_cut_off_its_user_is_asked(
    office: Desks, copied: Typed, sent: Typed, typed: Typed, shown: tuple[CellValue, ...]
) -> None:
    li, *_ = office.people
    draft: Typed = {"customer": "Acme", "issued_on": dt.date(2026, 2, 1), "amount": 7.0, "currency": "Yuan"}
    li.sheet("invoice").append(**(draft | copied))
    copy = deepcopy((li.grid.sheets, li.grid.lists, li.grid.manifest))
    type_into_draft(li, sent)
    li.syncs_unheard()
    li.grid.sheets, li.grid.lists, li.grid.manifest = copy
    type_into_draft(li, typed)
    for _ in range(2):
        li.desk.sync()
        held = tuple(li.shows("invoice", INVOICE + 3, column) for column in (TICK, "terms", "notes", "number"))
        assert held == (*shown, "FP-0004")
        assert terms(office) == [None, None, None, (copied | sent)["terms"]]


SENT_BEFORE = "FP-0004. An old copy? Keep mine stores one more, Take theirs removes this one."
"""How the message of a draft ends that is in doubt."""


def a_draft_sent_since(li: Person) -> tuple[dict[str, MemorySheet], dict[str, list[str]], dict[str, str]]:
    """A new invoice in 李娜's workbook, which is synced; what the workbook held before that."""
    li.sheet("invoice").append(
        customer="Acme", issued_on=dt.date(2026, 2, 1), amount=7.0, currency="Yuan", terms="drafted"
    )
    copy = deepcopy((li.grid.sheets, li.grid.lists, li.grid.manifest))
    li.desk.sync()
    return copy


@pytest.mark.parametrize(("column", "value"), [("notes", "typed meanwhile"), ("amount", 8.0)], ids=["blank", "filled"])
def test_h27_what_is_typed_into_a_draft_while_the_store_asks_whether_it_was_sent_before_is_no_answer(
    office: Desks, column: str, value: CellValue
) -> None:
    li, *_ = office.people
    copy = a_draft_sent_since(li)
    li.grid.sheets, li.grid.lists, li.grid.manifest = copy
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE + 3, column, value)
    for _ in range(3):
        li.desk.sync()
        assert terms(office) == [None, None, None, "drafted"]
    assert (row(li, INVOICE + 3)[0], li.shows("invoice", INVOICE + 3, column)) == ("⚠", value)
    li.type("invoice", INVOICE + 3, TICK, "Keep mine")
    li.desk.sync()
    assert terms(office) == [None, None, None, "drafted", "drafted"]


def test_h19_a_draft_in_an_old_copy_is_not_stored_once_more_though_it_first_finishes_a_later_push(
    office: Desks,
) -> None:
    li, *_ = office.people
    copy = a_draft_sent_since(li)
    li.type("invoice", INVOICE, "terms", "later")
    li.syncs_unheard()
    li.grid.sheets, li.grid.lists, li.grid.manifest = copy
    assert li.desk.sync().resumed
    assert terms(office) == ["later", None, None, "drafted"]
    tick, shown, said = row(li, INVOICE + 3)
    assert (tick, shown) == ("⚠", "drafted")
    assert str(said).endswith(SENT_BEFORE)


def test_h19_a_draft_in_an_old_copy_is_not_stored_once_more_though_the_copy_is_of_the_time_of_an_unfinished_push(
    office: Desks,
) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "terms", "unfinished")
    li.syncs_unheard()
    outbox = deepcopy(li.desk.outbox)
    copy = a_draft_sent_since(li)
    li.grid.sheets, li.grid.lists, li.grid.manifest = copy
    assert replace(li.desk, outbox=outbox).sync().resumed
    assert terms(office) == ["unfinished", None, None, "drafted"]
    tick, shown, said = row(li, INVOICE + 3)
    assert (tick, shown, str(said).endswith(SENT_BEFORE)) == ("⚠", "drafted", True)


def test_h23_a_row_like_one_of_a_push_without_a_reply_is_a_row_of_its_own(office: Desks) -> None:
    li, *_ = office.people
    draft: Typed = {"customer": "Acme", "issued_on": dt.date(2026, 2, 1), "amount": 7.0, "currency": "Yuan"}
    li.sheet("invoice").append(**draft, terms="first")
    li.syncs_unheard()
    li.sheet("invoice").append(**draft, terms="second")
    li.desk.sync()
    assert terms(office) == [None, None, None, "first", "second"]


@pytest.mark.parametrize("restored", [False, True], ids=["of this store", "of before a backup was put back"])
def test_h19_a_draft_in_an_old_copy_is_not_stored_once_more_though_the_copy_first_pulls(
    office: Desks, *, restored: bool
) -> None:
    li, *_ = office.people
    copy = a_draft_sent_since(li)
    if restored:
        office.store.renew_epoch()
    li.grid.sheets, li.grid.lists, li.grid.manifest = copy
    for _ in range(2):
        li.desk.pull()
    li.desk.sync()
    assert terms(office) == [None, None, None, "drafted"]
    tick, shown, said = row(li, INVOICE + 3)
    assert (tick, shown, str(said).endswith(SENT_BEFORE)) == ("⚠", "drafted", True)
    li.type("invoice", INVOICE + 3, TICK, "Take theirs")
    li.desk.sync()
    assert [each["terms"] for each in li.rows("invoice")] == [None, None, None, "drafted"]


def test_h33_a_draft_in_an_old_copy_is_not_stored_once_more_by_a_store_that_was_restored_with_the_row(
    office: Desks,
) -> None:
    li, *_ = office.people
    copy = a_draft_sent_since(li)
    office.store.renew_epoch()
    li.grid.sheets, li.grid.lists, li.grid.manifest = copy
    for _ in range(2):
        li.desk.sync()
        assert terms(office) == [None, None, None, "drafted"]
        tick, shown, said = row(li, INVOICE + 3)
        assert (tick, shown) == ("⚠", "drafted")
        assert str(said).endswith(SENT_BEFORE)
    li.type("invoice", INVOICE + 3, TICK, "Keep mine")
    li.desk.sync()
    assert terms(office) == [None, None, None, "drafted", "drafted"]


def test_h33_a_workbook_of_another_store_than_its_unfinished_push_is_of_shows_every_difference(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "amount", 11.0)
    li.syncs_unheard()
    li.grid.manifest["epoch"] = "another"
    li.type("invoice", INVOICE + 1, "terms", "mine")
    assert li.desk.sync().resumed
    said = "Terms: you have mine, the store now has (blank). Choose in the Sync column."
    assert row(li, INVOICE + 1) == ("⚠", "mine", said)


VANISHED = (
    "The store was restored from a backup and does not have this row. Keep mine sends it again, Take theirs removes it."
)


def that_vanished_without_a_note(office: Desks, folder: Path) -> tuple[Person, Person]:
    """李娜 and Grace, whose books show an invoice that the store lost; Grace's has no note of it."""
    li, grace, *_ = office.people
    with put_back(office, folder):
        li.sheet("invoice").append(
            customer="Acme", issued_on=dt.date(2026, 1, 4), amount=40.0, currency="Yuan", terms="lost"
        )
        li.desk.sync()
        grace.desk.sync()
    grace.grid.lists["shown.invoice"] = []
    return li, grace


@pytest.mark.parametrize("typed", ["lost", "typed since"])
def test_h33_a_row_that_vanished_from_a_workbook_that_forgot_to_have_shown_it_asks_and_is_not_overwritten(
    office: Desks, tmp_path: Path, typed: str
) -> None:
    li, grace = that_vanished_without_a_note(office, tmp_path)
    grace.type("invoice", INVOICE + 3, "terms", typed)
    grace.desk.sync()
    tick, shown, said = row(grace, INVOICE + 3)
    assert (tick, shown, str(said).startswith(VANISHED)) == ("⚠", typed, True)
    li.type("invoice", INVOICE + 3, "terms", "sent again")
    for _ in range(2):
        # told that the row vanished, 李娜 goes on with it
        li.desk.sync()
        li.type("invoice", INVOICE + 3, TICK, "Keep mine")
    assert terms(office) == [None, None, None, "sent again"]
    for _ in range(2):
        assert grace.desk.sync().ties
        told = f"Terms: you have {typed}, the store now has sent again. Choose in the Sync column."
        assert row(grace, INVOICE + 3) == ("⚠", typed, told)


def test_h33_a_row_that_vanished_and_was_given_up_goes_though_the_store_is_restored_once_more(
    office: Desks, tmp_path: Path
) -> None:
    _, grace = that_vanished_without_a_note(office, tmp_path)
    grace.desk.sync()
    assert row(grace, INVOICE + 3) == ("⚠", "lost", VANISHED)
    grace.type("invoice", INVOICE + 3, TICK, "Take theirs")
    office.store.renew_epoch()
    assert grace.desk.sync().ties
    assert [each["terms"] for each in grace.rows("invoice")] == [None, None, None]


def test_h19_an_old_copy_beside_a_later_push_that_was_cut_off_does_not_overwrite_what_that_sent(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "terms", "in the copy")
    copy = deepcopy((li.grid.sheets, li.grid.lists, li.grid.manifest))
    li.type("invoice", INVOICE, "terms", "typed over that")
    li.syncs_unheard()
    li.grid.sheets, li.grid.lists, li.grid.manifest = copy
    li.desk.sync()
    assert (row(li)[:2], terms(office)[0]) == (("⚠", "in the copy"), "typed over that")
    li.type("invoice", INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert (row(li), terms(office)[0]) == (("✓", "in the copy", None), "in the copy")


def test_h21_what_is_typed_over_a_value_whose_reply_was_lost_goes_out_without_being_asked_about(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "terms", "sent")
    li.syncs_unheard()
    li.type("invoice", INVOICE, "terms", "typed over that")
    assert li.desk.sync().resumed
    assert (row(li), terms(office)[0]) == (("✓", "typed over that", None), "typed over that")


def test_h33_a_workbook_that_forgot_its_store_does_not_take_a_restored_one_for_that(
    office: Desks, tmp_path: Path
) -> None:
    li, grace = in_step_with_what_is_lost(office, tmp_path)
    li.grid.manifest["epoch"] = ""
    for _ in range(2):
        assert li.desk.sync().ties
        assert (row(li)[:2], stored(grace)) == (("⚠", "lost"), ["Grace's", None, None])
    li.type("invoice", INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert (row(li), stored(grace)) == (("✓", "lost", None), ["lost", None, None])
