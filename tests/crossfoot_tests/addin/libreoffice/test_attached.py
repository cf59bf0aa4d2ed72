"""What is attached to cells: names, notes, links, rules, pictures."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
import xlwings as xw

from crossfoot_addin.libreoffice import OfficeError

pytestmark = pytest.mark.slow


def test_names_of_a_workbook_and_of_a_sheet(book: xw.Book, sheet: xw.Sheet) -> None:
    other = book.sheets.add("other one", after=sheet)

    book.names.add("rate", "=0.13")
    sheet["B2:C3"].name = "block"
    other.names.add("mine", "='other one'!$A$1")

    assert {name.name: name.refers_to for name in book.names} == {
        "rate": "=0.13",
        "block": "=Sheet1!$B$2:$C$3",
        "'other one'!mine": "='other one'!$A$1",
    }
    assert [name.name for name in other.names] == ["'other one'!mine"]
    assert sheet.range("block") == sheet["B2:C3"]
    assert (sheet["B2:C3"].name, sheet["B2"].name) == (book.names["block"], None)


def test_names_follow_their_cells_and_change(book: xw.Book, sheet: xw.Sheet) -> None:
    sheet["B2"].name = "cell"
    name = book.names["cell"]

    sheet["1:1"].insert("down")
    moved = name.refers_to_range.address
    name.refers_to = "=Sheet1!$D$4"
    name.name = "renamed"

    assert (moved, [each.name for each in book.names], book.names["renamed"].refers_to_range) == (
        "$B$3",
        ["renamed"],
        sheet["D4"],
    )
    name.delete()
    assert len(book.names) == 0


def test_a_name_that_stands_for_no_cells_says_so(book: xw.Book) -> None:
    book.names.add("rate", "=0.13")

    with pytest.raises(OfficeError, match=r"The name rate stands for no cells: =0\.13"):
        _ = book.names["rate"].refers_to_range


def test_notes(sheet: xw.Sheet) -> None:
    note = sheet["B2"].add_note("first")
    sheet["C3"].add_note("second")

    note.text = "changed"
    noted = [(each.location.address, each.text) for each in sheet.notes]
    note.delete()

    assert noted == [("$B$2", "changed"), ("$C$3", "second")]
    assert (sheet["B2"].note, len(sheet.notes)) == (None, 1)


def test_links(sheet: xw.Sheet) -> None:
    sheet["A1"].add_hyperlink("https://example.org/", "Example")

    assert (sheet["A1"].value, sheet["A1"].hyperlink) == ("Example", "https://example.org/")


def test_rules_for_what_is_typed(book: xw.Book, sheet: xw.Sheet) -> None:
    sheet["A1"].data_validation.set_list(["yes", 'say "no"'])
    sheet["A2"].data_validation.set_list(sheet["D1:D3"])
    sheet["A3"].data_validation.set_decimal("between", 1, 10)

    sheet["D4"].name = "choices"
    sheet["A5"].data_validation.set_list(book.names["choices"])
    sheet["A6"].data_validation.set_custom("=LEN(A6)<5")

    kinds = [sheet[f"A{row}"].data_validation.type for row in range(1, 7)]
    sheet["A1"].data_validation.delete()

    assert kinds == ["list", "list", "decimal", "none", "list", "custom"]
    assert sheet["A1"].data_validation.type == "none"


def test_pictures(sheet: xw.Sheet, tmp_path: Path) -> None:
    dot = tmp_path / "dot.png"
    dot.write_bytes(_one_red_dot())

    picture = sheet.pictures.add(dot, name="logo", left=20, top=30, width=40, height=50)
    sheet["E5"].add_note("is no shape")

    assert (picture.left, picture.top, picture.width, picture.height) == (20.0, 30.0, 40.0, 50.0)
    assert [(shape.name, shape.type) for shape in sheet.shapes] == [("logo", "picture")]
    picture.delete()
    assert len(sheet.pictures) == 0


def _one_red_dot() -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0\xff\0\0")) + part(b"IEND", b"")
