"""Undo, restore and removed rows, from real workbook files through the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.server import Response
from crossfoot_sync.client.stepping_back import NotPulledError, UnknownOutcomeError, standing, undo
from crossfoot_sync.engine.totals import Course, Side
from crossfoot_sync.engine.wire import BatchSummary
from crossfoot_tests.end_to_end.terminal import AGREE, Terminal, at_a_terminal
from crossfoot_tests.end_to_end.world import Workbook, World

pytestmark = pytest.mark.slow


def typed(book: Workbook, column: str, value: str | float, position: int = 1) -> None:
    """Type a value, sync, and see that it went through."""
    book.type("invoice", position, column, value)
    assert not list(book.sync().open_rows())


def by_grace(world: World, column: str, value: str) -> None:
    """Grace changes the second invoice."""
    theirs = world.workbook("grace", name=f"grace-{column}-{value}")
    typed(theirs, column, value, theirs.column("invoice", "number").index("FP-0002"))


# Undo


def test_a_sync_is_undone_in_the_store_and_in_the_workbook(terminal: Terminal, book: Workbook) -> None:
    typed(book, "terms", "wrong")
    said = terminal.says("undo", book.path, code=0).splitlines()
    assert re.match(r"To undo: 2026-03-02 \d\d:\d\d  李娜  1 ok  ", said[0])
    assert said[1] == "ok  Invoices FP-0002"
    assert said[-1] == "Control totals agree: the sheets have the rows and the money of the store."
    assert book.rows("invoice", "_tick", "terms")[1] == ("✓", "terms 2")
    assert ("terms 2",) in terminal.world.stored("invoice", "terms")


def test_undoing_again_goes_further_back_and_never_undoes_an_undo_by_itself(terminal: Terminal, book: Workbook) -> None:
    typed(book, "terms", "first")
    typed(book, "terms", "second")
    shown = []
    for _ in range(2):
        terminal.says("undo", book.path, code=0)
        shown.append(book.column("invoice", "terms")[1])
    assert shown == ["first", "terms 2"]
    terminal.says("undo", book.path, code=0)
    assert (book.rows("customer"), book.rows("invoice")) == ([], [])
    assert terminal.says("undo", book.path, code=1) == (
        "Error: li.xlsx pushed nothing that could be undone. Name a batch from: crossfoot batches"
    )


def test_the_undo_of_an_undo_is_asked_for_by_name(terminal: Terminal, book: Workbook) -> None:
    typed(book, "amount", 8.0)
    batch = terminal.json("undo", book.path)["batch"]
    assert book.column("invoice", "amount")[1] == 2500.5
    said = terminal.says("undo", book.path, batch, "--reason", "it was right", code=0)
    assert "  Invoices, store: 4 rows, Amount CNY 2,647.75 → 155.25" in said.splitlines()
    assert book.column("invoice", "amount")[1] == 8.0
    # what an undo took back stands again, so it is what comes next
    assert terminal.json("undo", book.path, "--preview")["statuses"] == {"ok": 1}


def test_what_somebody_changed_in_another_field_stays(terminal: Terminal, book: Workbook) -> None:
    typed(book, "terms", "wrong")
    by_grace(terminal.world, "disputed", "Yes")
    terminal.says("undo", book.path, code=0)
    assert book.rows("invoice", "_tick", "terms", "disputed")[1] == ("✓", "terms 2", "Yes")


def test_what_somebody_changed_in_the_same_field_stays_and_is_told(terminal: Terminal, book: Workbook) -> None:
    typed(book, "terms", "wrong")
    by_grace(terminal.world, "terms", "from Grace")
    said = terminal.says("undo", book.path, code=3).splitlines()
    [line] = [each for each in said if each.startswith("open")]
    assert line.startswith(
        "open  Invoices FP-0002: Terms: not put back to terms 2; Grace Chen changed it to from Grace on 2026-03-02"
    )
    assert book.rows("invoice", "_tick", "terms")[1] == ("✓", "from Grace")


def test_an_edit_of_the_same_field_that_was_not_sent_is_a_conflict_and_stays(
    terminal: Terminal, book: Workbook
) -> None:
    typed(book, "terms", "wrong")
    book.type("invoice", 1, "terms", "being typed")
    book.type("invoice", 2, "terms", "another row")
    assert terminal.run("undo", book.path).exit_code == 3
    assert book.rows("invoice", "_tick", "terms")[1:3] == [("⚠", "being typed"), ("●", "another row")]
    assert (
        book.message("invoice", 1)
        == "Terms: you have being typed, the store now has terms 2. Choose in the Sync column."
    )


def test_removed_rows_come_back_and_new_ones_go(terminal: Terminal, book: Workbook) -> None:
    before = sorted(book.column("invoice", "number"), key=str)
    book.hands.remove("invoice", 0)
    book.add("visit", day="2026-02-01", customer="Acme Ltd")
    book.sync()
    report = terminal.json("undo", book.path)
    assert report["statuses"] == {"returned": 1, "removed": 1}
    assert [(row["label"], row["name"], row["status"]) for row in report["rows"]] == [
        ("Invoices", "FP-0001", "returned"),
        ("Visits", "2026-02-01 / Acme Ltd", "removed"),
    ]
    assert sorted(book.column("invoice", "number"), key=str) == before
    assert book.rows("visit") == []


def test_a_preview_shows_what_would_go_back_and_changes_nothing(terminal: Terminal, book: Workbook) -> None:
    typed(book, "amount", 8.0)
    file, stored = book.path.read_bytes(), terminal.world.stored("invoice", "amount")
    said = terminal.says("undo", book.path, "--preview", code=0).splitlines()
    assert said[1:] == [
        "A preview: nothing went back. This is what would come of it.",
        "ok  Invoices FP-0002",
        "    Amount: 8.00 → 2,500.50",
        "  Invoices, store: 4 rows, Amount CNY 155.25 → 2,647.75",
    ]
    assert (book.path.read_bytes(), terminal.world.stored("invoice", "amount")) == (file, stored)


@pytest.mark.parametrize(("answer", "code", "left"), [("y", 0, "terms 2"), ("n", 5, "wrong")])
def test_at_a_terminal_a_batch_that_was_not_named_is_shown_and_asked_about(
    terminal: Terminal, book: Workbook, answer: str, code: int, left: str
) -> None:
    typed(book, "terms", "wrong")
    shown, ended = at_a_terminal(terminal, answer, "undo", str(book.path))
    assert "ok  Invoices FP-0002" in shown
    assert "    Terms: wrong → terms 2" in shown
    assert "Undo this batch? [y/N]" in shown
    assert shown.rstrip().endswith(AGREE if answer == "y" else "Nothing was undone.")
    assert (ended, book.column("invoice", "terms")[1]) == (code, left)


def test_values_are_told_as_people_write_them(terminal: Terminal, book: Workbook) -> None:
    typed(book, "amount", 2200000.0)
    theirs = terminal.world.workbook("grace")
    typed(theirs, "amount", 2300000.0, theirs.column("invoice", "number").index("FP-0002"))
    said = terminal.says("undo", book.path, code=3).splitlines()
    [line] = [each for each in said if each.startswith("open")]
    assert "Amount: not put back to 2,500.50; Grace Chen changed it to 2,300,000.00 on " in line


def test_a_restore_tells_each_field_before_and_after(terminal: Terminal, book: Workbook) -> None:
    typed(book, "amount", 2200000.0)
    typed(book, "disputed", "Yes")
    typed(book, "customer", "Acme Ltd")
    report = terminal.json("restore", book.path, "invoice", "FP-0002", "--rev", 1, "--preview")
    assert [(each["column"], each["before"], each["after"]) for each in report["rows"][0]["fields"]] == [
        ("Customer", "Acme Ltd", "上海电气"),
        ("Amount", "2,200,000.00", "2,500.50"),
        ("Disputed", "Yes", "(blank)"),
    ]


def test_a_workbook_that_cannot_be_written_is_found_out_before_anything_is_undone(
    terminal: Terminal, book: Workbook
) -> None:
    typed(book, "terms", "wrong")
    lock = book.path.with_name(f".~lock.{book.path.name}#")
    lock.write_text(",li,laptop,2026;", encoding="utf-8")
    assert "it is open in" in terminal.run("undo", book.path).output
    assert ("wrong",) in terminal.world.stored("invoice", "terms")


def test_a_batch_of_somebody_else_cannot_be_undone(terminal: Terminal, book: Workbook) -> None:
    by_grace(terminal.world, "terms", "from Grace")
    terminal.log_in("zhao")
    batch = terminal.json("batches", book.path, "--limit", 1)["batches"][0]["id"]
    terminal.log_in("li")
    said = terminal.says("undo", book.path, batch, code=1)
    assert said.startswith(f"Error: Unknown batch: There is no batch '{batch}' of yours in this book;")


@dataclass
class Cut:
    """A line that is cut when an undo is sent: before it arrives, or with the answer on its way."""

    line: HttpTransport
    arrives: bool

    @property
    def address(self) -> str:
        """The server's."""
        return self.line.address

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """Send it, unless it is an undo."""
        if path.endswith("/undo"):
            if self.arrives:
                self.line.send(method, path, body, headers)
            raise UnreachableError(self.address, "cut")
        return self.line.send(method, path, body, headers)


@pytest.mark.parametrize("arrives", [True, False])
def test_without_an_answer_it_is_not_known_whether_anything_went_back(
    world: World, book: Workbook, arrives: bool
) -> None:
    typed(book, "terms", "wrong")
    [batch] = world.server("li").batches("ledger", 1).batches
    book.server = world.server("li", Cut(HttpTransport(world.url), arrives))
    with pytest.raises(UnknownOutcomeError, match="did not answer, so it is not known whether anything went back"):
        undo(book.desk, batch.id, "")
    book.server = world.server("li")
    newest = world.server("li").batches("ledger", 1).batches[0]
    assert newest.reverts == (batch.id if arrives else "")
    book.sync()
    assert book.column("invoice", "terms")[1] == ("terms 2" if arrives else "wrong")


@dataclass
class Opening:
    """A line over which the workbook is opened in a spreadsheet program as soon as an undo has gone through."""

    line: HttpTransport
    lock: Path

    @property
    def address(self) -> str:
        """The server's."""
        return self.line.address

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """Send it, and open the workbook after an undo."""
        answer = self.line.send(method, path, body, headers)
        if path.endswith("/undo"):
            self.lock.write_text(",li,laptop,2026;", encoding="utf-8")
        return answer


def test_an_undo_that_the_workbook_cannot_show_yet_is_told_as_done(world: World, book: Workbook) -> None:
    typed(book, "terms", "wrong")
    [batch] = world.server("li").batches("ledger", 1).batches
    lock = book.path.with_name(f".~lock.{book.path.name}#")
    book.server = world.server("li", Opening(HttpTransport(world.url), lock))
    with pytest.raises(NotPulledError, match=r"Bring it up to date with: crossfoot book pull li\.xlsx"):
        undo(book.desk, batch.id, "")
    lock.unlink()
    book.sync()
    assert book.column("invoice", "terms")[1] == "terms 2"


def summary(batch: str, *, workbook: str = "w", statuses: str = "ok", reverts: str = "") -> BatchSummary:
    return BatchSummary(batch, "li", "李娜", "ledger", "test", workbook, "", "", {statuses: 1}, reverts)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([summary("b2"), summary("b1")], "b2"),
        ([summary("b2", workbook="other"), summary("b1")], "b1"),
        ([summary("b2", statuses="refused"), summary("b1")], "b1"),
        ([summary("u1", reverts="b2"), summary("b2"), summary("b1")], "b1"),
        ([summary("u2", reverts="u1"), summary("u1", reverts="b2"), summary("b2"), summary("b1")], "b2"),
        (
            [summary("u3", reverts="u2"), summary("u2", reverts="u1"), summary("u1", reverts="b1"), summary("b1")],
            "",
        ),
        ([], ""),
    ],
)
def test_the_newest_batch_that_still_stands_is_the_one_to_undo(listed: list[BatchSummary], expected: str) -> None:
    assert next((each.id for each in standing(listed, "w")), "") == expected


def test_a_batch_of_which_nothing_was_stored_is_not_the_one_to_undo(terminal: Terminal, book: Workbook) -> None:
    typed(book, "terms", "net 60")
    [stored] = terminal.world.server("li").batches("ledger", 1).batches
    other = terminal.world.workbook("grace")
    other.type("invoice", 0, "terms", "net 10")
    other.sync()
    book.type("invoice", 0, "terms", "net 90")
    book.sync()
    [newest] = terminal.world.server("li").batches("ledger", 1).batches
    assert newest.statuses == {"open": 1}
    assert terminal.says("undo", book.path, "--preview", code=0).splitlines()[0].endswith(stored.id)
    shown = terminal.says("undo", book.path, newest.id, "--preview", code=0).splitlines()
    assert shown[-1] == "Nothing would go back."


# Restore and removed rows


def test_a_cell_is_put_back_to_an_older_version(terminal: Terminal, book: Workbook) -> None:
    typed(book, "terms", "v2")
    typed(book, "amount", 8.0)
    preview = terminal.says("restore", book.path, "invoice", "FP-0002", "--rev", 1, "--preview", code=0)
    assert "ok  Invoices FP-0002" in preview.splitlines()
    terminal.says("restore", book.path, "invoice", "FP-0002", "--rev", 1, "--field", "terms", code=0)
    assert book.rows("invoice", "terms", "amount")[1] == ("terms 2", 8.0)
    newest = terminal.says("batches", book.path, "--limit", 1, code=0)
    assert "“Restores revision 1.”" in newest


def test_what_somebody_changed_since_the_last_sync_is_not_overwritten(terminal: Terminal, book: Workbook) -> None:
    typed(book, "terms", "v2")
    by_grace(terminal.world, "terms", "from Grace")
    said = terminal.says("restore", book.path, "invoice", "FP-0002", "--rev", 1, code=3)
    assert "open  Invoices FP-0002: Terms: not put back to terms 2; Grace Chen changed it to from Grace" in said
    assert book.column("invoice", "terms")[1] == "from Grace"


def test_a_removed_row_is_listed_told_and_brought_back(terminal: Terminal, book: Workbook) -> None:
    assert terminal.says("removed", book.path, "invoice", code=0) == "No row of invoice that you may see was removed."
    book.hands.remove("invoice", 0)
    terminal.says("book", "sync", "--reason", "a double", book.path, code=0)
    listed = terminal.says("removed", book.path, "invoice", code=0)
    assert "  FP-0001  voided by 李娜 in ledger  “a double”  " in listed
    assert terminal.json("removed", book.path, "invoice")["rows"][0]["values"]["terms"] == "terms 1"
    assert [each["kind"] for each in terminal.json("history", book.path, "invoice", "FP-0001")["changes"]] == [
        "voided",
        "created",
    ]
    said = terminal.says("restore", book.path, "invoice", "FP-0001", "--rev", 2, code=0).splitlines()
    assert said[0] == "returned  Invoices FP-0001"
    assert "FP-0001" in book.column("invoice", "number")


def test_of_two_removed_rows_with_one_key_the_id_tells(terminal: Terminal, book: Workbook) -> None:
    for _ in range(2):
        book.add("visit", day="2026-02-01", customer="Acme Ltd")
        book.sync()
        book.hands.remove("visit", 0)
        book.sync()
    said = terminal.says("history", book.path, "visit", "2026-02-01 / Acme Ltd", code=1)
    assert said.startswith(
        "Error: 2 rows of visit that were removed had the key 2026-02-01 / Acme Ltd. Name one by its id"
    )
    row = terminal.json("removed", book.path, "visit")["rows"][0]["id"]
    terminal.says("restore", book.path, "visit", row, "--rev", 1, code=0)
    assert book.column("visit", "_id") == [row]


def test_a_revision_and_a_column_that_there_are_not(terminal: Terminal, book: Workbook) -> None:
    assert "never had revision 9; its newest is 1." in terminal.says(
        "restore", book.path, "invoice", "FP-0002", "--rev", 9, code=1
    )
    for call in (
        ("restore", book.path, "invoice", "FP-0002", "--rev", 1),
        ("history", book.path, "invoice", "FP-0002"),
    ):
        assert "did you mean 'terms'?" in terminal.says(*call, "--field", "term", code=1)


# Control totals before and after


def test_a_sync_tells_the_totals_before_and_after(terminal: Terminal, book: Workbook) -> None:
    book.type("invoice", 1, "amount", 8.0)
    said = terminal.says("book", "sync", book.path, code=0).splitlines()
    assert said[-3:] == [
        "  Invoices, sheet: 4 rows, Amount CNY 155.25",
        "  Invoices, store: 4 rows, Amount CNY 2,647.75 → 155.25",
        "Control totals agree: the sheets have the rows and the money of the store.",
    ]


def test_a_sync_that_moves_nothing_says_so_in_one_line(terminal: Terminal, book: Workbook) -> None:
    book.type("invoice", 1, "terms", "net 30")
    said = terminal.says("book", "sync", book.path, code=0).splitlines()
    assert said[-1] == "Control totals agree: the sheets have the rows and the money of the store."
    assert not [line for line in said if "→" in line]


def test_the_report_has_both_sides_before_and_after(book: Workbook) -> None:
    book.type("invoice", 1, "amount", 8.0)
    book.hands.remove("invoice", 0)
    invoices = book.sync().tables[1]

    def side(rows: int, amount: str) -> Side:
        return Side(rows, {"amount": {"CNY": Decimal(amount)}})

    assert invoices.course == Course(
        sheet_before=side(3, "55.25"),
        sheet_after=side(3, "55.25"),
        store_before=side(4, "2647.75"),
        store_after=side(3, "55.25"),
    )


def test_a_batch_is_shown_with_its_totals(terminal: Terminal, book: Workbook) -> None:
    book.type("invoice", 1, "amount", 8.0)
    report = terminal.json("book", "sync", book.path)
    said = terminal.says("batches", book.path, "--batch", report["batch"], code=0).splitlines()
    assert said[1:] == ["  ok  Invoices FP-0002", "  Invoices, store: 4 rows, Amount CNY 2,647.75 → 155.25"]
    detail = terminal.json("batches", book.path, "--batch", report["batch"])
    assert detail["totals"]["invoice"]["after"] == {"rows": 4, "money": {"amount": {"CNY": "155.25"}}}
