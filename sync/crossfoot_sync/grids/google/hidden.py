"""What is to be written into the hidden sheets: facts of the manifest, and lists."""

from __future__ import annotations

from collections.abc import Mapping

from crossfoot_sync.grids.google.faults import Unusable
from crossfoot_sync.grids.google.sheet import Put
from crossfoot_sync.grids.google.snapshot import (
    Puts,
    Snapshot,
    list_columns,
    list_places,
    manifest_facts,
    manifest_rows,
)
from crossfoot_sync.grids.google.values import written
from crossfoot_templates.layout import LISTS_SHEET


def manifest_puts(now: Snapshot, facts: Mapping[str, str]) -> Puts:
    """The cells in which these facts differ from those that are there."""
    sheet = now.manifest
    rows, held = manifest_rows(sheet), manifest_facts(sheet)
    free = len(sheet.lines)
    puts: Puts = {}
    for key, value in facts.items():
        if key not in rows:
            rows[key] = free
            puts[sheet.id, free, 0] = Put(written(key))
            free += 1
        if held.get(key, "") != value:
            puts[sheet.id, rows[key], 1] = Put(written(value))
    return puts


def list_puts(now: Snapshot, lists: Mapping[str, list[str]]) -> Puts:
    """The cells in which these lists differ from those that are there.

    Raises:
        Unusable: the sheet of the lists is gone.
    """
    if not lists:
        return {}
    sheet = now.lists
    if sheet is None:
        raise Unusable("sheet_missing", sheet=LISTS_SHEET)
    places, held = list_places(sheet), list_columns(sheet)
    free = max(map(len, sheet.lines), default=0)
    puts: Puts = {}
    for name, entries in lists.items():
        if name not in places:
            places[name] = free
            puts[sheet.id, 0, free] = Put(written(name))
            free += 1
        before = held.get(name, [])
        for index in range(max(len(entries), len(before))):
            entry = entries[index] if index < len(entries) else ""
            if index >= len(before) or before[index] != entry:
                puts[sheet.id, index + 1, places[name]] = Put(written(entry))
    return puts
