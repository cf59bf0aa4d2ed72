"""Which row is which: new rows, copies, damaged ids, and rows that a careless sort parted from their ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from crossfoot_sync.engine.cells import SetCell
from crossfoot_sync.engine.openfields import write_open
from crossfoot_sync.engine.parting import rejoin
from crossfoot_sync.engine.rowid import is_row_id
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_templates.layout import BASE, ID, OPEN
from crossfoot_templates.messages import say


def identify(table: SheetTable, new_id: Callable[[], str]) -> list[SetCell]:
    """Give every row of ``table`` an id of its own; the edits that put the ids into the sheet.

    They must be in the sheet before anything is pushed, so that a push that is sent twice names the same rows.
    """
    _damaged(table)
    _copies(table)
    rejoin(table)
    for row in table.rows:
        if not row.id:
            row.id = new_id()
    # a row whose id is in doubt keeps what stands beside it, so nothing is written there: undoing the sort finds it
    return [] if table.refusal else [edit for row in table.rows for edit in _edits(table, row)]


def _edits(table: SheetTable, row: SheetRow) -> list[SetCell]:
    """What makes the hidden cells of a row say what the engine decided."""
    own = row.id == table.raw(row, ID)
    wanted = {ID: row.id, BASE: row.base_cell, OPEN: table.raw(row, OPEN) if own else write_open(row.open)}
    return [
        SetCell(table.name, row.handle, column, table.raw(row, column), value)
        for column, value in wanted.items()
        if column in table.cells.columns
        and table.raw(row, column) != value
        and (column, row.position) not in table.cells.barred
    ]


def _damaged(table: SheetTable) -> None:
    """Rows whose id is no id, or that lost it and kept the rest of their hidden cells, are new rows."""
    for row in table.rows:
        if (row.id or row.base_cell) and not is_row_id(row.id):
            row.forget()
            row.notes.append(say("id_invalid"))


def _copies(table: SheetTable) -> None:
    """Of rows with one id, the one most like its base keeps it; the others are copies, and so are new."""
    by_id: dict[str, list[SheetRow]] = defaultdict(list)
    for row in table.rows:
        if row.id:
            by_id[row.id].append(row)
    for twins in by_id.values():
        keeper = twins[0] if len(twins) == 1 else max(twins, key=lambda row: _likeness(table, row))
        for row in twins:
            if row is not keeper:
                row.forget()
                row.notes.append(say("id_duplicate"))


def _likeness(table: SheetTable, row: SheetRow) -> int:
    """In how many columns a row still is what it was last in step with."""
    if row.base is None:
        return -1
    return sum(row.base.hashes.get(column.name) == table.hash_of(row, column.name) for column in table.columns)
