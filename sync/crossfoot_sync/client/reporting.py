"""From a finished sync to its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from crossfoot_sync.client.report import FieldChange, RowReport, StoreMove, SyncReport, TableReport
from crossfoot_sync.engine.answer import stored_rows
from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.exchange import Exchange
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_sync.engine.tell import field_line, row_line, write_message
from crossfoot_sync.engine.totals import ControlTotals, Course, control_totals, sheet_side, store_side, summed
from crossfoot_sync.engine.wire import BeforeAfter, FieldOutcome, SyncReply, TablePush
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.layout import EDITED, IN_STEP, MESSAGE, REFUSED, TICK
from crossfoot_templates.messages import say
from crossfoot_templates.model import BookView, Language, Table
from crossfoot_templates.types import CellValue, Money, WireValue


def describe(name: str, before: Workbook, after: Workbook, exchange: Exchange) -> SyncReport:
    """The report of a sync whose edits have been written.

    ``before`` is the workbook as it was pushed, which knows what was wrong with it; ``after`` is what now stands.
    """
    report = _outline(name, before, exchange)
    for table in report.tables:
        sheet = after.tables.get(table.name)
        table.removed = sum(edit.table == table.name for edit in exchange.edits.removed)
        if sheet is None:
            continue
        table.ticks = Counter(str(sheet.raw(row, TICK) or "") for row in sheet.rows)
        report.rows += _rows_to_look_at(sheet)
        visible = exchange.reply.visible.get(table.name)
        if before.tables[table.name].refusal is None and visible is not None:
            stored = stored_rows(table.name, exchange.reply)
            table.totals = control_totals(sheet, visible, stored, after.shown[table.name].keys())
            table.course = _course(before.tables[table.name], sheet, exchange.reply)
            table.differing = list(_differing(sheet, table.totals, before.manifest.language))
    return report


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


def describe_preview(name: str, workbook: Workbook, exchange: Exchange) -> SyncReport:
    """The report of a sync that was only asked about, with every field that would be sent."""
    report = _outline(name, workbook, exchange)
    report.preview, report.batch = True, ""
    for table in report.tables:
        table.removed = len(exchange.reply.gone.get(table.name, ()))
    for part in exchange.request.push:
        report.fields += _field_changes(workbook, workbook.tables[part.table], part, exchange.reply)
    for sheet in workbook.tables.values():
        report.rows += [*_local_findings(workbook, sheet), *_row_outcomes(workbook, sheet, exchange.reply)]
    return report


def row_name(table: SheetTable, row: SheetRow) -> str:
    """What people call a row: its natural key as it stands in the sheet."""
    cells = (table.raw(row, column) for column in table.view.table.key)
    return " / ".join(_shown(cell) for cell in cells if cell is not None) or f"#{row.handle}"


def stored_name(display: Display, table: Table, values: Mapping[str, WireValue]) -> str:
    """What people call a row that stands only in the store."""
    key = (table.by_name[name] for name in table.key)
    return " / ".join(display.text(column, values.get(column.name)) for column in key)


def _shown(cell: CellValue) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _outline(name: str, workbook: Workbook, exchange: Exchange) -> SyncReport:
    """What both kinds of report begin with: the tables, what is to be said of them, and what travelled."""
    language = workbook.manifest.language
    batch = exchange.request.batch
    report = SyncReport(name, workbook.manifest.book, language, batch.id if batch else "")
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


def _money_labels(table: Table, language: Language) -> dict[str, str]:
    return {column.name: column.label.in_(language) for column in table.columns if isinstance(column.type, Money)}


def _count(table: TableReport, workbook: Workbook, exchange: Exchange) -> None:
    pushed = {row_id for part in exchange.request.push if part.table == table.name for row_id in part.ids}
    shown = workbook.shown.get(table.name, {})
    stored = stored_rows(table.name, exchange.reply)
    sheet = workbook.tables.get(table.name)
    table.sent = len(pushed)
    table.unsent = sum(_kept_back(row) and row.id not in pushed for row in sheet.rows) if sheet else 0
    table.received = sum(each.rev != shown.get(row_id) for row_id, each in stored.items() if row_id not in pushed)
    for outcome in exchange.reply.outcome:
        if outcome.table == table.name:
            table.statuses.update(outcome.status)


def _kept_back(row: SheetRow) -> bool:
    return bool(row.findings) or row.held is not None


def _differing(sheet: SheetTable, totals: ControlTotals, language: Language) -> Iterator[str]:
    """The amounts in which sheet and store differ, under the names people know."""
    names = {row.id: row_name(sheet, row) for row in sheet.rows}
    for each in totals.differences:
        label = sheet.view.table.by_name[each.column].label.in_(language)
        sides = f"{each.sheet or 0:,} here, {each.store or 0:,} in the store"
        yield f"{names.get(each.row_id, each.row_id)} · {label}: {each.currency} {sides}".replace(":  ", ": ")


def _rows_to_look_at(sheet: SheetTable) -> Iterator[RowReport]:
    for row in sheet.rows:
        tick, message = str(sheet.raw(row, TICK) or ""), str(sheet.raw(row, MESSAGE) or "")
        if tick not in ("", IN_STEP) or message:
            yield RowReport(sheet.name, row.handle, row_name(sheet, row), tick, message)


def _field_changes(workbook: Workbook, sheet: SheetTable, part: TablePush, reply: SyncReply) -> Iterator[FieldChange]:
    stored = stored_rows(part.table, reply)
    rows = {row.id: row for row in sheet.rows}
    verdicts: dict[tuple[str, str], FieldOutcome] = {}
    for outcome in reply.outcome:
        if outcome.table == part.table:
            verdicts |= {(outcome.ids[each.row], each.column): each for each in outcome.fields}
    for name, column in part.columns.items():
        declared = sheet.view.table.by_name[name]
        for position, value in zip(column.rows, column.values, strict=True):
            row_id = part.ids[position]
            verdict = verdicts.get((row_id, name))
            kept = stored.get(row_id)
            before = verdict.theirs if verdict else None
            yield FieldChange(
                table=part.table,
                handle=rows[row_id].handle,
                row=row_name(sheet, rows[row_id]),
                column=declared.label.in_(workbook.manifest.language),
                mine=workbook.display.whole(declared, value),
                theirs=workbook.display.whole(declared, kept.values.get(name) if kept and not verdict else before),
                verdict=field_line(declared, verdict, value, workbook.display) if verdict else "",
            )


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
                lines = write_message(row_line(message, sheet.view.table, language) for message in said)
                yield RowReport(sheet.name, row.handle if row else 0, name, tick, lines or "")


def _local_findings(workbook: Workbook, sheet: SheetTable) -> Sequence[RowReport]:
    language = workbook.manifest.language
    found = []
    for row in sheet.rows:
        lines = [note.text(language) for note in row.notes]
        lines += [
            field_line(sheet.view.table.by_name[name], message, None, workbook.display)
            for name, message in row.findings.items()
        ]
        if lines:
            found.append(RowReport(sheet.name, row.handle, row_name(sheet, row), REFUSED, write_message(lines) or ""))
    return found
