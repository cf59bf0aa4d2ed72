"""A book in a Google spreadsheet in which people go on working."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.google import limits
from crossfoot_sync.grids.google.edits import draft_of
from crossfoot_sync.grids.google.faults import of_spreadsheet
from crossfoot_sync.grids.google.journal import Slip
from crossfoot_sync.grids.google.live import Live, new_turn
from crossfoot_sync.grids.google.repair import repair_of
from crossfoot_sync.grids.google.snapshot import Snapshot
from crossfoot_sync.grids.google.spreadsheet import Spreadsheet
from crossfoot_sync.grids.possible import check_possible
from crossfoot_sync.grids.references import letters
from crossfoot_sync.grids.work import Work

_TOLD: Final = 10
"""Cells that an error names."""


class GoogleGrid:
    """The book in ``spreadsheet``.

    Sheets has no conditional write. So a write keeps what stood in the cells just before it, and is judged by that:
    what went elsewhere than it should, because somebody typed or sorted meanwhile, is put right before :meth:`write`
    returns, or by whoever reads the book next.
    """

    def __init__(self, spreadsheet: Spreadsheet, turns: Callable[[], str] = new_turn) -> None:
        self._live = Live(spreadsheet, turns)

    @property
    def name(self) -> str:
        """The spreadsheet's title; its id before it was read."""
        return self._live.title or self._live.spreadsheet.id

    def read(self) -> Reading:
        """All managed tables, the manifest and the lists as they stand now, after what a write left undone is mended.

        Raises:
            GridError: it cannot be read, or what is to be mended cannot be.
            NotACrossfootBook: it can, but has no manifest.
        """
        with of_spreadsheet(self.name):
            now = self._live.read()
            for _ in range(limits.ROUNDS):
                slips = self._live.slips(now)
                if not slips and not (now.journal and now.journal.removes):
                    return now.reading
                self._mend(slips, now)
                now = self._live.read()
            raise _kept_changing(self._live.slips(now))

    @property
    def standing(self) -> Reading | None:
        """The book as the last write left it, where that is known without reading it; ``None`` where it is not.

        What somebody did meanwhile in cells that the write did not look at is not in it.
        """
        return None if self._live.last is None or not self._live.known else self._live.last.reading

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        """Make ``edits``, which were computed from ``seen``, and return those that were not made.

        Raises:
            GridError: it cannot be written. Where that turned out on the way, rows may have been written whole, and
                what speaks of all rows (lists, manifest, deletions) was not.
        """
        if not edits:
            return []
        with of_spreadsheet(self.name):
            now = self._live.last or self._live.read()
            check_possible(edits, now.tables, limits.TEXT_LENGTH, "text_too_long_for_google")
            work = Work(edits)
            self._live.in_doubt = False
            rounds, left = 0, work.size
            while rounds < limits.ROUNDS:
                if self._round(work, seen, now):
                    return work.in_order()
                rounds, left = (rounds + 1 if work.size == left else 0), work.size
                now = self._live.last or self._live.read()
            raise _kept_changing(self._live.slips(now))

    def _round(self, work: Work, seen: Reading, now: Snapshot) -> bool:
        """One step on the way; whether it was the last."""
        slips = self._live.slips(now)
        if slips:
            work.again = True
            self._mend(slips, now)
            return False
        work.again = work.again or self._live.in_doubt
        draft = draft_of(work, seen, now)
        if not draft:
            work.done(draft.numbers)
            return not work
        write = draft.finished(self._live.new_turn())
        judgement = self._live.send(write, now)
        if judgement is None:
            return False
        work.done(write.made(judgement))
        work.again = work.again or bool(judgement.slips)
        if judgement.slips or work:
            return False
        if write.journal.removes:
            self._live.clear_after(write, now)
        return True

    def _mend(self, slips: list[Slip], now: Snapshot) -> None:
        draft = repair_of(slips, now)
        if draft:
            self._live.send(draft.finished(self._live.new_turn()), now)
        else:
            self._live.clear(now)


def _kept_changing(slips: list[Slip]) -> Unusable:
    if not slips:
        return Unusable("keeps_changing")
    typed = [each for each in slips if each.held is not None]
    told = [f"{letters(each.column)}{each.row + 1} “{_said(each)}”" for each in typed[:_TOLD]]
    return Unusable("keeps_changing_cells", cells=", ".join([*told, *(["…"] if len(typed) > _TOLD else [])]))


def _said(slip: Slip) -> str:
    return "" if slip.held is None else str(next(iter(slip.held.values())))
