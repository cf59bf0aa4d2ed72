"""What people type into cells, on workbook files against the real server (H12, H13, H14, H26)."""

from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.test_promises import statuses
from crossfoot_tests.end_to_end.world import World, with_rows

pytestmark = pytest.mark.slow


def test_h12_numbers_written_as_text_are_numbers(world: World) -> None:
    book = with_rows(world)
    for position, text in enumerate(("１，０００．５０", "¥2,000", "3万", "(4)")):
        book.type("invoice", position, "amount", text)
    assert statuses(book.sync()) == {"invoice": {"ok": 3}}
    assert book.rows("invoice", "_tick", "amount") == [("✓", 1000.5), ("✓", 2000.0), ("✓", 30000.0), ("✗", "(4)")]
    assert book.message("invoice", 3) == "Amount: -4.00 is below the least allowed, 0."


def test_h12_an_amount_in_another_currency_stays_in_its_cell_until_its_row_is_of_that_currency(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "amount", "USD 5000")
    book.sync()
    assert book.rows("invoice", "_tick", "amount", "currency")[0] == ("✗", "USD 5000", "Yuan")
    assert book.message("invoice", 0) == (
        "Amount: “USD 5000” says US dollar, and the row's currency is Yuan; "
        "change the currency, or write the number alone."
    )
    book.type("invoice", 0, "currency", "US dollar")
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert book.rows("invoice", "_tick", "amount", "currency")[0] == ("✓", 5000.0, "US dollar")


def test_h13_what_is_no_date_is_a_finding_and_never_a_guess(world: World) -> None:
    book = with_rows(world)
    cells: list[CellValue] = [2017.1, "3/5/2024", "2024.3.5", 45356.0]
    for position, cell in enumerate(cells):
        book.type("invoice", position, "issued_on", cell)
    assert statuses(book.sync()) == {"invoice": {"ok": 2}}
    assert book.message("invoice", 0) == "Issued on: The date column holds the number 2017.1; type the whole date."
    assert book.message("invoice", 1) == (
        "Issued on: “3/5/2024” may be day/month or month/day; write it as 2024-03-05."
    )
    assert book.column("invoice", "issued_on")[2:] == [dt.date(2024, 3, 5), dt.date(2024, 3, 5)]


def test_h14_codes_keep_their_zeros_and_numbers_in_a_code_column_are_findings(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "number", "0000611365")
    book.type("invoice", 1, "number", 611365.0)
    book.type("invoice", 2, "number", 26442000000000000000.0)
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert book.ticks("invoice") == ["✓", "✗", "✗", "✓"]
    assert ("0000611365",) in world.stored("invoice", "number")
    assert "is it “611365”?" in book.message("invoice", 1)
    assert "its last digits are lost" in book.message("invoice", 2)


def test_h26_text_of_every_kind_comes_back_as_it_went(world: World) -> None:
    texts = ['=HYPERLINK("http://x")', "👩‍👩‍👧 سلام _x0041_", "first\nsecond", "+86 21 5555", "-", "@all", "x" * 4000]
    mine, theirs = with_rows(world), world.workbook("grace")
    for position, text in enumerate(texts[:4]):
        mine.type("invoice", position, "terms", text)
    assert statuses(mine.sync()) == {"invoice": {"ok": 4}}
    theirs.sync()
    assert theirs.column("invoice", "terms") == texts[:4]
    assert theirs.hands.cells("invoice").formulas == frozenset()
    for position, text in enumerate((*texts[4:], "x" * 4001)):
        mine.type("invoice", position, "terms", text)
    assert statuses(mine.sync()) == {"invoice": {"ok": 3}}
    assert mine.message("invoice", 3) == "Terms: It has 4001 characters; at most 4000 are allowed."
    theirs.sync()
    assert theirs.column("invoice", "terms") == [*texts[4:], texts[3]]


def test_h26_a_control_character_is_a_finding(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "terms", "bell\x07")
    book.sync()
    assert book.message("invoice", 0) == "Terms: It holds an invisible control character; type it again."
