"""Rows that are removed while a sync that takes several requests is under way (H25)."""

from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_templates.layout import FIRST_ROW, MESSAGE, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.desks import INVOICE, Desks, Person

OTHERS = [("FP-0002", None, 20.0, "✓"), ("FP-0003", None, 30.0, "✓")]
"""What is left of the invoices where the first is gone."""


@pytest.fixture
def comparing(office: Desks) -> Desks:
    """The office, with 李娜's workbook behind in its customers: its next sync compares everything once more."""
    li, grace, *_ = office.people
    grace.type("customer", FIRST_ROW, "notes", "Grace's")
    grace.desk.sync()
    li.sheet("customer").rename_header("notes", "Remarks")
    li.desk.sync()
    li.sheet("customer").rename_header("notes", "Notes")
    return office


def removed_meanwhile(office: Desks, line: int = INVOICE) -> None:
    """Let Grace remove an invoice as 李娜's next sync has had its first reply."""
    li, grace, *_ = office.people

    def remove() -> None:
        grace.desk.sync()
        grace.sheet("invoice").delete_rows([line])
        grace.desk.sync()

    li.transport.meanwhile = remove


def invoices(person: Person) -> list[tuple[CellValue, ...]]:
    """Number, terms, amount and tick of every invoice."""
    return [tuple(each[name] for name in ("number", "terms", "amount", TICK)) for each in person.rows("invoice")]


def test_h25_an_edit_that_cannot_be_sent_of_a_row_that_goes_between_two_requests_is_told_and_ties(
    comparing: Desks,
) -> None:
    li = comparing.people[0]
    li.type("invoice", INVOICE, "amount", "three or so")
    removed_meanwhile(comparing)
    report = li.desk.sync()
    assert report.ties
    assert invoices(li) == [("FP-0001", None, "three or so", "✗"), *OTHERS]
    assert str(li.shows("invoice", INVOICE, MESSAGE)).startswith("This row is not within your scope.")


def test_h25_a_row_that_goes_between_two_requests_goes_with_what_the_first_of_them_stored(comparing: Desks) -> None:
    li = comparing.people[0]
    li.type("invoice", INVOICE, "terms", "mine")
    removed_meanwhile(comparing)
    report = li.desk.sync()
    assert (report.ties, report.tables[1].statuses) == (True, {"ok": 1})
    assert invoices(li) == OTHERS


def test_h25_what_was_typed_since_stays_of_a_row_that_goes_between_two_requests(comparing: Desks) -> None:
    li = comparing.people[0]
    li.type("invoice", INVOICE, "terms", "mine")
    removed_meanwhile(comparing)
    removes = li.transport.meanwhile
    assert removes is not None

    def types_too() -> None:
        removes()
        li.type("invoice", INVOICE, "terms", "typed meanwhile")

    li.transport.meanwhile = types_too
    assert li.desk.sync().missed == 1
    for _ in range(2):
        li.desk.sync()
        assert invoices(li) == [("FP-0001", "typed meanwhile", 10.0, "✗"), *OTHERS]


def test_h25_a_new_row_that_is_removed_between_two_requests_goes(comparing: Desks) -> None:
    li = comparing.people[0]
    before = invoices(li)
    issued = dt.date(2026, 1, 4)
    line = li.sheet("invoice").append(customer="Acme", issued_on=issued, amount=40.0, currency="Yuan")
    removed_meanwhile(comparing, line)
    assert li.desk.sync().ties
    assert invoices(li) == before


def test_h25_a_row_that_is_removed_after_a_first_request_brought_it_does_not_come(comparing: Desks) -> None:
    li, grace, *_ = comparing.people
    before = invoices(li)
    issued = dt.date(2026, 1, 4)
    line = grace.sheet("invoice").append(
        customer="Acme", issued_on=issued, amount=40.0, currency="Yuan", owner="李娜", team="East"
    )
    grace.desk.sync()
    removed_meanwhile(comparing, line)
    assert li.desk.sync().ties
    assert invoices(li) == before


def test_h25_an_emptied_row_that_is_to_be_put_back_and_goes_between_two_requests_leaves_no_blank_line(
    comparing: Desks,
) -> None:
    li, grace, *_ = comparing.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    for column in ("number", "customer", "issued_on", "amount", "currency", "entity", "owner", "team"):
        li.type("invoice", INVOICE, column, None)
    removed_meanwhile(comparing)
    report = li.desk.sync()
    assert (report.ties, report.tables[1].statuses) == (True, {"restored": 1})
    assert invoices(li) == OTHERS
