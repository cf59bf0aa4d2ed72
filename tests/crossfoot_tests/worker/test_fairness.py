"""500 sheets share 60 reads and 60 writes a minute: none waits longer than the bound that the documentation states."""

from __future__ import annotations

import statistics

import pytest

from crossfoot_server.worker.schedule import longest_wait
from crossfoot_tests.worker.fairness import day_of

SHEETS = 500
BOUND = longest_wait(SHEETS).total_seconds()
HOUR = 3600.0
ALWAYS, SOMETIMES, RARELY = 1.0, 120.0, 4 * HOUR


def test_the_bound_is_the_one_that_is_documented() -> None:
    assert round(BOUND / 60, 1) == 31.4


@pytest.mark.slow
@pytest.mark.parametrize("pinging", [0, 50, SHEETS], ids=lambda count: f"{count} ask each time")
def test_none_waits_longer_than_the_bound_though_all_are_typed_into_all_the_time(pinging: int) -> None:
    day = day_of(SHEETS, lambda _: ALWAYS, pinging=pinging)
    day.run(3 * HOUR)
    assert BOUND / 3 < day.longest_wait <= BOUND  # the quota is used up: the bound is no idle one


@pytest.mark.slow
def test_on_a_usual_day_what_is_typed_is_in_the_store_within_minutes() -> None:
    day = day_of(SHEETS, lambda number: SOMETIMES if number < 25 else RARELY)
    day.run(HOUR)
    busy = sorted(day.latencies)
    assert day.longest_wait <= 120
    assert statistics.median(busy) <= 60
    assert busy[-1] <= 300 + 120  # a sheet that was idle for long is looked at every five minutes


@pytest.mark.slow
def test_who_pings_goes_first_while_the_others_are_not_long_due() -> None:
    day = day_of(100, lambda _: ALWAYS, pinging=5)
    day.run(2 * HOUR)
    assert statistics.median(day.waits[True]) < statistics.median(day.waits[False]) / 5
    assert max(day.waits[False]) <= longest_wait(100).total_seconds()
