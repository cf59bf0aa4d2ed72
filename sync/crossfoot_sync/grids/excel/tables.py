"""One table of an open sheet as it stands: which rows are its data, what they hold, what cannot be written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from crossfoot_sync.engine.cells import TableCells
from crossfoot_sync.grids.bound import Around, Bound
from crossfoot_sync.grids.datarows import Filled, data_rows
from crossfoot_sync.grids.excel.block import Lines
from crossfoot_sync.grids.excel.values import BLANK, Held
from crossfoot_sync.grids.gathering import gathered
from crossfoot_sync.grids.hidden import as_text
from crossfoot_sync.grids.ownrow import Headed, by_name
from crossfoot_templates.layout import ID

Place = tuple[int, int]


@dataclass(frozen=True)
class SheetState:
    """A sheet at one moment. Rows and columns count from 1.

    Attributes:
        lines: its cells from A1 on.
        merged: cells that are merged with others; ``locked`` those that may not be written.
        protected: whether no row of it can come or go.
    """

    title: str
    lines: Lines
    merged: frozenset[Place] = frozenset()
    locked: frozenset[Place] = frozenset()
    protected: bool = False

    def cell(self, row: int, column: int) -> Held:
        """A cell, blank where nothing is known of it."""
        line = self.lines[row - 1] if 0 < row <= len(self.lines) else ()
        return line[column - 1] if 0 < column <= len(line) else BLANK


@dataclass(frozen=True)
class TableState:
    """A table as read, with what a write needs to know besides.

    Attributes:
        around: the Excel Table around it, if it is still there.
        end: the row after the last one that holds anything of the table.
    """

    bound: Bound[str]
    sheet: SheetState
    around: Around | None
    cells: TableCells
    end: int

    @property
    def columns(self) -> dict[str, int]:
        """Column numbers by name."""
        return self.bound.columns

    @property
    def span(self) -> range:
        """The columns of the table, a person's own among them."""
        return _span(self.bound, self.around)

    def is_blank(self, position: int, column: str) -> bool:
        """Whether nothing stands in a cell, not even a formula that shows nothing."""
        return self.sheet.cell(self.cells.rows[position], self.columns[column]) == BLANK

    @property
    def parted(self) -> bool:
        """Whether a column of it stands beside its Excel Table, so that rows of that are no whole rows."""
        return any(column not in self.span for column in self.columns.values())

    @property
    def headed(self) -> Headed | None:
        """The Excel Table as formulas name it."""
        return _headed(self.bound, self.sheet, self.around)


@dataclass
class _Scan:
    """The rows below the header that hold anything in a bound column; ``lines`` run parallel to ``rows``."""

    bound: Bound[str]
    headed: Headed | None
    rows: list[int] = field(default_factory=list)
    lines: list[list[Held]] = field(default_factory=list)
    texts: dict[tuple[int, str], str] = field(default_factory=dict)

    def named(self, row: int, formula: str) -> str:
        """A formula without its ``=``, with the names of bound columns for the cells of its row."""
        if (row, formula) not in self.texts:
            self.texts[row, formula] = by_name(formula, self.bound.columns, row, self.headed).removeprefix("=")
        return self.texts[row, formula]

    def formulas(self, row: int, line: list[Held]) -> Iterator[tuple[str, str]]:
        """The formulas of a row by column, named."""
        pairs = zip(self.bound.columns, line, strict=True)
        return ((name, self.named(row, each.formula)) for name, each in pairs if each.formula)


def read_table(bound: Bound[str], sheet: SheetState, around: Around | None) -> TableState:
    """The table that names bind on a sheet."""
    scan = _scanned(bound, sheet, around)
    data, below = _data(scan, around)
    rows = [scan.rows[position] for position in data]
    end = 1 + max([bound.header, *rows, *_kept_rows(bound, sheet, around)])
    cells = _cells(scan, sheet, data)
    cells = TableCells(
        **{**vars(cells), "below": tuple(below), "barred": _barred(cells, bound, sheet), "closed": sheet.protected}
    )
    return TableState(bound, sheet, around, cells, end)


def _span(bound: Bound[str], around: Around | None) -> range:
    if around:
        return range(around.area.left, around.area.right + 1)
    return range(min(bound.columns.values()), max(bound.columns.values()) + 1)


def _headed(bound: Bound[str], sheet: SheetState, around: Around | None) -> Headed | None:
    if around is None:
        return None
    headings = (as_text(sheet.cell(bound.header, column).value) for column in _span(bound, around))
    return Headed(around.name, around.area.left, tuple(headings))


def _scanned(bound: Bound[str], sheet: SheetState, around: Around | None) -> _Scan:
    scan = _Scan(bound, _headed(bound, sheet, around))
    places = [column - 1 for column in bound.columns.values()]
    for row, cells in enumerate(sheet.lines[bound.header :], start=bound.header + 1):
        width = len(cells)
        line = [cells[at] if at < width else BLANK for at in places]
        if any(each.value is not None or each.fault is not None for each in line):
            scan.rows.append(row)
            scan.lines.append(line)
    return scan


def _data(scan: _Scan, around: Around | None) -> tuple[list[int], list[int]]:
    """Positions of the rows that are data, and numbers of those that are not.

    No data are formulas alone that rows with an id have as well: those were filled down.
    """
    names = [*scan.bound.columns]
    id_place = names.index(ID) if ID in names else None
    with_id = [id_place is not None and isinstance(line[id_place].value, str) for line in scan.lines]
    usual = {
        pair
        for row, line, named in zip(scan.rows, scan.lines, with_id, strict=True)
        if named
        for pair in scan.formulas(row, line)
    }
    kept: list[int] = []
    rows: list[Filled] = []
    for position, (row, line) in enumerate(zip(scan.rows, scan.lines, strict=True)):
        own = any(pair not in usual for pair in scan.formulas(row, line))
        typed = any(each.value is not None and not each.formula for each in line)
        if typed or own or any(each.fault is not None and not each.formula for each in line):
            kept.append(position)
            rows.append(Filled(row, with_id[position], own))
    end = around.area.bottom if around else scan.bound.header
    data, below = data_rows(rows, end, around.totals if around else 0)
    return [kept[at] for at in data], below


def _kept_rows(bound: Bound[str], sheet: SheetState, around: Around | None) -> Iterator[int]:
    """Rows of the Excel Table in which a person's own columns hold something that is no formula."""
    if around is None:
        return
    own = [column - 1 for column in _span(bound, around) if column not in bound.columns.values()]
    for row, line in enumerate(sheet.lines[bound.header : around.last], start=bound.header + 1):
        if any(at < len(line) and line[at].value is not None and not line[at].formula for at in own):
            yield row


def _cells(scan: _Scan, sheet: SheetState, data: list[int]) -> TableCells:
    rows = [scan.rows[position] for position in data]
    found = gathered(
        scan.bound.columns,
        [scan.lines[position] for position in data],
        lambda _, position, each: scan.named(rows[position], each.formula),
        _places(scan.bound.columns, rows, sheet.merged),
    )
    bound = scan.bound
    return TableCells(
        table=bound.table,
        sheet=sheet.title,
        rows=rows,
        columns=found.columns,
        labels={name: as_text(sheet.cell(bound.header, column).value) for name, column in bound.columns.items()},
        lost=bound.lost,
        faults=found.faults,
        formulas=frozenset(found.formulas),
        texts=found.texts,
        status=as_text(sheet.cell(*bound.status).value) if bound.status else "",
    )


def _barred(cells: TableCells, bound: Bound[str], sheet: SheetState) -> frozenset[tuple[str, int]]:
    return frozenset(_places(bound.columns, cells.rows, sheet.locked))


def _places(columns: Mapping[str, int], rows: Iterable[int], among: frozenset[Place]) -> Iterator[tuple[str, int]]:
    """Cells of the table that are ``among`` some, by column and position."""
    if among:
        for position, row in enumerate(rows):
            yield from ((name, position) for name, column in columns.items() if (row, column) in among)
