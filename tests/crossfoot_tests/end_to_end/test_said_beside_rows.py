"""What stands beside a row whose number, scope or removal was not as it may be: the value, and the way out."""

from __future__ import annotations

import datetime as dt

from crossfoot_templates.layout import TICK
from crossfoot_tests.end_to_end.world import World, with_rows


def test_a_number_that_is_typed_over_is_taken_and_said_beside_its_row(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 1, "number", "MINE-7")
    book.sync()
    assert book.rows("invoice", TICK, "number")[1] == ("✓", "MINE-7")
    assert book.message("invoice", 1) == "Its number was changed from FP-0002 to MINE-7."
    book.type("invoice", 1, "number", "FP-0002")
    book.sync()
    assert book.message("invoice", 1) == "Its number was changed from MINE-7 to FP-0002."


def test_a_number_that_is_blanked_is_to_be_put_back(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 1, "number", None)
    book.sync()
    assert book.message("invoice", 1) == (
        "Number: A row that has a number keeps one: put FP-0002 back, or choose Take theirs."
    )
    book.type("invoice", 1, TICK, "Take theirs")
    book.sync()
    assert book.rows("invoice", TICK, "number")[1] == ("✓", "FP-0002")


def test_a_row_that_was_copied_with_its_number_says_how_to_get_another(world: World) -> None:
    book = with_rows(world)
    number, customer, issued_on, amount, currency = book.rows(
        "invoice", "number", "customer", "issued_on", "amount", "currency"
    )[0]
    book.add("invoice", number=number, customer=customer, issued_on=issued_on, amount=amount, currency=currency)
    book.sync()
    line = len(book.ticks("invoice")) - 1
    assert book.message("invoice", line) == (
        "The new row was not stored. ▪ "
        "Number “FP-0001” exists already; clear this cell, and the new row is given a number of its own."
    )
    book.type("invoice", line, "number", None)
    book.sync()
    assert book.rows("invoice", TICK, "number")[line] == ("✓", "FP-0005")


def test_a_key_of_several_columns_is_named_as_the_sheet_shows_it(world: World) -> None:
    book = with_rows(world)
    for _ in range(2):
        book.add("visit", day=dt.date(2026, 4, 1), customer="Acme Ltd")
        book.sync()
    assert book.message("visit", 1) == (
        "The new row was not stored. ▪ Day: Day / Customer “2026-04-01 / Acme Ltd” exists already."
    )


def test_an_entity_that_is_blanked_says_that_it_may_not_be(world: World) -> None:
    with_rows(world)
    book = world.workbook("grace")
    book.type("invoice", 0, "team", None)
    book.sync()
    assert book.message("invoice", 0) == "Team: It may not be blank: without it the row would be outside your scope."


def test_a_row_that_cannot_be_removed_says_what_to_do_instead(world: World) -> None:
    book = with_rows(world)
    book.hands.remove("customer", 0)
    book.sync()
    assert book.message("customer", book.column("customer", "code").index("KH-001")) == (
        "Rows of this table cannot be removed; it is put back. If it is done with, say so in it, as in State or Stage."
    )
