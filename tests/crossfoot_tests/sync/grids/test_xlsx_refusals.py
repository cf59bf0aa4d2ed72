"""Hostile and broken files: each is refused for its own reason, quickly and in little memory."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crossfoot_sync.grids.errors import REASONS, GridError, NotACrossfootBook
from crossfoot_sync.grids.xlsx import XlsxGrid, limits, open_any
from crossfoot_tests.sync.grids.raw_books import (
    HEAD,
    HEADER,
    MAIN,
    SHEET,
    lie_about_size,
    parts,
    relationships,
    row,
    save,
    worksheet,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
USUAL = worksheet(HEADER + row(4, "a", "b", "1"))


def reason(path: Path) -> str:
    """Why neither reader opens the file."""
    with pytest.raises(GridError) as book:
        XlsxGrid(path).read()
    with pytest.raises(GridError) as any_file:
        open_any(path)
    assert (book.value.reason, book.value.name) == (any_file.value.reason, path.name)
    return book.value.reason


def replaced(part: str, content: str | bytes) -> Callable[[Path], Path]:
    """A book with one part replaced."""
    data = content.encode() if isinstance(content, str) else content
    return lambda path: save(path, {**parts(USUAL), part: data})


def without(part: str) -> Callable[[Path], Path]:
    """A book that lacks one part."""

    def made(path: Path) -> Path:
        content = parts(USUAL)
        del content[part]
        return save(path, content)

    return made


def as_bytes(data: bytes) -> Callable[[Path], Path]:
    """A file of these bytes."""

    def made(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return made


def truncated(path: Path) -> Path:
    save(path, parts(USUAL))
    path.write_bytes(path.read_bytes()[:-200])
    return path


def bit_flipped(path: Path) -> Path:
    save(path, parts(USUAL))
    with zipfile.ZipFile(path) as package:
        at = package.getinfo(SHEET).header_offset + 30 + len(SHEET) + 20
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
    return path


def duplicated(path: Path) -> Path:
    save(path, parts(USUAL))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("XL/worksheets\\sheet1.xml", USUAL)
    return path


def lying(size: int) -> Callable[[Path], Path]:
    def made(path: Path) -> Path:
        save(path, parts(USUAL))
        lie_about_size(path, SHEET, size)
        return path

    return made


def bomb(part: str, filler: bytes, megabytes: int) -> Callable[[Path], Path]:
    """A part that unpacks to very much more than it takes in the zip."""

    def made(path: Path) -> Path:
        save(path, {name: data for name, data in parts(USUAL, strings="<si/>").items() if name != part})
        block = filler * (1_000_000 // len(filler))
        with (
            zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as package,
            package.open(part, "w") as out,
        ):
            out.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for _ in range(megabytes):
                out.write(block)
        return path

    return made


LAUGHS = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};&l{n - 1};&l{n - 1};">' for n in range(1, 20))
ENTITY_BOMB = f'{HEAD}<!DOCTYPE w [<!ENTITY l0 "ha">{LAUGHS}]>{USUAL.removeprefix(HEAD).replace("b</v>", "&l19;</v>")}'
EXTERNAL = f'{HEAD}<!DOCTYPE w SYSTEM "file:///etc/passwd">{USUAL.removeprefix(HEAD)}'

CASES: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "no file": ("not_found", lambda path: path),
    "empty": ("empty", as_bytes(b"")),
    "a web page": ("not_a_workbook", as_bytes(b"<html><table><tr><td>1</td></tr></table></html>")),
    "comma-separated": ("not_a_workbook", as_bytes("编号,名称\n1,甲\n".encode())),
    "old .xls": ("old_xls", as_bytes(OLE + b"\0" * 504 + "Workbook".encode("utf-16-le"))),
    "password": ("encrypted", as_bytes(OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"))),
    "zip of something else": ("not_a_workbook", lambda path: save(path, {"a.txt": b"x", "b.txt": b"y"})),
    "document": (
        "not_a_workbook",
        lambda path: save(
            path,
            {
                "_rels/.rels": relationships(officeDocument="word/document.xml").encode(),
                "word/document.xml": b"<document xmlns='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>",
                "word/_rels/document.xml.rels": relationships().encode(),
            },
        ),
    ),
    "binary workbook": (
        "binary_workbook",
        lambda path: save(
            path,
            {"_rels/.rels": relationships(officeDocument="xl/workbook.bin").encode(), "xl/workbook.bin": b"\x83\x01"},
        ),
    ),
    "truncated": ("damaged", truncated),
    "only a zip's first bytes": ("damaged", as_bytes(b"PK\x03\x04" + b"\0" * 60)),
    "changed bytes": ("damaged", bit_flipped),
    "size too small in the directory": ("damaged", lying(100)),
    "size too large in the directory": ("damaged", lying(100_000)),
    "the same part twice": ("duplicate_part", duplicated),
    "no workbook": ("part_missing", without("xl/workbook.xml")),
    "no relationships": ("part_missing", without("xl/_rels/workbook.xml.rels")),
    "no package relationships": ("part_missing", without("_rels/.rels")),
    "no sheet": ("part_missing", without(SHEET)),
    "a sheet related to nothing": ("part_missing", replaced("xl/_rels/workbook.xml.rels", relationships())),
    "workbook cut off": ("bad_xml", replaced("xl/workbook.xml", HEAD + "<workbook><sheets>")),
    "sheet cut off": ("bad_xml", replaced(SHEET, USUAL[:-60])),
    "rows among other things": ("bad_xml", replaced(SHEET, worksheet("<what/>" + row(4, "a")))),
    "row 0": ("bad_xml", replaced(SHEET, worksheet(HEADER + row(0, "a")))),
    "row beyond the last": ("bad_xml", replaced(SHEET, worksheet(HEADER + row(1_048_577, "a")))),
    "column beyond the last": (
        "bad_xml",
        replaced(SHEET, worksheet(HEADER + '<row r="4"><c  r="ZZZ4"><v>1</v></c></row>')),
    ),
    "a shared string that is not there": (
        "bad_xml",
        replaced(SHEET, worksheet(HEADER + '<row r="4"><c r="A4" t="s"><v>7</v></c></row>')),
    ),
    "bytes that are no UTF-8": ("bad_xml", replaced(SHEET, USUAL.encode().replace(b"<v>b</v>", b"<v>\xff\xfe</v>"))),
    "UTF-16": ("encoding", replaced(SHEET, USUAL.replace("UTF-8", "UTF-16").encode("utf-16"))),
    "GBK": ("encoding", replaced(SHEET, USUAL.replace("UTF-8", "GBK").encode("gbk"))),
    "entity bomb": ("entities", replaced(SHEET, ENTITY_BOMB)),
    "external entity": ("entities", replaced("xl/workbook.xml", EXTERNAL)),
}


@pytest.mark.parametrize("case", CASES)
def test_h31_each_is_refused_for_its_own_reason(case: str, tmp_path: Path) -> None:
    expected, make = CASES[case]
    assert reason(make(tmp_path / "坏.xlsx")) == expected


@pytest.mark.slow
def test_h31_more_members_than_any_workbook_has_are_refused(tmp_path: Path) -> None:
    junk = {f"junk/{number}": b"" for number in range(limits.ENTRIES)}
    assert reason(save(tmp_path / "many.xlsx", parts(USUAL) | junk)) == "too_large"


READ_WITHIN_LIMITS = """
import resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.xlsx import XlsxGrid
start = time.process_time()
try:
    XlsxGrid(Path(sys.argv[1])).read()
except GridError as error:
    print(error.reason, time.process_time() - start < 10)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "filler", "megabytes", "expected"),
    [
        (SHEET, b" ", 300, "too_large"),
        (SHEET, b"<row/>", 200, "too_large"),
        (SHEET, b"<row><c/></row>", 19, "too_large"),
        (SHEET, b'<row r="4"><c r="A4">' + b"<c>" * 100, 19, "bad_xml"),
        (SHEET, b"<row><c r='", 19, "bad_xml"),
        (SHEET, b"a", 12, "bad_xml"),
        (SHEET, b"<!--", 19, "bad_xml"),
        ("xl/sharedStrings.xml", b"<si/>", 19, "too_large"),
        ("xl/sharedStrings.xml", b"<si>", 19, "bad_xml"),
        ("xl/sharedStrings.xml", b"<si><t>abcdefgh</t></si>", 250, "too_large"),
        ("xl/workbook.xml", b"<sheet/>", 15, "bad_xml"),
        ("xl/styles.xml", b"<xf/>", 15, "bad_xml"),
    ],
)
def test_h31_bombs_are_refused_within_ten_seconds_and_a_gigabyte(
    part: str, filler: bytes, megabytes: int, expected: str, tmp_path: Path
) -> None:
    path = bomb(part, filler, megabytes)(tmp_path / "bomb.xlsx")
    done = subprocess.run(
        [sys.executable, "-c", READ_WITHIN_LIMITS, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.split(), done.stderr) == ([expected, "True"], "")


@pytest.mark.slow
def test_h31_more_cells_than_anybody_needs_are_refused_within_ten_seconds_and_a_gigabyte(tmp_path: Path) -> None:
    lines = (
        f'<row r="{number}">'
        + "".join(f'<c r="{letter}{number}"><v>{number * 7 % 9973}</v></c>' for letter in "ABCDEFGHIJ")
        + "</row>"
        for number in range(4, 330_000)
    )
    path = save(tmp_path / "many.xlsx", parts(worksheet(HEADER + "".join(lines))))
    done = subprocess.run(
        [sys.executable, "-c", READ_WITHIN_LIMITS, str(path)], capture_output=True, text=True, timeout=90, check=False
    )
    assert (done.stdout.split(), done.stderr) == (["too_large", "True"], "")


def test_a_workbook_without_a_manifest_is_no_book_but_opens(tmp_path: Path) -> None:
    content = parts(USUAL)
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace(b'name="_crossfoot"', b'name="other"')
    path = save(tmp_path / "plain.xlsx", content)
    with pytest.raises(NotACrossfootBook) as error:
        XlsxGrid(path).read()
    assert error.value.reason == "not_a_book"
    assert [each.title for each in open_any(path)] == ["表 1", "other"]


def test_h05_a_dimension_that_lies_is_of_no_consequence(tmp_path: Path) -> None:
    sheet = worksheet(HEADER + row(4, "a", "b", "1"), before='<dimension ref="A1:XFD1048576"/>')
    cells = XlsxGrid(save(tmp_path / "book.xlsx", parts(sheet))).read().tables["t"]
    assert (cells.rows, cells.columns["name"]) == ([4], ["b"])


@pytest.mark.slow
def test_h05_a_cell_at_the_far_end_of_the_sheet_costs_nothing(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = save(tmp_path / "far.xlsx", parts(worksheet(HEADER + row(4, "a") + far)))
    assert XlsxGrid(path).read().tables["t"].rows == [4]
    assert len(open_any(path)[0].rows) == 1_048_576


def test_h31_few_cells_far_apart_do_not_make_millions(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{number}"><c r="XFD{number}"><v>1</v></c></row>' for number in range(1, 1200))
    path = save(tmp_path / "sprawl.xlsx", parts(worksheet(rows)))
    with pytest.raises(GridError) as error:
        open_any(path)
    assert error.value.reason == "too_large"


def test_macro_sheets_and_charts_are_left_out(tmp_path: Path) -> None:
    content = parts(USUAL)
    frame = content["xl/workbook.xml"].replace(
        b"</sheets>", '<sheet name="宏" sheetId="3" r:id="xlMacrosheet_1"/></sheets>'.encode()
    )
    targets = content["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="xlMacrosheet_1" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"'
        b' Target="macrosheets/sheet1.xml"/></Relationships>',
    )
    content |= {"xl/workbook.xml": frame, "xl/_rels/workbook.xml.rels": targets, "xl/macrosheets/sheet1.xml": b"<x/>"}
    assert [each.title for each in open_any(save(tmp_path / "macro.xlsm", content))] == ["表 1", "_crossfoot"]


def test_a_folder_is_told_from_a_file(tmp_path: Path) -> None:
    assert reason(tmp_path) == "unreadable"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_can_be_said(language: str) -> None:
    facts = ("detail", "part", "what", "found", "limit", "program", "lock", "sheet", "row", "count", "table", "cell")
    said = dict.fromkeys((*facts, "column", "length", "cells", "said"), "事实")
    for each in REASONS:
        text = GridError("book.xlsx", each, **said).text(language)
        assert text.startswith("book.xlsx")
        assert "{" not in text
