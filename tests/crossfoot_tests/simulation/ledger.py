"""The oracle: an independent ledger of every value typed, by whom, where, and of what stood on whose screen when.

Every value that is followed carries a mark that no other has: ``§12.1§`` in a text, an amount that ends in ``.37``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import Content, Formula
from crossfoot_templates.approvals import APPROVAL
from crossfoot_templates.layout import MESSAGE
from crossfoot_tests.simulation.figures import COMPUTED

FOLLOWED: dict[str, tuple[str, ...]] = {
    "customer": ("name", "notes", "region"),
    "invoice": ("amount", "discount", "terms", "notes"),
    "visit": ("result", "notes"),
    APPROVAL: ("comment",),
}
"""The columns whose values are followed."""

AMOUNTS = frozenset({"amount", "discount"})
"""Those of them that hold amounts; the others hold texts."""

TEXT_MARK = re.compile(r"§\d+\.\d+§")
_AMOUNT_MARK = re.compile(r"(?<![\d.])\d[\d,]*\.37(?!\d)")

Cell = tuple[str, str, str]
"""A followed value: table, column, mark."""


def text_mark(step: int, count: int) -> str:
    """The mark of a text."""
    return f"§{step}.{count}§"


def amount_mark(step: int, count: int) -> float:
    """An amount that is its own mark."""
    return step * 1000 + count + 0.37


def small_mark(step: int, count: int) -> float:
    """A smaller amount that is its own mark: no :func:`amount_mark` is the same."""
    return step * 100 + 50 + count + 0.37


def most_mark(step: int, count: int) -> float:
    """Seven tenths of an amount, its own mark, and like no other amount as long as few are typed in a step."""
    return step * 700 + 75 + count + 0.37


def mark_of(content: object) -> str | None:
    """The mark in what a cell shows, or in a stored value."""
    shown = content.value if isinstance(content, Formula) else content
    if isinstance(shown, bool) or shown is None:
        return None
    if isinstance(shown, int | float):
        text = f"{shown:.2f}"
        return text if text.endswith(".37") else None
    return next(marks_in(str(shown)), None)


def marks_in(text: str) -> Iterator[str]:
    """Every mark in a message or a text, amounts in the form ``1203.37``."""
    plain = unicodedata.normalize("NFKC", text)
    yield from TEXT_MARK.findall(plain)
    for amount in _AMOUNT_MARK.findall(plain):
        yield amount.replace(",", "")


@dataclass
class Page:
    """What the ledger holds of one workbook.

    Attributes:
        typed: when each value was last typed here.
        meant: the same, or when its user decided that it counts, against another that they were shown.
        seen: when each value first stood on this screen, in a cell or in a message.
        given_up: the values whose author did away with them here.
        cleared: when a cell of a column was last emptied here, by table and column.
        doubtful: bases of this workbook were tampered with, or are those of another store: merging is two-way.
        stepped_back: something was typed while a sync was under way. Rows may have been set back to what they were in
            step with before, and may contradict what their own user has stored since.
        unseen: the columns that its user deleted from the sheet: what stands in them they know no more.
        behind: the tables that were held while an earlier push was finished. What it stored could not be written
            down there, and contradicts what its own user types next.
        removed: when its user last emptied a whole row in which a value stood.
        kept: the rows that seem to have been sent before, and of which its user, who was told so, wants one more.
        overtyped: the texts that were typed over computed cells; ``told`` is how often the program told of one.
    """

    login: str
    typed: dict[Cell, int] = field(default_factory=dict)
    meant: dict[Cell, int] = field(default_factory=dict)
    seen: dict[Cell, int] = field(default_factory=dict)
    given_up: set[Cell] = field(default_factory=set)
    cleared: dict[tuple[str, str], int] = field(default_factory=dict)
    doubtful: bool = False
    stepped_back: bool = False
    unseen: set[tuple[str, str]] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    removed: dict[Cell, int] = field(default_factory=dict)
    overtyped: set[Cell] = field(default_factory=set)
    told: int = 0


@dataclass
class Ledger:
    """The pages of all workbooks, by the workbook's id, and the clock that orders what is noted in them.

    Attributes:
        copies: how many more rows than one may hold a value, because somebody copied it by hand.
        readers: who may know of a text: its author, and whoever reached a row that ever held it.
    """

    now: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    copies: Counter[Cell] = field(default_factory=Counter)
    readers: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def tick(self) -> int:
        """The time of what is noted next."""
        self.now += 1
        return self.now

    def type(self, workbook: str, table: str, column: str, content: Content) -> None:
        """Somebody typed ``content``; a blank too is typed."""
        page, at = self.pages[workbook], self.tick()
        mark = mark_of(content)
        if column in COMPUTED[table] and mark is not None and TEXT_MARK.fullmatch(mark):
            page.overtyped.add((table, column, mark))
        if column not in FOLLOWED[table]:
            return
        if mark is None:
            page.cleared[table, column] = at
            return
        page.typed[table, column, mark] = page.meant[table, column, mark] = at
        page.seen.setdefault((table, column, mark), at)
        page.given_up.discard((table, column, mark))
        self.readers[mark].add(page.login)

    def give_up(self, workbook: str, table: str, column: str, content: Content) -> None:
        """The author did away with what stood in a cell."""
        mark = mark_of(content)
        if mark is not None and column in FOLLOWED[table]:
            self.pages[workbook].given_up.add((table, column, mark))

    def remove(self, workbook: str, table: str, column: str, content: Content) -> None:
        """Somebody emptied a whole row: whatever takes the place of what stood in it, they knew of that."""
        mark = mark_of(content)
        if mark is not None:
            self.pages[workbook].removed[table, column, mark] = self.tick()

    def bring_back(self, workbook: str, table: str, column: str, content: Content) -> None:
        """What its author had done away with stands there again: it was in an old copy of the workbook."""
        mark = mark_of(content)
        if mark is not None:
            self.pages[workbook].given_up.discard((table, column, mark))

    def insist(self, workbook: str, table: str, column: str, content: Content) -> None:
        """Somebody decided that their value counts, against what is shown them."""
        page, mark = self.pages[workbook], mark_of(content)
        if mark is None:
            page.cleared[table, column] = self.tick()
        else:
            # It may be somebody else's, which the store lost with a backup that was put back.
            page.meant[table, column, mark] = self.tick()

    def copy(self, table: str, column: str, content: Content) -> None:
        """Somebody copied a value into one more row."""
        mark = mark_of(content)
        if mark is not None:
            self.copies[table, column, mark] += 1

    def look(self, workbook: str, grid: MemoryGrid) -> None:
        """Note everything that stands on a screen."""
        page, at = self.pages[workbook], self.tick()
        for table, sheet in grid.sheets.items():
            places = [(column, sheet.place(column)) for column in FOLLOWED[table] if sheet.has(column)]
            message = sheet.place(MESSAGE) if sheet.has(MESSAGE) else None
            for row in sheet.rows:
                for column, place in places:
                    mark = mark_of(row[place])
                    if mark is not None:
                        page.seen.setdefault((table, column, mark), at)
                said = row[message] if message is not None else None
                for mark in marks_in(said) if isinstance(said, str) else ():
                    for column, _ in places:
                        page.seen.setdefault((table, column, mark), at)
