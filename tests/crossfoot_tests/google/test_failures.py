"""Each kind of failure: what is sent again, what is not, and how long is waited in between."""

from __future__ import annotations

from random import Random

import pytest
import requests

from crossfoot_sync.emulator import Discovery, Quota
from crossfoot_sync.google.bucket import WINDOW_SECONDS
from crossfoot_sync.google.errors import InTrouble, NotReachable, OutcomeUnknown, QuotaExhausted
from crossfoot_tests.google.reach import READ, SEED, WRITE, Reach
from crossfoot_tests.google.unplugged import Unplugged

SERVER_ERRORS = ["500", "502", "503", "504", "500 after commit", "503 after commit"]
NO_ANSWERS = ["timed out", "timed out after commit", "cut off", "cut off after commit"]


def backing_off(attempts: int) -> list[float]:
    """The waits after so many failed attempts."""
    random = Random(SEED)
    return [random.uniform(longest / 2, longest) for longest in (1, 2, 4, 8, 16, 32, 32, 32, 32)[:attempts]]


@pytest.mark.parametrize("fault", SERVER_ERRORS)
def test_a_read_is_sent_again_after_a_server_error(reach: Reach, fault: str) -> None:
    reach.google.fail_next(fault, times=3)
    assert reach.read() == []
    assert reach.asked() == [(READ, int(fault[:3]))] * 3 + [(READ, 200)]
    assert reach.time.sleeps == backing_off(3)
    assert dict(reach.transport.counts.requests) == {"read": 4}
    assert dict(reach.transport.counts.retries) == {"trouble": 3}
    assert dict(reach.transport.counts.waited) == {"trouble": pytest.approx(sum(backing_off(3)))}


def test_a_snapshot_of_the_counts_grows_no_more(reach: Reach) -> None:
    reach.read()
    before = reach.transport.counts.snapshot()
    reach.read()
    assert (dict(before.requests), dict(reach.transport.counts.requests)) == ({"read": 1}, {"read": 2})


@pytest.mark.parametrize("fault", NO_ANSWERS)
def test_a_read_is_sent_again_where_no_answer_came(reach: Reach, fault: str) -> None:
    reach.google.fail_next(fault, times=2)
    assert reach.read() == []
    assert reach.asked() == [(READ, 0)] * 2 + [(READ, 200)]
    assert reach.time.sleeps == backing_off(2)
    assert dict(reach.transport.counts.retries) == {"lost": 2}


@pytest.mark.parametrize("fault", [*SERVER_ERRORS, *NO_ANSWERS])
def test_h28_a_write_of_which_nobody_knows_whether_it_was_carried_out_is_sent_once(reach: Reach, fault: str) -> None:
    reach.google.fail_next(fault)
    with pytest.raises(OutcomeUnknown):
        reach.write()
    assert [method for method, _ in reach.asked()] == [WRITE]
    assert reach.sees() == ([["new"]] if fault.endswith("after commit") else [])
    assert reach.time.sleeps == []


@pytest.mark.parametrize(
    ("fault", "cause", "in_chinese"),
    [
        ("503", "HTTP 503", "HTTP 503"),
        ("timed out", "no answer in time", "等待答复超时"),
        ("cut off", "the connection ended before the answer", "连接在答复之前中断"),
    ],
)
def test_an_unknown_outcome_names_the_spreadsheet_and_the_cause(
    reach: Reach, fault: str, cause: str, in_chinese: str
) -> None:
    reach.google.fail_next(fault)
    with pytest.raises(OutcomeUnknown) as raised:
        reach.write()
    assert str(raised.value) == (
        f"{reach.link}: it is not known whether a change was written ({cause}). "
        "Read it back before it is written again."
    )
    assert raised.value.text("zh") == (
        f"{reach.link}：不知道更改是否已写入（{in_chinese}）；再次写入之前须先读回核对。"
    )


def test_h28_a_429_makes_reads_and_writes_wait_until_the_minute_is_over(reach: Reach) -> None:
    reach.google.fail_next("429", method="PUT")
    reach.write()
    pause = WINDOW_SECONDS + Random(SEED).uniform(0, 2)
    assert reach.asked() == [(WRITE, 429), (WRITE, 200)]
    assert reach.time.sleeps == [0.0, pytest.approx(pause)]
    assert reach.sees() == [["new"]]
    assert dict(reach.transport.counts.retries) == {"quota": 1}
    assert dict(reach.transport.counts.waited) == {"turn": pytest.approx(pause, abs=0.001)}


def test_a_429_of_writes_holds_up_all_who_write_and_nobody_who_reads(reach: Reach) -> None:
    reach.google.fail_next("429", times=1, method="PUT")
    with pytest.raises(QuotaExhausted):
        reach.write(transport=reach.transport.within(30))
    reach.read()
    assert reach.time.sleeps == [0.0]
    with pytest.raises(QuotaExhausted):
        reach.write(transport=reach.transport.within(30))
    assert reach.asked() == [(WRITE, 429), (READ, 200)]


def test_a_429_that_says_how_long_is_obeyed(discovery: Discovery, private_key: str) -> None:
    reach = Reach.new(discovery, private_key, Quota(per_user=1, retry_after=25))
    reach.read()
    reach.read()
    random = Random(SEED)
    expected = [25 + random.uniform(0, 2) for _ in range(3)]
    assert reach.asked() == [(READ, 200), (READ, 429), (READ, 429), (READ, 429), (READ, 200)]
    assert [each for each in reach.time.sleeps if each] == [pytest.approx(each, abs=1e-4) for each in expected]


def test_drive_s_refusal_of_too_many_requests_is_waited_out(reach: Reach) -> None:
    reach.google.fail_next("403 drive rate", times=2)
    reach.transport.get_file_drive_metadata(reach.id)
    assert reach.asked() == [("drive.files.get", 403)] * 2 + [("drive.files.get", 200)]
    assert reach.time.sleeps == backing_off(2)
    assert dict(reach.transport.counts.retries) == {"rate": 2}


@pytest.mark.parametrize(
    "error", [requests.ConnectTimeout("connecting took too long"), Unplugged.refused()], ids=["time-out", "refused"]
)
def test_what_was_not_sent_is_sent_again_also_where_it_writes(reach: Reach, error: requests.RequestException) -> None:
    Unplugged(reach.google.handle, [error, error]).mount(reach.line.session)
    reach.write()
    assert reach.asked() == [(WRITE, 200)]
    assert reach.time.sleeps == backing_off(2)
    assert dict(reach.transport.counts.requests) == {"write": 3}
    assert dict(reach.transport.counts.retries) == {"unsent": 2}


def test_a_lasting_server_error_ends_in_words_with_the_status(reach: Reach) -> None:
    reach.google.fail_next("503", times=1000)
    with pytest.raises(InTrouble) as raised:
        reach.read()
    assert raised.value.text("en") == (
        f"{reach.link}: Google is in trouble (HTTP 503). Nothing was changed; try again later."
    )
    assert raised.value.text("zh") == f"{reach.link}：Google 暂时出错（HTTP 503）；没有更改任何内容，请稍后重试。"


def test_a_lasting_silence_ends_in_words_with_the_host(reach: Reach) -> None:
    reach.google.fail_next("timed out", times=1000)
    with pytest.raises(NotReachable) as raised:
        reach.read()
    assert raised.value.text("en") == (
        "sheets.googleapis.com: it cannot be reached (no answer in time). "
        "Check the network and the proxy, and try again later."
    )
    assert raised.value.text("zh") == ("sheets.googleapis.com：无法连接（等待答复超时）；请检查网络和代理，稍后重试。")


def test_a_read_by_post_is_a_read(reach: Reach) -> None:
    reach.google.fail_next("503 after commit")
    body = {"dataFilters": [{"a1Range": "Sheet1!A1:B2"}], "majorDimension": "ROWS"}
    address = f"https://sheets.googleapis.com/v4/spreadsheets/{reach.id}/values:batchGetByDataFilter"
    assert reach.transport.request("post", address, json=body).json()["spreadsheetId"] == reach.id
    method = "values.batchGetByDataFilter"
    assert reach.asked() == [(method, 503), (method, 200)]
    assert dict(reach.transport.counts.requests) == {"read": 2}
