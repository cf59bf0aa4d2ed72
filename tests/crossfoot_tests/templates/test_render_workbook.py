from __future__ import annotations

from io import BytesIO
from typing import get_args
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from crossfoot_templates import layout, types
from crossfoot_templates.model import BookView, Column, Label, Language, RuleKind, Table, TableView
from crossfoot_templates.render import render_workbook
from crossfoot_templates.render.head import fitting_size
from crossfoot_templates.render.texts import TEXTS
from crossfoot_tests.templates.views import CUSTOMER, INVOICE, book_view, sample_view

MANIFEST = {"book": "receivables", "cursor": "0"}


def opened(view: BookView, language: Language = "zh", manifest: dict[str, str] | None = None) -> Workbook:
    return load_workbook(BytesIO(render_workbook(view, language, MANIFEST if manifest is None else manifest)))


def sheet(workbook: Workbook, title: str) -> Worksheet:
    found = workbook[title]
    assert isinstance(found, Worksheet)
    return found


def header(of: Worksheet) -> list[object]:
    return [cell.value for cell in of[layout.HEADER_ROW]]


def wide_table(columns: int) -> Table:
    return Table(
        name="wide",
        label=Label("宽表", "Wide"),
        key=("c0",),
        columns=tuple(
            Column(name=f"c{place}", type=types.Text(), label=Label(f"第{place}列", f"Column {place}"), required=True)
            for place in range(columns)
        ),
    )


def test_the_guide_comes_first_then_the_tables_then_what_people_never_see() -> None:
    states = {each.title: each.sheet_state for each in opened(sample_view()).worksheets}
    assert list(states.items()) == [
        ("使用说明", "visible"),
        ("发票", "visible"),
        ("客户", "visible"),
        ("区域", "visible"),
        ("_crossfoot_lists", "veryHidden"),
        ("_crossfoot", "veryHidden"),
    ]


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        (
            "zh",
            "客户",
            [
                *["同步状态", "客户编号", "客户名称", "税号", "重点客户", "法人主体", "团队", "负责人", "备注"],
                *["说明", "_id", "_base", "_open"],
            ],
        ),
        (
            "en",
            "Customers",
            [
                *["Sync", "Customer no.", "Name", "Tax number", "Key account", "Entity", "Team", "Owner", "Notes"],
                *["Message", "_id", "_base", "_open"],
            ],
        ),
    ],
)
def test_headers_are_the_labels_in_the_books_language(language: Language, title: str, expected: list[str]) -> None:
    assert header(sheet(opened(sample_view(), language), title)) == expected


def test_every_managed_column_is_bound_by_a_hidden_name_at_its_header_cell() -> None:
    workbook = opened(sample_view())
    names = {name: each for name, each in workbook.defined_names.items() if name.startswith("cf.customer.")}
    columns = [layout.TICK, *CUSTOMER.by_name, layout.MESSAGE, layout.ID, layout.BASE, layout.OPEN]
    expected = {
        layout.binding("customer", column): f"'客户'!${letter}$3"
        for column, letter in zip(columns, "ABCDEFGHIJKLM", strict=True)
    }
    status = names.pop(layout.binding("customer", layout.STATUS))
    assert {name: each.attr_text for name, each in names.items()} == expected
    assert all(each.hidden for each in names.values())
    assert status.attr_text is not None
    assert status.attr_text.startswith("'客户'!$")
    assert status.attr_text.endswith("$2")


def test_only_the_three_bookkeeping_columns_are_hidden_and_they_come_last() -> None:
    shown = sheet(opened(sample_view()), "客户")
    hidden = [letter for letter, each in shown.column_dimensions.items() if each.hidden]
    assert [shown[f"{letter}3"].value for letter in hidden] == [layout.ID, layout.BASE, layout.OPEN]
    assert hidden == ["K", "L", "M"]


def test_the_excel_table_spans_all_columns_and_one_blank_row() -> None:
    shown = sheet(opened(sample_view()), "客户")
    [table] = shown.tables.values()
    assert (table.displayName, table.ref) == ("cf_customer", "A3:M4")
    assert table.autoFilter is not None
    assert table.autoFilter.ref == "A3:M4"
    assert table.tableStyleInfo is not None
    assert (table.tableStyleInfo.name, table.tableStyleInfo.showRowStripes) == ("crossfoot", True)
    assert [cell.value for cell in shown[4]] == [None] * 13


def test_header_and_key_stay_in_view() -> None:
    workbook = opened(sample_view())
    assert {title: sheet(workbook, title).freeze_panes for title in ("发票", "客户", "区域")} == {
        "发票": "C4",
        "客户": "C4",
        "区域": "C4",
    }


def test_of_the_rows_above_the_headings_every_printed_page_has_the_title_alone_and_all_of_it() -> None:
    shown = sheet(opened(sample_view(), "en"), "Invoices")
    assert shown.print_title_cols == "$A:$B"
    assert [cell.value for row in shown["A1:B2"] for cell in row] == ["Invoices", None, None, None]
    assert shown["C2"].value == "Type or paste, then sync. Sort and filter with the header buttons."
    assert fitting_size("Invoices", 24.0) == 6.0


@pytest.mark.parametrize(("title", "larger"), [("Shipments on the way", 1.6), ("发票", 6.0), ("x" * 40, 0.0)])
def test_a_long_title_is_written_smaller(title: str, larger: float) -> None:
    assert fitting_size(title, 24.0) == larger


@pytest.mark.parametrize(
    ("server", "page"),
    [
        ("https://ledger.example.com", "https://ledger.example.com/files/"),
        ("https://ledger.example.com/", "https://ledger.example.com/files/"),
        ("", "the page /files/ of the server"),
    ],
)
def test_the_guide_names_the_page_where_a_workbook_can_be_uploaded(server: str, page: str) -> None:
    guide = sheet(opened(sample_view(), "en", {"server": server}), "How to use")
    said = next(str(cell.value) for row in guide.iter_rows() for cell in row if "Press Sync" in str(cell.value))
    assert f"upload it in a browser at {page} and go on in the file that comes back" in said


def test_a_key_far_to_the_right_does_not_freeze_the_whole_screen() -> None:
    table = wide_table(20)
    far = Table(name="far", label=Label("远", "Far"), key=("c15",), columns=table.columns)
    assert sheet(opened(book_view(TableView(table=far))), "远").freeze_panes == "C4"


def test_required_recommended_and_read_only_headers_differ_by_colour_and_not_by_text() -> None:
    shown = sheet(opened(sample_view()), "发票")
    fills = {cell.value: cell.fill.start_color.rgb for cell in shown[3]}
    distinct = {fills[label] for label in ("发票号码", "到期日", "数量", "已收金额", "同步状态")}
    assert len(distinct) == 5
    assert fills["客户"] == fills["发票号码"]


def test_a_key_that_the_server_numbers_is_not_marked_as_required() -> None:
    shown = sheet(opened(sample_view()), "客户")
    fills = {cell.value: cell.fill.start_color.rgb for cell in shown[3]}
    assert fills["客户编号"] == fills["重点客户"]
    assert fills["客户编号"] != fills["客户名称"]


def test_every_column_of_a_table_that_is_not_editable_is_read_only() -> None:
    shown = sheet(opened(sample_view()), "区域")
    data = [cell.fill.start_color.rgb for cell in shown[3]][1:3]
    assert data == [data[0]] * 2
    assert {each.formula1 for each in shown.data_validations.dataValidation} == {"cf.list._tick", "FALSE"}


def test_equal_input_gives_equal_bytes() -> None:
    first = render_workbook(sample_view(), "zh", MANIFEST)
    second = render_workbook(sample_view(), "zh", MANIFEST)
    assert first == second
    with ZipFile(BytesIO(first)) as package:
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_manifest_stands_as_text_and_nothing_in_it_runs() -> None:
    facts = {"book": "=1+1", "=2+2": "#N/A", "cursor": "007", "lists": '{"customer":"ab"}', "empty": ""}
    stored = sheet(opened(sample_view(), manifest=facts), layout.MANIFEST_SHEET)
    cells = [[(cell.value or "", cell.number_format) for cell in row] for row in stored.iter_rows()]
    assert cells == [[(text, "@") for text in fact] for fact in facts.items()]
    assert {cell.data_type for row in stored.iter_rows() for cell in row} <= {"s", "inlineStr"}


def test_no_cell_holds_a_formula_even_where_labels_look_like_one() -> None:
    odd = Table(
        name="odd",
        label=Label("=1+1", "=1+1"),
        key=("code",),
        columns=(Column(name="code", type=types.Code(), label=Label('=cmd|" /c"!A1', "-1+1")),),
    )
    package = ZipFile(BytesIO(render_workbook(book_view(TableView(table=odd)), "zh", MANIFEST)))
    sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert [name for name in sheets if b"<f>" in package.read(name)] == []
    assert header(sheet(opened(book_view(TableView(table=odd))), "=1+1"))[1] == '=cmd|" /c"!A1'


def test_calamine_reads_headers_and_manifest() -> None:
    workbook = CalamineWorkbook.from_filelike(BytesIO(render_workbook(sample_view(), "en", MANIFEST)))
    assert workbook.get_sheet_by_name("Regions").to_python()[2] == [
        *["Sync", "Code", "Name", "Message", "_id", "_base", "_open"]
    ]
    assert workbook.get_sheet_by_name(layout.MANIFEST_SHEET).to_python() == [["book", "receivables"], ["cursor", "0"]]


def test_a_book_with_sixty_columns_keeps_one_format_a_column_and_few_others() -> None:
    shown = sheet(opened(book_view(TableView(table=wide_table(60)))), "宽表")
    assert len(header(shown)) == 65
    assert next(iter(shown.tables.values())).ref == "A3:BM4"
    rules = [rule for each in shown.conditional_formatting for rule in each.rules]
    assert len(rules) == 60 + 12


def test_two_columns_with_one_heading_are_refused_by_name() -> None:
    twice = Table(
        name="lead",
        label=Label("线索", "Leads"),
        key=("code",),
        columns=(
            Column(name="code", type=types.Code(), label=Label("编号", "Code")),
            Column(name="about", type=types.Text(), label=Label("说明", "About")),
        ),
    )
    with pytest.raises(ValueError, match="lead: the columns about and _message are both headed “说明”"):
        render_workbook(book_view(TableView(table=twice)), "zh", MANIFEST)


def test_sheets_print_on_a4_one_page_wide_with_the_header_on_every_page() -> None:
    shown = sheet(opened(sample_view()), "客户")
    setup = shown.page_setup
    assert (setup.orientation, int(setup.paperSize or 0), setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert shown.print_title_cols == "$A:$B"
    assert shown.print_title_rows == "$3:$3"
    assert shown.oddFooter is not None
    assert shown.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert shown.oddFooter.left.text == "&F"


def test_a_very_wide_table_prints_on_as_many_pages_as_it_takes_to_be_read() -> None:
    shown = sheet(opened(book_view(TableView(table=wide_table(60)))), "宽表")
    assert shown.page_setup.fitToWidth == 5


def test_document_properties_say_what_it_is_and_when_it_was_made_is_fixed() -> None:
    facts = opened(sample_view(), "en").properties
    assert (facts.title, facts.creator, facts.created, facts.modified) == (
        *("Receivables", "crossfoot"),
        *[facts.created] * 2,
    )


def test_unstyled_cells_have_the_face_of_the_language() -> None:
    faces = {language: opened(sample_view(), language)["_crossfoot"]["Z99"].font.name for language in ("zh", "en")}
    assert faces == {"zh": "Microsoft YaHei", "en": "Calibri"}


def test_codes_kept_as_text_get_no_warning_corner() -> None:
    package = ZipFile(BytesIO(render_workbook(sample_view(), "zh", MANIFEST)))
    xml = package.read("xl/worksheets/sheet3.xml").decode()
    assert (
        '<ignoredErrors><ignoredError sqref="B4:B1048576 C4:C1048576 D4:D1048576 E4:E1048576 F4:F1048576 '
        'G4:G1048576 H4:H1048576 I4:I1048576" numberStoredAsText="1"/></ignoredErrors><tableParts' in xml
    )


def test_the_guide_links_to_every_table() -> None:
    guide = sheet(opened(sample_view(), "en"), "How to use")
    links = {cell.value: cell.hyperlink.location for row in guide.iter_rows() for cell in row if cell.hyperlink}
    assert links == {"Invoices": "'Invoices'!A1", "Customers": "'Customers'!A1", "Regions": "'Regions'!A1"}


def test_the_guide_has_words_for_every_kind_of_rule() -> None:
    assert {f"rule_{kind}" for kind in get_args(RuleKind)} - TEXTS.keys() == set()


def test_the_guide_names_the_first_columns_of_a_table_that_has_no_help() -> None:
    cells = {cell.value for row in sheet(opened(sample_view(), "en"), "How to use").iter_rows() for cell in row}
    assert {"Code, Name", "Companies we deal with, one to a row."} <= cells


def test_every_label_of_a_view_is_found_in_its_sheet() -> None:
    for language in ("zh", "en"):
        shown = sheet(opened(sample_view(), language), INVOICE.label.in_(language))
        assert header(shown)[1:-4] == [column.label.in_(language) for column in INVOICE.columns]
