"""What an account is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Item:
    """A document that changes what a customer owes: positive a debit, negative a credit.

    Attributes:
        number: what people call it.
        dated: the day from which it counts.
        due: of a debit, the day until which it may be paid; ``None`` while the condition of payment is not met.
    """

    id: str
    number: str
    dated: dt.date
    amount: Decimal
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Allocation:
    """``amount``, which is positive, of a credit put against a debit; or the undoing of such an allocation.

    Attributes:
        debit, credit: the ids of the items.
        allocated_on: for the order of allocations, and of one that undoes another the day from which it does.
        reverses: the id of the allocation that this one undoes.
    """

    id: str
    number: str
    debit: str
    credit: str
    amount: Decimal
    allocated_on: dt.date
    reverses: str | None = None


@dataclass(frozen=True)
class Account:
    """The items of one customer in one currency, and the allocations between them.

    As known on an earlier day it is the account without what was recorded since.
    """

    items: tuple[Item, ...]
    allocations: tuple[Allocation, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """The items by id."""
        return {item.id: item for item in self.items}
