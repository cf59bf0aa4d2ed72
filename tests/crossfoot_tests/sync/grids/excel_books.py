"""Books in workbooks that are open in LibreOffice behind xlwings, and a person who works in them there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import xlwings as xw

from crossfoot_sync.grids.address import Area, letters, target
from crossfoot_sync.grids.excel import ExcelGrid
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import Content, ErrorValue, Formula, MemoryColumn, MemorySheet, Uncalculated
from crossfoot_templates.layout import HEADER_ROW, STATUS, binding, bound
from crossfoot_templates.types import CellValue
from crossfoot_tests.sync.grids.openpyxl_books import write_book

GETTING_DATA = "=#ERR540!"
"""A formula of LibreOffice's whose value has not come yet."""


def open_book(app: xw.App, path: Path, book: MemoryGrid) -> xw.Book:
    """``book`` in a file, opened."""
    opened = app.books.open(str(write_book(path, _plain(book))))
    for sheet in book.sheets.values():
        _enter(opened.sheets[sheet.title], sheet)
    return opened


def _plain(book: MemoryGrid) -> MemoryGrid:
    """The book without what a live program calculates for itself."""
    sheets = {}
    for name, sheet in book.sheets.items():
        rows = [[None if _is_special(each) else each for each in line] for line in sheet.rows]
        columns = [MemoryColumn(each.label, each.name) for each in sheet.columns]
        sheets[name] = MemorySheet(sheet.table, sheet.title, columns, rows, sheet.status, sheet.lost)
    return MemoryGrid(book.name, sheets, book.manifest, book.lists)


def _is_special(content: Content) -> bool:
    return isinstance(content, Formula | ErrorValue | Uncalculated)


def _enter(cells: xw.Sheet, sheet: MemorySheet) -> None:
    for row, line in enumerate(sheet.rows, start=HEADER_ROW + 1):
        for column, content in enumerate(line, start=1):
            if _is_special(content):
                enter(cells.range((row, column)), content)


def enter(cell: xw.Range, content: Content) -> None:
    """Put something into a cell as a person does, past xlwings."""
    native = cell.api.getCellByPosition(0, 0)
    match content:
        case Uncalculated():
            native.setFormula(GETTING_DATA)
        case ErrorValue(text):
            native.setFormula(f"={text}")
        case Formula(value):
            native.setFormula(f"={_literal(value)}")
            if isinstance(value, dt.date):
                cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, dt.datetime) else "yyyy-mm-dd"
        case str():
            native.setString(content)
        case None:
            native.setFormula("")
        case _:
            cell.value = content


def _literal(value: CellValue) -> str:
    """A value as it stands in a formula of LibreOffice's."""
    match value:
        case bool():
            return f"{str(value).upper()}()"
        case dt.datetime():
            return f"DATE({value.year};{value.month};{value.day})+{value.hour * 3600 + value.minute * 60}/86400"
        case dt.date():
            return f"DATE({value.year};{value.month};{value.day})"
        case None:
            return '""'
        case str():
            return '"' + value.replace('"', '""') + '"'
    return repr(value)


@dataclass
class ExcelHands(MemorySheet):
    """A sheet as a person sees it on the screen; what is done to it happens there."""

    book: xw.Book = field(kw_only=True)

    @classmethod
    def of(cls, book: xw.Book, table: str) -> ExcelHands:
        """The sheet of a table."""
        place = book.names(binding(table, STATUS)).refers_to_range
        made = cls(table, place.sheet.name, [], book=book)
        made.look()
        return made

    @property
    def screen(self) -> xw.Sheet:
        """The sheet."""
        return self.book.sheets[self.title]

    @property
    def header(self) -> int:
        """The row of the headings."""
        rows = [at.top for name, at in self._bound().items() if name != STATUS]
        return rows[0] if rows else HEADER_ROW

    @property
    def hand(self) -> ExcelHand:
        """What is done to cells by their addresses."""
        return ExcelHand(self)

    def letter(self, column: str) -> str:
        """The letters of a column."""
        return letters(self.place(column) + 1)

    def undo(self) -> None:
        """Nothing: what a program writes takes from Excel what could be undone."""

    @property
    def below(self) -> int:
        """The row below the last one that holds anything."""
        return self.header + 1 + len(self.rows)

    def look(self) -> None:
        """See what stands there now."""
        bound_at = self._bound()
        names = {at.left: name for name, at in bound_at.items() if name != STATUS}
        last = self.screen.used_range.last_cell
        width = max([*names, self._width()])
        cells = self.screen.range((1, 1), (max(last.row, self.header + 1), width)).options(ndim=2).value
        labels = cells[self.header - 1]
        self.columns = [MemoryColumn(str(labels[at - 1] or ""), names.get(at)) for at in range(1, width + 1)]
        rows = [[_seen(each) for each in line] for line in cells[self.header :]]
        while rows and all(each is None for each in rows[-1]):
            rows.pop()
        self.rows = rows

    def _width(self) -> int:
        tables = [each.range for each in self.screen.tables]
        return max((each.last_cell.column for each in tables), default=1)

    def _bound(self) -> dict[str, Area]:
        found = {}
        for name in self.book.names:
            split = bound(name.name)
            place = target(name.refers_to or "") if split and split[0] == self.table else None
            if split and place:
                found[split[1]] = place[1]
        return found

    def set(self, row: int, column: str, content: Content) -> None:
        at = self.place(column) + 1
        self._do(lambda: enter(self.screen.range((row, at)), content))

    def insert_rows(self, before: int, count: int = 1) -> None:
        self._do(lambda: self.screen.range(f"{before}:{before + count - 1}").insert("down"))

    def delete_rows(self, rows: Iterable[int]) -> None:
        for row in sorted({*rows}, reverse=True):
            self._do(partial(self.screen.range(f"{row}:{row}").delete, "up"))

    def move_row(self, row: int, before: int) -> None:
        def move() -> None:
            self.screen.range(f"{before}:{before}").insert("down")
            at = row + 1 if row >= before else row
            self.screen.range(f"{at}:{at}").move(self.screen.range(f"{before}:{before}"))
            self.screen.range(f"{at}:{at}").delete("up")

        self._do(move)

    def copy_row(self, row: int, onto: int) -> None:
        self._do(lambda: self.screen.range(f"{row}:{row}").copy(self.screen.range(f"{onto}:{onto}")))

    def sort(self, by: str, columns: Sequence[str] | None = None) -> None:
        places = range(len(self.columns)) if columns is None else [self.place(each) for each in columns]
        left, right = min(places) + 1, max(places) + 1
        if not self.rows:
            return
        area = self.screen.range((self.header + 1, left), (self.header + len(self.rows), right))
        self._do(lambda: area.impl.sort([self.place(by) + 2 - left], [True], False))

    def insert_column(self, before: str, label: str) -> None:
        at = self.place(before) + 1
        letter = letters(at)

        def insert() -> None:
            self.screen.range(f"{letter}:{letter}").insert("right")
            self.screen.range((self.header, at)).value = label

        self._do(insert)

    def move_column(self, column: str, before: str) -> None:
        start, to = self.place(column) + 1, self.place(before) + 1

        def move() -> None:
            rows = self.screen.used_range.last_cell.row
            self.screen.range((1, to), (rows, to)).insert("right")
            at = start + 1 if start >= to else start
            self.screen.range((1, at), (rows, at)).move(self.screen.range((1, to)))
            self.screen.range((1, at), (rows, at)).delete("left")

        self._do(move)

    def delete_column(self, column: str) -> None:
        letter = self.letter(column)
        self._do(lambda: self.screen.range(f"{letter}:{letter}").delete("left"))

    def rename_header(self, column: str, label: str) -> None:
        self._do(lambda: enter(self.screen.range((self.header, self.place(column) + 1)), label))

    def _do(self, step: Callable[[], Any]) -> None:
        step()
        self.look()


@dataclass
class ExcelHand:
    """A person's hand in a sheet."""

    hands: ExcelHands
    done: tuple[object, ...] = ()

    @property
    def _screen(self) -> xw.Sheet:
        return self.hands.screen

    def inserts_columns(self, letter: str) -> None:
        """Insert a column before another."""
        self._screen.range(f"{letter}:{letter}").insert("right")

    def pastes(self, address: str, rows: list[list[object]]) -> None:
        """Paste values from a cell on."""
        self._screen.range(address).resize(len(rows), len(rows[0])).value = rows

    def copies(self, source: str, target: str) -> None:
        """Copy a cell onto another."""
        self._screen.range(source).copy(self._screen.range(target))

    def cuts(self, source: str, target: str) -> None:
        """Cut a cell and paste it over another."""
        self._screen.range(source).move(self._screen.range(target))


def _seen(value: Any) -> Content:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    found: Content = value
    return found


@dataclass
class ExcelBench:
    """A bench for open workbooks."""

    grid: ExcelGrid
    book: xw.Book

    @contextmanager
    def hands(self, table: str = "customer") -> Iterator[MemorySheet]:
        """The sheet on the screen."""
        yield ExcelHands.of(self.book, table)
