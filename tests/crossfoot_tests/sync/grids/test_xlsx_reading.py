"""What the reader makes of the many ways in which programs write a workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from crossfoot_sync.engine.cells import TableCells
from crossfoot_sync.grids.xlsx import XlsxGrid, open_any
from crossfoot_sync.grids.xlsx.styles import is_date_format
from crossfoot_templates.messages import say
from crossfoot_templates.render import render_workbook
from crossfoot_tests.sync.grids.raw_books import HEADER, MAIN, SHEET, STRICT, parts, row, save, worksheet
from crossfoot_tests.templates.views import sample_view

DAY = dt.date(2024, 3, 5)


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Reads the table of a book made of a sheet's rows; the rest as :func:`parts` takes it."""

    def reading(rows: str, *, before: str = "", after: str = "", namespace: str = MAIN, **others: Any) -> TableCells:
        sheet = worksheet(HEADER + rows, before=before, after=after, namespace=namespace)
        path = save(tmp_path / "book.xlsx", parts(sheet, namespace=namespace, **others))
        return XlsxGrid(path).read().tables["t"]

    return reading


def cell(content: str, attributes: str = "") -> str:
    """A row whose name is one cell as written."""
    return f'<row r="4"><c r="A4" t="str"><v>a</v></c><c r="B4" {attributes}>{content}</c></row>'


@pytest.mark.parametrize(
    ("attributes", "content", "expected"),
    [
        ("", "<v>1.5</v>", 1.5),
        ('t="n"', "<v>1E3</v>", 1000.0),
        ('s="1"', "<v>45356</v>", DAY),
        ('s="2"', "<v>45356</v>", DAY),
        ('s="3"', "<v>45356.5</v>", dt.datetime(2024, 3, 5, 12)),
        ('s="4"', "<v>1.5</v>", 1.5),
        ('s="1"', "<v>0.5</v>", 0.5),
        ('s="1"', "<v>1</v>", dt.date(1900, 1, 1)),
        ('s="1"', "<v>59</v>", dt.date(1900, 2, 28)),
        ('s="1"', "<v>60</v>", 60.0),
        ('s="1"', "<v>61</v>", dt.date(1900, 3, 1)),
        ('s="1"', "<v>-3</v>", -3.0),
        ('s="1"', "<v>99999999</v>", 99999999.0),
        ('t="d"', "<v>2024-03-05</v>", DAY),
        ('t="d"', "<v>2024-03-05T14:30:00Z</v>", dt.datetime(2024, 3, 5, 14, 30)),
        ('t="d"', "<v>06:00:00</v>", 0.25),
        ('t="d"', "<v>soon</v>", "soon"),
        ('t="b"', "<v>1</v>", True),
        ('t="b"', "<v>0</v>", False),
        ('t="str"', "<v>&lt;a&gt; &#65;&#x42;&amp;amp;</v>", "<a> AB&amp;"),
        ('t="str"', "<v>a\r\nb</v>", "a\nb"),
        ('t="str"', "<v>a_x000D_b_x005F_x0041_</v>", "a\rb_x0041_"),
        ('t="str"', "<v>_xD83D__xDE42_</v>", "🙂"),
        ('t="str"', "<v>_xD83D_</v>", "\ufffd"),
        ('t="str"', "<v></v>", None),
        ('t="str"', "<v/>", None),
        ('t="inlineStr"', "<is><t>甲</t></is>", "甲"),
        ('t="inlineStr"', '<is><t xml:space="preserve"> 甲 </t></is>', " 甲 "),
        ('t="inlineStr"', "<is><r><rPr><b/></rPr><t>甲</t></r><r><t>乙</t></r></is>", "甲乙"),
        ('t="inlineStr"', '<is><t>東</t><rPh sb="0" eb="1"><t>ヒガシ</t></rPh><phoneticPr/></is>', "東"),
        ('t="inlineStr"', "<is><t/></is>", None),
        ('t="inlineStr"', "<v>loose</v>", "loose"),
        ('t="str"', "<v><![CDATA[<b>&]]></v>", "<b>&"),
        ('t="str"', "<!-- no --><v>甲</v><?pi?>", "甲"),
        ("", "<v>not a number</v>", "not a number"),
        ('t="str" cm="1" vm="2"', "<v>x</v>", "x"),
        ("t='str'", "<v xml:space='preserve'>x</v>", "x"),
        ('t="str"', "<v>x</v><extLst><ext/></extLst>", "x"),
    ],
)
def test_a_cell_is_read_as_what_it_shows(read: Any, attributes: str, content: str, expected: object) -> None:
    cells = read(cell(content, attributes))
    assert cells.columns["name"] == [expected]
    assert type(cells.columns["name"][0]) is type(expected)
    assert cells.faults == {}


@pytest.mark.parametrize(
    ("attributes", "content", "fault", "formula"),
    [
        ('t="e"', "<v>#N/A</v>", say("error_value", value="#N/A"), False),
        ('t="e"', "<f>1/0</f><v>#DIV/0!</v>", say("error_value", value="#DIV/0!"), True),
        ("", "<f>A1</f>", say("no_cached_value"), True),
        ("", "<f>A1</f><v></v>", say("no_cached_value"), True),
        ("", '<f t="shared" si="0"/><v/>', say("no_cached_value"), True),
        ("", "<v>NaN</v>", say("error_value", value="#NUM!"), False),
    ],
)
def test_h11_a_cell_that_cannot_be_read_is_a_fault(
    read: Any, attributes: str, content: str, fault: object, formula: bool
) -> None:
    cells = read(cell(content, attributes))
    assert (cells.columns["name"], cells.faults) == ([None], {("name", 0): fault})
    assert cells.formulas == ({("name", 0)} if formula else set())


def test_a_formula_that_shows_an_empty_text_is_blank_and_no_fault(read: Any) -> None:
    cells = read(cell('<f>""</f><v></v>', 't="str"'))
    assert (cells.columns["name"], cells.faults, cells.formulas) == ([None], {}, {("name", 0)})


def test_shared_strings_are_read_with_runs_and_without_phonetics(read: Any) -> None:
    strings = (
        "<si><t>甲</t></si><si/><si><r><t>乙</t></r><r><t> 丙</t></r></si><si><t>東</t><rPh><t>ヒガシ</t></rPh></si>"
    )
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="str"><v>i</v></c><c r="B{number}" t="s"><v>{number - 4}</v></c></row>'
        for number in range(4, 8)
    )
    assert read(rows, strings=strings).columns["name"] == ["甲", None, "乙 丙", "東"]


def test_h13_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    path = save(tmp_path / "b.xlsx", parts(worksheet(HEADER + cell("<v>43894</v>", 's="1"')), date1904=True))
    reading = XlsxGrid(path).read()
    assert reading.date1904
    assert reading.tables["t"].columns["name"] == [DAY]


def test_h31_strict_workbooks_are_read(read: Any) -> None:
    assert read(row(4, "a", "甲", "1"), namespace=STRICT).columns == {"_id": ["a"], "name": ["甲"], "amount": [1.0]}


def test_a_prefix_for_every_name_is_read(tmp_path: Path) -> None:
    content = parts(worksheet(HEADER + row(4, "a", "甲", "1")))
    text = content[SHEET].decode().replace("xmlns=", "xmlns:x=")
    for name in ("worksheet", "sheetData", "row", "c", "v"):
        for start in (f"<{name} ", f"<{name}>", f"</{name}>"):
            text = text.replace(start, start.replace(name, f"x:{name}"))
    content[SHEET] = text.encode()
    assert XlsxGrid(save(tmp_path / "b.xlsx", content)).read().tables["t"].columns["name"] == ["甲"]


def test_rows_and_cells_without_addresses_count_on(tmp_path: Path) -> None:
    header = HEADER.replace(' r="3"', "").replace(' r="A3"', "").replace(' r="B3"', "").replace(' r="C3"', "")
    loose = '<row><c t="str"><v>a</v></c><c t="str"><v>甲</v></c></row>'
    gap = '<row r="6"><c r="B6" t="str"><v>乙</v></c><c><v>2</v></c></row>'
    sheet = worksheet(f"<row/><row/>{header}{loose}{gap}{loose}")
    cells = XlsxGrid(save(tmp_path / "b.xlsx", parts(sheet))).read().tables["t"]
    assert cells.rows == [4, 6, 7]
    assert (cells.columns["name"], cells.columns["amount"]) == (["甲", "乙", "甲"], [None, 2.0, None])


def test_rows_out_of_order_are_put_in_order(read: Any) -> None:
    assert read(row(6, "c") + row(4, "a") + row(5, "b")).columns["_id"] == ["a", "b", "c"]


def test_h08_hidden_and_filtered_rows_count_like_others(read: Any) -> None:
    assert read(row(4, "a") + row(5, "b").replace("<row ", '<row hidden="1" ')).rows == [4, 5]


def test_rows_with_nothing_in_a_bound_column_are_left_out(read: Any) -> None:
    own = '<row r="5"><c r="D5"><v>1</v></c></row><row r="6"><c r="A6" s="1"/><c r="B6" t="str"><v></v></c></row>'
    assert read(row(4, "a") + own + row(7, "b")).rows == [4, 7]


class TestTheDataArea:
    def test_rows_typed_right_below_the_excel_table_are_data(self, read: Any) -> None:
        cells = read(row(4, "a") + row(5, None, "新") + row(6, None, "又新"), table="A3:C4")
        assert (cells.rows, cells.below) == ([4, 5, 6], ())

    def test_rows_typed_after_blank_lines_are_data(self, read: Any) -> None:
        cells = read(row(4, "a") + row(6, None, "新", "9") + row(40, None, "远"), table="A3:C4")
        assert (cells.rows, cells.below) == ([4, 6, 40], ())

    def test_a_line_of_formulas_below_is_somebodys_total_and_is_told(self, read: Any) -> None:
        cells = read(row(4, "a") + total(6), table="A3:C4")
        assert (cells.rows, cells.below) == ([4], (6,))

    def test_rows_with_an_id_are_data_wherever_they_stand(self, read: Any) -> None:
        far = total(9).replace('<c r="B9"', '<c r="A9" t="str"><v>b</v></c><c r="B9"')
        cells = read(row(4, "a") + far + total(11), table="A3:C4")
        assert (cells.rows, cells.below) == ([4, 9], (11,))

    def test_the_totals_row_is_no_data(self, tmp_path: Path) -> None:
        content = parts(worksheet(HEADER + row(4, "a") + row(5, None, "汇总", "9") + row(6, None, "x")), table="A3:C5")
        content["xl/tables/table1.xml"] = content["xl/tables/table1.xml"].replace(
            b' id="1"', b' id="1" totalsRowCount="1"'
        )
        cells = XlsxGrid(save(tmp_path / "b.xlsx", content)).read().tables["t"]
        assert (cells.rows, cells.below) == ([4], (6,))

    def test_without_an_excel_table_everything_below_the_header_is_data(self, read: Any) -> None:
        cells = read(row(5, "a") + row(16, "b") + row(28, None, "远") + total(30))
        assert (cells.rows, cells.below) == ([5, 16, 28], (30,))


def total(number: int) -> str:
    """A line that somebody put below the table to add it up."""
    label = f'<c r="B{number}" t="str"><v>合计</v></c>'
    return f'<row r="{number}">{label}<c r="C{number}"><f>SUM(C4:C5)</f><v>9</v></c></row>'


def test_h09_every_cell_of_a_merged_range_in_the_data_is_a_fault(read: Any) -> None:
    rows = row(4, "a", "甲", "1") + row(5, "b", None, "2") + row(6, "c", "丙", "3")
    cells = read(rows, after='<mergeCells count="2"><mergeCell ref="B4:B5"/><mergeCell ref="A1:C2"/></mergeCells>')
    assert cells.faults == {("name", 0): say("merged_cell"), ("name", 1): say("merged_cell")}
    assert cells.columns == {"_id": ["a", "b", "c"], "name": [None, None, "丙"], "amount": [1.0, 2.0, 3.0]}


@pytest.mark.parametrize(
    "target",
    ["#REF!", "'表 1'!#REF!", "'没有'!$A$3", "'表 1'!$B$9", "[1]Sheet!$A$3", "OFFSET(A1,1,1)", "'_crossfoot'!$A$1"],
)
def test_a_name_that_points_off_the_table_is_a_lost_column(read: Any, target: str) -> None:
    cells = read(row(4, "a", "甲"), names={"cf.t.name": target})
    assert (cells.lost, sorted(cells.columns)) == ({"name"}, ["_id", "amount"])


@pytest.mark.parametrize("target", ["'表 1'!$B$3:$C$3", "表 1!$B$3", "$'表 1'!$B$3", "'表 1'!B3"])
def test_a_name_is_understood_in_the_forms_programs_give_it(read: Any, target: str) -> None:
    assert read(row(4, "a", "甲"), names={"cf.t.name": target}).columns["name"] == ["甲"]


def test_names_of_one_sheet_only_bind_nothing(tmp_path: Path) -> None:
    content = parts(worksheet(HEADER + row(4, "a")))
    copied = b'<definedName name="cf.t.name" localSheetId="1">#REF!</definedName></definedNames>'
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace(b"</definedNames>", copied)
    assert XlsxGrid(save(tmp_path / "b.xlsx", content)).read().tables["t"].lost == frozenset()


def test_a_table_none_of_whose_columns_is_left_is_not_read(tmp_path: Path) -> None:
    names = dict.fromkeys(("cf.t._id", "cf.t.name", "cf.t.amount"), "#REF!")
    path = save(tmp_path / "b.xlsx", parts(worksheet(HEADER), names=names))
    assert XlsxGrid(path).read().tables == {}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", False),
        ("0.00E+00", False),
        ('0"days"', False),
        (r"#,##0\d", False),
        ("[Red]0.00", False),
        ("[h]:mm:ss", False),
        ("yyyy-mm-dd", True),
        ('yyyy"年"m"月"d"日"', True),
        ("[$-F800]dddd, mmmm dd, yyyy", True),
        ("[DBNum1][$-804]上午/下午h:mm", True),
        ("mm:ss.0", True),
    ],
)
def test_h13_formats_that_show_dates_are_told(code: str, expected: bool) -> None:
    assert is_date_format(code) is expected


def test_any_workbook_opens_as_rows_of_values(tmp_path: Path) -> None:
    path = save(tmp_path / "b.xlsx", parts(worksheet(row(2, "a", None, "1") + cell("<v>#N/A</v>", 't="e"'))))
    first = open_any(path)[0]
    assert (first.title, first.rows) == ("表 1", [[], ["a", None, 1.0], [], ["a"]])
    assert first.faults == {(4, 2): say("error_value", value="#N/A")}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_rendered_workbook_is_read_empty_and_whole(tmp_path: Path, language: Any) -> None:
    view = sample_view()
    path = tmp_path / "rendered.xlsx"
    path.write_bytes(render_workbook(view, language, {"book": "receivables"}))
    reading = XlsxGrid(path).read()
    assert reading.manifest == {"book": "receivables"}
    assert [each.rows for each in reading.tables.values()] == [[], [], []]
    assert {table: cells.lost for table, cells in reading.tables.items()} == dict.fromkeys(reading.tables, frozenset())
    assert set(reading.tables["invoice"].columns) > {each.name for each in view.by_name["invoice"].table.columns}
