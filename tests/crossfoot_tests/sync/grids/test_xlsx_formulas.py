"""Formulas that a sync writes into a file: what they call the cells of their row, and how their results are kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from crossfoot_sync.engine.cells import AppendRow, Edits, SetCell
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.types import CellValue
from crossfoot_tests.sync.grids.openpyxl_books import members
from crossfoot_tests.sync.grids.raw_books import HEADER, SHEET, parts, row, save, worksheet

HEADINGS = ("编号", "名['称']#", "a &amp; _x000a_b")


def written(tmp_path: Path, edits: Edits, **others: Any) -> str:
    """The sheet of a book with one row after ``edits``."""
    path = save(tmp_path / "book.xlsx", parts(worksheet(HEADER + row(4, "a", "甲", "1")), **others))
    grid = XlsxGrid(path)
    assert grid.write(edits, grid.read()) == []
    return members(path)[SHEET].decode()


def calculated(value: CellValue, formula: str) -> Edits:
    """The amount of the first row made a formula."""
    return Edits(cells=[SetCell("t", 4, "amount", 1.0, value, formula=formula)])


def test_within_an_excel_table_it_names_cells_by_their_headings(tmp_path: Path) -> None:
    edits = calculated(2.0, '[@name]&"[@name]"&[@amount]')
    cell = (
        "<c r=\"C4\"><f>cf_t[[#This Row],[名'[''称''']'#]]&amp;\"[@name]\"&amp;cf_t[[#This Row],[a &amp; \nb]]</f>"
        "<v>2.0</v></c>"
    )
    assert cell in written(tmp_path, edits, table="A3:C4", headings=HEADINGS)


def test_a_row_that_the_table_grows_over_is_named_by_headings_too(tmp_path: Path) -> None:
    edits = Edits(appended=[AppendRow("t", {"_id": "b", "amount": 3.0}, {"amount": "[@amount]+1", "name": "[@name]"})])
    after = written(tmp_path, edits, table="A3:C4", headings=("编号", "名称", "金额"))
    assert '<c r="C5"><f>cf_t[[#This Row],[金额]]+1</f><v>3.0</v></c>' in after
    assert '<c r="B5" t="str"><f>cf_t[[#This Row],[名称]]</f><v></v></c>' in after


@pytest.mark.parametrize(
    "around",
    [{}, {"table": "A3:B4", "headings": HEADINGS[:2]}, {"table": "A3:C4"}],
    ids=["no table", "a column outside", "a table that says no headings"],
)
def test_elsewhere_it_names_cells_by_their_address(tmp_path: Path, around: dict[str, Any]) -> None:
    after = written(tmp_path, calculated(2.0, "[@amount]*2"), **around)
    assert '<c r="C4"><f>C4*2</f><v>2.0</v></c>' in after


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("文 <b>", '<c r="C4" t="str"><f>1</f><v>文 &lt;b&gt;</v></c>'),
        (None, '<c r="C4" t="str"><f>1</f><v></v></c>'),
        (True, '<c r="C4" t="b"><f>1</f><v>1</v></c>'),
        (12, '<c r="C4"><f>1</f><v>12</v></c>'),
        (dt.date(2024, 3, 5), '<c r="C4" s="5"><f>1</f><v>45356</v></c>'),
        (dt.date(1850, 1, 1), '<c r="C4" t="str"><f>1</f><v>1850-01-01</v></c>'),
    ],
    ids=str,
)
def test_its_result_is_kept_as_spreadsheet_programs_keep_it(tmp_path: Path, value: CellValue, cell: str) -> None:
    assert cell in written(tmp_path, calculated(value, "1"))


def test_an_error_in_a_formula_that_every_row_has_is_none_of_another_row(tmp_path: Path) -> None:
    table = parts(
        worksheet(
            HEADER + '<row r="4"><c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>' + row(5, "a", "甲", "1"),
        ),
        table="A3:C5",
        headings=("编号", "名称", "金额"),
    )
    part = "xl/tables/table1.xml"
    formula = b'name="\xe9\x87\x91\xe9\xa2\x9d"><calculatedColumnFormula>1/0</calculatedColumnFormula></tableColumn>'
    table[part] = table[part].replace('name="金额"/>'.encode(), formula)
    cells = XlsxGrid(save(tmp_path / "book.xlsx", table)).read().tables["t"]
    assert (cells.rows, cells.faults, cells.formulas) == ([5], {}, frozenset())


@pytest.mark.parametrize("around", [{}, {"table": "A3:C4", "headings": HEADINGS}], ids=["by address", "by heading"])
def test_a_formula_that_was_written_is_read_as_it_was_given(tmp_path: Path, around: dict[str, Any]) -> None:
    formula = 'IF([@name]="C4 [@name]",[@amount]+C5+LOG10(10)+cf.list.c4,Sheet2!C4)'
    path = save(tmp_path / "book.xlsx", parts(worksheet(HEADER + row(4, "a", "甲", "1")), **around))
    grid = XlsxGrid(path)
    assert grid.write(calculated(2.0, formula), grid.read()) == []
    assert grid.read().tables["t"].texts == {("amount", 0): formula}


def test_formulas_of_other_tables_and_rows_are_read_as_they_stand(tmp_path: Path) -> None:
    stands = "other[[#This Row],[编号]]+$C$4*C40/AC4+cf_t[[#This Row],[gone]]+SUM(C4:C9)"
    cell = f'<row r="4"><c r="A4" t="str"><v>a</v></c><c r="C4"><f>{stands}</f><v>1</v></c></row>'
    content = parts(worksheet(HEADER + cell), table="A3:C4", headings=HEADINGS)
    texts = XlsxGrid(save(tmp_path / "book.xlsx", content)).read().tables["t"].texts
    assert texts == {("amount", 0): stands.replace("$C$4", "[@amount]")}
