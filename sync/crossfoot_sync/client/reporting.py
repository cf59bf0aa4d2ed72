"""From a finished sync to its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set

from crossfoot_sync.client.differing import Differing
from crossfoot_sync.client.giving_up import given_up
from crossfoot_sync.client.naming import row_name
from crossfoot_sync.client.report import RowReport, StoreMove, SyncReport, TableReport
from crossfoot_sync.engine.answer import StoredRow, stored_rows
from crossfoot_sync.engine.exchange import Exchange
from crossfoot_sync.engine.marks import marks_of
from crossfoot_sync.engine.rows import SheetTable
from crossfoot_sync.engine.tell import row_line
from crossfoot_sync.engine.totals import Course, control_totals, sheet_side, store_side, summed
from crossfoot_sync.engine.wire import BeforeAfter, SyncReply, TableOutcome, TablePush
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.layout import CONFLICT, IN_STEP, MESSAGE, REFUSED, TICK
from crossfoot_templates.model import BookView, Language, Table
from crossfoot_templates.types import Money

TAKEN = frozenset({"ok", "merged", "removed", "unchanged"})
"""Statuses of rows of which everything that was sent is so in the store."""


def describe(name: str, before: Workbook, after: Workbook, exchange: Exchange) -> SyncReport:
    """The report of a sync whose edits have been written.

    ``before`` is the workbook as it was pushed, which knows what was wrong with it; ``after`` is what now stands.
    """
    report = outline(name, before, exchange)
    for table in report.tables:
        table.gone = list(_gone(table.name, exchange.reply))
        sheet = after.tables.get(table.name)
        visible = exchange.reply.visible.get(table.name)
        if sheet is None:
            continue
        report.rows += _rows_to_look_at(sheet, held_back=table.held_back)
        report.rows += _taken_back(table, exchange.reply, report.language)
        if not table.held_back and visible is not None:
            shown = after.shown[table.name].keys()
            stored = _in_step(before.tables[table.name], shown) | stored_rows(table.name, exchange.reply)
            table.ticks = marks_of(sheet)
            table.totals = control_totals(sheet, visible, stored, shown)
            table.course = _course(before.tables[table.name], sheet, exchange.reply)
            table.differing = list(Differing(sheet, table.totals, stored, after.display).lines())
    report.given_up = list(given_up(before, after))
    return report


def outline(name: str, workbook: Workbook, exchange: Exchange) -> SyncReport:
    """What every report begins with: the tables, what is to be said of them, and what travelled."""
    language = workbook.manifest.language
    batch = exchange.request.batch
    report = SyncReport(name, workbook.manifest.book, language, batch.id if batch else "")
    report.to_decide = exchange.reply.to_decide
    for view in workbook.view.tables:
        table = TableReport(view.table.name, view.table.label.in_(language), money=_money_labels(view.table, language))
        sheet = workbook.tables.get(table.name)
        said = list(workbook.findings.get(table.name, ()))
        if sheet is not None:
            said += [*([sheet.refusal] if sheet.refusal else []), *sheet.findings]
        table.held_back = sheet is None or sheet.refusal is not None
        table.notes = [row_line(message, view.table, language) for message in said]
        _count(table, workbook, exchange)
        report.tables.append(table)
    return report


def store_moves(view: BookView, language: Language, totals: Mapping[str, BeforeAfter]) -> list[StoreMove]:
    """The control totals that a batch is kept with, under the names people know."""
    moves = []
    for name, sides in totals.items():
        table = view.by_name[name].table
        money = _money_labels(table, language)
        before, after = (store_side(side.rows, side.money, money) for side in (sides.before, sides.after))
        moves.append(StoreMove(name, table.label.in_(language), money, before, after))
    return moves


def _in_step(before: SheetTable, shown: Set[str]) -> dict[str, StoredRow]:
    """The rows of which no values were asked for, since the store held what they did: they may be edited by now."""
    return {row.id: StoredRow(row.base.rev, row.wire) for row in before.rows if row.base and row.id in shown}


def _money_labels(table: Table, language: Language) -> dict[str, str]:
    return {column.name: column.label.in_(language) for column in table.columns if isinstance(column.type, Money)}


def _course(before: SheetTable, after: SheetTable, reply: SyncReply) -> Course:
    """The totals of a table before and after. Of one that was not pushed the store's are the same, as seen now."""
    visible, sides = reply.visible[after.name], reply.totals.get(after.name)
    columns = summed(after)
    now = store_side(visible.count, visible.totals, columns)
    return Course(
        sheet_before=sheet_side(before),
        sheet_after=sheet_side(after),
        store_before=store_side(sides.before.rows, sides.before.money, columns) if sides else now,
        store_after=store_side(sides.after.rows, sides.after.money, columns) if sides else now,
    )


def _count(table: TableReport, workbook: Workbook, exchange: Exchange) -> None:
    """What travelled, row by row. A row that is taken away left the sheet only if anything stood in it."""
    pushed: dict[str, int] = {}
    for part in exchange.request.push:
        if part.table == table.name:
            pushed |= _fields_sent(part)
    shown = workbook.shown.get(table.name, {})
    sheet = workbook.tables.get(table.name)
    emptied = {row.handle for row in sheet.rows if row.cleared} if sheet else set()
    stored = stored_rows(table.name, exchange.reply)
    table.sent = len(pushed)
    table.received = sum(each.rev != shown.get(row_id) for row_id, each in stored.items() if row_id not in pushed)
    table.removed = sum(edit.table == table.name and edit.row not in emptied for edit in exchange.edits.removed)
    for outcome in exchange.reply.outcome:
        if outcome.table == table.name:
            table.statuses.update(outcome.status)
            fared = Counter(_fared(outcome, pushed))
            table.taken, table.partly, table.waiting = fared["taken"], fared["partly"], fared["waiting"]
            table.untaken = fared["untaken"]


def _gone(table: str, reply: SyncReply) -> Iterator[str]:
    """The rows that the push removed. Where there is something to say of one, somebody else had removed it before."""
    for outcome in reply.outcome:
        for row_id, status, messages in zip(outcome.ids, outcome.status, outcome.messages, strict=True):
            if outcome.table == table and status == "removed" and not messages:
                yield row_id


def _taken_back(table: TableReport, reply: SyncReply, language: str) -> Iterator[RowReport]:
    """New rows that were removed while they waited for an approval. They stand in no sheet any more."""
    for outcome in reply.outcome:
        said = (message for messages in outcome.messages for message in messages if outcome.table == table.name)
        for message in said:
            if message.code == "approval_line_removed":
                yield RowReport(table.name, 0, str(message.facts.get("row", "")), "", message.text(language))


def _fields_sent(part: TablePush) -> dict[str, int]:
    """How many fields of each row were sent; none of a row that was removed."""
    sent = Counter(position for column in part.columns.values() for position in column.rows)
    return {row_id: sent[position] for position, row_id in enumerate(part.ids)}


def _fared(outcome: TableOutcome, sent: Mapping[str, int]) -> Iterator[str]:
    """How each pushed row fared: what did not go through of one is told field by field."""
    stayed = Counter(each.row for each in outcome.fields)
    for position, (row_id, status) in enumerate(zip(outcome.ids, outcome.status, strict=True)):
        if status in TAKEN:
            yield "taken"
        elif status == "waiting":
            yield status
        else:
            yield "partly" if status == "open" and stayed[position] < sent.get(row_id, 0) else "untaken"


def _rows_to_look_at(sheet: SheetTable, *, held_back: bool) -> Iterator[RowReport]:
    """The rows that something is said of. In a table that was held back what is no longer news is left out."""
    for row in sheet.rows:
        tick, message = str(sheet.raw(row, TICK) or ""), str(sheet.raw(row, MESSAGE) or "")
        news = (tick not in ("", IN_STEP) or bool(message)) and not held_back
        if news or tick in (CONFLICT, REFUSED):
            yield RowReport(sheet.name, row.handle, row_name(sheet, row), tick, message)
