"""Defences of the grid of open workbooks taken away."""

from __future__ import annotations

import pytest

from crossfoot_sync.grids.excel import block, grid, native, snapshot, values, writing
from crossfoot_sync.grids.excel.draft import Draft
from crossfoot_sync.grids.excel.values import BLANK

Patch = pytest.MonkeyPatch


def slips_left(patch: Patch) -> None:
    patch.setattr(grid, "repair_of", lambda *_: Draft())


def torn_rows_taken(patch: Patch) -> None:
    patch.setattr(block, "agree", lambda *_: True)
    patch.setattr(snapshot, "_stands", lambda *_: True)


def merges_read_as_others(patch: Patch) -> None:
    patch.setattr(native, "merged", lambda _: False)


def protection_not_seen(patch: Patch) -> None:
    patch.setattr(native, "protected", lambda _: False)


def read_only_not_seen(patch: Patch) -> None:
    patch.setattr(native, "read_only", lambda _: False)


def shown_errors_are_blanks(patch: Patch) -> None:
    whole = block._held
    patch.setattr(block, "_held", lambda value, *rest: BLANK if value is None else whole(value, *rest))


def texts_typed_as_they_are(patch: Patch) -> None:
    whole = values.entered
    patch.setattr(writing, "entered", lambda value: value if isinstance(value, str) else whole(value))
