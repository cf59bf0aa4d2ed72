"""A book as it stands in an open workbook at one moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossfoot_sync.engine.cells import Reading
from crossfoot_sync.grids.bound import Bound
from crossfoot_sync.grids.errors import NotACrossfootBook
from crossfoot_sync.grids.excel import native
from crossfoot_sync.grids.excel.block import Torn, read_lines
from crossfoot_sync.grids.excel.busy import Trouble, trouble
from crossfoot_sync.grids.excel.frame import Frame, extent, read_frame, table_around
from crossfoot_sync.grids.excel.tables import Place, SheetState, TableState, read_table
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.hidden import Cells, list_columns, manifest_facts
from crossfoot_templates.layout import LISTS_SHEET, MANIFEST_SHEET

if TYPE_CHECKING:
    import xlwings as xw

_ATTEMPTS: Final = 8
"""Readings in a row that somebody changed on the way."""


@dataclass(frozen=True)
class Snapshot:
    """A reading and what a write needs to know besides.

    Attributes:
        tables: the tables that were asked for; ``frame`` knows where all of them stand.
        manifest: what the hidden sheet of that name holds; ``lists`` the same, if it was asked for and is there.
        date1904: whether dates count from 1904.
    """

    frame: Frame
    tables: dict[str, TableState]
    manifest: Cells
    lists: Cells | None
    date1904: bool

    @property
    def reading(self) -> Reading:
        """What the engine is given."""
        return Reading(
            manifest=manifest_facts(self.manifest),
            lists=list_columns(self.lists) if self.lists is not None else {},
            tables={name: state.cells for name, state in self.tables.items()},
            date1904=self.date1904,
        )


def take(book: xw.Book, only: Collection[str] | None = None, *, lists: bool = True) -> Snapshot:
    """The book as it stands, with all tables or with these ``only``; read again where somebody changed it meanwhile.

    The ``lists`` are long, so they may be left out.

    Raises:
        NotACrossfootBook: it has no manifest.
        Unusable: it is changed all the time.
    """
    before = read_frame(book)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            found = _take(book, before, only, lists=lists)
            if all(_stands(book, each) for each in found.tables.values()) and read_frame(book) == before:
                return found
        except (Torn, KeyError, ValueError):
            pass  # xlwings compares sheets by their names, which may have changed
        except Exception as error:
            # a sheet that is gone by now, for instance
            if trouble(error) is not Trouble.REFUSED or attempt == _ATTEMPTS:
                raise
        before = read_frame(book)
    raise Unusable("keeps_changing")


def _take(book: xw.Book, frame: Frame, only: Collection[str] | None, *, lists: bool) -> Snapshot:
    titles = {title.casefold(): title for title in frame.titles}
    manifest = titles.get(MANIFEST_SHEET.casefold())
    if manifest is None:
        raise NotACrossfootBook(book.name)
    listed = titles.get(LISTS_SHEET.casefold()) if lists else None
    date1904 = native.date1904(book)
    wanted = {name: each for name, each in frame.tables.items() if only is None or name in only}
    sheets: dict[str, SheetState] = {}
    tables: dict[str, TableState] = {}
    for name, bound in wanted.items():
        sheet = book.sheets[bound.sheet]
        around = table_around(sheet, bound.header, bound.columns)
        if bound.sheet not in sheets:
            beside = [each for each in wanted.values() if each.sheet == bound.sheet]
            sheets[bound.sheet] = _sheet(sheet, beside, date1904=date1904)
        tables[name] = read_table(bound, sheets[bound.sheet], around)
    return Snapshot(
        frame,
        tables,
        _texts(book.sheets[manifest], date1904=date1904),
        _texts(book.sheets[listed], date1904=date1904) if listed is not None else None,
        date1904,
    )


def _stands(book: xw.Book, table: TableState) -> bool:
    """Whether the Excel Table around a table is still where it was when its cells were read."""
    sheet = book.sheets[table.bound.sheet]
    return table_around(sheet, table.bound.header, table.columns) == table.around


def _sheet(sheet: xw.Sheet, tables: list[Bound[str]], *, date1904: bool) -> SheetState:
    rows, columns = extent(sheet)
    header = min(each.header for each in tables)
    rows = max(rows, *(each.header for each in tables))
    columns = max(columns, *(max(each.columns.values()) for each in tables))
    lines = read_lines(sheet, rows, columns, date1904=date1904)
    below = sheet.range((header, 1), (rows, columns))
    protected = native.protected(sheet)
    return SheetState(
        sheet.name,
        lines,
        frozenset(_among(below, native.merged)),
        frozenset(_among(sheet.range((1, 1), (rows, columns)), native.locked)) if protected else frozenset(),
        protected,
    )


def _among(cells: xw.Range, told: Callable[[xw.Range], bool | None]) -> Iterator[Place]:
    """The cells of which something is so; ``told`` gives ``None`` where it is so of some, and is asked of each half."""
    answer = told(cells)
    rows, columns = cells.shape
    if answer is False:
        return
    if answer is True or rows * columns == 1:
        top, left = cells.row, cells.column
        yield from ((row, column) for row in range(top, top + rows) for column in range(left, left + columns))
    elif rows >= columns:
        yield from _among(cells[: rows // 2, :], told)
        yield from _among(cells[rows // 2 :, :], told)
    else:
        yield from _among(cells[:, : columns // 2], told)
        yield from _among(cells[:, columns // 2 :], told)


def _texts(sheet: xw.Sheet, *, date1904: bool) -> Cells:
    """What stands in a hidden sheet."""
    lines = read_lines(sheet, *extent(sheet), date1904=date1904)
    return {
        (row, column): held.value
        for row, line in enumerate(lines, start=1)
        for column, held in enumerate(line, start=1)
        if held.value is not None
    }
