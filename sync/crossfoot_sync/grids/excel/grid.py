"""A book in a workbook that is open in Excel, whose user goes on working in it."""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from crossfoot_sync.engine.cells import AppendRow, CheckCell, Edits, Missed, Reading, RemoveRow, SetCell
from crossfoot_sync.grids.excel import native
from crossfoot_sync.grids.excel.busy import Patience, Trouble, said, trouble
from crossfoot_sync.grids.excel.draft import Draft
from crossfoot_sync.grids.excel.edits import draft_of
from crossfoot_sync.grids.excel.pausing import held, paused
from crossfoot_sync.grids.excel.slips import repair_of
from crossfoot_sync.grids.excel.snapshot import take
from crossfoot_sync.grids.excel.view import kept_view
from crossfoot_sync.grids.excel.writing import Changed, Writing
from crossfoot_sync.grids.faults import Unusable, of_workbook
from crossfoot_sync.grids.possible import check_possible
from crossfoot_sync.grids.work import Work
from crossfoot_templates.layout import LISTS_SHEET

if TYPE_CHECKING:
    import xlwings as xw

ROUNDS: Final = 12
"""Rounds in a row that bring nothing forward, until a workbook that keeps changing is given up."""

REFUSALS: Final = 3
"""How often Excel may refuse what it is asked where somebody else may have caused that."""

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
        with held(self.book.app, self.patience) as alone, ExitStack() as resting:
            rounds, left, before = 0, work.size, None
            while rounds < ROUNDS:
                now = take(self.book, tables, lists=bool(work.edits.lists))
                check_possible(work.edits, now.tables)
                if work.edits.lists and now.lists is None:
                    raise Unusable("sheet_missing", sheet=LISTS_SHEET)
                draft = Draft() if alone or before is None else repair_of(*before, now)
                draft = draft or draft_of(work, seen, now)
                if draft and before is None:
                    resting.enter_context(kept_view(self.book))
                    resting.enter_context(paused(self.book, self.patience))
                if draft:
                    before, work.again = (draft, now), True
                    self._carry_out(Writing(self.book, now, work, alone=alone), draft)
                    # what speaks of the rows is the last but for deletions, and nobody could come in between
                    work.rest = work.rest and not (alone and draft.tells)
                    if not work:
                        return
                elif not work:
                    return
                rounds, left = (rounds + 1 if work.size == left else 0), work.size
        raise Unusable("keeps_changing")

    @staticmethod
    def _carry_out(writing: Writing, draft: Draft) -> None:
        """Do it as far as it goes: what is left of it, the next round sees.

        Raises:
            Unusable: Excel refuses it again and again.
        """
        try:
            writing.carry_out(draft)
        except Changed:
            return
        except Exception as error:
            # a sheet may have got another name in between, or the headings have moved
            renamed = not writing.alone and isinstance(error, KeyError | ValueError)
            if trouble(error) is not Trouble.REFUSED and not renamed:
                raise
            writing.work.refusals += 1
            if writing.alone or writing.work.refusals > REFUSALS:
                raise Unusable("excel_refused", said=said(error)) from error
            return
        writing.work.done(draft.nameless)


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
