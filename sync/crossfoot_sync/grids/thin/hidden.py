"""What is to be written into the hidden sheets: facts of the manifest, and lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.thin.batch import Spot
from crossfoot_sync.grids.thin.snapshot import Snapshot, list_columns, list_places, manifest_rows
from crossfoot_templates.layout import LISTS_SHEET, MANIFEST_SHEET

Spots: TypeAlias = dict[tuple[str, int, int], Spot]
"""What is put into cells, by sheet, row and column."""


def manifest_spots(now: Snapshot, facts: Mapping[str, str]) -> Spots:
    """The cells in which these facts differ from those that are there."""
    rows, held = manifest_rows(now.manifest), now.reading.manifest
    free = now.manifest.bottom + 1
    spots: Spots = {}
    for key, value in facts.items():
        if key not in rows:
            rows[key] = free
            spots[MANIFEST_SHEET, free, 0] = Spot(key)
            free += 1
        if held.get(key, "") != value:
            spots[MANIFEST_SHEET, rows[key], 1] = Spot(value or None)
    return spots


def list_spots(now: Snapshot, lists: Mapping[str, list[str]]) -> Spots:
    """The cells in which these lists differ from those that are there.

    Raises:
        GridError: the sheet of the lists is gone.
    """
    if not lists:
        return {}
    if now.lists is None:
        raise GridError(now.title, "sheet_missing", sheet=LISTS_SHEET)
    places, held = list_places(now.lists), list_columns(now.lists)
    free = max(now.lists.columns, default=-1) + 1
    spots: Spots = {}
    for name, entries in lists.items():
        if name not in places:
            places[name] = free
            spots[LISTS_SHEET, 0, free] = Spot(name)
            free += 1
        before = held.get(name, [])
        for index in range(max(len(entries), len(before))):
            entry = entries[index] if index < len(entries) else ""
            if index >= len(before) or before[index] != entry:
                spots[LISTS_SHEET, index + 1, places[name]] = Spot(entry or None)
    return spots
