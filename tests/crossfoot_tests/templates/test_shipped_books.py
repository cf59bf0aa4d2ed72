"""The books that come with crossfoot."""

from __future__ import annotations

import re
from decimal import Decimal
from importlib import resources

import msgspec
import pytest

from crossfoot_templates.approvals import APPROVAL
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.model import BookView, Catalog, Column, Label, Table
from crossfoot_templates.standard import ACCOUNT_TABLES, ROLES, STANDARD_COLUMNS
from crossfoot_templates.types import Choice, Code, Money

CATALOG = load_catalog()
TABLES = list(CATALOG.tables.values())
COLUMNS = [(table, column) for table in TABLES for column in table.columns]


def column(table: str, name: str) -> Column:
    return CATALOG.tables[table].by_name[name]


def test_the_books_and_their_sheets() -> None:
    assert {name: [sheet.table for sheet in book.sheets] for name, book in CATALOG.books.items()} == {
        "follow_up": ["customer", "contact", "opportunity", "follow_up", "approval"],
        "bids": ["tender", "bid_opening", "bid_opening_item"],
        "receivables": ["receivable", "receipt", "allocation", "customer", "approval"],
    }


def test_natural_keys_and_what_becomes_of_a_removed_row() -> None:
    assert {table.name: (table.key, table.unique, table.shown_by, table.removal) for table in TABLES} == {
        "customer": (("code",), (("name",),), "name", "restore"),
        "contact": (("number",), (("customer", "name"),), "name", "delete"),
        "opportunity": (("number",), (), "name", "restore"),
        "follow_up": (("date", "person", "line"), (), "date", "delete"),
        "tender": (("number",), (), "name", "void"),
        "bid_opening": (("tender", "lot", "bidder"), (), "tender", "delete"),
        "bid_opening_item": (("tender", "bidder", "line"), (), "tender", "delete"),
        "receivable": (("number",), (), "number", "void"),
        "receipt": (("number",), (("bank_account", "bank_reference"),), "number", "void"),
        "allocation": (("number",), (), "number", "void"),
        "approval": (("number",), (), "number", "restore"),
    }


def test_numbers_the_server_gives() -> None:
    codes = [(table.name, column.type) for table, column in COLUMNS if isinstance(column.type, Code)]
    assert {table: code.numbered(7) for table, code in codes if code.numbering} == {
        "customer": "KH-00007",
        "contact": "LX-00007",
        "opportunity": "SJ-00007",
        "tender": "TB-00007",
        "receivable": "YS-00007",
        "receipt": "SK-00007",
        "allocation": "HX-00007",
        "approval": "SP-00007",
    }


def test_what_a_table_points_at() -> None:
    standard = {"entity": "entity", "team": "team", "owner": "user"}
    assert {table.name: table.references() for table in TABLES} == {
        "customer": {"parent": "customer"} | standard,
        "contact": {"customer": "customer", "reports_to": "contact"} | standard,
        "opportunity": {"customer": "customer", "decider": "contact"} | standard,
        "follow_up": {
            "person": "user",
            "customer": "customer",
            "contact": "contact",
            "opportunity": "opportunity",
            "checked_by": "user",
            **standard,
        },
        "tender": {
            "opportunity": "opportunity",
            "customer": "customer",
            "lead": "user",
            "presenter": "user",
            "answerer": "user",
            **standard,
        },
        "bid_opening": {"tender": "tender"} | standard,
        "bid_opening_item": {"tender": "tender"} | standard,
        "receivable": {"customer": "customer", "source": "receivable", "counterpart": "receivable"} | standard,
        "receipt": {"customer": "customer"} | standard,
        "allocation": {
            "receivable": "receivable",
            "receipt": "receipt",
            "credit": "receivable",
            "reverses": "allocation",
            **standard,
        },
        "approval": {"requested_by": "user", "decided_by": "user"} | standard,
    }


def test_a_table_is_written_after_the_tables_it_points_at() -> None:
    written: set[str] = set(ACCOUNT_TABLES)
    for name in CATALOG.write_order:
        assert {*CATALOG.tables[name].references().values()} <= written | {name}
        written.add(name)
    assert {*CATALOG.write_order} == {*CATALOG.tables}


def test_tables_that_point_at_each_other_are_still_written() -> None:
    one, two = CATALOG.tables["receivable"], CATALOG.tables["customer"]
    towards = msgspec.structs.replace(two, columns=(*two.columns, msgspec.structs.replace(
        column("allocation", "receivable"), name="first_item")))  # fmt: skip
    tables = {"customer": towards, "receivable": one}
    assert Catalog(tables=tables, choices={}, books={}).write_order == ("receivable", "customer")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_every_table_ends_with_the_standard_columns(table: Table) -> None:
    if table.name != APPROVAL:
        assert table.columns[-len(STANDARD_COLUMNS) :] == STANDARD_COLUMNS


def labels() -> list[Label]:
    tables = [each.label for each in TABLES] + [each.label for each in CATALOG.books.values()]
    return tables + [column.label for _, column in COLUMNS] + [
        choice.label for listed in CATALOG.choices.values() for choice in listed.choices
    ]  # fmt: skip


def test_every_label_is_written_in_its_language() -> None:
    assert [label for label in labels() if not label.zh or re.search("[\u4e00-\u9fff]", label.en)] == []


def test_help_texts_fit_a_prompt() -> None:
    texts = [(column.name, column.help) for _, column in COLUMNS if column.help is not None]
    assert [name for name, text in texts if max(len(text.zh), len(text.en)) > 200] == []
    assert len(texts) > 80


def test_every_column_says_how_wide_it_is() -> None:
    assert [column.name for table, column in COLUMNS if column not in STANDARD_COLUMNS and column.width is None] == []


def test_the_auditor_reads_whatever_anybody_reads() -> None:
    assert [
        (table.name, column.name) for table, column in COLUMNS if column.read and "auditor" not in column.read
    ] == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("book", CATALOG.books)
def test_every_role_sees_every_sheet_with_its_keys_and_currencies(book: str, role: str) -> None:
    view = CATALOG.view(book, [role])
    assert [each.table.name for each in view.tables] == [sheet.table for sheet in CATALOG.books[book].sheets]
    for each in view.tables:
        shown = each.table.by_name.keys()
        assert {*each.table.key, each.table.shown_by} <= shown
        assert {kind.currency for _, kind in each.table.types() if isinstance(kind, Money)} <= shown
    types = [kind for each in view.tables for _, kind in each.table.types()]
    assert {kind.choices for kind in types if isinstance(kind, Choice)} == view.choice_lists.keys()


@pytest.mark.parametrize("book", CATALOG.books)
def test_a_view_travels_as_json(book: str) -> None:
    view = CATALOG.view(book, ROLES)
    assert msgspec.json.decode(msgspec.json.encode(view), type=BookView) == view


def test_two_loads_give_the_same_version() -> None:
    again = load_catalog()
    assert [again.view(book, ["sales"]).version for book in again.books] == [
        CATALOG.view(book, ["sales"]).version for book in CATALOG.books
    ]


def hidden(book: str, role: str) -> set[str]:
    """The columns of a book's own tables that ``role`` does not see."""
    seen = CATALOG.view(book, [role]).by_name
    return {
        f"{sheet.table}.{each.name}"
        for sheet in CATALOG.books[book].sheets
        if sheet.columns is None
        for each in CATALOG.tables[sheet.table].columns
        if each.name not in seen[sheet.table].table.by_name
    }


def test_margins_and_prices_are_not_for_everybody() -> None:
    margins = {"opportunity.margin_estimate", "opportunity.expense_budget"}
    assert hidden("follow_up", "sales") == margins
    assert hidden("follow_up", "finance") == hidden("follow_up", "auditor") == set()
    assert hidden("bids", "warehouse") == {"tender.bid_price", "tender.strategy"}
    assert hidden("bids", "sales") == set()


def test_finance_writes_the_receivables_and_sales_marks_what_is_disputed() -> None:
    sales = CATALOG.view("receivables", ["sales"]).by_name
    standard = {each.name for each in STANDARD_COLUMNS}
    writable = {each.name for each in sales["receivable"].table.columns if sales["receivable"].writable(each.name)}
    assert writable == {"disputed", "dispute_reason"} | standard
    for table in ("receipt", "allocation"):
        assert {each.name for each in sales[table].table.columns if sales[table].writable(each.name)} == standard
    for view in CATALOG.view("receivables", ["finance"]).tables:
        computed = {each.name for each in view.table.computed}
        assert view.read_only == computed or view.table.name == APPROVAL


def test_customers_are_for_reading_in_the_receivables() -> None:
    view = CATALOG.view("receivables", ["finance"]).by_name["customer"]
    assert not any(view.writable(each.name) for each in view.table.columns)
    assert [each.name for each in view.table.columns] == [
        *("code", "name", "tax_id", "grade", "state", "currency", "credit_limit", "credit_days"),
        *("entity", "team", "owner"),
    ]


def test_the_stages_in_their_order() -> None:
    stages = CATALOG.choices["stage"]
    assert stages.ordered
    assert [choice.code for choice in stages.choices] == [
        *("development", "initiation", "proposal", "tender", "negotiation", "delivery"),
        *("won", "lost", "abandoned"),
    ]


def test_the_house_currency_comes_first() -> None:
    assert [choice.code for choice in CATALOG.choices["currency"].choices][:6] == [
        *("CNY", "USD", "EUR", "HKD", "JPY", "GBP"),
    ]


@pytest.mark.parametrize(
    ("tax_id", "problem"),
    [
        ("914403001922038216", None),
        ("91110000600037341L", None),
        ("91440300708461136T", None),
        ("91110000600037341", "wrong_length"),
        ("91110000600037341I", "wrong_pattern"),
        ("91１10000600037341L", "wrong_pattern"),  # a full-width digit
        ("X1A10000600037341L", "wrong_pattern"),
    ],
)
def test_tax_ids_have_the_standard_s_form(tax_id: str, problem: str | None) -> None:
    found = column("customer", "tax_id").type.check(tax_id)
    assert (found and found.code) == problem


def test_a_receivable_may_keep_the_invoice_s_own_number() -> None:
    number = column("receivable", "number")
    assert number.type.check("0000611365") is None
    assert number.type.decode(number.type.encode("0000611365")) == "0000611365"


def test_a_credit_note_is_negative_and_a_receipt_is_not() -> None:
    assert column("receivable", "amount").type.check(Decimal("-1500.00")) is None
    refused = column("receipt", "amount").type.check(Decimal("0.00"))
    assert refused is not None
    assert refused.code == "too_small"


@pytest.mark.parametrize("book", ["follow_up", "bids", "receivables"])
def test_every_removal_policy_gives_its_reason(book: str) -> None:
    lines = (resources.files("crossfoot_templates") / "books" / f"{book}.toml").read_text(encoding="utf-8").split("\n")
    policies = [at for at, line in enumerate(lines) if line.startswith("removal = ")]
    tables = [sheet for sheet in CATALOG.books[book].sheets if sheet.columns is None and sheet.table != APPROVAL]
    assert len(policies) == len(tables)
    assert [lines[at] for at in policies if not lines[at - 1].startswith("# ")] == []


def test_only_decisions_comments_and_notes_are_typed_into_the_sheet_of_approvals() -> None:
    for role in ROLES:
        view = CATALOG.view("receivables", [role]).by_name[APPROVAL]
        assert {each.name for each in view.table.columns if view.writable(each.name)} == {"decision", "comment", "note"}


def test_what_others_have_to_approve() -> None:
    asking = {
        (table.name, rule.name): rule.roles for table in TABLES for rule in table.rules if rule.kind == "approve_when"
    }
    assert asking == {
        ("customer", "larger_credit"): ("finance",),
        ("opportunity", "negotiated_without_tender"): ("sales_manager",),
        ("receivable", "write_off_beyond_authority"): ("finance", "management"),
    }
    assert [each.code for each in CATALOG.choices["approval_table"].choices] == [
        "customer",
        "opportunity",
        "receivable",
    ]
