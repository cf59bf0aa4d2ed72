"""What a grid is: a workbook that can be read whole and written with compare-and-set."""

from __future__ import annotations

from typing import Protocol

from crossfoot_sync.engine.cells import Edits, Missed, Reading


class Grid(Protocol):
    """A workbook with managed tables: an .xlsx file, memory, live Excel, Google Sheets.

    Any grid must pass ``crossfoot_tests.sync.grids.conformance``.
    """

    @property
    def name(self) -> str:
        """What people call it: a file's name, a spreadsheet's title."""
        ...

    def read(self) -> Reading:
        """All managed tables, the manifest and the lists as they stand now.

        Raises:
            GridError: it cannot be read; the message says why and what to do.
            NotACrossfootBook: it can be read, but crossfoot did not make it.
        """
        ...

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        """Make ``edits``, which were computed from ``seen``, and return those that were not made.

        A cell is written only if it still holds what was read, in a row that still carries the id that was
        read there, and if the choice that it is written for still stands; rows that moved since are found again
        by their id. A row is removed only if all its managed cells still hold what was read. Values of columns
        that are no longer there are left out of new rows.
        Either everything else in ``edits`` is written or, when this raises, nothing.

        Raises:
            GridError: it cannot be written (open in another program, protected, no room below the table).
        """
        ...


class SharedGrid(Grid, Protocol):
    """A workbook in which others go on working while it is kept in step, and of which each reading costs something."""

    @property
    def standing(self) -> Reading | None:
        """The workbook as the last write left it, where that is known without reading it; ``None`` where it is not.

        What somebody did meanwhile in cells that the write did not look at is not in it.
        """
        ...
