from __future__ import annotations

from crossfoot_addin.commands.selection import Selection
from crossfoot_templates.layout import TICK
from crossfoot_tests.addin.commands.person import Screen, press
from crossfoot_tests.end_to_end.desks import INVOICE, Desks, in_conflict, row, terms

FIRST = Selection("Invoices", ((INVOICE, INVOICE),))
ALL = Selection("Invoices", ((1, 1_048_576),))


def test_keep_mine_sends_the_values_of_the_selected_rows(office: Desks) -> None:
    li = in_conflict(office)
    screen = Screen()
    assert press("keep_mine", li, screen, FIRST) == "Synced: 1 row sent."
    assert screen.bar == ["Keep mine chosen for 1 row.", "Synced: 1 row sent."]
    assert (row(li), terms(office)) == (("✓", "mine", None), ["mine", None, None])


def test_take_theirs_puts_the_values_of_the_store_into_the_cells(office: Desks) -> None:
    li = in_conflict(office)
    assert press("take_theirs", li, Screen(), ALL) == "Synced: nothing had changed."
    assert (row(li), terms(office)) == (("✓", "Grace's", None), ["Grace's", None, None])


def test_rows_that_are_not_selected_stay_open(office: Desks) -> None:
    li = in_conflict(office)
    screen = Screen()
    said = "None of the selected rows has anything to decide (⚠ or ✗)."
    assert press("keep_mine", li, screen, Selection("Invoices", ((INVOICE + 1, INVOICE + 2),))) == said
    assert (screen.told, li.shows("invoice", INVOICE, TICK)) == ([said], "⚠")


def test_rows_that_nobody_sees_are_left(office: Desks) -> None:
    li = in_conflict(office)
    said = "Every selected row that has something to decide is hidden or filtered out. Show them first."
    assert press("keep_mine", li, Screen(), ALL, hidden={INVOICE}) == said
    assert li.shows("invoice", INVOICE, TICK) == "⚠"


def test_hidden_rows_are_counted_where_others_are_decided(office: Desks) -> None:
    li = in_conflict(office)
    li.type("invoice", INVOICE + 1, "amount", "abc")
    li.desk.sync()
    assert press("keep_mine", li, Screen(), ALL, hidden={INVOICE + 1}).endswith(". 1 row hidden and left as they were.")
    assert [li.shows("invoice", line, TICK) for line in (INVOICE, INVOICE + 1)] == ["✓", "✗"]


def test_a_choice_made_before_may_be_changed(office: Desks) -> None:
    li = in_conflict(office)
    li.type("invoice", INVOICE, TICK, "Keep mine")
    press("take_theirs", li, Screen(), FIRST)
    assert terms(office) == ["Grace's", None, None]


def test_a_selection_beside_the_tables_is_said_to_be_none(office: Desks) -> None:
    screen = Screen()
    said = "What is selected is in no table of crossfoot. Select rows of a table."
    assert press("keep_mine", office.people[0], screen, Selection("Notes", ((4, 4),))) == said
    assert screen.told == [said]


def test_a_choice_in_a_chinese_book_is_the_one_of_its_drop_down(office: Desks) -> None:
    li = in_conflict(office)
    screen = Screen(language="zh")
    press("keep_mine", li, screen, FIRST)
    assert screen.bar[0] == "已对 1 行选择“保留我的”。"
    assert terms(office) == ["mine", None, None]
