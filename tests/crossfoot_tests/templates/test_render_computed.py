"""What a rendered sheet says of computed columns and of rules."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import msgspec
import pytest
from openpyxl import Workbook, load_workbook

from crossfoot_templates.layout import FIRST_ROW
from crossfoot_templates.live import SheetFormulas
from crossfoot_templates.model import Column, Label, Language, Rule, Table, TableView
from crossfoot_templates.render import render_workbook
from crossfoot_templates.render.columns import LAST_ROW, SheetColumns, place_columns
from crossfoot_templates.render.formulas import spelled
from crossfoot_templates.render.look import COMPUTED_FILL, FAILED_FILL, HIGHLIGHT, MISSING_FILL, READ_ONLY_FILL
from crossfoot_templates.render.row_rules import RowRules
from crossfoot_templates.types import Text
from crossfoot_tests.templates.computed_views import ORDER, PAYMENT, computed_view
from crossfoot_tests.templates.views import book_view

VIEW = computed_view()
FILLED = f"COUNTA($B{FIRST_ROW}:$J{FIRST_ROW})>0"
"""Holds where somebody filled in anything: the computed columns K to U do not count."""


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    """The view in Chinese."""
    return load_workbook(BytesIO(render_workbook(VIEW, "zh", {})))


def orders(language: Language = "zh") -> SheetColumns:
    """The columns of the orders' sheet."""
    return place_columns(VIEW, VIEW.tables[0], language)


def test_what_needs_its_row_only_is_a_formula_that_new_rows_are_given(workbook: Workbook) -> None:
    table = workbook["订单"].tables["cf_order"]
    formulas = {
        each.name: each.calculatedColumnFormula.attr_text
        for each in table.tableColumns
        if each.calculatedColumnFormula is not None
    }
    assert formulas.keys() == {"不含税", "余额", "到期日", "来电日", "需跟进", "风险", "标题", "序位", "同上", "占比"}
    assert formulas["余额"] == (
        """IFERROR(cf_order[[#This Row],[金额'[含''税''']'#]]-N(cf_order[[#This Row],[已收]]),"")"""
    )
    assert formulas["风险"] == (
        'IFERROR(IF(IFERROR(MATCH(cf_order[[#This Row],[阶段]],cf.list.stage,0),0)>=3,"高",'
        'IF(cf_order[[#This Row],[阶段]]="","","低")),"")'
    )
    assert [each.name for each in table.tableColumns] == [each.header for each in orders().all]


def test_no_row_of_a_new_sheet_holds_a_formula(workbook: Workbook) -> None:
    assert [cell.value for row in workbook["订单"].iter_rows(min_row=FIRST_ROW) for cell in row if cell.value] == []


def test_a_formula_in_a_column_of_text_is_not_shown_as_it_is_typed(workbook: Workbook) -> None:
    formats = {each.name: each.format.number_format for each in orders().data}
    assert (formats["title"], formats["risk"], formats["hurry"], formats["buyer"]) == (
        "General",
        "General",
        "General",
        "@",
    )
    assert workbook["订单"].column_dimensions[orders().named("title").letter].number_format == "General"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "zh",
            '自动计算，不用填写；改动会在同步时被替换。\n=IF([阶段]>="方案","高",IF(ISBLANK([阶段]),"","低"))',
        ),
        (
            "en",
            (
                "Calculated: there is nothing to fill in, and what is typed here is replaced at the next sync.\n"
                '=IF([Stage]>="Proposal","High",IF(ISBLANK([Stage]),"","Low"))'
            ),
        ),
    ],
)
def test_the_hint_of_a_computed_cell_shows_its_formula_and_whatever_is_typed_is_warned_of(
    language: Language, told: str
) -> None:
    sheet = load_workbook(BytesIO(render_workbook(VIEW, language, {})))["订单" if language == "zh" else "Orders"]
    made = validation(sheet, orders().named("risk").whole)
    assert (made.type, made.formula1, made.errorStyle, made.prompt) == ("custom", "FALSE", "warning", told)


def test_a_text_is_judged_by_its_rule_and_other_cells_by_their_type(workbook: Workbook) -> None:
    buyer = validation(workbook["订单"], orders().named("buyer").whole)
    assert (buyer.type, buyer.formula1, buyer.errorStyle) == ("custom", 'OR($J4="",LEN($J4)>1)', "warning")
    assert buyer.error == "采购人须写全名。\n仍要保留吗？同步时会再次检查。"
    assert buyer.prompt == "文本，最多 200 字。有时必填：此时未填的格显示黄色。"
    assert "amount" in str(orders().named("amount").name)
    assert validation(workbook["订单"], orders().named("amount").whole).formula1 != 'OR($D4="",$D4>0)'


def test_formats_stand_in_the_order_of_their_strength(workbook: Workbook) -> None:
    shown = workbook["订单"]
    rules = sorted(
        (rule.priority, str(each.sqref), rule.formula[0], rule.dxf.fill.bgColor.rgb if rule.dxf.fill else None)
        for each in shown.conditional_formatting
        for rule in each.rules
    )
    told = [(where, formula, fill[2:]) for _, where, formula, fill in rules if fill and "|" not in formula]
    assert [each for each in told if "$A4" not in each[1]] == [
        (f"D4:D{LAST_ROW}", f'AND({FILLED},NOT(OR($D4="",$D4>0)))', FAILED_FILL),
        (f"J4:J{LAST_ROW}", f'AND({FILLED},NOT(OR($J4="",LEN($J4)>1)))', FAILED_FILL),
        (f"B4:B{LAST_ROW}", f'AND(B4="",{FILLED})', MISSING_FILL),
        (f"J4:J{LAST_ROW}", f'AND(J4="",{FILLED},IFERROR(MATCH($C4,cf.list.stage,0),0)>=3)', MISSING_FILL),
        (f"N4:N{LAST_ROW}", f'AND({FILLED},AND($N4<>"",N($N4)<TODAY(),N($M4)>0))', HIGHLIGHT["red"][0]),
        (f"D4:E{LAST_ROW}", f"AND({FILLED},AND(N($K4)>0,N($M4)=0))", READ_ONLY_FILL),
        (f"K4:U{LAST_ROW}", FILLED, COMPUTED_FILL),
    ]
    tints = [at for at, each in enumerate(told) if "$A4" in each[1]]
    assert tints == list(range(5, 15))


def test_what_only_the_server_can_judge_is_left_out_of_the_sheet() -> None:
    rules = RowRules(SheetFormulas(VIEW, ORDER, "zh"), orders())
    assert [each.rule.name for each in rules.of_kind("lock_when")] == ["paid_is_locked"]


@pytest.mark.parametrize(
    ("columns", "kind", "about"),
    [
        ((), "check", ["b", "a"]),
        (("b",), "check", ["b"]),
        ((), "lock_when", ["a", "b", "c"]),
        ((), "highlight", ["b", "a"]),
    ],
)
def test_a_rule_is_about_the_columns_that_it_names_else_about_those_of_its_formula(
    columns: tuple[str, ...], kind: Any, about: list[str]
) -> None:
    rule = Rule(name="r", kind=kind, formula="=[@b]=[@a]", message=Label("一", "One"), columns=columns)
    table = Table(
        name="t",
        label=Label("表", "T"),
        key=("a",),
        columns=tuple(Column(name=name, type=Text(), label=Label(name, name)) for name in "abc"),
        rules=(rule,),
    )
    view = book_view(TableView(table=table))
    (shown,) = RowRules(SheetFormulas(view, table, "en"), place_columns(view, view.tables[0], "en")).of_kind(kind)
    assert sorted(each.name for each in shown.condition.columns) == sorted(about)


def test_the_guide_lists_what_is_checked_locked_and_coloured(workbook: Workbook) -> None:
    guide = [str(cell.value) for row in workbook["使用说明"].iter_rows() for cell in row if cell.value]
    assert guide[guide.index("校验规则") :] == [
        "校验规则",
        "订单",
        "金额须大于零。\n采购人须写全名。\n锁定（灰色）：已付清的订单不再修改金额。\n标色：已逾期。\n锁定（灰色）：税率只由管理层修改。",
        "“阶段”为“方案”或之后时必填：采购人",
    ]
    assert "自动计算" in guide


def test_the_guide_lists_what_is_required_at_times_though_a_table_has_no_rules() -> None:
    gate = '=OR([@stage]="3",\n    ISBLANK([@buyer]))'
    columns = tuple(
        msgspec.structs.replace(each, required_when=gate if each.name in {"paid", "due_on"} else None)
        for each in ORDER.columns
    )
    bare = TableView(table=msgspec.structs.replace(ORDER, columns=columns, rules=()))
    view = msgspec.structs.replace(VIEW, tables=(bare, *VIEW.tables[1:]))
    guide = load_workbook(BytesIO(render_workbook(view, "en", {})))["How to use"]
    said = [str(cell.value) for row in guide.iter_rows() for cell in row if cell.value]
    assert said[said.index("Rules") :] == [
        "Rules",
        "Orders",
        "Required where “Stage” is “Proposal” or “Buyer” is blank: Paid, Due on",
    ]


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("=[@amount] - [@paid]", "=[金额[含'税']#] - [已收]"),
        ("=SUMIFS(payment[amount],payment[order],[@number])", "=SUMIFS(收款[金额],收款[订单],[订单号])"),
        ('=SWITCH([@currency],"CNY",1,"USD",7)', '=SWITCH([币种],"人民币",1,"美元",7)'),
        ('=[@currency]<>"XXX"', '=[币种]<>"XXX"'),
        ('=[@buyer]="CNY"', '=[采购人]="CNY"'),
        ("=COUNTIFS(elsewhere[x],[@number])", "=COUNTIFS(elsewhere[x],[订单号])"),
    ],
)
def test_a_formula_is_spelled_with_what_stands_in_the_sheet(formula: str, said: str) -> None:
    assert spelled(formula, VIEW, ORDER, "zh") == said


def test_a_formula_that_names_what_its_reader_may_not_see_is_not_shown() -> None:
    hidden = tuple(
        Column(name=each.name, type=each.type, label=each.label, compute="") if each.computed else each
        for each in ORDER.columns
    )
    table = Table(name="order", label=ORDER.label, key=ORDER.key, columns=hidden)
    view = book_view(TableView(table=table), TableView(table=PAYMENT), choices=VIEW.choices)
    sheet = load_workbook(BytesIO(render_workbook(view, "en", {})))["Orders"]
    placed = place_columns(view, view.tables[0], "en")
    assert validation(sheet, placed.named("left").whole).prompt == (
        "Calculated: there is nothing to fill in, and what is typed here is replaced at the next sync."
    )
    assert [each.formula for each in placed.data if each.formula] == []


def validation(sheet: Any, where: str) -> Any:
    """The validation of a range."""
    (found,) = [each for each in sheet.data_validations.dataValidation if str(each.sqref) == where]
    return found
