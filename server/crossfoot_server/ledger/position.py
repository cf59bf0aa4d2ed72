"""What is owed as of a date, and what it consists of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from crossfoot_server.ledger.entries import Account, Item
from crossfoot_server.ledger.errors import DoesNotTieOut
from crossfoot_server.ledger.holding import held
from crossfoot_templates.messages import say

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of an item: of a debit to be paid, of a credit (negative) to be applied."""

    item: Item
    residual: Decimal


@dataclass(frozen=True)
class Position:
    """What is owed in one currency at the end of the day ``as_of``; ``left`` in the order of the items, none settled.

    Raises:
        DoesNotTieOut: the balance is not what is left of the items.
    """

    as_of: dt.date
    balance: Decimal
    left: tuple[Left, ...]

    def __post_init__(self) -> None:
        tie_out(self.balance, self.receivable + self.unapplied)

    @property
    def receivable(self) -> Decimal:
        """What is left of debits."""
        return total(each.residual for each in self.left if each.residual > 0)

    @property
    def unapplied(self) -> Decimal:
        """What is left of credits; negative."""
        return total(each.residual for each in self.left if each.residual < 0)

    @property
    def overdue(self) -> Decimal:
        """What is left of debits that were due before ``as_of``. Credits that nobody has applied do not lessen it."""
        return total(each.residual for each in self.left if each.residual > 0 and self.is_overdue(each.item))

    def is_overdue(self, item: Item) -> bool:
        """Whether ``item`` was due before ``as_of``; on its very day it is not."""
        return item.due is not None and item.due < self.as_of


def position(account: Account, as_of: dt.date) -> Position:
    """What is owed of ``account`` at the end of the day ``as_of``.

    Raises:
        DoesNotTieOut: its allocations do not fit its items.
    """
    applied: defaultdict[str, Decimal] = defaultdict(Decimal)
    for holding in held(account, as_of):
        if holding.on(as_of):
            applied[holding.allocation.debit] -= holding.allocation.amount
            applied[holding.allocation.credit] += holding.allocation.amount
    counted = [item for item in account.items if item.dated <= as_of]
    left = (Left(item, item.amount + applied[item.id]) for item in counted)
    return Position(as_of, total(item.amount for item in counted), tuple(each for each in left if each.residual))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum; of nothing, 0.00."""
    return sum(amounts, NOTHING)


def tie_out(balance: Decimal, parts: Decimal) -> None:
    """Hold the sum of what makes up a balance against it.

    Raises:
        DoesNotTieOut: they are not the same.
    """
    if balance != parts:
        raise DoesNotTieOut(say("does_not_tie_out", balance=f"{balance:f}", parts=f"{parts:f}"))
