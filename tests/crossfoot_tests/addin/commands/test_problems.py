from __future__ import annotations

import pytest

from crossfoot_addin.commands.selection import Selection
from crossfoot_templates.layout import MESSAGE, TICK
from crossfoot_tests.addin.commands.person import Screen, press
from crossfoot_tests.end_to_end.desks import INVOICE, Person


@pytest.fixture
def amiss(li: Person) -> Person:
    """李娜, with problems in her first and third invoice and in her customer."""
    for table, line, tick, message in (
        ("customer", 4, "✗", "Name is missing."),
        ("invoice", INVOICE, "⚠", "Terms: Grace changed it too."),
        ("invoice", INVOICE + 2, "✗", None),
    ):
        li.type(table, line, TICK, tick)
        li.type(table, line, MESSAGE, message)
    return li


@pytest.mark.parametrize(
    ("sheet", "row", "at", "said"),
    [
        ("Customers", 1, ("Customers", 4), "Problem 1 of 3, row 4 ✗ Name is missing."),
        ("Customers", 4, ("Invoices", 4), "Problem 2 of 3, row 4 ⚠ Terms: Grace changed it too."),
        ("Invoices", 4, ("Invoices", 6), "Problem 3 of 3, row 6 ✗ It has no message."),
        ("Invoices", 6, ("Customers", 4), "Problem 1 of 3, row 4 ✗ Name is missing."),
        ("Visits", 9, ("Customers", 4), "Problem 1 of 3, row 4 ✗ Name is missing."),
        ("My notes", 2, ("Customers", 4), "Problem 1 of 3, row 4 ✗ Name is missing."),
    ],
)
def test_each_press_goes_to_the_next_problem_and_around(
    amiss: Person, sheet: str, row: int, at: tuple[str, int], said: str
) -> None:
    screen = Screen()
    assert press("problems", amiss, screen, Selection(sheet, ((row, row),))) == said
    assert (screen.at, screen.told) == (at, [])


def test_a_problem_in_a_row_that_nobody_sees_says_so(amiss: Person) -> None:
    said = press("problems", amiss, Screen(), hidden={4})
    assert said == "Problem 1 of 3, row 4 ✗ Name is missing. (This row is hidden or filtered out.)"


def test_without_problems_it_says_so(li: Person) -> None:
    screen = Screen()
    assert press("problems", li, screen) == "There are no problems."
    assert (screen.at, screen.told) == (None, [])


def test_sheets_follow_each_other_as_they_stand_in_the_workbook(amiss: Person) -> None:
    screen = Screen()
    press("problems", amiss, screen, Selection("Invoices", ((6, 6),)), sheets=("Invoices", "My notes", "Customers"))
    assert screen.at == ("Customers", 4)


def test_problems_on_hidden_sheets_are_named(amiss: Person) -> None:
    screen = Screen()
    press("problems", amiss, screen, sheets=("Visits",))
    assert screen.told == ["All problems are on hidden sheets: Customers, Invoices. Unhide them first."]
    assert screen.at is None


def test_a_message_that_the_status_bar_would_cut_comes_in_a_box_too(amiss: Person) -> None:
    amiss.type("customer", 4, MESSAGE, "a long story " * 10)
    screen = Screen()
    assert screen.told == []
    assert press("problems", amiss, screen) == screen.told[0]
