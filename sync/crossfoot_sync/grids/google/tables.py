"""One table of a sheet as it stands: where its columns are, which rows are its data, and what they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from crossfoot_sync.engine.cells import TableCells
from crossfoot_sync.grids.datarows import Filled, data_rows
from crossfoot_sync.grids.gathering import gathered
from crossfoot_sync.grids.google.sheet import Sheet
from crossfoot_sync.grids.google.values import BLANK, Read, as_text, read
from crossfoot_sync.grids.references import named, placed
from crossfoot_templates.layout import GOOGLE_COLUMN, GOOGLE_COLUMNS, GOOGLE_ROW, ID, TICK


@dataclass(frozen=True)
class TableState:
    """A table as read, with what a write needs to know besides. Rows and columns count from 0.

    Attributes:
        header: the row of the headings.
        status: row and column of the status, if it is still there.
        columns: the bound columns by name.
        end: the row that comes after the last one of the table.
    """

    name: str
    sheet: Sheet
    header: int
    status: tuple[int, int] | None
    columns: dict[str, int]
    cells: TableCells
    end: int

    def with_head(self, sheet: Sheet) -> TableState:
        """The same on a ``sheet`` in which nothing changed but its head, and there neither headings nor metadata."""
        status = as_text(sheet.cell(*self.status)) if self.status else ""
        return replace(self, sheet=sheet, cells=replace(self.cells, status=status))


@dataclass
class _Scan:
    """The rows below the header that hold anything in a bound column; ``lines`` run parallel to ``rows``.

    ``usual`` are the formulas of rows with an id, ``named`` relative ones with the names of the columns of their row.
    """

    sheet: Sheet
    columns: dict[str, int]
    rows: list[int] = field(default_factory=list)
    lines: list[list[Read]] = field(default_factory=list)
    usual: set[tuple[str, str]] = field(default_factory=set)
    named: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Binding:
    """Where developer metadata says that a table stands; ``None`` for a row that is gone."""

    table: str
    header: int | None
    status: int | None
    columns: dict[str, int]


def binding(sheet: Sheet, table: str) -> Binding | None:
    """The table that stands on a sheet; ``None`` where no column of it is left."""
    rows = {value: at for key, value, at in reversed(sheet.row_notes) if key == GOOGLE_ROW}
    bound = {value: at for key, value, at in reversed(sheet.column_notes) if key == GOOGLE_COLUMN}
    columns = {each.removeprefix(f"{table}."): at for each, at in sorted(bound.items(), key=_by_place)}
    if not columns:
        return None
    return Binding(table, rows.get(f"{table}.header"), rows.get(f"{table}.status"), columns)


def read_table(sheet: Sheet, bound: Binding, header: int) -> TableState:
    """The table below the headings in the row ``header``."""
    laid_out = {each for each in sheet.notes.get(GOOGLE_COLUMNS, "").split(",") if each}
    scan = _scanned(sheet, header, bound.columns)
    data, below = _data_rows(scan, header)
    place = None if bound.status is None or TICK not in bound.columns else (bound.status, bound.columns[TICK])
    end = max((scan.rows[position] for position in data), default=header) + 1
    cells = replace(
        _table_cells(bound.table, scan, data, header),
        lost=frozenset(laid_out - bound.columns.keys()),
        status=as_text(sheet.cell(*place)) if place else "",
        below=tuple(row + 1 for row in below),
        barred=frozenset(_barred_cells(scan, [scan.rows[position] for position in data])),
        closed=sheet.bars_rows_at(end),
    )
    return TableState(bound.table, sheet, header, place, bound.columns, cells, end)


def headless_table(sheet: Sheet, bound: Binding) -> TableState:
    """A table whose row of headings is gone: nothing of it can be told but where its status stands."""
    place = None if bound.status is None or TICK not in bound.columns else (bound.status, bound.columns[TICK])
    status = as_text(sheet.cell(*place)) if place else ""
    cells = TableCells(bound.table, sheet.title, [], {}, {}, lost=frozenset(bound.columns), status=status)
    row = 0 if bound.status is None else bound.status
    return TableState(bound.table, sheet, row, place, bound.columns, cells, row + 1)


def _by_place(bound: tuple[str, int]) -> int:
    return bound[1]


def _scanned(sheet: Sheet, header: int, columns: dict[str, int]) -> _Scan:
    scan = _Scan(sheet, columns)
    places = [*columns.values()]
    id_place = list(columns).index(ID) if ID in columns else None
    for row in range(header + 1, len(sheet.lines)):
        cells = sheet.lines[row]
        width = len(cells)
        line = [read(cells[at], row, at) if at < width else BLANK for at in places]
        if all(each is BLANK or (each.value is None and each.fault is None) for each in line):
            continue
        scan.rows.append(row)
        scan.lines.append(line)
        if id_place is not None and isinstance(line[id_place].value, str):
            scan.usual.update((name, _named(scan, name, row, each)) for name, each in _formulas(scan, line))
    return scan


def _formulas(scan: _Scan, line: list[Read]) -> list[tuple[str, Read]]:
    return [(name, each) for name, each in zip(scan.columns, line, strict=True) if each.formula and each.text]


def _named(scan: _Scan, name: str, row: int, cell: Read) -> str:
    """The formula of a cell with the names of bound columns for the cells of its row, without its ``=``."""
    column = scan.columns[name]
    if (name, cell.text) not in scan.named:
        names = {at: each for each, at in scan.columns.items()}
        scan.named[name, cell.text] = named(cell.text, column, names.get).removeprefix("=")
    return placed(scan.named[name, cell.text], row, column)


def _data_rows(scan: _Scan, header: int) -> tuple[list[int], list[int]]:
    """Positions of the rows that are data, and numbers of those that are not.

    No data are formulas alone that rows with an id have as well: those were filled down.
    """
    names = [*scan.columns]
    kept: list[int] = []
    rows: list[Filled] = []
    for position, (row, line) in enumerate(zip(scan.rows, scan.lines, strict=True)):
        own = {name for name, each in _formulas(scan, line) if (name, _named(scan, name, row, each)) not in scan.usual}
        typed = any(each.value is not None and not each.formula for each in line)
        has_id = ID in scan.columns and isinstance(line[names.index(ID)].value, str)
        if typed or own or not any(each.formula for each in line):
            kept.append(position)
            rows.append(Filled(row, has_id, bool(own)))
    data, below = data_rows(rows, header)
    return [kept[at] for at in data], below


def _table_cells(name: str, scan: _Scan, data: list[int], header: int) -> TableCells:
    rows = [scan.rows[position] for position in data]
    found = gathered(
        scan.columns,
        [scan.lines[position] for position in data],
        lambda column, position, each: _named(scan, column, rows[position], each) if each.text else "",
        _merged_cells(scan, rows),
    )
    return TableCells(
        table=name,
        sheet=scan.sheet.title,
        rows=[row + 1 for row in rows],
        columns=found.columns,
        labels={column: as_text(scan.sheet.cell(header, at)) for column, at in scan.columns.items()},
        faults=found.faults,
        formulas=frozenset(found.formulas),
        texts=found.texts,
    )


def _barred_cells(scan: _Scan, rows: list[int]) -> Iterator[tuple[str, int]]:
    """Cells of data rows that may not be written, by column and position."""
    for position, row in enumerate(rows if scan.sheet.barred else ()):
        yield from ((name, position) for name, column in scan.columns.items() if scan.sheet.bars(row, column))


def _merged_cells(scan: _Scan, rows: list[int]) -> set[tuple[str, int]]:
    """Cells of merged ranges in data rows, by column and position."""
    return {
        (name, position)
        for each in scan.sheet.merged
        for position, row in enumerate(rows)
        if each.top <= row < each.bottom
        for name, column in scan.columns.items()
        if each.left <= column < each.right
    }


def repeated_ids(cells: TableCells) -> set[str]:
    """Ids that several rows carry."""
    counted = Counter(each for each in cells.columns.get(ID, ()) if isinstance(each, str))
    return {row_id for row_id, count in counted.items() if count > 1}
