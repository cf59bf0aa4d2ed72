"""Workbooks that are protected, encrypted, read-only or in somebody else's hands, and two syncs of one file."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from crossfoot_sync.client.books import open_desk
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.grids.errors import GridError
from crossfoot_tests.end_to_end.test_promises import statuses
from crossfoot_tests.end_to_end.world import Workbook, World, with_rows
from crossfoot_tests.office.person import LibreOffice

pytestmark = pytest.mark.slow

INVOICES = "Invoices"


def protections(book: Workbook) -> list[tuple[str, str]]:
    """Every protection in the workbook as it is written there, with its part."""
    with zipfile.ZipFile(book.path) as package:
        parts = {name: package.read(name).decode() for name in sorted(package.namelist()) if name.endswith(".xml")}
    tags = re.compile(r"<(?:sheet|workbook)Protection [^>]*>")
    return [(name, found) for name, text in parts.items() for found in tags.findall(text)]


def refusal(book: Workbook) -> str:
    """Why a sync refuses the workbook, which stays as it is."""
    before = book.path.read_bytes()
    with pytest.raises(GridError) as error:
        book.sync()
    assert book.path.read_bytes() == before
    return error.value.reason


@pytest.mark.parametrize("password", ["", "secret"])
def test_h24_a_protected_sheet_is_synced_and_its_protection_stays(
    world: World, libreoffice: LibreOffice, password: str
) -> None:
    book = with_rows(world)
    cell = book.place("invoice", "amount")
    libreoffice.work(book.path, ("type", INVOICES, cell, 101), ("protect", INVOICES, password))
    before = protections(book)
    assert len(before) == 1
    theirs = world.workbook("grace")
    theirs.type("invoice", 1, "terms", "Grace's")
    theirs.add("invoice", customer="Acme Ltd", issued_on="2026-02-01", amount=1.0, currency="Yuan", owner="李娜")
    theirs.sync()
    report = book.sync()
    assert (statuses(report), report.ties) == ({"invoice": {"ok": 1}}, True)
    assert protections(book) == before
    assert book.rows("invoice", "amount", "terms")[:2] == [(101.0, "terms 1"), (2500.5, "Grace's")]
    # the program holds it to be protected still: what is typed does not go in
    libreoffice.work(book.path, ("type", INVOICES, cell, 5))
    assert book.column("invoice", "amount") == [101.0, 2500.5, 40.0, 7.25, 1.0]


def test_h24_a_protected_structure_stays_protected(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    libreoffice.work(book.path, ("type", INVOICES, book.place("invoice", "amount"), 101), ("protect_structure", "pw"))
    before = protections(book)
    assert [tag.partition(" ")[0] for _, tag in before] == ["<workbookProtection"]
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert protections(book) == before


def test_h24_an_encrypted_workbook_is_refused_by_name(world: World, libreoffice: LibreOffice) -> None:
    book = with_rows(world)
    with libreoffice.opened(book.path) as screen:
        screen.save(password="secret")
    assert refusal(book) == "encrypted"


def test_h24_a_workbook_open_in_libreoffice_is_refused_until_it_is_closed(
    world: World, libreoffice: LibreOffice
) -> None:
    book = with_rows(world)
    with libreoffice.opened(book.path) as screen:
        screen.do(("type", INVOICES, book.place("invoice", "amount"), 101))
        screen.save()
        assert refusal(book) == "open_elsewhere"
    book.sync()
    assert ("101.00",) in world.stored("invoice", "amount")
    assert book.ticks("invoice") == ["✓"] * 4


def test_h24_a_workbook_open_in_excel_is_refused_until_it_is_closed(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "amount", 101.0)
    lock = book.path.with_name(f"~${book.path.name}")
    lock.write_bytes(b"\x08Li Na")
    assert refusal(book) == "open_elsewhere"
    lock.unlink()
    book.sync()
    assert ("101.00",) in world.stored("invoice", "amount")
    assert book.ticks("invoice") == ["✓"] * 4


def test_h24_a_read_only_workbook_keeps_its_edits_until_it_may_be_written(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "amount", 101.0)
    book.path.chmod(0o444)
    assert refusal(book) == "read_only"
    book.path.chmod(0o644)
    book.sync()
    assert ("101.00",) in world.stored("invoice", "amount")
    assert book.ticks("invoice") == ["✓"] * 4


HOLDING = """
import sys
from pathlib import Path
from crossfoot_sync.client.books import open_desk
from crossfoot_sync.client.credentials import Credentials
with open_desk(Path(sys.argv[1]), Credentials(Path(sys.argv[2]))):
    print("holding", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def credentials(world: World, tmp_path: Path) -> Credentials:
    """李娜's."""
    made = Credentials(tmp_path / "config")
    made.keep(world.url, world.tokens["li"])
    return made


def test_h30_of_two_syncs_of_one_workbook_the_second_is_refused_and_a_killed_one_is_in_nobodys_way(
    world: World, credentials: Credentials
) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "amount", 101.0)
    before = book.path.read_bytes()
    arguments = [sys.executable, "-c", HOLDING, str(book.path), str(credentials.path.parent)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "holding\n"
        with pytest.raises(ClientError, match=r"li\.xlsx is being synced by another program"):
            open_desk(book.path, credentials).__enter__()
        assert book.path.read_bytes() == before
        other.kill()
        other.wait()
    with open_desk(book.path, credentials) as desk:
        assert statuses(desk.sync()) == {"invoice": {"ok": 1}}


def test_h30_two_workbooks_of_one_name_in_two_folders_are_synced_at_once(
    world: World, credentials: Credentials, tmp_path: Path
) -> None:
    book = with_rows(world)
    (tmp_path / "elsewhere").mkdir()
    other = world.workbook("li", name="elsewhere/li")
    with open_desk(book.path, credentials) as one, open_desk(other.path, credentials) as two:
        assert [one.sync().ties, two.sync().ties] == [True, True]
