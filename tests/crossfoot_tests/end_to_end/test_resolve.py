"""``crossfoot resolve``: what waits for a decision, deciding it field by field, and what is given up."""

from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_server.accounts import apply_organisation
from crossfoot_tests.end_to_end.terminal import AGREE, Terminal
from crossfoot_tests.end_to_end.test_hazards_scope import reorganised
from crossfoot_tests.end_to_end.test_promises import conflicting
from crossfoot_tests.end_to_end.world import with_rows

pytestmark = pytest.mark.slow


def test_resolve_lists_and_decides_by_row_and_field(terminal: Terminal) -> None:
    mine, _ = conflicting(terminal.world)
    listed = terminal.says("resolve", mine.path, code=0)
    assert listed.startswith("Invoices FP-0002 · Amount\n    Amount: you have 8.00, Grace Chen changed it to 9.00 on ")
    assert [(each["row"], each["column"]) for each in terminal.json("resolve", mine.path)] == [("FP-0002", "amount")]
    for selection in (("--row", "FP-0001"), ("--field", "terms"), ("--table", "visit")):
        assert terminal.says("resolve", mine.path, "--mine", *selection, code=1) == (
            f"Error: Nothing open matches. List what is open with: crossfoot resolve {mine.path}"
        )
    terminal.says("resolve", mine.path, "--mine", "--table", "invoice", "--row", "FP-0002", "--field", "amount", code=0)
    assert mine.rows("invoice", "_tick", "amount")[1] == ("✓", 8.0)
    assert terminal.says("resolve", mine.path, code=0) == "Nothing is open."


def test_resolve_says_which_row_a_held_line_stands_for_and_what_each_choice_would_do(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    for column in ("number", "customer", "issued_on", "amount", "currency", "terms"):
        book.type("invoice", 0, column, book.column("invoice", column)[1])
    book.type("invoice", 1, "number", "FP-0900")
    terminal.says("book", "sync", book.path, code=3)
    assert terminal.says("resolve", book.path, code=0).splitlines() == [
        "To be mended or chosen in the sheet itself:",
        "Invoices row 4 stands for FP-0001, but shows FP-0002",
        "    Choose in its Sync column. Take theirs: it shows FP-0001 again.",
        "    Keep mine: FP-0001 becomes FP-0002.",
        "Invoices row 5 stands for FP-0002, but shows FP-0900",
        "    Choose in its Sync column. Take theirs: it shows FP-0002 again.",
        "    Keep mine: FP-0002 becomes FP-0900.",
    ]
    assert terminal.says("resolve", book.path, "--table", "visit", code=0) == "Nothing is open."
    for position in (0, 1):
        book.type("invoice", position, "_tick", "Take theirs")
    terminal.says("book", "sync", book.path, code=0)
    assert terminal.says("resolve", book.path, code=0) == "Nothing is open."


def test_resolve_says_so_where_only_some_cells_of_a_line_came_from_others(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    amounts = book.column("invoice", "amount")
    for position in range(3):
        book.type("invoice", position, "amount", amounts[(position + 1) % 3])
    terminal.says("book", "sync", book.path, code=3)
    assert terminal.says("resolve", book.path, code=0).splitlines()[1:4] == [
        "Invoices row 4 is FP-0001, but some of its cells seem to have come from other lines",
        "    Choose in its Sync column. Take theirs: it shows the stored row again.",
        "    Keep mine: the stored row becomes what stands there.",
    ]


def test_resolve_takes_theirs(terminal: Terminal) -> None:
    mine, _ = conflicting(terminal.world)
    assert terminal.json("resolve", mine.path, "--theirs")["ties"] is True
    assert mine.rows("invoice", "_tick", "amount")[1] == ("✓", 9.0)


def test_what_is_given_up_for_theirs_is_told_value_by_value(terminal: Terminal) -> None:
    mine, theirs = conflicting(terminal.world)
    mine.type("invoice", 0, "issued_on", "soon")
    mine.sync()
    said = terminal.says("resolve", mine.path, "--theirs", code=0).splitlines()
    assert said[said.index("Given up for the store's:") :] == [
        "Given up for the store's:",
        "    Invoices FP-0001 · Issued on: soon → 2026-01-01",
        "    Invoices FP-0002 · Amount: 8.00 → 9.00",
        AGREE,
    ]
    theirs.type("invoice", 0, "terms", "Grace's")
    theirs.sync()
    mine.type("invoice", 0, "terms", "mine")
    mine.sync()
    mine.type("invoice", 0, "_tick", "Take theirs")
    assert terminal.json("book", "sync", mine.path)["given_up"] == [
        {
            "table": "invoice",
            "label": "Invoices",
            "row": "FP-0001",
            "column": "Terms",
            "mine": "mine",
            "theirs": "Grace's",
        }
    ]


def test_mine_and_theirs_at_once_are_a_wrong_call_and_give_up_nothing(terminal: Terminal) -> None:
    mine, _ = conflicting(terminal.world)
    before = mine.path.read_bytes()
    said = terminal.says("resolve", mine.path, "--mine", "--theirs", code=2)
    assert said.splitlines()[-1] == "Error: Choose one of --mine, --theirs."
    assert mine.path.read_bytes() == before


def test_resolve_says_of_each_field_what_is_said_of_that_field(terminal: Terminal) -> None:
    mine, theirs = conflicting(terminal.world)
    mine.type("invoice", 1, "terms", "mine")
    theirs.type("invoice", 1, "terms", "Grace's")
    theirs.sync()
    mine.sync()
    listed = terminal.says("resolve", mine.path, code=0).splitlines()
    assert [line.split(" on ")[0] for line in listed] == [
        "Invoices FP-0002 · Amount",
        "    Amount: you have 8.00, Grace Chen changed it to 9.00",
        "Invoices FP-0002 · Terms",
        "    Terms: you have mine, Grace Chen changed it to Grace's",
    ]


def test_what_is_said_of_a_row_as_a_whole_is_listed_once_below_its_fields(terminal: Terminal) -> None:
    with_rows(terminal.world)
    book = terminal.world.workbook("grace")
    book.type("invoice", 0, "terms", "mine")
    book.type("invoice", 0, "amount", 8.0)
    apply_organisation(terminal.world.store, reorganised(people={"grace": "south"}))
    book.sync()
    terminal.log_in("grace")
    *fields, said = terminal.says("resolve", book.path, code=0).splitlines()
    assert fields == ["Invoices FP-0001 · Amount", "Invoices FP-0001 · Terms"]
    assert said.startswith("    This row is not within your scope. ▪ There is no such row within your scope; ")


def test_resolve_names_the_rows_that_are_to_be_mended_in_the_sheet(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    book.add("visit", day=dt.date(2026, 2, 1))
    book.sync()
    assert terminal.says("resolve", book.path, code=0).splitlines() == [
        "To be mended or chosen in the sheet itself:",
        "Visits row 4: 2026-02-01",
        "    The new row was not stored. ▪ Customer: It is required and is blank.",
    ]


def test_resolve_can_be_looked_at_first_and_says_why(terminal: Terminal) -> None:
    mine, _ = conflicting(terminal.world)
    before = mine.path.read_bytes()
    listed = terminal.says("resolve", mine.path, "--mine", "--preview", code=0)
    assert listed.startswith(
        "A preview: nothing was decided or sent. With --mine the workbook's values would be sent.\n"
        "Invoices FP-0002 · Amount\n    Amount: you have 8.00, "
    )
    assert mine.path.read_bytes() == before
    batch = terminal.json("resolve", mine.path, "--mine", "--reason", "as agreed")["batch"]
    newest = terminal.json("batches", mine.path, "--limit", 1)["batches"][0]
    assert (newest["id"], newest["reason"]) == (batch, "as agreed")
