"""What the server refuses as a whole is told in Chinese and in English, with the same facts."""

from __future__ import annotations

import datetime as dt
import re
import string

import msgspec
import pytest

from crossfoot_server import errors
from crossfoot_server.accounts import errors as of_accounts
from crossfoot_server.api import problems
from crossfoot_server.errors import ServerError
from crossfoot_server.taskpane.pages import NoAddress
from crossfoot_server.thin import errors as of_sessions
from crossfoot_sync.engine.wire import Problem
from crossfoot_templates.label import Label, in_language
from crossfoot_tests.server.refusals import refusals

WHEN = dt.datetime(2026, 3, 5, 14, 30, tzinfo=dt.UTC)
TIMES_OVER = Label("出现了两次", "it is there twice")

EXAMPLES: tuple[ServerError, ...] = (
    errors.BadRequest("push[0]", TIMES_OVER),
    errors.NotAllowed("li", "sales"),
    errors.UnknownBook("payroll", ("sales", "billing")),
    errors.UnknownTable("salary", "sales", ("customer", "visit")),
    errors.UnknownRow("customer", "01KB"),
    errors.UnknownRevision("customer", "01KB", 71, 62),
    errors.UnknownColumn("salary", "customer", ("code", "city")),
    errors.UnknownBatch("01KC"),
    errors.BatchReused("01KC"),
    errors.VersionTooOld(71, 62),
    errors.StoreBusy(2.5),
    errors.SchemaMismatch("customer", "city", TIMES_OVER, Label("请改名。", "Rename it.")),
    errors.NotAStore(["album", "artist", "genre", "track"]),
    errors.SignatureRefused(),
    errors.PingedTooSoon(62),
    of_accounts.OrganisationError("team 'east'", TIMES_OVER),
    of_accounts.UnknownUser("li"),
    of_accounts.NoTokenForSheet("sheet-1East"),
    of_accounts.UnknownToken("0a1b"),
    of_accounts.TokenExpired(WHEN),
    of_accounts.TokenRevoked(WHEN),
    of_accounts.PersonLeft("li"),
    of_accounts.UnknownCode("BCDF-GHJK"),
    of_accounts.SignInOver(),
    of_accounts.TooManySignIns(),
    problems.TokenMissing(),
    problems.TokenRefused(),
    problems.BadParameter("limit", "ten", Label("整数", "a whole number")),
    problems.BodyTooLarge(Label("超过 62", "more than 62"), 71, Label("解压后", "when inflated")),
    problems.UnsupportedType("text/plain"),
    problems.UnsupportedEncoding("br"),
    problems.StoreUnavailable(),
    problems.UnknownAddress(),
    problems.MethodRefused(),
    problems.Unexpected(),
    NoAddress(),
    of_sessions.UnknownSession("a-session-of-mine"),
    of_sessions.WorkbookAtWork("sync", WHEN),
    of_sessions.SessionTooLarge(62),
)

CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")

of_each_cause = pytest.mark.parametrize("cause", refusals(), ids=lambda cause: cause.code)
of_each_example = pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: error.code)


def test_every_cause_has_an_example_and_a_code_of_its_own() -> None:
    assert sorted((type(each) for each in EXAMPLES), key=lambda cause: cause.code) == refusals()
    codes = [cause.code for cause in refusals()]
    assert [code for code in codes if codes.count(code) > 1] == []


@of_each_cause
def test_every_cause_has_its_own_words_in_both_languages(cause: type[ServerError]) -> None:
    assert {"code", "status", "title", "detail"} <= vars(cause).keys()
    for text in (cause.title, cause.detail):
        assert CHINESE.search(text.zh), text
        assert not CHINESE.search(text.en), text


@of_each_cause
def test_both_languages_name_the_same_facts(cause: type[ServerError]) -> None:
    assert _named(cause.detail.zh) == _named(cause.detail.en)
    assert _named(cause.title.zh) == _named(cause.title.en) == []


def _named(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@of_each_example
def test_both_languages_tell_the_values_of_the_case(error: ServerError) -> None:
    assert _named(error.detail.en) == sorted(error.facts)
    for fact in error.facts.values():
        assert in_language(fact, "zh") in error.text("zh")
        assert in_language(fact, "en") in error.text("en")
    assert (CHINESE.search(error.text("zh")) is None, CHINESE.search(error.text("en"))) == (False, None)
    assert _numbers(error.text("zh")) == _numbers(error.text("en"))


def _numbers(text: str) -> set[str]:
    """The numbers that stand in a sentence as figures."""
    return set(re.findall(r"\d+", text))


def test_the_column_that_is_perhaps_meant_is_named_in_both_languages() -> None:
    error = errors.UnknownColumn("citty", "customer", ("code", "city"))
    assert [error.text("zh"), error.text("en")] == [
        "表“customer”没有您可以查看的列“citty”；是否为“city”？",
        "Table 'customer' shows you no column 'citty'; did you mean 'city'?",
    ]


def test_a_list_is_parted_as_each_language_does_and_an_empty_one_is_said_to_be_empty() -> None:
    several, none = errors.UnknownBook("payroll", ("sales", "billing")), errors.UnknownBook("payroll", ())
    assert [each.text(language) for each in (several, none) for language in ("zh", "en")] == [
        "没有业务簿“payroll”；现有的是：sales、billing。",
        "There is no book 'payroll'; the books are sales, billing.",
        "没有业务簿“payroll”；现有的是：无。",
        "There is no book 'payroll'; the books are none.",
    ]


def test_the_command_line_says_it_in_english() -> None:
    assert [str(each) for each in EXAMPLES] == [each.text("en") for each in EXAMPLES]
    assert [each.message for each in EXAMPLES] == [each.text("en") for each in EXAMPLES]


def test_a_problem_is_read_in_the_language_of_who_reads_it() -> None:
    sent = b'{"type": "t", "title": "Unknown row", "status": 404, "detail": "No row.", "code": "unknown_row", '
    sent += '"title_zh": "没有这一行", "detail_zh": "没有行。"}'.encode()
    problem = msgspec.json.decode(sent, type=Problem)
    assert [problem.text("zh"), problem.text("en")] == ["没有这一行：没有行。", "Unknown row: No row."]


def test_the_problem_of_an_older_server_is_read_in_english() -> None:
    sent = b'{"type": "t", "title": "Unknown row", "status": 404, "detail": "No row.", "code": "unknown_row"}'
    problem = msgspec.json.decode(sent, type=Problem)
    assert [problem.text("zh"), problem.text("en")] == ["Unknown row: No row."] * 2
    assert msgspec.json.decode(msgspec.json.encode(problem)) == msgspec.json.decode(sent)
