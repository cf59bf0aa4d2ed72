from __future__ import annotations

import string
from pathlib import Path

import msgspec
import pytest

from crossfoot_sync.client import errors, stepping_back
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.client.http import CAUSES, NO_HTTPS
from crossfoot_sync.client.wrongs import NO_ANSWER, WRONGS, in_plain_words
from crossfoot_sync.engine.wire import Problem
from crossfoot_sync.grids.errors import GridError, NotACrossfootBook
from crossfoot_templates.label import Label

PROBLEM = Problem("about:blank", "Not allowed", 403, "You may not write invoices.", "not_allowed")
SERVER, BOOK = "https://ledger.example.com", "销售.xlsx"

EXAMPLES: tuple[ClientError | GridError, ...] = (
    NotACrossfootBook(BOOK),
    errors.NotLoggedInError(SERVER),
    errors.LoginAgainError(SERVER, PROBLEM),
    errors.TokenExpiredError(SERVER, PROBLEM),
    errors.TokenRevokedError(SERVER, PROBLEM),
    errors.AccountClosedError(SERVER, PROBLEM),
    errors.UnreachableError(SERVER, "no connection"),
    errors.AddressError("ledger"),
    errors.NotAServerError(SERVER, 302),
    errors.ServerProblemError(PROBLEM),
    errors.NotABookError(BOOK, "no epoch"),
    errors.SomebodyElsesBookError(BOOK, "wang", "li"),
    errors.TooManyChangesError(["客户：移除 30 行。", "商机：移除 40 行。"]),
    errors.NotAWorkbookNameError("a.csv", "a.xlsx"),
    errors.ExistsAlreadyError("a.xlsx"),
    errors.NoSuchBookError("bids", "li", []),
    errors.NoSuchTableError("deals", BOOK, "customer, contact"),
    errors.NoSuchRowError("KH-1", "customer", BOOK),
    errors.SeveralRowsError("KH-1", "customer", ["01A (2026-11-01 09:00)", "01B (2026-11-02 09:00)"]),
    errors.LoggedInNowhereError(),
    errors.WhichServerError([SERVER, "https://other.example.com"]),
    errors.DamagedCredentialsError("credentials.json", "truncated"),
    errors.LockedKeyringError("locked"),
    errors.UnusableFileError(Path("a.csv"), Label("没有数据行", "it holds no rows")),
    errors.DefinitionsChangedError(SERVER),
    errors.BusyElsewhereError(BOOK),
    errors.ChangedMeanwhileError(BOOK),
    stepping_back.CutOffError(BOOK),
    stepping_back.NothingToUndoError(BOOK),
    stepping_back.UnknownOutcomeError(SERVER, BOOK),
    stepping_back.NotPulledError("01B", BOOK, errors.UnreachableError(SERVER, "no connection")),
)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_every_cause_has_its_words_in_both_languages_and_names_no_command(error: ClientError | GridError) -> None:
    both = [in_plain_words(error, language) for language in ("zh", "en")]
    assert both[0] != both[1]
    assert not any("Run:" in said or "--" in said or "{" in said for said in both)


def test_every_cause_of_the_client_has_its_words() -> None:
    causes = {
        each
        for module in (errors, stepping_back)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, ClientError)
    }
    assert causes - {errors.ClientError} == {type(each) for each in EXAMPLES} - {NotACrossfootBook}
    assert WRONGS.keys() == {type(each) for each in EXAMPLES}


def test_what_the_server_refused_is_said_as_it_says_it_in_the_language_that_is_asked_for() -> None:
    told = msgspec.structs.replace(PROBLEM, request_id="r7", title_zh="没有权限", detail_zh="您不能修改发票。")
    error = errors.ServerProblemError(told)
    assert [in_plain_words(error, language) for language in ("zh", "en")] == [
        "服务器未接受：没有权限：您不能修改发票。（请求编号 r7）",
        "The server said no. Not allowed: You may not write invoices. (request r7)",
    ]


def test_what_an_older_server_refused_is_said_in_english() -> None:
    said = in_plain_words(errors.ServerProblemError(PROBLEM), "zh")
    assert said == "服务器未接受：Not allowed: You may not write invoices."


def test_both_languages_tell_the_same_facts() -> None:
    for wrong in WRONGS.values():
        assert _facts(wrong.pattern("zh", "buttons")) == _facts(wrong.pattern("en", "buttons"))


def _facts(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_why_a_server_did_not_answer_is_said_in_chinese_too() -> None:
    assert NO_ANSWER.keys() == {NO_HTTPS, *(words for _, words in CAUSES)}
    assert "（没有连接）" in in_plain_words(errors.UnreachableError(SERVER, "no connection"), "zh")
    assert "（reset）" in in_plain_words(errors.UnreachableError(SERVER, "reset"), "zh")


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_a_command_line_says_in_english_what_an_error_says_of_itself(error: ClientError | GridError) -> None:
    assert in_plain_words(error, "en", "command line") == str(error)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_a_command_line_names_no_button(error: ClientError | GridError) -> None:
    said = in_plain_words(error, "zh", "command line")
    assert not any(word in said for word in ("点击", "“新建工作簿”", "{"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errors.NotLoggedInError(SERVER), f"您尚未登录 {SERVER}。请运行：crossfoot login {SERVER}"),
        (
            errors.SomebodyElsesBookError(BOOK, "lina", "grace"),
            "“销售.xlsx”是为 lina 制作的，而您是 grace。未上传也未改动任何内容。请制作您自己的：crossfoot book new",
        ),
        (
            errors.TooManyChangesError(["客户：移除 30 行。", "商机：移除 40 行。"]),
            (
                "客户：移除 30 行。\n商机：移除 40 行。\n"
                "未上传任何内容。请用 --preview 查看；如确为本意，请加 --yes 再次同步。"
            ),
        ),
        (errors.NoSuchBookError("bids", "li", []), "没有名为“bids”的工作簿，或未对 li 开放。可用的有：无"),
        (
            stepping_back.NotPulledError("01B", BOOK, errors.UnreachableError(SERVER, "no connection")),
            (
                f"已在服务器上完成（批次 01B），但工作簿尚未更新（无法连接服务器 {SERVER}（没有连接））。"
                "请更新它：crossfoot book pull 销售.xlsx"
            ),
        ),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_command_line_tells_its_way_out_in_chinese(error: ClientError, said: str) -> None:
    assert in_plain_words(error, "zh", "command line") == said


def test_what_keeps_a_grid_from_being_written_is_said_as_the_grid_says_it() -> None:
    error = GridError(BOOK, "read_only")
    assert in_plain_words(error, "zh") == error.text("zh")
    assert in_plain_words(error, "en") == error.text("en")


def test_a_file_that_is_in_the_way_is_named() -> None:
    error = FileExistsError(17, "File exists", "a.xlsx")
    assert in_plain_words(error, "en") == "a.xlsx: File exists"
    assert in_plain_words(error, "zh") == "a.xlsx：已经存在"
    assert in_plain_words(ClientError("So it is."), "en") == "So it is."
