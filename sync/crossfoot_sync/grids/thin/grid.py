"""A book in a program that a thin client sits in."""

from __future__ import annotations

from typing import Final, Protocol

from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.grids.faults import Unusable, of_workbook
from crossfoot_sync.grids.possible import check_possible
from crossfoot_sync.grids.thin.asked import Applied, WriteBatch
from crossfoot_sync.grids.thin.given import GivenBook
from crossfoot_sync.grids.thin.plan import batches
from crossfoot_sync.grids.thin.snapshot import Snapshot, take
from crossfoot_sync.grids.thin.standing import after
from crossfoot_sync.grids.work import Work

ROUNDS: Final = 8
"""How often a write that makes no headway is tried: somebody is changing the cells it looks at."""

REASONS: Final = {"refused": "refused_by_program", "displaced": "displaced_by_program"}
"""Why a write is given up, by what the client tells."""


class Client(Protocol):
    """What sits in the program: it reads raw cells, and writes cells that are still as they were read."""

    def look(self) -> GivenBook:
        """What stands in the workbook."""
        ...

    def apply(self, batches: list[WriteBatch]) -> Applied:
        """Write the batches one after the other, up to one that finds something changed."""
        ...


class ThinGrid:
    """The book before which ``client`` sits."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._given: GivenBook | None = None
        self._title = ""
        self._last: Snapshot | None = None

    @property
    def name(self) -> str:
        """The workbook's title, once it was read."""
        return self._title

    def read(self) -> Reading:
        """All managed tables, the manifest and the lists as they stand now.

        Raises:
            NotACrossfootBook: it has no manifest.
        """
        return self._look().reading

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        """Make ``edits``, which were computed from ``seen``, and return those that were not made.

        Raises:
            GridError: it cannot be written. Where that turned out on the way, rows may have been written whole, and
                what speaks of all rows (lists, manifest, deletions) was not.
        """
        if not edits:
            return []
        now = self._last or self._look()
        with of_workbook(now.title):
            check_possible(edits, now.tables)
            return self._write(Work(edits), seen, now)

    def _write(self, work: Work, seen: Reading, now: Snapshot) -> list[Missed]:
        fruitless = 0
        while fruitless < ROUNDS:
            planned = batches(work, seen, now)
            if not planned:
                return work.in_order()
            told = self._apply([batch for batch, _ in planned])
            for _, numbers in planned[: told.done]:
                work.done(numbers)
            if told.outcome == "all":
                return work.in_order()
            if told.outcome in REASONS:
                raise Unusable(REASONS[told.outcome], said=told.said)
            work.again = work.again or told.outcome == "unsure"
            fruitless = 0 if told.done else fruitless + 1
            now = self._look()
        raise Unusable("keeps_changing")

    @property
    def titles(self) -> dict[str, str]:
        """What the sheets of the tables were called when they were read last."""
        return {name: state.binding.sheet for name, state in self._last.tables.items()} if self._last else {}

    def column_at(self, table: str, column: int) -> str:
        """The name of what stands in a column, counted from 0, of a table that was read; empty where it is not ours."""
        state = self._last.tables.get(table) if self._last else None
        return next((name for name, at in state.binding.columns.items() if at == column + 1), "") if state else ""

    def _apply(self, asked: list[WriteBatch]) -> Applied:
        told = self._client.apply(asked)
        self._last, given = None, self._given
        if told.outcome == "all" and given is not None:
            self._given = after(given, asked)
            self._last = None if self._given is None else take(self._given)
        return told

    def _look(self) -> Snapshot:
        self._given = self._client.look()
        self._title = self._given.title
        self._last = take(self._given)
        return self._last
