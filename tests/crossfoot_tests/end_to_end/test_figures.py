"""What a sync says in figures is so: rows and counts add up, and what was not compared is not said to agree."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl import load_workbook

from crossfoot_sync.client.report import SyncReport, TableReport
from crossfoot_tests.end_to_end.desks import INVOICE, Desks
from crossfoot_tests.end_to_end.terminal import AGREE, Terminal, rename_header
from crossfoot_tests.end_to_end.world import Workbook, World

pytestmark = pytest.mark.slow


def status_line(book: Workbook, table: str) -> str:
    """The status line of a table's sheet, without the moment it names."""
    line = book.hands.cells(table).status
    return line.partition("   ")[2]


def counts(table: TableReport) -> tuple[int, ...]:
    """How the pushed rows fared: all, and what they are the sum of."""
    return (table.sent, table.taken, table.partly, table.untaken)


def invoices(report: SyncReport) -> TableReport:
    """What a report says of the invoices."""
    return report.tables[1]


# What is compared


def test_a_table_that_was_held_back_is_not_said_to_agree(terminal: Terminal, book: Workbook) -> None:
    book.type("invoice", 0, "amount", 1300.0)
    rename_header(book, "Invoices", "Amount", "Betrag")
    said = terminal.says("book", "sync", book.path, code=3).splitlines()
    assert [line.split() for line in said if line.startswith("Invoices ")] == [
        ["Invoices", "·", "·", "·", "·", "·", "·", "–", "held", "back"]
    ]
    assert said[-2:] == [
        "Not compared: Invoices (held back).",
        "Control totals of the other tables agree. See the notes above.",
    ]


def test_a_table_without_its_hidden_column_is_not_said_to_agree(terminal: Terminal, book: Workbook) -> None:
    book.type("invoice", 0, "amount", 1300.0)
    opened = load_workbook(book.path)
    del opened.defined_names["cf.invoice._id"]
    opened.save(book.path)
    assert "Not compared: Invoices (held back)." in terminal.says("book", "sync", book.path, code=3).splitlines()


def test_what_was_said_of_an_earlier_sync_is_not_said_again_while_its_table_is_held_back(
    terminal: Terminal, book: Workbook
) -> None:
    book.add("invoice", customer="Acme Ltd", issued_on=dt.date(2026, 1, 9), amount=5.0, currency="Yuan")
    book.add("invoice", customer="Acme Ltd", issued_on="soon", amount=5.0, currency="Yuan")
    assert "It was given the number FP-0005." in terminal.says("book", "sync", book.path, code=3)
    rename_header(book, "Invoices", "Amount", "Betrag")
    said = terminal.says("book", "sync", book.path, code=3)
    assert "FP-0005" not in said
    assert "✗ Invoices, row 9, #9: The new row was not stored. ▪ Issued on: “soon” is not a date" in said


def test_rows_that_were_not_taken_are_listed_with_and_without_money(terminal: Terminal, book: Workbook) -> None:
    issued = dt.date(2026, 1, 9)
    book.add("invoice", issued_on=issued)
    book.add("invoice", customer="Acme Ltd", issued_on=issued, amount="about a million", currency="Yuan")
    book.add("invoice", number="X-1", customer="Acme Ltd", issued_on="soon", amount=5.0, currency="Yuan")
    book.add("visit", day=issued)
    said = terminal.says("book", "sync", book.path, code=3).splitlines()
    start = said.index(
        "Invoices: sheet and store differ in rows or amounts, each is listed (7 rows here, 4 in the store)."
    )
    assert said[start + 1 :] == [
        "    row 8 (new, not stored)",
        "    row 9 (new, not stored) · Amount: “about a million” here, nothing in the store",
        "    row 10, X-1 (new, not stored) · Amount: CNY 5.00 here, nothing in the store",
        "Visits: sheet and store differ in rows or amounts, each is listed (1 row here, 0 in the store).",
        "    row 4, 2026-01-09 (new, not stored)",
    ]


def test_a_copy_is_told_by_its_line_and_not_by_the_number_of_its_original(terminal: Terminal, book: Workbook) -> None:
    book.add(
        "invoice",
        number="FP-0002",
        customer="Acme Ltd",
        issued_on=dt.date(2026, 1, 9),
        amount=77.0,
        currency="Yuan",
    )
    said = terminal.says("book", "sync", book.path, code=3).splitlines()
    assert said[-1] == "    row 8 (copy of FP-0002, not stored) · Amount: CNY 77.00 here, nothing in the store"


def test_a_pull_lists_what_was_not_sent_yet(terminal: Terminal, book: Workbook) -> None:
    book.hands.remove("invoice", 0)
    book.add("visit", day=dt.date(2026, 2, 1), customer="Acme Ltd")
    said = terminal.says("book", "pull", book.path, code=0).splitlines()
    start = said.index(
        "Invoices: sheet and store differ in rows or amounts, each is listed (3 rows here, 4 in the store)."
    )
    assert said[start + 1 :] == [
        "    FP-0001 (in the store, not here) · Amount: nothing here, CNY 100.00 in the store",
        "Visits: sheet and store differ in rows or amounts, each is listed (1 row here, 0 in the store).",
        "    row 4, 2026-02-01 / Acme Ltd (new, not stored)",
    ]


def test_an_amount_in_another_currency_is_told_with_both(terminal: Terminal, book: Workbook) -> None:
    book.type("invoice", 0, "currency", "US dollar")
    said = terminal.says("book", "pull", book.path, code=0).splitlines()
    assert said[-1] == "    FP-0001 · Amount: USD 100.00 here, CNY 100.00 in the store"


def test_one_row_waits_and_two_wait(terminal: Terminal, book: Workbook) -> None:
    for position, end in enumerate((" 1 row waits for you.", " 2 rows wait for you.")):
        book.type("invoice", position, "issued_on", "soon")
        assert terminal.says("book", "sync", book.path, code=3).splitlines()[-1] == AGREE + end


# How rows are counted


def test_the_rows_are_the_same_wherever_they_are_counted(book: Workbook) -> None:
    book.type("invoice", 0, "amount", "a hundred")
    book.add("invoice", customer="Acme Ltd", issued_on="soon", amount=5.0, currency="Yuan")
    table = invoices(book.sync())
    assert table.totals is not None
    assert table.course is not None
    assert (table.rows, table.totals.rows, table.course.sheet_after.rows, dict(table.ticks)) == (
        5,
        5,
        5,
        {"✓": 3, "✗": 2},
    )
    assert (table.totals.stored_rows, table.course.store_after.rows) == (4, 4)
    assert status_line(book, "invoice") == "5 rows   ✓3  ✗2"
    book.add("visit", day="soon")
    book.sync()
    assert status_line(book, "visit") == "1 row   ✗1"


def test_a_preview_counts_the_rows_as_the_sync_after_it_does(book: Workbook) -> None:
    book.type("invoice", 0, "amount", "a hundred")
    book.hands.remove("invoice", 3)
    book.add("invoice", customer="Acme Ltd", issued_on="soon", amount=5.0, currency="Yuan")
    book.add("visit", day=dt.date(2026, 2, 1), customer="Acme Ltd")
    preview = book.desk.preview()
    assert [(table.rows, table.ticks) for table in preview.tables] == [
        (table.rows, table.ticks) for table in book.sync().tables
    ]


def test_of_what_was_sent_all_was_taken_or_a_part_or_nothing(world: World, book: Workbook) -> None:
    theirs = world.workbook("grace")
    for position in (1, 2):
        theirs.type("invoice", position, "terms", "Grace's")
    theirs.sync()
    book.type("invoice", 0, "amount", 1.0)
    book.type("invoice", 1, "terms", "mine")
    book.type("invoice", 2, "terms", "mine")
    book.type("invoice", 2, "amount", 1.0)
    book.type("invoice", 3, "number", "FP-0001")
    table = invoices(book.sync())
    assert (counts(table), dict(table.ticks)) == ((4, 1, 1, 2), {"✓": 1, "⚠": 2, "✗": 1})


def test_after_taking_theirs_nothing_is_counted_that_waits_no_longer(terminal: Terminal, book: Workbook) -> None:
    for position in range(3):
        book.type("invoice", position, "issued_on", "soon")
    assert dict(invoices(book.sync()).ticks) == {"✓": 1, "✗": 3}
    report = terminal.json("resolve", book.path, "--theirs")
    assert (report["tables"][1]["ticks"], report["tables"][1]["untaken"], report["rows"]) == ({"✓": 4}, 0, [])


def test_a_blank_line_that_a_sort_moved_does_not_leave_as_a_row(office: Desks) -> None:
    li = office.people[0]
    hidden = ("_id", "_base", "_open")
    before = [{name: row[name] for name in hidden} for row in li.rows("invoice")]
    contents = [{name: cell for name, cell in row.items() if name not in hidden} for row in li.rows("invoice")]
    # a blank line was inserted above the last row, and the visible cells were sorted: it came to stand at the end
    lines = [before[0], before[1], dict.fromkeys(hidden), before[2]]
    for line, cells in enumerate(lines, start=INVOICE):
        blank = dict.fromkeys(contents[0])
        for name, cell in (cells | (contents[line - INVOICE] if line < INVOICE + 3 else blank)).items():
            li.type("invoice", line, name, cell)
    table = invoices(li.desk.sync())
    assert (table.removed, table.rows, table.statuses) == (0, 3, {})
    grace = office.people[1]
    grace.type("invoice", INVOICE, "amount", None)
    for name in contents[0]:
        grace.type("invoice", INVOICE, name, None)
    assert invoices(grace.desk.sync()).removed == 0
    assert (invoices(li.desk.sync()).removed, invoices(li.desk.sync()).removed) == (1, 0)


# What left


def test_rows_that_a_sync_removed_are_named(terminal: Terminal, book: Workbook) -> None:
    book.add("visit", day=dt.date(2026, 2, 1), customer="Acme Ltd")
    book.sync()
    book.hands.remove("invoice", 0)
    book.hands.remove("visit", 0)
    said = terminal.says("book", "sync", book.path, code=0).splitlines()
    assert [line for line in said if line.startswith("–")] == [
        "– Invoices, FP-0001: Removed from the store.",
        "– Visits, 2026-02-01 / Acme Ltd: Removed from the store.",
    ]


# Numbers that the server gave


def test_a_number_that_was_typed_over_is_told(book: Workbook) -> None:
    book.type("invoice", 0, "number", "FP-9999")
    book.type("invoice", 1, "number", None)
    report = book.sync()
    assert [(row.tick, row.message) for row in report.rows] == [
        ("✓", "Its number was changed from FP-0001 to FP-9999."),
        ("✗", "Number: A row that has a number keeps one: put FP-0002 back, or choose Take theirs."),
    ]


# Amounts and their currency


def test_where_the_currency_is_missing_the_row_points_at_the_currency(book: Workbook) -> None:
    issued = dt.date(2026, 1, 9)
    book.add("invoice", customer="Acme Ltd", issued_on=issued, amount=5.0)
    book.type("invoice", 1, "currency", None)
    book.type("invoice", 2, "currency", None)
    book.type("invoice", 2, "amount", 6.0)
    report = book.sync()
    assert [row.message for row in report.rows] == [
        "Currency: It is required and is blank.",
        "Amount: It is not sent without its currency. ▪ Currency: It is required and is blank.",
        "The new row was not stored. ▪ Currency: It is required and is blank.",
    ]
    assert [str(cell or "").count("=x") for cell in book.column("invoice", "_open")] == [0, 1, 2, 0, 1]
    book.type("invoice", 2, "_tick", "Take theirs")
    book.type("invoice", 1, "currency", "Yuan")
    book.type("invoice", 4, "currency", "Yuan")
    assert not list(book.sync().open_rows())
    assert book.rows("invoice", "amount", "currency")[2] == (40.0, "Yuan")
