"""A position in columns by age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from crossfoot_server.ledger.bands import NO_DUE_DATE, NOT_DUE, UNAPPLIED, Bands
from crossfoot_server.ledger.position import NOTHING, Left, Position, tie_out, total


@dataclass(frozen=True)
class Aging:
    """What of a balance stands in which column: all that the bands have, in their order.

    Raises:
        DoesNotTieOut: the columns are not the balance.
    """

    balance: Decimal
    columns: Mapping[str, Decimal]

    def __post_init__(self) -> None:
        tie_out(self.balance, total(self.columns.values()))


def age(position: Position, bands: Bands) -> Aging:
    """``position`` in the columns of ``bands``."""
    columns = dict.fromkeys(bands.columns, NOTHING)
    for left in position.left:
        columns[_column(position, left, bands)] += left.residual
    return Aging(position.balance, columns)


def _column(position: Position, left: Left, bands: Bands) -> str:
    item = left.item
    if left.residual < 0:
        return UNAPPLIED
    if bands.base == "issued":
        return bands.column(item.dated, position.as_of)
    if item.due is None:
        return NO_DUE_DATE
    return bands.column(item.due, position.as_of) if position.is_overdue(item) else NOT_DUE
