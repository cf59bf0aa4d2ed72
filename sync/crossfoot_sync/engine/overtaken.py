"""Rows in which something was typed or chosen while a reply was on its way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from crossfoot_sync.engine.answer import StoredRow, stored_rows
from crossfoot_sync.engine.cells import Edits, Missed, Reading, SetCell
from crossfoot_sync.engine.fingerprint import FORGOTTEN, field_hash, join_base, sealed
from crossfoot_sync.engine.manifest import write_shown
from crossfoot_sync.engine.openfields import write_open
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_sync.engine.wire import SyncReply
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.label import BETWEEN
from crossfoot_templates.layout import BASE, ID, MANAGED, MESSAGE, OPEN, REFUSED, TICK
from crossfoot_templates.messages import say
from crossfoot_templates.types import CellValue


def step_back(workbook: Workbook, overtaken: Set[tuple[str, int]], now: Workbook, reply: SyncReply) -> Edits:
    """Let rows be in step with what they were in step with before ``reply`` to ``workbook`` was applied.

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
        reply: the reply, of which these rows could not be given everything.
    """
    edits = Edits()
    for name, table in workbook.tables.items():
        before = {row.id: row for row in table.rows if (name, row.handle) in overtaken}
        after = now.tables.get(name)
        if not before or after is None:
            continue
        restored = table.doubted or not workbook.manifest.met(now.manifest.epoch)
        stored = {} if restored else stored_rows(name, reply)
        for standing in after.rows:
            if standing.id not in before:
                continue
            row = before[standing.id]
            # a row that the store did not have, or that waits for a word on whether it is to, names no revision
            lost = restored and not (row.is_new or row.doubted)
            given = _given(after, standing, stored.get(row.id))
            base = FORGOTTEN if lost else _base_with(row, given, table.layout)
            opened = None if lost else write_open(row.open)
            edits.cells.append(SetCell(name, standing.handle, BASE, standing.base_cell, base))
            edits.cells.append(SetCell(name, standing.handle, OPEN, after.raw(standing, OPEN), opened))
        shown = now.shown[name]
        known = dict.fromkeys(workbook.shown[name], 0) if restored else workbook.shown[name]
        earlier = {row_id: known.get(row_id, rev) for row_id, rev in shown.items() if row_id in before}
        edits.lists.update(write_shown(name, (shown | earlier).items()))
        if any(row.is_new for row in before.values()):
            edits.manifest["cursor"] = "0" if restored else str(workbook.manifest.cursor)
    return edits


def tell_protected(workbook: Workbook, missed: Iterable[Missed], now: Workbook) -> list[SetCell]:
    """Say beside a row which of its cells could not be written because they are protected.

    Args:
        workbook: the workbook as the reply found it.
        missed: what could not be written of the reply.
        now: the workbook as it stands.
    """
    cells: list[SetCell] = []
    for name, table in workbook.tables.items():
        after = now.tables.get(name)
        rows = {row.handle: row for row in table.rows}
        labels: dict[str, list[str]] = defaultdict(list)
        for each in missed:
            row = rows.get(each.row) if each.table == name else None
            if row is not None and (each.column, row.position) in table.cells.barred:
                labels[row.id].append(table.cells.labels[each.column])
        for standing in after.rows if after is not None and labels else ():
            if standing.id in labels and after is not None:
                told = say("cells_protected", columns=BETWEEN[now.manifest.language].join(labels[standing.id]))
                lines = {TICK: REFUSED, MESSAGE: told.text(now.manifest.language)}
                cells += [
                    SetCell(name, standing.handle, column, after.raw(standing, column), value)
                    for column, value in lines.items()
                    if column in after.cells.columns
                ]
    return cells


def _given(after: SheetTable, standing: SheetRow, stored: StoredRow | None) -> dict[str, str]:
    """The hashes of those cells of a row that show what the store has by now."""
    theirs = {} if stored is None else {name: field_hash(value) for name, value in stored.values.items()}
    names = (column.name for column in after.columns)
    return {name: theirs[name] for name in names if theirs.get(name) == after.hash_of(standing, name)}


def _base_with(row: SheetRow, given: Mapping[str, str], layout: Sequence[str]) -> CellValue:
    """What a row was in step with, and what it was ``given`` since: that is no edit of its user's.

    Should the store's value be put back to what it was, it would look like one that nobody contradicts.
    """
    if row.base is None or row.held is not None or not given:
        return row.base_cell
    base = join_base(row.id, row.base.rev, {**row.base.hashes, **given}, layout)
    return sealed(base, write_open(row.open))


def ask_again(workbook: Workbook, edits: Edits, missed: Iterable[Missed], now: Reading) -> Edits:
    """Put the sign of a row back over a choice that was made before its news arrived, and let it have the news.

    The choice was made of the fields that were open then. Were it left, it would decide those that ``edits``
    opened as well, which their user has not been asked about. What is open may read the same all the same: a restored
    store may hold another value under the number of the revision that was lost. So the ticks that were to be checked
    count too.

    Args:
        workbook: the workbook as the reply found it.
        edits: what the reply changed.
        missed: what was not done of that.
        now: the workbook as it stands.
    """
    opened = {(each.table, each.row) for each in edits.cells if each.column == OPEN}
    news = opened | {(each.table, each.row) for each in edits.checked if each.column == TICK}
    chosen = {(each.table, each.row) for each in missed if each.column == TICK} & news
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
        handles = {row.id: row.handle for row in table.rows}
        held = zip(cells.rows, cells.columns[ID], cells.columns[TICK], strict=True)
        for handle, row_id, choice in held:
            if isinstance(row_id, str) and row_id in wanted:
                again.cells.append(SetCell(name, handle, TICK, choice, wanted[row_id]))
                again.cells.extend(_what_it_is_in_step_with(edits, name, handles[row_id], handle, choice))
    return again


def _what_it_is_in_step_with(
    edits: Edits, table: str, before: int, handle: int, choice: CellValue
) -> Iterator[SetCell]:
    """What was not written beside a choice, of the row that stands in line ``handle`` now: it holds with its sign."""
    own = [each for each in edits.cells if (each.table, each.row) == (table, before)]
    now = {TICK: choice} | {each.column: each.value for each in own if each.column not in MANAGED}
    for each in own:
        if each.column in (BASE, OPEN):
            given = tuple(replace(one, row=handle, expected=now.get(one.column, one.expected)) for one in each.given)
            yield replace(each, row=handle, given=given)
