"""What Google refuses for good is told in our words, once, and with the way out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crossfoot_sync.emulator.http.message import Request, Response
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.google import errors
from crossfoot_sync.google.errors import (
    REASONS,
    ApiOff,
    GoogleError,
    NotShared,
    OutcomeUnknown,
    ProtectedRange,
    Refused,
    SpreadsheetGone,
    StorageFull,
    TooManyCells,
)
from crossfoot_sync.google.probe import version
from crossfoot_tests.google.reach import Reach
from crossfoot_tests.google.unplugged import Unplugged

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
WORKER = "worker@project-100000000001.iam.gserviceaccount.com"


def batch(reach: Reach, *requests: Json) -> None:
    """A batch update of the worker."""
    reach.transport.batch_update(reach.id, {"requests": list(requests)})


def not_shared(reach: Reach) -> None:
    reach.ann.unshares(reach.id, reach.worker)
    reach.read()


def only_to_be_looked_at(reach: Reach) -> None:
    reach.ann.shares(reach.id, reach.worker, "reader")
    reach.write()


def gone(reach: Reach) -> None:
    reach.id = "nowhere"
    reach.read()


def gone_for_drive(reach: Reach) -> None:
    reach.ann.unshares(reach.id, reach.worker)
    version(reach.transport, reach.id)


def protected(reach: Reach) -> None:
    only_ann = {"range": {"sheetId": 0}, "editors": {"users": ["ann@example.com"]}}
    body = {"requests": [{"addProtectedRange": {"protectedRange": only_ann}}]}
    session = reach.google.session(reach.ann.account)
    assert session.post(f"{SHEETS}/{reach.id}:batchUpdate", json=body).status_code == 200
    reach.google.log.clear()
    reach.write()


def too_many_cells(reach: Reach) -> None:
    batch(reach, {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 500_000}})


def storage_full(reach: Reach) -> None:
    reach.google.fail_next("403 storage quota")
    reach.write()


def sheets_off(reach: Reach) -> None:
    reach.google.disable(reach.worker, "sheets")
    reach.read()


def drive_off(reach: Reach) -> None:
    reach.google.disable(reach.worker, "drive")
    version(reach.transport, reach.id)


def wrong_range(reach: Reach) -> None:
    reach.transport.values_get(reach.id, "Nowhere!A1")


CASES: list[tuple[Callable[[Reach], None], type[GoogleError], str, str]] = [
    (
        not_shared,
        NotShared,
        (
            "{link}: it is not shared with {worker} for editing. "
            "In Google Sheets choose Share and add this address as an editor."
        ),
        "{link}：没有与 {worker} 共享编辑权限；请在 Google 表格中点“共享”，把该地址加为编辑者。",
    ),
    (
        only_to_be_looked_at,
        NotShared,
        (
            "{link}: it is not shared with {worker} for editing. "
            "In Google Sheets choose Share and add this address as an editor."
        ),
        "{link}：没有与 {worker} 共享编辑权限；请在 Google 表格中点“共享”，把该地址加为编辑者。",
    ),
    (
        gone,
        SpreadsheetGone,
        "{link}: there is no such spreadsheet, or it is not shared with {worker}. Check the address; was it deleted?",
        "{link}：没有这个表格，或未与 {worker} 共享；请检查网址，以及它是否已被删除。",
    ),
    (
        gone_for_drive,
        SpreadsheetGone,
        "{link}: there is no such spreadsheet, or it is not shared with {worker}. Check the address; was it deleted?",
        "{link}：没有这个表格，或未与 {worker} 共享；请检查网址，以及它是否已被删除。",
    ),
    (
        protected,
        ProtectedRange,
        (
            "{link}: a protected range was in the way and nothing was written. "
            "In Data > Protect ranges let {worker} edit it."
        ),
        "{link}：要写入的位置受保护，没有写入；请在“数据 > 保护工作表和范围”中允许 {worker} 编辑，或取消保护。",
    ),
    (
        too_many_cells,
        TooManyCells,
        (
            "{link}: it would have more than 10000000 cells; nothing was written. "
            "Delete empty rows and columns, or split it."
        ),
        "{link}：单元格总数将超过 10000000，没有写入任何内容；请删除多余的空行、空列和工作表，或拆分表格。",
    ),
    (
        storage_full,
        StorageFull,
        (
            "{link}: its owner has no storage left; free some. "
            "A service account never has any: create it yourself and share it."
        ),
        "{link}：云端硬盘空间已满；请清理所有者的空间，或由有空间的人创建表格再共享（服务帐号没有自己的空间）。",
    ),
    (
        sheets_off,
        ApiOff,
        (
            "{worker}: sheets.googleapis.com is not switched on in project 100000000001. Switch it on at "
            "https://console.cloud.google.com/apis/library/sheets.googleapis.com?project=100000000001 "
            "and try again some minutes later."
        ),
        (
            "{worker}：项目 100000000001 没有启用 sheets.googleapis.com；请在 "
            "https://console.cloud.google.com/apis/library/sheets.googleapis.com?project=100000000001 "
            "启用，几分钟后重试。"
        ),
    ),
    (
        drive_off,
        ApiOff,
        (
            "{worker}: drive.googleapis.com is not switched on in project 100000000001. Switch it on at "
            "https://console.cloud.google.com/apis/library/drive.googleapis.com?project=100000000001 "
            "and try again some minutes later."
        ),
        (
            "{worker}：项目 100000000001 没有启用 drive.googleapis.com；请在 "
            "https://console.cloud.google.com/apis/library/drive.googleapis.com?project=100000000001 "
            "启用，几分钟后重试。"
        ),
    ),
    (
        wrong_range,
        Refused,
        (
            "{link}: Google refused a request (HTTP 400: Unable to parse range: Nowhere!A1). "
            "If that explains nothing, show it to your administrator."
        ),
        "{link}：Google 拒绝了请求（HTTP 400：Unable to parse range: Nowhere!A1）；若不明原因，请把这句话告知管理员。",
    ),
]


@pytest.mark.parametrize(("does", "expected", "en", "zh"), CASES, ids=[case[0].__name__ for case in CASES])
def test_a_refusal_is_told_with_the_thing_and_the_way_out(
    reach: Reach, does: Callable[[Reach], None], expected: type[GoogleError], en: str, zh: str
) -> None:
    with pytest.raises(GoogleError) as raised:
        does(reach)
    error = raised.value
    assert type(error) is expected
    assert error.text("en") == str(error) == en.format(link=reach.link, worker=WORKER)
    assert error.text("zh") == zh.format(link=reach.link, worker=WORKER)
    assert (len(reach.asked()), reach.time.sleeps) == (1, [])


def test_a_refusal_keeps_google_s_own_words_and_status(reach: Reach) -> None:
    with pytest.raises(Refused) as raised:
        wrong_range(reach)
    assert (raised.value.said, raised.value.status) == ("Unable to parse range: Nowhere!A1", 400)


def test_every_reason_has_a_class_and_every_class_a_reason() -> None:
    classes = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, GoogleError)]
    assert sorted(each.reason for each in classes if each is not GoogleError) == sorted(REASONS)


def test_a_redirect_is_not_followed_and_no_token_goes_there(reach: Reach) -> None:
    elsewhere: list[Request] = []

    def redirects(_: Request) -> Response:
        return Response(302, headers={"Location": "https://www.googleapis.com/elsewhere"})

    def notes(request: Request) -> Response:
        elsewhere.append(request)
        return Response.of({})

    Unplugged(redirects).mount(reach.line.session)
    reach.line.session.mount("https://www.googleapis.com", Unplugged(notes))
    with pytest.raises(OutcomeUnknown, match="something other than Google answered"):
        reach.write()
    assert elsewhere == []


def test_no_other_address_is_given_a_token(reach: Reach) -> None:
    with pytest.raises(ValueError, match="tokens are sent nowhere else"):
        reach.transport.request("get", "https://sheets.googleapis.com.example.com/v4/spreadsheets/x")
    assert reach.google.state.grants == {}
