from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from openpyxl.styles import Protection
from openpyxl.worksheet.table import Table

from crossfoot_addin.libreoffice import Locked, OfficeError, ProtectedBook, ProtectedSheet, ReadOnly, libreoffice

pytestmark = pytest.mark.slow


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file as another program made it: a table with a formula, a date and a text that looks like a number."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Orders"
    for row in (["code", "net", "gross", "on"], ["001", 100, "=B2*2", dt.date(2024, 3, 5)], ["002", True, None, None]):
        sheet.append(row)
    sheet["D2"].number_format = "yyyy-mm-dd"
    sheet.add_table(Table(displayName="orders", ref="A1:D3"))
    path = tmp_path / "orders.xlsx"
    workbook.save(path)
    return path


def test_a_file_of_another_program_is_read(app: xw.App, file: Path) -> None:
    book = app.books.open(file)
    sheet = book.sheets["orders"]

    assert sheet["A1:D3"].value == [
        ["code", "net", "gross", "on"],
        ["001", 100.0, 200.0, dt.datetime(2024, 3, 5)],
        ["002", True, None, None],
    ]
    assert (sheet.tables["orders"].range.address, sheet["C2"].formula) == ("$A$1:$D$3", "=B2*2")
    assert (book.name, book.fullname) == ("orders.xlsx", str(file))
    book.close()


def test_what_is_saved_is_read_by_another_program(app: xw.App, file: Path) -> None:
    book = app.books.open(file)
    book.sheets[0].tables["orders"].rows.add(["'003", 5, None, None])
    book.sheets[0]["B4"].number_format = "0.00"
    book.sheets[0]["C4"].formula = "=[@net]*2"
    book.save()
    book.close()

    workbook = openpyxl.load_workbook(file)
    sheet = workbook["Orders"]
    assert [cell.value for cell in sheet[4]] == ["003", 5, "=orders[[#This Row],[net]]*2", None]
    assert (sheet.tables["orders"].ref, sheet["B4"].number_format) == ("A1:D4", "0.00")


@pytest.mark.parametrize("ending", ["xlsx", "xlsm", "xls", "ods"])
def test_a_workbook_is_saved_under_a_name_and_opened_again(app: xw.App, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"book.{ending}"
    book = app.books.add()
    book.sheets[0]["A1"].value = [["text", 1.5, True]]
    book.save(path)
    named = (book.name, Path(book.fullname))
    book.close()

    again = app.books.open(path)
    read = again.sheets[0]["A1:C1"].value
    again.close()

    assert (named, read) == ((path.name, path), ["text", 1.5, True])


def test_a_format_that_libreoffice_does_not_write_is_refused(book: xw.Book, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match=r"LibreOffice cannot write \.xlsb files"):
        book.save(tmp_path / "book.xlsb")


def test_a_password_opens_what_was_saved_with_it(app: xw.App, tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    book = app.books.add()
    book.sheets[0]["A1"].value = "hidden"
    book.save(path, password="open sesame")
    book.close()

    with pytest.raises(OfficeError, match="needs a password"):
        app.books.open(path)
    opened = app.books.open(path, password="open sesame")
    read = opened.sheets[0]["A1"].value
    opened.close()

    assert read == "hidden"


def test_of_a_template_a_new_workbook_is_made(app: xw.App, tmp_path: Path) -> None:
    template = app.books.add()
    template.sheets[0]["A1"].value = "from the template"
    template.save(tmp_path / "sales.xltx")
    template.close()
    opened = app.books.open(tmp_path / "sales.xltx")
    told = (opened.name.startswith("sales"), opened.fullname == opened.name, opened.sheets[0]["A1"].value)
    opened.close()

    assert told == (True, True, "from the template")


def test_the_first_cell_on_the_screen_and_the_calendar(book: xw.Book) -> None:
    book.impl.corner = (40, 3)

    assert (book.impl.corner, book.impl.date1904) == ((40, 3), False)


def test_a_read_only_workbook_is_changed_but_saved_elsewhere_only(app: xw.App, file: Path) -> None:
    before = file.read_bytes()
    book = app.books.open(file, read_only=True)
    book.sheets[0]["B2:B3"].value = [[1], [2]]

    with pytest.raises(ReadOnly, match=r"orders\.xlsx was opened read-only; save it under another name"):
        book.save()
    elsewhere = file.with_name("copy.xlsx")
    book.save(elsewhere)
    book.sheets[0]["B2"].value = 3
    book.save()
    book.close()

    again = app.books.open(elsewhere)
    assert again.sheets[0]["B2:B3"].value == [3.0, 2.0]
    assert file.read_bytes() == before
    again.close()


def test_a_workbook_that_is_open_elsewhere_is_refused(app: xw.App, file: Path) -> None:
    with libreoffice() as other:
        book = other.books.open(file)

        with pytest.raises(Locked, match=r"orders\.xlsx is open in another program"):
            app.books.open(file)

        reading = app.books.open(file, read_only=True)
        assert reading.sheets[0]["A2"].value == "001"
        reading.close()
        book.close()

    after = app.books.open(file)
    assert after.sheets[0]["A2"].value == "001"
    after.close()


def test_a_lock_that_a_crash_left_behind_is_no_obstacle(app: xw.App, file: Path) -> None:
    lock = file.with_name(".~lock.orders.xlsx#")
    lock.write_text(f",somebody,{platform.node()},01.01.2024 08:00,file:///gone/profile;")

    book = app.books.open(file)

    assert book.sheets[0]["A2"].value == "001"
    book.close()
    assert not lock.exists()


def test_a_lock_of_another_machine_is_respected(app: xw.App, file: Path) -> None:
    lock = file.with_name(".~lock.orders.xlsx#")
    lock.write_text("Li\\, Wei,li,far-away,01.01.2024 08:00,file:///home/li/profile;")

    with pytest.raises(Locked, match=r"\(Li, Wei on far-away, since 01\.01\.2024 08:00\)"):
        app.books.open(file)

    assert lock.exists()


def test_what_is_no_workbook_is_refused(app: xw.App, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook at all")

    with pytest.raises(OfficeError, match="LibreOffice cannot open"):
        app.books.open(path)


def test_an_open_workbook_is_not_opened_twice(app: xw.App, file: Path) -> None:
    book = app.books.open(file)

    assert app.books.open(file) == book
    assert [each.name for each in app.books].count("orders.xlsx") == 1
    book.close()


def test_protection_is_respected(app: xw.App, file: Path) -> None:
    workbook = openpyxl.load_workbook(file)
    workbook["Orders"].protection.sheet = True
    workbook["Orders"]["B2"].protection = Protection(locked=False)
    workbook.security.lockStructure = True
    workbook.save(file)
    book = app.books.open(file)
    sheet = book.sheets[0]

    sheet["B2"].value = 7
    of_the_sheet: list[Callable[[], object]] = [
        sheet["B3"].clear_contents,
        lambda: sheet["B2:B3"].__setattr__("value", 1),
        lambda: sheet["C3"].__setattr__("formula", "=1"),
        lambda: sheet["B2"].__setattr__("color", (1, 2, 3)),
        lambda: sheet["2:2"].insert("down"),
        sheet["2:2"].delete,
        lambda: sheet["B2"].add_note("no"),
        sheet.tables[0].rows.add,
        lambda: sheet.tables[0].resize(sheet["A1:D5"]),
        lambda: sheet["A1:D3"].autofilter.apply_values(1, ["001"]),
    ]
    of_the_book: list[Callable[[], object]] = [book.sheets.add, sheet.delete, lambda: sheet.__setattr__("name", "x")]
    for refused in of_the_sheet:
        with pytest.raises(ProtectedSheet, match="sheet “Orders” is protected"):
            refused()
    for refused in of_the_book:
        with pytest.raises(ProtectedBook, match=r"The sheets of orders\.xlsx cannot be changed"):
            refused()

    assert sheet["A2:C2"].value == ["001", 7.0, 14.0]
    assert (sheet["B2"].color, [each.name for each in book.sheets]) == (None, ["Orders"])
    book.close()
