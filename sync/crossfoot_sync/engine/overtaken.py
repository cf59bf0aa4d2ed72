"""Rows whose cells were edited while a reply was on its way."""

from __future__ import annotations

from collections.abc import Set

from crossfoot_sync.engine.cells import Edits, Reading, SetCell
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.layout import BASE, ID


def step_back(workbook: Workbook, overtaken: Set[tuple[str, int]], now: Reading) -> Edits:
    """Let rows be in step with what they were in step with before the reply to ``workbook`` was applied.

    Their user has not seen the store's value that could not be written. Were it taken for seen, the next push
    would overwrite it without a word; so the next push is merged from the older revision, and finds the conflict.

    Args:
        workbook: the workbook as the reply found it.
        overtaken: tables and row handles, as in ``workbook``.
        now: the workbook as it stands.
    """
    edits = Edits()
    for name, table in workbook.tables.items():
        bases = {row.id: row.base_cell for row in table.rows if (name, row.handle) in overtaken}
        cells = now.tables.get(name)
        if not bases or cells is None or not cells.columns.keys() >= {ID, BASE}:
            continue
        held = zip(cells.rows, cells.columns[ID], cells.columns[BASE], strict=True)
        edits.cells.extend(
            SetCell(name, handle, BASE, base, bases[row_id])
            for handle, row_id, base in held
            if isinstance(row_id, str) and row_id in bases
        )
    return edits
