"""What a write did elsewhere than it should have, where somebody changed the sheet just before, and how it is mended.

Where Excel cannot be kept from taking keys and clicks, a row may move between the last look at it and the write. What
then stood in the cells is known from that look. Rows are known by their ids, or by what stands in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from crossfoot_sync.grids.excel.draft import Draft, Put, Spot
from crossfoot_sync.grids.excel.snapshot import Snapshot
from crossfoot_sync.grids.excel.tables import TableState
from crossfoot_sync.grids.excel.values import BLANK, Held
from crossfoot_sync.grids.hidden import as_text
from crossfoot_sync.grids.relocation import same
from crossfoot_templates.layout import ID
from crossfoot_templates.types import CellValue

Line: TypeAlias = dict[str, Held]
"""The cells of a row by column: bound ones by their names, a person's own by their headings after a blank."""


def repair_of(done: Draft, before: Snapshot, now: Snapshot) -> Draft:
    """What puts right again what ``done`` did wrongly, which was written of the book as it was ``before``.

    What was to be put right by ``done`` itself and was not is among it.
    """
    draft = Draft(repairs=True)
    for name, state in now.tables.items():
        if name in before.tables:
            _Table(before.tables[name], state, done).repair(draft)
    return draft


@dataclass
class _Table:
    """One table before and after a write."""

    old: TableState
    new: TableState
    done: Draft
    was: dict[int, Line] = field(init=False)
    stands: dict[int, Line] = field(init=False)
    written: dict[tuple[int, str], Held] = field(init=False)

    def __post_init__(self) -> None:
        self.was, self.stands = _lines(self.old), _lines(self.new)
        names = {column: name for name, column in _columns(self.old).items()}
        puts = {spot: put for spot, (_, put) in self.done.cells.items()} | self.done.told
        self.written = {
            (spot.row, names[spot.column]): _held(put)
            for spot, put in puts.items()
            if spot.sheet == self.old.sheet.title and spot.column in names
        }
        for row in {row for row, _ in self.written} - self.was.keys():
            self.was[row] = dict.fromkeys(names.values(), BLANK)

    def repair(self, draft: Draft) -> None:
        """Have what was displaced put back, what came in wrongly taken away, and what was deleted brought back."""
        places = self._places()
        astray = self._astray(places)
        for row, place in [*places.items(), *((None, each) for each in self.stands.keys() - places.values())]:
            line = {} if row is None else self.was[row]
            for name, held in self.stands[place].items():
                stood = line.get(name, BLANK)
                wanted = stood if row is None else self.written.get((row, name), stood)
                if _like(held, wanted):
                    continue
                if row is not None and self.done.repairs and (row, name) in self.written and _like(held, stood):
                    self._put(draft, place, name, wanted)
                elif astray[_mark(name, held)] and not _like(held, stood):
                    astray[_mark(name, held)] -= 1
                    self._put(draft, place, name, stood)
        self._bring_back(draft, places)

    def _places(self) -> dict[int, int]:
        """Where each row stands now."""
        ids = _by_id(self.stands)
        places = {row: ids[row_id] for row_id, row in _by_id(self.was).items() if row_id in ids}
        offset = self.new.bound.header - self.old.bound.header
        above = (row for row in self.was if row <= self.old.bound.header)
        places |= {row: row + offset for row in above if row + offset in self.stands}
        for row in sorted(self.was.keys() - places.keys()):
            filled = sum(held != BLANK or (row, name) in self.written for name, held in self.was[row].items())
            free = self.stands.keys() - places.values() if filled else set()
            best = max(free, key=lambda place: (self._alike(row, place), -abs(place - row)), default=None)
            if best is not None and 2 * self._alike(row, best) > filled:
                places[row] = best
        return places

    def _alike(self, row: int, place: int) -> int:
        """In how many cells of a row stands what stood there, or what was put there."""
        now, cells = self.stands[place], self.was[row].items()
        either = ((now.get(name, BLANK), held, self.written.get((row, name), held)) for name, held in cells)
        return sum(found != BLANK and (_like(found, held) or _like(found, put)) for found, held, put in either)

    def _astray(self, places: Mapping[int, int]) -> Counter[tuple[str, CellValue]]:
        """What was written and does not stand where it was to."""
        cells = self.written.items()
        return Counter(_mark(cell[1], held) for cell, held in cells if not _like(self._now(places, *cell), held))

    def _now(self, places: Mapping[int, int], row: int, name: str) -> Held:
        return self.stands[places[row]].get(name, BLANK) if row in places else BLANK

    def _put(self, draft: Draft, place: int, name: str, held: Held) -> None:
        column = _columns(self.new)[name]
        draft.cells[Spot(self.new.sheet.title, place, column)] = name, Put(held.value, held.formula)

    def _bring_back(self, draft: Draft, places: Mapping[int, int]) -> None:
        """Rows that are gone although others were to be deleted, which are still there, or under new ones."""
        meant = {*self.done.removed.get(self.old.bound.table, ())}
        left = len(meant & places.keys()) + sum(sheet == self.old.sheet.title for sheet, _ in self.done.rows)
        there = (row for row in self.was if row > self.old.bound.header and row not in places and row not in meant)
        gone = [row for row in there if any(map(_stands, self.was[row].values()))]
        free = max([self.new.end, *(row + 1 for row, line in self.stands.items() if any(map(_stands, line.values())))])
        for row in gone[:left]:
            for name, held in self.was[row].items():
                if held != BLANK and name in _columns(self.new):
                    self._put(draft, free, name, held)
            free += 1


def _columns(table: TableState) -> dict[str, int]:
    """Columns of a table by name, a person's own by their headings."""
    bound = {column: name for name, column in table.columns.items()}
    own = {
        f" {as_text(table.sheet.cell(table.bound.header, column).value)}": column
        for column in table.span
        if column not in bound
    }
    return table.columns | own


def _lines(table: TableState) -> dict[int, Line]:
    """The rows of a table by number, with those above its headings."""
    columns = _columns(table)
    return {
        row: {name: table.sheet.cell(row, column) for name, column in columns.items()}
        for row in range(1, len(table.sheet.lines) + 1)
    }


def _by_id(lines: Mapping[int, Line]) -> dict[str, int]:
    """Rows by their ids, those left out that share one."""
    told = [(line[ID].value, row) for row, line in lines.items() if ID in line]
    counted = Counter(row_id for row_id, _ in told)
    return {row_id: row for row_id, row in told if isinstance(row_id, str) and counted[row_id] == 1}


def _held(put: Put) -> Held:
    return Held(None if put.value == "" else put.value, None, put.formula)


def _mark(name: str, held: Held) -> tuple[str, CellValue]:
    """By what something that was written is known elsewhere: a value by itself, a blank within its column."""
    return ("" if held.value is not None else name), held.value


def _stands(held: Held) -> bool:
    return held.value is not None or held.fault is not None


def _like(one: Held, other: Held) -> bool:
    """Whether two cells hold the same; formulas are told by what they show, for their texts follow their rows."""
    return same(one.value, other.value) and one.fault == other.fault and bool(one.formula) == bool(other.formula)
