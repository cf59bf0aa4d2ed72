"""Whatever is written comes back; whatever is read is a reading or a refusal."""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from crossfoot_sync.engine.cells import AppendRow, Edits, RemoveRow, SetCell
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.xlsx import XlsxGrid, open_any
from crossfoot_sync.grids.xlsx.styles import Derived, Styles
from crossfoot_sync.grids.xlsx.values import cell_text, from_serial, plain_text, to_serial
from crossfoot_templates.layout import FIRST_ROW, ID
from crossfoot_templates.types import CellValue
from crossfoot_tests.sync.grids.books import NAMES, book, customer, row_id, sheet
from crossfoot_tests.sync.grids.openpyxl_books import XlsxBench, members, rezip, write_book
from crossfoot_tests.sync.grids.raw_books import HEADER, parts, row, save, worksheet

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64).map(lambda number: number + 0.0)
DATES = st.dates(dt.date(1900, 3, 1))
MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 30)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
VALUES: st.SearchStrategy[CellValue] = st.none() | TEXTS | NUMBERS | st.booleans() | DATES | MOMENTS
DATA = ("code", "name", "signed_on", "amount", "key_account")

quickly = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def as_read(value: CellValue) -> CellValue:
    """A moment at midnight is a date; an empty text is a blank; text has the line ends of XML."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value


@given(TEXTS)
def test_any_text_comes_back_from_its_markup(text: str) -> None:
    assert plain_text(cell_text(text).encode()) == text


@given(DATES | MOMENTS, st.booleans())
def test_dates_come_back_from_their_serials(value: dt.date, date1904: bool) -> None:
    serial = to_serial(value, date1904=date1904)
    assert serial is None or from_serial(serial, date1904=date1904) == as_read(value)


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from([0, 14, 22])), max_size=30))
def test_a_derived_format_fits_what_it_was_derived_for(wanted: list[tuple[int, int]]) -> None:
    derived = Derived(Styles(frozenset({1, 3}), 5))
    for style, kind in wanted:
        fitting = derived.fitting(style, kind)
        assert derived.fitting(fitting, kind) == fitting


@pytest.mark.slow
@given(st.data())
@quickly
def test_random_edits_agree_with_a_model_and_leave_the_rest(data: Any) -> None:
    model = {number: {name: customer(number).get(name) for name in NAMES} for number in range(1, 6)}
    with tempfile.TemporaryDirectory() as folder:
        path = write_book(Path(folder) / "b.xlsx", book(sheet(*(dict(line) for line in model.values()))))
        grid = XlsxGrid(path)
        for turn in range(3):
            seen = grid.read()
            cells = seen.tables["customer"]
            places = {row: number for number, row in zip(model, cells.rows, strict=True)}
            edits = Edits()
            for row, number in list(places.items()):
                if data.draw(st.integers(0, 5), label="remove one in six") == 0:
                    edits.removed.append(RemoveRow("customer", row, str(model.pop(number)[ID])))
                    continue
                for name in data.draw(st.lists(st.sampled_from(DATA), unique=True), label="columns"):
                    value = data.draw(VALUES, label=name)
                    expected = cells.columns[name][cells.rows.index(row)]
                    edits.cells.append(SetCell("customer", row, name, expected, value))
                    model[number][name] = as_read(value)
            for extra in range(data.draw(st.integers(0, 2), label="appended")):
                number = 100 * (turn + 1) + extra
                values = {name: data.draw(VALUES) for name in DATA} | {ID: row_id(number)}
                edits.appended.append(AppendRow("customer", values))
                model[number] = dict.fromkeys(NAMES) | {name: as_read(value) for name, value in values.items()}
            assert grid.write(edits, seen) == []
            columns = grid.read().tables["customer"].columns
            assert columns == {name: [line[name] for line in model.values()] for name in NAMES}
        load_workbook(path)
        assert_calamine_agrees(path)


def assert_calamine_agrees(path: Path) -> None:
    """An independent reader sees what ours sees; times of day and rounding apart, it has no words for them."""
    theirs = CalamineWorkbook.from_path(str(path))
    for each in open_any(path):
        rows = theirs.get_sheet_by_name(each.title).to_python(skip_empty_area=False)
        found = {
            (at, across): value
            for at, line in enumerate(rows, start=1)
            for across, value in enumerate(line, start=1)
            if value != ""
        }
        assert found.keys() == each.cells.keys()
        for place, value in found.items():
            if not isinstance(value, dt.datetime | dt.time | dt.timedelta):
                assert value == each.cells[place]


def small_book(folder: str) -> Path:
    """A book to be damaged; it has parts of every kind that is read."""
    cells = '<c r="A5" t="s"><v>0</v></c><c r="B5" t="inlineStr"><is><t>乙</t></is></c><c r="C5" s="1"><v>45356</v></c>'
    shared = f'<row r="5">{cells}</row>'
    merged = '<mergeCells count="1"><mergeCell ref="A8:B8"/></mergeCells>'
    rows = worksheet(HEADER + row(4, "a", "甲", "1.5") + shared, before='<dimension ref="A3:C5"/>', after=merged)
    return save(Path(folder) / "b.xlsx", parts(rows, strings="<si><t>b</t></si><si><t>c</t></si>", table="A3:C5"))


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8), st.integers(0, 10**6))
@quickly
def test_a_zip_with_changed_bytes_is_a_reading_or_a_refusal(changes: list[tuple[int, int]], cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = small_book(folder)
        data = bytearray(path.read_bytes())
        for at, value in changes:
            data[at % len(data)] = value
        path.write_bytes(data[: -(cut % 50) or None])
        with contextlib.suppress(GridError):
            XlsxGrid(path).read()
        with contextlib.suppress(GridError):
            open_any(path)


PARTS = (
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/tables/table1.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/_rels/sheet1.xml.rels",
    "_rels/.rels",
)
SNIPPETS = (
    b"<",
    b">",
    b'"',
    b"/",
    b"&",
    b"\xff",
    b"\0",
    b"<!--",
    b"<![CDATA[",
    b"</row>",
    b"<row>",
    b"<c>",
    b"99999999999",
    b"-1",
    b"",
)


@pytest.mark.slow
@given(
    st.sampled_from(PARTS),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 30), st.sampled_from(SNIPPETS)), min_size=1, max_size=5),
)
@quickly
def test_a_part_with_changed_markup_is_a_reading_or_a_refusal(part: str, changes: list[tuple[int, int, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = small_book(folder)
        content = members(path)
        data = content[part]
        for at, length, snippet in changes:
            start = at % (len(data) + 1)
            data = data[:start] + snippet + data[start + length :]
        rezip(path, content | {part: data})
        with contextlib.suppress(GridError):
            grid = XlsxGrid(path)
            seen = grid.read()
            cells = [
                SetCell(table, number, name, column[at], "x")
                for table, found in seen.tables.items()
                for name, column in found.columns.items()
                for at, number in enumerate(found.rows)
            ]
            grid.write(Edits(cells=cells, appended=[AppendRow("t", {"name": "y"})], manifest={"a": "b"}), seen)
            grid.read()


@pytest.mark.parametrize("column", DATA)
def test_writing_what_is_there_changes_no_value(tmp_path: Path, column: str) -> None:
    bench = XlsxBench(XlsxGrid(write_book(tmp_path / "b.xlsx", book(sheet(customer(1), customer(2))))))
    seen = bench.grid.read()
    values = seen.tables["customer"].columns[column]
    same = [SetCell("customer", FIRST_ROW + at, column, value, value) for at, value in enumerate(values)]
    assert bench.grid.write(Edits(cells=same), seen) == []
    assert bench.grid.read().tables == seen.tables
