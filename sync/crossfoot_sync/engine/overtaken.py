"""Rows in which something was typed or chosen while a reply was on its way."""

from __future__ import annotations

from collections.abc import Iterable, Set

from crossfoot_sync.engine.cells import Edits, Missed, Reading, SetCell
from crossfoot_sync.engine.fingerprint import FORGOTTEN
from crossfoot_sync.engine.manifest import shown_rows, write_shown
from crossfoot_sync.engine.openfields import write_open
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.layout import BASE, ID, OPEN, TICK


def step_back(workbook: Workbook, overtaken: Set[tuple[str, int]], now: Reading) -> Edits:
    """Let rows be in step with what they were in step with before the reply to ``workbook`` was applied.

    Their user has not seen the store's value that could not be written, or that contradicts what they typed over
    meanwhile. Were it taken for seen, the next push would overwrite it without a word; so the next push is merged
    from the older revision, and finds the conflict. Where the store turned out to be another, or restored, it has no
    such revision: the row is in step with nothing, and everything that differs in it asks. Nor has a new row: that the
    store asked whether it was sent before is found once more only by a workbook that knows no more of the store than it
    did.

    Args:
        workbook: the workbook as the reply found it.
        overtaken: tables and row handles, as in ``workbook``.
        now: the workbook as it stands.
    """
    edits = Edits()
    for name, table in workbook.tables.items():
        before = {row.id: row for row in table.rows if (name, row.handle) in overtaken}
        cells = now.tables.get(name)
        if not before or cells is None or not cells.columns.keys() >= {ID, BASE, OPEN}:
            continue
        restored = table.doubted or not workbook.manifest.met(now.manifest.get("epoch", ""))
        held = zip(cells.rows, cells.columns[ID], cells.columns[BASE], cells.columns[OPEN], strict=True)
        for handle, row_id, base, opened in held:
            if isinstance(row_id, str) and row_id in before:
                row = before[row_id]
                # a row that the store did not have, or that waits for a word on whether it is to, names no revision
                lost = restored and not (row.is_new or row.doubted)
                edits.cells.append(SetCell(name, handle, BASE, base, FORGOTTEN if lost else row.base_cell))
                edits.cells.append(SetCell(name, handle, OPEN, opened, None if lost else write_open(row.open)))
        shown = shown_rows(now, name)
        known = dict.fromkeys(workbook.shown[name], 0) if restored else workbook.shown[name]
        earlier = {row_id: known.get(row_id, rev) for row_id, rev in shown.items() if row_id in before}
        edits.lists.update(write_shown(name, (shown | earlier).items()))
        if any(row.is_new for row in before.values()):
            edits.manifest["cursor"] = "0" if restored else str(workbook.manifest.cursor)
    return edits


def ask_again(workbook: Workbook, edits: Edits, missed: Iterable[Missed], now: Reading) -> Edits:
    """Put the sign of a row back over a choice that was made before its news arrived.

    The choice was made of the fields that were open then. Were it left, it would decide those that ``edits``
    opened as well, which their user has not been asked about.

    Args:
        workbook: the workbook as the reply found it.
        edits: what the reply changed.
        missed: what was not done of that.
        now: the workbook as it stands.
    """
    opened = {(each.table, each.row) for each in edits.cells if each.column == OPEN}
    chosen = {(each.table, each.row) for each in missed if each.column == TICK} & opened
    signs = {(each.table, each.row): each.value for each in edits.cells if each.column == TICK}
    again = Edits()
    for name, table in workbook.tables.items():
        wanted = {
            row.id: signs.get((name, row.handle), table.raw(row, TICK))
            for row in table.rows
            if (name, row.handle) in chosen
        }
        cells = now.tables.get(name)
        if not wanted or cells is None or not cells.columns.keys() >= {ID, TICK}:
            continue
        held = zip(cells.rows, cells.columns[ID], cells.columns[TICK], strict=True)
        again.cells.extend(
            SetCell(name, handle, TICK, choice, wanted[row_id])
            for handle, row_id, choice in held
            if isinstance(row_id, str) and row_id in wanted
        )
    return again
