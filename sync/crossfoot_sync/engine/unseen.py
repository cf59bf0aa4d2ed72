"""Rows of which news was on its way when somebody removed them, and the program ended before it knew that.

What a workbook notes of the rows that it shows is written with their news, and says of a row that is gone that its user
had seen them. Were that believed, the row would be removed with what somebody else had just changed in it.
"""

from __future__ import annotations

from collections.abc import Mapping

from crossfoot_sync.engine.answer import stored_rows
from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.engine.exchange import Exchange
from crossfoot_sync.engine.manifest import write_shown
from crossfoot_sync.engine.workbook import Workbook

Revisions = dict[str, dict[str, int]]
"""Revisions of rows by table and id."""


def revisions_before(workbook: Workbook, exchange: Exchange) -> Revisions:
    """The revisions that rows are noted with of which the reply brings another one; 0 where that is another store's."""
    met = workbook.manifest.met(exchange.reply.epoch)
    found: Revisions = {}
    for name, shown in workbook.shown.items():
        stored = stored_rows(name, exchange.reply)
        news = (row_id for row_id, rev in shown.items() if row_id in stored and (stored[row_id].rev != rev or not met))
        moved = {row_id: shown[row_id] if met else 0 for row_id in news}
        if moved:
            found[name] = moved
    return found


def forget_unseen(workbook: Workbook, before: Mapping[str, Mapping[str, int]]) -> Edits:
    """Let the workbook note of rows that are gone what it did ``before`` their news; what changes its lists so."""
    edits = Edits()
    for name, revisions in before.items():
        table, shown = workbook.tables.get(name), workbook.shown.get(name, {})
        if table is None:
            continue
        here = {row.id for row in table.rows}
        unseen = {row_id: rev for row_id, rev in revisions.items() if rev < shown.get(row_id, 0) and row_id not in here}
        if unseen:
            workbook.shown[name] = shown | unseen
            edits.lists.update(write_shown(name, workbook.shown[name].items()))
    return edits
