"""A view with computed columns of every type, and with rules of every kind, for tests that render it."""

from __future__ import annotations

from crossfoot_templates import types
from crossfoot_templates.model import BookView, Choice, ChoiceList, Column, Label, Rule, Table, TableView
from crossfoot_tests.templates.views import CURRENCY, STAGE, book_view

RISK = ChoiceList("risk", (Choice("high", Label("高", "High")), Choice("low", Label("低", "Low"))))

ORDER = Table(
    name="order",
    label=Label("订单", "Orders"),
    key=("number",),
    columns=(
        Column(name="number", type=types.Code(), label=Label("订单号", "Number"), required=True),
        Column(name="stage", type=types.Choice(choices="stage"), label=Label("阶段", "Stage")),
        # headings that a formula cannot hold as they are
        Column(name="amount", type=types.Money(currency="currency"), label=Label("金额[含'税']#", "Amount [gross]")),
        Column(name="currency", type=types.Choice(choices="currency"), label=Label("币种", "Currency")),
        Column(name="rate", type=types.Percent(), label=Label("税率", "Tax rate")),
        Column(name="ordered_on", type=types.Date(), label=Label("下单日期", "Ordered on")),
        Column(name="called_at", type=types.DateTime(), label=Label("来电时间", "Called at")),
        Column(name="urgent", type=types.Boolean(), label=Label("加急", "Urgent")),
        Column(name="buyer", type=types.Text(), label=Label("采购人", "Buyer"), required_when='=[@stage]>="3"'),
        Column(
            name="paid",
            type=types.Money(currency="currency"),
            label=Label("已收", "Paid"),
            compute="=SUMIFS(payment[amount],payment[order],[@number])",
        ),
        Column(
            name="net",
            type=types.Money(currency="currency"),
            label=Label("不含税", "Net"),
            compute='=IF(ISBLANK([@amount]),"",[@amount]/(1+[@rate]))',
        ),
        Column(
            name="left",
            type=types.Money(currency="currency"),
            label=Label("余额", "Left"),
            compute="=[@amount]-[@paid]",
        ),
        Column(
            name="due_on",
            type=types.Date(),
            label=Label("到期日", "Due on"),
            compute='=IF(ISBLANK([@ordered_on]),"",EDATE([@ordered_on],1))',
        ),
        Column(
            name="called_on",
            type=types.Date(),
            label=Label("来电日", "Called on"),
            compute='=IF(ISBLANK([@called_at]),"",INT([@called_at]))',
        ),
        Column(
            name="hurry",
            type=types.Boolean(),
            label=Label("需跟进", "Hurry"),
            compute="=AND([@urgent],[@left]>0)",
        ),
        Column(
            name="risk",
            type=types.Choice(choices="risk"),
            label=Label("风险", "Risk"),
            compute='=IF([@stage]>="3","high",IF(ISBLANK([@stage]),"","low"))',
        ),
        Column(
            name="title", type=types.Text(), label=Label("标题", "Title"), compute='=[@number]&"-"&LEFT([@buyer],2)'
        ),
        Column(
            name="place",
            type=types.Integer(),
            label=Label("序位", "Place"),
            compute='=IF([@stage]>="3",1,0)+[@amount]*0',
        ),
        Column(name="same", type=types.Text(), label=Label("同上", "Same"), compute="=[@buyer]"),
        Column(name="share", type=types.Percent(), label=Label("占比", "Share"), compute="=[@left]/[@amount]"),
    ),
    rules=(
        Rule(
            name="amount_positive",
            kind="check",
            formula="=OR(ISBLANK([@amount]),[@amount]>0)",
            message=Label("金额须大于零。", "An amount must be more than nothing."),
        ),
        Rule(
            name="buyer_named",
            kind="check",
            formula="=OR(ISBLANK([@buyer]),LEN([@buyer])>1)",
            message=Label("采购人须写全名。", "Write the buyer's name in full."),
        ),
        Rule(
            name="paid_is_locked",
            kind="lock_when",
            formula="=AND([@paid]>0,[@left]=0)",
            columns=("amount", "currency", "left"),
            message=Label("已付清的订单不再修改金额。", "The amount of a paid order stays."),
        ),
        Rule(
            name="overdue",
            kind="highlight",
            formula="=AND(NOT(ISBLANK([@due_on])),[@due_on]<TODAY(),[@left]>0)",
            columns=("due_on",),
            colour="red",
            message=Label("已逾期。", "It is overdue."),
        ),
        Rule(
            name="only_management",
            kind="lock_when",
            formula='=NOT(ROLE("management"))',
            columns=("rate",),
            message=Label("税率只由管理层修改。", "Only the management changes the tax rate."),
        ),
    ),
)
PAYMENT = Table(
    name="payment",
    label=Label("收款", "Payments"),
    key=("number",),
    columns=(
        Column(name="number", type=types.Code(), label=Label("收款号", "Number")),
        Column(name="order", type=types.Reference(table="order"), label=Label("订单", "Order")),
        Column(name="amount", type=types.Money(currency="currency"), label=Label("金额", "Amount")),
        Column(name="currency", type=types.Choice(choices="currency"), label=Label("币种", "Currency")),
    ),
)


def computed_view() -> BookView:
    """Orders with computed columns, and the payments that they add up."""
    computed = frozenset(column.name for column in ORDER.computed)
    return book_view(
        TableView(table=ORDER, read_only=computed), TableView(table=PAYMENT), choices=(CURRENCY, RISK, STAGE)
    )
