"""Make the pictures of the tutorials: ``python -m crossfoot_tests.docs.pictures``.

A page is carried out, and where it shows a picture, the workbook as it is at that moment is drawn by LibreOffice: one
sheet, some of its columns and rows, with their letters and numbers, as on a screen. Nobody's screen is needed.
"""

from __future__ import annotations

import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xlwings as xw
from numpy.typing import NDArray

from crossfoot_addin.libreoffice.bridge import properties
from crossfoot_templates.label import Language
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.render import render_workbook
from crossfoot_tests.docs.places import DOCS
from crossfoot_tests.docs.pressing import at_excel
from crossfoot_tests.office.person import LibreOffice

PAGE = DOCS / "tutorial" / "a-managers-day.md"
FOLDER = PAGE.parent / "pictures"
DOTS_PER_INCH = 90
LONGEST = 120_000
"""Bytes of a picture."""
_MARGIN, _NUMBERS, _LETTERS = 150, 900, 600
"""Around what is drawn, for the numbers of rows and for the letters of columns, in hundredths of a millimetre."""
_MESSAGE, _LINE = 8000, 0xD0D7DE
"""How wide a message is drawn, and the colour of the lines between cells."""


@dataclass(frozen=True)
class Picture:
    """What is drawn: of a sheet these columns and rows. ``language`` is that of an empty workbook, if one is.

    Where it has a ``message``, that column is drawn narrower than it is, with its texts in several lines.
    """

    sheet: str
    columns: str
    rows: str
    message: str = ""
    language: Language | None = None


_GUIDE = "1:16 18:24 26:26"
"""Without the rows that show the sand-glass: no font that the tests install has it."""

PICTURES: dict[str, Picture] = {
    "guide": Picture("How to use", "A:I", _GUIDE),
    "guide-zh": Picture("使用说明", "A:I", _GUIDE, language="zh"),
    "typed": Picture("Opportunity", "A:E G:I", "1:6"),
    "refused": Picture("Opportunity", "A:B D:E G I AN", "1:6", "AN"),
    "conflict": Picture("Opportunity", "A:B D:E I AN", "1:6", "AN"),
    "approval": Picture("Approvals", "A:B D:H M:N", "1:5"),
}


def draw(book: xw.Book, picture: Picture, path: Path) -> None:
    """Draw what stands in an open workbook."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.ods"
        if picture.language is None:
            book.impl.document.storeToURL(copy.as_uri(), properties(FilterName="calc8"))
        else:
            copy = copy.with_suffix(".xlsx")
            view = load_catalog().view("follow_up", ("sales_manager",))
            copy.write_bytes(render_workbook(view, picture.language, {}))
        opened = book.app.books.open(str(copy))
        try:
            _lay_out(opened.impl.document, picture)
            pdf = copy.with_suffix(".pdf")
            opened.impl.document.storeToURL(pdf.as_uri(), properties(FilterName="calc_pdf_Export"))
        finally:
            opened.close()
        pixels = subprocess.run(
            ["pdftoppm", "-r", str(DOTS_PER_INCH), "-singlefile", str(pdf)], check=True, stdout=subprocess.PIPE
        )
    path.write_bytes(png(pixels.stdout))


def png(pixels: bytes) -> bytes:
    """A small PNG of what pdftoppm prints: with as many shades of each colour as 256 colours in all have room for."""
    _, size, _, colours = pixels.split(b"\n", 3)
    wide, high = map(int, size.split())
    image = np.frombuffer(colours, np.uint8).reshape(high * wide, 3)
    step = next(each for each in (1, 16, 32, 64) if len(np.unique(_named(image // each))) <= 256)
    names, place = np.unique(_named(image // step), return_inverse=True)
    palette = np.stack([names >> 16, names >> 8 & 0xFF, names & 0xFF], axis=1)
    shades = (palette * 255 // (255 // step)).astype(np.uint8)
    lines = np.hstack([np.zeros((high, 1), np.uint8), place.reshape(high, wide).astype(np.uint8)])
    head = struct.pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", shades.tobytes()), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part)) for name, part in parts
    )


def _named(colours: NDArray[np.uint8]) -> NDArray[np.int64]:
    """A number for each colour."""
    red, green, blue = colours.astype(np.int64).T
    numbers: NDArray[np.int64] = (red << 16) + (green << 8) + blue
    return numbers


def _lay_out(document: Any, picture: Picture) -> None:
    """Leave on paper nothing but the picture, and make the paper as large as that."""
    sheet = document.Sheets.getByName(picture.sheet)
    for name in document.Sheets.ElementNames:
        document.Sheets.getByName(name).IsVisible = name == picture.sheet
    columns, rows = _spans(picture.columns, sheet, "Column"), _spans(picture.rows, sheet, "Row")
    if picture.message:
        cells = sheet.getCellRangeByName(f"{picture.message}4:{picture.message}9")
        cells.Columns.getByIndex(0).Width, cells.IsTextWrapped = _MESSAGE, True
        cells.Rows.OptimalHeight = True
        for at in range(cells.Rows.Count):
            row = cells.Rows.getByIndex(at)
            row.Height = row.Height * 5 // 4  # what a condition makes bold needs more room than was reckoned with
    area = sheet.getCellRangeByPosition(0, 0, max(columns), max(rows))
    for lines, shown in ((area.Columns, columns), (area.Rows, rows)):
        for at in range(lines.Count):
            lines.getByIndex(at).IsVisible = at in shown
    if picture.rows != _GUIDE:
        _rule(area)
    sheet.setPrintAreas((area.RangeAddress,))
    paper = document.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    paper.HeaderIsOn = paper.FooterIsOn = paper.PrintGrid = False
    paper.PrintHeaders = picture.rows != _GUIDE
    for margin in ("TopMargin", "BottomMargin", "LeftMargin", "RightMargin"):
        setattr(paper, margin, _MARGIN)
    wide = sum(area.Columns.getByIndex(at).Width for at in columns) + _NUMBERS * paper.PrintHeaders + 2 * _MARGIN
    high = sum(area.Rows.getByIndex(at).Height for at in rows) + _LETTERS * paper.PrintHeaders + 2 * _MARGIN
    paper.IsLandscape = wide > high
    paper.Width, paper.Height = wide, high
    paper.ScaleToPagesX = paper.ScaleToPagesY = 1


def _rule(area: Any) -> None:
    """Draw the lines between cells as a screen shows them; on paper they would be black."""
    line = area.TopBorder2
    line.Color, line.OuterLineWidth, line.LineWidth = _LINE, 10, 10
    borders = area.TableBorder2
    for side in ("TopLine", "BottomLine", "LeftLine", "RightLine", "HorizontalLine", "VerticalLine"):
        setattr(borders, side, line)
        setattr(borders, f"Is{side}Valid", True)
    area.TableBorder2 = borders


def _spans(text: str, sheet: Any, kind: str) -> set[int]:
    """The numbers, from 0, of the columns or rows that ``A:C F`` or ``1:3 6`` names."""
    found: set[int] = set()
    for each in text.split():
        first, _, last = each.partition(":")
        ends = [f"{end}1" if kind == "Column" else f"A{end}" for end in (first, last or first)]
        at = sheet.getCellRangeByName(":".join(ends)).RangeAddress
        found |= {*range(getattr(at, f"Start{kind}"), getattr(at, f"End{kind}") + 1)}
    return found


def make(folder: Path) -> Sequence[str]:
    """Draw every picture of the page into ``folder``; the names of those that it shows."""
    shown: list[str] = []

    def take(name: str, book: xw.Book) -> None:
        shown.append(name)
        draw(book, PICTURES[name], folder / f"{name}.png")

    with tempfile.TemporaryDirectory() as scratch:
        office = LibreOffice(Path(scratch) / "profile")
        work = Path(scratch) / "work"
        work.mkdir()
        try:
            with at_excel(work, office, "grace", take) as player:
                player.play(PAGE)
        finally:
            office.close()
    return shown


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    print(*make(FOLDER), file=sys.stderr)
