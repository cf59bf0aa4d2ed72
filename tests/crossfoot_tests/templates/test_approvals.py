"""Rules that ask for approvals in definitions, and the table of approvals that comes with them."""

from __future__ import annotations

from io import BytesIO
from typing import get_args

import pytest
from openpyxl import load_workbook

from crossfoot_templates.approvals import DECISION_LIST, TABLE
from crossfoot_templates.layout import STATUS_ROW, Tick
from crossfoot_templates.model import Choice, Label, Language, Rule, Sheet
from crossfoot_templates.render import render_workbook
from crossfoot_tests.templates.definitions import VISITS, loaded, problems_of

RULE = """
[book]
name = "visits"

[[table]]
name = "shop"

[[table.rule]]
name = "large"
approve_when = "=[@turnover]>OLD([@turnover])"
roles = ["sales_manager", "management"]
zh = "营业额提高。"
en = "The turnover rises."
"""


def wrong(**changes: str) -> list[str]:
    """What is wrong with the rule with other lines in it; an empty line leaves one out."""
    lines = [
        changes.get(line.partition(" = ")[0], line) if line.partition(" = ")[0] != "name" else line
        for line in RULE.split("\n")
    ]
    return [each.partition("rule large")[2] for each in problems_of(VISITS, "\n".join(lines))]


def test_an_overlay_adds_a_rule_and_the_sheet_comes_by_itself() -> None:
    before, after = loaded(VISITS), loaded(VISITS, RULE)
    assert [sheet.table for sheet in before.books["visits"].sheets] == ["shop", "visit"]
    assert after.books["visits"].sheets == (Sheet(table="shop"), Sheet(table="visit"), Sheet(table="approval"))
    assert after.tables["shop"].rules == (
        Rule(
            name="large",
            kind="approve_when",
            formula="=[@turnover]>OLD([@turnover])",
            message=Label("营业额提高。", "The turnover rises."),
            roles=("sales_manager", "management"),
        ),
    )
    assert after.tables["approval"] == TABLE
    assert after.choices["approval_table"].choices == (Choice("shop", Label("门店", "Shop")),)


def test_a_view_lacks_a_rule_over_columns_that_are_hidden_from_it() -> None:
    hidden = VISITS.replace('en = "Turnover"', 'en = "Turnover"\nread = ["finance"]')
    catalog = loaded(hidden, RULE)
    names = {
        role: [rule.name for rule in catalog.view("visits", [role]).by_name["shop"].table.rules]
        for role in ("sales", "finance")
    }
    assert names == {"sales": [], "finance": ["large"]}


@pytest.mark.parametrize(
    ("language", "title", "told"),
    [
        ("zh", "审批", "在“决定”列选“批准”或“不批准”（自己的申请可选“撤回”），然后同步。"),
        (
            "en",
            "Approvals",
            "Choose Approve or Reject under Decision (of your own, Withdraw), then sync.",
        ),
    ],
)
def test_the_sheet_says_where_one_decides_in_the_words_that_stand_there(
    language: Language, title: str, told: str
) -> None:
    view = loaded(VISITS, RULE).view("visits", ["sales"])
    sheet = load_workbook(BytesIO(render_workbook(view, language, {})))[title]
    assert told in [cell.value for cell in sheet[STATUS_ROW]]
    words = [TABLE.by_name["decision"].label, *(each.label for each in DECISION_LIST.choices)]
    assert [each.in_(language) in told for each in words] == [True] * 4


@pytest.mark.parametrize(("overlay", "steps"), [((), 5), ((RULE,), 6)])
def test_the_guide_explains_every_tick_and_approvals_where_there_are_any(overlay: tuple[str, ...], steps: int) -> None:
    view = loaded(VISITS, *overlay).view("visits", ["sales"])
    guide = load_workbook(BytesIO(render_workbook(view, "en", {})))["How to use"]
    shown = {str(cell.value) for row in guide.iter_rows() for cell in row}
    assert {*get_args(Tick)} <= shown
    assert sorted(int(text[0]) for text in shown if text[1:3] == "  ") == [*range(1, steps + 1)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", ": the key roles is missing."),
        ("roles = []", " › key roles: the list is empty; name at least one."),
        (
            'roles = ["sales_maneger"]',
            (
                " › key roles: there is no role “sales_maneger”; there are sales, sales_manager, bid_manager, "
                "order_desk, warehouse, finance, management, administrator, auditor. Is it “sales_manager”?"
            ),
        ),
        (
            'roles = ["server"]',
            (
                " › key roles: there is no role “server”; there are sales, sales_manager, bid_manager, order_desk, "
                "warehouse, finance, management, administrator, auditor."
            ),
        ),
    ],
)
def test_whoever_is_asked_is_named(line: str, said: str) -> None:
    assert wrong(roles=line) == [said]


def test_nobody_is_asked_by_another_kind_of_rule() -> None:
    assert wrong(approve_when='check = "=[@turnover]>0"') == [
        " › key roles: the key roles goes with approve_when only."
    ]


def test_a_later_file_neither_loosens_a_rule_nor_asks_others() -> None:
    looser = RULE.replace("sales_manager", "sales").replace("@turnover]>", "@turnover]>1000+")
    assert [each.partition("rule large")[2] for each in problems_of(VISITS, RULE, looser)] == [
        (
            ' › key approve_when: it cannot be changed: it is "=[@turnover]>OLD([@turnover])" and stays so, not '
            '"=[@turnover]>1000+OLD([@turnover])".'
        ),
        (
            ' › key roles: it cannot be changed: it is ["sales_manager", "management"] and stays so, not '
            '["sales", "management"].'
        ),
    ]


def test_the_names_of_approvals_are_crossfoots_own() -> None:
    named = VISITS.replace('name = "shop"\nzh', 'name = "approval"\nzh').replace('table = "shop"', 'table = "approval"')
    assert [each.partition("key name: ")[2] for each in problems_of(named)] == [
        "the name “approval” is crossfoot's own; choose another."
    ]
    titled = VISITS.replace('en = "Visit"', 'en = "approvals"')
    assert [each.partition("key en: ")[2] for each in problems_of(titled)] == [
        "the sheet title “approvals” is also that of table approval (upper and lower case count alike)."
    ]


def test_a_numbering_tells_company_and_year() -> None:
    code = loaded(VISITS.replace("MD-####", "MD-{entity}-{year}-####")).tables["shop"].by_name["code"].type
    assert getattr(code, "facts", ()) == ("entity", "year")
    assert code.numbered(7, {"entity": "SH", "year": "2027"}) == "MD-SH-2027-0007"  # type: ignore[union-attr]


def test_a_numbering_tells_nothing_else() -> None:
    assert [each.partition("key numbering: ")[2] for each in problems_of(VISITS.replace("MD-", "MD-{yaer}-"))] == [
        "the numbering has no “{yaer}”; in braces there can be entity, year. Is it “year”?"
    ]
