"""What puts right again what writes did wrongly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from crossfoot_sync.grids.google.draft import Draft
from crossfoot_sync.grids.google.journal import Slip
from crossfoot_sync.grids.google.sheet import Put
from crossfoot_sync.grids.google.snapshot import Snapshot
from crossfoot_sync.grids.google.tracing import Found, NotFound, Tracing
from crossfoot_sync.grids.work import REST
from crossfoot_templates.layout import MANAGED


def repair_of(slips: Iterable[Slip], now: Snapshot) -> Draft:
    """A write that puts back what was displaced, brings back what was deleted, and takes away what came in wrongly.

    What somebody has typed over or taken away since stays so. What can no longer be told apart from other cells comes
    into a new row, where its owner sees it.

    What was done wrongly last is put right first: what was before may be found only then.
    """
    left = [*slips]
    while left:
        deepest = max(each.depth for each in left)
        draft = _repair([each for each in left if each.depth == deepest], now)
        left = [each for each in left if each.depth < deepest]
        if draft:
            draft.waiting = left
            return draft
    return Draft(now)


def _repair(slips: list[Slip], now: Snapshot) -> Draft:
    draft = Draft(now)
    tracing = {table.sheet.id: Tracing(table) for table in now.tables.values()}
    homeless: dict[tuple[int, int], list[Slip]] = defaultdict(list)
    strays: set[tuple[int, int]] = set()
    for slip in slips:
        traces = tracing.get(slip.sheet)
        if traces is None:
            continue
        if slip.kind == "lost":
            _bring_back(draft, traces, slip)
        elif slip.kind == "stray":
            row = traces.row(slip, strays)
            if row is not None:
                strays.add((slip.sheet, row))
                draft.remove(REST, traces.table, row, slip)
        elif not _put_back(draft, traces, slip):
            homeless[slip.sheet, slip.row].append(slip)
    for (sheet, _), row_slips in homeless.items():
        _take_in(draft, tracing[sheet], row_slips)
    return draft


def _put_back(draft: Draft, traces: Tracing, slip: Slip) -> bool:
    found = traces.cell(slip)
    if isinstance(found, Found):
        return draft.put_back(slip, traces.table, *found)
    return found is NotFound.GONE or slip.held is None or traces.elsewhere(slip)


def _bring_back(draft: Draft, traces: Tracing, slip: Slip) -> None:
    columns = {old: traces.column(slip, old) for old, value in enumerate(slip.content) if value is not None}
    cells = {new: Put(slip.content[old], slip.formats.get(old)) for old, new in columns.items() if new is not None}
    if cells:
        draft.add(REST, traces.table, cells, slip)


def _take_in(draft: Draft, traces: Tracing, slips: list[Slip]) -> None:
    """Let values of one row that have lost their place stand in a row of their own; all that it held is that row."""
    table = traces.table
    cells = {traces.column(slip, slip.column): slip for slip in slips}
    whole = not any(slips[0].content)
    managed = set() if whole else {table.columns.get(each) for each in MANAGED}
    values = {column: Put(slip.held, slip.format) for column, slip in cells.items() if column is not None}
    values = {column: put for column, put in values.items() if column not in managed}
    if values:
        headings, content = slips[0].headings, slips[0].content
        held = [*content]
        for slip in slips:
            held[slip.column] = slip.held
        lost = Slip("lost", table.name, table.sheet.id, slips[0].row, -1, held, headings, depth=slips[0].depth)
        draft.add(REST, table, values, lost)
