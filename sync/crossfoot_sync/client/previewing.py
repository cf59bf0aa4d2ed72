"""From a sync that was only asked about to its report: every field that would be sent, and what would become of it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from crossfoot_sync.client.naming import row_name, stored_name
from crossfoot_sync.client.report import FieldChange, RowReport, SyncReport
from crossfoot_sync.client.reporting import TAKEN, outline
from crossfoot_sync.engine.answer import stored_rows
from crossfoot_sync.engine.exchange import Exchange
from crossfoot_sync.engine.marks import marks_after, ticks_after
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_sync.engine.tell import field_line, row_line, without_columns, write_message
from crossfoot_sync.engine.wire import FieldOutcome, SyncReply, TablePush
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.layout import CONFLICT, EDITED, MESSAGE, REFUSED
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Column
from crossfoot_templates.types import WireValue

_IN_A_PREVIEW = {"number_given": "would_be_numbered"}
"""What is said of a push that was carried out, and what of one that was only tried."""


def describe_preview(name: str, workbook: Workbook, exchange: Exchange) -> SyncReport:
    """The report of a sync that was only asked about, with every field that would be sent, row by row."""
    report = outline(name, workbook, exchange)
    report.preview, report.batch = True, ""
    for table in report.tables:
        if not table.held_back:
            sent = _would_be_taken(table.name, exchange.reply)
            table.ticks = marks_after(workbook.tables[table.name], exchange.edits, sent)
    for part in exchange.request.push:
        report.fields += _field_changes(workbook, workbook.tables[part.table], part, exchange.reply)
    for sheet in workbook.tables.values():
        report.rows += [*_local_findings(workbook, sheet), *_row_outcomes(workbook, sheet, exchange.reply)]
        report.rows += _still_waiting(sheet, exchange, {row.handle for row in report.rows if row.table == sheet.name})
    return report


def _would_be_taken(table: str, reply: SyncReply) -> set[str]:
    return {
        row_id
        for outcome in reply.outcome
        for row_id, status in zip(outcome.ids, outcome.status, strict=True)
        if outcome.table == table and status in TAKEN
    }


def _field_changes(workbook: Workbook, sheet: SheetTable, part: TablePush, reply: SyncReply) -> Iterator[FieldChange]:
    """The fields that would be sent, by row as the rows stand in the sheet, then by column."""
    stored = stored_rows(part.table, reply)
    rows = {row.id: row for row in sheet.rows}
    verdicts: dict[tuple[str, str], FieldOutcome] = {}
    for outcome in reply.outcome:
        if outcome.table == part.table:
            verdicts |= {(outcome.ids[each.row], each.column): each for each in outcome.fields}
    sent = [
        (position, column, value)
        for column in sheet.view.table.columns
        if column.name in part.columns
        for position, value in zip(part.columns[column.name].rows, part.columns[column.name].values, strict=True)
    ]
    for position, column, value in sorted(sent, key=lambda each: each[0]):
        row_id = part.ids[position]
        verdict = verdicts.get((row_id, column.name))
        kept = stored.get(row_id)
        before = verdict.theirs if verdict else kept.values.get(column.name) if kept else None
        yield FieldChange(
            table=part.table,
            handle=rows[row_id].handle,
            row=row_name(sheet, rows[row_id]),
            column=column.label.in_(workbook.manifest.language),
            mine=_as_typed(workbook, sheet, rows[row_id], column, value),
            theirs=workbook.display.whole(column, before),
            verdict=field_line(column, verdict, value, workbook.display) if verdict else "",
        )


def _as_typed(workbook: Workbook, sheet: SheetTable, row: SheetRow, column: Column, value: WireValue) -> str:
    """The value as people write it; of a reference to a row that was just added what stands in the cell."""
    if workbook.display.knows(column, value):
        return workbook.display.whole(column, value)
    return str(sheet.raw(row, column.name))


def _row_outcomes(workbook: Workbook, sheet: SheetTable, reply: SyncReply) -> Iterator[RowReport]:
    """What a push would do to rows as a whole: removed, put back, refused."""
    language = workbook.manifest.language
    rows = {row.id: row for row in sheet.rows if not row.cleared}
    stored = stored_rows(sheet.name, reply)
    for outcome in reply.outcome:
        if outcome.table != sheet.name:
            continue
        for row_id, status, messages in zip(outcome.ids, outcome.status, outcome.messages, strict=True):
            said = [say("would_be_removed")] if status == "removed" and not messages else messages
            if said:
                row = rows.get(row_id)
                kept = stored.get(row_id)
                stands = row_name(sheet, row) if row else ""
                name = stands or (stored_name(workbook.display, sheet.view.table, kept.values) if kept else row_id)
                tick = REFUSED if status in {"refused", "restored"} else EDITED
                lines = write_message(row_line(_tried(message), sheet.view.table, language) for message in said)
                yield RowReport(sheet.name, row.handle if row else 0, name, tick, lines or "")


def _still_waiting(sheet: SheetTable, exchange: Exchange, listed: Container[int]) -> Iterator[RowReport]:
    """The rows of which nothing would be sent and that would still wait for their user, with what they would say."""
    if sheet.refusal is not None:
        return
    pushed = {row_id for part in exchange.request.push if part.table == sheet.name for row_id in part.ids}
    ticks = ticks_after(sheet, exchange.edits)
    said = {
        edit.row: edit.value for edit in exchange.edits.cells if edit.table == sheet.name and edit.column == MESSAGE
    }
    for row in sheet.rows:
        tick = ticks.get(row.handle, "")
        if tick in (CONFLICT, REFUSED) and row.handle not in listed and row.id not in pushed:
            message = said.get(row.handle, sheet.raw(row, MESSAGE))
            yield RowReport(sheet.name, row.handle, row_name(sheet, row), tick, str(message or ""))


def _tried(message: Message) -> Message:
    return Message(_IN_A_PREVIEW.get(message.code, message.code), message.facts)


def _local_findings(workbook: Workbook, sheet: SheetTable) -> Sequence[RowReport]:
    found = []
    language = workbook.manifest.language
    for row in sheet.rows:
        said = [*([row.held] if row.held else []), *row.notes]
        found_in = [sheet.view.table.by_name[name] for name in row.findings]
        told = [without_columns(note, found_in, language) for note in said]
        lines = [row_line(note, sheet.view.table, language) for note in told]
        lines += [
            field_line(sheet.view.table.by_name[name], message, None, workbook.display)
            for name, message in row.findings.items()
        ]
        if lines:
            found.append(RowReport(sheet.name, row.handle, row_name(sheet, row), REFUSED, write_message(lines) or ""))
    return found
