"""Views of books that hold every column type, for tests that render them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as Exact

from crossfoot_templates import types
from crossfoot_templates.model import Book, BookView, Choice, ChoiceList, Column, Label, Sheet, Table, TableView
from crossfoot_templates.standard import STANDARD_COLUMNS

CURRENCY = ChoiceList(
    "currency",
    (Choice("CNY", Label("人民币", "Yuan")), Choice("USD", Label("美元", "US dollar"))),
)
STAGE = ChoiceList(
    "stage",
    tuple(
        Choice(str(number), Label(zh, en))
        for number, (zh, en) in enumerate(
            [("客户开发", "Development"), ("立项", "Initiation"), ("方案", "Proposal"), ("投标", "Tender")], start=1
        )
    ),
    ordered=True,
)

CUSTOMER = Table(
    name="customer",
    label=Label("客户", "Customers"),
    help=Label("与我们往来的公司；一家公司一行。", "Companies we deal with, one to a row."),
    key=("code",),
    display="name",
    columns=(
        Column(
            name="code",
            type=types.Code(numbering="KH-#####"),
            label=Label("客户编号", "Customer no."),
            required=True,
        ),
        Column(name="name", type=types.Text(), label=Label("客户名称", "Name"), required=True, width=26),
        Column(name="tax_number", type=types.Code(length=18), label=Label("税号", "Tax number"), recommended=True),
        Column(name="key_account", type=types.Boolean(), label=Label("重点客户", "Key account")),
        *STANDARD_COLUMNS,
    ),
)

INVOICE = Table(
    name="invoice",
    label=Label("发票", "Invoices"),
    help=Label("已开出的发票与收款进度。", "Invoices issued and how far they are paid."),
    key=("number",),
    columns=(
        Column(
            name="number",
            type=types.Code(length=8),
            label=Label("发票号码", "Invoice no."),
            help=Label("发票右上角的 8 位号码。", "The eight digits at the top right of the invoice."),
            required=True,
        ),
        Column(
            name="customer",
            type=types.Reference(table="customer"),
            label=Label("客户", "Customer"),
            required=True,
        ),
        Column(name="issued_on", type=types.Date(), label=Label("开票日期", "Issued on"), required=True),
        Column(
            name="gross",
            type=types.Money(currency="currency", min=Exact(0)),
            label=Label("价税合计", "Gross amount"),
            required=True,
        ),
        Column(name="currency", type=types.Choice(choices="currency"), label=Label("币种", "Currency"), required=True),
        Column(name="tax_rate", type=types.Percent(scale=4), label=Label("税率", "Tax rate"), recommended=True),
        Column(name="quantity", type=types.Decimal(scale=3), label=Label("数量", "Quantity")),
        Column(name="term_days", type=types.Integer(min=0, max=365), label=Label("账期（天）", "Terms (days)")),
        Column(name="stage", type=types.Choice(choices="stage"), label=Label("商机阶段", "Stage")),
        Column(
            name="due_on",
            type=types.Date(min=dt.date(2020, 1, 1)),
            label=Label("到期日", "Due on"),
            recommended=True,
        ),
        Column(
            name="received",
            type=types.Money(currency="currency", wan=False),
            label=Label("已收金额", "Received so far"),
            help=Label("由收款核销汇总而来。", "Added up from the allocations."),
        ),
        Column(name="settled", type=types.Boolean(), label=Label("已结清", "Settled")),
        Column(name="checked_at", type=types.DateTime(), label=Label("复核时间", "Checked at")),
        Column(name="subject", type=types.Text(max_length=80), label=Label("开票内容", "Subject")),
        *STANDARD_COLUMNS,
    ),
)


def book_view(
    *tables: TableView,
    choices: tuple[ChoiceList, ...] = (CURRENCY, STAGE),
    label: Label | None = None,
) -> BookView:
    """A view with ``tables``."""
    book = Book(
        name="receivables",
        label=label or Label("应收账款", "Receivables"),
        sheets=tuple(Sheet(table=each.table.name) for each in tables),
    )
    return BookView(book=book, tables=tables, choices=choices)


def sample_view() -> BookView:
    """Customers, invoices with a read-only column and every column type, and the customers again, read-only."""
    region = Table(
        name="region",
        label=Label("区域", "Regions"),
        key=("code",),
        columns=(
            Column(name="code", type=types.Code(), label=Label("区域编号", "Code"), required=True),
            Column(name="name", type=types.Text(), label=Label("区域名称", "Name")),
        ),
    )
    return book_view(
        TableView(table=INVOICE, read_only=frozenset({"received", "settled"})),
        TableView(table=CUSTOMER),
        TableView(table=region, editable=False),
    )
