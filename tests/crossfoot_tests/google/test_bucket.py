"""Turns: never too many in a minute, none waited for longer than need be, first come, first served."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot_sync.google.bucket import LIMITS, LONGEST_PAUSE_SECONDS, WINDOW_SECONDS, LocalBucket, NotInTime
from crossfoot_sync.google.calls import LANES, Lane
from crossfoot_tests.google.faketime import FakeTime, SharedTime

FOREVER = 10**6
CLOSE = 0.002
"""How exact a turn is, in seconds."""


def bucket(time: FakeTime, limit: int) -> LocalBucket:
    """With the same limit in each lane."""
    return LocalBucket(dict.fromkeys(LANES, limit), time)


def told_to_wait(turns: LocalBucket, lane: Lane, patience: float) -> float:
    """The seconds that one is told to wait who cannot wait so long; 0 for one who took a turn."""
    try:
        turns.take(lane, patience)
    except NotInTime as late:
        return late.seconds
    return 0


def most_in(times: list[float], seconds: float) -> int:
    """The most of these moments that lie within one stretch of so many seconds, its end not counted."""
    return max((sum(start <= each < start + seconds for each in times) for start in times), default=0)


def test_sixty_go_at_once_and_the_next_when_google_s_minute_is_surely_over() -> None:
    time = FakeTime()
    turns = LocalBucket(LIMITS, time)
    assert [turns.take("read", FOREVER) for _ in range(61)] == [0] * 60 + [WINDOW_SECONDS]


def test_reads_writes_and_drive_do_not_wait_for_each_other() -> None:
    time = FakeTime()
    turns = bucket(time, 1)
    lanes: list[Lane] = ["read", "write", "drive", "read"]
    assert [turns.take(lane, FOREVER) for lane in lanes] == [0, 0, 0, WINDOW_SECONDS]


def test_a_lane_without_a_limit_of_its_own_has_the_usual_one() -> None:
    turns = LocalBucket({"read": 1}, FakeTime())
    assert [turns.take("write", FOREVER) for _ in range(61)] == [0] * 60 + [WINDOW_SECONDS]
    assert [turns.take("read", FOREVER) for _ in range(2)] == [0, WINDOW_SECONDS]


def test_one_who_cannot_wait_so_long_is_told_at_once_and_takes_nobody_s_turn() -> None:
    time = FakeTime()
    turns = bucket(time, 1)
    turns.take("read", 0)
    time.clock.advance(21)
    with pytest.raises(NotInTime) as raised:
        turns.take("read", 39)
    assert (raised.value.seconds, time.sleeps) == (40, [])
    assert turns.take("read", 40) == 40


def test_during_a_pause_nobody_goes_and_then_all_who_may() -> None:
    time = FakeTime()
    turns = bucket(time, 2)
    turns.pause("read", 30)
    turns.pause("read", 10)
    assert [turns.take("read", FOREVER) for _ in range(3)] == [30, 0, WINDOW_SECONDS]


def test_no_pause_is_long_whatever_is_asked_for() -> None:
    turns = bucket(FakeTime(), 1)
    turns.pause("write", 33 * 3600)
    assert turns.take("write", FOREVER) == LONGEST_PAUSE_SECONDS


def test_a_limit_that_lets_nobody_go_is_refused() -> None:
    with pytest.raises(ValueError, match="a limit of 0 requests lets nobody go; it is 1 at least"):
        bucket(FakeTime(), 0)


def test_a_pause_also_holds_those_who_wait_already() -> None:
    time = SharedTime()
    turns = bucket(time, 1)
    went: list[float] = []

    def take() -> None:
        turns.take("read", FOREVER)
        went.append(time.monotonic())

    def pause() -> None:
        time.sleep(50)
        turns.pause("read", 50)

    time.run(take, take, pause)
    assert went == [0, pytest.approx(100)]


@given(st.lists(st.floats(0, 40), min_size=2, max_size=12, unique=True), st.integers(1, 3))
@settings(max_examples=40)
def test_who_comes_first_goes_first(arrivals: list[float], limit: int) -> None:
    time = SharedTime()
    turns = bucket(time, limit)
    arrivals = [round(each, 2) + number * 1e-4 for number, each in enumerate(arrivals)]
    went: list[tuple[float, float]] = []

    def take(arrival: float) -> None:
        time.sleep(arrival)
        turns.take("read", FOREVER)
        went.append((time.monotonic(), arrival))

    time.run(*(partial(take, arrival) for arrival in arrivals))
    moment_of = {arrival: round(moment, 2) for moment, arrival in went}
    moments = [moment_of[arrival] for arrival in sorted(arrivals)]
    assert moments == sorted(moments)


steps = st.tuples(
    st.floats(0, 40), st.sampled_from(LANES), st.one_of(st.none(), st.floats(0, 90)), st.floats(0, 2 * WINDOW_SECONDS)
)


@given(st.lists(steps, max_size=60), st.integers(1, 6))
def test_never_more_than_the_limit_in_a_minute_and_no_waiting_for_nothing(
    happening: list[tuple[float, Lane, float | None, float]], limit: int
) -> None:
    time = FakeTime()
    turns = bucket(time, limit)
    went: dict[Lane, list[float]] = {lane: [] for lane in LANES}
    closed = dict.fromkeys(LANES, 0.0)
    for gap, lane, pause, patience in happening:
        time.clock.advance(gap)
        now = time.monotonic()
        if pause is not None:
            turns.pause(lane, pause)
            closed[lane] = max(closed[lane], now + pause)
        earlier = went[lane]
        free = earlier[-limit] + WINDOW_SECONDS if len(earlier) >= limit else now
        due = max(now, closed[lane], free)
        told = told_to_wait(turns, lane, patience)
        assert (told or time.monotonic() - now) == pytest.approx(due - now, abs=CLOSE)
        assert due - now > patience if told else due - now < patience + CLOSE
        earlier += [] if told else [time.monotonic()]
    assert all(most_in(each, 60) <= limit for each in went.values())
