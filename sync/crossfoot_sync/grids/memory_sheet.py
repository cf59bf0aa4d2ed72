"""A sheet held in memory, and what a person does to one with their hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from crossfoot_sync.engine.cells import TableCells
from crossfoot_templates.layout import FIRST_ROW, HEADER_ROW
from crossfoot_templates.live import named
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import CellValue


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that holds a formula; ``value`` is what it shows, ``text`` the formula where anybody asks."""

    value: CellValue
    text: str = ""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that shows an error such as ``#N/A``."""

    text: str


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula that no program has calculated yet."""


Content: TypeAlias = CellValue | Formula | ErrorValue | Uncalculated


@dataclass(frozen=True, slots=True)
class MemoryColumn:
    """A column: its heading, and the name that binds it; ``None`` for a user's own.

    ``calculated`` is one that every new row is given a formula in: that alone makes no row.
    """

    label: str
    name: str | None = None
    calculated: bool = False


@dataclass
class MemorySheet:
    """The sheet of one table. Rows are addressed by number as in a workbook, columns by name or by heading.

    Attributes:
        version: another object after every change, so that an unchanged sheet is recognised.
    """

    table: str
    title: str
    columns: list[MemoryColumn]
    rows: list[list[Content]] = field(default_factory=list)
    status: str = ""
    lost: frozenset[str] = frozenset()
    version: object = field(default_factory=object)

    def __deepcopy__(self, memo: dict[int, object]) -> MemorySheet:
        copy = replace(self, columns=[*self.columns], rows=[[*row] for row in self.rows])
        memo[id(self)] = copy
        return copy

    def place(self, column: str) -> int:
        """Where a column stands, from 0.

        Raises:
            KeyError: there is none of that name or heading.
        """
        for at, each in enumerate(self.columns):
            if column == (each.name or each.label):
                return at
        raise KeyError(f"{self.title} has no column {column}")

    def cells(self) -> TableCells:
        """The table as a grid reads it."""
        bound = {each.name: at for at, each in enumerate(self.columns) if each.name is not None}
        filled = [at for at, row in enumerate(self.rows) if self._holds(row, bound.values())]
        columns: dict[str, list[CellValue]] = {}
        faults: dict[tuple[str, int], Message] = {}
        formulas: set[tuple[str, int]] = set()
        texts: dict[tuple[str, int], str] = {}
        for name, place in bound.items():
            values: list[CellValue] = []
            for position, at in enumerate(filled):
                content = self.rows[at][place]
                if isinstance(content, Formula) and content.text:
                    texts[name, position] = content.text
                if isinstance(content, Formula | ErrorValue | Uncalculated):
                    content = _unusual(content, (name, position), faults, formulas)
                values.append(None if content == "" else content)
            columns[name] = values
        return TableCells(
            table=self.table,
            sheet=self.title,
            rows=[FIRST_ROW + at for at in filled],
            columns=columns,
            labels={each.name: each.label for each in self.columns if each.name is not None},
            lost=self.lost,
            faults=faults,
            formulas=frozenset(formulas),
            texts=texts,
            status=self.status,
        )

    # What a person does

    def set(self, row: int, column: str, content: Content) -> None:
        """Type into a cell, below the last row too."""
        place = self.place(column)
        self._reach(row)
        self.rows[row - FIRST_ROW][place] = content
        self._touched()

    def append(self, **values: Content) -> int:
        """Type a new row below the last one that holds anything; its number."""
        row = FIRST_ROW + max((at + 1 for at, line in enumerate(self.rows) if self._holds(line)), default=0)
        for column, content in values.items():
            self.set(row, column, content)
        return row

    def insert_rows(self, before: int, count: int = 1) -> None:
        """Insert blank rows."""
        self._reach(before - 1)
        at = before - FIRST_ROW
        self.rows[at:at] = [self._blank() for _ in range(count)]
        self._touched()

    def delete_rows(self, rows: Iterable[int]) -> None:
        """Delete rows; those below move up."""
        for row in sorted({*rows}, reverse=True):
            if row - FIRST_ROW < len(self.rows):
                del self.rows[row - FIRST_ROW]
        self._touched()

    def move_row(self, row: int, before: int) -> None:
        """Cut a row and insert it elsewhere."""
        line = self.rows.pop(row - FIRST_ROW)
        at = before - FIRST_ROW
        self.rows.insert(at - 1 if before > row else at, line)
        self._touched()

    def copy_row(self, row: int, onto: int) -> None:
        """Copy a whole row and paste it over another, hidden columns and all."""
        self._reach(onto)
        self.rows[onto - FIRST_ROW] = [*self.rows[row - FIRST_ROW]]
        self._touched()

    def sort(self, by: str, columns: Sequence[str] | None = None) -> None:
        """Sort the rows by one column; of a selection, only its ``columns`` move along."""
        key = self.place(by)
        moving = range(len(self.columns)) if columns is None else sorted(self.place(each) for each in columns)
        order = sorted(self.rows, key=lambda row: _sort_key(row[key]))
        lines = [[row[place] for place in moving] for row in order]
        for row, line in zip(self.rows, lines, strict=True):
            for place, content in zip(moving, line, strict=True):
                row[place] = content
        self._touched()

    def insert_column(self, before: str, label: str) -> None:
        """Insert a column of one's own."""
        at = self.place(before)
        self.columns.insert(at, MemoryColumn(label))
        for row in self.rows:
            row.insert(at, None)
        self._touched()

    def move_column(self, column: str, before: str) -> None:
        """Drag a column elsewhere; its binding follows."""
        at = self.place(column)
        moved = self.columns.pop(at)
        to = self.place(before)
        self.columns.insert(to, moved)
        for row in self.rows:
            row.insert(to, row.pop(at))
        self._touched()

    def delete_column(self, column: str) -> None:
        """Delete a column; its binding points nowhere afterwards."""
        at = self.place(column)
        gone = self.columns.pop(at).name
        for row in self.rows:
            del row[at]
        self.lost |= {gone} if gone else frozenset()
        self._touched()

    def rename_header(self, column: str, label: str) -> None:
        """Type over a heading."""
        at = self.place(column)
        self.columns[at] = replace(self.columns[at], label=label)
        self._touched()

    # What a grid does

    def content(self, value: CellValue, formula: str | None) -> Content:
        """What a cell that is to show ``value`` holds; without ``formula`` where that names a column that is gone."""
        if formula is None or not all(map(self.has, named(formula))):
            return value
        return Formula(value, formula)

    def write_row(self, values: dict[str, Content]) -> None:
        """Add a row below the last one."""
        self.append(**{name: value for name, value in values.items() if value is not None and self.has(name)})

    def take_away(self, rows: Iterable[int]) -> None:
        """Remove rows that left: a live sheet deletes them."""
        self.delete_rows(rows)

    def has(self, name: str) -> bool:
        """Whether a column is bound by ``name``."""
        return any(each.name == name for each in self.columns)

    def _holds(self, line: Sequence[Content], places: Iterable[int] | None = None) -> bool:
        """Whether a line holds anything that was not put into every row."""
        within = range(len(self.columns)) if places is None else places
        return any(_shows(line[at], calculated=self.columns[at].calculated) for at in within)

    def _reach(self, row: int) -> None:
        if row < HEADER_ROW:
            raise IndexError(f"row {row} is above the table")
        while len(self.rows) <= row - FIRST_ROW:
            self.rows.append(self._blank())

    def _blank(self) -> list[Content]:
        return [None] * len(self.columns)

    def _touched(self) -> None:
        self.version = object()


def _shows(content: Content, *, calculated: bool = False) -> bool:
    """Whether a cell holds anything; a formula that shows nothing does not, nor any of a ``calculated`` column."""
    if isinstance(content, Formula | Uncalculated) and calculated:
        return False
    return (content.value if isinstance(content, Formula) else content) not in (None, "")


def _unusual(
    content: Formula | ErrorValue | Uncalculated,
    cell: tuple[str, int],
    faults: dict[tuple[str, int], Message],
    formulas: set[tuple[str, int]],
) -> CellValue:
    """Note what is special about ``cell`` and give its value."""
    if not isinstance(content, ErrorValue):
        formulas.add(cell)
    if isinstance(content, Formula):
        return content.value
    faults[cell] = say("error_value", value=content.text) if isinstance(content, ErrorValue) else say("no_cached_value")
    return None


def _sort_key(content: Content) -> tuple[int, float, str]:
    """Numbers before text before truth values, blanks last: as spreadsheets sort."""
    value = content.value if isinstance(content, Formula) else content
    if isinstance(value, bool):
        return 2, float(value), ""
    if isinstance(value, int | float):
        return 0, float(value), ""
    if value is None or value == "":
        return 3, 0.0, ""
    return 1, 0.0, str(value)
