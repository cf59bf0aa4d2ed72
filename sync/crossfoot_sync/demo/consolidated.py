"""The consolidated receivables: by entity and customer, added up along rows and along columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.rows import SheetTable
from crossfoot_sync.engine.workbook import Workbook

KINDS = ("receivable", "receipt")


@dataclass(frozen=True)
class Line:
    """What one customer owes one entity in one currency: ``balance`` is receivable less received."""

    entity: str
    currency: str
    customer: str
    receivable: Decimal
    received: Decimal

    @property
    def balance(self) -> Decimal:
        """What is still owed; negative where more was paid than is owed."""
        return self.receivable - self.received


def consolidate(workbook: Workbook) -> list[Line]:
    """The lines of a ``receivables`` workbook, by entity, currency and customer."""
    sums: dict[tuple[str, str, str], dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(KINDS, Decimal(0)))
    for kind in KINDS:
        for group, amount in _amounts(workbook.tables[kind], workbook.display):
            sums[group][kind] += amount
    return [Line(*group, by["receivable"], by["receipt"]) for group, by in sorted(sums.items())]


def crossfoots(lines: Iterable[Line]) -> bool:
    """Whether, in every currency, the balances down the page are the column totals across it."""
    down: dict[str, Decimal] = defaultdict(Decimal)
    across: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        down[line.currency] += line.balance
        across[line.currency] += line.receivable
    for line in lines:
        across[line.currency] -= line.received
    return down == across


def _amounts(table: SheetTable, display: Display) -> Iterable[tuple[tuple[str, str, str], Decimal]]:
    columns = table.view.table.by_name
    for row in table.rows:
        entity, customer = (display.text(columns[name], row.wire.get(name)) for name in ("entity", "customer"))
        yield (entity, str(row.wire["currency"]), customer), Decimal(str(row.wire["amount"]))
