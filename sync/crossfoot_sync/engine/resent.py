"""New rows that were parted from their ids after they were sent and before the reply came.

By a sort (H02), or because the ids stand in a later state of the file than the copy that was opened (H19). They have
no base yet by which to know them again; what was sent of them takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from crossfoot_sync.engine.fingerprint import field_hash
from crossfoot_sync.engine.likeness import COMPARED, nearest_pairs
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_sync.engine.wire import TablePush
from crossfoot_sync.engine.workbook import Workbook


def rejoin_sent(workbook: Workbook, push: Sequence[TablePush]) -> None:
    """Let new rows of ``workbook`` that hold exactly what ``push`` sent under another id have that id."""
    for part in push:
        table = workbook.tables.get(part.table)
        if table is not None and table.refusal is None:
            _rejoin(table, _sent(part))


def _sent(part: TablePush) -> dict[str, dict[str, str]]:
    """The new rows of a push: their fields as hashes, by id."""
    found: dict[str, dict[str, str]] = {
        row_id: {} for row_id, kind in zip(part.ids, part.kinds, strict=True) if kind == "new"
    }
    for name, column in part.columns.items():
        for position, value in zip(column.rows, column.values, strict=True):
            if part.ids[position] in found:
                found[part.ids[position]][name] = field_hash(value)
    return found


def _rejoin(table: SheetTable, sent: Mapping[str, Mapping[str, str]]) -> None:
    fresh = {row.id: row for row in table.rows if row.is_new and row.held is None}
    taken = {row.id for row in table.rows if not row.is_new}
    for row_id, fields in sent.items():
        row = fresh.get(row_id)
        if row_id in taken or (row is not None and _holds(table, row, fields)):
            continue
        # where the id stands nowhere there is none to exchange: what was sent under an id of its own keeps that
        others = [each for each in fresh.values() if row is not None or each.id not in sent]
        holding = [each for each in others if _holds(table, each, fields)]
        if len(holding) == 1:
            if row is not None:
                row.id = holding[0].id
            holding[0].id = row_id
            fresh = {each.id: each for each in fresh.values()}
    _rejoin_edited(table, {row_id: sent[row_id] for row_id in sent.keys() - taken - fresh.keys()}, sent.keys())


def _rejoin_edited(table: SheetTable, lost: Mapping[str, Mapping[str, str]], sent: Set[str]) -> None:
    """Let new rows that are mostly what was sent, and like nothing else as much, have the ids that stand nowhere.

    Their user went on working in a draft: in an old copy that does not know that it was sent, or before it was sent,
    which the old copy does not know either. Were it taken for another row, the one that was sent would be removed for
    it, and its number with it.
    """
    rows = {row.position: row for row in table.rows if row.is_new and row.held is None and row.id not in sent}
    if len(rows) * len(lost) > COMPARED:
        return
    alike = {at: {row_id: _alike(table, row, lost[row_id]) for row_id in lost} for at, row in rows.items()}
    for at, row_id in nearest_pairs(alike).items():
        if 2 * alike[at][row_id] > len(lost[row_id]):
            rows[at].id = row_id


def _holds(table: SheetTable, row: SheetRow, fields: Mapping[str, str]) -> bool:
    """Whether what stands in a row is what was sent."""
    # ends at the first that differs: after a sort every row is asked about every other
    return all(table.hash_of(row, name) == sent for name, sent in fields.items())


def _alike(table: SheetTable, row: SheetRow, fields: Mapping[str, str]) -> int:
    """How many of the fields that were sent stand in a row."""
    return sum(table.hash_of(row, name) == sent for name, sent in fields.items())
