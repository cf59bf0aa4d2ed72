"""From when until when an allocation holds.

It takes effect on the later of its items' dates, whenever somebody got round to recording it. One that was reversed
holds until the day of the reversal, which changes nothing before it. What a reversal set free and a later allocation
uses again was not free before: that allocation takes effect on the first day from which both items have room for it.

One that is not between a debit and a credit of the account, as old books let a transfer be, leaves no figure while it
holds. Its reversal mends that, and nothing has to be taken out of the books.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from crossfoot_server.ledger.entries import Account, Allocation
from crossfoot_server.ledger.errors import DoesNotTieOut
from crossfoot_templates.messages import say

FOR_EVER = dt.date.max


@dataclass(frozen=True, slots=True)
class Held:
    """An allocation that holds from ``start`` until the day before ``end``."""

    allocation: Allocation
    start: dt.date
    end: dt.date

    def on(self, day: dt.date) -> bool:
        """Whether it holds on ``day``."""
        return self.start <= day < self.end


def held(account: Account, as_of: dt.date) -> list[Held]:
    """When each allocation holds that may on ``as_of``, reversals left out: they are the ends of others.

    Raises:
        DoesNotTieOut: one is not between a debit and a credit of the account and was not reversed by then, is
            reversed without having been made, or is of more than its items have.
    """
    ends = _reversals(account)
    made = sorted(
        (
            each
            for each in account.allocations
            if each.reverses is None and (_is_sound(account, each) or ends.get(each.id, FOR_EVER) > as_of)
        ),
        key=lambda each: (each.allocated_on, each.id),
    )
    crowded = _crowded(account, made)
    found: list[Held] = []
    beside: defaultdict[str, list[Held]] = defaultdict(list)
    for allocation in made:
        earliest, end = _from(account, allocation), ends.get(allocation.id, FOR_EVER)
        sides = {allocation.debit, allocation.credit} & crowded.keys()
        start = _first_with_room(account, allocation, earliest, end, {side: beside[side] for side in sides})
        holding = Held(allocation, start, max(start, end))
        found.append(holding)
        for side in sides:
            beside[side].append(holding)
    return found


def _reversals(account: Account) -> dict[str, dt.date]:
    """By the id of an allocation that was reversed, the day of the reversal."""
    made = {each.id for each in account.allocations if each.reverses is None}
    ends: dict[str, dt.date] = {}
    for each in account.allocations:
        if each.reverses is not None:
            if each.reverses not in made or each.reverses in ends:
                raise DoesNotTieOut(say("reversal_of_nothing", allocation=each.number))
            ends[each.reverses] = each.allocated_on
    return ends


def _is_sound(account: Account, allocation: Allocation) -> bool:
    """Whether it is between a debit and a credit of the account."""
    debit, credit = account.by_id.get(allocation.debit), account.by_id.get(allocation.credit)
    return debit is not None and credit is not None and debit.amount > 0 > credit.amount


def _from(account: Account, allocation: Allocation) -> dt.date:
    """The later of the items' dates."""
    if not _is_sound(account, allocation):
        raise DoesNotTieOut(say("allocation_one_sided", allocation=allocation.number))
    return max(account.by_id[side].dated for side in (allocation.debit, allocation.credit))


def _crowded(account: Account, made: list[Allocation]) -> dict[str, Decimal]:
    """The items that do not have room for all that was ever allocated to them, and how much that is."""
    used: defaultdict[str, Decimal] = defaultdict(Decimal)
    for each in made:
        used[each.debit] += each.amount
        used[each.credit] += each.amount
    return {name: all_of_it for name, all_of_it in used.items() if _room(account, name) < all_of_it}


def _room(account: Account, item: str) -> Decimal:
    return abs(account.by_id[item].amount) if item in account.by_id else Decimal(0)


def _first_with_room(
    account: Account, allocation: Allocation, earliest: dt.date, end: dt.date, beside: Mapping[str, list[Held]]
) -> dt.date:
    """The first day from which each item that ``beside`` names has room beside what holds of it; at the latest ``end``.

    Raises:
        DoesNotTieOut: there is none, for ever.
    """
    full = ""
    for day in sorted({earliest, *(each.end for others in beside.values() for each in others if each.end > earliest)}):
        if day >= end:
            break
        full = next(
            (item for item, others in beside.items() if _lacks_room(account, allocation, others, item, day)), ""
        )
        if not full:
            return day
    if end < FOR_EVER:
        return end
    raise DoesNotTieOut(say("allocated_too_much", allocation=allocation.number, item=account.by_id[full].number))


def _lacks_room(account: Account, allocation: Allocation, others: list[Held], item: str, since: dt.date) -> bool:
    """Whether on some day ``since`` then ``item`` cannot have ``allocation`` beside ``others``."""
    days = {since, *(each.start for each in others if each.start > since)}
    used = max(sum((each.allocation.amount for each in others if each.on(day)), Decimal(0)) for day in days)
    return used + allocation.amount > _room(account, item)
