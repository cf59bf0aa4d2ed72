"""Choices in the ticks of rows that come to stand beside other open fields than they were made of (H02, H18)."""

from __future__ import annotations

import datetime as dt

from crossfoot_templates.layout import BASE, ID, MESSAGE, OPEN, TICK
from crossfoot_tests.end_to_end.desks import INVOICE, Desks, Person, in_conflict, row, terms


def sort_what_shows(person: Person) -> None:
    """Turn the order of all invoices round, their hidden cells left out."""
    sheet = person.sheet("invoice")
    shown = [sheet.place(each.name) for each in sheet.columns if each.name and each.name not in (ID, BASE, OPEN)]
    lines = [[line[place] for place in shown] for line in reversed(sheet.rows)]
    for standing, line in zip(sheet.rows, lines, strict=True):
        for place, content in zip(shown, line, strict=True):
            standing[place] = content


def test_h18_taking_theirs_in_a_row_that_lost_its_id_gives_up_nothing_it_was_not_asked_about(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "amount", 57.0)
    li.sheet("invoice").append(customer="Acme", issued_on=dt.date(2026, 1, 4), amount=52.0, currency="Yuan")
    li.type("invoice", INVOICE + 3, ID, li.shows("invoice", INVOICE, ID))
    li.type("invoice", INVOICE, ID, None)
    li.desk.sync()
    assert [li.shows("invoice", line, TICK) for line in (INVOICE, INVOICE + 3)] == ["✗", "⚠"]
    for line in (INVOICE, INVOICE + 3):
        li.type("invoice", line, TICK, "Take theirs")
    assert li.desk.sync().ties
    assert [(each["number"], each["amount"], each[TICK], each[MESSAGE]) for each in li.rows("invoice")] == [
        ("FP-0001", 57.0, "⚠", "Amount: you have 57.00, the store now has 10.00. Choose in the Sync column."),
        ("FP-0002", 20.0, "✓", None),
        ("FP-0003", 30.0, "✓", None),
        ("FP-0004", 52.0, "✓", "It was given the number FP-0004."),
    ]


def test_h02_what_is_typed_after_taking_theirs_was_chosen_is_not_thrown_away_by_a_sort(office: Desks) -> None:
    li = in_conflict(office)
    li.type("invoice", INVOICE, TICK, "Take theirs")
    li.type("invoice", INVOICE, "terms", "typed since")
    sort_what_shows(li)
    li.desk.sync()
    assert row(li, INVOICE + 2)[:2] == ("⚠", "typed since")
    assert terms(office) == ["Grace's", None, None]


def test_h02_theirs_that_was_taken_before_a_sort_is_taken(office: Desks) -> None:
    li = in_conflict(office)
    li.type("invoice", INVOICE, TICK, "Take theirs")
    sort_what_shows(li)
    li.desk.sync()
    assert row(li, INVOICE + 2) == ("✓", "Grace's", None)
    assert terms(office) == ["Grace's", None, None]
