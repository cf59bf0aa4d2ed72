"""Conditions as people without formulas read them."""

from __future__ import annotations

import pytest

from crossfoot_templates.loader import load_catalog
from crossfoot_templates.render.wording import in_words
from crossfoot_tests.templates.computed_views import ORDER, computed_view

VIEW = computed_view()


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        ('=[@stage]>="3"', "“阶段”为“方案”或之后", "“Stage” is “Proposal” or later"),
        ('=[@stage]<>"3"', "“阶段”不为“方案”", "“Stage” is not “Proposal”"),
        ("=[@amount]>=1000", "“金额[含'税']#”不小于 1000", "“Amount [gross]” is at least 1000"),
        ("=[@rate]<0.125", "“税率”小于 12.5%", "“Tax rate” is less than 12.5%"),
        ("=[@ordered_on]>[@due_on]", "“下单日期”在“到期日”之后", "“Ordered on” is after “Due on”"),
        ("=[@urgent]", "“加急”为“是”", "“Urgent” is “Yes”"),
        ("=NOT([@urgent])", "“加急”不为“是”", "“Urgent” is not “Yes”"),
        ("=[@urgent]=FALSE", "“加急”为“否”", "“Urgent” is “No”"),
        ("=NOT(ISBLANK([@buyer]))", "“采购人”已填写", "“Buyer” is filled in"),
        ("=AND([@rate]>=0.05,[@rate]<=0.13)", "“税率”为5%至13%", "“Tax rate” is from 5% to 13%"),
        ('=[@buyer]=""', "“采购人”未填写", "“Buyer” is blank"),
        (
            '=OR([@currency]="CNY",[@currency]="USD")',
            "“币种”为“人民币”或“美元”",
            "“Currency” is “Yuan” or “US dollar”",
        ),
        (
            "=AND([@urgent],OR([@paid]>5,ISBLANK([@buyer])))",
            "“加急”为“是”且（“已收”大于 5或“采购人”未填写）",
            "“Urgent” is “Yes” and (“Paid” is more than 5 or “Buyer” is blank)",
        ),
        ("=NOT([@paid]>5)", "并非（“已收”大于 5）", "not (“Paid” is more than 5)"),
    ],
)
def test_a_condition_is_told_in_words(condition: str, zh: str, en: str) -> None:
    assert (in_words(condition, VIEW, ORDER, "zh"), in_words(condition, VIEW, ORDER, "en")) == (zh, en)


@pytest.mark.parametrize(
    "condition",
    ["=[@amount]>[@paid]*2", "=LEN([@buyer])>3", "=[@hidden]", '=AND([@urgent],ROLE("sales"))', "=3>[@paid]"],
)
def test_what_there_are_no_words_for_is_left_as_it_is(condition: str) -> None:
    assert in_words(condition, VIEW, ORDER, "en") is None


def test_every_condition_of_the_shipped_books_is_told_in_words() -> None:
    catalog = load_catalog()
    views = [catalog.view(book, ("management",)) for book in ("follow_up", "bids", "receivables")]
    conditions = [
        in_words(column.required_when, view, each.table, "zh")
        for view in views
        for each in view.tables
        for column in each.table.columns
        if column.required_when is not None
    ]
    assert conditions != []
    assert None not in conditions
