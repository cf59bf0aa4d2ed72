"""Defences of the grid of Google spreadsheets taken away."""

from __future__ import annotations

from typing import Any

import pytest

from crossfoot_server.sheets import seeing
from crossfoot_sync.grids.google import batch, live, snapshot
from crossfoot_sync.grids.google.judging import Judgement

Patch = pytest.MonkeyPatch


def writes_not_judged(patch: Patch) -> None:
    def content(journal: Any, _: Any) -> Judgement:
        marks = {(number, at) for number, line in enumerate(journal.lines) for at in range(len(line.marks))}
        removed = {number for number, line in enumerate(journal.lines) if line.removed}
        return Judgement(frozenset(marks), frozenset(removed), frozenset(range(len(journal.rows))))

    patch.setattr(live, "judge", content)


def journals_passed_over(patch: Patch) -> None:
    patch.setattr(snapshot, "decoded", lambda _: None)


def turns_not_taken(patch: Patch) -> None:
    patch.setattr(batch, "take_turn", lambda *_: ())


def typed_meanwhile_seen(patch: Patch) -> None:
    patch.setattr(seeing, "find_changes", lambda _: {})
    patch.setattr(seeing, "settle_ids", lambda *_: [])


def rows_written_below(patch: Patch) -> None:
    def longer(sheet: Any, row: int, count: int, **_: Any) -> dict[str, Any]:
        return {"appendDimension": {"sheetId": sheet.id, "dimension": "ROWS", "length": count}}

    patch.setattr(batch, "_inserted", longer)
