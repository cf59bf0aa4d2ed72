"""A person who works in an open workbook between any two calls of a sync, and a ledger of what must come of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

import xlwings as xw

from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.grids.excel import ExcelGrid
from crossfoot_templates.layout import ID
from crossfoot_templates.types import CellValue
from crossfoot_tests.sync.grids.adversary import OWN, Act, Adversary, Written, book_of, random_edits
from crossfoot_tests.sync.grids.excel_books import ExcelHands, open_book
from crossfoot_tests.sync.grids.seam import Seam

LOOK: Final = "raw_value"
WRITES: Final = frozenset({"raw_value=", "delete"})
"""Calls that take something away."""


@dataclass
class Screen:
    """An open workbook on a person's screen."""

    book: xw.Book

    def hands(self) -> ExcelHands:
        """Their hands in the table of customers."""
        return ExcelHands.of(self.book, "customer")

    def standing(self) -> set[CellValue]:
        """Every value on its sheet."""
        found = self.hands_sheet().used_range.options(ndim=2).value
        return {each for line in found for each in line if isinstance(each, str | float) and not isinstance(each, bool)}

    def hands_sheet(self) -> xw.Sheet:
        """The sheet of the table, whatever it is called by now."""
        return self.book.names("cf.customer._status").refers_to_range.sheet


@dataclass
class Values:
    """The values of a sheet, all different, told by who took them away.

    ``excused`` is what was typed between the last look at a cell and the call that wrote to it, where nothing can keep
    people from that: nobody but Excel could know of it.
    """

    screen: Screen
    watched: set[CellValue] = field(init=False)
    gone: set[CellValue] = field(default_factory=set)
    back: set[CellValue] = field(default_factory=set)
    excused: set[CellValue] = field(default_factory=set)
    _at_risk: set[CellValue] = field(default_factory=set)
    _wrote: bool = False
    _before: set[CellValue] = field(init=False)

    def __post_init__(self) -> None:
        self._before = self.screen.standing()
        self.watched = {*self._before}

    @property
    def values(self) -> set[CellValue]:
        """The values that were in the sheet when somebody looked last."""
        return self._before

    def noticed(self, *, person: bool) -> None:
        """Take down what the last step changed."""
        standing = self.screen.standing()
        if person:
            self.gone |= self._before - standing
            self.back |= standing - self._before
            self.watched = self.watched | {value for value in standing if str(value).startswith("P")}
        self._before = standing

    def lost(self) -> set[CellValue]:
        """What stands nowhere although nobody took it away."""
        return self.watched - self.values - self.gone - self.excused

    def called(self, name: str, typed: set[CellValue]) -> None:
        """This was typed before that call, which may be another look, and what the call before it wrote stands."""
        if self._wrote:
            self.excused |= self._at_risk - self.screen.standing()
        self._at_risk = set() if name == LOOK else (self._at_risk | typed) - self.excused
        self._wrote = name in WRITES and bool(self._at_risk)

    def taken(self, value: CellValue) -> bool:
        """Whether a person took a value away."""
        return value in self.gone


def _filters(who: Adversary[Any, Any], hands: ExcelHands) -> str:
    tables = [*hands.screen.tables]
    if not tables:
        return "finds no table to filter"
    kept = [f"n{number}" for number in range(0, 6, 2)]
    tables[0].autofilter.apply_values(hands.place("name") + 1, kept)
    return f"filters {kept}"


def _renames(who: Adversary[Any, Any], hands: ExcelHands) -> str:
    title = f"客户 {who.value()}"
    hands.screen.name = title
    return f"calls the sheet {title}"


def _deletes_column(who: Adversary[Any, Any], hands: ExcelHands) -> str:
    there = {each.name or each.label for each in hands.columns}
    column = who.random.choice(("amount", "code", OWN))
    if column not in there:
        return f"finds no column {column}"
    hands.delete_column(column)
    return f"deletes the column {column}"


EXCELS: tuple[Act, ...] = (_filters, _renames, _deletes_column)


@dataclass
class Outcome:
    """What was written while a person worked against it."""

    adversary: Adversary[Screen, Values]
    grid: ExcelGrid
    first: dict[int, list[CellValue]]
    written: Written

    def wrongs(self) -> list[str]:
        """What is not as it must be; nothing."""
        ledger = self.adversary.ledger
        ledger.noticed(person=False)
        now = self.grid.read().tables["customer"]
        found = [f"{value} is lost" for value in sorted(map(str, ledger.lost() - self.written.replaced(self.first)))]
        ids = Counter(row for row in now.columns.get(ID, []) if row is not None)
        found += [f"{row} stands there {count} times" for row, count in ids.items() if count > 1]
        return found + self.written.not_made(ledger, {*ids})


def written_against(app: xw.App, folder: Path, seed: int, *, acts: int = 4, held: bool = True) -> Outcome:
    """A write with a person in between; repeatable by its seed. Where they cannot be ``held``, they act at any call."""
    random = Random(seed)
    opened = open_book(app, folder / f"{seed}.xlsx", book_of(random.randrange(1, 6), random.randrange(3)))
    screen = Screen(opened)
    likely = random.choice((0.3, 0.6, 0.9))
    person = Adversary(screen, random, Values(screen), random.randrange(1, acts + 1), likely, more=EXCELS)
    seam = Seam(lacking=frozenset() if held else frozenset({"interactive="}))
    grid = ExcelGrid(seam.under(opened))
    seen = grid.read()
    cells = seen.tables["customer"]
    hands = screen.hands()
    first = {row: _contents(hands, row) for row in cells.rows}
    edits: Edits = random_edits(random, seen)
    often = random.choice((0.1, 0.3, 0.6) if held else (0.01, 0.03, 0.08))

    def between(name: str) -> None:
        before = person.ledger.watched
        if app.interactive and random.random() < often:
            person(name)
        person.ledger.called(name, person.ledger.watched - before)

    seam.between = between
    missed = grid.write(edits, seen)
    seam.between = None
    person.ledger.called("", set())
    return Outcome(person, grid, first, Written(edits, missed))


def _contents(hands: ExcelHands, row: int) -> list[CellValue]:
    line = hands.rows[row - hands.header - 1]
    return [each for each in line if isinstance(each, str | int | float)]
