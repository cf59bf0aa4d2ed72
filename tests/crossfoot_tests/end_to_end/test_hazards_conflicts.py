"""Two people in one row, and conflicts that are left open, on workbook files against the real server (H20, H32)."""

from __future__ import annotations

import pytest

from crossfoot_tests.end_to_end.test_promises import conflicting, statuses
from crossfoot_tests.end_to_end.world import World

pytestmark = pytest.mark.slow


def test_h20_two_people_in_one_row(world: World) -> None:
    mine, theirs = conflicting(world)
    assert mine.rows("invoice", "_tick", "amount")[1] == ("⚠", 8.0)
    assert world.stored("invoice", "amount")[-1] == ("9.00",)
    assert theirs.sync().ties


def test_h32_a_conflict_left_open_survives_syncs_and_theirs_being_reverted(world: World) -> None:
    mine, theirs = conflicting(world)
    for _ in range(2):
        report = mine.sync()
        assert statuses(report) == {}
        assert mine.rows("invoice", "_tick", "amount")[1] == ("⚠", 8.0)
    position = theirs.column("invoice", "amount").index(9.0)
    theirs.type("invoice", position, "amount", 2500.5)
    theirs.sync()
    mine.sync()
    assert mine.rows("invoice", "_tick", "amount")[1] == ("⚠", 8.0)
    assert "the store now has 2,500.50" in mine.message("invoice", 1)
    assert world.stored("invoice", "amount").count(("2500.50",)) == 1
    mine.type("invoice", 1, "_tick", "Keep mine")
    assert statuses(mine.sync()) == {"invoice": {"ok": 1}}
    assert ("8.00",) in world.stored("invoice", "amount")


def test_h32_keeping_mine_against_a_value_never_shown_is_a_new_conflict(world: World) -> None:
    mine, theirs = conflicting(world)
    position = theirs.column("invoice", "amount").index(9.0)
    theirs.type("invoice", position, "amount", 10.0)
    theirs.sync()
    mine.type("invoice", 1, "_tick", "Keep mine")
    assert statuses(mine.sync()) == {"invoice": {"open": 1}}
    assert mine.rows("invoice", "_tick", "amount")[1] == ("⚠", 8.0)
    assert "changed it to 10.00" in mine.message("invoice", 1)
    assert ("10.00",) in world.stored("invoice", "amount")


def test_h32_editing_the_cell_again_decides_it(world: World) -> None:
    mine, _ = conflicting(world)
    mine.type("invoice", 1, "amount", 8.5)
    assert statuses(mine.sync()) == {"invoice": {"ok": 1}}
    assert mine.rows("invoice", "_tick", "amount")[1] == ("✓", 8.5)
