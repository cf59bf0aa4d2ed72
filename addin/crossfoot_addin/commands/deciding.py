"""Keep mine and Take theirs, for the selected rows."""

from __future__ import annotations

from crossfoot_addin.commands.called import Called
from crossfoot_addin.commands.selection import Selection, selected
from crossfoot_addin.commands.syncing import sync_or_ask, tell_synced
from crossfoot_addin.commands.words import word
from crossfoot_sync.client.phrases import counted
from crossfoot_sync.engine.cells import Edits, Reading, SetCell
from crossfoot_templates.layout import CONFLICT, KEEP_MINE, REFUSED, TAKE_THEIRS, TICK

OPEN = frozenset({CONFLICT, REFUSED, *KEEP_MINE.values(), *TAKE_THEIRS.values()})
"""What a tick shows where there is something to decide: until the sync one may change one's mind."""


def keep_mine(called: Called) -> str:
    """Send the values of the selected rows, and sync."""
    return _choose(called, KEEP_MINE[called.language])


def take_theirs(called: Called) -> str:
    """Put the store's values into the selected rows, and sync."""
    return _choose(called, TAKE_THEIRS[called.language])


def _choose(called: Called, choice: str) -> str:
    """Write the choice into the ticks, as if it had been picked from their drop-down, and sync."""
    language = called.language
    with called.open_desk() as desk:
        reading = called.grid.read()
        wanted = choices(reading, called.selection, choice)
        edits = [each for each in wanted if not called.hidden(called.selection.sheet, each.row)]
        why = _why_not(reading, called.selection, wanted, edits)
        if not why and called.grid.write(Edits(cells=edits), reading):
            why = "moved_meanwhile"
        if why:
            called.window.tell(word(why, language))
            return word(why, language)
        called.window.status(word("chosen", language, choice=choice, count=counted(len(edits), "row", language)))
        report = sync_or_ask(desk, called)
    if report is None:
        return word("not_sent", language)
    said = tell_synced(report, called)
    hidden = len(wanted) - len(edits)
    return f"{said} {word('left_hidden', language, count=counted(hidden, 'row', language))}" if hidden else said


def choices(reading: Reading, selection: Selection, choice: str) -> list[SetCell]:
    """``choice`` in the tick of each selected row that has something to decide."""
    return [
        SetCell(table.table, table.rows[at], TICK, expected=table.columns[TICK][at], value=choice)
        for table, positions in selected(reading, selection)
        for at in positions
        if TICK in table.columns and table.columns[TICK][at] in OPEN
    ]


def _why_not(reading: Reading, selection: Selection, wanted: list[SetCell], edits: list[SetCell]) -> str:
    """Why nothing can be chosen; empty where something can."""
    if edits:
        return ""
    if wanted:
        return "only_hidden"
    return "none_open" if any(selected(reading, selection)) else "not_on_table"
