"""Who is next: first come, first served, with a head start for those that were pinged."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from crossfoot_server.sheets.waiting import HEAD_START, Waiting, pause_after
from crossfoot_server.worker.schedule import longest_wait, next_ones, seconds_for

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def at(seconds: float) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


def test_who_has_been_due_for_longest_is_next() -> None:
    sheets = [Waiting("b", at(-5)), Waiting("a", at(-20)), Waiting("c", at(5)), Waiting("d", at(0))]
    assert next_ones(sheets, (), NOON, 9) == ["a", "b", "d"]
    assert next_ones(sheets, ("a",), NOON, 1) == ["b"]
    assert next_ones(sheets, (), NOON, 0) == next_ones(sheets, (), NOON, -3) == []


def test_who_was_pinged_goes_before_all_that_are_not_long_due() -> None:
    head = HEAD_START.total_seconds()
    long_due, just_due, pinged = Waiting("l", at(-head - 1)), Waiting("j", at(-head + 1)), Waiting("p", at(60), NOON)
    assert next_ones([just_due, pinged, long_due], (), NOON, 9) == ["l", "p", "j"]


def test_a_ping_never_makes_a_sheet_wait_longer() -> None:
    overdue = HEAD_START.total_seconds() * 2
    assert Waiting("a", at(-overdue), NOON).since == Waiting("a", at(-overdue)).since


TIMES = st.integers(-3000, 3000).map(at)
SHEETS = st.lists(
    st.builds(Waiting, st.text("abcdef", min_size=1, max_size=3), TIMES, st.none() | st.integers(-3000, 0).map(at)),
    unique_by=lambda each: each.spreadsheet,
    max_size=12,
)


@given(SHEETS, st.integers(0, 12))
def test_those_that_are_ready_come_in_the_order_in_which_they_wait(sheets: list[Waiting], room: int) -> None:
    chosen = next_ones(sheets, (), NOON, room)
    by_id = {each.spreadsheet: each for each in sheets}
    since = [by_id[each].since for each in chosen]
    left = [each for each in sheets if each.is_ready(NOON) and each.spreadsheet not in chosen]
    assert since == sorted(since)
    assert all(each.since >= since[-1] for each in left if since)
    assert len(chosen) == min(room, len(chosen) + len(left))


def test_pauses_grow_while_nothing_moves_and_begin_anew_when_something_does() -> None:
    assert [pause_after("nothing", before) for before in (15, 30, 60, 120, 240, 300)] == [30, 60, 120, 240, 300, 300]
    assert [pause_after(did, 240) for did in ("synced", "asks", "failed", "read", "paused")] == [15, 15, 300, 300, 900]


def test_the_bound_grows_with_the_number_of_sheets() -> None:
    assert seconds_for({"read": 3, "write": 2, "drive": 4}) == 3 * 61 / 60
    assert longest_wait(500) == dt.timedelta(seconds=500 * 3.05 + 61) + HEAD_START
    assert longest_wait(50, seconds=2) == dt.timedelta(seconds=161) + HEAD_START
