"""A book in a workbook that is open in Excel, whose user goes on working in it."""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from crossfoot_sync.engine.cells import AppendRow, CheckCell, Edits, Missed, Reading, RemoveRow, SetCell
from crossfoot_sync.grids.excel import native
from crossfoot_sync.grids.excel.busy import Patience, trouble
from crossfoot_sync.grids.excel.edits import check_possible, draft_of
from crossfoot_sync.grids.excel.pausing import held, paused
from crossfoot_sync.grids.excel.snapshot import take
from crossfoot_sync.grids.excel.view import kept_view
from crossfoot_sync.grids.excel.writing import Writing
from crossfoot_sync.grids.faults import Unusable, of_workbook
from crossfoot_sync.grids.work import Work

if TYPE_CHECKING:
    import xlwings as xw

ROUNDS: Final = 12
"""Rounds in a row that bring nothing forward, until a workbook that keeps changing is given up."""

_PASSING: Final = frozenset({"synced_at", "cursor"})
"""Facts that nothing is written for alone: each write takes from people what they could undo."""
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


class ExcelGrid:
    """The book in ``book``, which is open in Excel, or in what stands behind xlwings instead.

    While it is written, mostly for a moment, Excel takes no keys and clicks where that can be had.
    """

    def __init__(self, book: xw.Book, patience: Patience | None = None) -> None:
        self.book = book
        self.patience = patience or Patience()
        self._name = "Excel"

    @property
    def name(self) -> str:
        """The workbook's name, which one that was never saved has too."""
        try:
            self._name = self.book.name
        except Exception as error:
            if trouble(error) is None:
                raise
        return self._name

    def read(self) -> Reading:
        """All managed tables, the manifest and the lists as they stand now.

        Raises:
            GridError: it cannot be read: somebody is typing for long, it was closed, it keeps changing.
            NotACrossfootBook: it can, but has no manifest.
        """
        with of_workbook(self.name), native.told_at_once():
            return self.patience.until_free(lambda: take(self.book)).reading

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        """Make ``edits``, which were computed from ``seen``, and return those that were not made.

        Raises:
            GridError: it cannot be written. Where that turned out on the way, rows may have been written, and what
                speaks of all rows (lists, manifest, deletions) was not.
        """
        if not edits or _tells_the_time_only(edits, seen):
            return []
        with of_workbook(self.name), native.told_at_once():
            work = Work(edits)
            self.patience.until_free(lambda: self._write(work, seen))
            return work.in_order()

    def _write(self, work: Work, seen: Reading) -> None:
        """Write round after round: each begins with a look at what stands there now, and the last finds it done.

        Raises:
            Unusable: it cannot be written.
        """
        if native.read_only(self.book):
            raise Unusable("open_read_only")
        tables = _tables(work.edits)
        with held(self.book.app, self.patience), ExitStack() as resting:
            rounds, left, at_rest = 0, work.size, False
            while rounds < ROUNDS:
                now = take(self.book, tables)
                check_possible(work.edits, now)
                draft = draft_of(work, seen, now)
                if draft and not at_rest:
                    resting.enter_context(kept_view(self.book))
                    resting.enter_context(paused(self.book.app, self.patience))
                    at_rest = True
                if draft:
                    work.again = True
                    Writing(self.book, now, work).carry_out(draft)
                    work.done(draft.nameless)
                elif not work:
                    return
                rounds, left = (rounds + 1 if work.size == left else 0), work.size
        raise Unusable("keeps_changing")


def _tables(edits: Edits) -> set[str]:
    """The tables that a write must know."""
    rows: list[SetCell | CheckCell | AppendRow | RemoveRow] = [*edits.cells, *edits.checked]
    rows += [*edits.appended, *edits.removed]
    return {each.table for each in rows} | edits.status.keys()


def _tells_the_time_only(edits: Edits, seen: Reading) -> bool:
    """Whether nothing is new but when the book was last in step."""
    if edits.cells or edits.appended or edits.removed:
        return False
    facts = {name for name, text in edits.manifest.items() if seen.manifest.get(name) != text}
    shown = {name: table.status for name, table in seen.tables.items()}
    return (
        facts <= _PASSING
        and all(seen.lists.get(name, []) == entries for name, entries in edits.lists.items())
        and all(name in shown and _timeless(shown[name]) == _timeless(text) for name, text in edits.status.items())
    )


def _timeless(status: str) -> str:
    return _TIME.sub("", status)
