"""Keys and tokens: fetched when needed, renewed in time, refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_sync.emulator.http.message import Request, Response
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.oauth import new_key
from crossfoot_sync.google.account import AHEAD_SECONDS, ServiceAccount
from crossfoot_sync.google.errors import GoogleError, InTrouble, KeyRefused, NotAKey, NotGoogle, TokenRefused
from crossfoot_sync.google.key import SCOPES, Key
from crossfoot_sync.google.transport import Transport
from crossfoot_tests.emulator.sharing import DOCUMENTS
from crossfoot_tests.google.faketime import SharedTime
from crossfoot_tests.google.reach import READ, WRITE, Reach
from crossfoot_tests.google.unplugged import Unplugged


def tokens(reach: Reach) -> int:
    """How many were given out."""
    return len(reach.google.state.grants)


def key_of(reach: Reach) -> Json:
    """The contents of the worker's key file."""
    return reach.google.key(reach.worker, private_key=reach.private_key)


def test_one_token_does_for_many_requests_and_is_renewed_before_it_runs_out(reach: Reach) -> None:
    reach.read()
    reach.write()
    assert tokens(reach) == 1
    reach.time.clock.advance(3599 - AHEAD_SECONDS - 1)
    reach.read()
    assert tokens(reach) == 1
    reach.time.clock.advance(1)
    reach.read()
    assert (tokens(reach), [status for _, status in reach.asked()]) == (2, [200] * 4)


def test_a_token_is_asked_for_with_no_more_than_is_needed(reach: Reach) -> None:
    reach.read()
    (grant,) = reach.google.state.grants.values()
    assert grant.scopes == set(SCOPES)
    methods = json.loads((DOCUMENTS / "drive.v3.json").read_text("utf-8"))["resources"]["files"]["methods"]
    taken = set(methods["get"]["scopes"])
    assert set(SCOPES) & taken == {"https://www.googleapis.com/auth/drive.metadata.readonly"}
    assert all(set(SCOPES).isdisjoint(methods[each]["scopes"]) for each in ("create", "copy", "delete", "update"))


def test_threads_that_need_a_token_at_once_share_one(discovery: Discovery, private_key: str) -> None:
    time = SharedTime()
    reach = Reach.new(discovery, private_key, time=time)
    time.run(*[reach.read] * 6)
    assert (tokens(reach), reach.asked()) == (1, [(READ, 200)] * 6)


@pytest.mark.parametrize(("method", "ask"), [(READ, Reach.read), (WRITE, Reach.write)])
def test_a_token_that_is_refused_is_renewed_once(reach: Reach, method: str, ask: Callable[[Reach], object]) -> None:
    reach.read()
    reach.google.state.grants.clear()
    ask(reach)
    assert reach.asked()[1:] == [(method, 401), (method, 200)]
    assert dict(reach.transport.counts.retries) == {"token": 1}
    assert reach.time.sleeps == []


def test_a_refusal_that_comes_late_does_not_lose_the_token_that_has_taken_its_place(reach: Reach) -> None:
    account = reach.transport.account
    old = account.bearer(20)
    account.refused(old)
    new = account.bearer(20)
    account.refused(old)
    assert (account.bearer(20) == new != old, tokens(reach)) == (True, 2)


def test_a_second_refusal_is_an_error(reach: Reach) -> None:
    reach.google.between = lambda _: reach.google.state.grants.clear()
    with pytest.raises(TokenRefused) as raised:
        reach.write()
    said = raised.value.said
    assert said.startswith("Request had invalid authentication credentials.")
    assert raised.value.text("en") == (
        f"{reach.worker.email}: Google refuses the token that it has just given ({said}). "
        "Was the account or its project disabled?"
    )
    assert raised.value.text("zh") == (
        f"{reach.worker.email}：Google 拒绝了刚刚发放的令牌（{said}）；请检查该帐号和它的项目是否已停用。"
    )
    assert reach.asked() == [(WRITE, 401)] * 2


def test_a_key_that_google_does_not_take_is_told_with_its_reason(reach: Reach) -> None:
    forged = ServiceAccount(Key({**key_of(reach), "private_key": new_key()[0]}), reach.line)
    with pytest.raises(KeyRefused) as raised:
        reach.read(Transport(forged, reach.bucket, reach.line))
    assert raised.value.text("en") == (
        f"{reach.worker.email}: Google does not take its key (invalid_grant: Invalid JWT Signature.). "
        "Was it deleted or the account disabled? Is this machine's clock right?"
    )
    assert raised.value.text("zh") == (
        f"{reach.worker.email}：Google 不接受它的密钥（invalid_grant: Invalid JWT Signature.）；"
        "请检查密钥或帐号是否已停用、本机时钟是否准确，必要时新建密钥。"
    )
    assert reach.asked() == []


def test_a_clock_that_is_an_hour_wrong_is_told_too(reach: Reach) -> None:
    reach.google.state.clock = type(reach.time.clock)(reach.time.now() - timedelta(hours=1))
    with pytest.raises(KeyRefused, match="Is this machine's clock right"):
        reach.read()


class TokenEndpoint:
    """Answers some requests for tokens by itself and leaves the others to the emulator."""

    def __init__(self, reach: Reach, *answers: Response) -> None:
        self._reach, self._answers = reach, list(answers)
        reach.line.session.mount("https://oauth2.googleapis.com", Unplugged(self.handle))

    def handle(self, request: Request) -> Response:
        return self._answers.pop(0) if self._answers else self._reach.google.handle(request)


def test_a_token_endpoint_in_trouble_is_asked_again_and_the_write_is_sent_once(reach: Reach) -> None:
    TokenEndpoint(reach, Response(503), Response(429))
    reach.write()
    assert reach.asked() == [(WRITE, 200)]
    assert dict(reach.transport.counts.retries) == {"login": 2}
    assert len(reach.time.sleeps) == 2


def test_a_token_endpoint_that_cannot_be_reached_is_tried_again(reach: Reach) -> None:
    errors = [Unplugged.refused()]
    reach.line.session.mount("https://oauth2.googleapis.com", Unplugged(reach.google.handle, errors))
    reach.write()
    assert (reach.asked(), dict(reach.transport.counts.retries)) == ([(WRITE, 200)], {"login": 1})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Response(503), InTrouble),
        (Response(403, b"<html>"), NotGoogle),
        (Response(200, b"<html>"), NotGoogle),
        (Response.of({"error": "unauthorized_client"}, 401), KeyRefused),
    ],
)
def test_without_a_token_nothing_is_sent(reach: Reach, answer: Response, expected: type[GoogleError]) -> None:
    TokenEndpoint(reach, *[answer] * 20)
    with pytest.raises(expected):
        reach.read()
    assert (reach.asked(), dict(reach.transport.counts.requests)) == ([], {})


def test_a_key_is_read_from_its_file(reach: Reach, tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_text(json.dumps(key_of(reach)), "utf-8")
    assert Key.read(path).email == reach.worker.email


@pytest.mark.parametrize(
    ("changes", "en", "zh"),
    [
        ({"type": "authorized_user"}, "its type is not service_account", "类型不是 service_account"),
        ({"client_email": None}, "it lacks client_email", "缺少 client_email"),
        ({"private_key": "-----BEGIN"}, "its private_key is missing or damaged", "private_key 缺失或已损坏"),
        ({"private_key": None}, "its private_key is missing or damaged", "private_key 缺失或已损坏"),
    ],
)
def test_a_key_file_that_is_none_is_told_with_what_it_lacks(
    reach: Reach, tmp_path: Path, changes: Json, en: str, zh: str
) -> None:
    path = tmp_path / "key.json"
    kept = {name: value for name, value in (key_of(reach) | changes).items() if value is not None}
    path.write_text(json.dumps(kept), "utf-8")
    with pytest.raises(NotAKey) as raised:
        Key.read(path)
    assert raised.value.text("en") == (
        f"{path}: it is not a service account's key ({en}). In the Google Cloud console make a new key of type JSON."
    )
    assert raised.value.text("zh") == (
        f"{path}：不是服务帐号的密钥文件（{zh}）；请在 Google Cloud 控制台为服务帐号新建 JSON 密钥。"
    )


@pytest.mark.parametrize(("content", "cause"), [(None, "no_file"), ("{", "no_json"), ("[]", "no_json")])
def test_a_file_that_is_no_json_is_no_key(tmp_path: Path, content: str | None, cause: str) -> None:
    path = tmp_path / "key.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(NotAKey) as raised:
        Key.read(path)
    assert raised.value.facts == {"cause": cause}
