"""What a session came to, in the words of a terminal's reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crossfoot_server.thin.wire import Outcome, SheetRow, Task
from crossfoot_sync.client.back_report import BackReport
from crossfoot_sync.client.finding import Found
from crossfoot_sync.client.naming import row_name
from crossfoot_sync.client.phrases import counted, phrase, waits
from crossfoot_sync.client.report import RowReport, SyncReport, TableReport
from crossfoot_sync.engine.marks import told
from crossfoot_sync.engine.rows import decision_of
from crossfoot_sync.engine.tell import moment
from crossfoot_sync.engine.wire import RowHistory
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.approvals import APPROVAL
from crossfoot_templates.label import BETWEEN, Language
from crossfoot_templates.layout import CONFLICT, MESSAGE, REFUSED, TICK

MANY = 200
"""Rows that are listed at most; the workbook itself has them all."""

_LISTED = frozenset({CONFLICT, REFUSED})


def told_sync(task: Task, report: SyncReport, titles: Mapping[str, str], resumed: str = "resumed") -> Outcome:
    """What a sync or a preview came to; ``titles`` are those of the sheets by table.

    ``resumed`` is the phrase that says that an earlier push was finished first.
    """
    return Outcome(
        task,
        report.language,
        [*_lines(report, resumed)],
        [_row(each, titles) for each in report.waiting_first()[:MANY]],
        None if report.preview else report.agree,
        report.batch,
    )


def told_problems(workbook: Workbook) -> Outcome:
    """The rows that wait, as their ticks and messages say."""
    rows = []
    for name, table in workbook.tables.items():
        for row in table.rows:
            tick = table.raw(row, TICK)
            if tick in _LISTED or decision_of(tick) is not None:
                message = str(table.raw(row, MESSAGE) or "")
                rows.append(SheetRow(name, table.cells.sheet, row.handle - 1, row_name(table, row), str(tick), message))
    language = workbook.manifest.language
    said = waits("rows_wait", len(rows), "row", language) if rows else phrase("nothing", language)
    return Outcome("problems", language, [said], rows[:MANY])


def told_history(history: RowHistory, found: Found, handle: int, field: str) -> Outcome:
    """Every version of a row, or of one of its cells, the newest first."""
    language = found.display.language
    sheet, name = found.table.cells.sheet, found.label(field) if field else ""
    rows = [
        SheetRow(
            history.table,
            sheet,
            handle - 1,
            f"{moment(change.at)} {change.actor_name}",
            str(change.rev),
            " · ".join(
                phrase(
                    "said_of",
                    language,
                    place=found.label(column),
                    said=f"{found.text(column, before)} → {found.text(column, after)}",
                )
                for column, (before, after) in change.fields.items()
                if field in {"", column}
            ),
        )
        for change in history.changes
    ]
    return Outcome("history", language, [name] if name else [], rows[:MANY])


def told_back(report: BackReport, language: Language) -> Outcome:
    """What an undo came to."""
    rows = [SheetRow(each.table, each.label, -1, each.name, each.status, each.message) for each in report.rows]
    pulled = [*_lines(report.pulled)] if report.pulled else []
    agree = report.pulled.agree if report.pulled else None
    return Outcome("undo", language, pulled, rows[:MANY], agree, report.batch)


def _row(row: RowReport, titles: Mapping[str, str]) -> SheetRow:
    return SheetRow(row.table, titles.get(row.table, row.table), row.handle - 1, row.name, row.tick, row.message)


def _lines(report: SyncReport, resumed: str = "resumed") -> Iterator[str]:
    language = report.language
    if report.preview:
        yield phrase("preview", language)
    if report.resumed:
        yield phrase(resumed, language)
    for table in report.tables:
        yield _table_line(table, language)
        yield from (phrase("said_of", language, place=table.label, said=note) for note in table.notes)
    yield from report.notes
    for field in report.fields[:MANY]:
        change = f"{field.theirs} → {field.mine} {field.verdict}".rstrip()
        yield phrase("said_of", language, place=f"{field.row} · {field.column}", said=change)
    for each in report.given_up[:MANY]:
        place = f"{phrase('given_up', language)} {each.label} {each.row} · {each.column}"
        yield phrase("said_of", language, place=place, said=f"{each.mine} → {each.theirs}")
    if report.to_decide:
        place = next(table.label for table in report.tables if table.name == APPROVAL)
        yield waits("to_decide", report.to_decide, "request", language, place=place)
    if report.missed:
        yield waits("missed", report.missed, "cell", language)
    if not report.preview:
        yield from _totals(report)


def _table_line(table: TableReport, language: Language) -> str:
    counts = {
        "sent": table.sent,
        "taken": table.taken,
        "partly": table.partly,
        "waiting": table.waiting,
        "not taken": table.untaken,
        "received": table.received,
        "left": table.removed,
    }
    said = [f"{phrase(name, language)} {count}" for name, count in counts.items() if count]
    rows = phrase("held back", language) if table.held_back else counted(table.rows, "row", language)
    marks = told(table.ticks, " ")
    line = phrase("said_of", language, place=table.label, said=phrase("comma", language).join([*said, rows]))
    return phrase("in_brackets", language, said=line, more=marks) if marks else line


def _totals(report: SyncReport) -> Iterator[str]:
    """Whether sheet and store agree. What was not compared is named: nobody knows whether it would."""
    language = report.language
    for table in report.tables:
        totals = table.totals
        if totals is not None and not totals.agree:
            name = "differ" if totals.ties else "differ_unexplained"
            here = counted(totals.rows, "row", language)
            yield phrase(name, language, label=table.label, here=here, stored=f"{totals.stored_rows:,}")
            yield from table.differing[:MANY]
    left_out = [table.label for table in report.tables if table.totals is None]
    if left_out:
        yield phrase("not_compared", language, tables=BETWEEN[language].join(left_out))
    if report.tables and all(table.totals is None or table.totals.agree for table in report.tables):
        yield phrase("others_agree" if left_out else "agree", language)
    waiting = sum(1 for _ in report.open_rows())
    if waiting:
        yield waits("rows_wait", waiting, "row", language)
