"""People work in an open workbook between any two calls of a write."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw

from crossfoot_tests.sync.grids.excel_adversary import written_against

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("held", [True, False])
def test_h27_whatever_people_do_between_two_calls_nothing_of_theirs_is_lost(
    app: xw.App, tmp_path: Path, held: bool
) -> None:
    wrongs = {}
    for seed in range(100):
        played = written_against(app, tmp_path, seed, held=held)
        if found := played.wrongs():
            wrongs[seed] = found
        played.adversary.place.book.close()
    assert wrongs == {}
