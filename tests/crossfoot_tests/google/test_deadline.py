"""An operation ends in time, whatever happens."""

from __future__ import annotations

import pytest

from crossfoot_sync.emulator import FAULTS, Discovery, Quota
from crossfoot_sync.emulator.http.message import Request
from crossfoot_sync.google.errors import GoogleError, InTrouble, OutOfTime, QuotaExhausted
from crossfoot_sync.google.patience import ATTEMPTS, LEAST_SECONDS, OPERATION_SECONDS
from crossfoot_tests.google.reach import READ, WRITE, Reach
from crossfoot_tests.google.unplugged import Unplugged

pytestmark = pytest.mark.slow

PASSING = [name for name in FAULTS if name not in ("403 no access", "403 storage quota")]


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("allowed", [20.0, 100.0, OPERATION_SECONDS])
def test_a_failure_that_lasts_is_given_up_before_the_deadline(reach: Reach, fault: str, allowed: float) -> None:
    reach.google.fail_next(fault, times=10**6)
    with pytest.raises(GoogleError):
        reach.read(reach.transport.within(allowed))
    assert reach.time.monotonic() <= allowed - LEAST_SECONDS
    assert 1 <= len(reach.asked()) <= ATTEMPTS


def test_h28_a_lasting_429_is_not_slept_out_for_hours(reach: Reach) -> None:
    reach.google.fail_next("429", times=10**6)
    with pytest.raises(QuotaExhausted) as raised:
        reach.write()
    assert raised.value.text("en") == (
        f"{reach.worker.email}: its quota of writes a minute is used up and no turn came in time; nothing was done. "
        "Try again later."
    )
    assert raised.value.text("zh") == (
        f"{reach.worker.email}：每分钟的请求配额（写入）已用完，未能及时轮到，请求没有执行；"
        "请稍后重试，或把表格分给多个服务帐号。"
    )
    assert reach.asked() == [(WRITE, 429)] * 5
    assert sum(reach.time.sleeps) == pytest.approx(reach.time.monotonic())
    assert reach.time.monotonic() < OPERATION_SECONDS


def test_an_answer_that_asks_for_33_hours_ends_the_request_at_once_and_the_account_s_pause_soon(
    discovery: Discovery, private_key: str
) -> None:
    reach = Reach.new(discovery, private_key, Quota(per_user=1, retry_after=33 * 3600))
    reach.read()
    with pytest.raises(QuotaExhausted):
        reach.read()
    assert [each for each in reach.time.sleeps if each] == []
    reach.time.clock.advance(300)
    reach.read()
    assert reach.asked() == [(READ, 200), (READ, 429), (READ, 200)]


def test_all_requests_of_an_operation_share_its_time(reach: Reach) -> None:
    operation = reach.transport.within(60)
    reach.google.between = lambda _: reach.time.clock.advance(28)
    reach.read(operation)
    reach.read(operation)
    with pytest.raises(OutOfTime) as raised:
        reach.read(operation)
    assert raised.value.text("en") == (
        "Google: the 60 s allowed were up before the request could be sent. Try again later, or allow more."
    )
    assert raised.value.text("zh") == "Google：60 秒的时间已用完，请求没有发出；请稍后重试，或允许更长的时间。"
    reach.read()
    assert reach.asked() == [(READ, 200)] * 3


def test_the_time_outs_of_an_attempt_end_with_the_operation(reach: Reach) -> None:
    network = Unplugged(reach.google.handle)
    network.mount(reach.line.session)
    spent = iter([210.0, 60.0, 12.0, 0.0])

    def takes_its_time(_: Request) -> None:
        reach.time.clock.advance(next(spent))

    reach.google.between = takes_its_time
    operation = reach.transport.within(290)
    reach.write(transport=operation)
    reach.write(transport=operation)
    reach.read(operation)
    reach.read(operation)
    assert network.timeouts == [(10, 180), (10, 70), (10, 10), (4, 4)]


def test_slow_failing_reads_do_not_go_beyond_the_deadline(reach: Reach) -> None:
    reach.google.fail_next("503", times=10**6)
    reach.google.between = lambda _: reach.time.clock.advance(30)
    with pytest.raises(InTrouble):
        reach.read(reach.transport.within(100))
    assert reach.asked() == [(READ, 503)] * 3


def test_waiting_for_a_turn_counts_too(discovery: Discovery, private_key: str) -> None:
    reach = Reach.new(discovery, private_key, limits={"read": 1, "write": 1, "drive": 1})
    reach.read()
    with pytest.raises(QuotaExhausted):
        reach.read(reach.transport.within(65))
    assert (reach.time.sleeps, reach.asked()) == ([], [(READ, 200)])
    reach.read(reach.transport.within(66))
    assert reach.time.sleeps == [61]
