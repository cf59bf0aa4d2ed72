"""Answers that the emulator does not give: of proxies, of Excel files in Drive, and what they say of waiting."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
from requests import Response
from urllib3 import HTTPResponse

from crossfoot_sync.emulator import ManualClock
from crossfoot_sync.google.calls import Call
from crossfoot_sync.google.errors import (
    GoogleError,
    NotASheet,
    NotGoogle,
    NotReachable,
    NotShared,
    OutcomeUnknown,
    Refused,
    SpreadsheetGone,
)
from crossfoot_sync.google.failures import Failure
from crossfoot_sync.google.judging import judge, retry_after
from crossfoot_tests.google.faketime import FakeTime

READING, WRITING = (
    Call("read", repeatable=True, spreadsheet="1AbC"),
    Call("write", repeatable=False, spreadsheet="1AbC"),
)
JSON, HTML = "application/json; charset=UTF-8", "text/html"
NINE = FakeTime(ManualClock(datetime(2026, 3, 2, 9, tzinfo=UTC)))


def answer(status: int, body: object = None, content_type: str = JSON, **headers: str) -> Response:
    """An answer of sheets.googleapis.com; ``body`` is JSON unless it is a text."""
    made = Response()
    made.status_code, made.url = status, "https://sheets.googleapis.com/v4/spreadsheets/1AbC"
    made.headers.update(
        {"Content-Type": content_type, **{name.replace("_", "-"): each for name, each in headers.items()}}
    )
    content = body if isinstance(body, str) else json.dumps(body)
    made.raw = HTTPResponse(io.BytesIO(content.encode()), preload_content=False)
    return made


def refusal(status: int, message: str, canonical: str = "", reason: str = "") -> Response:
    """A refusal in Google's form."""
    error = {"code": status, "message": message, "status": canonical, "errors": [{"reason": reason}]}
    return answer(status, {"error": error})


def raised(response: Response, call: Call = READING) -> Exception:
    """What is raised for an answer."""
    with pytest.raises((GoogleError, Failure)) as caught:
        judge(response, call, "worker@example.com", NINE)
    return caught.value


def told(response: Response, call: Call = READING) -> tuple[type[BaseException], str, str]:
    """The class of the error and its sentences."""
    error = raised(response, call)
    assert isinstance(error, GoogleError)
    return type(error), error.text("en"), error.text("zh")


def test_an_excel_file_in_drive_is_told_as_such() -> None:
    response = refusal(400, "This operation is not supported for this document", "FAILED_PRECONDITION")
    assert told(response) == (
        NotASheet,
        (
            "https://docs.google.com/spreadsheets/d/1AbC: it is an Excel file that lies in Drive. "
            "Open it, choose File > Save as Google Sheets, and use the new one."
        ),
        (
            "https://docs.google.com/spreadsheets/d/1AbC：它是存放在云端硬盘中的 Excel 文件；"
            "请打开它，选择“文件 > 保存为 Google 表格”，然后使用新表格。"
        ),
    )


@pytest.mark.parametrize("status", [400, 403, 404, 407, 413])
def test_a_refusal_that_is_not_in_google_s_form_is_a_proxy_s(status: int) -> None:
    assert told(answer(status, "<html>Please sign in</html>", HTML)) == (
        NotGoogle,
        (
            f"sheets.googleapis.com: something other than Google answered (HTTP {status}). "
            "Does a proxy or a sign-in page stand in between?"
        ),
        f"sheets.googleapis.com：答复的不是 Google（HTTP {status}）；中间可能有代理或登录页面，请检查网络。",
    )


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (refusal(403, "Insufficient file permissions", reason="insufficientFilePermissions"), NotShared),
        (refusal(403, "no scopes", "PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), Refused),
        (refusal(403, "Insufficient Permission", reason="insufficientPermissions"), Refused),
        (refusal(403, "Domain policy", reason="domainPolicy"), Refused),
        (refusal(404, "File not found: 1AbC.", reason="notFound"), SpreadsheetGone),
        (refusal(413, "Request Entity Too Large"), Refused),
    ],
)
def test_drive_s_reasons_are_understood(response: Response, expected: type[GoogleError]) -> None:
    assert type(raised(response)) is expected


@pytest.mark.parametrize(
    "response",
    [answer(200, "<html>Please sign in</html>", HTML), answer(302, "", HTML, Location="https://login.example.com")],
)
def test_a_page_in_place_of_an_answer_is_no_answer(response: Response) -> None:
    reading, writing = raised(response), raised(response, WRITING)
    assert isinstance(reading, Failure)
    assert isinstance(writing, Failure)
    assert (reading.kind, type(reading.error), type(writing.error)) == ("lost", NotReachable, OutcomeUnknown)
    assert (reading.repeatable(READING), writing.repeatable(WRITING)) == (True, False)


def test_an_exported_file_need_not_be_json() -> None:
    judge(answer(200, "a,b", "text/csv"), Call("drive", repeatable=True, json=False), "worker@example.com", NINE)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (429, "", "quota"),
        (500, "<html>Backend Error</html>", "trouble"),
        (502, "", "trouble"),
        (408, "<html>Request Timeout</html>", "trouble"),
        (403, {"error": {"errors": [{"reason": "rateLimitExceeded"}]}}, "rate"),
        (403, {"error": {"errors": [{"reason": "userRateLimitExceeded"}]}}, "rate"),
    ],
)
def test_what_may_pass_is_a_failure_in_whatever_form_it_comes(status: int, body: object, kind: str) -> None:
    failure = raised(answer(status, body, Retry_After="12"))
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.pause) == (kind, 12)


@pytest.mark.parametrize(
    ("told_to_wait", "seconds"),
    [
        ("0", 0),
        (" 7 ", 7),
        ("120000", 120_000),
        ("Mon, 02 Mar 2026 09:00:30 GMT", 30),
        ("Mon, 02 Mar 2026 08:59:00 GMT", 0),
        ("Mon, 02 Mar 2026 09:00:30 -0000", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
    ],
)
def test_an_answer_may_say_how_long_to_wait(told_to_wait: str, seconds: float | None) -> None:
    assert retry_after(answer(503, Retry_After=told_to_wait), NINE) == seconds


def test_most_answers_do_not_say() -> None:
    assert retry_after(answer(429), NINE) is None
