"""One table of a workbook as it stands: which rows are its data, and what they hold. Rows and columns count from 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from crossfoot_sync.engine.cells import TableCells
from crossfoot_sync.grids.address import Area, area
from crossfoot_sync.grids.thin.bindings import Binding
from crossfoot_sync.grids.thin.given import GivenSheet
from crossfoot_sync.grids.thin.ownrow import by_name, looks_elsewhere
from crossfoot_sync.grids.thin.paper import Paper
from crossfoot_sync.grids.thin.values import NOTHING, Read, as_text, read
from crossfoot_templates.layout import ID
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import CellValue


@dataclass(frozen=True)
class TableState:
    """A table as read, with what a write needs to know besides.

    Attributes:
        headings: what stands above the bound columns, by name.
        free: the first row below the data that new rows may take.
    """

    binding: Binding
    paper: Paper
    sheet: GivenSheet
    merged: list[Area]
    headings: dict[str, str]
    cells: TableCells
    free: int

    def is_barred(self, column: int) -> bool:
        """Whether cells of a column are protected."""
        return self.sheet.protected and column not in self.sheet.unlocked

    def in_merge(self, row: int, column: int) -> bool:
        """Whether a cell is part of a merged range."""
        return any(each.covers(row + 1, column + 1) for each in self.merged)


@dataclass
class _Scan:
    """The rows below the header that hold anything in a bound column; ``lines`` run parallel to ``rows``."""

    binding: Binding
    names: list[str]
    rows: list[int] = field(default_factory=list)
    lines: list[list[Read]] = field(default_factory=list)
    usual: set[tuple[str, str]] = field(default_factory=set)


def read_table(binding: Binding, paper: Paper, sheet: GivenSheet, *, date1904: bool) -> TableState:
    """The table of ``binding``."""
    headings = {name: as_text(paper.cell(binding.header, column)) for name, column in binding.columns.items()}
    scan = _scanned(binding, paper, headings, date1904=date1904)
    data, below = _data_rows(scan)
    merged = [found for found in map(area, sheet.merged) if found]
    cells = _table_cells(scan, data, merged)
    around = binding.around
    free = max([binding.header, *(scan.rows[at] for at in data), *(around.own if around is not None else ())]) + 1
    state = TableState(binding, paper, sheet, merged, headings, cells, free)
    barred = {name for name, column in binding.columns.items() if state.is_barred(column)}
    whole = replace(
        cells,
        labels=headings,
        status=as_text(paper.cell(*binding.status)) if binding.status else "",
        below=tuple(row + 1 for row in below),
        barred=frozenset((name, at) for name in barred for at in range(len(cells.rows))),
        closed=sheet.protected,
    )
    return replace(state, cells=whole)


def _scanned(binding: Binding, paper: Paper, headings: dict[str, str], *, date1904: bool) -> _Scan:
    scan = _Scan(binding, [*binding.columns])
    for row in (each for each in paper.rows if each > binding.header):
        line: list[Read] = []
        for column in binding.columns.values():
            cell = paper.cell(row, column)
            if cell.value is None and cell.formula is None:
                line.append(NOTHING)
                continue
            found = read(cell, shows_date=paper.shows_date(row, column), date1904=date1904)
            if found.formula is not None:
                found = found._replace(formula=by_name(found.formula, binding, row, headings))
            line.append(found)
        if all(each.value is None and each.fault is None for each in line):
            continue
        scan.rows.append(row)
        scan.lines.append(line)
        if ID in binding.columns and isinstance(line[scan.names.index(ID)].value, str):
            scan.usual.update(_formulas(scan, line))
    return scan


def _formulas(scan: _Scan, line: list[Read]) -> Iterator[tuple[str, str]]:
    return ((name, each.formula) for name, each in zip(scan.names, line, strict=True) if each.formula is not None)


def _data_rows(scan: _Scan) -> tuple[list[int], list[int]]:
    """Positions of the rows that are data, and numbers of those that are not.

    Data is whatever stands below the header in a bound column, however many blank lines are left in between. Not data
    are the row of totals and what lies below it, a line of formulas further down, which is somebody's own total, and
    lines that hold nothing but formulas which every row of the table is given. A row that carries an id is data.
    """
    around = scan.binding.around
    totals = around is not None and around.totals
    end = scan.binding.body_end - 1
    reach = end
    data: list[int] = []
    below: list[int] = []
    for position, (row, line) in enumerate(zip(scan.rows, scan.lines, strict=True)):
        own = [pair for pair in _formulas(scan, line) if pair not in scan.usual]
        typed = any((each.value is not None or each.fault is not None) and each.formula is None for each in line)
        has_id = ID in scan.names and isinstance(line[scan.names.index(ID)].value, str)
        if not typed and not has_id and not any(looks_elsewhere(text) for _, text in own):
            continue
        own_total = row > reach + 1 and bool(own)
        if has_id or row <= reach or not (own_total or totals):
            data.append(position)
            reach = max(reach, row) if not totals else reach
        elif not (totals and row == end + 1):
            below.append(row)
    return data, below


def _table_cells(scan: _Scan, data: list[int], merged: list[Area]) -> TableCells:
    columns: dict[str, list[CellValue]] = {}
    faults: dict[tuple[str, int], Message] = {}
    formulas: set[tuple[str, int]] = set()
    texts: dict[tuple[str, int], str] = {}
    for at, name in enumerate(scan.names):
        reads = [scan.lines[position][at] for position in data]
        columns[name] = [each.value for each in reads]
        for position, each in enumerate(reads):
            if each.fault is not None:
                faults[name, position] = each.fault
            if each.formula is not None:
                formulas.add((name, position))
                texts[name, position] = each.formula
    rows = [scan.rows[position] for position in data]
    for name, position in _merged_cells(scan.binding, rows, merged):
        columns[name][position] = None
        faults[name, position] = say("merged_cell")
    return TableCells(
        table=scan.binding.table,
        sheet=scan.binding.sheet,
        rows=[row + 1 for row in rows],
        columns=columns,
        labels={},
        lost=scan.binding.lost,
        faults=faults,
        formulas=frozenset(formulas),
        texts=texts,
    )


def _merged_cells(binding: Binding, rows: list[int], merged: list[Area]) -> set[tuple[str, int]]:
    """Cells of merged ranges in data rows, by column and position."""
    return {
        (name, position)
        for each in merged
        for name, column in binding.columns.items()
        if each.left <= column + 1 <= each.right
        for position, row in enumerate(rows)
        if each.top <= row + 1 <= each.bottom
    }
