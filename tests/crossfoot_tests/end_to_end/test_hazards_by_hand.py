"""Hazards that come from a person's hands, carried out by LibreOffice in the real file."""

from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_templates.layout import FIRST_ROW, HEADER_ROW
from crossfoot_tests.end_to_end.test_promises import statuses
from crossfoot_tests.end_to_end.world import World, with_rows
from crossfoot_tests.office.person import LibreOffice

pytestmark = pytest.mark.slow

INVOICES = "Invoices"


def test_h01_a_sort_that_takes_the_hidden_columns_along_changes_nothing(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    whole = book.span("invoice", ("_tick", "_open"), (0, 3))
    libreoffice.work(book.path, ("sort", INVOICES, whole, 4, False))
    assert book.column("invoice", "amount") == [2500.5, 100.0, 40.0, 7.25]
    report = book.sync()
    assert statuses(report) == {}
    assert report.ties
    assert book.rows("invoice", "_tick", "amount") == [("✓", 2500.5), ("✓", 100.0), ("✓", 40.0), ("✓", 7.25)]


def test_h01_an_edit_after_a_sort_reaches_the_row_it_was_made_in(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    whole = book.span("invoice", ("_tick", "_open"), (0, 3))
    libreoffice.work(book.path, ("sort", INVOICES, whole, 4, False))
    book.type("invoice", 0, "terms", "the big one")
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert ("2500.50", "the big one") in world.stored("invoice", "amount", "terms")


def test_h02_rows_that_a_sort_parted_from_their_ids_are_brought_together(
    world: World, libreoffice: LibreOffice
) -> None:
    book = with_rows(world)
    visible = book.span("invoice", ("_tick", "_message"), (0, 3))
    before = world.stored("invoice", "number", "amount", "terms")
    libreoffice.work(book.path, ("sort", INVOICES, visible, 4, False))
    report = book.sync()
    assert statuses(report) == {}
    mixed_up = "2 rows that a sort or a paste had mixed up were matched with their stored rows again."
    assert report.tables[1].notes == [mixed_up]
    assert world.stored("invoice", "number", "amount", "terms") == before
    assert book.column("invoice", "amount") == [2500.5, 100.0, 40.0, 7.25]
    book.type("invoice", 0, "terms", "still the big one")
    book.sync()
    assert ("2500.50", "still the big one") in world.stored("invoice", "amount", "terms")


def test_h02_an_edit_of_the_key_after_such_a_sort_still_finds_its_row(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    libreoffice.work(book.path, ("sort", INVOICES, book.span("invoice", ("_tick", "_message"), (0, 3)), 4, False))
    book.type("invoice", 0, "number", "X-1")
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert ("X-1", "2500.50", "terms 2") in world.stored("invoice", "number", "amount", "terms")
    assert ("FP-0001", "100.00", "terms 1") in world.stored("invoice", "number", "amount", "terms")


def test_h02_where_it_is_not_certain_nothing_of_the_rows_in_doubt_is_sent(
    world: World, libreoffice: LibreOffice
) -> None:
    book = with_rows(world)
    before = world.stored("invoice", "number", "amount", "terms")
    libreoffice.work(book.path, ("sort", INVOICES, book.span("invoice", ("_tick", "_message"), (0, 3)), 4, True))
    for position in (0, 1):
        for column, value in (
            ("number", f"X-{position}"),
            ("amount", 1.0),
            ("terms", None),
            ("issued_on", "2026-02-28"),
        ):
            book.type("invoice", position, column, value)
    report = book.sync()
    assert statuses(report) == {}
    assert report.tables[1].notes[0].startswith("4 lines stand for other rows of the store than they show and were not")
    assert [(tick, str(said).partition(" (")[0]) for tick, said in book.rows("invoice", "_tick", "_message")] == [
        ("✗", "Not sent: this line stands for another row of the store than it shows")
    ] * 4
    assert world.stored("invoice", "number", "amount", "terms") == before


def test_h02_a_sort_of_some_columns_only_is_noticed_and_sends_nothing(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    shown, stored = book.rows("invoice", "_tick", "amount"), world.stored("invoice", "number", "amount", "terms")
    libreoffice.work(book.path, ("sort", INVOICES, book.span("invoice", ("amount", "terms"), (0, 3)), 0, True))
    assert book.column("invoice", "amount") == [7.25, 40.0, 100.0, 2500.5]
    report = book.sync()
    assert statuses(report) == {}
    assert (
        report.tables[1]
        .notes[0]
        .startswith("4 lines were not sent: what stands under Amount, Terms seems to have changed places between lines")
    )
    assert world.stored("invoice", "number", "amount", "terms") == stored
    for position in range(4):
        book.type("invoice", position, "_tick", "Take theirs")
    assert book.sync().ties
    assert book.rows("invoice", "_tick", "amount") == shown
    assert world.stored("invoice", "number", "amount", "terms") == stored


def test_h03_of_a_copied_row_the_original_keeps_its_id_and_the_copy_is_new(
    world: World, libreoffice: LibreOffice
) -> None:
    book = with_rows(world)
    source = book.span("invoice", ("_tick", "_open"), (0, 0))
    below = book.line("invoice", 3) + 1
    libreoffice.work(book.path, ("copy", INVOICES, source, f"A{below}"))
    ids = book.column("invoice", "_id")
    assert ids[0] == ids[4]
    report = book.sync()
    assert statuses(report) == {"invoice": {"refused": 1}}
    assert "exists already" in book.message("invoice", 4)
    assert "This row is a copy; it counts as a new row." in book.message("invoice", 4)
    assert book.column("invoice", "_id")[0] == ids[0]
    assert book.column("invoice", "_id")[4] != ids[0]
    book.type("invoice", 4, "number", None)
    book.type("invoice", 4, "terms", "the copy")
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert [terms for (terms,) in world.stored("invoice", "terms")] == [
        "terms 1",
        "terms 2",
        "terms 3",
        "terms 4",
        "the copy",
    ]


def test_h03_when_the_original_was_edited_the_copy_above_it_does_not_take_its_place(
    world: World, libreoffice: LibreOffice
) -> None:
    book = with_rows(world)
    original = book.column("invoice", "_id")[3]
    top = book.line("invoice", 0)
    libreoffice.work(
        book.path,
        ("insert_rows", INVOICES, top + 1, 1),
        ("copy", INVOICES, f"A{top + 4}:Q{top + 4}", f"A{top + 1}"),
    )
    book.type("invoice", 1, "number", None)
    book.type("invoice", 1, "terms", "made from the last one")
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert book.column("invoice", "_id")[4] == original
    assert book.rows("invoice", "_tick", "terms")[1] == ("✓", "made from the last one")


def test_h03_an_edited_copy_above_its_original_does_not_take_its_place(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    original = book.column("invoice", "_id")[3]
    top = book.line("invoice", 0)
    libreoffice.work(
        book.path,
        ("insert_rows", INVOICES, top + 1, 1),
        ("copy", INVOICES, f"A{top + 4}:Q{top + 4}", f"A{top + 1}"),
        ("type", INVOICES, f"I{top + 1}", "typed into the copy"),
    )
    assert statuses(book.sync()) == {"invoice": {"refused": 1}}
    assert book.column("invoice", "_id")[4] == original
    assert ("FP-0004", "terms 4") in world.stored("invoice", "number", "terms")


def test_h04_a_row_that_was_cut_and_inserted_elsewhere_stays_itself(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    first, last = book.line("invoice", 0), book.line("invoice", 3)
    libreoffice.work(book.path, ("move_row", INVOICES, first, last + 1))
    report = book.sync()
    assert statuses(report) == {}
    assert report.ties
    assert book.column("invoice", "amount") == [2500.5, 40.0, 7.25, 100.0]


def test_h05_blank_rows_and_painted_cells_are_no_rows(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    second = book.line("invoice", 1)
    libreoffice.work(
        book.path,
        ("insert_rows", INVOICES, second, 2),
        ("colour", INVOICES, "A4:K4000"),
        ("colour", INVOICES, "A9000:C9001"),
    )
    report = book.sync()
    assert statuses(report) == {}
    assert report.ties
    assert book.column("invoice", "amount") == [100.0, 2500.5, 40.0, 7.25]


def test_h07_columns_may_be_inserted_and_the_users_own_column_stays(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    own = book.place("invoice", "amount").rstrip("0123456789")
    libreoffice.work(
        book.path,
        ("insert_columns", INVOICES, ord(own) - 64, 1),
        ("type", INVOICES, f"{own}{HEADER_ROW}", "my remark"),
        ("type", INVOICES, f"{own}{FIRST_ROW}", "call them"),
    )
    book.type("invoice", 0, "amount", 101.0)
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert world.stored("invoice", "amount")[-1] == ("101.00",)
    assert libreoffice.work(book.path, ("read", INVOICES, f"{own}{HEADER_ROW}:{own}{FIRST_ROW}")) == [
        [["my remark"], ["call them"]]
    ]


def test_h07_an_edited_heading_stops_its_table_and_says_which(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    heading = book.place("invoice", "amount").rstrip("0123456789") + str(HEADER_ROW)
    libreoffice.work(book.path, ("type", INVOICES, heading, "Amount (yuan)"))
    book.type("invoice", 0, "amount", 5.0)
    book.type("customer", 0, "notes", "goes through")
    report = book.sync()
    assert statuses(report) == {"customer": {"ok": 1}}
    (note,) = report.tables[1].notes
    assert note.startswith("Column “Amount (yuan)” should be headed “Amount” (amount); nothing of this table was sent.")
    assert world.stored("invoice", "amount")[0] == ("100.00",)
    libreoffice.work(book.path, ("type", INVOICES, heading, "Amount"))
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert book.sync().ties


def test_h07_a_deleted_column_keeps_its_stored_values(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    column = ord(book.place("invoice", "terms").rstrip("0123456789")) - 64
    libreoffice.work(book.path, ("delete_columns", INVOICES, column, 1))
    book.type("invoice", 0, "amount", 55.0)
    report = book.sync()
    assert statuses(report) == {"invoice": {"ok": 1}}
    [note] = report.tables[1].notes
    assert note.startswith("Column “Terms” has been deleted; its stored values stay as they are. To have it back, undo")
    assert ("55.00", "terms 1") in world.stored("invoice", "amount", "terms")


def test_h07_two_columns_that_changed_places_are_both_followed(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    amount, currency = (book.place("invoice", name).rstrip("0123456789") for name in ("amount", "currency"))
    last = book.line("invoice", 3)
    after = chr(ord(currency) + 1)
    libreoffice.work(
        book.path,
        ("insert_columns", INVOICES, ord(after) - 64, 1),
        ("cut", INVOICES, f"{amount}{HEADER_ROW}:{amount}{last}", f"{after}{HEADER_ROW}"),
    )
    book.type("invoice", 1, "amount", 77.0)
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert ("77.00", "CNY") in world.stored("invoice", "amount", "currency")


def test_h08_filtered_and_hidden_rows_count_like_others(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    book.type("invoice", 1, "terms", "changed, then hidden")
    libreoffice.work(book.path, ("hide_rows", INVOICES, book.line("invoice", 1), 2))
    report = book.sync()
    assert statuses(report) == {"invoice": {"ok": 1}}
    assert report.ties
    assert ("2500.50", "changed, then hidden") in world.stored("invoice", "amount", "terms")


def test_h09_merged_cells_are_findings_and_blank_nothing(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    before = world.stored("invoice", "number", "terms")
    terms = book.span("invoice", ("terms", "terms"), (1, 2))
    libreoffice.work(book.path, ("merge", INVOICES, terms))
    report = book.sync()
    assert statuses(report) == {}
    assert world.stored("invoice", "number", "terms") == before
    assert book.ticks("invoice") == ["✓", "✗", "✗", "✓"]
    assert book.message("invoice", 1) == "Terms: The cell is merged, so its row is unclear; unmerge it."


def test_h10_a_formula_in_an_input_column_is_pushed_by_value_and_stays(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    cell = book.place("invoice", "amount")
    libreoffice.work(book.path, ("type", INVOICES, cell, "=60*2"))
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert ("120.00",) in world.stored("invoice", "amount")
    assert ("amount", 0) in book.hands.cells("invoice").formulas
    theirs = world.workbook("grace")
    position = theirs.column("invoice", "amount").index(120.0)
    theirs.type("invoice", position, "amount", 130.0)
    theirs.sync()
    book.sync()
    assert ("amount", 0) in book.hands.cells("invoice").formulas
    assert book.rows("invoice", "_tick", "amount")[0] == ("⚠", 120.0)


def test_h11_error_values_are_findings_and_the_stored_value_stays(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    libreoffice.work(book.path, ("type", INVOICES, book.place("invoice", "amount"), "=1/0"))
    report = book.sync()
    assert statuses(report) == {}
    assert book.rows("invoice", "_tick", "_message")[0] == (
        "✗",
        "Amount: The cell shows the error #DIV/0!; mend the formula or type a value.",
    )
    assert ("100.00",) in world.stored("invoice", "amount")


def test_h13_a_date_typed_in_a_chinese_format_is_a_date(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    libreoffice.work(book.path, ("type", INVOICES, book.place("invoice", "issued_on"), "2026年2月9日"))
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert ("2026-02-09",) in world.stored("invoice", "issued_on")
    assert book.column("invoice", "issued_on")[0] == dt.date(2026, 2, 9)


def test_h06_a_row_emptied_with_the_delete_key_counts_as_removed(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    visible = book.span("invoice", ("number", "notes"), (2, 2))
    libreoffice.work(book.path, ("clear", INVOICES, visible))
    assert statuses(book.sync()) == {"invoice": {"removed": 1}}
    assert book.column("invoice", "amount") == [100.0, 2500.5, 7.25]
    assert book.sync().ties
