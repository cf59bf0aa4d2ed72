"""Rows without an id, found again after they were written to: by what stood in them and what was put there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from crossfoot_sync.grids.relocation import Relocation, same
from crossfoot_sync.grids.work import Work
from crossfoot_templates.layout import ID
from crossfoot_templates.types import CellValue

Wanted = dict[str, CellValue]
"""What is put into the cells of a row, by column."""


def follow_written(work: Work, tables: Mapping[str, Relocation]) -> None:
    """Let rows that had no id when they were read, or got another, be found by it, or else by their content."""
    rows: dict[tuple[str, int], Wanted] = defaultdict(dict)
    for edit in work.edits.cells:
        rows[edit.table, edit.row][edit.column] = None if edit.value == "" else edit.value
    for (name, row), wanted in rows.items():
        relocation = tables.get(name)
        before = None if relocation is None else relocation.seen_at(row)
        if relocation is None or before is None or (relocation.had_id(before) and ID not in wanted):
            continue
        position = _position(relocation, row, before, wanted)
        if position is not None:
            relocation.follow(row, position)


def _position(relocation: Relocation, row: int, before: int, wanted: Wanted) -> int | None:
    now = relocation.now
    given = wanted.get(ID)
    if given is not None and given in now.columns.get(ID, ()):
        return now.columns[ID].index(given)
    if relocation.had_id(before):
        return None
    alike = [each for each in relocation.unnamed if _may_be(relocation, before, each, wanted)]
    in_place = [each for each in alike if now.rows[each] == row]
    return in_place[0] if in_place else alike[0] if len(alike) == 1 else None


def _may_be(relocation: Relocation, before: int, position: int, wanted: Wanted) -> bool:
    """Whether each cell of a row holds what it held, or what was put into it, or was a blank that its table filled in.

    An Excel Table that grows over rows goes on with the formulas of its columns there.
    """
    seen, now = relocation.seen.columns, relocation.now.columns
    return all(
        same(seen[name][before], cells[position])
        or (name in wanted and same(wanted[name], cells[position]))
        or (seen[name][before] is None and (name, position) in relocation.now.formulas)
        for name, cells in now.items()
        if name in seen
    )
