"""What an undo or a restore did, as values that a terminal or a script can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crossfoot_sync.client.finding import names_of
from crossfoot_sync.client.naming import shown_names
from crossfoot_sync.client.report import StoreMove, SyncReport
from crossfoot_sync.client.reporting import store_moves
from crossfoot_sync.client.server import Server
from crossfoot_sync.client.stepping_back import WROTE, Stepped
from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.rows import SheetTable
from crossfoot_sync.engine.tell import row_line, speaks_of, write_message
from crossfoot_sync.engine.wire import FieldOutcome, RowStatus, TableOutcome
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.messages import Message
from crossfoot_templates.model import Column, Language, Table

OPEN = frozenset({"open", "refused"})
"""Statuses of rows of which something stayed as it was."""


@dataclass(frozen=True)
class FieldMove:
    """A field that went back: its label, what it held, and what it holds since."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class BackRow:
    """One row: its table, what people call it, how it fared, what is said of it, and which of its fields went back."""

    table: str
    label: str
    name: str
    status: RowStatus
    message: str
    fields: tuple[FieldMove, ...] = ()


@dataclass
class BackReport:
    """A whole step back.

    Attributes:
        batch: the batch that it was recorded as; empty for a preview.
        reverts: the batch that was undone; empty for a restore.
        totals: the store before and after, table by table.
        pulled: the report of the pull that followed; ``None`` for a preview.
    """

    workbook: str
    book: str
    language: Language
    batch: str
    reverts: str
    preview: bool
    rows: list[BackRow] = field(default_factory=list)
    totals: list[StoreMove] = field(default_factory=list)
    pulled: SyncReport | None = None

    @property
    def statuses(self) -> Counter[str]:
        """How many rows fared how."""
        return Counter(row.status for row in self.rows)

    @property
    def goes_back(self) -> bool:
        """Whether anything went back, or would."""
        return any(row.fields or row.status in WROTE for row in self.rows)

    @property
    def needs_a_look(self) -> bool:
        """Whether something stayed that was to go back."""
        return not OPEN.isdisjoint(self.statuses)


def describe_back(name: str, server: Server, stepped: Stepped, after: Workbook) -> BackReport:
    """The report of ``stepped``. ``after`` is the workbook as it stands now; ``name`` is what its file is called."""
    workbook, reply = stepped.before, stepped.reply
    preview = stepped.pulled is None
    batch = "" if preview else reply.batch
    report = BackReport(
        name,
        workbook.manifest.book,
        workbook.manifest.language,
        batch,
        reply.reverts,
        preview,
        pulled=stepped.pulled,
    )
    report.totals = store_moves(workbook.view, workbook.manifest.language, reply.totals)
    for outcome in reply.outcome:
        sheet = workbook.tables.get(outcome.table)
        if sheet is not None:
            names = names_of(workbook, server, outcome) | shown_names(after.tables.get(outcome.table))
            report.rows += _rows(workbook, after.display, sheet, outcome, names)
    return report


def _rows(
    workbook: Workbook, display: Display, sheet: SheetTable, outcome: TableOutcome, names: Mapping[str, str]
) -> Iterator[BackRow]:
    language, table = workbook.manifest.language, sheet.view.table
    fields: dict[int, list[FieldOutcome]] = {}
    for each in outcome.fields:
        fields.setdefault(each.row, []).append(each)
    moves = _moves(table, outcome, display)
    for position, (row_id, status, messages) in enumerate(
        zip(outcome.ids, outcome.status, outcome.messages, strict=True)
    ):
        lines = [row_line(message, table, language) for message in messages]
        lines += [
            _field(table.by_name[each.column], each.message, table, language) for each in fields.get(position, ())
        ]
        yield BackRow(
            table=sheet.name,
            label=table.label.in_(language),
            name=names.get(row_id, row_id),
            status=status,
            message=write_message(lines) or "",
            fields=tuple(moves.get(position, ())),
        )


def _moves(table: Table, outcome: TableOutcome, display: Display) -> dict[int, list[FieldMove]]:
    """The fields that went back, by the position of their row."""
    moves: dict[int, list[FieldMove]] = {}
    for each in outcome.went_back:
        column = table.by_name[each.column]
        before, after = display.whole(column, each.before), display.whole(column, each.after)
        moves.setdefault(each.row, []).append(FieldMove(column.label.in_(display.language), before, after))
    return moves


def _field(column: Column, message: Message, table: Table, language: Language) -> str:
    """A message about one field, under the name people know it by; the server has quoted the values."""
    text, label = row_line(message, table, language), column.label.in_(language)
    if speaks_of(text, column.label):
        return text
    return f"{label}：{text}" if language == "zh" else f"{label}: {text}"
