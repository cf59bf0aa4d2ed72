"""One table of a sheet as it stands: which rows are its data, what they hold, and where there is room for more."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise

from crossfoot_sync.engine.cells import TableCells
from crossfoot_sync.grids.address import Area, area, column_number, letters
from crossfoot_sync.grids.datarows import Filled, data_rows
from crossfoot_sync.grids.hidden import as_text
from crossfoot_sync.grids.ownrow import by_name
from crossfoot_sync.grids.xlsx import limits
from crossfoot_sync.grids.xlsx.bindings import Binding
from crossfoot_sync.grids.xlsx.faults import Malformed, too_large
from crossfoot_sync.grids.xlsx.markup import Sheet, Token
from crossfoot_sync.grids.xlsx.plainxml import attributes
from crossfoot_sync.grids.xlsx.values import Unusual, Values, array_range
from crossfoot_templates.layout import ID
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import CellValue

_NOTHING = (b"", b"", b"")
"""A cell without content."""

_FILLED, _HELD, _OCCUPIED = 1, 2, 4
"""What a row has: something in a bound column; something other than a user's formulas; anything at all."""

_MERGED = "merged_cell"


@dataclass(frozen=True)
class TableState:
    """A table as read, with what a write needs to know besides.

    Attributes:
        occupied: rows below the header with anything in the table's span, sorted.
        held: those of them that hold more than formulas in a user's own columns, sorted.
        arrays: areas of array and data-table formulas, no cell of which can be written alone.
        ordered: whether the rows of the sheet part ascend.
    """

    binding: Binding
    cells: TableCells
    occupied: list[int]
    held: list[int]
    arrays: list[Area]
    merged: list[Area]
    ordered: bool


@dataclass
class _Scan:
    """What one pass over the sheet collects. ``lines`` run parallel to ``rows``, by place in ``names``."""

    binding: Binding
    values: Values
    names: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    lines: list[list[CellValue]] = field(default_factory=list)
    faults: dict[tuple[str, int], Message] = field(default_factory=dict)
    formulas: set[tuple[str, int]] = field(default_factory=set)
    texts: dict[tuple[str, int], str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    status: str = ""
    occupied: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    arrays: list[Area] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    ordered: bool = True


def read_table(sheet: Sheet, binding: Binding, values: Values) -> TableState:
    """Read the table of ``binding`` from its sheet.

    Raises:
        Malformed: the sheet part cannot be understood.
        Unusable: it is beyond the limits.
    """
    scan = _Scan(binding, values, [*binding.columns])
    _scan_rows(scan, sheet)
    scan.merged = merged_areas(sheet.tail)
    sheet.budget.spend(sum(each.bottom - each.top for each in scan.merged if each.bottom > binding.header))
    order = sorted(range(len(scan.rows)), key=scan.rows.__getitem__)
    if any(scan.rows[one] == scan.rows[next_one] for one, next_one in pairwise(order)):
        raise Malformed("a row stands there twice")
    data, below = _data_rows(scan, order)
    return TableState(
        binding=binding,
        cells=_table_cells(scan, data, below),
        occupied=sorted(scan.occupied),
        held=sorted(scan.held),
        arrays=scan.arrays,
        merged=scan.merged,
        ordered=scan.ordered,
    )


def _scan_rows(scan: _Scan, sheet: Sheet) -> None:
    binding = scan.binding
    places = {letters(number).encode(): place for place, number in enumerate(binding.columns.values())}
    places |= {letters(number).encode(): -1 for number in binding.span if number not in binding.columns.values()}
    before = 0
    for row in sheet.rows():
        scan.ordered = scan.ordered and row.number > before
        before = row.number
        tokens = sheet.tokens(row)
        if row.number > binding.header:
            _scan_data(scan, row.number, tokens, places)
        if binding.status and row.number == binding.status[0]:
            scan.status = _text_at(tokens, binding.status[1], scan.values)
        if row.number == binding.header:
            scan.labels = {name: _text_at(tokens, number, scan.values) for name, number in binding.columns.items()}


def _scan_data(scan: _Scan, number: int, tokens: list[Token], places: dict[bytes, int]) -> None:
    """Take in one row. ``places`` are the columns of the table by letters, -1 for a user's own."""
    line: list[CellValue] = [None] * len(scan.names)
    marks = 0
    for token in tokens:
        if token[5]:
            _note_array(scan, token[5])
        place = places.get(token[0])
        if place is not None and token[3:] != _NOTHING:
            marks |= _scan_cell(scan, line, place, token)
    if marks & _FILLED:
        scan.rows.append(number)
        scan.lines.append(line)
    elif scan.formulas:
        # A row with nothing but formulas that show nothing, or that every row has, is none.
        for name in scan.names:
            scan.formulas.discard((name, len(scan.rows)))
            scan.faults.pop((name, len(scan.rows)), None)
            scan.texts.pop((name, len(scan.rows)), None)
    if marks & _OCCUPIED:
        scan.occupied.append(number)
    if marks & _HELD:
        scan.held.append(number)


def _is_calculated(scan: _Scan, place: int) -> bool:
    """Whether every row of the Excel Table is given a formula in a bound column: of itself that makes no row."""
    table = scan.binding.excel_table
    return table is not None and scan.binding.columns[scan.names[place]] in table.calculated


def _scan_cell(scan: _Scan, line: list[CellValue], place: int, token: Token) -> int:
    """Take in one cell and tell what it means for its row."""
    _, style, kind, value, text, rest = token
    formula = False
    try:
        found = None if rest else scan.values.simple(style, kind, value, text)
    except Unusual:
        found = None
    if found is None:
        found, fault, formula = _scan_unusual(scan, place, token)
        if found is None and not fault:
            return _OCCUPIED if formula else 0
    if place < 0:
        return _OCCUPIED if formula else _OCCUPIED | _HELD
    line[place] = found
    return _OCCUPIED if formula and _is_calculated(scan, place) else _OCCUPIED | _HELD | _FILLED


def _scan_unusual(scan: _Scan, place: int, token: Token) -> tuple[CellValue, bool, bool]:
    """A cell's value, whether it has a fault and whether a formula; both noted for the row being read."""
    read = scan.values.read(token)
    if place >= 0:
        cell = scan.names[place], len(scan.rows)
        if read.fault is not None:
            scan.faults[cell] = read.fault
        if read.formula:
            scan.formulas.add(cell)
            if read.text:
                scan.texts[cell] = read.text
    return read.value, read.fault is not None, read.formula


def _note_array(scan: _Scan, rest: bytes) -> None:
    written = array_range(rest)
    covered = area(written) if written else None
    if covered and (covered.top, covered.left) != (covered.bottom, covered.right):
        scan.arrays.append(covered)


def _text_at(tokens: list[Token], column: int, values: Values) -> str:
    for token in tokens:
        if column_number(token[0]) == column:
            value = values.read(token).value
            return "" if value is None else as_text(value)
    return ""


def merged_areas(tail: bytes) -> list[Area]:
    """The merged ranges named in a sheet's tail.

    Raises:
        Unusable: there are too many.
    """
    found: list[Area] = []
    for tag in _merge_tags(tail):
        covered = area(attributes(tag).get("ref", ""))
        if covered:
            found.append(covered)
        if len(found) > limits.MERGES:
            raise too_large("merged ranges", len(found), limits.MERGES)
    return found


def _merge_tags(tail: bytes) -> list[bytes]:
    return [b"<" + piece.partition(b">")[0] + b">" for piece in tail.split(b"mergeCell ")[1:]]


def _data_rows(scan: _Scan, order: list[int]) -> tuple[list[int], list[int]]:
    """Positions of the rows that are data, and numbers of those that are not."""
    table = scan.binding.excel_table
    id_place = scan.names.index(ID) if ID in scan.names else None
    calculated = {name for place, name in enumerate(scan.names) if _is_calculated(scan, place)}
    with_formulas = {position for name, position in scan.formulas if name not in calculated}
    rows = (
        Filled(
            scan.rows[position],
            id_place is not None and isinstance(scan.lines[position][id_place], str),
            position in with_formulas,
        )
        for position in order
    )
    data, below = data_rows(rows, table.area.bottom if table else scan.binding.header, table.totals if table else 0)
    return [order[at] for at in data], below


def _table_cells(scan: _Scan, data: list[int], below: list[int]) -> TableCells:
    moved = {old: new for new, old in enumerate(data)}
    faults = {(name, moved[old]): fault for (name, old), fault in scan.faults.items() if old in moved}
    lines = [scan.lines[old] for old in data]
    columns = dict(zip(scan.names, map(list, zip(*lines, strict=True)), strict=True)) if lines else {}
    columns = columns or {name: [] for name in scan.names}
    rows = [scan.rows[old] for old in data]
    for name, position in _merged_cells(scan, rows):
        columns[name][position] = None
        faults[name, position] = say(_MERGED)
    return TableCells(
        table=scan.binding.table,
        sheet=scan.binding.sheet.title,
        rows=rows,
        columns=columns,
        labels=scan.labels or dict.fromkeys(scan.binding.columns, ""),
        lost=scan.binding.lost,
        faults=faults,
        formulas=frozenset((name, moved[old]) for name, old in scan.formulas if old in moved),
        texts={
            (name, moved[old]): by_name(text, scan.binding.columns, scan.rows[old], scan.binding.headed)
            for (name, old), text in scan.texts.items()
            if old in moved
        },
        status=scan.status,
        below=tuple(below),
    )


def _merged_cells(scan: _Scan, rows: list[int]) -> set[tuple[str, int]]:
    """Cells of merged ranges in data rows, by column and position."""
    found: set[tuple[str, int]] = set()
    for each in scan.merged:
        first, end = bisect_left(rows, each.top), bisect_left(rows, each.bottom + 1)
        if first < end:
            names = [name for name, number in scan.binding.columns.items() if each.left <= number <= each.right]
            found.update((name, position) for name in names for position in range(first, end))
    return found
