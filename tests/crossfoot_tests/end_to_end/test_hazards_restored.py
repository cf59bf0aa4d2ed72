"""A store of which a backup was put back: what vanished with it is told in the rows and can be sent again (H33)."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crossfoot_templates.layout import HEADER_ROW
from crossfoot_tests.end_to_end.test_promises import statuses
from crossfoot_tests.end_to_end.world import Workbook, World, company, with_rows
from crossfoot_tests.office.person import LibreOffice

pytestmark = pytest.mark.slow


def reopened(world: World, *logins: str) -> list[Workbook]:
    """The workbooks of people, with the server that now serves."""
    return [Workbook(world.folder / f"{login}.xlsx", world.server(login), world.clock, login) for login in logins]


@contextmanager
def put_back(folder: Path) -> Iterator[World]:
    """The company with the store as it was kept in ``backup.sqlite``, as an administrator restores it."""
    shutil.copy(folder / "backup.sqlite", folder / "store.sqlite")
    for left in ("store.sqlite-wal", "store.sqlite-shm"):
        (folder / left).unlink(missing_ok=True)
    with company(folder) as world:
        world.store.renew_epoch()
        yield world


def before_and_after_the_backup(folder: Path) -> None:
    """李娜 and Grace work, the store is kept, and they go on working: edits, a new row, a removed row."""
    with company(folder) as world:
        with_rows(world)
        world.workbook("grace")
    shutil.copy(folder / "store.sqlite", folder / "backup.sqlite")
    with company(folder) as world:
        li, grace = reopened(world, "li", "grace")
        li.type("invoice", 0, "amount", 101.0)
        li.add("customer", code="*1", name="Vanished Co")
        li.add("invoice", customer="*1", issued_on=dt.date(2026, 2, 1), amount=5.0, currency="Yuan", terms="vanished")
        li.hands.remove("invoice", 3)
        li.sync()
        grace.sync()
        grace.type("invoice", grace.hands.find("invoice", "number", "FP-0002"), "amount", 9.0)
        grace.sync()
        li.sync()
        assert li.column("invoice", "number") == ["FP-0001", "FP-0002", "FP-0003", "FP-0005"]


def shown(book: Workbook) -> list[tuple[object, ...]]:
    """Number, amount and tick of every invoice of a book, by number."""
    return sorted(book.rows("invoice", "number", "amount", "_tick"), key=str)


def test_h33_what_vanished_with_a_restored_store_is_told_and_nothing_is_overwritten(tmp_path: Path) -> None:
    before_and_after_the_backup(tmp_path)
    with put_back(tmp_path) as world:
        li, grace = reopened(world, "li", "grace")
        for book in (li, grace):
            for _ in range(2):
                assert statuses(book.sync()) == {}
                assert shown(book) == [
                    ("FP-0001", 101.0, "⚠"),
                    ("FP-0002", 9.0, "⚠"),
                    ("FP-0003", 40.0, "✓"),
                    ("FP-0004", 7.25, "✓"),
                    ("FP-0005", 5.0, "⚠"),
                ]
        assert sorted(world.stored("invoice", "number", "amount")) == [
            ("FP-0001", "100.00"),
            ("FP-0002", "2500.50"),
            ("FP-0003", "40.00"),
            ("FP-0004", "7.25"),
        ]
        said = li.message("invoice", li.hands.find("invoice", "number", "FP-0001"))
        assert said == "Amount: you have 101.00, the store now has 100.00. Choose in the Sync column."
        assert "backup" in li.message("invoice", li.hands.find("invoice", "number", "FP-0005"))


def test_h33_what_vanished_can_be_sent_again_by_its_user_and_is_there_once(tmp_path: Path) -> None:
    before_and_after_the_backup(tmp_path)
    with put_back(tmp_path) as world:
        li, grace = reopened(world, "li", "grace")
        for book in (li, grace):
            book.sync()
        for table, column in (("customer", "name"), ("invoice", "amount")):
            for position, tick in enumerate(li.ticks(table)):
                if tick == "⚠" and li.hands.shows(table, position, column) != 9.0:
                    li.type(table, position, "_tick", "Keep mine")
        li.sync()
        assert sorted(world.stored("invoice", "number", "amount")) == [
            ("FP-0001", "101.00"),
            ("FP-0002", "2500.50"),
            ("FP-0003", "40.00"),
            ("FP-0004", "7.25"),
            ("FP-0005", "5.00"),
        ]
        assert ("Vanished Co",) in world.stored("customer", "name")
        grace.type("invoice", grace.hands.find("invoice", "number", "FP-0002"), "_tick", "Take theirs")
        for book in (grace, li, grace):
            book.sync()
        assert [row for row in shown(grace) if row[2] != "✓"] == []
        assert [row for row in shown(li) if row[2] != "✓"] == [("FP-0002", 9.0, "⚠")]
        assert [book.sync().ties for book in (li, grace)] == [True, True]


def test_h33_a_table_that_was_held_back_when_the_store_was_restored_asks_once_it_is_mended(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    before_and_after_the_backup(tmp_path)
    with put_back(tmp_path) as world:
        (li,) = reopened(world, "li")
        heading = li.place("invoice", "amount").rstrip("0123456789") + str(HEADER_ROW)
        libreoffice.work(li.path, ("type", "Invoices", heading, "Amount (yuan)"))
        li.sync()
        assert li.manifest().doubted == ["invoice"]
        libreoffice.work(li.path, ("type", "Invoices", heading, "Amount"))
        for _ in range(2):
            assert statuses(li.sync()) == {}
            assert li.manifest().doubted == []
            assert [each for each in shown(li) if each[2] != "✓"] == [
                ("FP-0001", 101.0, "⚠"),
                ("FP-0002", 9.0, "⚠"),
                ("FP-0005", 5.0, "⚠"),
            ]
