"""Sync, Refresh, Preview and Check."""

from __future__ import annotations

from crossfoot_addin.commands.called import Called
from crossfoot_addin.commands.reports import fields_of, moved, place, to_look_at
from crossfoot_addin.commands.words import listed, word
from crossfoot_sync.client.afterwards import name_removed
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import TooManyChangesError
from crossfoot_sync.client.phrases import counted
from crossfoot_sync.client.report import SyncReport


def sync(called: Called) -> str:
    """Send what changed here, bring in what changed elsewhere; ask first where very much changed."""
    with called.open_desk() as desk:
        report = sync_or_ask(desk, called)
    if report is None:
        return word("not_sent", called.language)
    return tell_synced(report, called)


def sync_or_ask(desk: Desk, called: Called) -> SyncReport | None:
    """Sync, and where so much changed that somebody should look first, ask; ``None`` where it was not meant."""
    try:
        report = desk.sync()
    except TooManyChangesError as asked:
        if not called.window.confirm(word("many_changes", called.language, lines="\n".join(asked.lines))):
            return None
        report = desk.sync(confirmed=True)
    name_removed(desk, report)
    return report


def tell_synced(report: SyncReport, called: Called) -> str:
    """What came of a sync; a message box only where there is something to see or decide."""
    said = word("synced", called.language, moved=moved(report))
    more = to_look_at(report)
    if more:
        called.window.tell(f"{said}\n\n{more}")
    return said


def refresh(called: Called) -> str:
    """Bring in what others changed, with the reports as they are now. Nothing is sent."""
    with called.open_desk() as desk:
        report = desk.pull()
    return word("refreshed", called.language, moved=moved(report))


def preview(called: Called) -> str:
    """Show by row and field what a sync would do; what would wait for its user comes first, the list may be cut."""
    with called.open_desk() as desk:
        report = desk.preview()
    language = called.language
    waiting = list(report.open_rows())
    others = [row for row in report.rows if row not in waiting]
    lines = [*(place(report, row) for row in waiting), *fields_of(report), *(place(report, row) for row in others)]
    if not lines:
        return word("nothing_to_send", language)
    head = [word("would_send", language), *report.notes]
    called.window.tell("\n".join([*head, "", listed(lines, "more line", language)]))
    return head[0]


def check(called: Called) -> str:
    """Say which rows the server would not take as they are."""
    with called.open_desk() as desk:
        report = desk.preview()
    language = called.language
    wrong = _wrong(report)
    notes = [f"{table.label}: {note}" for table in report.tables for note in table.notes] + report.notes
    if not (wrong or notes):
        return word("all_well", language)
    said = word("would_refuse", language, count=counted(len(wrong), "row", language)) if wrong else ""
    called.window.tell("\n\n".join(filter(None, ["\n".join(notes), said, listed(wrong, "more row", language)])))
    return said or notes[0]


def _wrong(report: SyncReport) -> list[str]:
    """The rows that would wait for their user, and the fields that would not be taken of others, a line each."""
    rows = list(report.open_rows())
    told = {(row.table, row.handle) for row in rows}
    labels = {table.name: table.label for table in report.tables}
    fields = [
        f"{labels[each.table]} {each.row} · {each.verdict}"
        for each in report.fields
        if each.verdict and (each.table, each.handle) not in told
    ]
    return [*(place(report, row) for row in rows), *fields]
