"""What is to be written into the hidden sheets: facts of the manifest, and lists."""

from __future__ import annotations

from collections.abc import Mapping

from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.google.sheet import Put, Sheet
from crossfoot_sync.grids.google.snapshot import Puts, Snapshot, texts_of
from crossfoot_sync.grids.google.values import written
from crossfoot_sync.grids.hidden import Changes, list_changes, manifest_changes
from crossfoot_templates.layout import LISTS_SHEET


def manifest_puts(now: Snapshot, facts: Mapping[str, str]) -> Puts:
    """The cells in which these facts differ from those that are there."""
    return _puts(now.manifest, manifest_changes(texts_of(now.manifest), facts))


def list_puts(now: Snapshot, lists: Mapping[str, list[str]]) -> Puts:
    """The cells in which these lists differ from those that are there.

    Raises:
        Unusable: the sheet of the lists is gone.
    """
    if not lists:
        return {}
    if now.lists is None:
        raise Unusable("sheet_missing", sheet=LISTS_SHEET)
    return _puts(now.lists, list_changes(texts_of(now.lists), lists))


def _puts(sheet: Sheet, changes: Changes) -> Puts:
    return {(sheet.id, row - 1, column - 1): Put(written(told.text)) for (row, column), told in changes.items()}
