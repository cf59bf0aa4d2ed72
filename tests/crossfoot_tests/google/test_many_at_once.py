"""Many threads in the name of one account, for ten minutes of fake time."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from crossfoot_sync.emulator import Discovery, Logged
from crossfoot_sync.google.calls import Lane
from crossfoot_tests.google.faketime import SharedTime
from crossfoot_tests.google.reach import Reach
from crossfoot_tests.google.test_bucket import most_in

MINUTES = 10


def busy(discovery: Discovery, private_key: str, limits: dict[Lane, int] | None = None) -> tuple[Reach, Counter[int]]:
    """Four threads that read and write as fast as they may; and how often each of them did."""
    time = SharedTime()
    reach = Reach.new(discovery, private_key, limits=limits, time=time)
    rounds: Counter[int] = Counter()

    def work(number: int) -> None:
        while time.monotonic() < MINUTES * 60:
            reach.read()
            reach.write(f"by {number}")
            rounds[number] += 1
            time.sleep(0.1)

    time.run(*(partial(work, number) for number in range(4)))
    return reach, rounds


def seconds(reach: Reach, entries: list[Logged]) -> list[float]:
    """When requests came in, from the start on."""
    return [(each.time - reach.time.start).total_seconds() for each in entries]


@pytest.mark.slow
def test_h28_four_threads_use_the_quota_up_and_never_exceed_it(discovery: Discovery, private_key: str) -> None:
    reach, rounds = busy(discovery, private_key)
    assert Counter(each.status for each in reach.google.log) == {200: len(reach.google.log)}
    for direction in ("read", "write"):
        times = seconds(reach, [each for each in reach.google.log if each.direction == direction])
        assert most_in(times, 60) == 60
        assert len([each for each in times if each < MINUTES * 60]) >= (MINUTES - 1) * 60
    assert max(rounds.values()) - min(rounds.values()) <= MINUTES
    assert len(reach.google.state.grants) == 1


@pytest.mark.slow
def test_a_share_of_the_quota_leaves_the_rest_to_others(discovery: Discovery, private_key: str) -> None:
    reach, _ = busy(discovery, private_key, {"read": 20, "write": 10})
    reads = seconds(reach, [each for each in reach.google.log if each.direction == "read"])
    writes = seconds(reach, [each for each in reach.google.log if each.direction == "write"])
    assert (most_in(reads, 60) <= 20, most_in(writes, 60)) == (True, 10)
