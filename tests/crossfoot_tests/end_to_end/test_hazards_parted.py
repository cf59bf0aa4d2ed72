"""Rows of which it is not certain which they are: held beside all others, until their user says (H02)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

import pytest

from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.client.held_rows import HeldRow
from crossfoot_sync.client.report import SyncReport
from crossfoot_templates.layout import BASE, ID, MESSAGE, OPEN, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.desks import INVOICE, Desks, Person, row, terms

pytestmark = pytest.mark.slow


def pasted_over(office: Desks) -> Person:
    """李娜's workbook with the values of her second invoice over the first, and another number in the second."""
    li, *_ = office.people
    sheet = li.sheet("invoice")
    for column in ("number", "customer", "issued_on", "amount", "currency", "terms"):
        sheet.set(INVOICE, column, li.shows("invoice", INVOICE + 1, column))
    sheet.set(INVOICE + 1, "number", "FP-0900")
    return li


def numbers(person: Person) -> list[tuple[CellValue, ...]]:
    """Number, amount and tick of every invoice in a book."""
    return [(each["number"], each["amount"], each[TICK]) for each in person.rows("invoice")]


def test_h02_rows_in_doubt_are_held_and_say_so_while_all_others_go_on(office: Desks) -> None:
    li, grace, *_, zhao = office.people
    pasted_over(office)
    li.type("invoice", INVOICE + 2, "terms", "mine")
    grace.type("invoice", INVOICE + 2, "notes", "Grace's")
    grace.desk.sync()
    report = li.desk.sync()
    held = "Not sent: this line stands for another row of the store than it shows"
    assert [str(row(li, line)[2] or "").partition(" (")[0] for line in (INVOICE, INVOICE + 1)] == [held] * 2
    assert numbers(li) == [("FP-0002", 20.0, "✗"), ("FP-0900", 20.0, "✗"), ("FP-0003", 30.0, "✓")]
    assert li.shows("invoice", INVOICE + 2, "notes") == "Grace's"
    [note] = report.tables[1].notes
    assert (report.tables[1].ticks["✗"], note.partition(";")[0]) == (
        2,
        "2 lines stand for other rows of the store than they show and were not sent",
    )
    assert report.ties
    assert terms(office) == [None, None, "mine"]
    assert numbers(zhao) == [("FP-0001", 10.0, "✓"), ("FP-0002", 20.0, "✓"), ("FP-0003", 30.0, "✓")]


def test_h02_what_a_person_says_belongs_in_a_held_row_is_an_edit_of_it(office: Desks) -> None:
    li, *_, zhao = office.people
    pasted_over(office)
    li.desk.sync()
    for line in (INVOICE, INVOICE + 1):
        li.type("invoice", line, TICK, "Keep mine")
    assert li.desk.sync().tables[1].statuses == {"ok": 2}
    zhao.desk.sync()
    assert numbers(li) == numbers(zhao)
    assert sorted(map(str, numbers(zhao))) == [
        "('FP-0002', 20.0, '✓')",
        "('FP-0003', 30.0, '✓')",
        "('FP-0900', 20.0, '✓')",
    ]


def test_h02_a_held_row_may_be_had_back_as_it_was(office: Desks) -> None:
    li, *_ = office.people
    pasted_over(office)
    li.desk.sync()
    for line in (INVOICE, INVOICE + 1):
        li.type("invoice", line, TICK, "Take theirs")
    assert li.desk.sync().tables[1].notes == []
    assert numbers(li) == [("FP-0001", 10.0, "✓"), ("FP-0002", 20.0, "✓"), ("FP-0003", 30.0, "✓")]
    assert [row(li, line)[2] for line in (INVOICE, INVOICE + 1)] == [None, None]


def test_h02_a_paste_over_a_row_that_is_taken_back_leaves_nothing_held(office: Desks) -> None:
    li, *_ = office.people
    pasted_over(office)
    li.desk.sync()
    for line, (number, amount, day) in enumerate((("FP-0001", 10.0, 1), ("FP-0002", 20.0, 2)), start=INVOICE):
        for column, value in (("number", number), ("amount", amount), ("issued_on", dt.datetime(2026, 1, day))):
            li.type("invoice", line, column, value)
    li.desk.sync()
    assert numbers(li) == [("FP-0001", 10.0, "✓"), ("FP-0002", 20.0, "✓"), ("FP-0003", 30.0, "✓")]
    assert [row(li, line)[2] for line in (INVOICE, INVOICE + 1)] == [None, None]


def test_h02_while_rows_are_held_no_removal_is_sent_and_a_new_row_like_them_waits(office: Desks) -> None:
    li, *_ = office.people
    pasted_over(office)
    sheet = li.sheet("invoice")
    sheet.take_away([INVOICE + 2])
    again = {name: li.shows("invoice", INVOICE, name) for name in ("customer", "issued_on", "amount", "currency")}
    sheet.append(**again)
    sheet.append(customer="Acme", issued_on=dt.date(2026, 3, 3), amount=3.0, currency="Yuan")
    assert li.desk.sync().ties
    assert [each[TICK] for each in li.rows("invoice")] == ["✗", "✗", "✗", "✓"]
    said = str(li.shows("invoice", INVOICE + 2, MESSAGE))
    assert said.startswith("Not sent: this line may belong to one of the rows")
    assert len(terms(office)) == 4
    for line in (INVOICE, INVOICE + 1, INVOICE + 2):
        li.type("invoice", line, TICK, "Keep mine")
    assert li.desk.sync().tables[1].statuses == {"ok": 3, "removed": 1}
    assert len(terms(office)) == 4


@pytest.mark.parametrize(("called_at", "sign"), [(None, "✓"), ("yesterday", "✗")])
def test_h27_a_choice_made_before_a_row_says_that_it_is_held_vouches_for_nothing(
    office: Desks, called_at: str | None, sign: str
) -> None:
    li, *_, zhao = office.people
    li.type("invoice", INVOICE, "called_at", called_at)
    li.desk.sync()
    assert row(li)[0] == sign
    pasted_over(office)
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert row(li)[0] == "Keep mine"
    for _ in range(2):
        li.desk.sync()
        assert numbers(li)[:2] == [("FP-0002", 20.0, "✗"), ("FP-0900", 20.0, "✗")]
        assert str(row(li)[2]).startswith("Not sent: this line stands for another row of the store than it shows")
    zhao.desk.sync()
    assert numbers(zhao) == [("FP-0001", 10.0, "✓"), ("FP-0002", 20.0, "✓"), ("FP-0003", 30.0, "✓")]


def test_h27_nor_does_one_made_where_a_name_was_typed_over_that_was_to_be_renewed(office: Desks) -> None:
    li, *_, zhao = office.people
    pasted_over(office)
    li.sheet("customer").set(INVOICE, "name", "Acme Ltd")

    def typed_and_chosen() -> None:
        li.type("invoice", INVOICE, "customer", "nobody")
        li.type("invoice", INVOICE, TICK, "Keep mine")

    li.transport.meanwhile = typed_and_chosen
    li.desk.sync()
    for _ in range(2):
        li.desk.sync()
        assert (row(li)[0], li.shows("invoice", INVOICE, "customer")) == ("✗", "nobody")
    zhao.desk.sync()
    assert numbers(zhao) == [("FP-0001", 10.0, "✓"), ("FP-0002", 20.0, "✓"), ("FP-0003", 30.0, "✓")]


def test_h02_a_row_whose_reason_went_elsewhere_with_its_content_is_told_it_anew(office: Desks) -> None:
    li, *_ = office.people
    sheet = li.sheet("invoice")
    for column in ("number", "customer", "issued_on", "amount", "currency", "terms"):
        sheet.set(INVOICE + 1, column, li.shows("invoice", INVOICE, column))
    li.desk.sync()
    assert row(li, INVOICE + 1)[2] == "Number “FP-0001” exists already."
    li.type("invoice", INVOICE, "number", None)
    li.desk.sync()
    assert [(tick, said) for tick, _, said in (row(li, INVOICE), row(li, INVOICE + 1))] == [
        ("✗", "Number: A row that has a number keeps one: put FP-0002 back, or choose Take theirs."),
        ("✓", None),
    ]


def test_h02_the_totals_tie_where_the_id_of_a_held_row_was_removed_elsewhere(office: Desks) -> None:
    li, grace, *_ = office.people
    pasted_over(office)
    grace.sheet("invoice").take_away([INVOICE])
    grace.desk.sync()
    [totals] = [table.totals for table in li.desk.sync().tables if table.name == "invoice"]
    assert totals is not None
    assert (totals.rows, totals.stored_rows, len(totals.only_here), totals.ties) == (3, 2, 1, True)
    for line in (INVOICE, INVOICE + 1):
        li.type("invoice", line, TICK, "Take theirs")
    li.desk.sync()
    assert numbers(li) == [("FP-0002", 20.0, "✓"), ("FP-0003", 30.0, "✓")]


def test_h02_the_totals_tie_where_a_held_row_leaves_its_users_scope_and_comes_back(office: Desks) -> None:
    li, grace, *_ = office.people
    pasted_over(office)
    ties = []
    for owner in ("王伟", "李娜"):
        grace.type("invoice", INVOICE, "owner", owner)
        grace.desk.sync()
        [totals] = [table.totals for table in li.desk.sync().tables if table.name == "invoice"]
        assert totals is not None
        ties.append((totals.rows, totals.stored_rows, len(totals.only_here), totals.ties))
    assert ties == [(3, 2, 1, True), (3, 3, 0, True)]
    for line in (INVOICE, INVOICE + 1):
        li.type("invoice", line, TICK, "Take theirs")
    li.desk.sync()
    assert numbers(li) == [("FP-0001", 10.0, "✓"), ("FP-0002", 20.0, "✓"), ("FP-0003", 30.0, "✓")]


def sent_and_pasted_over(office: Desks) -> Person:
    """李娜's workbook with a new invoice whose reply was lost, and the values of the first one over it since."""
    li, *_ = office.people
    sheet = li.sheet("invoice")
    sheet.append(customer="Acme", issued_on=dt.date(2026, 3, 3), amount=3.0, currency="Yuan", terms="sent")
    li.syncs_unheard()
    for column in ("number", "issued_on", "amount", "terms"):
        sheet.set(INVOICE + 3, column, li.shows("invoice", INVOICE, column))
    sheet.set(INVOICE, "amount", 11.0)
    sheet.set(INVOICE, "terms", "mine")
    return li


def test_h02_a_row_that_is_held_when_its_push_is_finished_is_known_to_be_in_the_store(office: Desks) -> None:
    li = sent_and_pasted_over(office)
    li.sheet("invoice").append(customer="Acme", issued_on=dt.date(2026, 4, 4), amount=4.0, currency="Yuan")
    assert li.desk.sync().ties
    assert numbers(li) == [
        ("FP-0001", 11.0, "✗"),
        ("FP-0002", 20.0, "✓"),
        ("FP-0003", 30.0, "✓"),
        ("FP-0001", 10.0, "✗"),
        ("FP-0005", 4.0, "✓"),
    ]
    assert terms(office) == [None, None, None, "sent", None]
    li.type("invoice", INVOICE, TICK, "Keep mine")
    li.type("invoice", INVOICE + 3, TICK, "Take theirs")
    assert li.desk.sync().tables[1].statuses == {"ok": 1}
    assert [(each["number"], each["amount"], each["terms"], each[TICK]) for each in li.rows("invoice")] == [
        ("FP-0001", 11.0, "mine", "✓"),
        ("FP-0002", 20.0, None, "✓"),
        ("FP-0003", 30.0, None, "✓"),
        ("FP-0004", 3.0, "sent", "✓"),
        ("FP-0005", 4.0, None, "✓"),
    ]


def test_h02_a_row_sorted_away_from_its_id_while_its_push_was_cut_off_shows_what_the_store_gave_it(
    office: Desks,
) -> None:
    li, *_ = office.people
    sheet = li.sheet("visit")
    for day in (2, 1):
        sheet.append(day=dt.date(2026, 2, day), customer="Acme", result=f"visit {day}")
        li.transport.lose = day == 1
        with suppress(UnreachableError):
            li.desk.sync()
    sheet.sort("day", [each.name for each in sheet.columns if each.name and each.name not in (ID, BASE, OPEN)])
    assert li.desk.sync().resumed
    assert sorted((each["result"], each["owner"], each["team"], each[TICK]) for each in li.rows("visit")) == [
        ("visit 1", "李娜", "East", "✓"),
        ("visit 2", "李娜", "East", "✓"),
    ]


def test_h02_what_others_changed_in_a_row_that_was_held_since_it_was_sent_is_not_overwritten(office: Desks) -> None:
    li, grace, *_ = office.people
    sent_and_pasted_over(office)
    li.type("invoice", INVOICE + 3, "terms", "over what was sent")
    grace.desk.sync()
    grace.type("invoice", INVOICE + 3, "terms", "Grace's")
    grace.desk.sync()
    assert li.desk.sync().ties
    li.type("invoice", INVOICE + 3, "number", None)
    li.type("invoice", INVOICE + 3, TICK, "Keep mine")
    li.desk.sync()
    assert terms(office) == ["mine", None, None, "Grace's"]
    tick, typed, said = row(li, INVOICE + 3)
    assert (tick, typed) == ("⚠", "over what was sent")
    assert "Terms: you have over what was sent, Grace Chen changed it to Grace's on" in str(said)


def test_h02_a_number_typed_twice_does_not_hide_that_its_rows_were_sorted_apart(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "terms", "mine")
    li.desk.sync()
    li.type("invoice", INVOICE + 1, "number", "FP-0001")
    sheet = li.sheet("invoice")
    sheet.rows[:2] = [
        [*other[: len(other) - 3], *line[-3:]] for line, other in zip(sheet.rows[:2], sheet.rows[1::-1], strict=True)
    ]
    li.desk.sync()
    assert terms(office) == ["mine", None, None]
    assert sorted(map(str, numbers(li))) == [
        "('FP-0001', 10.0, '✓')",
        "('FP-0001', 20.0, '✗')",
        "('FP-0003', 30.0, '✓')",
    ]


def test_h02_a_new_row_whose_number_was_refused_where_it_stands_is_not_the_row_of_that_number(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "terms", "mine")
    sheet = li.sheet("invoice")
    sheet.append(number="FP-0001", customer="Acme", issued_on=dt.date(2026, 3, 3), amount=3.0, currency="Yuan")
    li.desk.sync()
    assert numbers(li)[3] == ("FP-0001", 3.0, "✗")
    pasted: dict[str, CellValue] = {"number": "FP-0900", "amount": 9.0}
    for column in ("number", "customer", "issued_on", "amount", "currency", "terms"):
        sheet.set(INVOICE, column, pasted.get(column))
    li.desk.sync()
    assert terms(office) == ["mine", None, None]
    assert numbers(li) == [
        ("FP-0900", 9.0, "✗"),
        ("FP-0002", 20.0, "✓"),
        ("FP-0003", 30.0, "✓"),
        ("FP-0001", 3.0, "✗"),
    ]
    li.type("invoice", INVOICE, TICK, "Take theirs")
    li.desk.sync()
    assert [numbers(li)[at] for at in (0, 3)] == [("FP-0001", 10.0, "✓"), ("FP-0001", 3.0, "✗")]


@pytest.mark.parametrize("work", [Desk.sync, Desk.pull])
def test_h03_a_copy_that_is_held_with_its_original_has_an_id_of_its_own(
    office: Desks, work: Callable[[Desk], SyncReport]
) -> None:
    li, *_ = office.people
    pasted_over(office)
    li.sheet("invoice").rows.append([*li.sheet("invoice").rows[1]])
    report = work(li.desk)
    assert report.ties
    assert [each[TICK] for each in li.rows("invoice")] == ["✗", "✗", "✓", "✗"]
    assert len({each[ID] for each in li.rows("invoice")}) == 4


@pytest.mark.parametrize("order", [("amount", TICK), (TICK, "amount")])
def test_h02_what_is_typed_in_a_held_row_is_not_given_up_with_what_stood_there(
    office: Desks, order: tuple[str, str]
) -> None:
    li, *_ = office.people
    pasted_over(office)
    li.desk.sync()
    work: dict[str, CellValue] = {"amount": 77.0, TICK: "Take theirs"}
    for column in order:
        li.type("invoice", INVOICE, column, work[column])
    for _ in range(2):
        li.desk.sync()
        assert numbers(li) == [("FP-0002", 77.0, "✗"), ("FP-0900", 20.0, "✗"), ("FP-0003", 30.0, "✓")]
        assert str(row(li)[2]).startswith("Not sent: this line stands for another row of the store than it shows")
    for line in (INVOICE, INVOICE + 1):
        li.type("invoice", line, TICK, "Take theirs")
    li.desk.sync()
    assert numbers(li) == [("FP-0001", 10.0, "✓"), ("FP-0002", 20.0, "✓"), ("FP-0003", 30.0, "✓")]
    assert li.grid.lists["held.invoice"] == []


def test_h02_a_choice_made_before_a_row_is_said_to_be_held_answers_nothing(office: Desks) -> None:
    li, *_ = office.people
    pasted_over(office)
    li.type("invoice", INVOICE + 2, "terms", "mine")
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, TICK, "Take theirs")
    for _ in range(2):
        li.desk.sync()
    assert numbers(li) == [("FP-0002", 20.0, "✗"), ("FP-0900", 20.0, "✗"), ("FP-0003", 30.0, "✓")]


def test_h02_of_a_held_row_it_can_be_told_which_row_of_the_store_it_stands_for(office: Desks) -> None:
    li, *_ = office.people
    pasted_over(office)
    again = {name: li.shows("invoice", INVOICE, name) for name in ("customer", "issued_on", "amount", "currency")}
    li.sheet("invoice").append(**again)
    assert li.desk.held_rows() == [
        HeldRow("invoice", INVOICE, "FP-0002", "FP-0001"),
        HeldRow("invoice", INVOICE + 1, "FP-0900", "FP-0002"),
        HeldRow("invoice", INVOICE + 3, "a blank key", ""),
    ]
    for line in (INVOICE, INVOICE + 1):
        li.type("invoice", line, TICK, "Keep mine")
    assert [each.stands_for for each in li.desk.held_rows()] == ["FP-0001", "FP-0002", ""]
    li.desk.sync()
    for line in (INVOICE, INVOICE + 1, INVOICE + 3):
        li.type("invoice", line, TICK, "Keep mine")
    assert li.desk.held_rows() == []


def test_h02_a_customer_that_a_held_row_stands_for_is_told_with_its_name(office: Desks) -> None:
    li, *_ = office.people
    sheet = li.sheet("customer")
    for name in ("Bosch", "Cog"):
        sheet.append(name=name)
    li.desk.sync()
    first = next(iter(li.sheet("customer").cells().rows))
    for line, (code, name) in enumerate((("KH-700", "Gamma"), ("KH-701", "Delta")), start=first):
        sheet.set(line, "code", code)
        sheet.set(line, "name", name)
    sheet.set(first + 2, "code", "KH-001")
    sheet.set(first + 2, "name", "Acme")
    assert [(each.stands_for, each.shows) for each in li.desk.held_rows()] == [
        ("KH-001 Acme", "KH-700 Gamma"),
        ("KH-002 Bosch", "KH-701 Delta"),
        ("KH-003 Cog", "KH-001 Acme"),
    ]


def renumbered_and_sorted(office: Desks) -> Person:
    """李娜's workbook with its first invoice emptied, its number typed in the second, and all that shows sorted up."""
    li, *_ = office.people
    for column in ("number", "customer", "issued_on", "amount", "currency", "terms", "entity", "owner", "team"):
        li.type("invoice", INVOICE, column, li.shows("invoice", INVOICE + 1, column))
        li.type("invoice", INVOICE + 1, column, None)
    li.type("invoice", INVOICE, "number", "FP-0001")
    return li


def test_h02_a_row_renumbered_as_an_emptied_one_and_sorted_beside_its_id_overwrites_nothing(office: Desks) -> None:
    li, *_, zhao = office.people
    renumbered_and_sorted(office)
    assert li.desk.sync().ties
    assert numbers(li)[0] == ("FP-0001", 20.0, "✗")
    zhao.desk.sync()
    assert numbers(zhao) == [("FP-0001", 10.0, "✓"), ("FP-0002", 20.0, "✓"), ("FP-0003", 30.0, "✓")]


def test_h02_an_emptied_line_whose_row_may_stand_elsewhere_says_that_it_is_not_removed_yet(office: Desks) -> None:
    li, *_ = office.people
    renumbered_and_sorted(office)
    li.type("invoice", INVOICE + 1, TICK, None)
    li.desk.sync()
    said = (
        "This line was emptied, and its row is not removed yet: one of the lines marked ✗ may be that row. "
        "See to those first."
    )
    assert [li.shows("invoice", INVOICE + 1, name) for name in (TICK, "number", MESSAGE)] == ["✗", None, said]
    li.type("invoice", INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert numbers(li) == [("FP-0001", 20.0, "✓"), ("FP-0003", 30.0, "✓")]


def test_h02_its_user_may_say_that_it_was_moved_there_by_hand(office: Desks) -> None:
    li, *_, zhao = office.people
    renumbered_and_sorted(office)
    li.desk.sync()
    li.type("invoice", INVOICE, TICK, "Keep mine")
    assert li.desk.sync().tables[1].statuses == {"ok": 1, "removed": 1}
    zhao.desk.sync()
    assert numbers(zhao) == [("FP-0001", 20.0, "✓"), ("FP-0003", 30.0, "✓")]
