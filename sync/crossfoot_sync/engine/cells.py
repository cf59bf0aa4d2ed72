"""Cells as the engine sees them: what a grid reads, and the edits it is asked to make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crossfoot_templates.formula.excel import Program
from crossfoot_templates.messages import Message
from crossfoot_templates.types import CellValue


@dataclass(frozen=True)
class TableCells:
    """The managed columns of one table as they stand in a sheet.

    Attributes:
        table: the table's name; ``sheet`` is the sheet's title, for messages.
        rows: the grid's handles of the rows that hold anything in a managed column, in sheet order. For a
            file they are 1-based row numbers. Hidden and filtered rows count like others.
        columns: for every bound column, one value for each of ``rows``. A blank is ``None``, never ``""``.
        labels: the text in the header cell of every bound column.
        lost: columns whose defined name points nowhere (the column was deleted).
        faults: cells that cannot be read, by column and position in ``rows``: error values, formulas
            without a calculated value, merged cells. Their value in ``columns`` is ``None``.
        formulas: cells that hold a formula, by column and position in ``rows``.
        texts: those formulas as far as they can be told, in the form that ``SetCell`` takes them in.
        status: the text of the status cell.
        barred: cells that are protected against whoever syncs, by column and position in ``rows``; ``closed`` says
            that for the same reason no row can be added.
        below: row numbers of content beneath the table that was not read as part of it.
    """

    table: str
    sheet: str
    rows: list[int]
    columns: dict[str, list[CellValue]]
    labels: dict[str, str]
    lost: frozenset[str] = frozenset()
    faults: dict[tuple[str, int], Message] = field(default_factory=dict)
    formulas: frozenset[tuple[str, int]] = frozenset()
    texts: dict[tuple[str, int], str] = field(default_factory=dict)
    status: str = ""
    below: tuple[int, ...] = ()
    barred: frozenset[tuple[str, int]] = frozenset()
    closed: bool = False


@dataclass(frozen=True)
class Reading:
    """A workbook as read at one moment.

    Attributes:
        manifest: the facts of the very hidden manifest sheet, as text.
        lists: the named text columns of the very hidden lists sheet, without trailing blanks.
        tables: the bound tables by name.
        date1904: whether bare serial numbers count from 1904.
        program: what calculates its formulas.
        stamp: what the grid needs to recognise a change since; nobody else looks at it.
    """

    manifest: dict[str, str]
    lists: dict[str, list[str]]
    tables: dict[str, TableCells]
    date1904: bool = False
    program: Program = "excel"
    stamp: object = None


@dataclass(frozen=True, slots=True)
class SetCell:
    """Write ``value`` where ``expected`` was read. Text is always written as text, never as a formula.

    Where there is a ``formula``, the cell is to hold it and show ``value``: what Excel would have after its ``=``, with
    ``[@name]`` where the cell of a bound column of the row stands.

    Where ``given`` names other cells of the row, only while all of them hold what was read as well: the choice that
    this is done for may be taken back, and what a row is in step with speaks of all its cells.
    """

    table: str
    row: int
    column: str
    expected: CellValue
    value: CellValue
    given: tuple[CheckCell, ...] = ()
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class CheckCell:
    """Write nothing, but tell where ``expected`` stands no longer: what is noted elsewhere speaks of this cell."""

    table: str
    row: int
    column: str
    expected: CellValue


@dataclass(frozen=True, slots=True)
class AppendRow:
    """Add a row beneath the last one of ``table``; ``values`` by column, and the ``formulas`` that are to give some."""

    table: str
    values: Mapping[str, CellValue]
    formulas: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Take away the row that had ``expected_id`` in its id column. A file clears it, a live grid deletes it."""

    table: str
    row: int
    expected_id: str


@dataclass(frozen=True)
class Edits:
    """Everything to be written at once.

    Attributes:
        checked: cells that are not written and are to be as they were read.
        status: new texts of status cells, by table.
        manifest: facts to set; facts not named stay.
        lists: named columns to replace whole; lists not named stay.
    """

    cells: list[SetCell] = field(default_factory=list)
    appended: list[AppendRow] = field(default_factory=list)
    removed: list[RemoveRow] = field(default_factory=list)
    checked: list[CheckCell] = field(default_factory=list)
    status: dict[str, str] = field(default_factory=dict)
    manifest: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.cells or self.appended or self.removed or self.status or self.manifest or self.lists)


@dataclass(frozen=True, slots=True)
class Missed:
    """An edit or a check of a cell that no longer held what was read, but ``found``. It was left alone."""

    table: str
    row: int
    column: str
    found: CellValue
