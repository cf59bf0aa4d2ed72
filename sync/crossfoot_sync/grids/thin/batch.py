"""A batch being put together: cells to be looked at, cells to be written, rows to be added and taken out.

Rows and columns count from 1 until the batch is put together, and from 0 in what travels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from crossfoot_sync.grids.thin.asked import Block, NewRows, Removal, WriteBatch
from crossfoot_sync.grids.thin.given import Raw
from crossfoot_sync.grids.thin.tables import TableState
from crossfoot_templates.layout import BASE, ID

if TYPE_CHECKING:
    from crossfoot_sync.grids.thin.snapshot import Snapshot

CELLS: Final = 20_000
"""How many cells a batch looks at or writes: far below the 5 MB that Excel on the web takes at once."""

Place: TypeAlias = tuple[str, int, int]
"""Sheet, row and column, both from 1."""


class Spot(NamedTuple):
    """What a cell holds or is to hold; ``format`` is the number format that it is to be given."""

    value: Raw
    formula: str | None = None
    format: str | None = None


@dataclass
class Drawn:
    """What one batch is to do; ``numbers`` are those of the edits that it makes."""

    numbers: list[int] = field(default_factory=list)
    tables: dict[str, TableState] = field(default_factory=dict)
    additions: list[NewRows] = field(default_factory=list)
    removes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _looks: dict[Place, Spot] = field(default_factory=dict)
    _puts: dict[Place, Spot] = field(default_factory=dict)
    _long: int = 0

    @property
    def size(self) -> int:
        """How many cells it looks at or writes; one with a long text counts for more."""
        added = sum(len(row) for each in self.additions for row in each.rows)
        return len(self._looks) + len(self._puts) + added + self._long

    def looks_at_row(self, number: int, state: TableState, row: int) -> None:
        """Have a row be the one that was read, for the sake of the edit of this number: by its id, or by all of it."""
        self.numbers.append(number)
        by_id = ID in state.binding.columns and state.paper.cell(row, state.binding.columns[ID]).value is not None
        for column in [state.binding.columns[ID]] if by_id else state.binding.columns.values():
            self.look(state, row, column)

    def look(self, state: TableState, row: int, column: int) -> None:
        """Have a cell hold what was read."""
        self.tables[state.binding.table] = state
        cell = state.paper.cell(row, column)
        self._looks[state.binding.sheet, row, column] = Spot(cell.value, cell.formula)
        self._long += _length(cell.value)

    def put(self, sheet: str, row: int, column: int, spot: Spot) -> None:
        """Have a cell written."""
        self._puts[sheet, row, column] = spot
        self._long += _length(spot.value)

    def add(self, numbers: Iterable[int], state: TableState, rows: NewRows) -> None:
        """Have rows added at the end of a table."""
        self.numbers.extend(numbers)
        self.tables[state.binding.table] = state
        self.additions.append(rows)

    def clear(self, number: int, state: TableState, row: int) -> None:
        """Have a row emptied that holds what was read."""
        self.numbers.append(number)
        for column in state.binding.columns.values():
            self.look(state, row, column)
            self.put(state.binding.sheet, row, column, Spot(None))

    def remove(self, number: int, state: TableState, row: int) -> None:
        """Have a row taken out that holds what was read."""
        self.numbers.append(number)
        for column in state.binding.columns.values():
            self.look(state, row, column)
        self.removes[state.binding.table].append(row)

    def batch(self, now: Snapshot) -> WriteBatch:
        """The batch as it travels."""
        names = [state.binding.names for state in self.tables.values()]
        removals = [
            Removal(around.name, bound.sheet, _from_0(bound.columns.values()), _from_0(rows)[::-1])
            for bound, rows in ((now.tables[table].binding, rows) for table, rows in self.removes.items())
            if (around := bound.around) is not None
        ]
        # What says what a row is in step with comes last: where the program stops half-way, the row counts as edited.
        last = {(each.binding.sheet, each.binding.columns.get(BASE, -1)) for each in self.tables.values()}
        return WriteBatch(
            names={name: refers_to for each in names for name, refers_to in each.items()},
            looks=[*_blocks(self._looks)],
            puts=[*_blocks(self._puts, last)],
            removals=removals,
            additions=self.additions,
        )


def _blocks(spots: dict[Place, Spot], last: AbstractSet[tuple[str, int]] = frozenset()) -> Iterator[Block]:
    """Cells that stand below each other as blocks; those of the columns that are to come ``last`` do."""
    run: list[tuple[Place, Spot]] = []
    for place, spot in sorted(spots.items(), key=lambda each: ((each[0][0], each[0][2]) in last, *_by_column(each[0]))):
        if run and (place[0], place[1] - 1, place[2]) != run[-1][0]:
            yield _block(run)
            run = []
        run.append((place, spot))
    if run:
        yield _block(run)


def _from_0(numbers: Iterable[int]) -> list[int]:
    return [number - 1 for number in sorted(numbers)]


def _length(value: Raw) -> int:
    """For how many cells more a long text counts."""
    return len(value) // 100 if isinstance(value, str) else 0


def _by_column(place: Place) -> tuple[str, int, int]:
    sheet, row, column = place
    return sheet, column, row


def _block(run: list[tuple[Place, Spot]]) -> Block:
    (sheet, row, column), _ = run[0]
    spots = [spot for _, spot in run]
    return Block(
        sheet,
        column - 1,
        row - 1,
        [spot.value for spot in spots],
        {at: spot.formula for at, spot in enumerate(spots) if spot.formula is not None},
        {at: spot.format for at, spot in enumerate(spots) if spot.format is not None},
    )
