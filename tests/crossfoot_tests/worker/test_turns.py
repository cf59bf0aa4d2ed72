"""The quota that several processes share, kept in a real Redis."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count

import pytest
from redis import Redis

from crossfoot_server.worker.turns import RedisBucket
from crossfoot_sync.google.bucket import LIMITS, NotInTime
from crossfoot_sync.google.calls import Lane

pytestmark = pytest.mark.slow

_ACCOUNTS = count(1)


def account() -> str:
    """An account that no other test uses."""
    return f"account-{next(_ACCOUNTS)}"


class Awake:
    """A clock that notes how long somebody is to sleep, and lets them go at once."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def test_as_many_go_at_once_as_a_window_has_and_the_next_is_told_when(redis: str) -> None:
    with Redis.from_url(redis) as connection:
        bucket = RedisBucket(connection, account())
        assert [bucket.take("read", 0) for _ in range(60)] == [0.0] * 60
        with pytest.raises(NotInTime) as late:
            bucket.take("read", 10)
        assert 55 < late.value.seconds <= 61
        assert bucket.take("write", 0) == 0.0  # another lane


def test_turns_are_given_in_the_order_in_which_they_are_asked_for(redis: str) -> None:
    clock = Awake()
    with Redis.from_url(redis) as connection:
        bucket = RedisBucket(connection, account(), {**LIMITS, "read": 2}, clock)
        waits = [round(bucket.take("read", 500)) for _ in range(6)]
    assert waits == [0, 0, 61, 61, 122, 122]


def test_who_would_be_late_takes_nothing_from_the_others(redis: str) -> None:
    clock, name = Awake(), account()
    with Redis.from_url(redis) as connection:
        bucket = RedisBucket(connection, name, {**LIMITS, "read": 1}, clock)
        bucket.take("read", 0)
        for _ in range(3):
            with pytest.raises(NotInTime):
                bucket.take("read", 60)
        assert round(bucket.take("read", 62)) == 61


def test_after_a_pause_all_wait_in_every_process(redis: str) -> None:
    name = account()
    with Redis.from_url(redis) as one, Redis.from_url(redis) as other:
        RedisBucket(one, name).pause("write", 30)
        RedisBucket(one, name).pause("write", 10)  # a shorter one ends no longer one
        with pytest.raises(NotInTime) as late:
            RedisBucket(other, name).take("write", 5)
        assert 29 < late.value.seconds <= 30
        assert RedisBucket(other, name).take("read", 0) == 0.0


def test_no_pause_is_longer_than_five_minutes(redis: str) -> None:
    with Redis.from_url(redis) as connection:
        bucket = RedisBucket(connection, account())
        bucket.pause("write", 1e9)
        with pytest.raises(NotInTime) as late:
            bucket.take("write", 0)
        assert 299 < late.value.seconds <= 300


def test_who_sleeps_towards_a_turn_when_google_says_stop_does_not_go_then(redis: str) -> None:
    name = account()

    class Stopped(Awake):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if len(self.slept) == 1:
                bucket.pause("read", 40)

    clock = Stopped()
    with Redis.from_url(redis) as connection:
        bucket = RedisBucket(connection, name, {**LIMITS, "read": 1}, clock)
        bucket.take("read", 0)
        with pytest.raises(NotInTime):
            bucket.take("read", 70)
    assert [round(each) for each in clock.slept] == [61]


def taken(redis: str, name: str, limits: Mapping[Lane, int], times: int) -> int:
    with Redis.from_url(redis) as connection:
        bucket, number = RedisBucket(connection, name, limits), 0
        for _ in range(times):
            try:
                bucket.take("read", 0)
                number += 1
            except NotInTime:
                pass
        return number


def test_four_processes_together_take_no_more_than_one_could(redis: str) -> None:
    name = account()
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        numbers = pool.starmap(taken, [(redis, name, LIMITS, 30)] * 4)
    assert sum(numbers) == 60


def test_in_no_window_do_more_go_than_the_limit(redis: str) -> None:
    """With a window of a twentieth of a second and real time, in threads."""
    window, limit, name = 0.05, 5, account()
    gone: list[float] = []
    lock = threading.Lock()

    def take() -> None:
        with Redis.from_url(redis) as connection:
            bucket = RedisBucket(connection, name, {**LIMITS, "read": limit}, window=window)
            for _ in range(10):
                bucket.take("read", 30)
                seconds, microseconds = connection.time()
                with lock:
                    gone.append(seconds + microseconds / 1e6)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(gone) == 40
    assert max(gone) - min(gone) >= window * (40 / limit - 1) * 0.9
