"""What makes the totals of sheet and store differ, row by row, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crossfoot_sync.client.naming import keyed_name, stored_name
from crossfoot_sync.client.phrases import phrase
from crossfoot_sync.engine.answer import StoredRow
from crossfoot_sync.engine.display import Display, cut
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_sync.engine.totals import ControlTotals, Difference


@dataclass(frozen=True)
class Differing:
    """Names the differences of one table.

    Attributes:
        stored: the store's row for every row that differs from it, by id.
    """

    sheet: SheetTable
    totals: ControlTotals
    stored: Mapping[str, StoredRow]
    display: Display

    def lines(self) -> Iterator[str]:
        """A line for each amount in which sheet and store differ, and for each row that only one of them has."""
        amounts: dict[str, dict[str, list[Difference]]] = {}
        for each in self.totals.differences:
            amounts.setdefault(each.row_id, {}).setdefault(each.column, []).append(each)
        alone = {*self.totals.only_here}
        known = {keyed_name(self.sheet, row) for row in self.sheet.rows if row.id not in alone}
        for row in self.sheet.rows:
            if row.cleared:
                continue
            found = [self._amount(column, sides, row) for column, sides in amounts.pop(row.id, {}).items()]
            if row.id in alone:
                yield from _about(self._alone(row, known), found)
            elif found:
                yield from _about(self._name(row), found)
        for row_id in self.totals.only_stored:
            found = [self._amount(column, sides, None) for column, sides in amounts.pop(row_id, {}).items()]
            yield from _about(self._say("only_stored", name=self._stored_name(row_id)), found)

    def _say(self, key: str, /, **facts: object) -> str:
        return phrase(key, self.display.language, **facts)

    def _alone(self, row: SheetRow, known: set[str]) -> str:
        """What to call a row that the store does not have. Its key may be another's, of which it is a copy."""
        key = keyed_name(self.sheet, row)
        if not row.is_new:
            return self._say("only_here", name=self._name(row))
        if key and key in known:
            return self._say("copy_of", handle=row.handle, key=key)
        return self._say("new_row_keyed" if key else "new_row", handle=row.handle, key=key)

    def _name(self, row: SheetRow) -> str:
        return keyed_name(self.sheet, row) or self._say("row_handle", handle=row.handle)

    def _stored_name(self, row_id: str) -> str:
        kept = self.stored.get(row_id)
        return stored_name(self.display, self.sheet.view.table, kept.values) if kept else row_id

    def _amount(self, column: str, sides: Sequence[Difference], row: SheetRow | None) -> str:
        """What both sides hold of one amount; where the currencies differ each of ``sides`` tells of one."""
        label = self.sheet.view.table.by_name[column].label.in_(self.display.language)
        here = next((self._money(each.currency, each.sheet) for each in sides if each.sheet is not None), None)
        there = next((self._money(each.currency, each.store) for each in sides if each.store is not None), None)
        if len(sides) == 1 and sides[0].sheet is not None and sides[0].store is not None:
            there = f"{sides[0].store:,}"
        here, there = here or self._unread(column, row), there or self._say("nothing")
        return self._say("sides", label=label, here=here, there=there)

    def _unread(self, column: str, row: SheetRow | None) -> str:
        """What stands in a cell that holds no amount."""
        if row is None or column not in row.findings:
            return self._say("nothing")
        typed = self.sheet.raw(row, column)
        return self._say("nothing_readable") if typed is None else f"“{cut(str(typed))}”"

    def _money(self, currency: str, amount: Decimal) -> str:
        return f"{currency} {amount:,}" if currency else self._say("no_currency", amount=f"{amount:,}")


def _about(name: str, found: Sequence[str]) -> Iterator[str]:
    yield from (f"{name} · {each}" for each in found) if found else (name,)
