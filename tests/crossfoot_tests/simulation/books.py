"""The books of the company before and after an upgrade: those of the end-to-end tests, with formulas and rules."""

from __future__ import annotations

from msgspec.structs import replace

from crossfoot_templates.approvals import with_approvals
from crossfoot_templates.model import Catalog, ChoiceList, Column, Label, Rule, Sheet, Table
from crossfoot_templates.model import Choice as Entry
from crossfoot_templates.types import Boolean, Choice, Date, Integer, Money, Percent, Text
from crossfoot_tests.end_to_end import world

MONEY = Money(currency="currency")

CREDIT = Rule(
    name="within credit",
    kind="limit",
    formula="=OR(ISBLANK([@credit]),SUMIFS(invoice[amount],invoice[customer],[@code],"
    "invoice[currency],[@currency])<=[@credit])",
    message=Label("发票合计超过信用额度。", "The invoices exceed the credit."),
)
VISITS = Rule(
    name="visits in bounds",
    kind="limit",
    formula="=OR(ISBLANK([@most_visits]),COUNTIFS(visit[customer],[@code])<=[@most_visits])",
    message=Label("拜访次数已满。", "There are enough visits."),
)
DISCOUNT = Rule(
    name="discount within amount",
    kind="check",
    formula="=OR(ISBLANK([@discount]),[@discount]<=[@amount])",
    message=Label("折扣不得超过金额。", "The discount exceeds the amount."),
)
DOLLARS = Rule(
    name="no large discount in dollars",
    kind="check",
    formula='=OR([@currency]="CNY",ISBLANK([@discount]),[@discount]*2<=[@amount])',
    message=Label("美元发票折扣不得过半。", "In dollars the discount is at most half."),
)
"""A rule that the upgrade brings: rows that were stored before it may break it."""

SETTLED = Rule(
    name="settled is locked",
    kind="lock_when",
    formula='=[@status]="settled"',
    message=Label("已结清。", "It is settled."),
    columns=("amount", "currency", "customer", "terms"),
)
CLOSED = Rule(
    name="closed is locked",
    kind="lock_when",
    formula="=[@closed]",
    message=Label("已关闭。", "It is closed."),
)
LARGE = Rule(
    name="large discount approved",
    kind="approve_when",
    formula="=AND([@discount]*2>[@amount],[@discount]<>OLD([@discount]))",
    message=Label("折扣过半须经批准。", "A discount of more than half is to be approved."),
    roles=("sales_manager",),
)
DISPUTED = Rule(
    name="disputed", kind="highlight", formula="=[@disputed]", message=Label("有争议的发票", "Disputed invoices")
)

_CUSTOMER = (
    Column(
        name="currency", type=Choice(choices="currency"), label=Label("信用币种", "Credit currency"), default='="CNY"'
    ),
    Column(name="credit", type=MONEY, label=Label("信用额度", "Credit")),
    Column(name="most_visits", type=Integer(min=0), label=Label("拜访上限", "Most visits"), default="=2"),
    Column(
        name="owes",
        type=MONEY,
        label=Label("应收", "Owes"),
        compute="=SUMIFS(invoice[amount],invoice[customer],[@code],invoice[currency],[@currency])",
    ),
    Column(
        name="left",
        type=MONEY,
        label=Label("剩余额度", "Credit left"),
        compute='=IF(ISBLANK([@credit]),"",[@credit]-[@owes])',
    ),
)
_INVOICE = (
    Column(name="discount", type=MONEY, label=Label("折扣", "Discount"), default="=ROUND([@amount]/10,0)"),
    Column(name="status", type=Choice(choices="status"), label=Label("状态", "Status"), default='="open"'),
    Column(
        name="settled_on", type=Date(), label=Label("结清日期", "Settled on"), required_when='=[@status]>="settled"'
    ),
    Column(
        name="net",
        type=MONEY,
        label=Label("净额", "Net"),
        compute='=IF(ISBLANK([@amount]),"",([@amount]-[@discount])/1.13)',
    ),
    Column(name="due_on", type=Date(), label=Label("到期日", "Due on"), compute="=[@issued_on]+30"),
    Column(
        name="share",
        type=Percent(scale=4),
        label=Label("占比", "Share"),
        compute="=[@amount]/XLOOKUP([@customer],customer[code],customer[owes])",
    ),
)
_VISIT = (Column(name="closed", type=Boolean(), label=Label("已关闭", "Closed")),)

_STATUS = ChoiceList(
    "status",
    (
        Entry("open", Label("未结", "Open")),
        Entry("sent", Label("已寄", "Sent")),
        Entry("settled", Label("已结清", "Settled")),
    ),
    ordered=True,
)


_DISCOUNTS = "invoice[discount],invoice[customer],[@code],invoice[currency],[@currency]"


def _with(table: Table, columns: tuple[Column, ...], *rules: Rule) -> Table:
    return replace(table, columns=(*table.columns, *columns), rules=(*table.rules, *rules))


_BILLING = replace(
    world.CATALOG.books["billing"],
    sheets=(
        Sheet(table="invoice"),
        Sheet(table="customer", columns=("code", "name", "currency", "owes", "notes"), editable=False),
    ),
)

_FIRST = replace(
    world.CATALOG,
    tables={
        "customer": _with(world.CUSTOMER, _CUSTOMER, CREDIT, VISITS),
        "invoice": _with(world.INVOICE, _INVOICE, DISCOUNT, SETTLED, LARGE, DISPUTED),
        "visit": _with(world.VISIT, _VISIT, CLOSED),
    },
    choices=world.CATALOG.choices | {"status": _STATUS},
    books=world.CATALOG.books | {"billing": _BILLING},
)
FIRST = with_approvals(_FIRST)
"""The definitions before the upgrade."""


def _upgraded(table: Table) -> Table:
    match table.name:
        case "customer":
            return _with(_renewed(table), (_REGION, _LAST_VISIT))
        case "invoice":
            return _with(_renewed(table), (_MONTH,), DOLLARS)
    return table


def _renewed(table: Table) -> Table:
    return replace(table, columns=tuple(_RENEWED.get((table.name, each.name), each) for each in table.columns))


_REGION = Column(name="region", type=Text(), label=Label("地区", "Region"))
_LAST_VISIT = Column(
    name="last_visit",
    type=Date(),
    label=Label("最近拜访", "Last visit"),
    compute="=MAXIFS(visit[day],visit[customer],[@code])",
)
_MONTH = Column(name="month", type=Integer(), label=Label("月份", "Month"), compute="=MONTH([@due_on])")
_RENEWED = {
    ("customer", "owes"): replace(_CUSTOMER[-2], compute=f"{_CUSTOMER[-2].compute}-SUMIFS({_DISCOUNTS})"),
    ("invoice", "terms"): replace(world.INVOICE.by_name["terms"], label=Label("付款条款", "Terms of payment")),
    ("invoice", "due_on"): replace(_INVOICE[-2], compute="=[@issued_on]+45"),
}


SECOND = with_approvals(
    Catalog(
        tables={name: _upgraded(table) for name, table in _FIRST.tables.items()},
        choices=_FIRST.choices,
        books=_FIRST.books,
    )
)
"""The definitions after the upgrade.

Customers have a region, a column of the invoices has another heading, a formula is another one, one more is there, and
so is a rule.
"""
