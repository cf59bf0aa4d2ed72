"""A small book with something of everything that a spreadsheet shows."""

from __future__ import annotations

from crossfoot_templates import types
from crossfoot_templates.model import BookView, Column, Label, Rule, Table, TableView
from crossfoot_tests.templates.views import STAGE, book_view

ORDER = Table(
    name="order",
    label=Label("订单", "Orders"),
    key=("number",),
    columns=(
        Column(name="number", type=types.Code(), label=Label("订单号", "Number"), required=True),
        Column(name="stage", type=types.Choice(choices="stage"), label=Label("阶段", "Stage")),
        Column(name="amount", type=types.Decimal(), label=Label("数量", "Amount")),
        Column(
            name="doubled",
            type=types.Decimal(),
            label=Label("两倍", "Doubled"),
            compute="=[@amount]*2",
        ),
    ),
    rules=(
        Rule(
            name="positive",
            kind="check",
            formula="=OR(ISBLANK([@amount]),[@amount]>0)",
            message=Label("数量须大于零。", "An amount is more than nothing."),
        ),
    ),
)


def small_view() -> BookView:
    """Orders with four columns: B to E, between the tick and the message."""
    table = TableView(table=ORDER, read_only=frozenset({"doubled"}))
    return book_view(table, choices=(STAGE,))
