"""The hour itself, for some minutes of it: seeds keep every promise."""

from __future__ import annotations

import pytest

from crossfoot_tests.sheets_hour.report import play_many

SEEDS = range(2)
MINUTES = 10.0


@pytest.mark.slow
def test_two_teams_and_a_person_with_a_file_converge_and_nothing_that_they_typed_is_lost() -> None:
    played = [(outcome.seed, outcome.violation) for outcome, _ in play_many(SEEDS, MINUTES)]
    assert played == [(seed, "") for seed in SEEDS]
