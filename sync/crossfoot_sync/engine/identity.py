"""Which row is which: new rows, copies, damaged ids, and rows that a careless sort parted from their ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from crossfoot_sync.engine.cells import SetCell
from crossfoot_sync.engine.rowid import is_row_id
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_templates.layout import BASE, ID, OPEN
from crossfoot_templates.messages import say

_COMPARED = 2000
"""More rows than this are not compared with one another to find out which is which."""


def identify(table: SheetTable, new_id: Callable[[], str]) -> list[SetCell]:
    """Give every row of ``table`` an id of its own; the edits that put the ids into the sheet.

    They must be in the sheet before anything is pushed, so that a push that is sent twice names the same rows.
    """
    _damaged(table)
    _copies(table)
    _parted(table)
    for row in table.rows:
        if not row.id:
            row.id = new_id()
    return [edit for row in table.rows for edit in _edits(table, row)]


def _edits(table: SheetTable, row: SheetRow) -> list[SetCell]:
    """What makes the hidden cells of a row say what the engine decided."""
    wanted = {ID: row.id, BASE: row.base_cell, OPEN: table.raw(row, OPEN)}
    if row.base_cell is None:
        wanted[OPEN] = None
    return [
        SetCell(table.name, row.handle, column, table.raw(row, column), value)
        for column, value in wanted.items()
        if column in table.cells.columns and table.raw(row, column) != value
    ]


def _forget(row: SheetRow) -> None:
    """Make ``row`` a new row."""
    row.id, row.base, row.base_cell, row.open, row.decisions = "", None, None, {}, {}


def _damaged(table: SheetTable) -> None:
    for row in table.rows:
        if row.id and not is_row_id(row.id):
            _forget(row)
            row.notes.append(say("id_invalid"))


def _copies(table: SheetTable) -> None:
    """Of rows with one id, the one most like its base keeps it; the others are copies, and so are new."""
    counts = Counter(row.id for row in table.rows if row.id)
    for row_id in (row_id for row_id, count in counts.items() if count > 1):
        twins = [row for row in table.rows if row.id == row_id]
        keeper = max(twins, key=lambda row: _likeness(table, row, row))
        for row in twins:
            if row is not keeper:
                _forget(row)
                row.notes.append(say("id_duplicate"))


def _likeness(table: SheetTable, content: SheetRow, owner: SheetRow) -> int:
    """In how many columns the cells of ``content`` are what ``owner`` was last in step with."""
    if owner.base is None:
        return -1
    return sum(owner.base.hashes.get(column.name) == table.hash_of(content, column.name) for column in table.columns)


def _parted(table: SheetTable) -> None:
    """Find rows whose ids a sort left behind, and bring the two together again.

    A row is suspect when its natural key is not the one its id was last in step with. It belongs to the suspect
    whose base has its key or, where its key was edited as well, to the one whose base its cells are most like;
    either must fit better than its own. Otherwise it keeps its id if that is still free and it looks like it.
    Where more than one row is left over, nothing is certain, and nothing of the table may be sent.
    """
    suspects = {row.position: row for row in table.rows if _key_changed(table, row)}
    if len(suspects) > _COMPARED:
        table.refusal = say("ids_scrambled")
        return
    sources = {position: source for position, row in suspects.items() if (source := _source(table, row, suspects))}
    if not sources:
        return
    moved, taken = len(sources), {owner.position for owner in sources.values()}
    for position, row in suspects.items():
        if position not in sources and position not in taken and _looks_like_itself(table, row):
            sources[position] = row
    rows_left = suspects.keys() - sources.keys()
    ids_left = suspects.keys() - {owner.position for owner in sources.values()}
    if len(taken) < moved or len(rows_left) > 1:
        table.refusal = say("ids_scrambled")
        return
    sources |= {position: suspects[left] for position, left in zip(rows_left, ids_left, strict=True)}
    identities = {at: (row.id, row.base_cell, row.base, row.open, row.decisions) for at, row in suspects.items()}
    for position, row in suspects.items():
        row.id, row.base_cell, row.base, row.open, row.decisions = identities[sources[position].position]
    table.findings.append(say("rows_reassociated", count=moved))


def _source(table: SheetTable, row: SheetRow, suspects: Mapping[int, SheetRow]) -> SheetRow | None:
    """The suspect whose id ``row`` had before the sort, or ``None`` where its own fits it as well as any."""
    key, own = _own_key(table, row), _likeness(table, row, row)
    others = [other for other in suspects.values() if other is not row and _likeness(table, row, other) > own]
    by_key = [other for other in others if _base_key(table, other) == key]
    return next(iter(by_key), None) or max(others, key=lambda other: _likeness(table, row, other), default=None)


def _key_changed(table: SheetTable, row: SheetRow) -> bool:
    return row.base is not None and _base_key(table, row) != _own_key(table, row)


def _looks_like_itself(table: SheetTable, row: SheetRow) -> bool:
    return 2 * _likeness(table, row, row) >= len(table.columns)


def _own_key(table: SheetTable, row: SheetRow) -> tuple[str, ...] | None:
    """The hashes of the natural key as it stands in the row; ``None`` where a key column was deleted."""
    names = table.view.table.key
    if not table.cells.columns.keys() >= {*names}:
        return None
    return tuple(table.hash_of(row, name) for name in names)


def _base_key(table: SheetTable, row: SheetRow) -> tuple[str, ...] | None:
    """The hashes of the natural key that the row's id was last in step with."""
    names = table.view.table.key
    if row.base is None or not row.base.hashes.keys() >= {*names} or not table.cells.columns.keys() >= {*names}:
        return None
    return tuple(row.base.hashes[name] for name in names)
