"""What the formulas of a spreadsheet give: references, arithmetic, comparison, and the functions of ``FUNCTIONS``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.formulas import kinds
from crossfoot_sync.emulator.formulas.functions import FUNCTIONS
from crossfoot_sync.emulator.formulas.kinds import Operand
from crossfoot_sync.emulator.formulas.reading import calculated
from crossfoot_sync.emulator.formulas.tokens import UnreadableError
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.book import Book
from crossfoot_sync.emulator.grid.cell import ErrorValue, Result
from crossfoot_sync.emulator.grid.serials import date_serial
from crossfoot_sync.emulator.grid.sheet import Place, Sheet

Supplied = Callable[[str, str, int, int], Result]


@dataclass
class Calculator:
    """Calculates one state of a spreadsheet, each cell once.

    ``supplied`` may know a result: it is asked first, with the formula, the sheet's title, and the row and column
    counted from 0, and answers ``None`` where it does not.
    """

    book: Book
    today: date
    supplied: Supplied | None = None
    known: dict[tuple[int, int, int], Result] = field(default_factory=dict)
    under_way: set[tuple[int, int, int]] = field(default_factory=set)
    heights: dict[int, int] = field(default_factory=dict)

    def value(self, sheet: Sheet, row: int, column: int) -> Result:
        """What a cell holds or its formula gives, before it is formatted."""
        cell = sheet.cells.get((row, column))
        if cell is None or cell.formula is None:
            return None if cell is None else cell.value
        key = (sheet.id, row, column)
        if key in self.under_way:
            return kinds.CIRCULAR
        if key not in self.known:
            self.under_way.add(key)
            found = self.supplied(cell.formula, sheet.title, row, column) if self.supplied else None
            result = self.result(cell.formula, sheet, (row, column)) if found is None else found
            self.under_way.discard(key)
            self.known[key] = result
        return self.known[key]

    def height(self, sheet: Sheet) -> int:
        """The row after the last one of which anything is known."""
        if sheet.id not in self.heights:
            self.heights[sheet.id] = max((row for row, _ in sheet.cells), default=-1) + 1
        return self.heights[sheet.id]

    def result(self, formula: str, sheet: Sheet, place: tuple[int, int] = (0, 0)) -> Result:
        """What a formula gives in a cell of a sheet, whose row and column count from 0."""
        try:
            found = kinds.single(calculated(formula.lstrip()[1:], _OnSheet(self, sheet, place)))
        except (UnreadableError, RecursionError):
            return kinds.PARSE_ERROR
        except OverflowError:
            return ErrorValue("NUM", "#NUM!", "The result is too large a number.")
        if isinstance(found, float) and found.is_integer() and abs(found) < 1e15:
            return int(found)
        return 0 if found is None else found


@dataclass(frozen=True)
class _OnSheet:
    """What a formula finds around it."""

    calculator: Calculator
    sheet: Sheet
    cell: tuple[int, int]

    def range(self, reference: str) -> Operand:
        found = self._located(reference)
        return kinds.REFERENCE_GONE if found is None else self._block(*found)

    def place(self, name: str, reference: str | None) -> Operand:
        row, column = self.cell
        if reference is not None:
            found = self._located(reference)
            if found is None:
                return kinds.REFERENCE_GONE
            row, column = found.area.top, found.area.left
        return (row if name == "ROW" else column) + 1

    def named(self, name: str) -> Operand:
        known = {each["name"].lower(): each["range"] for each in self.calculator.book.named}
        if name.lower() not in known:
            return kinds.unknown_name(name)
        return self._block(*self.calculator.book.bounded(known[name.lower()]))

    def call(self, name: str, operands: list[Operand]) -> Operand:
        if name == "TODAY":
            return date_serial(self.calculator.today)
        function = FUNCTIONS.get(name)
        if function is None:
            return kinds.not_calculated(name)
        try:
            return function(operands)
        except IndexError:
            return kinds.not_enough(name)

    def _located(self, reference: str) -> Place | None:
        text = reference.replace("$", "")
        if a1.split(text)[0] is None:
            text = f"{a1.quoted(self.sheet.title)}!{text}"
        try:
            return self.calculator.book.locate(text)
        except InvalidArgumentError:
            return None

    def _block(self, sheet: Sheet, area: Area) -> Operand:
        value = self.calculator.value
        columns = range(area.left, area.right)
        # a whole column is mostly blank
        last = area.bottom if area.height == 1 else min(area.bottom, self.calculator.height(sheet))
        rows = range(area.top, max(area.top + 1, last))
        return [[value(sheet, row, column) for column in columns] for row in rows]
