from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from crossfoot_templates import types
from crossfoot_templates.model import Choice, ChoiceList, Column, Label, Table, TableView
from crossfoot_templates.render import render_workbook
from crossfoot_templates.render.columns import heading_width, place_columns
from crossfoot_templates.render.formats import cell_format
from crossfoot_templates.widths import text_width
from crossfoot_tests.templates.views import INVOICE, book_view, sample_view


def test_every_column_type_has_a_format() -> None:
    options = {"choice": {"choices": "x"}, "reference": {"table": "x"}, "money": {"currency": "x"}}
    shown = {name: cell_format(each(**options.get(name, {}))).number_format for name, each in types.TYPES.items()}
    assert shown == {
        "text": "@",
        "long_text": "@",
        "code": "@",
        "integer": "#,##0",
        "decimal": "#,##0.00##",
        "money": "#,##0.00",
        "percent": "0.00##%",
        "date": "yyyy-mm-dd",
        "datetime": "yyyy-mm-dd hh:mm",
        "boolean": "@",
        "choice": "@",
        "reference": "@",
    }


@pytest.mark.parametrize(
    ("column_type", "expected"),
    [
        (types.Money(currency="c", scale=0), "#,##0"),
        (types.Money(currency="c", scale=4), "#,##0.0000"),
        (types.Decimal(scale=1), "#,##0.0"),
        (types.Decimal(scale=0), "#,##0"),
        (types.Percent(scale=2), "0%"),
        (types.Percent(scale=3), "0.0%"),
        (types.Integer(max=2200), "0"),
    ],
)
def test_number_formats_follow_the_scale(column_type: types.ColumnType, expected: str) -> None:
    assert cell_format(column_type).number_format == expected


def test_formats_cover_whole_columns_so_that_rows_added_later_have_them() -> None:
    shown = load_workbook(BytesIO(render_workbook(sample_view(), "zh", {})))["发票"]
    by_label = {shown[f"{letter}3"].value: each for letter, each in shown.column_dimensions.items()}
    formats = {column.name: by_label[column.label.zh].number_format for column in INVOICE.columns}
    assert formats == {column.name: cell_format(column.type).number_format for column in INVOICE.columns}
    assert by_label["备注"].alignment.wrap_text
    assert by_label["说明"].alignment.wrap_text
    assert by_label["同步状态"].alignment.horizontal == "center"


def test_a_column_is_as_wide_as_its_definition_its_heading_its_numbers_and_its_choices_need() -> None:
    stages = Choice("1", Label("甲", "A rather long stage"))
    columns = (
        Column(name="wide", type=types.Text(), label=Label("宽", "Wide"), width=50),
        Column(name="heading", type=types.Text(), label=Label("标", "Extraordinarily named"), width=5),
        Column(name="amount", type=types.Money(currency="c"), label=Label("额", "Amount"), width=5),
        Column(name="stage", type=types.Choice(choices="stage"), label=Label("段", "Stage"), width=5),
    )
    table = TableView(table=Table(name="t", label=Label("表", "T"), key=("wide",), columns=columns))
    view = book_view(table, choices=(ChoiceList("stage", (stages,)),))
    widths = {each.name: each.width for each in place_columns(view, table, "en").data}
    assert widths == {"wide": 50, "heading": 19, "amount": 16, "stage": 22}


def test_read_only_columns_are_written_in_grey() -> None:
    shown = load_workbook(BytesIO(render_workbook(sample_view(), "zh", {})))["发票"]
    inks = {shown[f"{letter}3"].value: each.font.color.rgb for letter, each in shown.column_dimensions.items()}
    assert inks["已收金额"] == inks["已结清"]
    assert inks["已收金额"] != inks["价税合计"]


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo", "Zs"]), min_size=1, max_size=40))
def test_a_heading_fits_its_column_in_two_lines(label: str) -> None:
    room = heading_width(label) - 4
    breaks = [
        place
        for place in range(len(label) + 1)
        if text_width(label[:place].rstrip()) <= room and text_width(label[place:]) <= room
    ]
    assert breaks != []
    assert room <= text_width(label)
