"""Hidden cells, the manifest and the lists changed by a person who unhides them, in the real file (H18)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from crossfoot_sync.client.errors import ClientError, NotABookError
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.grids.errors import GridError
from crossfoot_templates.layout import LISTS_SHEET, MANIFEST_SHEET
from crossfoot_tests.end_to_end.test_promises import statuses
from crossfoot_tests.end_to_end.world import Workbook, World, with_rows
from crossfoot_tests.office.person import LibreOffice

pytestmark = pytest.mark.slow

INVOICES = "Invoices"
COLUMNS = ("number", "customer", "amount", "currency", "terms", "owner")

Change = tuple[str, str, Any]
"""A cell and what is typed into it: sheet, address, value."""


def hidden(column: str, value: Any) -> Callable[[Workbook], list[Change]]:
    """A hidden cell of the first invoice."""
    return lambda book: [(INVOICES, book.place("invoice", column), value)]


def swapped(column: str) -> Callable[[Workbook], list[Change]]:
    """A hidden cell exchanged between the first two invoices."""

    def made(book: Workbook) -> list[Change]:
        first, second = book.column("invoice", column)[:2]
        return [
            (INVOICES, book.place("invoice", column, 0), second),
            (INVOICES, book.place("invoice", column, 1), first),
        ]

    return made


def older_revision(book: Workbook) -> list[Change]:
    _, _, rest = str(book.column("invoice", "_base")[0]).partition(":")
    return [(INVOICES, book.place("invoice", "_base"), f"99:{rest}")]


def claims_their_value(book: Workbook) -> list[Change]:
    """A base of another revision, whose hash of the field is right."""
    return [(INVOICES, book.place("invoice", "_base"), f"2:{str(book.column('invoice', '_base')[0])[2:]}")]


CELLS: dict[str, Callable[[Workbook], list[Change]]] = {
    "an id that is none": hidden("_id", "not an id"),
    "an id that nobody has": hidden("_id", new_row_id()),
    "no id": hidden("_id", ""),
    "ids exchanged": swapped("_id"),
    "a base that is none": hidden("_base", "rubbish"),
    "no base": hidden("_base", ""),
    "bases exchanged": swapped("_base"),
    "a base of a revision that never was": older_revision,
    "a base of a revision that the row has meanwhile": claims_their_value,
    "open fields that are none": hidden("_open", "|rubbish|amount=z.1.x|"),
    "an open field decided on a revision that never was": hidden("_open", "|terms=c.99.AAAAAA|"),
}


@pytest.mark.parametrize("case", CELLS)
def test_h18_whatever_stands_in_a_hidden_cell_nobody_is_overwritten_and_nothing_typed_is_lost(
    world: World, libreoffice: LibreOffice, case: str
) -> None:
    mine, theirs = with_rows(world), world.workbook("grace")
    theirs.type("invoice", 0, "terms", "Grace's")
    theirs.sync()
    before = sorted(world.stored("invoice", *COLUMNS))
    changes = [*CELLS[case](mine), (INVOICES, mine.place("invoice", "terms"), "typed by Li")]
    libreoffice.work(mine.path, *(("type", *change) for change in changes))
    for _ in range(2):
        mine.sync()
        after = sorted(world.stored("invoice", *COLUMNS))
        assert [row for row in after if row in before] == before
        typed = [row for row in mine.rows("invoice", "terms", "_tick") if row[0] == "typed by Li"]
        taken = [row for row in after if row[4] == "typed by Li"]
        assert len(typed) == 1
        assert typed[0][1] in ("⚠", "✗") or taken
    assert mine.sync().ties
    assert theirs.sync().ties


def fact(name: str, value: Any) -> Callable[[LibreOffice, Workbook], Change]:
    """A fact of the manifest."""

    def made(libreoffice: LibreOffice, book: Workbook) -> Change:
        [shown] = libreoffice.work(book.path, ("read", MANIFEST_SHEET, "A1:A40"))
        return MANIFEST_SHEET, f"B{[line[0] for line in shown].index(name) + 1}", value

    return made


def entry(name: str, value: Any, row: int = 2) -> Callable[[LibreOffice, Workbook], Change]:
    """An entry of a list."""

    def made(libreoffice: LibreOffice, book: Workbook) -> Change:
        [[shown]] = libreoffice.work(book.path, ("read", LISTS_SHEET, "A1:Z1"))
        return LISTS_SHEET, f"{chr(65 + shown.index(name))}{row}", value

    return made


REFUSED = {
    "cursor": fact("cursor", "a lot"),
    "lists": fact("lists", "{"),
    "layouts": fact("layouts", '{"invoice": 3}'),
    "language": fact("language", "tlh"),
    "user": fact("user", "grace"),
    "book": fact("book", "no such book"),
}
SURVIVED = {
    "an older cursor": fact("cursor", "1"),
    "a later cursor": fact("cursor", "999999"),
    "another epoch": fact("epoch", "0123456789abcdef"),
    "another version": fact("version", "rubbish"),
    "another workbook": fact("workbook", "rubbish"),
    "other layouts": fact("layouts", "{}"),
    "other digests": fact("lists", "{}"),
    "a row it never showed": entry("shown.invoice", "rubbish"),
    "a revision it never showed": entry("shown.invoice", f"{new_row_id()}:7", row=9),
    "another customer's id": entry("customer.id", "rubbish"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_h18_a_manifest_that_cannot_be_right_is_refused_and_nothing_is_sent(
    world: World, libreoffice: LibreOffice, case: str
) -> None:
    book = with_rows(world)
    before = world.stored("invoice", *COLUMNS)
    change = REFUSED[case](libreoffice, book)
    amount = (INVOICES, book.place("invoice", "amount"), 5)
    libreoffice.work(book.path, ("unhide", change[0]), ("type", *change), ("type", *amount))
    content = book.path.read_bytes()
    with pytest.raises((ClientError, GridError)):
        book.sync()
    assert book.path.read_bytes() == content
    assert world.stored("invoice", *COLUMNS) == before


@pytest.mark.parametrize("case", SURVIVED)
def test_h18_a_manifest_or_list_that_says_something_else_overwrites_nobody_and_agrees_in_the_end(
    world: World, libreoffice: LibreOffice, case: str
) -> None:
    mine, theirs = with_rows(world), world.workbook("grace")
    theirs.type("invoice", 0, "terms", "Grace's")
    theirs.type("invoice", 1, "terms", "also hers")
    theirs.sync()
    change = SURVIVED[case](libreoffice, mine)
    terms = (INVOICES, mine.place("invoice", "terms"), "typed by Li")
    libreoffice.work(mine.path, ("unhide", change[0]), ("type", *change), ("type", *terms))
    mine.sync()
    report = mine.sync()
    assert report.ties
    assert sorted(world.stored("invoice", "number", "terms"))[:2] == [("FP-0001", "Grace's"), ("FP-0002", "also hers")]
    assert min(mine.rows("invoice", "number", "terms", "_tick"), key=str) == ("FP-0001", "typed by Li", "⚠")
    assert len(mine.rows("invoice")) == 4


def test_h18_a_tampered_base_overwrites_nobody(world: World) -> None:
    mine, theirs = with_rows(world), world.workbook("grace")
    theirs.type("invoice", 0, "terms", "Grace's")
    theirs.sync()
    bases = mine.column("invoice", "_base")
    mine.type("invoice", 0, "_base", bases[1])
    mine.type("invoice", 0, "terms", "mine")
    mine.type("invoice", 2, "_base", "rubbish")
    mine.type("invoice", 3, "_id", "not an id")
    report = mine.sync()
    assert statuses(report)["invoice"]["open"] == 1
    assert mine.rows("invoice", "_tick", "terms")[0] == ("⚠", "mine")
    assert ("100.00", "Grace's") in world.stored("invoice", "amount", "terms")


def test_h18_a_tampered_manifest_is_refused_by_name(world: World) -> None:
    book = with_rows(world)
    tampered = load_workbook(book.path)
    sheet = tampered[MANIFEST_SHEET]
    cell = next(row[1] for row in sheet.iter_rows() if row[0].value == "cursor")
    cell.value = "a lot"
    tampered.save(book.path)
    with pytest.raises(NotABookError, match="manifest is damaged"):
        book.sync()
