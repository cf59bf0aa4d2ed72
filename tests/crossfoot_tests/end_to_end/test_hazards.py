"""Hazards of sync on workbook files against the real server, named after the list in the documentation."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook

from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import NotABookError, SomebodyElsesBookError, TooManyChangesError, UnreachableError
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.outbox import FileOutbox
from crossfoot_sync.client.server import Response
from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.engine.fingerprint import write_base
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.layout import MANIFEST_SHEET
from crossfoot_templates.model import Catalog, Column, Label
from crossfoot_templates.types import CellValue, Text
from crossfoot_tests.end_to_end.test_promises import conflicting, statuses
from crossfoot_tests.end_to_end.world import CATALOG, INVOICE, VISIT, Workbook, World, company, with_rows

pytestmark = pytest.mark.slow


def test_h06_removal_follows_the_tables_policy(world: World) -> None:
    book = with_rows(world)
    book.add("visit", day=dt.date(2026, 3, 1), customer="Acme Ltd", result="met")
    book.sync()
    book.hands.remove("customer", 0)
    book.hands.remove("invoice", 0)
    book.hands.remove("visit", 0)
    assert statuses(book.sync()) == {"customer": {"restored": 1}, "invoice": {"removed": 1}, "visit": {"removed": 1}}
    assert sorted(map(str, book.column("customer", "name"))) == ["Acme Ltd", "上海电气"]
    assert book.column("invoice", "amount") == [2500.5, 40.0, 7.25]
    assert book.column("visit", "result") == []
    assert len(world.stored("invoice", "amount")) == 3


def test_h06_many_rows_gone_at_once_ask_first(world: World) -> None:
    book = with_rows(world)
    for day in range(30):
        book.add("visit", day=dt.date(2026, 2, 1) + dt.timedelta(days=day), customer="Acme Ltd")
    book.sync()
    for _ in range(25):
        book.hands.remove("visit", 0)
    with pytest.raises(TooManyChangesError, match="25 of 30 rows of “Visits” were removed or changed at once"):
        book.sync()
    assert len(world.stored("visit", "day")) == 30
    assert statuses(book.sync(confirmed=True)) == {"visit": {"removed": 25}}


def test_h12_numbers_written_as_text_are_numbers(world: World) -> None:
    book = with_rows(world)
    for position, text in enumerate(("１，０００．５０", "¥2,000", "3万", "(4)")):
        book.type("invoice", position, "amount", text)
    assert statuses(book.sync()) == {"invoice": {"ok": 3}}
    assert book.rows("invoice", "_tick", "amount") == [("✓", 1000.5), ("✓", 2000.0), ("✓", 30000.0), ("✗", "(4)")]
    assert book.message("invoice", 3) == "Amount: -4.00 is below the least allowed, 0."


def test_h13_what_is_no_date_is_a_finding_and_never_a_guess(world: World) -> None:
    book = with_rows(world)
    cells: list[CellValue] = [2017.1, "3/5/2024", "2024.3.5", 45356.0]
    for position, cell in enumerate(cells):
        book.type("invoice", position, "issued_on", cell)
    assert statuses(book.sync()) == {"invoice": {"ok": 2}}
    assert book.message("invoice", 0) == "Issued on: The date column holds the number 2017.1; type the whole date."
    assert book.message("invoice", 1) == (
        "Issued on: “3/5/2024” may be day/month or month/day; write it as 2024-03-05."
    )
    assert book.column("invoice", "issued_on")[2:] == [dt.date(2024, 3, 5), dt.date(2024, 3, 5)]


def test_h14_codes_keep_their_zeros_and_numbers_in_a_code_column_are_findings(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "number", "0000611365")
    book.type("invoice", 1, "number", 611365.0)
    book.type("invoice", 2, "number", 26442000000000000000.0)
    assert statuses(book.sync()) == {"invoice": {"ok": 1}}
    assert book.ticks("invoice") == ["✓", "✗", "✗", "✓"]
    assert ("0000611365",) in world.stored("invoice", "number")
    assert "is it “611365”?" in book.message("invoice", 1)
    assert "its last digits are lost" in book.message("invoice", 2)


def test_h15_a_natural_key_stands_once_in_the_sheet_and_in_the_store(world: World) -> None:
    book, other = with_rows(world), world.workbook("wang")
    for name in ("Twin", "Twin"):
        book.add("customer", name=name)
    book.type("invoice", 0, "number", "FP-0002")
    assert statuses(book.sync()) == {"customer": {"ok": 1, "refused": 1}, "invoice": {"refused": 1}}
    assert book.ticks("customer") == ["✓", "✓", "✓", "✗"]
    assert book.ticks("invoice")[0] == "✗"
    other.add("customer", name="Acme Ltd")
    assert statuses(other.sync()) == {"customer": {"refused": 1}}
    assert other.message("customer", 0).endswith("Name “Acme Ltd” exists already.")
    assert "李娜" not in other.message("customer", 0)


def test_h16_an_older_template_keeps_working_and_says_what_it_lacks(world: World) -> None:
    book = with_rows(world)
    older = load_workbook(book.path)
    del older.defined_names["cf.invoice.terms"]
    sheet = older["Invoices"]
    column = next(cell.column for cell in sheet[3] if cell.value == "Terms")
    sheet.cell(3, column).value = "an old column"
    older.save(book.path)
    book.type("invoice", 0, "amount", 12.0)
    report = book.sync()
    assert statuses(report) == {"invoice": {"ok": 1}}
    assert "This template is older and lacks: Terms. A new book has them." in report.tables[1].notes
    assert ("12.00", "terms 1") in world.stored("invoice", "amount", "terms")


def changed_invoice(*columns: Column) -> Catalog:
    """The catalog with these columns in place of those of the same name of the invoice, or after them."""
    by_name = INVOICE.by_name | {column.name: column for column in columns}
    invoice = msgspec.structs.replace(INVOICE, columns=tuple(by_name.values()))
    return msgspec.structs.replace(CATALOG, tables=CATALOG.tables | {"invoice": invoice})


def test_h16_a_column_that_the_company_renamed_stops_no_older_workbook(tmp_path: Path) -> None:
    with company(tmp_path) as world:
        path = with_rows(world).path
    renamed = msgspec.structs.replace(INVOICE.by_name["amount"], label=Label("合同额", "Contract value"))
    with company(tmp_path, changed_invoice(renamed)) as world:
        book = Workbook(path, world.server("li"), world.clock, "li")
        book.type("invoice", 0, "amount", 12.0)
        report = book.sync()
        assert statuses(report) == {"invoice": {"ok": 1}}
        assert report.tables[1].notes == []


def test_h16_a_new_row_that_needs_a_column_the_workbook_lacks_says_what_to_do(tmp_path: Path) -> None:
    with company(tmp_path) as world:
        path = with_rows(world).path
    project = Column(name="project", type=Text(), label=Label("项目", "Project"), required=True)
    with company(tmp_path, changed_invoice(project)) as world:
        book = Workbook(path, world.server("li"), world.clock, "li")
        book.type("invoice", 0, "amount", 12.0)
        book.add("invoice", customer="Acme Ltd", issued_on=dt.date(2026, 2, 2), amount=2.0, currency="Yuan")
        assert statuses(book.sync()) == {"invoice": {"ok": 1, "refused": 1}}
        assert book.message("invoice", 4).endswith(
            "Project: it is needed, and this workbook has no such column; make a new book."
        )


def test_h17_a_forwarded_book_is_refused_before_anything_is_sent(world: World) -> None:
    book = with_rows(world)
    copy = world.folder / "forwarded.xlsx"
    shutil.copy(book.path, copy)
    before = copy.read_bytes()
    desk = Desk(XlsxGrid(copy), FileOutbox(copy), world.server("wang"), login="wang")
    with pytest.raises(SomebodyElsesBookError, match="was made for li, and you are wang"):
        desk.sync()
    assert copy.read_bytes() == before


def test_h17_a_row_pasted_whole_from_another_book_says_that_it_is_not_known_here(world: World) -> None:
    li = with_rows(world)
    base = write_base(1, {"day": "2026-03-03"}, [column.name for column in VISIT.columns])
    li.hands.add("visit", {"_tick": "✓", "day": dt.date(2026, 3, 3), "_id": new_row_id(), "_base": base})
    for _ in range(2):
        assert statuses(li.sync()) == {}
        assert li.rows("visit", "_tick", "_message") == [
            ("✗", "There is no such row within your scope; to make it anew, copy its values into a new line.")
        ]


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


def test_h20_two_people_in_one_row(world: World) -> None:
    mine, theirs = conflicting(world)
    assert mine.rows("invoice", "_tick", "amount")[1] == ("⚠", 8.0)
    assert world.stored("invoice", "amount")[-1] == ("9.00",)
    assert theirs.sync().ties


class LosesReplies:
    """A transport that delivers every request and loses the replies to pushes while ``losing``."""

    def __init__(self, world: World) -> None:
        self.inner = HttpTransport(world.url)
        self.address = self.inner.address
        self.losing = True

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        response = self.inner.send(method, path, body, headers)
        if self.losing and path.endswith("/sync"):
            raise UnreachableError(self.address, "reply lost")
        return response


def test_h21_a_push_whose_reply_was_lost_is_sent_again_and_counts_once(world: World) -> None:
    book = with_rows(world)
    transport = LosesReplies(world)
    lossy = Workbook(book.path, world.server("li", transport), world.clock, "li")
    lossy.type("invoice", 0, "terms", "once")
    lossy.add("customer", code="*1", name="New Co")
    with pytest.raises(UnreachableError):
        lossy.sync()
    assert lossy.ticks("customer")[2] is None
    batches = len(book.server.batches("ledger", 100).batches)
    transport.losing = False
    report = lossy.sync()
    assert report.resumed
    assert statuses(report) == {}
    assert lossy.ticks("customer") == ["✓", "✓", "✓"]
    assert len(book.server.batches("ledger", 100).batches) == batches
    row_id = str(lossy.hands.shows("invoice", 0, "_id"))
    assert [change.rev for change in book.server.history("ledger", "invoice", row_id).changes] == [2, 1]


class Killed(BaseException):
    """The end of the program at one instruction."""


class DyingGrid(XlsxGrid):
    """A workbook whose program is killed before its ``deaths``-th write."""

    def __init__(self, path: object, lives: int) -> None:
        super().__init__(path)  # type: ignore[arg-type]  # a Path
        self.lives = lives

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        if self.lives == 0:
            raise Killed
        self.lives -= 1
        return super().write(edits, seen)


class DyingOutbox(FileOutbox):
    """An outbox whose program is killed at one of its steps."""

    moment = ""

    def put(self, request: SyncRequest) -> None:
        if self.moment == "before put":
            raise Killed
        super().put(request)
        if self.moment == "after put":
            raise Killed

    def close(self) -> None:
        if self.moment == "before close":
            raise Killed
        super().close()


@pytest.mark.parametrize("moment", ["ids", "before put", "after put", "apply", "before close"])
def test_h23_a_client_killed_between_any_two_steps_loses_and_doubles_nothing(world: World, moment: str) -> None:
    book = with_rows(world)
    book.add("customer", code="*1", name="New Co")
    book.add("invoice", customer="*1", issued_on=dt.date(2026, 2, 1), amount=5.0, currency="Yuan")
    book.type("invoice", 0, "terms", "once")
    outbox = DyingOutbox(book.path)
    outbox.moment = moment
    lives = {"ids": 0, "apply": 1}.get(moment, 9)
    dying = Desk(DyingGrid(book.path, lives), outbox, book.server, now=world.clock, login="li")
    with pytest.raises(Killed):
        dying.sync()
    book.sync()
    assert book.ticks("customer") == ["✓"] * 3
    assert book.ticks("invoice") == ["✓"] * 5
    assert sorted(world.stored("customer", "code", "name")) == [
        ("KH-001", "Acme Ltd"),
        ("KH-002", "上海电气"),
        ("KH-003", "New Co"),
    ]
    assert sorted(world.stored("invoice", "number", "terms")) == [
        ("FP-0001", "once"),
        ("FP-0002", "terms 2"),
        ("FP-0003", "terms 3"),
        ("FP-0004", "terms 4"),
        ("FP-0005", None),
    ]
    assert not FileOutbox(book.path).path.exists()
    assert book.sync().ties


def test_h23_an_edit_made_after_the_crash_is_not_taken_for_the_one_that_was_sent(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "terms", "before the crash")
    dying = Desk(DyingGrid(book.path, 0), FileOutbox(book.path), book.server, now=world.clock, login="li")
    with pytest.raises(Killed):
        dying.sync()
    book.type("invoice", 0, "terms", "after the crash")
    book.sync()
    assert book.rows("invoice", "_tick", "terms")[0] == ("✓", "after the crash")
    assert ("FP-0001", "after the crash") in world.stored("invoice", "number", "terms")


def test_h26_text_of_every_kind_comes_back_as_it_went(world: World) -> None:
    texts = ['=HYPERLINK("http://x")', "👩‍👩‍👧 سلام _x0041_", "first\nsecond", "+86 21 5555", "-", "@all", "x" * 4000]
    mine, theirs = with_rows(world), world.workbook("grace")
    for position, text in enumerate(texts[:4]):
        mine.type("invoice", position, "terms", text)
    assert statuses(mine.sync()) == {"invoice": {"ok": 4}}
    theirs.sync()
    assert theirs.column("invoice", "terms") == texts[:4]
    assert theirs.hands.cells("invoice").formulas == frozenset()
    for position, text in enumerate((*texts[4:], "x" * 4001)):
        mine.type("invoice", position, "terms", text)
    assert statuses(mine.sync()) == {"invoice": {"ok": 3}}
    assert mine.message("invoice", 3) == "Terms: It has 4001 characters; at most 4000 are allowed."
    theirs.sync()
    assert theirs.column("invoice", "terms") == [*texts[4:], texts[3]]


def test_h26_a_control_character_is_a_finding(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "terms", "bell\x07")
    book.sync()
    assert book.message("invoice", 0) == "Terms: It holds an invisible control character; type it again."


def test_h32_a_conflict_left_open_survives_syncs_and_theirs_being_reverted(world: World) -> None:
    mine, theirs = conflicting(world)
    for _ in range(2):
        report = mine.sync()
        assert statuses(report) == {}
        assert mine.rows("invoice", "_tick", "amount")[1] == ("⚠", 8.0)
    position = theirs.column("invoice", "amount").index(9.0)
    theirs.type("invoice", position, "amount", 2500.5)
    theirs.sync()
    mine.sync()
    assert mine.rows("invoice", "_tick", "amount")[1] == ("⚠", 8.0)
    assert "the store now has 2,500.50" in mine.message("invoice", 1)
    assert world.stored("invoice", "amount").count(("2500.50",)) == 1
    mine.type("invoice", 1, "_tick", "Keep mine")
    assert statuses(mine.sync()) == {"invoice": {"ok": 1}}
    assert ("8.00",) in world.stored("invoice", "amount")


def test_h32_keeping_mine_against_a_value_never_shown_is_a_new_conflict(world: World) -> None:
    mine, theirs = conflicting(world)
    position = theirs.column("invoice", "amount").index(9.0)
    theirs.type("invoice", position, "amount", 10.0)
    theirs.sync()
    mine.type("invoice", 1, "_tick", "Keep mine")
    assert statuses(mine.sync()) == {"invoice": {"open": 1}}
    assert mine.rows("invoice", "_tick", "amount")[1] == ("⚠", 8.0)
    assert "changed it to 10.00" in mine.message("invoice", 1)
    assert ("10.00",) in world.stored("invoice", "amount")


def test_h32_editing_the_cell_again_decides_it(world: World) -> None:
    mine, _ = conflicting(world)
    mine.type("invoice", 1, "amount", 8.5)
    assert statuses(mine.sync()) == {"invoice": {"ok": 1}}
    assert mine.rows("invoice", "_tick", "amount")[1] == ("✓", 8.5)


def test_h05_rows_typed_after_blank_lines_are_rows(world: World) -> None:
    book = with_rows(world)
    sheet = load_workbook(book.path)
    cell = sheet["Customers"].cell(book.hands.cells("customer").rows[-1] + 4, 3)
    cell.value = "Typed far below"
    sheet.save(book.path)
    assert statuses(book.sync()) == {"customer": {"ok": 1}}
    assert book.column("customer", "name") == ["Acme Ltd", "上海电气", "Typed far below"]
    assert book.sync().ties
    assert load_workbook(book.path)["Customers"].tables["cf_customer"].ref.endswith("9")


def test_h05_a_total_somebody_put_below_the_table_is_told_and_left_alone(world: World) -> None:
    book = with_rows(world)
    sheet = load_workbook(book.path)
    row = book.hands.cells("invoice").rows[-1] + 3
    column = next(cell.column_letter for cell in sheet["Invoices"][3] if cell.value == "Amount")
    sheet["Invoices"][f"{column}{row}"] = f"=SUM({column}4:{column}7)"
    sheet.save(book.path)
    report = book.sync()
    assert statuses(report) == {}
    assert report.tables[1].notes == [
        f"Row {row} below the table was not read: a line of formulas, or what lies under the totals row."
    ]
