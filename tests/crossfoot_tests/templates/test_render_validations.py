from __future__ import annotations

import datetime as dt
from decimal import Decimal as Exact
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from crossfoot_templates import types
from crossfoot_templates.live import SheetFormulas
from crossfoot_templates.model import BookView, Choice, ChoiceList, Column, Label, Language, Table, TableView
from crossfoot_templates.render import render_workbook
from crossfoot_templates.render.clip import ERROR, PROMPT, PROMPT_TITLE, clip, printable, units
from crossfoot_templates.render.columns import place_columns
from crossfoot_templates.render.entries import Rule, rule
from crossfoot_templates.render.prompts import expected
from crossfoot_templates.render.row_rules import RowRules
from crossfoot_templates.render.validations import LONGEST_FORMULA, add_validations
from crossfoot_tests.templates.views import CURRENCY, book_view, sample_view

WAN = 'AND(ISTEXT(B4),ISNUMBER(FIND(RIGHT(B4),"万亿")))'

RULES = [
    (types.Text(), Rule("textLength", "200", operator="lessThanOrEqual", style="information")),
    (types.LongText(), Rule("textLength", "4000", operator="lessThanOrEqual", style="information")),
    (types.Code(), Rule("textLength", "40", operator="lessThanOrEqual", style="information")),
    (types.Code(length=8), Rule("textLength", "8", operator="equal")),
    (
        types.Code(length=8, numbering="YS-#####"),
        Rule("textLength", "40", operator="lessThanOrEqual", style="information"),
    ),
    (types.Integer(), Rule("whole", "-999999999999999", "999999999999999", "between")),
    (types.Integer(min=0, max=5), Rule("whole", "0", "5", "between")),
    (types.Integer(min=1, wan=True), Rule("custom", f"OR(AND(ISNUMBER(B4),B4>=1,B4<=999999999999999),{WAN})")),
    (types.Decimal(max=Exact("0.5")), Rule("decimal", "-999999999999999", "0.5", "between")),
    (types.Money(currency="c", wan=False, min=Exact(0)), Rule("decimal", "0", "999999999999999", "between")),
    (
        types.Money(currency="c", min=Exact("1E+2")),
        Rule("custom", f"OR(AND(ISNUMBER(B4),B4>=100,B4<=999999999999999),{WAN})"),
    ),
    (types.Percent(), Rule("decimal", "0", "1", "between")),
    (types.Date(min=dt.date(2020, 2, 29)), Rule("date", "DATE(2020,2,29)", "DATE(2149,12,31)", "between")),
    (types.DateTime(), Rule("date", "DATE(1950,1,1)", "DATE(2149,12,31)+1", "between")),
    (types.Boolean(), Rule("list", "cf.list._boolean")),
    (types.Choice(choices="currency"), Rule("list", "cf.list.currency")),
    (types.Reference(table="customer"), Rule("list", "cf.list.customer")),
]


def validations(view: BookView, title: str, language: Language = "zh") -> dict[str, DataValidation]:
    """The validations of a sheet by the heading of their column."""
    shown = load_workbook(BytesIO(render_workbook(view, language, {})))[title]
    return {
        str(shown.cell(3, next(iter(each.sqref)).min_col).value): each for each in shown.data_validations.dataValidation
    }


def one_column(column: Column) -> BookView:
    table = Table(name="t", label=Label("表", "T"), key=(column.name,), columns=(column,))
    return book_view(TableView(table=table), choices=(CURRENCY,))


@pytest.mark.parametrize(("column_type", "wanted"), RULES)
def test_each_type_is_watched_by_its_rule(column_type: types.ColumnType, wanted: Rule) -> None:
    assert rule(column_type, "B4") == wanted


def test_every_column_type_is_among_the_rules_above() -> None:
    assert {type(column_type) for column_type, _ in RULES} == set(types.TYPES.values())


@pytest.mark.parametrize("column_type", [column_type for column_type, _ in RULES])
def test_the_rule_stands_in_the_sheet_over_the_whole_column(column_type: types.AnyType) -> None:
    found = validations(one_column(Column(name="c", type=column_type, label=Label("列", "C"))), "表")["列"]
    wanted = rule(column_type, "B4")
    assert (found.type, found.formula1, found.formula2, found.errorStyle) == (
        *(wanted.kind, wanted.formula1, wanted.formula2),
        wanted.style,
    )
    assert str(found.sqref) == "B4:B1048576"
    assert found.showErrorMessage
    assert found.showInputMessage
    assert not found.showDropDown


def test_nothing_ever_stops_a_person_from_typing() -> None:
    for title in ("发票", "客户", "区域"):
        styles = {each.errorStyle for each in validations(sample_view(), title).values()}
        assert styles <= {"warning", "information"}


@pytest.mark.parametrize("first", ["B4", "BM1048576"])
def test_formulas_are_short_enough_for_excel(first: str) -> None:
    lengths = [
        len(formula)
        for column_type, _ in RULES
        for formula in (rule(column_type, first).formula1, rule(column_type, first).formula2 or "")
    ]
    assert max(lengths) <= LONGEST_FORMULA


def test_the_tick_offers_mine_and_theirs_through_its_list() -> None:
    tick = validations(sample_view(), "Invoices", "en")["Sync"]
    assert (tick.type, tick.formula1, str(tick.sqref)) == ("list", "cf.list._tick", "A4:A1048576")
    assert tick.prompt == (
        "Filled in by the sync. Where it shows ⚠, choose Keep mine or Take theirs here and sync again. "
        "Why it shows ✗ stands at the right end of the row, under Message."
    )


def test_prompts_say_what_is_asked_and_give_an_example() -> None:
    found = validations(sample_view(), "发票")
    assert {label: found[label].prompt for label in ("发票号码", "价税合计", "币种", "税率", "账期（天）")} == {
        "发票号码": "必填。编号，共 8 位；前导零会保留。不可与其他行重复。\n发票右上角的 8 位号码。",
        "价税合计": "必填。金额，最多 2 位小数，如 12800.5。可写 12.5万、1.2亿。不小于 0。",
        "币种": "必填。从下拉列表选择：人民币、美元。",
        "税率": "建议填写。百分比，如 5%。0% 至 100%。",
        "账期（天）": "整数。0 至 365。",
    }
    assert found["发票号码"].promptTitle == "发票号码"


def test_prompts_speak_the_books_language() -> None:
    found = validations(sample_view(), "Customers", "en")
    assert found["Customer no."].prompt == (
        "Leave it blank for a number such as KH-00001; write *1, *2 to refer to the row before it has one."
    )
    assert found["Owner"].prompt == (
        "Choose from the list, or write the code or the full name.\nWho answers for this row; you, when left blank."
    )


def test_read_only_columns_say_so_and_warn_of_whatever_is_typed() -> None:
    found = validations(sample_view(), "Invoices", "en")["Received so far"]
    assert (found.type, found.formula1, found.errorStyle) == ("custom", "FALSE", "warning")
    assert found.prompt == (
        "Read-only: a change made here is not taken, and the row is marked ✗.\nAdded up from the allocations."
    )


def test_a_long_choice_list_is_cut_in_the_prompt_but_not_in_the_list() -> None:
    many = ChoiceList("many", tuple(Choice(str(n), Label(f"第{n}种选择", f"Choice {n}")) for n in range(60)))
    view = book_view(choices=(many,))
    assert expected(types.Choice(choices="many"), view, "zh").endswith("第14种选择、第15种选择 等。")


@given(label=st.text(min_size=1, max_size=60), help_text=st.text(max_size=400))
def test_prompts_and_titles_keep_within_excels_limits(label: str, help_text: str) -> None:
    named = f"列{label}"
    column = Column(
        name="c",
        type=types.Money(currency="c"),
        label=Label(named, named),
        help=Label(help_text, help_text),
        required=True,
    )
    view = one_column(column)
    sheet: Worksheet = Workbook().create_sheet()
    placed = place_columns(view, view.tables[0], "en")
    add_validations(sheet, placed, RowRules(SheetFormulas(view, view.tables[0].table, "en"), placed), view.tables[0])
    assert len(sheet.data_validations.dataValidation) == 2
    for each in sheet.data_validations.dataValidation:
        assert units(each.promptTitle or "") <= PROMPT_TITLE
        assert units(each.errorTitle or "") <= PROMPT_TITLE
        assert units(each.prompt or "") <= PROMPT
        assert units(each.error or "") <= ERROR


def test_help_that_no_document_can_hold_is_shown_without_its_control_characters() -> None:
    odd = Label("甲\x07乙", "a\x0bb\n\ud800\uffff<&>")
    column = Column(name="c", type=types.Text(), label=Label("列", "C"), help=odd)
    assert validations(one_column(column), "T", "en")["C"].prompt == (
        "Text, at most 200 characters. No two rows may have the same.\nab\n<&>"
    )


@given(st.text(), st.integers(1, 300))
def test_a_text_that_fits_is_not_cut_and_a_longer_one_ends_in_an_ellipsis(text: str, limit: int) -> None:
    cut = clip(text, limit)
    assert units(cut) <= limit
    kept = printable(text)
    assert cut == kept if units(kept) <= limit else cut.endswith("…")
    assert kept.startswith(cut.removesuffix("…"))
