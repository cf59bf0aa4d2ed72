"""What a sync did, as values that a terminal, a script or a test can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from crossfoot_sync.engine.totals import ControlTotals, Course, Side
from crossfoot_templates.label import Language
from crossfoot_templates.layout import CONFLICT, REFUSED

_WAITING = (REFUSED, CONFLICT)
"""Ticks of rows that wait for their user, in the order in which a list of rows begins with them."""


@dataclass(frozen=True)
class RowReport:
    """A row that somebody should look at: its tick, what identifies it to people, and its message.

    ``handle`` is 0 for a row that stands in the sheet no longer.
    """

    table: str
    handle: int
    name: str
    tick: str
    message: str


@dataclass(frozen=True)
class OpenItem:
    """A field that waits for its user's decision; ``row`` is what people call the row, ``message`` is about the field.

    Where nothing is said of the field itself, it is what is said of the row as a whole.
    """

    table: str
    row_id: str
    row: str
    column: str
    message: str


@dataclass(frozen=True)
class FieldChange:
    """One field of a preview: what the cell holds, what the store holds, and what would become of it."""

    table: str
    handle: int
    row: str
    column: str
    mine: str
    theirs: str
    verdict: str


@dataclass(frozen=True)
class GivenUp:
    """A value that its user gave up for the store's: what the cell held, and what it holds now.

    ``theirs`` is empty where the row left the sheet: the store does not have it.
    """

    table: str
    label: str
    row: str
    column: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class StoreMove:
    """The store's control totals of one table before and after a batch; ``money`` is what its columns are called."""

    table: str
    label: str
    money: dict[str, str]
    before: Side
    after: Side


@dataclass
class TableReport:
    """One table of a sync.

    A row of the sheet is a line that holds something. ``sent`` is the sum of ``taken``, ``partly``, ``waiting``
    and ``untaken``, and ``rows`` that of ``ticks``.

    Attributes:
        sent: how many rows were pushed; ``statuses`` how the server says they fared.
        taken: of how many of them everything is in the store, ``partly`` of how many some of the fields,
            ``waiting`` of how many the change waits for an approval, ``untaken`` of how many nothing.
        received: how many rows of others came or changed; ``removed`` how many left the sheet.
        ticks: how many rows now show which tick.
        gone: the ids of the rows that the push removed from the store.
        totals: the control totals after the sync; ``None`` where the table could not be read.
        course: the totals before and after the sync, of the sheet and of the store; ``None`` where ``totals`` is.
        held_back: nothing of the table could be sent; ``notes`` say why.
        money: what people call the columns that are summed, by name.
        differing: a line for each amount in which sheet and store differ, and for each row that only one of them has.
        notes: what is to be said of the table as a whole.
    """

    name: str
    label: str
    held_back: bool = False
    sent: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    taken: int = 0
    partly: int = 0
    waiting: int = 0
    untaken: int = 0
    received: int = 0
    removed: int = 0
    ticks: Counter[str] = field(default_factory=Counter)
    gone: list[str] = field(default_factory=list)
    totals: ControlTotals | None = None
    course: Course | None = None
    money: dict[str, str] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows the sheet has; of a table that was held back nobody can tell."""
        return self.ticks.total()


@dataclass
class SyncReport:
    """A whole sync.

    Attributes:
        batch: the id of the batch that was pushed, empty where nothing was.
        preview: nothing was sent or changed; the statuses are what they would be.
        resumed: an earlier push was found in the outbox and finished first.
        rows: rows with something to say; ``fields`` the fields of a preview.
        given_up: values that the store's took the place of because their user chose so.
        to_decide: how many requests of others wait for this person's decision.
        missed: cells that changed while the reply was on its way; they were left alone.
        notes: what is to be said of the workbook as a whole.
    """

    workbook: str
    book: str
    language: Language
    batch: str = ""
    preview: bool = False
    resumed: bool = False
    tables: list[TableReport] = field(default_factory=list)
    rows: list[RowReport] = field(default_factory=list)
    fields: list[FieldChange] = field(default_factory=list)
    given_up: list[GivenUp] = field(default_factory=list)
    to_decide: int = 0
    missed: int = 0
    notes: list[str] = field(default_factory=list)

    def open_rows(self) -> Iterator[RowReport]:
        """Rows that wait for their user."""
        return (row for row in self.rows if row.tick in _WAITING)

    def waiting_first(self) -> list[RowReport]:
        """The rows, those that wait for their user first, in sheet order within a kind: a list may not show them all.

        Of a table, rows that stand in the sheet no longer come last.
        """
        tables = {table.name: position for position, table in enumerate(self.tables)}

        def place(row: RowReport) -> tuple[int, int, bool, int]:
            kind = _WAITING.index(row.tick) if row.tick in _WAITING else len(_WAITING)
            return kind, tables.get(row.table, len(tables)), not row.handle, row.handle

        return sorted(self.rows, key=place)

    @property
    def agree(self) -> bool:
        """Whether every table was compared, and the sheet has the rows and the money of the store."""
        return all(table.totals is not None and table.totals.agree for table in self.tables)

    @property
    def ties(self) -> bool:
        """Whether every table's control totals agree or are explained."""
        return all(table.totals is None or table.totals.ties for table in self.tables)
