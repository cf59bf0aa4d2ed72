"""One table of a workbook as it stands: which rows are its data, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from crossfoot_sync.engine.cells import TableCells
from crossfoot_sync.grids.address import Area
from crossfoot_sync.grids.datarows import Filled, data_rows
from crossfoot_sync.grids.gathering import gathered
from crossfoot_sync.grids.hidden import as_text
from crossfoot_sync.grids.ownrow import Headed, by_name
from crossfoot_sync.grids.thin.bindings import Binding
from crossfoot_sync.grids.thin.ownrow import looks_elsewhere
from crossfoot_sync.grids.thin.paper import Paper
from crossfoot_sync.grids.thin.values import NOTHING, Read, read
from crossfoot_templates.layout import ID


@dataclass(frozen=True)
class TableState:
    """A table as read, with what a write needs to know besides.

    Attributes:
        headed: the Excel Table around it as formulas name it.
        free: the first row below the data that new rows may take.
    """

    binding: Binding
    paper: Paper
    headed: Headed | None
    cells: TableCells
    free: int

    @property
    def parted(self) -> bool:
        """Whether a column of it stands beside its Excel Table, so that rows of that are no whole rows."""
        around = self.binding.around
        return around is not None and any(column not in around.columns for column in self.binding.columns.values())


@dataclass
class _Scan:
    """The rows below the header that hold anything in a bound column; ``lines`` run parallel to ``rows``."""

    binding: Binding
    names: list[str]
    rows: list[int] = field(default_factory=list)
    lines: list[list[Read]] = field(default_factory=list)
    usual: set[tuple[str, str]] = field(default_factory=set)

    def has_id(self, line: list[Read]) -> bool:
        """Whether a row carries an id."""
        return ID in self.names and isinstance(line[self.names.index(ID)].value, str)

    def formulas(self, line: list[Read]) -> Iterator[tuple[str, str]]:
        """The formulas of a row by column."""
        return ((name, each.formula) for name, each in zip(self.names, line, strict=True) if each.formula is not None)


def read_table(binding: Binding, paper: Paper, *, date1904: bool) -> TableState:
    """The table of ``binding``."""
    labels = {name: as_text(paper.cell(binding.header, column).value) for name, column in binding.columns.items()}
    headed, around = _headed(binding, paper), binding.around
    scan = _scanned(binding, paper, headed, date1904=date1904)
    data, below = _data(scan)
    cells = _table_cells(scan, data, paper.merged)
    free = max([binding.header, *cells.rows, *(around.own if around is not None else ())]) + 1
    barred = {name for name, column in binding.columns.items() if paper.is_barred(column)}
    whole = replace(
        cells,
        labels=labels,
        status=as_text(paper.cell(*binding.status).value) if binding.status else "",
        below=tuple(below),
        barred=frozenset((name, at) for name in barred for at in range(len(cells.rows))),
        closed=paper.protected,
    )
    return TableState(binding, paper, headed, whole, free)


def _headed(binding: Binding, paper: Paper) -> Headed | None:
    around = binding.around
    if around is None:
        return None
    headings = (as_text(paper.cell(binding.header, column).value) for column in around.columns)
    return Headed(around.name, around.area.left, tuple(headings))


def _scanned(binding: Binding, paper: Paper, headed: Headed | None, *, date1904: bool) -> _Scan:
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
                found = found._replace(formula=by_name(found.formula, binding.columns, row, headed))
            line.append(found)
        if all(each.value is None and each.fault is None for each in line):
            continue
        scan.rows.append(row)
        scan.lines.append(line)
        if scan.has_id(line):
            scan.usual.update(scan.formulas(line))
    return scan


def _data(scan: _Scan) -> tuple[list[int], list[int]]:
    """Positions of the rows that are data, and numbers of those that are not.

    No data are lines that hold nothing but formulas which every row of the table is given, or read their own row only.
    """
    kept: list[int] = []
    rows: list[Filled] = []
    for position, (row, line) in enumerate(zip(scan.rows, scan.lines, strict=True)):
        own = [text for name, text in scan.formulas(line) if (name, text) not in scan.usual]
        typed = any((each.value is not None or each.fault is not None) and each.formula is None for each in line)
        if typed or scan.has_id(line) or any(map(looks_elsewhere, own)):
            kept.append(position)
            rows.append(Filled(row, scan.has_id(line), bool(own)))
    around = scan.binding.around
    data, below = data_rows(rows, around.area.bottom, around.totals) if around else data_rows(rows, scan.binding.header)
    return [kept[at] for at in data], below


def _table_cells(scan: _Scan, data: list[int], merged: list[Area]) -> TableCells:
    rows = [scan.rows[position] for position in data]
    found = gathered(
        scan.names,
        [scan.lines[position] for position in data],
        lambda _, __, each: each.formula or "",
        _merged_cells(scan.binding, rows, merged),
    )
    return TableCells(
        table=scan.binding.table,
        sheet=scan.binding.sheet,
        rows=rows,
        columns=found.columns,
        labels={},
        lost=scan.binding.lost,
        faults=found.faults,
        formulas=frozenset(found.formulas),
        texts=found.texts,
    )


def _merged_cells(binding: Binding, rows: list[int], merged: list[Area]) -> set[tuple[str, int]]:
    """Cells of merged ranges in data rows, by column and position."""
    return {
        (name, position)
        for each in merged
        for name, column in binding.columns.items()
        if each.left <= column <= each.right
        for position, row in enumerate(rows)
        if each.top <= row <= each.bottom
    }
