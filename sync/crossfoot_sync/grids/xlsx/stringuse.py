"""Which shared strings nothing uses any more once some cells are rewritten.

A spreadsheet program drops them when it saves; until then they would still hold what was removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from crossfoot_sync.grids.xlsx.faults import reading_part
from crossfoot_sync.grids.xlsx.markup import Row, Sheet
from crossfoot_sync.grids.xlsx.plan import Changes
from crossfoot_sync.grids.xlsx.workbook import Workbook

_NUMBER = re.compile(rb">\s*([0-9]{1,9})\s*</")


def unused(workbook: Workbook, displaced: Iterable[int], changes: Mapping[str, Changes]) -> set[int]:
    """Those of the ``displaced`` strings that no cell shows after ``changes``, by sheet part, have been made."""
    left = {*displaced}
    for each in workbook.sheets:
        if not left or each.part not in workbook.package:
            continue
        rewritten = changes.get(each.part, {})
        with reading_part(each.part):
            sheet = Sheet(workbook.package.chunks(each.part))
            for row in sheet.rows():
                left -= _used(sheet, row, left, rewritten)
    return left


def _used(sheet: Sheet, row: Row, wanted: set[int], rewritten: Changes) -> set[int]:
    # Most rows are told by their numbers alone; only the others are looked at cell by cell.
    if wanted.isdisjoint(map(int, _NUMBER.findall(row.text))):
        return set()
    columns = rewritten.get(row.number, {})
    shared = (
        _NUMBER.search(b">" + span.inside.partition(b">")[2])
        for span in sheet.spans(row)
        if span.column not in columns and span.attributes.get("t") == "s"
    )
    return {int(match[1]) for match in shared if match}
