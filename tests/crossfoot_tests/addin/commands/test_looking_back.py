from __future__ import annotations

from crossfoot_addin.commands.selection import Selection
from crossfoot_tests.addin.commands.person import Screen, press
from crossfoot_tests.end_to_end.desks import INVOICE, Person

TERMS = Selection("Invoices", ((INVOICE, INVOICE),), lambda: ("invoice", "terms"))


def sync_terms(person: Person, text: str, reason: str = "") -> None:
    person.type("invoice", INVOICE, "terms", text)
    person.desk.sync(reason=reason)


def test_the_history_of_a_cell_says_who_when_from_what_to_what(li: Person, grace: Person) -> None:
    sync_terms(grace, "net 30", "agreed by telephone")
    li.desk.sync()
    sync_terms(li, "net 60")
    screen = Screen()
    assert press("cell_history", li, screen, TERMS) == "History of FP-0001 · Terms"
    lines = screen.told[0].splitlines()
    assert [line[18:] if line.startswith("2026") else line for line in lines] == [
        "History of FP-0001 · Terms",
        "",
        "李娜",
        "    net 30 → net 60",
        "Grace Chen  “agreed by telephone”",
        "    (blank) → net 30",
    ]


def test_beside_the_data_it_is_the_history_of_the_row(li: Person, grace: Person) -> None:
    sync_terms(grace, "net 30")
    li.desk.sync()
    screen = Screen(language="zh")
    row = Selection("Invoices", ((INVOICE, INVOICE),), lambda: ("invoice", "_tick"))
    assert press("cell_history", li, screen, row) == "FP-0001 的历史"
    assert "    Terms：(blank) → net 30" in screen.told[0].splitlines()
    assert any(line.endswith("李娜  新建") for line in screen.told[0].splitlines())


def test_a_row_that_was_never_sent_has_no_history(li: Person) -> None:
    li.sheet("customer").append(name="New Ltd")
    new = Selection("Customers", ((5, 5),), lambda: ("customer", "name"))
    screen = Screen()
    assert press("cell_history", li, screen, new) == "It has no history: this row has not been sent yet."
    assert screen.told == []


def test_beside_the_tables_there_is_no_history(li: Person) -> None:
    said = "What is selected is in no table of crossfoot. Select rows of a table."
    assert press("cell_history", li, Screen(), Selection("Invoices", ((2, 2),))) == said


def test_undo_shows_what_would_go_back_and_waits_for_a_yes(li: Person) -> None:
    sync_terms(li, "net 30")
    screen = Screen(answers=[False, True])
    assert press("undo_sync", li, screen) == "Nothing was undone."
    assert li.shows("invoice", INVOICE, "terms") == "net 30"
    assert press("undo_sync", li, screen) == "Undone: 1 row."
    assert li.shows("invoice", INVOICE, "terms") is None
    assert screen.asked[0] == screen.asked[1]
    assert screen.asked[0].endswith("\n\nInvoices FP-0001 · Terms: net 30 → (blank)")


def test_what_somebody_changed_since_stays_and_is_told(li: Person, grace: Person) -> None:
    sync_terms(li, "net 30")
    grace.desk.sync()
    sync_terms(grace, "net 60")
    screen = Screen(answers=[True])
    assert press("undo_sync", li, screen) == "Undone: 0 rows."
    assert screen.told[0].startswith("Undone, except for this, which stayed:\n\nInvoices FP-0001: ")
    assert li.shows("invoice", INVOICE, "terms") == "net 60"


def test_without_anything_to_undo_it_says_so(li: Person, grace: Person) -> None:
    screen = Screen()
    assert press("undo_sync", grace, screen) == "grace 1 has no sync that could be undone."
    li.type("invoice", INVOICE, "terms", "net 30")
    li.transport.lose = True
    press("sync", li, screen)
    assert press("undo_sync", li, screen) == "An earlier sync of li 0 was cut off. Press Sync to finish it first."
