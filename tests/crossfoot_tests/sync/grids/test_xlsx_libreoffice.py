"""A real spreadsheet program opens what is written and shows it, and what it saves is read and written again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from crossfoot_sync.engine.cells import AppendRow, Edits, RemoveRow, SetCell
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.layout import FIRST_ROW, ID
from crossfoot_templates.render import render_workbook
from crossfoot_tests.office.person import LibreOffice
from crossfoot_tests.sync.grids.books import row_id
from crossfoot_tests.templates.views import sample_view

pytestmark = pytest.mark.slow

TITLE = "客户"
NAMES = ("甲公司", "=1+1", "0012 乙", "🙂 עברית", "a\nb", "_x0041_", "  两端空格 ", "<&>\"'")
DAY = dt.date(2024, 3, 5)


@pytest.fixture
def grid(tmp_path: Path) -> XlsxGrid:
    """A rendered book with customers and an invoice, written through the grid."""
    path = tmp_path / "客户 book.xlsx"
    path.write_bytes(render_workbook(sample_view(), "zh", {"book": "receivables"}))
    made = XlsxGrid(path)
    customers = [
        AppendRow("customer", {"code": f"KH-{at:05}", "name": name, "key_account": "是", ID: row_id(at)})
        for at, name in enumerate(NAMES)
    ]
    invoice = AppendRow("invoice", {"number": "00000123", "issued_on": DAY, "gross": 1234.5, ID: row_id(50)})
    made.write(Edits(appended=[*customers, invoice], lists={"customer.pick": ["甲", "乙"]}), made.read())
    return made


def column(grid: XlsxGrid, name: str, table: str = "customer") -> list[object]:
    """What a column holds."""
    return list(grid.read().tables[table].columns[name])


def test_it_shows_what_was_written(grid: XlsxGrid, libreoffice: LibreOffice) -> None:
    last = FIRST_ROW + len(NAMES) - 1
    [names, [invoice]] = libreoffice.work(
        grid.path, ("read", TITLE, f"C{FIRST_ROW}:C{last}"), ("read", "发票", f"B{FIRST_ROW}:E{FIRST_ROW}")
    )
    assert [line[0] for line in names] == list(NAMES)
    assert invoice == ["00000123", "", (DAY - dt.date(1899, 12, 30)).days, 1234.5]


def test_what_it_saves_is_read_the_same(grid: XlsxGrid, libreoffice: LibreOffice) -> None:
    before = grid.read()
    libreoffice.work(grid.path, ("colour", TITLE, "C5"))
    after = grid.read()
    assert after.tables == before.tables
    assert (after.manifest, after.lists) == (before.manifest, before.lists)


def test_a_book_it_saved_is_patched_and_opens_again(grid: XlsxGrid, libreoffice: LibreOffice) -> None:
    libreoffice.work(grid.path, ("colour", TITLE, "C5"))
    seen = grid.read()
    edits = Edits(
        cells=[
            SetCell("customer", FIRST_ROW + 1, "name", NAMES[1], "=改"),
            SetCell("invoice", FIRST_ROW, "issued_on", DAY, None),
        ],
        appended=[AppendRow("customer", {"name": "新", ID: row_id(99)})],
        removed=[RemoveRow("customer", FIRST_ROW, row_id(0))],
        manifest={"cursor": "7"},
    )
    assert grid.write(edits, seen) == []
    names = ["=改", *NAMES[2:], "新"]
    assert column(grid, "name") == names
    last = FIRST_ROW + len(NAMES)
    [shown] = libreoffice.work(grid.path, ("read", TITLE, f"C{FIRST_ROW}:C{last}"))
    assert [line[0] for line in shown] == ["", *names]
    assert column(grid, "name") == names


def test_edits_find_their_rows_after_it_sorted_and_inserted_a_column(grid: XlsxGrid, libreoffice: LibreOffice) -> None:
    seen = grid.read()
    last = FIRST_ROW + len(NAMES) - 1
    libreoffice.work(
        grid.path,
        ("sort", TITLE, f"A{FIRST_ROW}:N{last}", 1, False),
        ("insert_columns", TITLE, 3, 1),
        ("type", TITLE, "C3", "我的"),
        ("type", TITLE, "C4", "别动"),
    )
    edits = Edits(cells=[SetCell("customer", FIRST_ROW, "name", NAMES[0], "改名")])
    assert grid.write(edits, seen) == []
    assert column(grid, "name") == [*reversed(NAMES[1:]), "改名"]
    [[[own]]] = libreoffice.work(grid.path, ("read", TITLE, "C4:C4"))
    assert own == "别动"


def test_its_formulas_keep_what_they_show(grid: XlsxGrid, libreoffice: LibreOffice) -> None:
    libreoffice.work(grid.path, ("type", "发票", f"E{FIRST_ROW}", "=1000+234.5"))
    cells = grid.read().tables["invoice"]
    assert cells.columns["gross"] == [1234.5]
    assert cells.formulas == {("gross", 0)}
    assert cells.faults == {}
