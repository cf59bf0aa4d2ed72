"""Pasting over rows, filling, and working under an active filter, carried out by LibreOffice in the real file."""

from __future__ import annotations

import re
import zipfile

import pytest

from crossfoot_tests.end_to_end.test_promises import statuses
from crossfoot_tests.end_to_end.world import Workbook, World, with_rows
from crossfoot_tests.office.person import LibreOffice

pytestmark = pytest.mark.slow

INVOICES, TABLE = "Invoices", "cf_invoice"
CUSTOMER = 2
"""The place of the customer's column in the Excel Table, from 0."""


def stored(world: World) -> list[tuple[str, str, str]]:
    """Number, amount and terms of every stored invoice, by number."""
    return sorted(world.stored("invoice", "number", "amount", "terms"))


def test_h03_a_row_pasted_whole_over_several_removes_those_and_says_of_the_copies_what_they_are(
    world: World, libreoffice: LibreOffice
) -> None:
    book = with_rows(world)
    source, target = (book.span("invoice", ("_tick", "_open"), rows) for rows in ((0, 0), (1, 2)))
    libreoffice.work(book.path, ("copy", INVOICES, source, target))
    assert statuses(book.sync()) == {"invoice": {"refused": 2, "removed": 2}}
    assert book.rows("invoice", "_tick", "number") == [
        ("✓", "FP-0001"),
        ("✗", "FP-0001"),
        ("✗", "FP-0001"),
        ("✓", "FP-0004"),
    ]
    for position in (1, 2):
        assert "This row is a copy; it counts as a new row." in book.message("invoice", position)
    assert stored(world) == [("FP-0001", "100.00", "terms 1"), ("FP-0004", "7.25", "terms 4")]


def test_h03_visible_cells_pasted_over_several_rows_are_edits_but_for_the_number_they_may_not_share(
    world: World, libreoffice: LibreOffice
) -> None:
    book = with_rows(world)
    ids = book.column("invoice", "_id")
    source, target = (book.span("invoice", ("_tick", "_message"), rows) for rows in ((0, 0), (1, 2)))
    libreoffice.work(book.path, ("copy", INVOICES, source, target))
    assert statuses(book.sync()) == {"invoice": {"open": 2}}
    assert book.column("invoice", "_id") == ids
    assert book.ticks("invoice") == ["✓", "✗", "✗", "✓"]
    assert book.message("invoice", 1) == "Number “FP-0001” exists already."
    assert stored(world) == [
        ("FP-0001", "100.00", "terms 1"),
        ("FP-0002", "100.00", "terms 1"),
        ("FP-0003", "100.00", "terms 1"),
        ("FP-0004", "7.25", "terms 4"),
    ]


def test_h03_values_pasted_over_cells_of_several_rows_are_edits_of_those(
    world: World, libreoffice: LibreOffice
) -> None:
    book = with_rows(world)
    terms = book.place("invoice", "terms")
    libreoffice.work(book.path, ("copy_values", INVOICES, terms, book.span("invoice", ("terms", "terms"), (1, 3))))
    assert statuses(book.sync()) == {"invoice": {"ok": 3}}
    assert [row[2] for row in stored(world)] == ["terms 1"] * 4


def test_h03_pasting_and_undoing_it_before_saving_changes_nothing(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    source, target = (book.span("invoice", ("_tick", "_open"), rows) for rows in ((0, 0), (1, 3)))
    libreoffice.work(book.path, ("copy", INVOICES, source, target), ("undo", 1))
    report = book.sync()
    assert (statuses(report), report.ties) == ({}, True)
    assert book.ticks("invoice") == ["✓"] * 4


def test_h03_a_series_dragged_over_amounts_is_an_edit_of_each(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    first, last = (book.place("invoice", "amount", position) for position in (0, 3))
    libreoffice.work(book.path, ("drag_fill", INVOICES, first, last))
    assert statuses(book.sync()) == {"invoice": {"ok": 3}}
    assert [row[1] for row in stored(world)] == ["100.00", "101.00", "102.00", "103.00"]


def test_h03_numbers_dragged_down_over_other_rows_hold_the_table(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    before = stored(world)
    libreoffice.work(book.path, ("fill_down", INVOICES, book.span("invoice", ("number", "number"), (0, 3))))
    book.sync()
    assert stored(world) == before
    assert "✗" in book.ticks("invoice")


def under_filter(world: World, libreoffice: LibreOffice, *actions: tuple[object, ...]) -> Workbook:
    """李娜's book, in which she has filtered the invoices of Acme and then done ``actions``."""
    book = with_rows(world)
    first = book.line("invoice", 0)
    answers = libreoffice.work(
        book.path, ("filter", TABLE, CUSTOMER, "Acme Ltd"), ("visible_rows", INVOICES, first, 4), *actions
    )
    assert answers[1] == [first, first + 2]
    return book


def criteria(book: Workbook) -> list[str]:
    """What the filters of the workbook let through, as written in its parts."""
    with zipfile.ZipFile(book.path) as package:
        parts = (package.read(name).decode() for name in sorted(package.namelist()) if "tables/" in name)
        return [found for part in parts for found in re.findall(r'<filter val="([^"]*)"', part)]


def test_h08_an_edit_under_a_filter_reaches_its_row_and_the_filter_stays(
    world: World, libreoffice: LibreOffice
) -> None:
    book = under_filter(world, libreoffice, ("type", INVOICES, "E6", 41))
    theirs = world.workbook("grace")
    theirs.type("invoice", 1, "terms", "for a row that is filtered out")
    theirs.add("invoice", customer="Acme Ltd", issued_on="2026-02-01", amount=1.0, currency="Yuan", owner="李娜")
    theirs.sync()
    assert criteria(book) == ["Acme Ltd"]
    report = book.sync()
    assert (statuses(report), report.ties) == ({"invoice": {"ok": 1}}, True)
    assert criteria(book) == ["Acme Ltd"]
    assert book.rows("invoice", "number", "amount", "terms") == [
        ("FP-0001", 100.0, "terms 1"),
        ("FP-0002", 2500.5, "for a row that is filtered out"),
        ("FP-0003", 41.0, "terms 3"),
        ("FP-0004", 7.25, "terms 4"),
        ("FP-0005", 1.0, None),
    ]


def test_h08_filling_and_pasting_under_a_filter_changes_only_what_is_seen(
    world: World, libreoffice: LibreOffice
) -> None:
    book = under_filter(
        world,
        libreoffice,
        ("drag_fill", INVOICES, "E4", "E7"),
        ("copy", INVOICES, "I4", "I4:I7"),
    )
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert stored(world) == [
        ("FP-0001", "100.00", "terms 1"),
        ("FP-0002", "2500.50", "terms 2"),
        ("FP-0003", "101.00", "terms 1"),
        ("FP-0004", "7.25", "terms 4"),
    ]


def test_h08_rows_deleted_under_a_filter_are_those_that_were_seen(world: World, libreoffice: LibreOffice) -> None:
    book = under_filter(world, libreoffice, ("delete_rows", INVOICES, 4, 4))
    assert statuses(book.sync()) == {"invoice": {"removed": 2}}
    assert [row[0] for row in stored(world)] == ["FP-0002", "FP-0004"]


def test_h10_a_formula_dragged_down_is_pushed_by_its_values_and_stays(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    libreoffice.work(book.path, ("type", INVOICES, "E4", "=ROW()*10"), ("drag_fill", INVOICES, "E4", "E7"))
    assert statuses(book.sync()) == {"invoice": {"ok": 4}}
    assert [row[1] for row in stored(world)] == ["40.00", "50.00", "60.00", "70.00"]
    assert book.hands.cells("invoice").formulas == {("amount", position) for position in range(4)}
