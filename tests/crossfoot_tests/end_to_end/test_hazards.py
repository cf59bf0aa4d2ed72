"""Hazards of sync on workbook files against the real server, named after the list in the documentation."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook

from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import SomebodyElsesBookError, TooManyChangesError
from crossfoot_sync.client.outbox import FileOutbox
from crossfoot_sync.engine.fingerprint import write_base
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.model import Catalog, Column, Label
from crossfoot_templates.types import Text
from crossfoot_tests.end_to_end.test_promises import statuses
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
    with pytest.raises(TooManyChangesError, match="Of 30 rows of “Visits” 25 would be removed and 0 changed at once"):
        book.sync()
    assert len(world.stored("visit", "day")) == 30
    assert statuses(book.sync(confirmed=True)) == {"visit": {"removed": 25}}


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


def test_h15_what_names_a_number_that_was_typed_twice_points_at_the_row_that_has_it(world: World) -> None:
    book = with_rows(world)
    for code, name in (("K1", "One"), ("K1", "Two"), ("K2", "Twin"), ("K3", "Twin")):
        book.add("customer", code=code, name=name)
    for day, customer in enumerate(("K1", "Twin"), 1):
        book.add("visit", day=dt.date(2026, 4, day), customer=customer, result=f"by {customer}")
    assert statuses(book.sync()) == {"customer": {"ok": 2, "refused": 2}, "visit": {"ok": 2}}
    assert book.ticks("customer")[2:] == ["✓", "✗", "✓", "✗"]
    assert "Code “K1” exists already;" in book.message("customer", 3)
    assert [row for row in book.rows("visit", "customer", "result") if row[1] in ("by K1", "by Twin")] == [
        ("One", "by K1"),
        ("Twin", "by Twin"),
    ]


def test_h15_of_two_rows_with_one_number_a_reference_names_the_one_that_can_be_sent(world: World) -> None:
    book = with_rows(world)
    book.add("customer", code="K1", name="One", limit="many")
    book.add("customer", code="K1", name="Two")
    book.add("visit", day=dt.date(2026, 4, 1), customer="K1", result="by K1")
    assert statuses(book.sync()) == {"customer": {"ok": 1}, "visit": {"ok": 1}}
    assert [row for row in book.rows("visit", "customer", "result") if row[1] == "by K1"] == [("Two", "by K1")]


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
        assert "Project: it is needed, and this workbook has no such column. " in book.message("invoice", 4)
        assert book.message("invoice", 4).endswith("otherwise make a new book and copy this row into it.")


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
    row_id = new_row_id()
    base = write_base(row_id, 1, {"day": "2026-03-03"}, [column.name for column in VISIT.columns])
    li.hands.add("visit", {"_tick": "✓", "day": dt.date(2026, 3, 3), "_id": row_id, "_base": base})
    for _ in range(2):
        assert statuses(li.sync()) == {}
        assert li.rows("visit", "_tick", "_message") == [
            ("✗", "There is no such row within your scope; to make it anew, copy its values into a new line.")
        ]


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
    said = (
        f"Row {row} below the table was not read: a line of formulas, or what lies under the totals row. "
        "If it belongs to the table, move it into it, above the totals row."
    )
    assert report.tables[1].notes == [said]
