"""From the cells of a sheet to rows: values, findings, and what each row was last in step with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from crossfoot_sync.engine.amounts import other_currencies
from crossfoot_sync.engine.cells import TableCells
from crossfoot_sync.engine.fingerprint import Base, content_digest, field_hash, open_seal, read_base
from crossfoot_sync.engine.openfields import OpenField, read_open
from crossfoot_sync.engine.parsers import Context, parse
from crossfoot_templates.layout import BASE, ID, KEEP_MINE, OPEN, TAKE_THEIRS, TICK
from crossfoot_templates.messages import Message
from crossfoot_templates.model import Column, TableView
from crossfoot_templates.types import CellValue, Money, WireValue

Decision = Literal["mine", "theirs"]

_PROVISIONAL = re.compile(r"\*[A-Za-z0-9]{1,20}")
_DECISIONS: dict[str, Decision] = {
    **dict.fromkeys(KEEP_MINE.values(), "mine"),
    **dict.fromkeys(TAKE_THEIRS.values(), "theirs"),
}


@dataclass
class SheetRow:
    """One row as it stands in a sheet.

    Attributes:
        position: where it stands in the table's cells; ``handle`` is the grid's own name for it.
        id: its id; ``id_cell`` is what the id cell holds, which a copy or a tampered id makes differ.
        base: what it was last in step with, ``None`` for a new row or a damaged ``_base``.
        wire: the values of the cells that could be read, by column.
        findings: the cells that could not, or whose value is not allowed.
        notes: what is to be said of the row as a whole.
        provisional: the ``*1`` that stands in its number cell.
        known: the workbook notes elsewhere that it has shown this row: somebody emptied its ``_base``.
        held: why nothing of it is sent or written: it is not certain which row it is.
        held_as: what stands in a row that is held, as a digest.
    """

    position: int
    handle: int
    id: str
    id_cell: CellValue
    base_cell: CellValue
    base: Base | None
    open: dict[str, OpenField]
    decisions: dict[str, Decision] = field(default_factory=dict)
    wire: dict[str, WireValue] = field(default_factory=dict)
    findings: dict[str, Message] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)
    provisional: str = ""
    known: bool = False
    held: Message | None = None
    held_as: str = ""

    @property
    def is_new(self) -> bool:
        """Whether the store has never accepted this row, as far as the sheet knows."""
        return not self.base_cell and not self.known

    @property
    def cleared(self) -> bool:
        """Whether somebody emptied the row without deleting it."""
        return not self.findings and not self.provisional and all(value is None for value in self.wire.values())

    @property
    def doubted(self) -> bool:
        """Whether its user is to say if the row counts at all.

        The store lost it when a backup was put back, or it seems to have been sent before by an old copy.
        """
        return bool(self.open) and all(each.state == "c" and each.theirs_rev == 0 for each in self.open.values())

    def forget(self) -> None:
        """Make this a new row."""
        self.id, self.base, self.base_cell, self.open, self.decisions = "", None, None, {}, {}
        self.known = False


PROTECTED, HEADINGS = "row_protected", "row_of_headings"
CERTAIN: Final = frozenset({PROTECTED, HEADINGS})
"""Why rows are held of which it is certain what they are: what is to be written in them is protected, or they are
headings that somebody pasted.
"""


@dataclass
class SheetTable:
    """One table of a workbook, read.

    Attributes:
        columns: the data columns that are bound in the sheet and that people fill in, in the view's order.
        computed: those that are bound and whose values formulas make. Nothing else here speaks of them but ``live``,
            ``left``, ``stale`` and ``outdated``.
        layout: the columns that ``_base`` covers.
        rows: every row that holds anything, in sheet order.
        refusal: why nothing of this table may be sent or written, if so: its columns are in doubt.
        findings: what is to be said of the table.
        doubted: what its rows were in step with is another store's, or was before a backup was put back.
        told: what stood in the rows of which the last sync said that they are held, as digests.
        waited: the new rows that waited for an approval after the last sync, by their ids.
        live: by computed column, the formula that its cells are to hold (see ``SetCell``); the others hold values.
        left: what the last sync left in the computed cells, by row id and column, as hashes.
        stale: the rows whose computed values have changed since, and could not be written, by their ids.
        outdated: the formulas may be those of an older definition.
        blank: where lines stand that hold nothing but what a sync wrote beside a row that is no more.
    """

    view: TableView
    cells: TableCells
    columns: tuple[Column, ...]
    computed: tuple[Column, ...]
    layout: tuple[str, ...]
    rows: list[SheetRow]
    refusal: Message | None = None
    findings: list[Message] = field(default_factory=list)
    doubted: bool = False
    told: frozenset[str] = frozenset()
    waited: frozenset[str] = frozenset()
    live: Mapping[str, str] = field(default_factory=dict)
    left: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    outdated: bool = False
    blank: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The table's name."""
        return self.view.table.name

    def raw(self, row: SheetRow, column: str) -> CellValue:
        """What the cell held when it was read."""
        return self.cells.columns[column][row.position] if column in self.cells.columns else None

    def hash_of(self, row: SheetRow, column: str) -> str:
        """The hash of what stands in the cell; an unreadable cell has one that no value has."""
        if column in row.findings and column not in row.wire:
            return _unread(self.raw(row, column))
        return field_hash(row.wire.get(column))

    def content_of(self, row: SheetRow) -> str:
        """A digest of what stands in the row."""
        return content_digest(self.hash_of(row, column.name) for column in self.columns)

    def edited(self, row: SheetRow, column: str) -> bool:
        """Whether the cell of an open field was edited since it was noted as open.

        A text that could not be read then, and can be now that what it names is there, was not.
        """
        opened, held = row.open.get(column), self.raw(row, column)
        if opened is None or opened.mine == self.hash_of(row, column):
            return False
        return held is None or opened.mine != _unread(held)

    def decision(self, row: SheetRow, column: str) -> Decision | None:
        """What the user decided of an open field.

        A cell that was edited since the field was opened is no longer what theirs was to replace: the edit counts,
        whether it was made before or after the choice, for it must not be lost.
        """
        decision = row.decisions.get(column)
        return None if decision == "theirs" and self.edited(row, column) else decision

    def is_formula(self, row: SheetRow, column: str) -> bool:
        """Whether the cell holds a formula."""
        return (column, row.position) in self.cells.formulas

    def changed(self, row: SheetRow) -> Iterator[str]:
        """The bound columns whose cell differs from what the row was last in step with."""
        for column in self.columns:
            if row.base is None:
                if row.wire.get(column.name) is not None or column.name in row.findings:
                    yield column.name
            elif row.base.hashes.get(column.name) != self.hash_of(row, column.name):
                yield column.name


def read_table(view: TableView, cells: TableCells, layout: Sequence[str], context: Context) -> SheetTable:
    """The rows of one sheet. References are looked up in the workbook's lists; ids are taken as they stand."""
    columns, computed = (
        tuple(column for column in declared if column.name in cells.columns)
        for declared in (view.table.without_computed.columns, view.table.computed)
    )
    covered = tuple(layout) or tuple(column.name for column in columns)
    rows = list(_rows(cells, covered))
    for column in columns:
        _read_column(column, cells, rows, context)
    _compare_currencies(columns, cells, rows, context)
    kept = [row for row in rows if row.id_cell is not None or not row.cleared]
    blank = {row.position for row in rows} - {row.position for row in kept}
    return SheetTable(view, cells, columns, computed, covered, kept, blank=tuple(sorted(blank)))


def _rows(cells: TableCells, layout: Sequence[str]) -> Iterator[SheetRow]:
    blank: list[CellValue] = [None] * len(cells.rows)
    ids, bases, opens, ticks = (cells.columns.get(name, blank) for name in (ID, BASE, OPEN, TICK))
    for position, handle in enumerate(cells.rows):
        row_id, base_cell = str(ids[position] or "").strip(), bases[position]
        base = read_base(base_cell, row_id, layout) if isinstance(base_cell, str) else None
        opened = read_open(opens[position])
        if base is not None and base.seal != open_seal(opens[position]):
            # which fields wait for their user, and on what, can no longer be told: everything that differs asks again
            base, opened = None, {}
        yield SheetRow(
            position=position,
            handle=handle,
            id=row_id,
            id_cell=ids[position],
            base_cell=base_cell,
            base=base,
            open=opened,
            decisions=decided(opened, ticks[position]),
        )


def decided(opened: Mapping[str, OpenField], tick: CellValue) -> dict[str, Decision]:
    """What the choice made in the tick of a row says of its open fields."""
    decision = decision_of(tick)
    return dict.fromkeys(opened, decision) if decision else {}


def decision_of(tick: CellValue) -> Decision | None:
    """The choice that stands in a tick."""
    return _DECISIONS.get(str(tick).strip())


def _read_column(column: Column, cells: TableCells, rows: Sequence[SheetRow], context: Context) -> None:
    """Read one column from top to bottom. Texts that stand in many rows are parsed once."""
    name, values = column.name, cells.columns[column.name]
    faults = {position: fault for (faulty, position), fault in cells.faults.items() if faulty == name}
    known: dict[str, WireValue | Message] = {}
    for row in rows:
        cell = values[row.position]
        if row.position in faults:
            row.findings[name] = faults[row.position]
        elif cell is None:
            row.wire[name] = None
        elif not isinstance(cell, str):
            _put(row, name, _read(column, cell, context))
        elif column.numbered and _PROVISIONAL.fullmatch(cell.strip()):
            row.provisional, row.wire[name] = cell.strip(), None
        else:
            if cell not in known:
                known[cell] = _read(column, cell, context)
            _put(row, name, known[cell])


def _compare_currencies(
    columns: Sequence[Column], cells: TableCells, rows: Sequence[SheetRow], context: Context
) -> None:
    """Take back the amounts that are written in another currency than their row's, once all columns are read."""
    money = [column.name for column in columns if isinstance(column.type, Money)]
    by_name = {column.name: column for column in columns}
    for row in rows:
        texts = {name: cell for name in money if isinstance(cell := cells.columns[name][row.position], str)}
        if texts:
            for name, message in other_currencies(by_name, texts, row.wire, context):
                _put(row, name, message)


def read_cell(row: SheetRow, column: Column, cell: CellValue, context: Context) -> None:
    """Put the value of ``cell``, or the finding that there is none, into ``row``."""
    _put(row, column.name, _read(column, cell, context))


def _read(column: Column, cell: CellValue, context: Context) -> WireValue | Message:
    parsed = parse(cell, column.type, context)
    return parsed if isinstance(parsed, Message) else column.type.encode(parsed)


def _unread(cell: CellValue) -> str:
    """The hash of a cell that cannot be read, by what it holds."""
    return field_hash(f"\0{cell!r}")


def _put(row: SheetRow, name: str, read: WireValue | Message) -> None:
    if isinstance(read, Message):
        row.findings[name] = read
        row.wire.pop(name, None)
    else:
        row.findings.pop(name, None)
        row.wire[name] = read
