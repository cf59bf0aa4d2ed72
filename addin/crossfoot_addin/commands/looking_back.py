"""History of a cell, and undoing the last sync."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_addin.commands.called import Called
from crossfoot_addin.commands.selection import selected
from crossfoot_addin.commands.words import listed, word
from crossfoot_sync.client import stepping_back
from crossfoot_sync.client.back_report import OPEN, BackReport, describe_back
from crossfoot_sync.client.finding import Found, open_workbook
from crossfoot_sync.client.naming import row_name
from crossfoot_sync.client.phrases import counted, phrase
from crossfoot_sync.client.versions import Version, version
from crossfoot_sync.engine.display import cut
from crossfoot_sync.engine.tell import moment
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.label import Language


def cell_history(called: Called) -> str:
    """Show who changed the selected cell, when, from what to what. Beside the data it is the whole row's history."""
    language = called.language
    with called.open_desk() as desk:
        workbook = open_workbook(called.grid, desk.server)
        found = _selected_row(called, workbook)
        if found is None:
            called.window.tell(word("not_on_table", language))
            return word("not_on_table", language)
        if not found.rev:
            return word("no_history", language)
        name, column = found.table.name, _column(called, found)
        changes = desk.server.history(workbook.manifest.book, name, found.row_id, column).changes
    row = next(row_name(found.table, each) for each in found.table.rows if each.id == found.row_id)
    title = (
        word("history_of", language, row=row, column=found.label(column))
        if column
        else word("history_of_row", language, row=row)
    )
    lines = [line for each in changes for line in history_lines(version(each, found), language, named=not column)]
    called.window.tell("\n".join([title, "", *lines]))
    return title


def history_lines(told: Version, language: Language, *, named: bool) -> Iterator[str]:
    """One change: when, who, why; then what it made of each field, under the field's name if ``named``."""
    what = "" if told.kind == "changed" else f"  {word(told.kind, language)}"
    reason = f"  “{told.reason}”" if told.reason else ""
    yield word("version", language, when=told.at, who=told.who + what, reason=reason)
    for each in told.fields:
        key = "step_of" if named else "step"
        yield word(key, language, column=each.column, before=cut(each.before), after=cut(each.after))


def undo_sync(called: Called) -> str:
    """Take back what this workbook sent last, after showing what would go back, and bring it up to date."""
    language = called.language
    with called.open_desk() as desk:
        batch = stepping_back.batch_to_undo(desk, "")
        tried = stepping_back.preview_undo(desk, batch.id)
        lines = _moves(describe_back(desk.grid.name, desk.server, tried, tried.before))
        shown = listed(lines, "more field", language) if lines else word("undo_nothing", language)
        when = moment(batch.received_at)
        if not called.window.confirm(word("undo_this", language, who=batch.actor_name, when=when, lines=shown)):
            return word("not_undone", language)
        stepped = stepping_back.undo(desk, batch.id, "")
        report = describe_back(desk.grid.name, desk.server, stepped, open_workbook(desk.grid, desk.server))
    open_ = (row for row in report.rows if row.status in OPEN)
    stayed = [phrase("said_of", language, place=f"{row.label} {row.name}", said=row.message) for row in open_]
    if stayed:
        called.window.tell(word("undone_partly", language, lines=listed(stayed, "more row", language)))
    return word("undone", language, count=counted(len(report.rows) - len(stayed), "row", language))


def _moves(report: BackReport) -> list[str]:
    """What would go back, a line for each field; of a row that comes or goes as a whole, a line for the row."""
    lines = []
    for row in report.rows:
        place = f"{row.label} {row.name}"
        fields = [
            phrase(
                "said_of",
                report.language,
                place=f"{place} · {each.column}",
                said=f"{cut(each.before)} → {cut(each.after)}",
            )
            for each in row.fields
        ]
        whole = phrase("said_of", report.language, place=place, said=row.message) if row.message else place
        lines += [] if row.status == "unchanged" else fields or [whole]
    return lines


def _selected_row(called: Called, workbook: Workbook) -> Found | None:
    """The row of the current cell."""
    for cells, _ in selected(workbook.reading, called.selection):
        table = workbook.tables.get(cells.table)
        for row in table.rows if table is not None else ():
            if table is not None and row.handle == called.selection.current:
                return Found(row.id, workbook.shown[table.name].get(row.id, 0), table, workbook.display)
    return None


def _column(called: Called, found: Found) -> str:
    """The column of the current cell, where it is one of the row's data."""
    table, column = called.selection.find_column() or ("", "")
    return column if table == found.table.name and column in found.table.view.table.by_name else ""
