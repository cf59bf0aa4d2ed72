"""More of what must hold, on books in memory: what happens between two steps, and after somebody gave way."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from crossfoot_server.accounts import apply_organisation
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.outbox import MemoryOutbox
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_sync.grids.memory_sheet import Formula
from crossfoot_templates.layout import BASE, FIRST_ROW, ID, MESSAGE, OPEN, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.desks import INVOICE, Desks, Person, in_conflict, row, terms
from crossfoot_tests.end_to_end.test_hazards_scope import reorganised

pytestmark = pytest.mark.slow


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


def test_a_preview_says_that_an_earlier_push_is_still_to_be_finished(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "terms", "sent")
    li.syncs_unheard()
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
    li = in_conflict(office)
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


def test_what_others_added_since_can_be_named_at_once(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.sheet("invoice").append(customer="Novagrid", issued_on=dt.date(2026, 1, 9), amount=1.0, currency="Yuan")
    grace.sheet("invoice").append(customer="Nobody", issued_on=dt.date(2026, 1, 9), amount=1.0, currency="Yuan")
    li.sheet("customer").append(name="Novagrid")
    li.desk.sync()
    assert [each.mine for each in grace.desk.preview().fields if each.column == "Customer"] == ["Novagrid"]
    grace.desk.sync()
    said = (
        "The new row was not stored. ▪ "
        "Customer: There is no “Nobody”, or it is not within your scope; check the name or the number."
    )
    assert [(each[TICK], each["customer"], each[MESSAGE]) for each in list(grace.rows("invoice"))[3:]] == [
        ("✓", "Novagrid", "It was given the number FP-0004."),
        ("✗", "Nobody", said),
    ]


def test_h06_a_row_deleted_before_a_conflict_was_heard_of_is_put_back(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    li.syncs_unheard()
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
    li.syncs_unheard()
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
    li.syncs_unheard()
    first, second = INVOICE + 3, INVOICE + 4
    sent = [(li.shows("invoice", line, "terms"), li.shows("invoice", line, ID)) for line in (first, second)]
    li.type("invoice", first, "terms", "second")
    li.type("invoice", second, "terms", "first")
    li.desk.sync()
    assert sorted(terms(office)[3:], key=str) == ["first", "second"]
    stored = {each["terms"]: (each[ID], str(each["_base"])[:2]) for each in office.people[3].rows("invoice")}
    assert {text: stored[text] for text, _ in sent} == {text: (row_id, "1:") for text, row_id in sent}


@pytest.fixture
def sorted_alone(office: Desks) -> Desks:
    """李娜's sync was cut off, Grace removed the first invoice, and 李娜 sorted the visible columns alone."""
    li, grace, *_ = office.people
    for line, text in enumerate("cba", start=INVOICE):
        li.type("invoice", line, "terms", text)
    li.desk.sync()
    li.type("invoice", INVOICE + 2, "amount", 33.0)
    li.syncs_unheard()
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


def test_a_clock_that_runs_backwards_breaks_nothing(office: Desks) -> None:
    li, *_ = office.people
    back = replace(li.desk, now=lambda: dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    li.type("invoice", INVOICE, "terms", "earlier")
    assert back.sync().ties
    assert terms(office)[0] == "earlier"
