"""The small company with rules that ask for approvals: larger invoices, and other credit days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from crossfoot_templates.approvals import with_approvals
from crossfoot_templates.model import Catalog, Label, Rule
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.world import CATALOG, CUSTOMER, INVOICE, Workbook, World, company

LARGE = Rule(
    name="large_amount",
    kind="approve_when",
    formula="=AND([@amount]>500,[@amount]<>OLD([@amount]))",
    message=Label("金额超过 500。", "Amounts above 500."),
    roles=("sales_manager",),
)
KEY_ACCOUNT = Rule(
    name="key_account",
    kind="approve_when",
    formula='=AND(ISBLANK(OLD([@name])),LEFT([@name],3)="Key")',
    message=Label("新的重点客户。", "A new key account."),
    roles=("sales_manager", "finance"),
)


def catalog() -> Catalog:
    """The catalog of the small company with these rules."""
    tables = {
        **CATALOG.tables,
        "invoice": msgspec.structs.replace(INVOICE, rules=(LARGE,)),
        "customer": msgspec.structs.replace(CUSTOMER, rules=(KEY_ACCOUNT,)),
    }
    return with_approvals(msgspec.structs.replace(CATALOG, tables=tables))


@contextmanager
def approving_company(folder: Path) -> Iterator[World]:
    """The small company, served, with these rules."""
    with company(folder, catalog()) as world:
        yield world


def decide(book: Workbook, number: str, decision: str, comment: CellValue = None) -> None:
    """Choose a decision in the sheet of approvals, and sync."""
    position = book.column("approval", "number").index(number)
    book.type("approval", position, "decision", decision)
    if comment is not None:
        book.type("approval", position, "comment", comment)
    book.sync()
