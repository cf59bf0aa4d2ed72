"""What an undo or a restore did, as values that a terminal or a script can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crossfoot_sync.client.finding import SEARCHED
from crossfoot_sync.client.report import StoreMove, SyncReport
from crossfoot_sync.client.reporting import row_name, store_moves, stored_name
from crossfoot_sync.client.server import Server
from crossfoot_sync.client.stepping_back import Stepped
from crossfoot_sync.engine.rows import SheetTable
from crossfoot_sync.engine.tell import row_line, speaks_of, write_message
from crossfoot_sync.engine.wire import FieldOutcome, RowStatus, TableOutcome
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.messages import Message
from crossfoot_templates.model import Column, Language, Table

OPEN = frozenset({"open", "refused"})
"""Statuses of rows of which something stayed as it was."""


@dataclass(frozen=True)
class BackRow:
    """One row: its table, what people call it, how it fared, and what is said of it."""

    table: str
    label: str
    name: str
    status: RowStatus
    message: str


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
    def needs_a_look(self) -> bool:
        """Whether something stayed that was to go back."""
        return not OPEN.isdisjoint(self.statuses)


def describe_back(name: str, server: Server, stepped: Stepped, after: Workbook) -> BackReport:
    """The report of ``stepped``. ``after`` is the workbook as it stands now; ``name`` is what its file is called."""
    workbook, reply = stepped.before, stepped.reply
    preview = stepped.pulled is None
    batch = "" if preview else reply.batch
    report = BackReport(name, workbook.manifest.book, batch, reply.reverts, preview, pulled=stepped.pulled)
    report.totals = store_moves(workbook.view, workbook.manifest.language, reply.totals)
    for outcome in reply.outcome:
        sheet = workbook.tables.get(outcome.table)
        if sheet is not None:
            names = _names(workbook, server, sheet, outcome) | _shown(after, outcome.table)
            report.rows += _rows(workbook, sheet, outcome, names)
    return report


def _rows(workbook: Workbook, sheet: SheetTable, outcome: TableOutcome, names: Mapping[str, str]) -> Iterator[BackRow]:
    language, table = workbook.manifest.language, sheet.view.table
    fields: dict[int, list[FieldOutcome]] = {}
    for each in outcome.fields:
        fields.setdefault(each.row, []).append(each)
    for position, (row_id, status, messages) in enumerate(
        zip(outcome.ids, outcome.status, outcome.messages, strict=True)
    ):
        lines = [row_line(message, table, language) for message in messages]
        lines += [
            _field(table.by_name[each.column], each.message, table, language) for each in fields.get(position, ())
        ]
        yield BackRow(
            sheet.name, table.label.in_(language), names.get(row_id, row_id), status, write_message(lines) or ""
        )


def _field(column: Column, message: Message, table: Table, language: Language) -> str:
    """A message about one field, under the name people know it by; the server has quoted the values."""
    text, label = row_line(message, table, language), column.label.in_(language)
    if speaks_of(text, column.label):
        return text
    return f"{label}：{text}" if language == "zh" else f"{label}: {text}"


def _shown(workbook: Workbook, table: str) -> dict[str, str]:
    """What the rows that a workbook shows are called, by id."""
    sheet = workbook.tables.get(table)
    return {} if sheet is None else {row.id: row_name(sheet, row) for row in sheet.rows}


def _names(workbook: Workbook, server: Server, sheet: SheetTable, outcome: TableOutcome) -> dict[str, str]:
    """What the rows of ``outcome`` were called: as the sheet showed them, or as they were when they were removed."""
    names = _shown(workbook, sheet.name)
    if not names.keys() >= {*outcome.ids}:
        for each in server.removed(workbook.manifest.book, sheet.name, SEARCHED).rows:
            names.setdefault(each.id, stored_name(workbook.display, sheet.view.table, each.values))
    return names
