"""Old states of a workbook that come back: by undo in the program, by a copy that somebody kept (H19)."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.outbox import FileOutbox
from crossfoot_tests.end_to_end.test_hazards_cut_off import DyingGrid, Killed
from crossfoot_tests.end_to_end.test_promises import statuses
from crossfoot_tests.end_to_end.world import Workbook, World, with_rows
from crossfoot_tests.office.person import LibreOffice, Screen

pytestmark = pytest.mark.slow

INVOICES = "Invoices"


def stored(world: World) -> list[tuple[str, str, str]]:
    """Number, amount and terms of every stored invoice, by number."""
    return sorted(world.stored("invoice", "number", "amount", "terms"))


def shown(book: Workbook) -> list[tuple[object, ...]]:
    """The same as a sheet shows it, with the ticks."""
    return sorted(book.rows("invoice", "number", "amount", "terms", "_tick"), key=str)


def synced_under_the_screen(book: Workbook, screen: Screen) -> None:
    """Save and sync, though the program has the workbook open: its lock was deleted, as the refusal says one may."""
    screen.save()
    book.path.with_name(f".~lock.{book.path.name}#").unlink()
    book.sync()


def test_h19_undoing_in_the_program_what_was_synced_overwrites_nobody(world: World, libreoffice: LibreOffice) -> None:
    book, theirs = with_rows(world), world.workbook("grace")
    with libreoffice.opened(book.path) as screen:
        screen.do(("type", INVOICES, "E4", 101), ("type", INVOICES, "I5", "mine"))
        synced_under_the_screen(book, screen)
        theirs.sync()
        theirs.type("invoice", 0, "amount", 102.0)
        theirs.type("invoice", 1, "amount", 9.0)
        theirs.sync()
        screen.do(("undo", 2))
        screen.save()
    assert book.column("invoice", "amount") == [100.0, 2500.5, 40.0, 7.25]
    assert statuses(book.sync()) == {}
    assert shown(book)[:2] == [("FP-0001", 102.0, "terms 1", "✓"), ("FP-0002", 9.0, "mine", "✓")]
    assert stored(world)[:2] == [("FP-0001", "102.00", "terms 1"), ("FP-0002", "9.00", "mine")]
    assert book.sync().ties


def test_h19_what_is_typed_after_such_an_undo_meets_what_was_synced_as_a_conflict(
    world: World, libreoffice: LibreOffice
) -> None:
    book = with_rows(world)
    with libreoffice.opened(book.path) as screen:
        screen.do(("type", INVOICES, "E4", 101))
        synced_under_the_screen(book, screen)
        screen.do(("undo", 1), ("type", INVOICES, "E4", 150))
        screen.save()
    assert statuses(book.sync()) == {"invoice": {"open": 1}}
    assert book.rows("invoice", "_tick", "amount")[0] == ("⚠", 150.0)
    assert stored(world)[0] == ("FP-0001", "101.00", "terms 1")


def test_h19_a_row_that_an_undo_takes_out_again_stays_in_the_store_and_comes_back_once(
    world: World, libreoffice: LibreOffice
) -> None:
    book = with_rows(world)
    with libreoffice.opened(book.path) as screen:
        values = ("Acme Ltd", "2026-02-01", 5, "Yuan")
        screen.do(*(("type", INVOICES, f"{column}8", value) for column, value in zip("CDEF", values, strict=True)))
        synced_under_the_screen(book, screen)
        assert len(stored(world)) == 5
        screen.do(("undo", 4))
        screen.save()
    assert len(book.rows("invoice")) == 4
    for _ in range(2):
        assert statuses(book.sync()) == {}
        assert len(book.rows("invoice")) == len(stored(world)) == 5


def test_h19_a_removed_row_that_an_undo_brings_back_goes_again_and_edited_it_says_who_removed_it(
    world: World, libreoffice: LibreOffice
) -> None:
    book = with_rows(world)
    with libreoffice.opened(book.path) as screen:
        screen.do(("delete_rows", INVOICES, 5, 2))
        synced_under_the_screen(book, screen)
        assert len(stored(world)) == 2
        screen.do(("undo", 1), ("type", INVOICES, "I5", "typed into a removed row"))
        screen.save()
    assert len(book.rows("invoice")) == 4
    book.sync()
    assert shown(book) == [
        ("FP-0001", 100.0, "terms 1", "✓"),
        ("FP-0002", 2500.5, "typed into a removed row", "✗"),
        ("FP-0004", 7.25, "terms 4", "✓"),
    ]
    assert "李娜 removed this row on " in book.message("invoice", 1)
    assert [number for number, *_ in stored(world)] == ["FP-0001", "FP-0004"]


def sync_and_crash(mine: Workbook, world: World) -> None:
    """A sync that ends when the reply is to be applied: its outbox stays behind."""
    dying = Desk(DyingGrid(mine.path, 1), FileOutbox(mine.path), mine.server, now=world.clock, login="li")
    with pytest.raises(Killed):
        dying.sync()


def an_old_copy(world: World, *, crashed: bool) -> tuple[Workbook, Workbook, Path]:
    """李娜's book, Grace's, and the folder in which a copy of hers was kept before several syncs by both.

    Where a sync ``crashed`` as the copy was made, its outbox lies beside the copy too.
    """
    mine, theirs = with_rows(world), world.workbook("grace")
    mine.type("invoice", 0, "terms", "first")
    if crashed:
        mine.add("customer", code="*1", name="New Co")
        sync_and_crash(mine, world)
    kept = world.folder / "kept"
    kept.mkdir()
    for path in (mine.path, FileOutbox(mine.path).path):
        if path.exists():
            shutil.copy(path, kept / path.name)
    mine.sync()
    mine.type("invoice", 0, "terms", "second")
    mine.hands.remove("invoice", 2)
    mine.add("invoice", customer="Acme Ltd", issued_on=dt.date(2026, 2, 1), amount=5.0, currency="Yuan", terms="newer")
    mine.sync()
    theirs.sync()
    theirs.type("invoice", theirs.hands.find("invoice", "number", "FP-0002"), "amount", 9.0)
    theirs.hands.remove("invoice", theirs.hands.find("invoice", "number", "FP-0004"))
    theirs.sync()
    mine.sync()
    return mine, theirs, kept


@pytest.mark.parametrize("crashed", [False, True], ids=["alone", "with its outbox"])
def test_h19_an_old_copy_loses_nothing_overwrites_nobody_and_brings_back_no_removed_row(
    world: World, crashed: bool
) -> None:
    mine, theirs, kept = an_old_copy(world, crashed=crashed)
    customers = sorted(world.stored("customer", "code", "name"))
    for path in kept.iterdir():
        shutil.copy(path, mine.path.parent / path.name)
    assert mine.column("invoice", "number") == ["FP-0001", "FP-0002", "FP-0003", "FP-0004"]
    mine.type("invoice", 1, "amount", 8.0)
    mine.type("invoice", 1, "notes", "on the old copy")
    mine.type("invoice", 3, "terms", "into a row that Grace removed")
    assert mine.sync().resumed is crashed
    assert shown(mine) == [
        ("FP-0001", 100.0, "first" if not crashed else "second", "⚠" if not crashed else "✓"),
        ("FP-0002", 8.0, "terms 2", "⚠"),
        ("FP-0004", 7.25, "into a row that Grace removed", "✗"),
        ("FP-0005", 5.0, "newer", "✓"),
    ]
    assert "Grace Chen removed this row on " in mine.message("invoice", mine.hands.find("invoice", "number", "FP-0004"))
    assert stored(world) == [
        ("FP-0001", "100.00", "second"),
        ("FP-0002", "9.00", "terms 2"),
        ("FP-0005", "5.00", "newer"),
    ]
    assert ("FP-0002", "on the old copy") in world.stored("invoice", "number", "notes")
    assert sorted(world.stored("customer", "code", "name")) == customers
    assert mine.sync().ties
    assert theirs.sync().ties


def test_h19_an_old_copy_in_which_nothing_was_typed_becomes_the_store_again(world: World) -> None:
    mine, _, kept = an_old_copy(world, crashed=False)
    newest, rows = stored(world), shown(mine)
    shutil.copy(kept / mine.path.name, mine.path)
    mine.type("invoice", 0, "terms", "terms 1")
    assert statuses(mine.sync()) == {}
    assert (stored(world), shown(mine)) == (newest, rows)


def test_h19_new_rows_of_a_copy_made_before_they_were_synced_do_not_come_twice(world: World) -> None:
    mine = with_rows(world)
    mine.add("customer", name="New Co")
    mine.add("invoice", customer="Acme Ltd", issued_on=dt.date(2026, 2, 1), amount=5.0, currency="Yuan", terms="new")
    old = shutil.copy(mine.path, world.folder / "old.xlsx")
    mine.sync()
    shutil.copy(old, mine.path)
    for _ in range(2):
        mine.sync()
        assert sorted(world.stored("customer", "code", "name")) == [
            ("KH-001", "Acme Ltd"),
            ("KH-002", "上海电气"),
            ("KH-003", "New Co"),
        ]
        assert [number for number, *_ in stored(world)] == ["FP-0001", "FP-0002", "FP-0003", "FP-0004", "FP-0005"]
    for table, name, number in (("customer", "name", "code"), ("invoice", "terms", "number")):
        held = [position for position, code in enumerate(mine.column(table, number)) if code is None]
        assert [mine.hands.shows(table, position, name) for position in held] in (["New Co"], ["new"])
        assert all(mine.message(table, position) for position in held)


def test_h19_a_draft_that_differs_in_an_old_copy_is_the_row_of_the_push_that_was_cut_off_and_asks(world: World) -> None:
    mine = with_rows(world)
    mine.add("invoice", customer="Acme Ltd", issued_on=dt.date(2026, 2, 1), amount=5.0, currency="Yuan", terms="draft")
    old = shutil.copy(mine.path, world.folder / "old.xlsx")
    sync_and_crash(mine, world)
    shutil.copy(old, mine.path)
    mine.type("invoice", 4, "terms", "worked on")
    assert mine.sync().resumed
    assert stored(world)[4:] == [("FP-0005", "5.00", "draft")]
    assert shown(mine)[4:] == [("FP-0005", 5.0, "worked on", "⚠")]
    mine.type("invoice", mine.hands.find("invoice", "number", "FP-0005"), "_tick", "Keep mine")
    mine.sync()
    assert stored(world)[4:] == [("FP-0005", "5.00", "worked on")]
    assert shown(mine)[4:] == [("FP-0005", 5.0, "worked on", "✓")]
