"""How long is waited, and how long an answer is waited for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_sync.google.calls import LANES, Lane
from crossfoot_sync.google.errors import InTrouble
from crossfoot_sync.google.failures import Failure, Kind
from crossfoot_sync.google.patience import Patience

LONGEST = (1, 2, 4, 8, 16, 32, 32, 32, 32, 32)


def failure(kind: Kind = "trouble", pause: float | None = None) -> Failure:
    """Any failure of a kind."""
    return Failure(kind, InTrouble("Google", status=503), pause)


@given(st.integers(1, 10), st.sampled_from(["rate", "login", "unsent", "lost", "trouble"]))
def test_waits_double_up_to_half_a_minute_and_differ_each_time(attempt: int, kind: Kind) -> None:
    patience, longest = Patience(), LONGEST[attempt - 1]
    waits = [patience.wait(failure(kind), attempt) for _ in range(20)]
    assert longest / 2 <= min(waits) < max(waits) <= longest


@pytest.mark.parametrize(
    ("pause", "least", "most"), [(None, 2, 4), (1, 2, 4), (40, 40, 40), (120_000, 120_000, 120_000)]
)
def test_an_answer_that_asks_for_longer_is_obeyed(pause: float | None, least: float, most: float) -> None:
    assert least <= Patience().wait(failure(pause=pause), 3) <= most


@given(st.sampled_from(LANES), st.floats(5, 1000))
def test_both_time_outs_together_end_in_time(lane: Lane, left: float) -> None:
    connect, answer = Patience().timeouts(lane, left)
    assert connect + answer <= left * 1.000001
    assert (0 < connect <= 10, 0 < answer <= {"read": 60, "write": 180, "drive": 30}[lane]) == (True, True)


def test_a_turn_that_came_a_moment_late_still_leaves_time_to_ask() -> None:
    assert Patience().timeouts("read", -0.2) == (0.5, 0.5)
