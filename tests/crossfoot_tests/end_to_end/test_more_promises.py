"""More of what must hold, on books in memory: what happens between two steps, and after somebody gave way."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from dataclasses import replace

import pytest

from crossfoot_server.accounts import apply_organisation
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.client.outbox import MemoryOutbox
from crossfoot_sync.engine.deciding import Decisions
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rows import Decision
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_sync.grids.memory_sheet import Formula
from crossfoot_templates.layout import BASE, FIRST_ROW, ID, MESSAGE, OPEN, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.desks import INVOICE, Desks, Person, row, terms
from crossfoot_tests.end_to_end.test_hazards_scope import reorganised


def test_h27_what_was_typed_over_a_change_on_its_way_in_is_a_conflict_and_overwrites_nobody(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "terms", "typed meanwhile")
    li.type("invoice", INVOICE, "amount", 11.0)
    assert li.desk.sync().missed == 1
    assert row(li)[1] == "typed meanwhile"
    li.desk.sync()
    tick, shown, said = row(li)
    assert (tick, shown) == ("⚠", "typed meanwhile")
    assert str(said).startswith("Terms: you have typed meanwhile, Grace Chen changed it to Grace's on ")
    assert terms(office)[0] == "Grace's"
    li.sheet("invoice").set(INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert (row(li), terms(office)[0]) == (("✓", "typed meanwhile", None), "typed meanwhile")


def test_h27_what_was_typed_over_a_conflict_on_its_way_in_has_not_seen_it(office: Desks) -> None:
    li, grace, *_ = office.people
    li.type("invoice", INVOICE, "terms", "pushed")
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "terms", "typed meanwhile")
    assert li.desk.sync().missed == 1
    li.desk.sync()
    assert (row(li)[:2], terms(office)[0]) == (("⚠", "typed meanwhile"), "Grace's")
    li.type("invoice", INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert (row(li), terms(office)[0]) == (("✓", "typed meanwhile", None), "typed meanwhile")


def test_h27_a_choice_made_before_the_news_arrived_decides_nothing_of_it(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "number", "FP-0002")
    li.desk.sync()
    assert row(li)[0] == "✗"
    li.type("invoice", INVOICE, "amount", "three or so")
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, TICK, "Take theirs")
    li.desk.sync()
    assert (row(li)[0], li.shows("invoice", INVOICE, "amount")) == ("✗", "three or so")
    li.type("invoice", INVOICE, TICK, "Take theirs")
    li.desk.sync()
    assert (row(li)[0], li.shows("invoice", INVOICE, "number"), li.shows("invoice", INVOICE, "amount")) == (
        "✓",
        "FP-0001",
        10.0,
    )


@pytest.mark.parametrize(
    ("pulled", "expected"),
    [
        (True, "Amount: you have 15.00, the store now has 12.00. "),
        (False, "Amount: you have 15.00, Grace Chen changed it to 12.00 on "),
    ],
)
def test_h27_what_was_typed_into_an_unreadable_cell_before_the_news_arrived_is_a_conflict_after_a_pull_too(
    office: Desks, pulled: bool, expected: str
) -> None:
    li, grace, *_ = office.people
    li.type("invoice", INVOICE, "amount", "three or so")
    li.desk.sync()
    grace.type("invoice", INVOICE, "amount", 12.0)
    grace.desk.sync()
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "amount", 15.0)
    li.desk.sync()
    if pulled:
        li.desk.pull()
    li.desk.sync()
    tick, _, said = row(li)
    assert (tick, li.shows("invoice", INVOICE, "amount")) == ("⚠", 15.0)
    assert str(said).startswith(expected)
    office.people[3].desk.sync()
    assert office.people[3].shows("invoice", INVOICE, "amount") == 12.0


@pytest.mark.parametrize("before", [10.0, 11.0])
def test_what_is_typed_into_an_unreadable_cell_answers_what_was_told_of_the_store(office: Desks, before: float) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "amount", 12.0)
    grace.desk.sync()
    if before != 10.0:
        li.type("invoice", INVOICE, "amount", before)
        li.desk.sync()
        assert row(li)[0] == "⚠"
    li.type("invoice", INVOICE, "amount", "three or so")
    li.desk.sync()
    assert (row(li)[0], str(row(li)[2]).partition(" ▪ ")[2]) == ("✗", "Amount: The store now has 12.00.")
    li.type("invoice", INVOICE, "amount", 15.0)
    li.desk.sync()
    assert (row(li)[0], li.shows("invoice", INVOICE, "amount")) == ("✓", 15.0)
    office.people[3].desk.sync()
    assert office.people[3].shows("invoice", INVOICE, "amount") == 15.0


def test_a_name_that_nobody_knew_is_no_answer_to_what_was_told_of_the_store_once_it_is_known(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.sheet("customer").append(name="Bosch")
    grace.desk.sync()
    grace.type("invoice", INVOICE, "customer", "Bosch")
    grace.desk.sync()
    li.type("invoice", INVOICE, "customer", "Siemens")
    li.desk.sync()
    assert (row(li)[0], str(row(li)[2]).partition(" ▪ ")[2]) == ("✗", "Customer: The store now has KH-002.")
    li.sheet("customer").append(name="Siemens")
    li.desk.sync()
    assert (row(li)[0], li.shows("invoice", INVOICE, "customer")) == ("⚠", "Siemens")
    office.people[3].desk.sync()
    assert office.people[3].shows("invoice", INVOICE, "customer") == "Bosch"


@pytest.mark.parametrize(("instead", "tick", "stored"), [(None, "⚠", "Grace's"), ("Keep mine", "✓", "mine")])
def test_h27_a_choice_taken_back_while_its_sync_is_under_way_takes_nothing_away(
    office: Desks, instead: str | None, tick: str, stored: str
) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    li.desk.sync()
    li.type("invoice", INVOICE, TICK, "Take theirs")
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, TICK, instead)
    li.desk.sync()
    assert row(li)[:2] == (instead, "mine")
    li.desk.sync()
    assert (row(li)[:2], terms(office)[0]) == ((tick, "mine"), stored)


@pytest.fixture
def cut_off(office: Desks) -> Desks:
    """The same with a conflict in 李娜's first invoice, and a push of hers that was cut off before its reply came."""
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    li.desk.sync()
    li.type("invoice", INVOICE, "amount", 11.0)
    li.transport.lose = True
    with pytest.raises(UnreachableError):
        li.desk.sync()
    return office


def test_h23_a_decision_is_not_one_on_the_news_that_finishing_an_earlier_push_brings(cut_off: Desks) -> None:
    li, grace, *_ = cut_off.people
    grace.type("invoice", INVOICE, "terms", "Grace's again")
    grace.desk.sync()
    mine: Decisions = {("invoice", str(li.shows("invoice", INVOICE, ID)), "terms"): "mine"}
    li.desk.sync(decisions=mine)
    assert (row(li)[:2], terms(cut_off)[0]) == (("⚠", "mine"), "Grace's again")
    li.desk.sync(decisions=mine)
    assert (row(li), terms(cut_off)[0]) == (("✓", "mine", None), "mine")


@pytest.mark.parametrize(("decision", "kept"), [("mine", "mine"), ("theirs", "Grace's")])
def test_h23_a_decision_of_which_nothing_changed_holds_after_an_earlier_push_was_finished(
    cut_off: Desks, decision: Decision, kept: str
) -> None:
    li, *_ = cut_off.people
    li.desk.sync(decisions={("invoice", str(li.shows("invoice", INVOICE, ID)), "terms"): decision})
    assert (row(li), terms(cut_off)[0]) == (("✓", kept, None), kept)


@pytest.mark.parametrize(("column", "value"), [("terms", "better"), (TICK, "Keep mine")])
def test_h27_what_is_typed_or_chosen_while_an_earlier_push_is_finished_is_newer_than_the_decision(
    cut_off: Desks, column: str, value: str
) -> None:
    li, *_ = cut_off.people
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, column, value)
    li.desk.sync(decisions={("invoice", str(li.shows("invoice", INVOICE, ID)), "terms"): "theirs"})
    assert row(li)[1] == (value if column == "terms" else "mine")


def test_h32_what_is_typed_after_taking_theirs_was_chosen_is_not_thrown_away(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    li.desk.sync()
    li.type("invoice", INVOICE, TICK, "Take theirs")
    li.type("invoice", INVOICE, "terms", "better")
    li.desk.sync()
    assert (row(li), terms(office)[0]) == (("✓", "better", None), "better")


def test_h25_edited_rows_that_left_with_what_their_keys_point_at_are_not_taken_for_sorted_ones(office: Desks) -> None:
    li, grace, *_ = office.people
    for day in (1, 2):
        li.sheet("visit").append(day=dt.date(2026, 2, day), customer="Acme", result=f"visit {day}")
    li.desk.sync()
    grace.desk.sync()
    for line in (FIRST_ROW, FIRST_ROW + 1):
        grace.type("visit", line, "result", f"edited in {line}")
    grace.sheet("visit").append(day=dt.date(2026, 2, 1), customer="Acme", result="visit 1")
    apply_organisation(office.store, reorganised(people={"grace": "south"}))
    for _ in range(3):
        report = grace.desk.sync()
        assert [table.name for table in report.tables if table.held_back] == []
        assert [(each[TICK], each["result"], bool(each[MESSAGE])) for each in grace.rows("visit")] == [
            ("✗", f"edited in {FIRST_ROW}", True),
            ("✗", f"edited in {FIRST_ROW + 1}", True),
            ("✗", "visit 1", True),
        ]


def test_what_a_user_typed_while_their_own_push_was_under_way_goes_out_next(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "terms", "first")
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "terms", "second")
    li.desk.sync()
    assert terms(office)[0] == "first"
    li.desk.sync()
    assert (row(li), terms(office)[0]) == (("✓", "second", None), "second")


def test_h23_an_answer_to_a_refusal_that_never_arrived_goes_out(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "number", "FP-0002")
    li.transport.lose = True
    with pytest.raises(UnreachableError):
        li.desk.sync()
    li.type("invoice", INVOICE, "number", "FP-0009")
    assert li.desk.sync().resumed
    assert (row(li)[0], li.shows("invoice", INVOICE, "number")) == ("✓", "FP-0009")


def test_h23_an_edit_after_a_lost_reply_does_not_overwrite_who_came_after_it(office: Desks) -> None:
    li, grace, *_ = office.people
    li.type("invoice", INVOICE, "terms", "sent")
    li.transport.lose = True
    with pytest.raises(UnreachableError):
        li.desk.sync()
    grace.desk.sync()
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "after the crash")
    li.desk.sync()
    assert row(li)[:2] == ("⚠", "after the crash")
    assert terms(office)[0] == "Grace's"


def test_a_preview_says_that_an_earlier_push_is_still_to_be_finished(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "terms", "sent")
    li.transport.lose = True
    with pytest.raises(UnreachableError):
        li.desk.sync()
    (note,) = li.desk.preview().notes
    assert note.startswith("An earlier push was not finished.")
    li.desk.sync()
    assert li.desk.preview().notes == []


def test_the_reason_of_a_refusal_stays_beside_its_row_over_later_syncs(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "number", "FP-0002")
    for _ in range(3):
        li.desk.sync()
        li.desk.pull()
        assert (row(li)[0], row(li)[2]) == ("✗", "Number “FP-0002” exists already.")
        li.type("invoice", INVOICE + 1, "amount", "?")


def test_the_reason_of_a_conflict_that_its_user_deleted_is_told_again(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    li.desk.sync()
    li.type("invoice", INVOICE, MESSAGE, None)
    li.desk.sync()
    assert row(li) == ("⚠", "mine", "Terms: you have mine, the store now has Grace's. Choose in the Sync column.")


def test_h06_a_pull_brings_no_deleted_row_back(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    for column in ("number", "customer", "issued_on", "amount", "currency", "entity", "team", "owner"):
        li.sheet("invoice").set(INVOICE + 1, column, None)
    li.sheet("invoice").delete_rows([INVOICE + 2])
    report = li.desk.pull()
    assert [each["number"] for each in li.rows("invoice")] == ["FP-0001", None]
    assert row(li)[1] == "Grace's"
    totals = report.tables[1].totals
    assert totals is not None
    assert (totals.rows, totals.stored_rows, len(totals.only_stored), totals.ties) == (1, 3, 2, True)
    assert li.desk.sync().tables[1].statuses == {"removed": 2}
    assert len(terms(office)) == 1


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
    said = "Not removed: this workbook has no note of having shown this row; it was put back."
    assert (row(li)[2], sorted(li.grid.lists["shown.invoice"])) == (said, shown)
    for column in visible:
        li.sheet("invoice").set(INVOICE, column, None)
    assert li.desk.sync().tables[1].statuses == {"removed": 1}
    assert [each["number"] for each in li.rows("invoice")] == ["FP-0002", "FP-0003"]


def test_h18_a_workbook_that_forgot_its_store_finishes_an_earlier_push_and_asks_about_the_rest(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "terms", "sent")
    li.transport.lose = True
    with pytest.raises(UnreachableError):
        li.desk.sync()
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


def test_h10_a_formula_that_names_a_row_as_only_this_workbook_does_stays(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.type("customer", FIRST_ROW, "name", "Grace's")
    grace.desk.sync()
    li.type("customer", FIRST_ROW, "name", "mine")
    li.desk.sync()
    assert li.shows("customer", FIRST_ROW, TICK) == "⚠"
    customer = li.shows("customer", FIRST_ROW, ID)
    for content in ("mine", Formula("mine")):
        li.sheet("invoice").append(
            customer=content, issued_on=dt.date(2026, 1, 9), amount=1.0, currency="Yuan", terms=str(content)
        )
    assert li.desk.sync().ties
    added = [(each[TICK], each["customer"]) for each in list(li.rows("invoice"))[3:]]
    assert added == [("✓", "Grace's"), ("✓", "mine")]
    stored = li.desk.server.pull("ledger", SyncRequest(language="en")).pull
    assert [part.columns["customer"] for part in stored if part.table == "invoice"] == [[customer] * 5]


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


def test_h06_a_row_deleted_before_a_conflict_was_heard_of_is_put_back(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    li.transport.lose = True
    with pytest.raises(UnreachableError):
        li.desk.sync()
    li.sheet("invoice").delete_rows([INVOICE])
    li.desk.sync()
    line = INVOICE + 2
    assert (li.shows("invoice", line, "number"), row(li, line)[1]) == ("FP-0001", "Grace's")
    assert str(row(li, line)[2]).startswith("Not removed: Grace Chen changed this row on ")


def test_h25_who_takes_theirs_of_a_row_that_was_removed_lets_it_go(office: Desks) -> None:
    li, grace, *_ = office.people
    li.type("invoice", INVOICE, "terms", "mine")
    grace.sheet("invoice").delete_rows([INVOICE])
    grace.desk.sync()
    li.desk.sync()
    tick, shown, said = row(li)
    assert (tick, shown) == ("✗", "mine")
    assert "Grace Chen removed this row on " in str(said)
    li.sheet("invoice").set(INVOICE, TICK, "Take theirs")
    report = li.desk.sync()
    assert [each["number"] for each in li.rows("invoice")] == ["FP-0002", "FP-0003"]
    assert report.ties


def test_an_outbox_that_another_workbook_left_is_not_sent_for_this_one(office: Desks) -> None:
    li, grace, *_ = office.people
    li.type("invoice", INVOICE, "terms", "of the old workbook")
    li.transport.lose = True
    with pytest.raises(UnreachableError):
        li.desk.sync()
    assert isinstance(li.desk.outbox, MemoryOutbox)
    manifest = Manifest.read(grace.grid.manifest)
    assert manifest.workbook != Manifest.read(li.grid.manifest).workbook
    heir = Desk(grace.grid, li.desk.outbox, grace.desk.server, grace.desk.now, grace.desk.new_id, "grace")
    assert not heir.sync().resumed
    assert li.desk.outbox.load() is None


def test_h02_conflicts_find_their_rows_again_after_a_careless_sort(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    li.desk.sync()
    assert row(li)[0] == "⚠"
    visible = [
        each.name for each in li.sheet("invoice").columns if each.name and each.name not in {ID, "_base", "_open"}
    ]
    li.sheet("invoice").rows.reverse()
    hidden = [list(line) for line in reversed(li.sheet("invoice").rows)]
    for line, other in zip(li.sheet("invoice").rows, hidden, strict=True):
        line[len(visible) :] = other[len(visible) :]
    last = INVOICE + 2
    li.sheet("invoice").set(last, TICK, "Keep mine")
    li.desk.sync()
    assert row(li, last)[:2] == ("✓", "mine")
    assert terms(office).count("mine") == 1


def test_h02_new_rows_sorted_without_their_ids_while_the_reply_was_lost_stay_themselves(office: Desks) -> None:
    li, *_ = office.people
    for text in ("first", "second"):
        li.sheet("invoice").append(
            customer="Acme", issued_on=dt.date(2026, 2, 1), amount=7.0, currency="Yuan", terms=text
        )
    li.transport.lose = True
    with pytest.raises(UnreachableError):
        li.desk.sync()
    first, second = INVOICE + 3, INVOICE + 4
    sent = [(li.shows("invoice", line, "terms"), li.shows("invoice", line, ID)) for line in (first, second)]
    li.type("invoice", first, "terms", "second")
    li.type("invoice", second, "terms", "first")
    li.desk.sync()
    assert sorted(terms(office)[3:], key=str) == ["first", "second"]
    stored = {each["terms"]: (each[ID], str(each["_base"])[:2]) for each in office.people[3].rows("invoice")}
    assert {text: stored[text] for text, _ in sent} == {text: (row_id, "1:") for text, row_id in sent}


def test_h19_a_push_that_was_cut_off_and_an_older_copy_of_the_file_double_nothing_and_take_nothing_back(
    office: Desks,
) -> None:
    li, *_ = office.people
    li.sheet("invoice").append(
        customer="Acme", issued_on=dt.date(2026, 2, 1), amount=7.0, currency="Yuan", terms="new in the copy"
    )
    copy = deepcopy((li.grid.sheets, li.grid.lists))
    li.type("invoice", INVOICE, "terms", "typed after the copy")
    li.transport.lose = True
    with pytest.raises(UnreachableError):
        li.desk.sync()
    li.grid.sheets, li.grid.lists = copy
    for _ in range(2):
        li.desk.sync()
        tick, _, said = row(li)
        assert (tick, said) == (
            "⚠",
            "Terms: you have (blank), the store now has typed after the copy. Choose in the Sync column.",
        )
        assert terms(office) == ["typed after the copy", None, None, "new in the copy"]


@pytest.fixture
def sorted_alone(office: Desks) -> Desks:
    """李娜's sync was cut off, Grace removed the first invoice, and 李娜 sorted the visible columns alone."""
    li, grace, *_ = office.people
    for line, text in enumerate("cba", start=INVOICE):
        li.type("invoice", line, "terms", text)
    li.desk.sync()
    li.type("invoice", INVOICE + 2, "amount", 33.0)
    li.transport.lose = True
    with pytest.raises(UnreachableError):
        li.desk.sync()
    grace.desk.sync()
    grace.sheet("invoice").delete_rows([INVOICE])
    grace.desk.sync()
    sheet = li.sheet("invoice")
    sheet.sort("terms", [each.name for each in sheet.columns if each.name and each.name not in (ID, BASE, OPEN)])
    return office


def numbers_and_ids(person: Person) -> dict[CellValue, CellValue]:
    """The ids of the invoices that a workbook shows, by their numbers."""
    return {each["number"]: each[ID] for each in person.rows("invoice")}


def test_h02_a_row_that_leaves_goes_although_a_sort_parted_it_from_its_id(sorted_alone: Desks) -> None:
    li, grace, *_ = sorted_alone.people
    report = li.desk.sync()
    assert (report.resumed, report.tables[1].statuses) == (True, {})
    assert numbers_and_ids(li) == numbers_and_ids(grace)
    assert terms(sorted_alone) == ["b", "a"]


def test_h02_a_row_that_was_to_leave_and_was_typed_in_meanwhile_stays_itself(sorted_alone: Desks) -> None:
    li, _, other, _ = sorted_alone.people
    ids, line = numbers_and_ids(other), INVOICE + 2
    assert li.shows("invoice", line, "number") == "FP-0001"
    li.transport.meanwhile = lambda: li.type("invoice", line, "terms", "typed meanwhile")
    for _ in range(2):
        li.desk.sync()
    assert numbers_and_ids(li) == ids
    assert (row(li, line)[:2], terms(sorted_alone)) == (("✗", "typed meanwhile"), ["b", "a"])


def test_h19_an_old_copy_beside_a_push_that_was_cut_off_since_learns_the_names_of_new_customers(office: Desks) -> None:
    li, *_ = office.people
    copy = deepcopy(li.grid)
    li.sheet("customer").append(name="Beta")
    li.type("invoice", INVOICE + 1, "customer", "Beta")
    li.desk.sync()
    li.type("invoice", INVOICE, "terms", "cut off")
    li.transport.lose = True
    with pytest.raises(UnreachableError):
        li.desk.sync()
    opened = replace(li, grid=copy, desk=replace(li.desk, grid=copy))
    assert opened.desk.sync().resumed
    assert (row(opened, INVOICE + 1), customers(opened)) == (("✓", None, None), ["Acme", "Beta", "Acme"])


def test_h33_a_workbook_of_another_store_than_its_unfinished_push_is_of_shows_every_difference(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "amount", 11.0)
    li.transport.lose = True
    with pytest.raises(UnreachableError):
        li.desk.sync()
    li.grid.manifest["epoch"] = "another"
    li.type("invoice", INVOICE + 1, "terms", "mine")
    assert li.desk.sync().resumed
    said = "Terms: you have mine, the store now has (blank). Choose in the Sync column."
    assert row(li, INVOICE + 1) == ("⚠", "mine", said)


def test_a_clock_that_runs_backwards_breaks_nothing(office: Desks) -> None:
    li, *_ = office.people
    back = replace(li.desk, now=lambda: dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    li.type("invoice", INVOICE, "terms", "earlier")
    assert back.sync().ties
    assert terms(office)[0] == "earlier"
