"""A workplace: one person's workbook, and their hands. Whatever the hands do is entered in the ledger first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Set
from copy import deepcopy
from dataclasses import dataclass, field, replace
from random import Random
from typing import get_args

from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.outbox import MemoryOutbox, Outbox
from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.engine.openfields import OpenField, read_open
from crossfoot_sync.engine.parting import HELD
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.grids.memory import MemoryGrid, memory_book
from crossfoot_sync.grids.memory_sheet import Content, Formula, MemorySheet
from crossfoot_sync.grids.protocol import Grid
from crossfoot_templates.layout import FIRST_ROW, ID, MESSAGE, OPEN, TAKE_THEIRS, TICK
from crossfoot_templates.messages import say
from crossfoot_templates.model import BookView, Language
from crossfoot_templates.types import CellValue
from crossfoot_tests.simulation.fragile import FragileGrid, FragileOutbox, Fuse
from crossfoot_tests.simulation.ledger import FOLLOWED, Cell, Ledger, Page, mark_of
from crossfoot_tests.simulation.network import Line
from crossfoot_tests.simulation.overtyping import gone_with_a_word, typed_over

OWN_COLUMN = "Mine"
"""A column that belongs to the person alone."""

_SENT_BEFORE = {each: say("row_sent_before").text(each).partition("‹")[0] for each in get_args(Language)}
"""How a row begins to say that it seems to have been sent before, up to when that was."""


class FileSheet(MemorySheet):
    """A sheet of a file: rows that leave are blanked, as nothing below may move."""

    def take_away(self, rows: Iterable[int]) -> None:
        """Blank what is bound."""
        bound = [at for at, each in enumerate(self.columns) if each.name is not None]
        for row in rows:
            for place in bound:
                self.rows[row - FIRST_ROW][place] = None
        self._touched()


@dataclass
class WatchedGrid(MemoryGrid):
    """A workbook that tells the ledger whenever something new stands on the screen."""

    looked: Callable[[MemoryGrid], None] = field(default=lambda grid: None)
    page: Page = field(default_factory=lambda: Page(""))

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        """Make edits, and look at them: what was typed over a computed cell goes with a word, or with its row."""
        version = self.manifest.get("version")
        before = typed_over(self)
        missed = super().write(edits, seen)
        # one's own formula cannot be told from that of another definition, or of one that is not known
        known = bool(version) and self.manifest.get("version") == version
        self.page.told += gone_with_a_word(self, before, formulas=known)
        self.looked(self)
        return missed

    def __deepcopy__(self, memo: dict[int, object]) -> WatchedGrid:
        return replace(
            self,
            sheets=deepcopy(self.sheets, memo),
            manifest=dict(self.manifest),
            lists={name: [*entries] for name, entries in self.lists.items()},
        )


@dataclass
class Place:
    """One workbook with its person.

    Attributes:
        workbook: the workbook's id.
        skew: how far this computer's clock is off.
        copies: copies of the file that were put away, each with what its outbox held.
        synced_by: asks whoever syncs the workbook to do so, where its people run no program.
        calculates: its formulas are calculated anew whenever a cell changes; ``uncalculated`` says that they never are.
        at_work: the program runs.
    """

    workbook: str
    login: str
    book: str
    language: Language
    grid: MemoryGrid
    server: Server
    line: Line
    ledger: Ledger
    clock: Callable[[], dt.datetime]
    fuse: Fuse
    outbox: Outbox = field(default_factory=MemoryOutbox)
    skew: dt.timedelta = field(default_factory=dt.timedelta)
    copies: list[tuple[MemoryGrid, Outbox]] = field(default_factory=list)
    synced_by: Callable[[], None] | None = None
    calculates: bool = False
    uncalculated: bool = False
    at_work: bool = False

    @property
    def page(self) -> Page:
        """The ledger's page for this workbook."""
        return self.ledger.pages[self.workbook]

    def desk(self, dice: Random, login: str = "") -> Desk:
        """A program that syncs the workbook, run by its person or by somebody else."""

        def ids() -> str:
            at = self.clock() + self.skew
            return new_row_id(int(at.timestamp() * 1000), dice.getrandbits(74))

        return Desk(
            FragileGrid(self.opened_by_program(), self.fuse),
            FragileOutbox(self.outbox, self.fuse),
            self.server,
            now=lambda: self.clock() + self.skew,
            new_id=ids,
            login=login or self.login,
        )

    def opened_by_program(self) -> Grid:
        """The workbook as the program opens it."""
        return self.grid

    def save(self) -> None:
        """Put away what was typed, for the program to find."""

    def reload(self) -> None:
        """Open the workbook again after the program ran."""

    # What stands in the sheets

    @property
    def tables(self) -> list[str]:
        """The tables of the workbook."""
        return list(self.grid.sheets)

    def sheet(self, table: str) -> MemorySheet:
        """The sheet of a table."""
        return self.grid.sheets[table]

    def lines(self, table: str) -> list[int]:
        """The numbers of the rows that hold anything that is bound."""
        return self.sheet(table).cells().rows

    def followed(self, table: str) -> list[str]:
        """The followed columns that the sheet has."""
        return [column for column in FOLLOWED[table] if self.sheet(table).has(column)]

    def content(self, table: str, line: int, column: str) -> Content:
        """What a cell holds."""
        sheet = self.sheet(table)
        return sheet.rows[line - FIRST_ROW][sheet.place(column)] if line - FIRST_ROW < len(sheet.rows) else None

    def shows(self, table: str, line: int, column: str) -> CellValue:
        """What a cell shows, as text goes."""
        held = self.content(table, line, column)
        return held.value if isinstance(held, Formula) else held if isinstance(held, str | float | int) else None

    def opened(self, table: str, line: int) -> dict[str, OpenField]:
        """The open fields of a row."""
        return read_open(self.shows(table, line, OPEN)) if self.sheet(table).has(OPEN) else {}

    def held(self, table: str) -> list[int]:
        """The numbers of the rows that say that they are held, as it is not certain which they are."""
        said = [say(code).text(self.language) for code in HELD]
        return [line for line, row in self.rows(table) if row.get(MESSAGE) in said]

    def asked_back(self, table: str, line: int) -> Collection[str]:
        """The columns in which the tick of a row says that what stands there is to give way."""
        if not self.sheet(table).has(TICK) or self.shows(table, line, TICK) != TAKE_THEIRS[self.language]:
            return ()
        return self.followed(table) if line in self.held(table) else self.opened(table, line)

    def rows(self, table: str) -> Iterator[tuple[int, dict[str, CellValue]]]:
        """Every row by number and column."""
        cells = self.sheet(table).cells()
        for position, line in enumerate(cells.rows):
            yield line, {name: column[position] for name, column in cells.columns.items()}

    def known(self, table: str) -> dict[str, int]:
        """The ids and revisions of the rows that the workbook knows to be in the store."""
        entries = (entry.rpartition(":") for entry in self.grid.lists.get(f"shown.{table}", ()))
        return {row_id: int(rev) for row_id, _, rev in entries if rev.isdigit()}

    def notes(self) -> dict[str, tuple[str, CellValue]]:
        """What stands in the person's own columns: the table and the id of the row each note is beside."""
        found: dict[str, tuple[str, CellValue]] = {}
        for table, sheet in self.grid.sheets.items():
            if any(each.label == OWN_COLUMN and each.name is None for each in sheet.columns) and sheet.has(ID):
                own, row_id = sheet.place(OWN_COLUMN), sheet.place(ID)
                for row in sheet.rows:
                    if isinstance(row[own], str):
                        held = row[row_id]
                        found[str(row[own])] = (table, held if isinstance(held, str) else None)
        return found

    # What the hands do

    def type(self, table: str, line: int, column: str, content: Content) -> None:
        """Type into a cell; what stood there is given up."""
        self.keep(table, line)
        self.give_up(table, line, column)
        self.sheet(table).set(line, column, content)
        self.ledger.type(self.workbook, table, column, content)

    def empty(self, table: str, line: int, columns: Iterable[str]) -> None:
        """Empty a whole row."""
        for column in columns:
            self.ledger.remove(self.workbook, table, column, self.content(table, line, column))
            self.type(table, line, column, None)

    def keep(self, table: str, line: int) -> None:
        """Decide that a row counts, or go on working in it, which says the same.

        If it says that it seems to have been sent before, its values may stand in one row more: its user knows.
        """
        told, row_id = (
            self.shows(table, line, name) if self.sheet(table).has(name) else None for name in (MESSAGE, ID)
        )
        sent_before = _SENT_BEFORE[self.language] in str(told)
        if sent_before and isinstance(row_id, str) and row_id not in self.page.kept:
            self.page.kept.add(row_id)
            self.copied(table, line)

    def give_up(self, table: str, line: int, *columns: str) -> None:
        """Do away with what stands in cells of a row, in all that are followed if none is named."""
        for column in columns or self.followed(table):
            if self.sheet(table).has(column):
                self.ledger.give_up(self.workbook, table, column, self.content(table, line, column))

    def give_up_everything(self) -> None:
        """Do away with everything that stands in the workbook."""
        for table in self.tables:
            for line in self.lines(table):
                self.give_up(table, line)

    def look_again(self) -> None:
        """What stands in the workbook is there again: an old copy of it was opened."""
        for table in self.tables:
            for line in self.lines(table):
                for column in self.followed(table):
                    self.ledger.bring_back(self.workbook, table, column, self.content(table, line, column))
                for column in self.asked_back(table, line):
                    self.give_up(table, line, column)
        self.ledger.look(self.workbook, self.grid)

    def put_back(self, table: str, before: MemorySheet, given_up: Set[Cell]) -> None:
        """Undo everything in a sheet since it was ``before``, when ``given_up`` was done away with.

        Who does that does away with what they typed since, and has again what they typed it over. What the program took
        from the sheet meanwhile is not theirs to answer for.
        """
        for line in self.lines(table):
            self.give_up(table, line)
        self.grid.sheets[table] = before
        for line in self.lines(table):
            for column in self.followed(table):
                held = self.content(table, line, column)
                if (table, column, mark_of(held)) not in given_up:
                    self.ledger.bring_back(self.workbook, table, column, held)

    def insist(self, table: str, line: int, *columns: str) -> None:
        """Enter that what stands in cells of a row is to count, against what is shown of them."""
        for column in columns:
            held = self.content(table, line, column) if self.sheet(table).has(column) else None
            self.ledger.insist(self.workbook, table, column, held)
        if columns:
            self.keep(table, line)

    def paste(self, table: str, source: int, target: int) -> None:
        """Copy a row, hidden cells and all, over another: that is what is to stand there from now on."""
        self.copied(table, source)
        self.give_up(table, target)
        for column in self.followed(table):
            if self.sheet(table).has(column):
                self.ledger.insist(self.workbook, table, column, self.content(table, source, column))
        self.sheet(table).copy_row(source, target)

    def copied(self, table: str, line: int) -> None:
        """Enter that the values of a row may now stand in one row more."""
        for column in self.followed(table):
            self.ledger.copy(table, column, self.content(table, line, column))


def watched_book(
    view: BookView, language: Language, manifest: dict[str, str], name: str, ledger: Ledger, *, file: bool
) -> WatchedGrid:
    """An empty workbook, of a file or open in a program, with a column of its user's own in every sheet."""
    plain = memory_book(view, language, manifest, name)
    kind = FileSheet if file else MemorySheet
    sheets = {table: kind(each.table, each.title, each.columns) for table, each in plain.sheets.items()}
    for sheet in sheets.values():
        sheet.insert_column(MESSAGE, OWN_COLUMN)
    workbook = manifest["workbook"]
    return WatchedGrid(
        name,
        sheets,
        plain.manifest,
        plain.lists,
        looked=lambda grid: ledger.look(workbook, grid),
        page=ledger.pages[workbook],
    )
