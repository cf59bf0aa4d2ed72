"""A manager at work in LibreOffice: the macro of each button runs, and then what it would have told Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import xlwings as xw

from crossfoot_addin.commands.live import caller, within
from crossfoot_addin.libreoffice import libreoffice
from crossfoot_sync.client.credentials import ENVIRONMENT, Credentials
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.client.outbox import FileOutbox
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_templates.layout import MESSAGE, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.addin.commands.person import Screen
from crossfoot_tests.end_to_end.world import Workbook, World, with_rows
from crossfoot_tests.macros.recorded import open_addin, python_of

pytestmark = pytest.mark.slow


@dataclass
class Manager:
    """李娜 before her open workbook. ``answers`` are the buttons she presses, ``told`` what she was told or asked."""

    file: Workbook
    book: xw.Book
    addin: xw.Book
    answers: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def answer(self, text: str, buttons: str) -> str:
        self.told.append(text)
        return "ok" if buttons == "ok" else self.answers.pop(0)

    def press(self, button: str) -> str:
        """Press a button; what the status bar says then."""
        exec(python_of(self.addin, button), {})  # noqa: S102 - what the macros start
        return str(self.book.app.status_bar or "")

    def cell(self, table: str, column: str, position: int = 0) -> xw.Range:
        cells = self.file.hands.cells(table)
        return self.book.sheets[cells.sheet].range(self.file.place(table, column, position))

    def select(self, table: str, column: str, position: int = 0) -> None:
        cell = self.cell(table, column, position)
        cell.sheet.activate()
        cell.select()

    def shows(self, table: str, column: str, position: int = 0) -> CellValue:
        found: CellValue = self.cell(table, column, position).value
        return found


@pytest.fixture(scope="module")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xw.Book]:
    with libreoffice(macros=True) as started:
        yield open_addin(started, tmp_path_factory.mktemp("addin"))


@pytest.fixture
def app(addin: xw.Book) -> xw.App:
    return addin.app


@pytest.fixture
def manager(addin: xw.Book, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Manager]:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "config"))
    Credentials().keep(world.url, world.tokens["li"])
    file = with_rows(world)
    opened = addin.app.books.open(str(file.path))
    opened.set_mock_caller()
    made = Manager(file, opened, addin)
    addin.app.impl.answer = made.answer
    yield made
    opened.close()
    delattr(xw.Book, "_mock_caller")


def test_a_day_at_the_workbook(manager: Manager, world: World) -> None:
    grace = world.workbook("grace")
    manager.cell("invoice", "terms", 0).value = "net 60"
    manager.cell("invoice", "amount", 1).value = "abc"
    assert manager.press("check") == "Checked: 1 row to mend. The server would not take all of it."
    assert manager.press("preview") == "Preview: this is what a sync would do. Nothing was sent."
    assert manager.press("sync") == "Synced: 1 row sent."
    assert "✗ Invoices, row 5, FP-0002: Amount: “abc” is not a number" in manager.told[-1]
    assert manager.press("problems").startswith("Problem 1 of 1, row 5 ✗ Amount: “abc” is not a number")
    assert manager.book.selection is not None
    assert (manager.book.selection.sheet.name, manager.book.selection.row) == ("Invoices", 5)
    manager.cell("invoice", "amount", 1).value = 2500.5

    grace.sync()
    grace.type("invoice", 0, "terms", "net 30")
    grace.sync()
    manager.cell("invoice", "terms", 0).value = "net 90"
    assert manager.press("sync") == "Synced: 1 row sent."
    assert (manager.shows("invoice", TICK), manager.shows("invoice", "terms")) == ("⚠", "net 90")

    manager.select("invoice", "terms")
    assert manager.press("cell_history") == "History of FP-0001 · Terms"
    assert "Grace Chen\n    net 60 → net 30\n" in manager.told[-1]
    assert manager.press("take_theirs") == "Synced: nothing had changed."
    assert (manager.shows("invoice", TICK), manager.shows("invoice", "terms")) == ("✓", "net 30")

    manager.cell("invoice", "terms", 0).value = "net 120"
    manager.press("sync")
    manager.answers = ["yes"]
    assert manager.press("undo_sync") == "Undone: 1 row."
    assert "Invoices FP-0001 · Terms: net 120 → net 30" in manager.told[-1]
    assert manager.shows("invoice", "terms") == "net 30"
    assert manager.press("refresh") == "Refreshed: nothing had changed. Your own edits were not sent."
    assert manager.press("problems") == "There are no problems."
    manager.press("help")
    assert manager.told[-1].startswith("crossfoot ")
    assert not any("while the sync ran" in said for said in manager.told)


def two_conflicts(manager: Manager, world: World) -> None:
    """Her first two invoices have other terms of Grace's by now."""
    grace = world.workbook("grace")
    for position in (0, 1):
        grace.type("invoice", position, "terms", "Grace's")
        manager.cell("invoice", "terms", position).value = "mine"
    grace.sync()
    manager.press("sync")


def test_keep_mine_decides_the_selected_rows_only(manager: Manager, world: World) -> None:
    two_conflicts(manager, world)
    assert [manager.shows("invoice", TICK, position) for position in (0, 1)] == ["⚠", "⚠"]
    manager.select("invoice", "terms", 1)
    manager.press("keep_mine")
    assert [manager.shows("invoice", TICK, position) for position in (0, 1)] == ["⚠", "✓"]
    assert sorted(terms for (terms,) in world.stored("invoice", "terms") if not terms.startswith("terms")) == [
        "Grace's",
        "mine",
    ]


def test_rows_that_are_filtered_out_are_left(manager: Manager, world: World) -> None:
    two_conflicts(manager, world)
    sheet = manager.book.sheets["Invoices"]
    sheet.range("5:5").impl.row_hidden = True
    sheet.activate()
    sheet.range("A4:A7").select()
    assert manager.press("keep_mine").endswith(" 1 row hidden and left as they were.")
    assert [manager.shows("invoice", TICK, position) for position in (0, 1)] == ["✓", "⚠"]


def test_a_sync_saves_the_workbook_and_leaves_no_push_behind(manager: Manager) -> None:
    manager.cell("invoice", "terms", 0).value = "net 60"
    manager.press("sync")
    assert manager.file.rows("invoice", "terms", TICK)[0] == ("net 60", "✓")
    assert FileOutbox(manager.file.path).load() is None


def test_a_server_that_is_away_is_told_with_what_to_do(manager: Manager, tmp_path: Path) -> None:
    Credentials().forget(manager.file.server.address)
    said = f"You are not signed in to {manager.file.server.address}. Press Sign in."
    assert (manager.press("sync"), manager.told) == (said, [said])


def test_a_workbook_of_somebodys_own_is_told_to_be_none_of_ours(manager: Manager, app: xw.App) -> None:
    other = app.books.add()
    other.set_mock_caller()
    try:
        assert manager.press("sync") == manager.told[-1]
        assert manager.told[-1].startswith(f"{other.name} is not a crossfoot workbook. Open yours, or make one")
    finally:
        manager.book.set_mock_caller()
        other.close()


def test_very_many_changes_are_asked_about_in_a_message_box(manager: Manager, world: World) -> None:
    sheet = manager.book.sheets["Customers"]
    name = manager.cell("customer", "name").column
    for line in range(30):
        sheet.range((manager.file.line("customer", 1) + 1 + line, name)).value = f"Customer {line}"
    assert manager.press("sync") == "Synced: 30 rows sent."
    notes = manager.cell("customer", "notes").column
    for line in range(32):
        sheet.range((manager.file.line("customer", 0) + line, notes)).value = "moved"
    manager.answers = ["no", "yes"]
    assert manager.press("sync") == "Nothing was sent."
    assert manager.press("sync") == "Synced: 32 rows sent."
    assert manager.told[0].endswith("Is that meant, and shall it be sent?")
    assert manager.shows("customer", MESSAGE) is None


def test_a_push_without_an_answer_is_named_in_the_saved_workbook(manager: Manager) -> None:
    called = within(manager.book, Screen())

    def no_answer(desk: Desk) -> None:
        desk.outbox.put(SyncRequest(language="en"))
        manager.cell("invoice", "terms", 0).value = "typed before the answer was lost"
        raise UnreachableError("http://ledger.example.com", "no answer")

    with pytest.raises(UnreachableError), called.open_desk() as desk:
        no_answer(desk)
    assert manager.file.rows("invoice", "terms")[0] == ("typed before the answer was lost",)


def test_a_workbook_is_found_by_any_name_that_a_file_may_have(
    manager: Manager, app: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = app.books.add()
    other.save(str(tmp_path / "a=b & c.xlsx"))
    try:
        monkeypatch.setattr("sys.argv", ["-c", "--wb=a=b & c.xlsx", "--from_xl=1"])
        assert caller().name == "a=b & c.xlsx"
        monkeypatch.setattr("sys.argv", ["-c"])
        assert caller().name == manager.book.name
    finally:
        other.close()
