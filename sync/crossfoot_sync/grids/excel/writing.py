"""A draft carried out by calls of xlwings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from crossfoot_sync.engine.cells import Missed, SetCell
from crossfoot_sync.grids.excel.busy import Trouble, said, trouble
from crossfoot_sync.grids.excel.draft import Draft, Put, Room, Spot, Stretch, stretches
from crossfoot_sync.grids.excel.snapshot import Snapshot
from crossfoot_sync.grids.excel.tables import TableState
from crossfoot_sync.grids.excel.values import entered, held_of
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.relocation import same
from crossfoot_sync.grids.work import Work

if TYPE_CHECKING:
    import xlwings as xw

_CELLS: Final = 100_000
"""Cells of one call."""
_REFUSALS: Final = 20
"""Single cells that Excel may refuse to change until it is given up."""


class Changed(Exception):
    """Somebody has changed a cell since the last look at all of them."""


@dataclass
class Writing:
    """A write of the book as it was ``now``; edits of cells that Excel does not let be changed are missed.

    Unless nobody else can work in it, each call that writes is made right after another look, and not at all where
    something is different by then.
    """

    book: xw.Book
    now: Snapshot
    work: Work
    alone: bool = True
    _numbers: dict[Spot, int] = field(default_factory=dict)
    _refused: int = 0

    def carry_out(self, draft: Draft) -> None:
        """Do all of it.

        Raises:
            Unusable: there is no room, or Excel does not let it be done.
            Changed: somebody has changed something since; part of it may be done.
        """
        self._numbers = draft.numbers
        for room in draft.room:
            self._make_room(room)
        for step in draft.steps():
            self._write(step)
        if draft.calculates:
            self.book.app.calculate()
        for told in stretches(draft.told):
            self._write([told])
        for table, rows in draft.removed.items():
            self._delete(self.now.tables[table], rows)

    def _make_room(self, room: Room) -> None:
        table = self.now.tables[room.table]
        sheet, around = self.book.sheets[table.sheet.title], table.around
        left, right = table.span.start, table.span.stop - 1
        try:
            if around is not None and around.totals and room.rows:
                for _ in range(room.rows):
                    sheet.tables[around.name].rows.add()
                return
            if room.rows:
                # cells that come in look like those above; what stands below, if anything, moves down
                new = sheet.range((room.above + 1, left), (room.above + room.rows, right))
                new.insert("down")
            if around is not None and room.last is not None:
                sheet.tables[around.name].resize(sheet.range((table.bound.header, left), (room.last, right)))
        except Exception as error:
            if trouble(error) is not Trouble.REFUSED or not self.alone:
                raise
            title, row = table.sheet.title, room.above + 1
            raise Unusable("no_room_made", sheet=title, row=row, count=room.rows, said=said(error)) from error

    def _write(self, step: Iterable[Stretch]) -> None:
        for stretch in step:
            width = len(stretch.cells[0])
            rows = max(1, _CELLS // width)
            for at in range(0, len(stretch.cells), rows):
                part = stretch._replace(top=stretch.top + at, cells=stretch.cells[at : at + rows])
                self._put(part)

    def _put(self, stretch: Stretch) -> None:
        """Write a rectangle; of one that is refused the parts that are not."""
        sheet = self.book.sheets[stretch.sheet]
        height, width = len(stretch.cells), len(stretch.cells[0])
        cells = sheet.range((stretch.top, stretch.left), (stretch.top + height - 1, stretch.left + width - 1))
        try:
            self._format(cells, stretch)
            self._look(cells, stretch.sheet)
            cells.value = [[_typed(put) for put in line] for line in stretch.cells]
        except Exception as error:
            if trouble(error) is not Trouble.REFUSED:
                raise
            if height * width == 1:
                self._refuse(Spot(stretch.sheet, stretch.top, stretch.left), said(error))
                return
            for part in _halves(stretch):
                self._put(part)

    def _look(self, cells: xw.Range, title: str) -> None:
        """See that cells still hold what they held.

        Raises:
            Changed: they do not.
        """
        table = next((each for each in self.now.tables.values() if each.sheet.title == title), None)
        if self.alone or table is None:
            return
        top, left = cells.row, cells.column
        for down, line in enumerate(cells.options(ndim=2, empty="").value):
            for across, value in enumerate(line):
                was = table.sheet.cell(top + down, left + across)
                found = held_of(value, "", "", date1904=self.now.date1904)
                if was.fault is None and not same(was.value, found.value):
                    raise Changed

    def _refuse(self, spot: Spot, text: str) -> None:
        number = self._numbers.get(spot)
        edit = None if number is None else self.work.left.get(number)
        self._refused += 1
        if number is None or not isinstance(edit, SetCell) or self._refused > _REFUSALS:
            raise Unusable("excel_refused", said=text)
        sheet = self.now.tables[edit.table].sheet
        self.work.miss(number, Missed(edit.table, edit.row, edit.column, sheet.cell(spot.row, spot.column).value))

    @staticmethod
    def _format(cells: xw.Range, stretch: Stretch) -> None:
        for down, line in enumerate(stretch.cells):
            for across, put in enumerate(line):
                if put.format:
                    cells[down, across].number_format = put.format

    def _delete(self, table: TableState, rows: list[int]) -> None:
        """Delete rows of a table from the bottom up; what stands beside it stays."""
        sheet = self.book.sheets[table.sheet.title]
        for row in sorted(rows, reverse=True):
            try:
                self._look(sheet.range((row, table.span.start), (row, table.span.stop - 1)), table.sheet.title)
                if table.around is not None and row <= table.around.last:
                    sheet.tables[table.around.name].rows[row - table.bound.header - 1].delete()
                else:
                    sheet.range((row, table.span.start), (row, table.span.stop - 1)).delete("up")
            except Exception as error:
                if trouble(error) is not Trouble.REFUSED or not self.alone:
                    raise
                raise Unusable("excel_refused", said=said(error)) from error


def _typed(put: Put) -> Any:
    return put.formula or entered(put.value)


def _halves(stretch: Stretch) -> list[Stretch]:
    height, width = len(stretch.cells), len(stretch.cells[0])
    if height > 1:
        half = height // 2
        return [
            stretch._replace(cells=stretch.cells[:half]),
            stretch._replace(top=stretch.top + half, cells=stretch.cells[half:]),
        ]
    half = width // 2
    return [
        stretch._replace(cells=[stretch.cells[0][:half]]),
        stretch._replace(left=stretch.left + half, cells=[stretch.cells[0][half:]]),
    ]
