"""Spreadsheets in memory, behind the protocol by which the server asks Google for them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from crossfoot_server.sheets.spreadsheets import Facts
from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.google.probe import Version
from crossfoot_sync.grids.memory import MemoryGrid, memory_book
from crossfoot_sync.grids.memory_sheet import MemorySheet
from crossfoot_templates.layout import FIRST_ROW, GOOGLE_SHEET
from crossfoot_templates.model import BookView, Language
from crossfoot_templates.types import CellValue

ACCOUNT = "worker@project.iam.gserviceaccount.com"
LAID_OUT = frozenset({(GOOGLE_SHEET, each) for each in ("manifest", "lists", "before")})


@dataclass
class MemorySpreadsheet:
    """A spreadsheet that Ann shares with the service account.

    Attributes:
        meanwhile: called at each read and write, before it is carried out: where somebody else comes in between.
        broken: raised whatever is asked.
    """

    facts: Facts
    grid: MemoryGrid | None = None
    version: Version = field(default=Version(1, dt.datetime(2026, 3, 2, tzinfo=dt.UTC), "Ann", "ann@example.com"))
    asked: Counter[str] = field(default_factory=Counter)
    meanwhile: Callable[[str], None] | None = None
    broken: Exception | None = None

    @property
    def name(self) -> str:
        return self.facts.title

    def changed(self, name: str = "Ann", email: str = "ann@example.com") -> None:
        """Drive's version moves on."""
        self.version = replace(self.version, number=self.version.number + 1, name=name, email=email)

    def ask(self, lane: str) -> None:
        """A request."""
        self.asked[lane] += 1
        if self.meanwhile is not None:
            self.meanwhile(lane)
        if self.broken is not None:
            raise self.broken

    @property
    def standing(self) -> Reading | None:
        return None

    def read(self) -> Reading:
        self.ask("read")
        return self.book.read()

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        self.ask("write")
        missed = self.book.write(edits, seen)
        self.changed("worker", ACCOUNT)
        return missed

    @property
    def book(self) -> MemoryGrid:
        """The book that was laid out into it."""
        assert self.grid is not None
        return self.grid

    def sheet(self, table: str) -> MemorySheet:
        """The sheet of a table, without a request."""
        return self.book.sheets[table]

    def shows(self, table: str, line: int, column: str) -> CellValue:
        """What a cell shows."""
        cells = self.sheet(table).cells()
        return cells.columns[column][cells.rows.index(line)]

    def types(self, table: str, line: int, column: str, value: CellValue, who: str = "Ann") -> None:
        """Somebody types into a cell."""
        self.sheet(table).set(line, column, value)
        self.changed(who, f"{who.lower()}@example.com")


@dataclass
class MemorySpreadsheets:
    """All spreadsheets there are."""

    account: str = ACCOUNT
    files: dict[str, MemorySpreadsheet] = field(default_factory=dict)

    def create(self, spreadsheet: str, title: str, cells: int = 26_000) -> MemorySpreadsheet:
        """Ann makes one and shares it."""
        self.files[spreadsheet] = MemorySpreadsheet(Facts(title, "zh_CN", "Asia/Shanghai", cells))
        return self.files[spreadsheet]

    def version(self, spreadsheet: str) -> Version:
        self.files[spreadsheet].ask("drive")
        return self.files[spreadsheet].version

    def facts(self, spreadsheet: str) -> Facts:
        self.files[spreadsheet].ask("read")
        return self.files[spreadsheet].facts

    def lay_out(self, spreadsheet: str, view: BookView, manifest: Manifest, facts: Facts) -> None:
        file = self.files[spreadsheet]
        file.ask("write")
        file.grid = memory_book(view, manifest.language, manifest.facts(), facts.title)
        file.facts = replace(file.facts, marks=LAID_OUT)
        file.changed("worker", ACCOUNT)

    def mend(self, spreadsheet: str, view: BookView, language: Language) -> None:
        self.files[spreadsheet].ask("read")

    def clear(self, spreadsheet: str) -> None:
        self.files[spreadsheet].ask("write")
        self.files[spreadsheet].facts = replace(self.files[spreadsheet].facts, marks=frozenset())

    def grid(self, spreadsheet: str) -> MemorySpreadsheet:
        return self.files[spreadsheet]


FIRST = FIRST_ROW
"""The first row below the headings."""
