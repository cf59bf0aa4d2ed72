"""What an act of a person does to values, told from the sheet before and after it, and what the worker did between two.

An undo, a cut, a filled column do not say which values they take away and bring back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from crossfoot_templates.layout import ID, TAKE_THEIRS, TICK
from crossfoot_tests.sheets_hour.screen import Key, Screen
from crossfoot_tests.simulation.ledger import FOLLOWED, Cell, Ledger, mark_of
from crossfoot_tests.simulation.place import OWN_COLUMN

DISPLACED = "what somebody typed was displaced"
CAME_BACK = "what was displaced came back"
WORKED_OVER = "what was displaced was worked over"


@dataclass(frozen=True)
class Lost:
    """Where a value stood that the worker put something else over, and the id of its row."""

    key: Key
    row_id: object


@dataclass
class Noticing:
    """Watches one spreadsheet.

    Attributes:
        count: is told what happened.
        stored: whether the store ever held a value: such a one may be followed by another.
        displaced: values that people typed and a write of the worker displaced, until they are back.
        worked_over: those over which something else was typed before they were back. Where a write put one back over
            that, and an undo of something newer shows it again, it gives way once more to what was typed over it.
        let_go: values that stood in their cells although their author had done away with them: Take theirs was chosen.
    """

    workbook: str
    screen: Screen
    ledger: Ledger
    count: Callable[[str], None]
    stored: Callable[[Cell], bool]
    displaced: dict[Cell, Lost] = field(default_factory=dict)
    worked_over: set[Cell] = field(default_factory=set)
    let_go: set[Cell] = field(default_factory=set)
    _before: dict[Key, object] = field(default_factory=dict)
    _cells_before: dict[Cell, list[Key]] = field(default_factory=dict)

    def begins(self) -> None:
        """Somebody is about to do something: note what the worker displaced since the last of them did."""
        after = self.screen.standing()
        cells = self._cells(after)
        page = self.ledger.pages[self.workbook]
        typed = page.typed.keys()
        self.let_go |= cells.keys() & page.given_up
        for cell, (key, *_) in self._cells_before.items():
            owed = cell[1] == OWN_COLUMN or (cell in typed - page.given_up and not self.stored(cell))
            if owed and cell not in cells and cell not in self.displaced:
                self.displaced[cell] = Lost(key, self._row_id(key))
                self.count(DISPLACED)
        self._before, self._cells_before = after, cells
        for cell in [each for each in self.displaced if each in cells]:
            lost = self.displaced[cell]
            # where a repair met another row, it stands in that for a moment
            if lost.row_id is None or any(key == lost.key or self._row_id(key) == lost.row_id for key in cells[cell]):
                del self.displaced[cell]
                self.count(CAME_BACK)

    def ends(self) -> None:
        """They have done it: whoever worked over a displaced value has done away with that."""
        after = self.screen.standing()
        lines = self.screen.lines() if self.displaced else set()
        for cell, lost in [*self.displaced.items()]:
            if lost.key not in lines or after.get(lost.key) != self._before.get(lost.key):
                del self.displaced[cell]
                self.ledger.pages[self.workbook].given_up.add(cell)
                self.worked_over.add(cell)
                self.count(WORKED_OVER)
        self._before, self._cells_before = after, self._cells(after)

    @contextmanager
    def by_itself(self) -> Iterator[None]:
        """Enter in the ledger whatever is done in the block."""
        before, chosen = self._by_row(), self._going()
        yield
        after = self._by_row()
        page, standing = self.ledger.pages[self.workbook], {cell for cells in after.values() for cell in cells}
        going = self._going()
        for (row_id, _), cells in after.items():
            if row_id in going - chosen:
                page.given_up |= cells
            elif row_id in chosen - going:
                page.given_up -= cells
        for place in sorted(before.keys() | after.keys(), key=str):
            was, now = before.get(place, set()), after.get(place, set())
            for cell in sorted(was - now):
                page.cleared[cell[:2]] = self.ledger.tick()
                page.removed[cell] = self.ledger.now
                page.given_up |= {cell} - standing
            for cell in sorted(now - was):
                self.ledger.copies[cell] += 1
                if cell not in self.worked_over and (cell not in self.let_go or place[0] not in going):
                    page.given_up.discard(cell)
                page.meant[cell] = self.ledger.tick()
                page.seen.setdefault(cell, self.ledger.now)

    def _by_row(self) -> dict[tuple[object, str], set[Cell]]:
        """The followed values by their row, known by its id, and their column. Copies of a row share its id."""
        standing, ids = self.screen.standing(), self._id_columns()
        found: defaultdict[tuple[object, str], set[Cell]] = defaultdict(set)
        for cell, keys in self._cells(standing).items():
            for key in keys:
                found[standing.get((key[0], key[1], ids.get(key[0], -1))) or key[:2], cell[1]].add(cell)
        return found

    def _going(self) -> set[object]:
        """The ids of rows in which Take theirs is chosen: an undo brings that back with the value that it is about."""
        standing, names, ids = self.screen.standing(), self.screen.names(), self._id_columns()
        return {
            standing.get((key[0], key[1], ids.get(key[0], -1)))
            for key, value in standing.items()
            if value in TAKE_THEIRS.values() and names.get((key[0], key[2])) == TICK
        }

    def _id_columns(self) -> dict[str, int]:
        return {table: column for (table, column), name in self.screen.names().items() if name == ID}

    def _cells(self, standing: dict[Key, object]) -> dict[Cell, list[Key]]:
        """Where the followed values and people's own notes stand."""
        names = self.screen.names()
        found: dict[Cell, list[Key]] = {}
        for key, value in standing.items():
            table, _, column = key
            name = names.get((table, column), "")
            mark = mark_of(value) if name in FOLLOWED[table] or name == OWN_COLUMN else None
            if mark is not None:
                found.setdefault((table, name, mark), []).append(key)
        return found

    def _row_id(self, key: Key) -> object:
        table, row, _ = key
        return self._before.get((table, row, self._id_columns().get(table, -1)))
