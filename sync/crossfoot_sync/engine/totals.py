"""Control totals: rows and money per table, in the sheet and in the store, and every difference by row.

A row of the sheet is a line that holds something, whether the store has it or not. A row of the store is one that
the workbook's user may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal as Exact

from crossfoot_sync.engine.answer import StoredRow
from crossfoot_sync.engine.rows import SheetTable
from crossfoot_sync.engine.wire import Visible
from crossfoot_templates.types import Money, WireValue

Sums = dict[str, dict[str, Exact]]
"""Exact sums by money column and currency."""


@dataclass(frozen=True)
class Side:
    """Rows and exact sums of one table, on one side, at one time."""

    rows: int
    sums: Sums


@dataclass(frozen=True)
class Course:
    """The totals of one table before and after a sync. New rows count in the sheet as soon as they stand in it."""

    sheet_before: Side
    sheet_after: Side
    store_before: Side
    store_after: Side

    @property
    def moved(self) -> bool:
        """Whether the sync changed any of them."""
        return (self.sheet_before, self.store_before) != (self.sheet_after, self.store_after)


@dataclass(frozen=True)
class Difference:
    """One row that makes the sheet's totals differ from the store's; ``None`` where a side has no such amount.

    Neither side has one where a cell that cannot be read stands against no amount.
    """

    row_id: str
    column: str
    currency: str
    sheet: Exact | None
    store: Exact | None


@dataclass(frozen=True)
class ControlTotals:
    """Both sides of one table. ``ties`` tells whether what is listed explains the whole of the difference.

    Attributes:
        only_here: ids of rows of the sheet that are none of the store: new ones that it has not taken, and rows that
            their user may see no longer.
        only_stored: ids of rows that were taken out of the sheet and are still in the store.
    """

    rows: int
    stored_rows: int
    sums: Sums
    stored_sums: Sums
    differences: tuple[Difference, ...]
    only_here: tuple[str, ...] = ()
    only_stored: tuple[str, ...] = ()

    @property
    def agree(self) -> bool:
        """Whether both sides are the same, row by row: differences that make up for each other are differences."""
        alike = self.rows == self.stored_rows and self.sums == self.stored_sums
        return alike and not (self.differences or self.only_here or self.only_stored)

    @property
    def ties(self) -> bool:
        """Whether the sheet and what is listed make the store, to the row and to the cent."""
        if self.rows - len(self.only_here) + len(self.only_stored) != self.stored_rows:
            return False
        adjusted = defaultdict(Exact, {(c, k): amount for c, by in self.sums.items() for k, amount in by.items()})
        for each in self.differences:
            adjusted[each.column, each.currency] += (each.store or Exact(0)) - (each.sheet or Exact(0))
        stored = {(c, k): amount for c, by in self.stored_sums.items() for k, amount in by.items()}
        return all(adjusted[key] == stored.get(key, Exact(0)) for key in {*adjusted, *stored})


def control_totals(
    table: SheetTable, visible: Visible, stored: Mapping[str, StoredRow], shown: Set[str]
) -> ControlTotals:
    """The totals of what stands in ``table`` now against what its user may see of the store.

    ``stored`` holds the store's row for every row that differs from it; ``shown`` are the ids of the rows that
    the store has, as far as the workbook knows.
    """
    money = _money(table)
    differences: list[Difference] = []
    for row in table.rows:
        kept = stored.get(row.id)
        for name, currency in money:
            if kept is not None or row.id not in shown:
                theirs = _amount(kept.values, name, currency) if kept else None
                found = _differences(row.id, name, _amount(row.wire, name, currency), theirs)
                unread = name in row.findings and name not in row.wire
                differences += found or ([Difference(row.id, name, "", None, None)] if unread else [])
    here = [row.id for row in table.rows if not row.cleared]
    present = {row.id for row in table.rows}
    for row_id in sorted(stored.keys() & (shown - present)):
        for name, currency in money:
            differences.extend(_differences(row_id, name, None, _amount(stored[row_id].values, name, currency)))
    return ControlTotals(
        len(here),
        visible.count,
        sheet_side(table).sums,
        store_side(visible.count, visible.totals, summed(table)).sums,
        tuple(differences),
        only_here=tuple(row_id for row_id in here if row_id not in shown),
        only_stored=tuple(sorted(shown - {*here})),
    )


def sheet_side(table: SheetTable) -> Side:
    """What stands in ``table``: its rows, emptied ones left out, and the sums of what could be read."""
    sums: Sums = {}
    money = _money(table)
    for row in table.rows:
        for name, currency in money:
            amount = _amount(row.wire, name, currency)
            if amount is not None:
                by_currency = sums.setdefault(name, {})
                by_currency[amount[0]] = by_currency.get(amount[0], Exact(0)) + amount[1]
    return Side(sum(not row.cleared for row in table.rows), _without_zeros(sums))


def store_side(rows: int, money: Mapping[str, Mapping[str, str]], columns: Collection[str]) -> Side:
    """What the server says of the store, as far as ``columns`` go."""
    sums = {
        name: {currency: Exact(amount) for currency, amount in by.items()}
        for name, by in money.items()
        if name in columns
    }
    return Side(rows, _without_zeros(sums))


def summed(table: SheetTable) -> set[str]:
    """The money columns of ``table`` whose sums can be told."""
    return {column for column, _ in _money(table)}


def _money(table: SheetTable) -> list[tuple[str, str]]:
    """The money columns that stand in the sheet together with their currency."""
    read = {column.name for column in table.columns}
    return [
        (column.name, column.type.currency)
        for column in table.columns
        if isinstance(column.type, Money) and column.type.currency in read
    ]


def _amount(values: Mapping[str, WireValue], name: str, currency: str) -> tuple[str, Exact] | None:
    amount = values.get(name)
    return None if amount is None else (str(values.get(currency) or ""), Exact(str(amount)))


def _differences(
    row_id: str, column: str, mine: tuple[str, Exact] | None, theirs: tuple[str, Exact] | None
) -> list[Difference]:
    if mine == theirs:
        return []
    if mine and theirs and mine[0] == theirs[0]:
        return [Difference(row_id, column, mine[0], mine[1], theirs[1])]
    sides = [Difference(row_id, column, mine[0], mine[1], None)] if mine else []
    return [*sides, Difference(row_id, column, theirs[0], None, theirs[1])] if theirs else sides


def _without_zeros(sums: Sums) -> Sums:
    kept = {name: {key: amount for key, amount in by.items() if amount} for name, by in sums.items()}
    return {name: by for name, by in kept.items() if by}
