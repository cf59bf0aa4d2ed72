"""People work in an open workbook between any two calls of a write."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw

from crossfoot_tests.sync.grids.excel_adversary import written_against

pytestmark = pytest.mark.slow

SEEDS = range(200)


def test_h27_whatever_people_do_between_two_calls_nothing_of_theirs_is_lost(app: xw.App, tmp_path: Path) -> None:
    wrongs = {}
    for seed in SEEDS:
        played = written_against(app, tmp_path, seed)
        if found := played.wrongs():
            wrongs[seed] = found
        played.adversary.place.book.close()
    assert wrongs == {}
