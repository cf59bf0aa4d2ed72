"""What a sync came to: a line for the status bar, and where somebody has to decide something, more."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_addin.commands.words import listed, word
from crossfoot_sync.client.phrases import counted, phrase
from crossfoot_sync.client.report import RowReport, SyncReport
from crossfoot_sync.engine.display import cut
from crossfoot_templates.approvals import APPROVAL
from crossfoot_templates.label import BETWEEN


def moved(report: SyncReport) -> str:
    """How many rows travelled, in few words."""
    language = report.language
    sums = {
        "sent": sum(table.sent for table in report.tables),
        "received": sum(table.received for table in report.tables),
        "left": sum(table.removed for table in report.tables),
    }
    said = [word(key, language, count=counted(sum_, "row", language)) for key, sum_ in sums.items() if sum_]
    return BETWEEN[language].join(said) or word("nothing_moved", language)


def to_look_at(report: SyncReport) -> str:
    """What somebody has to see or decide, as the text of a message box; empty where there is nothing."""
    return "\n\n".join(_parts(report))


def place(report: SyncReport, row: RowReport) -> str:
    """Where a row stands, with its sign and its message."""
    labels = {table.name: table.label for table in report.tables}
    at = phrase("row_place", report.language, handle=row.handle) if row.handle else ""
    where = f"{labels.get(row.table, row.table)}{phrase('comma', report.language)}{at}{row.name}"
    return f"{row.tick} {phrase('said_of', report.language, place=where, said=row.message)}".strip()


def _parts(report: SyncReport) -> Iterator[str]:
    language = report.language
    said = ((table.label, note) for table in report.tables for note in table.notes)
    notes = [phrase("said_of", language, place=label, said=note) for label, note in said] + report.notes
    if notes:
        yield "\n".join(notes)
    waiting = list(report.open_rows())
    if waiting:
        yield word("rows_wait", language, count=counted(len(waiting), "row", language))
        yield listed([place(report, row) for row in waiting], "more row", language)
        yield word("how_to_decide", language)
    if report.missed:
        yield word("missed", language, count=counted(report.missed, "cell", language))
    if report.to_decide:
        where = next(table.label for table in report.tables if table.name == APPROVAL)
        yield word("approve", language, count=counted(report.to_decide, "request", language), place=where)
    if not report.ties:
        differing = ((table.label, line) for table in report.tables for line in table.differing)
        lines = [phrase("said_of", language, place=label, said=line) for label, line in differing]
        yield word("does_not_tie", language)
        yield listed(lines, "more row", language)


def fields_of(report: SyncReport) -> list[str]:
    """The fields of a preview, a line each: what the store has, and what it would have."""
    labels = {table.name: table.label for table in report.tables}
    return [
        phrase(
            "said_of",
            report.language,
            place=f"{labels.get(each.table, each.table)} {each.row} · {each.column}",
            said=f"{cut(each.theirs)} → {cut(each.mine)}",
        )
        + (f"  ({each.verdict})" if each.verdict else "")
        for each in report.fields
    ]
